"""Linear-time stable sorting of packed 64-bit keys, the base of every CSR build."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from collusion.kernels.jit import kernel

MAX_DIGIT_BITS = 11  # 2,048 open write streams still fit the first-level caches


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
    for shift, bits in fields:
        n_passes = -(-bits // MAX_DIGIT_BITS)
        done = 0
        for remaining in range(n_passes, 0, -1):
            digit = -(-(bits - done) // remaining)
            _scatter_pass(
                keys, values, spare_keys, spare_values, np.uint64(shift + done), np.uint64(1 << digit)
            )
            keys, spare_keys = spare_keys, keys
            values, spare_values = spare_values, values
            done += digit
    return keys, values


def bits_for(n_values: int) -> int:
    """Return how many bits tell `n_values` different values apart."""
    return max(n_values - 1, 0).bit_length()


@kernel
def _scatter_pass(
    keys: Any, values: Any, out_keys: Any, out_values: Any, shift: np.uint64, n_buckets: np.uint64
) -> None:
    """Scatter one digit of the keys into place (Knuth, TAOCP 3, 5.2.5)."""
    mask = n_buckets - np.uint64(1)
    starts = np.zeros(n_buckets + np.uint64(1), dtype=np.uint32)
    for i in range(keys.size):
        starts[((keys[i] >> shift) & mask) + np.uint64(1)] += np.uint32(1)
    for bucket in range(1, starts.size):
        starts[bucket] += starts[bucket - 1]
    for i in range(keys.size):
        digit = (keys[i] >> shift) & mask
        position = starts[digit]
        out_keys[position] = keys[i]
        out_values[position] = values[i]
        starts[digit] = position + np.uint32(1)
