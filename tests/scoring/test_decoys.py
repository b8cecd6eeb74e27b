from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.config import load_config
from collusion.evidence.strata import Strata
from collusion.scoring import decoys
from collusion.scoring.params import ScoringParams
from tests.awkward_graphs import GRAPHS
from tests.markets import clean_market, prepare, ring_market
from tests.oracles import scoring as oracle
from tests.tables_of import day, tables_of

PARAMS = ScoringParams()


def _null(graph, strata, seed, params=PARAMS):
    return decoys.null_world(graph, strata, seed=seed, params=params).graph


def _reviews(graph):
    """Name each review by what stays with it: product, time, stars, badge and row."""
    return Counter(
        zip(
            graph.reviews.indices.tolist(),
            graph.minute.tolist(),
            graph.stars.tolist(),
            graph.verified.tolist(),
            graph.review_row.tolist(),
        )
    )


def _by_pool(graph, labels):
    """Count each account's reviews in each pool, a pool being known by the row of a review."""
    rows = graph.reviews.rows()
    return Counter(zip(rows.tolist(), labels[graph.review_row].tolist()))


@pytest.mark.parametrize("market", [clean_market, ring_market], ids=["clean", "rings"])
def test_null_world__accounts_keep_their_activity_and_products_their_reviews(market):
    """In every pool of period and stratum each account writes as many reviews; times and stars stay.

    An account that reviewed most of a small pool may meet a product twice: that review falls out, rarely.
    """
    graph, strata = market().graph, market().strata
    null = _null(graph, strata, 4)
    labels = np.zeros(int(graph.review_row.max()) + 1, np.int64)
    labels[graph.review_row], n_pools = decoys._pools(graph.minute, strata.labels[graph.reviews.indices])

    lost = graph.reviews.n_edges - null.reviews.n_edges

    assert n_pools > 2
    assert 0 <= lost <= 0.001 * graph.reviews.n_edges
    assert not _reviews(null) - _reviews(graph)
    assert not _by_pool(null, labels) - _by_pool(graph, labels)
    assert graph.identifiers is null.identifiers
    assert graph.reviewers is null.reviewers


def test_null_world__without_some_accounts_the_others_keep_their_activity():
    graph, strata = clean_market().graph, clean_market().strata
    without = np.arange(0, len(graph.reviewers), 3, dtype=np.int32)
    null = decoys.null_world(graph, strata, seed=1, params=PARAMS, without=without)
    kept = np.ones(len(graph.reviewers), dtype=bool)
    kept[without] = False

    labels = strata.labels[null.graph.reviews.indices]
    assert 1.0 == null.share
    assert [max((labels == s).sum(), 1) for s in range(len(strata))] == null.strata.reviews.tolist()
    assert (np.where(kept, graph.reviews.row_degrees(), 0) == null.graph.reviews.row_degrees()).all()
    assert sorted(graph.review_row[kept[graph.reviews.rows()]]) == sorted(null.graph.review_row)


def test_null_world__who_reviewed_what_is_shuffled():
    graph = ring_market().graph
    null = _null(graph, ring_market().strata, 4)
    before = set(zip(graph.reviews.rows().tolist(), graph.reviews.indices.tolist()))
    after = set(zip(null.reviews.rows().tolist(), null.reviews.indices.tolist()))

    assert len(before & after) < 0.2 * len(before)


def test_null_world__each_seed_is_another_world_and_always_the_same():
    graph, strata = clean_market().graph, clean_market().strata
    first, again, other = (_null(graph, strata, seed) for seed in (1, 1, 2))

    assert first.reviews.indices.tolist() == again.reviews.indices.tolist()
    assert first.reviews.indices.tolist() != other.reviews.indices.tolist()


@pytest.mark.parametrize("name", [name for name in GRAPHS if len(GRAPHS[name].reviewer)])
def test_null_world__awkward_graphs_keep_their_reviews(name):
    graph = GRAPHS[name]
    rows = [
        {
            "reviewer_id": f"a{u:03d}",
            "product_id": f"p{p:03d}",
            "rating": 1 + (u + p) % 5,
            "posted_at": day(u),
        }
        for u, p in zip(graph.reviewer.tolist(), graph.product.tolist())
    ]
    market = prepare(tables_of(rows), load_config(Path(), None))
    null = _null(market.graph, market.strata, 1)

    assert not _reviews(null) - _reviews(market.graph)
    assert (null.reviews.row_degrees() <= market.graph.reviews.row_degrees()).all()
    assert null.reviews.n_edges >= 0.97 * market.graph.reviews.n_edges


def test_null_world__of_a_large_market_takes_whole_strata():
    """Reviews of the strata that are not drawn are left out; what is drawn is shuffled as ever."""
    graph, strata = ring_market().graph, ring_market().strata
    params = ScoringParams(decoy_share=0.3, decoy_reviews=1)
    null = decoys.null_world(graph, strata, seed=4, params=params)
    drawn = decoys.drawn_strata(strata, graph.reviews.n_edges, seed=4, params=params)
    of_drawn = drawn[strata.labels[graph.reviews.indices]]

    assert 0 < drawn.sum() < len(strata)
    assert null.share == of_drawn.mean() >= 0.3
    assert set(null.graph.review_row.tolist()) <= set(graph.review_row[of_drawn].tolist())
    assert null.graph.reviews.n_edges >= 0.99 * of_drawn.sum()


@given(
    st.lists(st.integers(1, 1000), min_size=1, max_size=12),
    st.floats(0.01, 1.0),
    st.integers(1, 5000),
    st.integers(0, 9),
)
def test_drawn_strata__as_few_as_have_the_share_and_the_number(sizes, share, least, seed):
    strata = Strata(np.arange(len(sizes), dtype=np.int32), np.array(sizes, dtype=np.float64), "test")
    params = ScoringParams(decoy_share=share, decoy_reviews=least)
    drawn = decoys.drawn_strata(strata, sum(sizes), seed=seed, params=params)
    wanted = max(share * sum(sizes), min(least, sum(sizes)))
    taken = strata.reviews[drawn]

    assert taken.sum() >= wanted * (1 - 1e-12)
    assert taken.sum() - taken.max() < wanted
    assert drawn.tolist() == decoys.drawn_strata(strata, sum(sizes), seed=seed, params=params).tolist()


@pytest.mark.parametrize("n", [0, 1, 1999, 4000, 9001])
def test_pools__parts_of_nearly_equal_number_in_order_of_time(n):
    rng = np.random.default_rng(n)
    minute, stratum = rng.integers(0, 500, n).astype(np.int32), rng.integers(0, 3, n).astype(np.int32)
    labels, n_pools = decoys._pools(minute, stratum)
    expected = oracle.pools(minute.tolist(), stratum.tolist(), decoys._POOL)
    found = {frozenset(np.flatnonzero(labels == pool).tolist()) for pool in range(n_pools)} - {frozenset()}

    assert expected == found
