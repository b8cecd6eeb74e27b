"""Find hashes that stand more than once, by two bitmaps that fit the cache instead of a sort of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collusion.arrays import Int64Array
from collusion.kernels.jit import kernel
from collusion.kernels.prefetch import prefetch
from collusion.kernels.random import wrapping_multiply
from collusion.kernels.views import readonly

_AHEAD = 16
#: Bits of each bitmap a hash: one in so many hashes that stand once is looked at again.
_BITS_EACH = 16
_LEAST_BITS, _MOST_BITS = 10, 31
_AT_ONCE = 1 << 20
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)


def mixed(*columns: NDArray[np.integer]) -> NDArray[np.uint64]:
    """Mix at most four columns of numbers into 64 bits each, shape (n,)."""
    hashes = np.zeros(len(columns[0]), dtype=np.uint64)
    # Some at a time, which stay in the cache through all columns.
    for start in range(0, len(hashes), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        for column, factor in zip(columns, _MIX, strict=False):
            bits = column[some].astype(np.int64, copy=False).view(np.uint64)
            _stir(hashes[some], readonly(bits, np.uint64), np.uint64(factor))
    return hashes


def repeated_places(batches: Sequence[NDArray[np.uint64]]) -> Int64Array:
    """Return the places of the hashes that another place has, too.

    Parameters
    ----------
    batches
        Hashes, evenly spread over 64 bits, n in all.

    Returns
    -------
    Int64Array
        Places in the batches together, ascending. Expected O(n + k log k) for k such places, with
        4 bytes a hash of scratch; what two bitmaps tell to stand twice is compared by all 64 bits.
    """
    batches = [readonly(batch, np.uint64) for batch in batches]
    n = sum(map(len, batches))
    shift = 64 - min(max((_BITS_EACH * n).bit_length(), _LEAST_BITS), _MOST_BITS)
    once = np.zeros(1 << (58 - shift), dtype=np.uint64)
    twice = np.zeros_like(once)
    for batch in batches:
        _mark(batch, np.uint64(shift), once, twice)
    del once
    places, hashes, first = [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)], 0
    for batch in batches:
        hit = np.zeros(len(batch), dtype=np.bool_)
        _ask(batch, np.uint64(shift), twice, hit)
        found = np.flatnonzero(hit)
        places.append(found + first)
        hashes.append(batch[found])
        first += len(batch)
    at, asked = np.concatenate(places), np.concatenate(hashes)
    order = np.argsort(asked)
    same = asked[order][1:] == asked[order][:-1]
    again = np.zeros(len(asked), dtype=np.bool_)
    again[order[1:][same]] = True
    again[order[:-1][same]] = True
    return at[again]


@kernel
def _stir(hashes: Any, column: Any, factor: Any) -> None:
    for i in range(hashes.size):
        stirred = wrapping_multiply(hashes[i] ^ column[i], factor)
        hashes[i] = stirred ^ (stirred >> np.uint64(29))


@kernel
def _mark(hashes: Any, shift: Any, once: Any, twice: Any) -> None:
    for i in range(hashes.size):
        prefetch(once, hashes[min(i + _AHEAD, hashes.size - 1)] >> shift >> np.uint64(6))
        slot = hashes[i] >> shift
        word, bit = slot >> np.uint64(6), np.uint64(1) << (slot & np.uint64(63))
        if once[word] & bit:
            twice[word] |= bit
        else:
            once[word] |= bit


@kernel
def _ask(hashes: Any, shift: Any, twice: Any, hit: Any) -> None:
    for i in range(hashes.size):
        prefetch(twice, hashes[min(i + _AHEAD, hashes.size - 1)] >> shift >> np.uint64(6))
        slot = hashes[i] >> shift
        hit[i] = (twice[slot >> np.uint64(6)] >> (slot & np.uint64(63))) & np.uint64(1) != np.uint64(0)
