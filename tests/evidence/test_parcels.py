from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from collusion.evidence import parcels
from collusion.evidence.parcels import prepare_parcels
from collusion.graph.bipartite import biadjacency
from collusion.graph.build import build_graph
from tests.markets import group_of
from tests.tables_of import day, tables_of

REVIEWS = [{"reviewer_id": f"a{i:02d}", "product_id": f"p{j}"} for i in range(50) for j in range(4)]
PRODUCTS = [{"product_id": f"p{j}", "item_weight_g": 400} for j in range(4)]


def _orders(weigh, refund=lambda i: False):
    return [
        {
            "order_id": f"o{i}-{j}",
            "reviewer_id": f"a{i:02d}",
            "product_id": f"p{j}",
            "ordered_at": day(i),
            "shipped_weight_g": weigh(i),
            "refunded": refund(i),
        }
        for i in range(50)
        for j in range(4)
    ]


def _assess(weigh=lambda i: 450, refund=lambda i: False, *, products=PRODUCTS, n_members=8):
    others = {"products": products} if products else {}
    tables = tables_of(REVIEWS, orders=_orders(weigh, refund), **others)
    graph = build_graph(tables)
    evidence = prepare_parcels(tables, graph)
    return evidence, evidence.assess(group_of(graph, np.arange(n_members), np.arange(4)))


def test_assess__empty_boxes_of_the_members_are_evidence():
    _, found = _assess(lambda i: 60 if i < 8 else 450)

    assert found.bits > 20
    assert "32 of 32 parcels" in found.sentence
    assert 32 == len(found.edges)


def test_assess__refunds_of_the_members_are_evidence():
    _, found = _assess(refund=lambda i: i < 8)

    assert found.bits > 20
    assert "32 of 32 orders were refunded" in found.sentence


def test_assess__what_everybody_gets_is_none():
    _, found = _assess(lambda i: 60, lambda i: True)

    assert found.bits < 10


def test_assess__nothing_odd_is_none():
    _, found = _assess()

    assert (0, 0) == (found.bits, len(found.edges))


def test_assess__refunds_alone_where_weights_are_unknown():
    _, found = _assess(lambda i: None, lambda i: i < 8, products=())

    assert "parcels" not in found.sentence
    assert found.bits > 20


@pytest.mark.parametrize(
    "orders", [[], [{"order_id": "o", "reviewer_id": "stranger", "product_id": "p0", "ordered_at": day(1)}]]
)
def test_prepare_parcels__orders_of_no_review_tell_nothing(orders):
    tables = tables_of(REVIEWS, **({"orders": orders} if orders else {}))
    evidence = prepare_parcels(tables, build_graph(tables))

    assert evidence.missing() is not None


def test_prepare_parcels__of_several_orders_the_oddest_counts():
    orders = [
        {
            "order_id": f"o{k}",
            "reviewer_id": "a00",
            "product_id": "p0",
            "ordered_at": day(k),
            "shipped_weight_g": weight,
            "refunded": back,
        }
        for k, (weight, back) in enumerate([(450, True), (60, False), (450, False)])
    ]
    tables = tables_of(REVIEWS, orders=orders, products=PRODUCTS)
    evidence = prepare_parcels(tables, build_graph(tables))

    assert [1, -1] == evidence.light[:2].tolist()
    assert [1, -1] == evidence.refunded[:2].tolist()


def test_prepare_parcels__pairs_are_the_same_whether_looked_for_or_known():
    """The edges of a graph read from a checkpoint, or of another world, are looked for among the pairs."""
    tables = tables_of(REVIEWS, orders=_orders(lambda i: 60 + i, lambda i: i % 3 == 0), products=PRODUCTS)
    graph = build_graph(tables)
    known = prepare_parcels(tables, graph)
    found = prepare_parcels(tables, dataclasses.replace(graph, review_row=graph.review_row.copy()))

    assert known.light.tolist() == found.light.tolist()
    assert known.refunded.tolist() == found.refunded.tolist()
    assert (known.all_light, known.all_refunded) == (found.all_light, found.all_refunded)
    assert known.all_light == (int((known.light == 1).sum()), 200)


