"""What every maker of seeds promises, tried on all of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain, pairwise

import numpy as np
import pytest

from collusion.detection.cohorts import (
    burst_seeds,
    find_bursts,
    identifier_seeds,
    product_seeds,
    seller_seeds,
)
from collusion.detection.communities import link_communities
from collusion.detection.dense import dense_seeds
from collusion.detection.tenures import tenure_seeds
from collusion.evidence.tenure import prepare_tenure
from collusion.evidence.timing import order_by_time
from tests.detection.searches import ring_search
from tests.markets import clean_market, prepare, ring_market
from tests.tables_of import tables_of


def _everywhere(market):
    return np.ones(len(market.graph.products), dtype=bool)


def _always(market):
    return np.ones(market.graph.reviews.n_edges, dtype=bool)


def _params(market):
    return market.config.detection


def _bursts_at(market, products):
    order, params = order_by_time(market.graph), _params(market)
    found = find_bursts(market.graph, order, params=params)
    return burst_seeds(market.graph, order, found, products, params=params)


MAKERS = {
    "communities": lambda market: link_communities(ring_search().links, seed=0, params=_params(market)),
    "bursts": lambda market: _bursts_at(market, _everywhere(market)),
    "products": lambda market: product_seeds(
        market.graph, _everywhere(market), _always(market), params=_params(market)
    ),
    "sellers": lambda market: seller_seeds(market.graph, _always(market), params=_params(market)),
    "identifiers": lambda market: identifier_seeds(market.channels.identity, params=_params(market)),
    "dense blocks": lambda market: dense_seeds(market.graph, params=_params(market)),
    "tenures": lambda market: tenure_seeds(prepare_tenure(market.graph), params=_params(market)),
}
HELD_BY = {
    "communities": ("camouflaged-01", 0.5),
    "bursts": ("unique_ip-01", 0.2),
    "products": ("unique_ip-01", 0.2),
    "identifiers": ("gift_cards-01", 0.1),
    "tenures": ("relay-01", 0.5),
}


def _sets(seeds):
    return [seeds.members[low:high] for low, high in zip(seeds.indptr.tolist(), seeds.indptr[1:].tolist())]


def test_identifier_seeds__are_the_holders_of_each_value_kind_after_kind():
    market = ring_market()
    found = identifier_seeds(market.channels.identity, params=_params(market))
    expected = []
    for relation in market.graph.identifiers.values():
        ends = relation.adjacency.t_indptr.tolist()
        held = [relation.adjacency.t_indices[low:high].tolist() for low, high in pairwise(ends)]
        expected.append([who for who in held if 5 <= len(who) <= _params(market).max_cohort])

    assert list(chain.from_iterable(expected)) == [who.tolist() for who in _sets(found)]
    assert sum(map(bool, expected)) > 1


@pytest.mark.parametrize("origin", MAKERS)
def test_seeds__are_distinct_reviewers_ascending(origin):
    market = ring_market()
    found = MAKERS[origin](market)

    assert origin == found.origin
    assert 0 == found.indptr[0]
    assert len(found.members) == found.indptr[-1]
    for members in _sets(found):
        assert len(members) >= 3
        assert (np.diff(members) > 0).all()
        assert members[0] >= 0
        assert members[-1] < len(market.graph.reviewers)
    assert not found.members.flags.writeable


@pytest.mark.parametrize("origin", MAKERS)
def test_seeds__twice_are_the_same(origin):
    first, second = (MAKERS[origin](ring_market()) for _ in range(2))

    assert first.members.tolist() == second.members.tolist()
    assert first.indptr.tolist() == second.indptr.tolist()


@pytest.mark.parametrize("origin", HELD_BY)
def test_seeds__some_are_members_of_one_ring(origin):
    """A seed that is mostly of one ring, and holds a share of it, is what growth needs."""
    market = ring_market()
    group_id, share = HELD_BY[origin]
    ring = market.accounts(group_id)
    common = [
        (len(np.intersect1d(members, ring)) / len(ring), len(np.intersect1d(members, ring)) / len(members))
        for members in _sets(MAKERS[origin](market))
    ]

    assert max(of_ring for of_ring, pure in common if pure >= 0.5) >= share


def test_burst_seeds__without_times_there_are_none():
    market = prepare(
        tables_of([{"reviewer_id": f"a{i}", "product_id": "p"} for i in range(9)]), clean_market().config
    )

    assert 0 == len(MAKERS["bursts"](market))
    assert 1 == len(MAKERS["products"](market))
    assert 0 == len(MAKERS["identifiers"](market))


def test_seeds__only_of_the_products_asked_for():
    market = clean_market()
    some = np.arange(len(market.graph.products)) % 3 == 0
    found = product_seeds(market.graph, some, _always(market), params=_params(market))
    degree = market.graph.reviews.col_degrees()
    fit = some & (degree >= _params(market).cohort_size) & (degree <= _params(market).max_cohort)

    assert sorted(degree[fit].tolist()) == [len(members) for members in _sets(found)]
    assert 0 == len(_bursts_at(market, ~_everywhere(market)))
    assert 0 == len(
        product_seeds(market.graph, ~_everywhere(market), _always(market), params=_params(market))
    )


def test_product_seeds__only_of_the_reviews_that_surprise():
    """Of a product's buyers those are proposed whose review is asked for, where they are enough."""
    market = clean_market()
    reviews = market.graph.reviews
    surprising = np.arange(reviews.n_edges) % 4 == 0
    found = product_seeds(market.graph, _everywhere(market), surprising, params=_params(market))
    expected = []
    for p in range(reviews.n_cols):
        mine = slice(reviews.t_indptr[p], reviews.t_indptr[p + 1])
        buyers = reviews.t_indices[mine][surprising[reviews.t_edges[mine]]]
        if _params(market).cohort_size <= len(buyers) <= _params(market).max_cohort:
            expected.append(tuple(buyers.tolist()))

    assert sorted(expected) == sorted(tuple(members.tolist()) for members in _sets(found))
    assert [len(members) for members in _sets(found)] == sorted(len(members) for members in _sets(found))
    assert not product_seeds(market.graph, _everywhere(market), ~_always(market), params=_params(market))


@pytest.mark.parametrize("step", [1, 2])
def test_seller_seeds__accounts_that_surprise_at_two_products_of_a_seller_or_at_three(step):
    market = clean_market()
    graph, params = market.graph, replace(_params(market), cohort_size=2)
    surprising = np.arange(graph.reviews.n_edges) % step == 0
    found = [tuple(members.tolist()) for members in _sets(seller_seeds(graph, surprising, params=params))]
    times = Counter(
        (int(graph.product_seller[p]), r)
        for r, p in zip(graph.reviews.rows()[surprising].tolist(), graph.reviews.indices[surprising].tolist())
    )
    expected = []
    for least in (3, 2):
        by_seller = {}
        for (seller, r), n in sorted(times.items()):
            if seller >= 0 and n >= least:
                by_seller.setdefault(seller, []).append(r)
        cohorts = [tuple(r) for r in by_seller.values() if 2 <= len(r) <= params.max_cohort]
        expected += sorted(cohorts, key=len)

    assert expected
    assert expected == found


def test_seller_seeds__without_sellers_there_are_none():
    rows = [{"reviewer_id": f"a{i}", "product_id": f"p{j}"} for i in range(9) for j in range(3)]
    market = prepare(tables_of(rows), clean_market().config)

    assert 0 == len(MAKERS["sellers"](market))
