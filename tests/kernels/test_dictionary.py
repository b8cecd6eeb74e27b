"""The hash table against a Python dict, and the search against a list."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from collusion.kernels import dictionary

HASHES = st.lists(st.integers(0, 40).map(lambda n: n * 0x9E3779B97F4A7C15 % 2**64), max_size=60)


def of(hashes):
    return np.array(hashes, dtype=np.uint64)


@given(st.lists(HASHES, max_size=4), HASHES)
def test_number_hashes__numbers_in_order_of_arrival(batches, asked):
    slots, known = dictionary.empty_slots(), {}
    for batch in batches:
        n_before = len(known)
        slots, numbers, fresh = dictionary.number_hashes(slots, n_before, of(batch))

        assert [known.setdefault(value, len(known)) for value in batch] == numbers.tolist()
        assert [batch.index(value) for value in list(known)[n_before:]] == fresh.tolist()
    assert [known.get(value, -1) for value in asked] == dictionary.find_hashes(slots, of(asked)).tolist()


def test_number_hashes__outgrows_its_table_in_the_middle_of_a_batch():
    """Some hashes share their lowest bits, so that they queue for the same slots."""
    hashes = np.concatenate([np.arange(9_000), np.arange(300) << 20]).astype(np.uint64)
    slots = dictionary.empty_slots()
    size = len(slots.numbers)
    slots, numbers, fresh = dictionary.number_hashes(slots, 0, np.repeat(hashes, 2))

    assert len(slots.numbers) > size
    assert len(fresh) == 9_300 - 1  # zero stands in both halves
    assert (numbers[::2] == numbers[1::2]).all()
    assert (dictionary.find_hashes(slots, hashes) == numbers[::2]).all()


def test_drop_unlike__drops_what_differs():
    numbers = np.array([0, 1, -1, 1], np.int32)

    assert dictionary.drop_unlike(numbers, of([5, 6, 0, 7]), of([5, 6])) == 1
    assert numbers.tolist() == [0, 1, -1, -1]


@given(
    st.sets(st.tuples(st.integers(0, 4), st.integers(0, 9))),
    st.lists(st.tuples(st.integers(-1, 4), st.integers(-1, 9))),
)
def test_find_in_rows__the_place_of_each_or_none(known, asked):
    ordered = sorted(known)
    row, col = (np.array(part, np.int32) for part in (zip(*ordered) if known else ((), ())))
    rows, cols = (np.array(part, np.int32) for part in (zip(*asked) if asked else ((), ())))
    found = dictionary.find_in_rows(np.searchsorted(row, np.arange(6)), col, rows, cols)

    assert [ordered.index(pair) if pair in known else -1 for pair in asked] == found.tolist()
