from __future__ import annotations

import random

import pytest

from collusion.graph.build import build_graph
from collusion.minutes import NO_TIME
from tests.tables_of import day, tables_of

REVIEWS = [
    {"reviewer_id": "b", "product_id": "x", "rating": 4, "posted_at": day(3), "verified": True},
    {"reviewer_id": "a", "product_id": "y", "rating": 5, "posted_at": day(1), "verified": False},
    {"reviewer_id": "a", "product_id": "x", "rating": None, "posted_at": None, "verified": None},
    {"reviewer_id": "c", "product_id": "x", "rating": 1, "posted_at": day(2), "verified": True},
]
PRODUCTS = [
    {"product_id": "x", "seller_id": "s2"},
    {"product_id": "y", "seller_id": None},
    {"product_id": "never reviewed", "seller_id": "s1"},
]
IDENTIFIERS = [
    {"reviewer_id": "a", "kind": "ip", "value": "192.0.2.1"},
    {"reviewer_id": "c", "kind": "ip", "value": "192.0.2.1"},
    {"reviewer_id": "a", "kind": "card", "value": "192.0.2.1"},
    {"reviewer_id": "silent", "kind": "ip", "value": "192.0.2.9"},
]
START_MINUTE = 26_297_280


def _edges(graph):
    return list(zip(graph.reviews.rows().tolist(), graph.reviews.indices.tolist()))


def test_build_graph__attributes_stand_beside_their_edge():
    graph = build_graph(tables_of(REVIEWS, products=PRODUCTS, identifiers=IDENTIFIERS))

    assert ["a", "b", "c"] == graph.reviewers.ids.to_list()
    assert ["x", "y"] == graph.products.ids.to_list()
    assert [(0, 0), (0, 1), (1, 0), (2, 0)] == _edges(graph)
    assert [NO_TIME, *(START_MINUTE + 1440 * d for d in (1, 3, 2))] == graph.minute.tolist()
    assert [0, 5, 4, 1] == graph.stars.tolist()
    assert [-1, 0, 1, 1] == graph.verified.tolist()
    assert graph.has_times
    assert graph.has_stars


def test_build_graph__review_row_leads_to_the_review():
    tables = tables_of(REVIEWS)
    graph = build_graph(tables)
    rows = tables.reviews[graph.review_row]

    assert [graph.reviewers.ids[r] for r, _ in _edges(graph)] == rows["reviewer_id"].to_list()
    assert [graph.products.ids[p] for _, p in _edges(graph)] == rows["product_id"].to_list()


def test_build_graph__sellers_are_those_of_reviewed_products():
    graph = build_graph(tables_of(REVIEWS, products=PRODUCTS))

    assert ["s2"] == graph.sellers.ids.to_list()
    assert [0, -1] == graph.product_seller.tolist()


def test_build_graph__identifiers_by_kind_of_reviewers_only():
    graph = build_graph(tables_of(REVIEWS, identifiers=IDENTIFIERS))

    assert ["card", "ip"] == list(graph.identifiers)
    assert ["192.0.2.1"] == graph.identifiers["ip"].nodes.ids.to_list()
    assert [0, 2] == graph.identifiers["ip"].adjacency.t_indices.tolist()
    assert [0] == graph.identifiers["card"].adjacency.t_indices.tolist()


def test_build_graph__the_earliest_review_of_a_pair_is_its_edge():
    twice = [
        {"reviewer_id": "a", "product_id": "x", "rating": stars, "posted_at": day(d)}
        for stars, d in ((2, 9), (5, 4), (1, 7))
    ]
    graph = build_graph(tables_of([*twice, *REVIEWS[:1]]))

    assert [(0, 0), (1, 0)] == _edges(graph)
    assert START_MINUTE + 4 * 1440 == graph.minute[0]
    assert 5 == graph.stars[0]


@pytest.mark.parametrize("column", ["posted_at", "rating", "verified"])
def test_build_graph__a_column_without_values_is_unknown_everywhere(column):
    graph = build_graph(tables_of([{**row, column: None} for row in REVIEWS]))
    array = {"posted_at": graph.minute, "rating": graph.stars, "verified": graph.verified}[column]

    assert {{"posted_at": NO_TIME, "rating": 0, "verified": -1}[column]} == set(array.tolist())
    assert (column != "posted_at", column != "rating") == (graph.has_times, graph.has_stars)


def test_build_graph__reviews_alone_suffice():
    graph = build_graph(tables_of([{"reviewer_id": "a", "product_id": "x"}]))

    assert (1, 1, 0) == (len(graph.reviewers), len(graph.products), len(graph.sellers))
    assert {} == graph.identifiers
    assert [-1] == graph.product_seller.tolist()
    assert not graph.has_times
    assert not graph.has_stars


def test_build_graph__rows_in_any_order_give_the_same_graph():
    expected = build_graph(tables_of(REVIEWS, products=PRODUCTS, identifiers=IDENTIFIERS))
    for seed in range(3):
        rows = [random.Random(seed).sample(part, len(part)) for part in (REVIEWS, PRODUCTS, IDENTIFIERS)]
        found = build_graph(tables_of(rows[0], products=rows[1], identifiers=rows[2]))

        assert _edges(expected) == _edges(found)
        for name in ("minute", "stars", "verified", "review_row", "product_seller"):
            assert getattr(expected, name).tolist() == getattr(found, name).tolist()


def test_build_graph__arrays_cannot_be_changed():
    graph = build_graph(tables_of(REVIEWS, products=PRODUCTS))
    arrays = (graph.minute, graph.stars, graph.verified, graph.review_row, graph.product_seller)

    assert not any(array.flags.writeable for array in arrays)
