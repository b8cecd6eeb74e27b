"""Hashes that stand more than once, against counting them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.kernels.repeats import mixed, repeated_places


@given(
    st.lists(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 9), max_size=30), max_size=4),
)
def test_finds_every_hash_that_stands_twice_and_no_other(batches: list[list[int]]) -> None:
    together = [number for batch in batches for number in batch]
    found = repeated_places([np.array(batch, dtype=np.uint64) for batch in batches])
    assert found.tolist() == [i for i, number in enumerate(together) if together.count(number) > 1]


def test_tells_hashes_apart_that_share_a_bit_of_the_map() -> None:
    alike = np.array([2**63, 2**63 + 1, 2**63 + 2, 2**63 + 1], dtype=np.uint64)
    assert repeated_places([alike]).tolist() == [1, 3]


def test_finds_repeats_among_many() -> None:
    numbers = np.random.default_rng(7).integers(0, 2**64, 200_000, dtype=np.uint64)
    numbers[[5, 77_777, 199_999]] = numbers[[150_000, 3, 150_000]]
    assert repeated_places([numbers[:90_000], numbers[90_000:]]).tolist() == [3, 5, 77_777, 150_000, 199_999]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_mixes_every_column_in(place: int) -> None:
    columns = [np.array([1, 1, -2]), np.array([3, 3, 4], dtype=np.int32), np.array([5, 5, 6], dtype=np.int8)]
    before = mixed(*columns)
    columns[place][1] += 1
    after = mixed(*columns)
    assert before[0] == before[1]
    assert (before != after).tolist() == [False, True, False]
