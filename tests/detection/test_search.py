"""The whole search: what every candidate is, what is found, and that chance finds nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from collusion.config import load_config
from collusion.evidence.group import member_of_edges
from tests.awkward_graphs import GRAPHS, NO_MINUTE
from tests.detection.searches import clean_search, innocent_search, jaccard, ring_search, search
from tests.markets import clean_market, innocent_market, prepare, ring_market
from tests.tables_of import day, tables_of

MARKETS = {"rings": (ring_market, ring_search), "innocent": (innocent_market, innocent_search)}
PLAIN = (
    "unique_ip",
    "farm",
    "gift_cards",
    "camouflaged",
    "client_text",
    "empty_box",
    "attack",
    "hired_crowd",
)


def _best(search_found, members):
    return max((jaccard(c.group.members, members) for c in search_found.candidates), default=0.0)


@pytest.mark.parametrize("name", MARKETS)
def test_find_candidates__every_candidate_is_what_it_says(name):
    """Its reviews are its members' of its targets, and as many as its cells count."""
    graph, found = MARKETS[name][0]().graph, MARKETS[name][1]()
    params = MARKETS[name][0]().config.detection
    for candidate in found.candidates:
        group = candidate.group
        products = graph.reviews.indices[group.edges]
        counts = [int((products == p).sum()) for p in group.products]

        assert all((np.diff(part) > 0).all() for part in (group.members, group.products, group.edges))
        assert np.isin(member_of_edges(graph, group.edges), group.members).all()
        assert counts == candidate.n.tolist()
        assert (candidate.expected > 0).all()
        assert candidate.n.sum() > candidate.expected.sum()
        assert len(group.members) == len(candidate.membership) >= params.min_members
        assert len(group.products) >= params.min_products
        assert (candidate.membership > 0).all()
        assert candidate.surplus + candidate.stars + candidate.life > 0
        assert candidate.life >= 0
        assert candidate.origin in found.n_seeds


@pytest.mark.parametrize("style", PLAIN)
def test_find_candidates__plain_rings_are_found_whole(style):
    assert _best(ring_search(), ring_market().accounts(f"{style}-01")) >= 0.8


@pytest.mark.parametrize("style", ["nested-01a", "nested-01b", "overlapping-01a", "overlapping-01b"])
def test_find_candidates__rings_that_share_accounts_come_apart(style):
    assert _best(ring_search(), ring_market().accounts(style)) >= 0.8


def test_find_candidates__honest_people_are_hardly_candidates():
    assert len(clean_search().candidates) <= 1


@pytest.mark.parametrize(
    "style", ["household", "office", "carrier_nat", "vpn_exit", "campus_nat", "parcel_locker"]
)
def test_find_candidates__who_shares_only_a_place_is_no_candidate(style):
    assert _best(innocent_search(), innocent_market().accounts(f"{style}-01")) < 0.5


@pytest.mark.parametrize("n_threads", [1, 2, 3])
def test_find_candidates__with_any_number_of_threads_the_same(n_threads):
    first, second = ring_search(), search(ring_market(), n_threads=n_threads)

    assert first.n_seeds == second.n_seeds
    assert first.links.weight.tolist() == second.links.weight.tolist()
    assert [c.group.members.tolist() for c in first.candidates] == [
        c.group.members.tolist() for c in second.candidates
    ]


def test_find_candidates__tells_how_far_it_is():
    """A seed that is grown again is not done yet, so a step may be none; the steps are all seeds."""
    steps: list[int] = []
    found = search(clean_market(), advance=steps.append)

    assert sum(found.n_seeds.values()) == sum(steps)
    assert all(step >= 0 for step in steps)


@pytest.mark.parametrize("name", [name for name in GRAPHS if len(GRAPHS[name].reviewer)])
def test_find_candidates__awkward_graphs(name):
    """It comes to an end and proposes nothing larger than the graph."""
    graph = GRAPHS[name]
    rows = [
        {
            "reviewer_id": f"a{u:03d}",
            "product_id": f"p{p:03d}",
            "rating": (u + p) % 6 or None,
            "posted_at": None if minute == NO_MINUTE else day(minute % 20_000),
        }
        for u, p, minute in zip(graph.reviewer.tolist(), graph.product.tolist(), graph.minute.tolist())
    ]
    market = prepare(tables_of(rows), load_config(Path(), None))
    for candidate in search(market).candidates:
        assert len(candidate.group.members) <= graph.n_reviewers
        assert np.isfinite(candidate.surplus)
