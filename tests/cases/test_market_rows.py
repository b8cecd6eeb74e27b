"""Counts of a hand-made market, each against a count that can be done in the head."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from collusion.cases import market_rows
from collusion.config import load_config
from tests.markets import group_of, prepare
from tests.tables_of import day, tables_of


def _market(reviews, **tables):
    market = prepare(tables_of(reviews, **tables), load_config(Path(), None))
    return market_rows.market_rows(market.graph, market.channels)


def _group(rows, prefix="a", products="p"):
    graph = rows.graph
    members = np.flatnonzero(graph.reviewers.ids.str.starts_with(prefix))
    return group_of(graph, members, np.flatnonzero(graph.products.ids.str.starts_with(products)))


def _review(account, product, at=1, stars=5, **more):
    return {"reviewer_id": account, "product_id": product, "posted_at": day(at), "rating": stars, **more}


def test_reviews_of_targets__are_all_of_them_whatever_the_window():
    rows = _market([_review(f"a{i}", f"p{j}", 1 + 90 * i) for i in range(3) for j in range(2)]
                   + [_review("a0", "x"), _review("b0", "p0")])  # fmt: skip
    group = _group(rows)

    assert 6 == len(market_rows.reviews_of_targets(rows.graph, replace(group, edges=group.edges[:2])))


def test_star_means__keep_the_members_own_out_of_the_others():
    rows = _market(
        [_review("a0", "p0", stars=5), _review("a1", "p0", stars=4), _review("b0", "p0", stars=2),
         _review("b1", "p0", stars=None), _review("a0", "x", stars=1), _review("b0", "x", stars=3)]
    )  # fmt: skip
    group = _group(rows)
    found = market_rows.star_means(rows, group, group.edges)

    assert (2, 4.5) == (found.own.n, found.own.stars)
    assert (1, 2.0) == (found.others.n, found.others.stars)
    assert (1, 1.0) == (found.elsewhere.n, found.elsewhere.stars)


def test_star_means__of_nobody_are_none():
    rows = _market([_review("a0", "p0", stars=5)])
    group = _group(rows)
    found = market_rows.star_means(rows, group, group.edges)

    assert (0, None) == (found.others.n, found.others.stars)
    assert (0, None) == (found.elsewhere.n, found.elsewhere.stars)


def test_orders__are_counted_with_all_others():
    reviews = [_review(f"{who}{i}", "p0") for who in "ab" for i in range(3)]
    known = {"a0": True, "a1": False, "b0": True, "b1": True, "b2": False}
    orders = [{"reviewer_id": who, "product_id": "p0", "refunded": odd} for who, odd in known.items()]
    rows = _market(reviews, orders=orders)

    found = market_rows.orders(rows.refunded, _group(rows).edges, rows.all_refunded)

    assert market_rows.Orders(1, 2, 2, 3) == found


def _accounts(created):
    return [
        {"reviewer_id": who, "created_at": None if at is None else day(at)} for who, at in created.items()
    ]


def _created(own, others=(500, 600, 700, 800, 900, 1000)):
    reviews = [_review(f"a{i}", "p0", 2000) for i in range(len(own))]
    reviews += [_review(f"b{i}", "p0", 2000) for i in range(len(others))]
    created = {f"a{i}": at for i, at in enumerate(own)} | {f"b{i}": at for i, at in enumerate(others)}
    rows = _market(reviews, accounts=_accounts(created))
    return market_rows.creations(rows, _group(rows).members)


def test_creations__of_all_members_within_days():
    found = _created([100, 103, 107])

    assert found is not None
    assert (3, 3, 7) == (found.n_known, found.n_within, (found.last - found.first) // market_rows.DAY)
    assert 0.0 == found.share_of_others


@pytest.mark.parametrize(
    ("own", "n_within"),
    [
        ([100, 101, 102, 103, 400], 4),  # four fifths of them
        ([100, 101, 102, 103, 104, 400, 800, 1200, 1600, 1900], 5),  # half of them
        ([100, 130, 160], 3),  # exactly sixty days
        ([100, 130, 161], None),  # sixty-one
        ([100, 101], None),  # two are a couple
        ([100, 101, None, None, None], None),  # too few are known
        ([100, 101, 102, None, None], 3),
    ],
)
def test_creations__tell_the_largest_share_that_is_short(own, n_within):
    found = _created(own)

    assert n_within == (None if found is None else found.n_within)


def test_creations__end_with_the_last_day_of_the_window():
    """At the next midnight, which is a day later than sixty, another account was created."""
    found = _created([100, 101, 102, 160, 161])

    assert found is not None
    assert (4, 60) == (found.n_within, (found.last - found.first) // market_rows.DAY)


def test_creations__are_nothing_where_everybody_came_then():
    assert _created([100, 101, 102], others=(100, 101, 102, 100, 500)) is None
    assert _created([100, 101, 102], others=(100, 500, 501, 502, 503)) is not None
    assert 0.2 == _created([100, 101, 102], others=(100, 500, 501, 502, 503)).share_of_others


def test_creations__need_no_others():
    found = _created([100, 101, 102], others=())

    assert found is not None
    assert 0.0 == found.share_of_others


def test_ages__at_the_first_review_of_a_target():
    reviews = [_review("a0", "p0", 110), _review("a0", "p1", 105), _review("a1", "p0", 300),
               _review("b0", "p0", 150), _review("b1", "x", 900)]  # fmt: skip
    rows = _market(reviews, accounts=_accounts({"a0": 100, "a1": 285, "b0": 50, "b1": 0}))
    group = _group(rows)

    assert market_rows.Ages(2, 10.0, 1, 100.0) == market_rows.ages(rows, group, group.edges)


def test_ages__unknown_are_none():
    rows = _market([_review("a0", "p0"), _review("b0", "p0")], accounts=_accounts({"a0": 0}))
    group = _group(rows)

    assert market_rows.ages(rows, group, group.edges) is None
    assert market_rows.ages(rows, _group(rows, "b"), _group(rows, "b").edges) is None


def test_sharing__counts_members_not_values_and_says_of_how_many_anything_is_known():
    reviews = [_review(f"a{i}", "p0") for i in range(5)] + [_review("b0", "p0")]
    held = [("a0", "card", "x"), ("a1", "card", "x"), ("a0", "card", "y"), ("a1", "card", "y"),
            ("a2", "ip", "z"), ("b0", "ip", "z"), ("a3", "ip", "own")]  # fmt: skip
    identifiers = [{"reviewer_id": who, "kind": kind, "value": value} for who, kind, value in held]
    rows = _market(reviews, identifiers=identifiers)

    assert ({"card": 2}, 4) == market_rows.sharing(rows, _group(rows).members)


@pytest.mark.parametrize(("n_others", "n_common"), [(3, 0), (4, 2)])
def test_texts__that_more_than_three_others_equal_are_common(n_others, n_common):
    reviews = [_review("a0", "p0", text="Great!"), _review("a1", "p0", text="great"),
               _review("a2", "p0", text="own words"), _review("a3", "p0", text=None)]  # fmt: skip
    reviews += [_review(f"b{i}", "x", text="GREAT") for i in range(n_others)]
    rows = _market(reviews)

    assert market_rows.Texts(3, n_common) == market_rows.texts(rows, _group(rows).edges)


def test_texts__of_a_table_without_are_none():
    rows = _market([_review("a0", "p0")])

    assert market_rows.Texts(0, 0) == market_rows.texts(rows, _group(rows).edges)
