"""The tables in numbers: times in minutes, and pairs found again."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from collusion.minutes import NO_TIME
from collusion.tables.codes import Pairs, minutes_of
from tests.tables_of import day

START_MINUTE = 26_297_280


def test_minutes_of__counts_from_1970_and_rounds_down():
    times = pl.Series([day(0), None, day(1 / 1440 * 1.9)], dtype=pl.Datetime("us", "UTC"))

    assert [START_MINUTE, NO_TIME, START_MINUTE + 1] == minutes_of(times).tolist()


def pairs_of(pairs, n_reviewers):
    reviewer, product = (np.array(part, np.int32) for part in (zip(*pairs) if pairs else ((), ())))
    indptr = np.searchsorted(reviewer, np.arange(n_reviewers + 1))
    nothing = np.zeros(len(pairs), np.int8)
    return Pairs(indptr, product, nothing, nothing, nothing, nothing, nothing)


@given(
    st.sets(st.tuples(st.integers(0, 4), st.integers(0, 9))),
    st.lists(st.tuples(st.integers(-1, 4), st.integers(-1, 9))),
)
def test_find__the_place_of_each_pair_or_none(known, asked):
    ordered = sorted(known)
    reviewers, products = (np.array(part, np.int32) for part in (zip(*asked) if asked else ((), ())))
    found = pairs_of(ordered, 5).find(reviewers, products)

    assert [ordered.index(pair) if pair in known else -1 for pair in asked] == found.tolist()