@pytest.mark.parametrize(
    ("small", "parcel", "light"),
    [(100.0, 110.0, [0]), (100.0, 40.0, [1]), (1000.0, 110.0, [1]), (None, 110.0, [-1])],
    ids=["a small size", "an empty box", "a large size", "of unknown weight"],
)
def test_prepare_parcels__a_parcel_is_weighed_against_the_size_that_was_ordered(small, parcel, light):
    """Two sizes of one article are one product to all evidence, but a small one is no empty box."""
    reviews = [{"reviewer_id": f"a{i}", "product_id": "small" if i == 0 else "big"} for i in range(4)]
    products = [
        {"product_id": "big", "parent_id": "article", "item_weight_g": 1000.0},
        {"product_id": "small", "parent_id": "article", "item_weight_g": small},
    ]
    order = {"reviewer_id": "a0", "product_id": "small", "ordered_at": day(1), "shipped_weight_g": parcel}
    tables = tables_of(reviews, products=products, orders=[order])
    graph = build_graph(tables)

    assert 1 == len(graph.products)
    assert light == prepare_parcels(tables, graph).light[:1].tolist()


def test_prepare_parcels__edges_of_another_graph_are_looked_for():
    """A graph of every other review has the parcels of these."""
    tables = tables_of(REVIEWS, orders=_orders(lambda i: 60 if i % 3 else 450), products=PRODUCTS)
    graph = build_graph(tables)
    kept = np.arange(0, graph.reviews.n_edges, 2)
    some, _ = biadjacency(graph.reviews.rows()[kept], graph.reviews.indices[kept], 50, 4)
    other = dataclasses.replace(graph, reviews=some, review_row=graph.review_row[kept])

    assert (
        prepare_parcels(tables, graph).light[kept].tolist() == prepare_parcels(tables, other).light.tolist()
    )


def test_assess__weights_speak_where_nobody_knows_of_refunds_and_the_unknown_is_silent():
    """Four of others' forty-two parcels are light; three times their share is forgiven."""
    weigh = {i: 60 if i < 8 or i % 10 == 0 else 450 for i in range(50)}
    _, found = _assess(weigh.get, lambda i: None)
    _, silent = _assess(lambda i: weigh[i] if i >= 8 else None, lambda i: None)
    expected = 32 * (16 + 0.5) / (4 * 42 + 50)

    assert expected == pytest.approx(found.expected)
    assert (32 - 3 * expected) / 32 == pytest.approx(found.effects["odd_orders"])
    assert silent is None


def test_excess__where_nobody_elses_orders_are_odd_all_of_them_say_so():
    odd = np.array([1] * 10 + [0] * 4000, dtype=np.int8)
    found = parcels._excess(odd, np.arange(10), np.arange(10, 20), (10, len(odd)))

    assert 10 * 0.5 / (4000 + 50) == pytest.approx(found.expected)


@pytest.mark.parametrize(("grams", "light"), [(199.0, 1), (200.0, 0)])
def test_prepare_parcels__a_parcel_of_half_the_weight_of_its_item_is_not_light(grams, light):
    _, found = _assess(lambda i: grams if i == 0 else 450)

    assert 4 * light == found.observed


@pytest.mark.parametrize(("n_others", "are_the_measure"), [(7, False), (8, True)])
def test_excess__eight_others_of_the_same_products_are_enough(n_others, are_the_measure):
    odd = np.array([1] * (10 + n_others) + [0] * 4000, dtype=np.int8)
    found = parcels._excess(odd, np.arange(10), np.arange(10, 10 + n_others), (10 + n_others, len(odd)))
    expected = 10 * (n_others + 0.5) / ((n_others if are_the_measure else n_others + 4000) + 50)

    assert expected == pytest.approx(found.expected)


def test_excess__what_makes_everybody_s_orders_of_a_product_odd_accuses_nobody():
    """A wrong weight in the catalogue: all ten parcels of the group are light, and 95 of others' hundred."""
    odd = np.array([1] * 105 + [0] * 4895, dtype=np.int8)
    group, others = np.arange(10), np.arange(10, 110)
    alone = parcels._excess(odd, group, others[:0], (105, 5000))
    beside = parcels._excess(odd, group, others, (105, 5000))

    assert alone.bits > 10
    assert beside.bits < 3


def test_assess__three_times_others_odd_orders_are_no_effect():
    """A quarter of others' parcels are light, and half of the members'.."""
    _, found = _assess(lambda i: 60 if (i % 2 if i < 8 else i % 4 == 0) else 450)

    assert 16 == found.observed
    assert 0.0 == found.effects["odd_orders"]
