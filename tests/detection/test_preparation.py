from __future__ import annotations

import numpy as np

from collusion.detection.preparation import prepare_search
from collusion.evidence.homes import find_homes
from collusion.evidence.near_duplicates import link_near_duplicates
from tests.markets import ring_market


def test_prepare_search__has_the_texts_that_a_client_wrote() -> None:
    market = ring_market()
    known = prepare_search(market.tables, market.graph, market.strata, market.channels)
    links = link_near_duplicates(market.graph, known.alike)
    linked = np.isin(market.accounts("client_text-01"), np.concatenate([links.source, links.target]))

    assert linked.mean() > 0.9


def test_prepare_search__the_search_is_told_where_accounts_are_at_home() -> None:
    """The market has four marketplaces."""
    market = ring_market()
    found = prepare_search(market.tables, market.graph, market.strata, market.channels).homes
    expected = find_homes(market.tables, market.graph)

    assert expected.of.tolist() == found.of.tolist()
    assert expected.shares.tolist() == found.shares.tolist()
    assert {1, 2, 3, 4} <= set(found.of.tolist())
