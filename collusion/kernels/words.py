"""Hashes of the words of texts, each distinct word hashed once: most words of a market are a few thousand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collusion.arrays import Int64Array
from collusion.kernels.jit import kernel
from collusion.kernels.views import readonly

_BLANK, _END = np.uint8(32), np.uint8(10)
_SEED, _FACTOR = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
_BYTE, _HALF = np.uint64(8), np.uint64(32)
#: Slots of an empty table, and words from which a table is emptied before the next texts: of texts without
#: end, no two words need be the same.
_LEAST_SLOTS, _MOST_WORDS = 1 << 16, 1 << 21


class WordHashes:
    """Hashes words, text by text, and remembers the hash of each distinct one.

    Words are told apart by 64 bits of a hash of its own.

    Parameters
    ----------
    hash_lines
        Hashes words, each followed by a line break.
    """

    def __init__(self, hash_lines: Callable[[bytes], NDArray[np.uint64]]) -> None:
        self._hash_lines = hash_lines
        self._n_known = 0
        self._slots = np.full(_LEAST_SLOTS, -1, dtype=np.int32)
        self._marks = np.empty(_LEAST_SLOTS // 2, dtype=np.uint64)
        self._hashes = np.zeros(0, dtype=np.uint64)

    def of(self, content: NDArray[np.uint8], ends: Int64Array) -> tuple[NDArray[np.uint64], Int64Array]:
        """Return the hash of each word, and how many words each text has.

        Parameters
        ----------
        content
            Texts in UTF-8 whose words single blanks divide, each followed by a line break.
        ends
            Where each text ends, the line break included, shape (n,).

        Returns
        -------
        tuple
            Hashes, text after text, and their number by text, shape (n,): O(bytes).
        """
        if self._n_known > _MOST_WORDS:
            self._n_known, self._hashes = 0, self._hashes[:0]
            self._slots.fill(-1)
        content, ends = readonly(content, np.uint8), readonly(ends, np.int64)
        # A word takes two bytes at least, but for the only one of an empty text.
        numbers = np.empty(len(content) // 2 + len(ends), dtype=np.int32)
        n_words, new = np.empty(len(ends), dtype=np.int64), np.empty(len(content), dtype=np.uint8)
        done = np.zeros(4, dtype=np.int64)
        while True:
            done[2] = self._n_known
            with np.errstate(over="ignore"):  # without the compiler, products modulo 2^64 warn
                _number(content, ends, self._marks, self._slots, numbers, n_words, new, done)
            self._n_known = int(done[2])
            if done[0] == len(ends):
                break
            self._enlarge(int(ends[done[0]] - (ends[done[0] - 1] if done[0] else 0)))
        self._hashes = np.concatenate([self._hashes, self._hash_lines(new[: done[3]].tobytes())])
        return self._hashes[numbers[: done[1]]], n_words

    def _enlarge(self, n_bytes: int) -> None:
        """Make room for the words of a text of so many bytes, twice as much at least."""
        n_slots = max(2 * len(self._slots), 1 << (2 * (self._n_known + n_bytes // 2 + 1)).bit_length())
        self._slots = np.full(n_slots, -1, dtype=np.int32)
        self._marks = np.concatenate([self._marks[: self._n_known], np.empty(n_slots // 2, dtype=np.uint64)])
        _place(readonly(self._marks[: self._n_known], np.uint64), self._slots)


@kernel
def _number(
    content: Any, ends: Any, marks: Any, slots: Any, numbers: Any, n_words: Any, new: Any, done: Any
) -> None:
    """Number the words of texts from text ``done[0]`` on, until there may be no room for those of the next.

    ``done`` counts texts, words, distinct words and bytes in `new`, which takes the distinct ones.
    """
    text, at, n_known, n_new = done[0], done[1], done[2], done[3]
    last = np.uint64(len(slots) - 1)
    while text < len(ends):
        start = ends[text - 1] if text > 0 else 0
        if 2 * (n_known + (ends[text] - start) // 2 + 1) > len(slots):
            break
        begin, before = start, at
        mark, group = _SEED, np.uint64(0)
        for place in range(start, ends[text]):
            byte = content[place]
            if byte not in (_BLANK, _END):
                group = (group << _BYTE) | np.uint64(byte)
                if (place - begin) & 7 == 7:
                    mark = (mark ^ group) * _FACTOR
                    mark, group = mark ^ (mark >> _HALF), np.uint64(0)
                continue
            mark = (mark ^ group) * _FACTOR
            mark = (mark ^ (mark >> _HALF) ^ np.uint64(place - begin)) * _FACTOR
            slot = (mark ^ (mark >> _HALF)) & last
            while slots[slot] >= 0 and marks[slots[slot]] != mark:
                slot = (slot + np.uint64(1)) & last
            if slots[slot] < 0:
                slots[slot], marks[n_known] = n_known, mark
                n_known += 1
                for k in range(begin, place):
                    new[n_new] = content[k]
                    n_new += 1
                new[n_new] = _END
                n_new += 1
            numbers[at] = slots[slot]
            at += 1
            begin, mark, group = place + 1, _SEED, np.uint64(0)
        n_words[text] = at - before
        text += 1
    done[0], done[1], done[2], done[3] = text, at, n_known, n_new


@kernel
def _place(marks: Any, slots: Any) -> None:
    """Put the number of each of distinct `marks` into empty `slots`."""
    last = np.uint64(len(slots) - 1)
    for number in range(len(marks)):
        mark = marks[number]
        slot = (mark ^ (mark >> _HALF)) & last
        while slots[slot] >= 0:
            slot = (slot + np.uint64(1)) & last
        slots[slot] = number
