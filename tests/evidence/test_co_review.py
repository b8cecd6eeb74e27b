from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.evidence.co_review import discovery_threshold, link_co_reviews
from tests.markets import clean_market, ring_market


def _step_up(scores, n_reviewers, fdr, least):
    """Benjamini and Hochberg by trying every rank."""
    n_pairs = max(n_reviewers * (n_reviewers - 1) / 2, 1)
    ranked = sorted(scores, reverse=True)
    passing = [
        score for rank, score in enumerate(ranked, 1) if score >= math.log(n_pairs / fdr) - math.log(rank)
    ]
    return max(passing[-1], least) if passing else math.inf


@given(
    st.lists(st.floats(0, 40, width=32), max_size=30),
    st.integers(1, 1000),
    st.floats(1e-6, 0.5),
    st.floats(0, 20),
)
def test_discovery_threshold__step_up_over_all_pairs(scores, n_reviewers, fdr, least):
    found = discovery_threshold(np.array(scores, dtype=np.float32), n_reviewers, fdr, least)

    assert _step_up(scores, n_reviewers, fdr, least) == pytest.approx(found)


def test_link_co_reviews__members_of_rings_are_linked_and_strangers_hardly():
    market = ring_market()
    found = link_co_reviews(market.graph, market.strata, params=market.config.evidence)
    ring_of = np.full(len(market.graph.reviewers), -1)
    for k, group_id in enumerate(market.members["group_id"].unique().sort()):
        ring_of[market.accounts(group_id)] = k
    within = (ring_of[found.links.source] >= 0) & (ring_of[found.links.target] >= 0)

    assert len(found.links) > 300
    assert within.mean() > 0.9
    assert (found.links.source < found.links.target).all()
    assert found.threshold == found.links.weight.min(), "the last pair that is significant is linked"
    assert (found.n_shared >= 2).all()
    assert (found.n_close <= found.n_shared).all()


def test_link_co_reviews__among_honest_people_hardly_any():
    """One pair in a hundred of those found may be false: that is the level asked for."""
    market = clean_market()
    found = link_co_reviews(market.graph, market.strata, params=market.config.evidence)

    assert len(found.links) <= 20


def test_link_co_reviews__a_stricter_level_links_fewer():
    market = ring_market()
    n_links = [
        len(
            link_co_reviews(
                market.graph, market.strata, params=replace(market.config.evidence, pair_fdr=fdr)
            ).links
        )
        for fdr in (0.1, 0.01, 1e-6)
    ]

    assert n_links == sorted(n_links, reverse=True)
    assert n_links[-1] < n_links[0]


def test_link_co_reviews__threads_change_nothing():
    market = clean_market()
    params = replace(market.config.evidence, pair_fdr=0.5)
    alone, together = (
        link_co_reviews(market.graph, market.strata, n_threads=n, params=params) for n in (1, 2)
    )

    assert alone.links.source.tolist() == together.links.source.tolist()
    assert alone.links.weight.tolist() == together.links.weight.tolist()
