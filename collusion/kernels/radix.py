"""Linear-time stable sorting of packed 64-bit keys, the base of every CSR build.

One pass over the whole by the highest bits cuts it into parts that fit a cache; each is then sorted there,
least significant digit first. Passes over the whole wait for memory, passes over a part hardly do.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from collusion.kernels.jit import kernel

MAX_DIGIT_BITS = 11  # 2,048 open write streams still fit the first-level caches
_MAX_TOP_BITS = 10  # over the whole fewer streams are faster: each is a page that must be found
_PART_BITS = 12  # parts of some 2^12 keys: counting their digits must not cost more than moving them


def sort_packed(
    keys: NDArray[np.uint64], values: NDArray[np.uint32], fields: tuple[tuple[int, int], ...]
) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Sort `keys` stably by some of their bits, carrying `values` along.

    Parameters
    ----------
    keys
        Packed keys, shape (m,); used as scratch space.
    values
        What travels with each key, shape (m,); used as scratch space.
    fields
        (lowest bit, number of bits) of each field of the key, least significant field first.

    Returns
    -------
    tuple
        The sorted keys and their values. O(m) per pass of at most 11 bits, O(m) extra memory.
    """
    spare_keys, spare_values = np.empty_like(keys), np.empty_like(values)
    fields = tuple(field for field in fields if field[1])
    if not fields:
        return keys, values
    shift, bits = fields[-1]
    highest = max(0, min(bits, _MAX_TOP_BITS, bits_for(keys.size) - _PART_BITS))
    digits = _digits((*fields[:-1], (shift, bits - highest)))
    ends = np.array([keys.size], dtype=np.uint32)
    if highest:
        ends = np.empty(1 << highest, np.uint32)
        first, last = np.uint64(0), np.uint64(keys.size)
        _scatter(keys, values, spare_keys, spare_values, first, last, shift + bits - highest, ends)
        keys, spare_keys, values, spare_values = spare_keys, keys, spare_values, values
    _sort_parts(keys, values, spare_keys, spare_values, ends, digits)
    return (spare_keys, spare_values) if len(digits) % 2 else (keys, values)


def ordered(
    keys: NDArray[np.uint64] | NDArray[np.uint32], n_bits: int
) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Return `keys` of up to `n_bits` ascending, and their places, ties as they come: O(m)."""
    return sort_packed(keys.astype(np.uint64), np.arange(len(keys), dtype=np.uint32), ((0, n_bits),))


def bits_for(n_values: int) -> int:
    """Return how many bits tell `n_values` different values apart."""
    return max(n_values - 1, 0).bit_length()


def _digits(fields: tuple[tuple[int, int], ...]) -> NDArray[np.int64]:
    """Cut fields into digits of about equal width: (lowest bit, number of bits), shape (n_digits, 2)."""
    digits = []
    for shift, bits in fields:
        done = 0
        for remaining in range(-(-bits // MAX_DIGIT_BITS), 0, -1):
            width = -(-(bits - done) // remaining)
            digits.append((shift + done, width))
            done += width
    return np.array(digits, dtype=np.int64).reshape(-1, 2)


@kernel
def _sort_parts(keys: Any, values: Any, spare_keys: Any, spare_values: Any, ends: Any, digits: Any) -> None:
    """Sort each part by all digits, least significant first, to and fro between arrays and spare ones."""
    starts = np.empty(1 << MAX_DIGIT_BITS, np.uint32)
    first = np.uint64(0)
    for part in range(ends.size):
        last = np.uint64(ends[part])
        for i in range(digits.shape[0] if last > first else 0):
            shift, bits = digits[i]
            if i % 2 == 0:
                _scatter(keys, values, spare_keys, spare_values, first, last, shift, starts[: 1 << bits])
            else:
                _scatter(spare_keys, spare_values, keys, values, first, last, shift, starts[: 1 << bits])
        first = last


@kernel
def _scatter(
    keys: Any, values: Any, out_keys: Any, out_values: Any, first: Any, last: Any, shift: Any, ends: Any
) -> None:
    """Put keys `first` to `last` in order of one digit; `ends` tells afterwards where each value's keys end.

    Source: Knuth, TAOCP 3, 5.2.5. The size of `ends` is the number of the digit's values.
    """
    places, mask = np.uint64(shift), np.uint64(ends.size - 1)
    for value in range(ends.size):
        ends[value] = np.uint32(0)
    for i in range(np.uint64(first), np.uint64(last)):
        ends[(keys[i] >> places) & mask] += np.uint32(1)
    start = np.uint32(first)
    for value in range(ends.size):
        count = ends[value]
        ends[value] = start
        start += count
    for i in range(np.uint64(first), np.uint64(last)):
        digit = (keys[i] >> places) & mask
        position = ends[digit]
        out_keys[position] = keys[i]
        out_values[position] = values[i]
        ends[digit] = position + np.uint32(1)
