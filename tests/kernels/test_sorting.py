"""Kernels sort numbers as numpy does."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from collusion.kernels.search import count_below
from collusion.kernels.sorting import sort_ascending

NUMBERS = st.lists(st.integers(-(2**62), 2**62) | st.integers(-3, 3), max_size=60)


@given(NUMBERS)
def test_sort_ascending__as_numpy(numbers: list[int]) -> None:
    values = np.array(numbers, np.int64)
    sort_ascending(values)

    assert sorted(numbers) == values.tolist()


def test_sort_ascending__many() -> None:
    values = np.random.default_rng(1).integers(0, 500, 5_000)
    expected = np.sort(values)
    sort_ascending(values)

    assert expected.tolist() == values.tolist()


@given(NUMBERS, st.integers(-4, 4))
def test_count_below__counts(numbers: list[int], bound: int) -> None:
    assert sum(number < bound for number in numbers) == count_below(
        np.sort(np.array(numbers, np.int64)), bound
    )
