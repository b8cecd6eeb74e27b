"""Dense numbers for strings, batch by batch, without a table of all rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collusion.arrays import BoolArray, Int32Array, Int64Array

Hashes = tuple[NDArray[np.uint64], NDArray[np.uint64]]
#: Pieces in which the known words lie before they are put together.
_MAX_CHUNKS = 8


def hash_words(words: pl.Series, level: int) -> Hashes:
    """Hash words twice: by polars' own hash at level 0; where that met a collision, by salted BLAKE2b.

    Parameters
    ----------
    words
        Strings, shape (n,), no nulls.
    level
        0, or the salt.

    Returns
    -------
    tuple
        64 bits to find a word by, and 64 further ones to check that it is the same, shape (n,) each.
    """
    if level == 0:
        return words.hash(seed=0).to_numpy(), words.hash(seed=1).to_numpy()
    salt = level.to_bytes(8, "little")
    digests = (hashlib.blake2b(word.encode(), digest_size=16, salt=salt).digest() for word in words.to_list())
    both = np.frombuffer(b"".join(digests), dtype=np.uint64).reshape(-1, 2)
    return both[:, 0].copy(), both[:, 1].copy()


class Numbering:
    """Gives every distinct string a number, in order of arrival, and knows it again.

    Parameters
    ----------
    hasher
        Hashes words twice at a level; equal words get equal hashes.

    Notes
    -----
    Words are found by 64 bits of hash and checked by 64 others. Should two words share the first and not the
    second, all words are hashed anew one level up; that they share both is beyond chance (n² / 2¹²⁹).
    Expected O(n) for n rows; the V distinct words stay in memory.
    """

    def __init__(self, hasher: Callable[[pl.Series, int], Hashes] = hash_words) -> None:
        from collusion.kernels import dictionary  # keeps numba out of light commands

        self._kernels = dictionary
        self._hasher = hasher
        self._level = 0
        self._slots = dictionary.empty_slots()
        self._words = pl.Series("", [], dtype=pl.String)
        self._n_words = 0
        self._checks = np.zeros(0, dtype=np.uint64)

    def __len__(self) -> int:
        """Return how many distinct words there are."""
        return self._n_words

    def add(self, words: pl.Series) -> Int32Array:
        """Return the number of each word, shape (n,); new words are numbered. Nulls are not allowed."""
        hashes, checks = self._hasher(words, self._level)
        self._slots, numbers, fresh = self._kernels.number_hashes(self._slots, len(self), hashes)
        n_known = len(self) + len(fresh)
        if n_known > len(self._checks):
            spare = np.empty(n_known, dtype=np.uint64)
            self._checks = np.concatenate([self._checks[: len(self)], spare])
        self._checks[len(self) : n_known] = checks[fresh]
        if self._kernels.drop_unlike(numbers, checks, self._checks):
            self._climb(words)
            return self.add(words)
        self._words.append(words.gather(fresh).alias(""))
        self._n_words = n_known
        if self._words.n_chunks() > _MAX_CHUNKS:
            self._words = self._words.rechunk()
        return numbers

    def find(self, words: pl.Series) -> Int32Array:
        """Return the number of each word, shape (n,), −1 for words that were never added."""
        hashes, checks = self._hasher(words, self._level)
        numbers = self._kernels.find_hashes(self._slots, hashes)
        self._kernels.drop_unlike(numbers, checks, self._checks)
        return numbers

    def settle(self) -> tuple[pl.Series, Int32Array]:
        """Return what `ranked` does, and let the words go: they are found from here on, and none is added."""
        ordered, ranks = self.ranked()
        self._words = self._words.clear()
        return ordered, ranks

    def ranked(self) -> tuple[pl.Series, Int32Array]:
        """Return the words in ascending order, and the place there of each number, shape (len(self),)."""
        ordered = self._words.sort()
        ranks = np.empty(len(ordered), dtype=np.int32)
        ranks[self.find(ordered)] = np.arange(len(ordered), dtype=np.int32)
        return ordered, ranks

    def _climb(self, further: pl.Series) -> None:
        """Hash everything one level up until all words, `further` ones included, are found there."""
        words = pl.concat([self._words, further.alias("")]).unique()
        while True:
            self._level += 1
            if len(np.unique(self._hasher(words, self._level)[0])) == len(words):
                break
        hashes, self._checks = self._hasher(self._words, self._level)
        empty = self._kernels.empty_slots(len(self))
        self._slots, _, _ = self._kernels.number_hashes(empty, 0, hashes)


def places_by_word(words: pl.Series, chosen: BoolArray) -> Iterator[tuple[str, Int64Array]]:
    """Yield each distinct word and where it stands among those chosen.

    Parameters
    ----------
    words
        Words, shape (n,), no nulls.
    chosen
        Which places count, shape (n,).

    Yields
    ------
    tuple
        A word, in ascending order, and its places, ascending: O(n) in all for few distinct words.
    """
    numbering = Numbering()
    numbers = numbering.add(words)
    ordered, ranks = numbering.ranked()
    rank = np.where(chosen, ranks[numbers], np.int32(len(ordered)))
    # Few words are numbered in 8 or 16 bits, which are sorted by their digits.
    order = np.argsort(rank.astype(np.min_scalar_type(len(ordered))), kind="stable")
    ends = np.cumsum(np.bincount(rank, minlength=len(ordered))).tolist()
    for word, start, end in zip(ordered.to_list(), [0, *ends], ends, strict=False):
        yield word, order[start:end]
