from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import polars as pl
import pytest

from collusion.cases.added_reviews import _confirmed, confirmed_lack, with_reviews
from collusion.cases.held_ring import stored_group
from collusion.cases.market import places_of
from collusion.detection.near_members import lack_of, written_as_members
from tests.cases.mixed import mixed_run
from tests.endurance.near_members import Tables

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def near(n):
    """Return a run, its first ring, accounts that are in none, and their places in the graph."""
    run = mixed_run()
    strangers = run.scores.filter(~pl.col("reviewer_id").is_in(run.members["reviewer_id"].implode()))
    names = strangers["reviewer_id"].sort()[:: strangers.height // n][:n]
    group, _ = stored_group(run.records, run.market, run[1].id)
    return run, group, names, places_of(run.market.graph.reviewers, names).tolist()


def rows_of(lack, graph, n):
    """Return the first `n` reviews that are lacking as rows of a table."""
    return [
        {
            "product_id": graph.products.ids[int(p)],
            "at": EPOCH + dt.timedelta(minutes=int(m)),
            "stars": int(s),
        }
        for p, m, s in zip(*written_as_members(lack, n), strict=True)
    ]


def same(one, other):
    """Say which arrays of two worlds differ."""
    wrong = []
    for name, a, b in zip(one._fields, one, other, strict=True):
        if isinstance(a, tuple):
            wrong += same(a, b)
        elif not np.array_equal(a, b):
            wrong.append(name)
    return wrong


@pytest.mark.parametrize("n", [1, 3])
def test_with_reviews__is_the_market_of_tables_with_these_rows(n):
    """Nothing that the search reads differs, also what is counted over all accounts."""
    run, group, names, places = near(4)
    tables, graph = Tables(run.source), run.market.graph
    for name, place in zip(names, places, strict=True):
        lack = lack_of(group, place, run.market.space)
        space, edges = with_reviews(run.market, place, lack, n)
        told = tables.market(name, rows_of(lack, graph, n))

        assert same(space.world, told.space.world) == []
        assert space.graph.reviews.n_edges == graph.reviews.n_edges + n
        assert np.array_equal(space.graph.reviews.indices[edges], graph.reviews.indices)
        assert np.array_equal(space.graph.minute[edges], graph.minute)


def test_confirmed_lack__is_what_draws_an_account_in_and_one_fewer_does_not():
    run, group, _, places = near(5)
    for place in places:
        lack = confirmed_lack(group, place, run.market)
        assert lack.missing is not None
        n = len(lack.missing)
        assert n >= 1
        for some, is_drawn in ((n, True), (n - 1, False)):
            space, edges = with_reviews(run.market, place, lack, some)
            there = type(group)(group.members, group.products, edges[group.edges])
            found = lack_of(there, place, space).missing

            assert is_drawn == (found is not None and len(found) == 0)


@pytest.mark.parametrize("wrong_by", [-1, 1])
def test_confirmed__mends_a_number_that_is_one_off(wrong_by):
    """The totals that a review moves may turn a close call."""
    run, group, _, places = near(2)
    for place in places:
        right = confirmed_lack(group, place, run.market)
        again = _confirmed(right, len(right.missing) + wrong_by, group, place, run.market)

        assert again.missing.tolist() == right.missing.tolist()


def test_confirmed__where_no_number_does_says_so():
    run, group, _, places = near(1)
    lack = lack_of(group, places[0], run.market.space)
    too_few = dataclasses.replace(lack, free=lack.free[:1], written=lack.written[:, :1])

    assert _confirmed(too_few, 1, group, places[0], run.market).missing is None


def test_confirmed__of_an_account_that_belongs_already_lacks_nothing():
    run, group, _, places = near(1)
    lack = lack_of(group, places[0], run.market.space)
    there = dataclasses.replace(lack, missing=lack.free[:0])

    assert [] == _confirmed(there, 0, group, places[0], run.market).missing.tolist()


def test_confirmed_lack__where_no_number_draws_an_account_in_is_none():
    """One target says too little."""
    run, group, _, places = near(1)
    on_first = run.market.graph.reviews.indices[group.edges] == group.products[0]
    small = dataclasses.replace(group, products=group.products[:1], edges=group.edges[on_first])

    assert confirmed_lack(small, places[0], run.market).missing is None
