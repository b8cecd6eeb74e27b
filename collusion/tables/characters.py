"""Which classes of characters words have, so that costly patterns are tried on few of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collusion.arrays import BoolArray

#: Classes of characters, as bits: people hide others behind x, X, # and *, which are classes of their own.
DIGIT, LOWER, UPPER, SMALL_X, LARGE_X, HASH, STAR, DOT = (1 << bit for bit in range(8))
DASH, BLANK, AT, COLON, COMMA, SLASH, BEYOND, OTHER = (1 << bit for bit in range(8, 16))
LETTERS = LOWER | UPPER | SMALL_X | LARGE_X
_N_BYTES, _BEYOND_ASCII = 256, 128
_ALL = (1 << 16) - 1
_SINGLE = dict(
    zip("xX#*.- @:,/", (SMALL_X, LARGE_X, HASH, STAR, DOT, DASH, BLANK, AT, COLON, COMMA, SLASH), strict=True)
)


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of words, in classes; a missing word has none.

    Attributes
    ----------
    classes
        The classes of each word, as bits, shape (n,).
    first, last
        Its first and last byte, 0 where it has none, shape (n,).
    lengths
        Bytes of each word, shape (n,).
    content
        The bytes of all words, one behind the other.
    """

    classes: NDArray[np.uint16]
    first: NDArray[np.uint8]
    last: NDArray[np.uint8]
    lengths: NDArray[np.uint32]
    content: NDArray[np.uint8]

    def have(self, classes: int) -> BoolArray:
        """Say which words have a character of one of some `classes`, shape (n,)."""
        return np.asarray((self.classes & np.uint16(classes & _ALL)) != 0)

    def resemble(self, known: Iterable[str]) -> BoolArray:
        """Say which words have the first byte and the length of one of some `known` ones, shape (n,)."""
        from collusion.kernels.byte_classes import known_shapes  # keeps numba out of light commands

        encoded = [word.encode() for word in known]
        longest = max(map(len, encoded))
        table = np.zeros((_N_BYTES, longest + 1), dtype=np.bool_)
        for word in encoded:
            table[word[0], len(word)] = True
        return known_shapes(self.first, self.lengths, table)

    @property
    def all_classes(self) -> int:
        """The classes of all words together."""
        return int(np.bitwise_or.reduce(self.classes, initial=0))


def characters_of(words: pl.Series) -> Characters:
    """Look at the characters of some `words`, shape (n,), once: O(bytes)."""
    from collusion.kernels.byte_classes import classes_of_words  # keeps numba out of light commands

    content = np.frombuffer(words.str.join("").cast(pl.Binary).item() or b"", dtype=np.uint8)
    lengths = words.str.len_bytes().fill_null(0).to_numpy()
    return Characters(*classes_of_words(content, lengths, _table()), lengths, content)


def _table() -> NDArray[np.uint16]:
    """Return the classes of each byte, shape (256,)."""
    table = np.full(_N_BYTES, OTHER, dtype=np.uint16)
    table[ord("0") : ord("9") + 1] = DIGIT
    table[ord("a") : ord("z") + 1] = LOWER
    table[ord("A") : ord("Z") + 1] = UPPER
    for character, one in _SINGLE.items():
        table[ord(character)] = one
    table[_BEYOND_ASCII:] = BEYOND
    return table
