from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.cases.schema import RING_REVIEWS
from collusion.cases.timeline import (
    Period,
    busiest,
    count_by_step,
    median_days_at_target,
    shortest_period,
)

START = datetime(2015, 3, 2, tzinfo=UTC)


def reviews_on(days: list[float], others: list[float] = [], product: str = "P") -> pl.DataFrame:  # noqa: B006
    rows = [
        {
            "ring_id": "R",
            "review_id": f"{place}",
            "reviewer_id": "A",
            "product_id": product,
            "posted_at": START + timedelta(days=day),
            "in_ring": place < len(days),
        }
        for place, day in enumerate([*days, *others])
    ]
    return pl.DataFrame(rows, schema=RING_REVIEWS.schema)


def test_count_by_step__counts_days_without_gaps():
    counts = count_by_step(reviews_on([0, 0.2, 3], others=[1, -2, 900]))

    assert counts is not None
    assert counts.step == "day"
    assert counts.starts[0] == START - timedelta(days=2)
    assert (0, 0, 2, 0, 0, 1) == counts.n_ring
    assert (1, 0, 0, 1, 0, 0) == counts.n_other


@pytest.mark.parametrize("days, step", [(31, "day"), (32, "week"), (730, "week"), (731, "month")])
def test_count_by_step__picks_the_step_by_the_length(days, step):
    counts = count_by_step(reviews_on([0, days]))

    assert counts is not None
    assert counts.step == step
    assert sum(counts.n_ring) == 2


def test_count_by_step__is_none_without_times():
    undated = reviews_on([0, 1]).with_columns(posted_at=pl.lit(None, dtype=pl.Datetime("us", "UTC")))

    assert count_by_step(undated) is None
    assert busiest(undated, days=14) is None
    assert median_days_at_target(undated) is None


def test_busiest__finds_the_earliest_fullest_window():
    burst = busiest(reviews_on([0, 30, 31, 32, 60, 61, 62]), days=7)

    assert burst is not None
    assert (burst.n, burst.start) == (3, START + timedelta(days=30))
    assert burst.share == pytest.approx(3 / 7)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=30), st.integers(1, 20))
def test_busiest__agrees_with_trying_every_window(days, length):
    burst = busiest(reviews_on([float(day) for day in days]), days=length)

    assert burst is not None
    assert burst.n == max(sum(start <= day < start + length for day in days) for start in days)


def test_median_days_at_target__is_the_spread_of_the_middle_half():
    steady = reviews_on([0, 1, 2, 3, 4])

    assert median_days_at_target(steady) == pytest.approx(2.0)
    assert median_days_at_target(reviews_on([0, 9])) is None
    assert median_days_at_target(reviews_on([0, 1, 2])) == pytest.approx(1.0)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=40))
def test_shortest_period__agrees_with_trying_every_pair_of_times(minutes):
    """The shortest time with nine tenths of the reviews, the earliest of these, and all that are in it."""
    enough = -(-9 * len(minutes) // 10)
    spans = [
        (last - first, first, last)
        for first in minutes
        for last in minutes
        if sum(first <= minute <= last for minute in minutes) >= enough
    ]
    _, first, last = min(spans)

    assert shortest_period(np.array(minutes, dtype=np.int32)) == Period(
        first, last, sum(first <= minute <= last for minute in minutes)
    )


def test_shortest_period__of_no_times_is_none():
    assert shortest_period(np.zeros(0, dtype=np.int32)) is None
