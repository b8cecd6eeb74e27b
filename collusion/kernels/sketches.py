"""MinHash sketches of texts (Broder 1997): the least of each of many hashes of their three-word shingles."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from collusion.arrays import Int64Array
from collusion.kernels.jit import kernel
from collusion.kernels.views import readonly

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_HALF, _MOST = np.uint64(32), np.uint64(0xFFFFFFFFFFFFFFFF)


def band_keys(
    words: NDArray[np.uint64], n_words: Int64Array, multipliers: NDArray[np.uint64], n_rows: int
) -> NDArray[np.uint32]:
    """Return the keys of the bands of texts.

    Parameters
    ----------
    words
        Hashes of the words of all texts, one text behind the other.
    n_words
        How many each text has, at least three, shape (n,).
    multipliers
        Odd numbers, one a hash, `n_rows` for each band.
    n_rows
        Hashes of a band.

    Returns
    -------
    NDArray
        Shape (n, n_bands). O(words · multipliers).
    """
    keys = np.empty((len(n_words), len(multipliers) // n_rows), dtype=np.uint32)
    shingles = np.empty(int(n_words.max(initial=0)), dtype=np.uint64)
    arrays = readonly(words, np.uint64), readonly(n_words, np.int64), readonly(multipliers, np.uint64)
    with np.errstate(over="ignore"):  # without the compiler, products modulo 2^64 warn
        _fill_keys(*arrays, n_rows, shingles, keys)
    return keys


@kernel
def _fill_keys(words: Any, n_words: Any, multipliers: Any, n_rows: Any, shingles: Any, keys: Any) -> None:
    least = np.empty(multipliers.size, dtype=np.uint64)
    first = 0
    for text in range(n_words.size):
        n = n_words[text] - 2
        for k in range(n):
            mixed = (words[first + k] * _GOLDEN ^ words[first + k + 1]) * _GOLDEN ^ words[first + k + 2]
            # The high bits decide which hash is the least; they must depend on all of it.
            shingles[k] = (mixed ^ (mixed >> _HALF)) * _GOLDEN
        first += n_words[text]
        least[:] = _MOST
        for k in range(n):  # all hashes of a shingle at once: as many lanes as a processor has
            for row in range(multipliers.size):
                least[row] = min(least[row], shingles[k] * multipliers[row])
        for band in range(keys.shape[1]):
            key = np.uint64(0)
            for row in range(band * n_rows, (band + 1) * n_rows):
                key = key * _GOLDEN + least[row]
            keys[text, band] = np.uint32((key * _GOLDEN) >> _HALF)
