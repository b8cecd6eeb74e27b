"""Classes of the bytes of words: one pass tells which words a costly test could concern."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from collusion.kernels.jit import kernel
from collusion.kernels.views import readonly


class ByteClasses(NamedTuple):
    """What bytes words have.

    Attributes
    ----------
    classes
        The classes of all bytes of each word together, as bits, 0 for an empty one, shape (n,).
    first, last
        Its first and last byte, 0 for an empty one, shape (n,).
    """

    classes: NDArray[np.uint16]
    first: NDArray[np.uint8]
    last: NDArray[np.uint8]


def classes_of_words(
    content: NDArray[np.uint8], lengths: NDArray[np.uint32], table: NDArray[np.uint16]
) -> ByteClasses:
    """Return the classes of all bytes of each word together, and its outermost bytes.

    Parameters
    ----------
    content
        The bytes of all words, one behind the other.
    lengths
        Bytes of each word, shape (n,).
    table
        The classes of each byte, as bits, shape (256,).

    Returns
    -------
    ByteClasses
        O(bytes).
    """
    n = len(lengths)
    found = ByteClasses(np.empty(n, dtype=np.uint16), np.zeros(n, np.uint8), np.zeros(n, np.uint8))
    _gather(readonly(content, np.uint8), readonly(lengths, np.uint32), readonly(table, np.uint16), *found)
    return found


def known_shapes(
    first: NDArray[np.uint8], lengths: NDArray[np.uint32], table: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Look words up by their first byte and length.

    Parameters
    ----------
    first, lengths
        First byte and bytes of each word, shape (n,) each.
    table
        Which first bytes are known with which lengths, shape (256, m); none of m bytes or more is.

    Returns
    -------
    NDArray
        Which words are known, shape (n,): O(n).
    """
    found = np.empty(len(first), dtype=np.bool_)
    _look_up(readonly(first, np.uint8), readonly(lengths, np.uint32), readonly(table, np.bool_), found)
    return found


@kernel
def _look_up(first: Any, lengths: Any, table: Any, found: Any) -> None:
    for word in range(first.size):
        length = lengths[word]
        found[word] = length < table.shape[1] and table[first[word], length]


@kernel
def _gather(content: Any, lengths: Any, table: Any, classes: Any, first: Any, last: Any) -> None:
    at = np.uint64(0)
    for word in range(lengths.size):
        end = at + np.uint64(lengths[word])
        found = np.uint16(0)
        if at < end:
            first[word], last[word] = content[at], content[end - np.uint64(1)]
        while at < end:
            found |= table[content[at]]
            at += np.uint64(1)
        classes[word] = found
