from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from collusion.kernels import scans
from tests.oracles import scans as oracle

DAY = 1440


def _scan(products, *, window=DAY, span=100 * DAY, min_size=2):
    indptr = np.concatenate(([0], np.cumsum([len(minutes) for minutes in products]))).astype(np.int64)
    minute = np.array([m for minutes in products for m in sorted(minutes)], dtype=np.int32)
    found = scans.scan_bursts(indptr, minute, float(window), float(span), min_size)
    return indptr.tolist(), minute.tolist(), list(zip(*(column.tolist() for column in found)))


@settings(max_examples=80)
@given(
    st.lists(st.lists(st.integers(0, 60), max_size=14), max_size=4),
    st.integers(0, 20),
    st.integers(1, 4),
)
@example([[0] * 9], 0, 2)
@example([[0, 0, 0, 30, 30, 30, 30, 60, 60]], 5, 2)
def test_scan_bursts__best_of_all_runs_and_of_what_lies_before_and_after(products, window, min_size):
    indptr, minute, found = _scan(products, window=window, span=500, min_size=min_size)
    for low, high, milli in found:
        p = int(np.searchsorted(indptr, low, side="right")) - 1
        mine = sorted(burst for burst in found if indptr[p] <= burst[0] < indptr[p + 1])

        assert minute[high] - minute[low] <= window
        assert high - low + 1 >= min_size
        assert all(before[1] < after[0] for before, after in itertools.pairwise(mine))
        assert milli / 1000 <= oracle.best_burst_gain(minute, indptr[p], indptr[p + 1], window, 500) + 1e-3


@settings(max_examples=80)
@given(st.lists(st.integers(0, 60), min_size=3, max_size=14), st.integers(0, 20))
def test_best_burst__no_run_gains_more(minutes, window):
    minutes = sorted(minutes)
    low, high, gain = scans.best_burst(
        np.array(minutes, dtype=np.int32), 0, len(minutes), float(window), 500.0
    )

    assert gain == pytest.approx(oracle.best_burst_gain(minutes, 0, len(minutes), window, 500), abs=1e-9)
    if gain > 0:
        assert gain == pytest.approx(
            oracle.burst_gain(minutes, 0, len(minutes), low, high, window, 500), abs=1e-9
        )


@pytest.mark.parametrize("products", [[], [[]], [[5]], [[5], [], [7]]], ids=str)
def test_scan_bursts__nothing_to_find(products):
    assert [] == _scan(products)[2]


def test_scan_bursts__three_bursts_of_one_product_are_all_found():
    days = [*range(1, 6), *range(40_000, 40_008), *range(90_000, 90_005), 20_000, 70_000]
    _, minute, found = _scan([days], window=DAY, span=100_000, min_size=5)

    assert [8, 5, 5] == [high - low + 1 for low, high, _ in found]
    assert {1, 40_000, 90_000} == {minute[low] for low, _, _ in found}


def test_scan_bursts__an_even_stream_is_no_burst():
    found = _scan([range(0, 100 * DAY, DAY)], window=3 * DAY)[2]

    assert all(milli < 1000 for _, _, milli in found)
