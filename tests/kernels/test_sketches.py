"""The keys of bands of MinHash, against the least hash of each text's shingles counted out."""

from __future__ import annotations

import numpy as np
import pytest

from collusion.kernels.sketches import band_keys

GOLDEN, ALL = 0x9E3779B97F4A7C15, 2**64


def keys_of(words: list[int], multipliers: list[int], n_rows: int) -> list[int]:
    """Return the keys of one text."""
    shingles = []
    for first, second, third in zip(words, words[1:], words[2:], strict=False):
        mixed = ((first * GOLDEN % ALL ^ second) * GOLDEN % ALL) ^ third
        shingles.append((mixed ^ mixed >> 32) * GOLDEN % ALL)
    least = [min(shingle * multiplier % ALL for shingle in shingles) for multiplier in multipliers]
    keys = []
    for start in range(0, len(multipliers), n_rows):
        key = 0
        for one in least[start : start + n_rows]:
            key = (key * GOLDEN + one) % ALL
        keys.append(key * GOLDEN % ALL >> 32)
    return keys


@pytest.mark.parametrize("n_rows", [1, 2, 4])
def test_band_keys__of_each_text_alone(n_rows: int) -> None:
    rng = np.random.default_rng(3)
    n_words = np.array([3, 8, 20, 3])
    words = rng.integers(0, ALL, n_words.sum(), dtype=np.uint64)
    multipliers = rng.integers(0, ALL, 8, dtype=np.uint64) | np.uint64(1)
    texts = np.split(words, np.cumsum(n_words)[:-1])
    expected = [keys_of(text.tolist(), multipliers.tolist(), n_rows) for text in texts]
    assert band_keys(words, n_words, multipliers, n_rows).tolist() == expected


def test_band_keys__of_no_text() -> None:
    nothing = np.zeros(0, dtype=np.uint64)
    assert band_keys(nothing, np.zeros(0, dtype=np.int64), np.ones(4, dtype=np.uint64), 2).shape == (0, 2)
