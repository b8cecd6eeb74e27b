"""The search on simulated markets, once a session, and what it says of planted groups."""

from __future__ import annotations

from functools import cache

import numpy as np

from collusion.detection.search import Evidence, Search, SearchParams, find_candidates
from collusion.evidence.homes import find_homes
from tests.markets import Market, clean_market, innocent_market, ring_market


def search(market: Market, **changes) -> Search:
    """Search a market by its own configuration."""
    return find_candidates(
        market.graph,
        Evidence(
            strata=market.strata,
            stars=market.channels.stars,
            identity=market.channels.identity,
            created=market.channels.lifecycle.created,
            tenure=market.channels.lifecycle.tenure,
            homes=find_homes(market.tables, market.graph),
            alike=market.channels.text.alike,
            texts=market.channels.text.texts,
        ),
        params=SearchParams(0, market.config.evidence, market.config.detection),
        **changes,
    )


@cache
def ring_search() -> Search:
    return search(ring_market())


@cache
def innocent_search() -> Search:
    return search(innocent_market())


@cache
def clean_search() -> Search:
    return search(clean_market())


def jaccard(first, second) -> float:
    """Return the Jaccard index of two sets of ids."""
    union = np.union1d(first, second)
    return len(np.intersect1d(first, second)) / len(union) if len(union) else 0.0
