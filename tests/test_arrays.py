"""Arrays are read-only once frozen."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.arrays import counted, distinct, distinct_rows, frozen, is_among


def test_frozen__refuses_writing_and_keeps_the_data() -> None:
    array = frozen(np.arange(6).reshape(2, 3).T)

    assert array.flags.c_contiguous
    assert [[0, 3], [1, 4], [2, 5]] == array.tolist()
    with pytest.raises(ValueError, match="read-only"):
        array[0, 0] = 1


def test_frozen__takes_an_array_that_is_already_read_only() -> None:
    once = frozen(np.arange(3))

    assert once is frozen(once)


@given(st.lists(st.integers(-(2**40), 2**40)))
def test_distinct__ascending_and_each_once(values: list[int]) -> None:
    found = distinct(np.array(values, dtype=np.int64))

    assert sorted(set(values)) == found.tolist()


@given(st.lists(st.integers(-5, 5)))
def test_counted__each_once_with_how_often_it_occurs(values: list[int]) -> None:
    found, counts = counted(np.array(values, dtype=np.int64))

    assert sorted(Counter(values).items()) == list(zip(found.tolist(), counts.tolist(), strict=True))


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3), st.integers(0, 2))))
def test_distinct_rows__ascending_and_each_once(rows: list[tuple[int, int, int]]) -> None:
    found = distinct_rows(np.array(rows, dtype=np.int64).reshape(-1, 3))

    assert sorted(set(rows)) == list(map(tuple, found.tolist()))


@given(st.lists(st.integers(-9, 9)), st.sets(st.integers(-9, 9)))
def test_is_among__those_that_are_there(values: list[int], among: set[int]) -> None:
    found = is_among(np.array(values, dtype=np.int64), np.array(sorted(among), dtype=np.int64))

    assert [value in among for value in values] == found.tolist()
