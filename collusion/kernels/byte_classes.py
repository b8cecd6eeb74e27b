"""Classes of the bytes of words: one pass tells which words a costly test could concern."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from collusion.arrays import Int64Array
from collusion.kernels.jit import kernel
from collusion.kernels.views import readonly


def classes_of_words(
    content: NDArray[np.uint8], lengths: Int64Array, table: NDArray[np.uint16]
) -> NDArray[np.uint16]:
    """Return the classes of all bytes of each word together.

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
    NDArray
        The bits of each word's bytes, 0 for an empty word, shape (n,): O(bytes).
    """
    classes = np.empty(len(lengths), dtype=np.uint16)
    _gather(readonly(content, np.uint8), readonly(lengths, np.int64), readonly(table, np.uint16), classes)
    return classes


@kernel
def _gather(content: Any, lengths: Any, table: Any, classes: Any) -> None:
    at = np.uint64(0)
    for word in range(lengths.size):
        end = at + np.uint64(lengths[word])
        found = np.uint16(0)
        while at < end:
            found |= table[content[at]]
            at += np.uint64(1)
        classes[word] = found
