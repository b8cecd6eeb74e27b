"""Arrays are read-only once frozen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.arrays import distinct, frozen


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
