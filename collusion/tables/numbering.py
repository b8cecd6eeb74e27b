"""Dense numbers for strings, batch by batch, without a table of all rows: exact, whatever the hash does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collusion.arrays import Int32Array, Int64Array

Hashes = NDArray[np.uint64]


def quick_hash(words: pl.Series, level: int) -> Hashes:
    """Hash words: by polars' own hash at level 0; where that met a collision, by salted BLAKE2b.

    Parameters
    ----------
    words
        Strings, shape (n,), no nulls.
    level
        0, or the salt.

    Returns
    -------
    NDArray
        64 bits for each, shape (n,).
    """
    if level == 0:
        return words.hash(seed=0).to_numpy()
    salt = level.to_bytes(8, "little")
    digests = (hashlib.blake2b(word.encode(), digest_size=8, salt=salt).digest() for word in words.to_list())
    return np.frombuffer(b"".join(digests), dtype=np.uint64)


class Numbering:
    """Gives every distinct string a number, in order of arrival, and knows it again.

    Parameters
    ----------
    hasher
        Hashes words at a level; equal words get equal hashes.

    Notes
    -----
    Words are told apart by their hashes, sorted; that words of equal hash are equal is verified on every
    row. Should they differ, all words are hashed anew one level up. A batch of n rows with u distinct words
    costs O(n log n) integer comparisons, plus O(V) for V words known when some of the words are new.
    """

    def __init__(self, hasher: Callable[[pl.Series, int], Hashes] = quick_hash) -> None:
        self._hasher = hasher
        self._level = 0
        self._hashes = np.zeros(0, dtype=np.uint64)
        self._numbers = np.zeros(0, dtype=np.int32)
        self._words = pl.Series([], dtype=pl.String)

    def __len__(self) -> int:
        """Return how many distinct words there are."""
        return len(self._words)

    def add(self, words: pl.Series) -> Int32Array:
        """Return the number of each word, shape (n,); new words are numbered. Nulls are not allowed."""
        return self._located(words, grow=True)

    def find(self, words: pl.Series) -> Int32Array:
        """Return the number of each word, shape (n,), −1 for words that were never added."""
        return self._located(words, grow=False)

    def ranked(self) -> tuple[pl.Series, Int32Array]:
        """Return the words in ascending order, and the place there of each number, shape (len(self),)."""
        ordered = self._words.sort()
        ranks = np.empty(len(ordered), dtype=np.int32)
        ranks[self._numbers] = np.argsort(self._hasher(ordered, self._level)).astype(np.int32)
        return ordered, ranks

    def _located(self, words: pl.Series, *, grow: bool) -> Int32Array:
        while True:
            hashes = self._hasher(words, self._level)
            order = np.argsort(hashes)
            ordered = hashes[order]
            starts = np.ones(len(ordered), dtype=bool)
            starts[1:] = ordered[1:] != ordered[:-1]
            first = order[starts]
            group = np.empty(len(ordered), dtype=np.int32)
            group[order] = np.cumsum(starts, dtype=np.int32) - np.int32(1)
            distinct = words.gather(first)
            if (distinct.gather(group) == words).all():
                numbers = self._matched(distinct, ordered[starts], grow=grow)
                if numbers is not None:
                    return np.asarray(numbers[group])
            self._climb()

    def _matched(self, words: pl.Series, hashes: Hashes, *, grow: bool) -> Int32Array | None:
        """Number distinct words by their ascending hashes; None when a known hash is of another word."""
        places = np.searchsorted(self._hashes, hashes)
        numbers = np.full(len(words), -1, dtype=np.int32)
        inside = places < len(self._hashes)
        known = inside.copy()
        known[inside] = self._hashes[places[inside]] == hashes[inside]
        numbers[known] = self._numbers[places[known]]
        alike = self._words.gather(numbers[known]) == words.filter(pl.Series(known))
        if not alike.all():
            if grow:
                return None
            numbers[np.flatnonzero(known)[~alike.to_numpy()]] = -1
        if grow and not known.all():
            self._append(words, hashes, places, ~known, numbers)
        return numbers

    def _append(
        self,
        words: pl.Series,
        hashes: Hashes,
        places: Int64Array,
        new: NDArray[np.bool_],
        numbers: Int32Array,
    ) -> None:
        n_new = int(new.sum())
        numbers[new] = np.arange(len(self._words), len(self._words) + n_new, dtype=np.int32)
        self._hashes = np.insert(self._hashes, places[new], hashes[new])
        self._numbers = np.insert(self._numbers, places[new], numbers[new])
        self._words = pl.concat([self._words, words.filter(pl.Series(new)).alias("")], rechunk=True)

    def _climb(self) -> None:
        """Hash everything one level up until all known words differ there."""
        while True:
            self._level += 1
            hashes = self._hasher(self._words, self._level)
            self._numbers = np.argsort(hashes).astype(np.int32)
            self._hashes = hashes[self._numbers]
            if not (self._hashes[1:] == self._hashes[:-1]).any():
                return
