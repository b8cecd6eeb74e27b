"""A hash table from 64-bit hashes to dense numbers in order of arrival, and a search in sorted rows."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from collusion.arrays import Int32Array, Int64Array
from collusion.kernels.jit import kernel
from collusion.kernels.prefetch import prefetch
from collusion.kernels.views import readonly

_AHEAD = 16
#: Share of the slots that may be taken.
_FULL = 0.7
_SMALLEST = 1 << 12


class Slots(NamedTuple):
    """An open-addressing table: `hashes` (2^k,) and `numbers` (2^k,), −1 where a slot is free."""

    hashes: NDArray[np.uint64]
    numbers: Int32Array


def empty_slots(n: int = 0) -> Slots:
    """Return a table with room for `n` hashes."""
    return _slots(max(_SMALLEST, 1 << int(n / _FULL).bit_length()))


def _slots(size: int) -> Slots:
    return Slots(np.zeros(size, dtype=np.uint64), np.full(size, -1, dtype=np.int32))


def number_hashes(
    slots: Slots, n_known: int, hashes: NDArray[np.uint64]
) -> tuple[Slots, Int32Array, Int64Array]:
    """Give every new hash the next number, and return that of each.

    Parameters
    ----------
    slots
        The table; it is changed, or outgrown.
    n_known
        How many hashes it knows.
    hashes
        Hashes, shape (n,).

    Returns
    -------
    tuple
        The table to go on with, the number of each hash, shape (n,), and where each new one stands first,
        ascending. Expected O(n).
    """
    numbers = np.empty(len(hashes), dtype=np.int32)
    fresh = np.empty(len(hashes), dtype=np.uint32)
    start, n_before = 0, n_known
    while True:
        start, n_known = _fill(slots.hashes, slots.numbers, n_before, n_known, hashes, numbers, fresh, start)
        if start == len(hashes):
            return slots, numbers, fresh[: n_known - n_before].astype(np.int64)
        slots = _grown(slots)


def find_hashes(slots: Slots, hashes: NDArray[np.uint64]) -> Int32Array:
    """Return the number of each hash, shape (n,), −1 for unknown ones. Expected O(n)."""
    numbers = np.empty(len(hashes), dtype=np.int32)
    _look_up(slots.hashes, slots.numbers, hashes, numbers)
    return numbers


def drop_unlike(numbers: Int32Array, checks: NDArray[np.uint64], known: NDArray[np.uint64]) -> int:
    """Set numbers to −1 whose check is not the known one.

    Parameters
    ----------
    numbers
        Numbers, −1 for none, shape (n,); changed in place.
    checks
        The check of each, shape (n,).
    known
        The check of each number.

    Returns
    -------
    int
        How many were dropped.
    """
    return int(_compare(numbers, checks, known))


def find_in_rows(indptr: Int64Array, indices: Int32Array, rows: Int32Array, cols: Int32Array) -> Int64Array:
    """Return the place of each (row, column) among sorted rows, −1 for none or for negative ones.

    Parameters
    ----------
    indptr, indices
        Compressed rows, columns ascending within each.
    rows, cols
        What is looked for, shape (n,).

    Returns
    -------
    Int64Array
        Shape (n,): O(n log d) for rows of d columns.
    """
    places = np.empty(len(rows), dtype=np.int64)
    _search(
        readonly(indptr, np.int64),
        readonly(indices, np.int32),
        readonly(rows, np.int32),
        readonly(cols, np.int32),
        places,
    )
    return places


def _grown(slots: Slots) -> Slots:
    larger = _slots(2 * len(slots.numbers))
    taken = slots.numbers >= 0
    _insert(larger.hashes, larger.numbers, slots.hashes[taken], slots.numbers[taken])
    return larger


@kernel
def _insert(slot_hashes: Any, slot_numbers: Any, hashes: Any, numbers: Any) -> None:
    mask = np.uint64(slot_hashes.size - 1)
    for i in range(hashes.size):
        slot = hashes[i] & mask
        while slot_numbers[slot] >= 0:
            slot = (slot + np.uint64(1)) & mask
        slot_hashes[slot] = hashes[i]
        slot_numbers[slot] = numbers[i]


@kernel
def _fill(
    slot_hashes: Any,
    slot_numbers: Any,
    n_before: Any,
    n_known: Any,
    hashes: Any,
    numbers: Any,
    fresh: Any,
    start: Any,
) -> Any:
    """Number hashes from `start` until all are done or the table is full; say where and how many it knows."""
    mask = np.uint64(slot_hashes.size - 1)
    room = np.int64(slot_hashes.size * _FULL)
    for i in range(start, hashes.size):
        if n_known >= room:
            return i, n_known
        soon = hashes[min(i + _AHEAD, hashes.size - 1)] & mask
        prefetch(slot_hashes, soon)
        prefetch(slot_numbers, soon)
        slot = hashes[i] & mask
        while slot_numbers[slot] >= 0 and slot_hashes[slot] != hashes[i]:
            slot = (slot + np.uint64(1)) & mask
        if slot_numbers[slot] < 0:
            slot_hashes[slot] = hashes[i]
            slot_numbers[slot] = n_known
            fresh[n_known - n_before] = i
            n_known += 1
        numbers[i] = slot_numbers[slot]
    return hashes.size, n_known


@kernel
def _look_up(slot_hashes: Any, slot_numbers: Any, hashes: Any, numbers: Any) -> None:
    mask = np.uint64(slot_hashes.size - 1)
    for i in range(hashes.size):
        soon = hashes[min(i + _AHEAD, hashes.size - 1)] & mask
        prefetch(slot_hashes, soon)
        prefetch(slot_numbers, soon)
        slot = hashes[i] & mask
        while slot_numbers[slot] >= 0 and slot_hashes[slot] != hashes[i]:
            slot = (slot + np.uint64(1)) & mask
        numbers[i] = slot_numbers[slot]


@kernel
def _compare(numbers: Any, checks: Any, known: Any) -> Any:
    n_unlike = 0
    for i in range(numbers.size):
        prefetch(known, np.uint64(max(numbers[min(i + _AHEAD, numbers.size - 1)], 0)))
        if numbers[i] >= 0 and known[numbers[i]] != checks[i]:
            numbers[i] = -1
            n_unlike += 1
    return n_unlike


@kernel
def _search(indptr: Any, indices: Any, rows: Any, cols: Any, places: Any) -> None:
    for i in range(rows.size):
        prefetch(indptr, np.uint64(max(rows[min(i + 2 * _AHEAD, rows.size - 1)], 0)))
        soon = max(rows[min(i + _AHEAD, rows.size - 1)], 0)
        prefetch(indices, np.uint64(indptr[soon]))
        places[i] = -1
        if rows[i] < 0 or cols[i] < 0:
            continue
        low, end = np.uint64(indptr[rows[i]]), np.uint64(indptr[rows[i] + 1])
        high = end
        while low < high:
            middle = (low + high) >> np.uint64(1)
            if indices[middle] < cols[i]:
                low = middle + np.uint64(1)
            else:
                high = middle
        if low < end and indices[low] == cols[i]:
            places[i] = low
