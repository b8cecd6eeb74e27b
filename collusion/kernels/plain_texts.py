"""Texts in lower case, their words joined by single blanks: one pass over their bytes."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from collusion.arrays import Int64Array
from collusion.kernels.jit import inner_kernel, kernel
from collusion.kernels.views import readonly

_BLANK, _END = np.uint8(32), np.uint8(10)
_FIRST_ODD = 128
_SEED, _FACTOR = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
_BYTE, _HALF = np.uint64(8), np.uint64(32)


class PlainTexts(NamedTuple):
    """Texts one behind the other, each with a line break after it.

    Attributes
    ----------
    content
        Their bytes.
    lengths
        Bytes of each, the line break included, shape (n,).
    hashes
        A hash of each, 0 where it is empty, shape (n,).
    """

    content: NDArray[np.uint8]
    lengths: Int64Array
    hashes: NDArray[np.uint64]


def plain_texts(content: NDArray[np.uint8], lengths: Int64Array) -> PlainTexts:
    """Write texts in lower case, all but letters, digits and underscores becoming blanks between words.

    Parameters
    ----------
    content
        The bytes of all texts; those beyond ASCII are parts of letters and stay as they are.
    lengths
        Bytes of each text, shape (n,).

    Returns
    -------
    PlainTexts
        O(bytes).
    """
    written = np.empty(len(content) + len(lengths), dtype=np.uint8)
    ends = np.empty(len(lengths), dtype=np.int64)
    hashes = np.empty(len(lengths), dtype=np.uint64)
    with np.errstate(over="ignore"):  # without the compiler, products modulo 2^64 warn
        _write(readonly(content, np.uint8), readonly(lengths, np.int64), _table(), written, ends, hashes)
    return PlainTexts(written[: ends[-1] if len(ends) else 0], np.diff(ends, prepend=0), hashes)


def _table() -> NDArray[np.uint8]:
    """Return what each byte becomes, shape (256,)."""
    table = np.full(256, _BLANK, dtype=np.uint8)
    for byte in b"abcdefghijklmnopqrstuvwxyz0123456789_":
        table[byte] = byte
    table[ord("A") : ord("Z") + 1] = np.arange(ord("a"), ord("z") + 1)
    table[_FIRST_ODD:] = np.arange(_FIRST_ODD, 256)
    return table


@inner_kernel
def _hashed(written, start, end):  # type: ignore[no-untyped-def]  # numba infers arrays
    """Hash the bytes from `start` up to `end`, eight at a time; 0 where there are none."""
    if start == end:
        return np.uint64(0)
    mark = (_SEED ^ np.uint64(end - start)) * _FACTOR
    group = np.uint64(0)
    for at in range(start, end):
        group = (group << _BYTE) | np.uint64(written[at])
        if (at - start) & 7 == 7 or at == end - 1:
            mark = (mark ^ group) * _FACTOR
            mark ^= mark >> _HALF
            group = np.uint64(0)
    mark *= _FACTOR
    return max(mark ^ (mark >> _HALF), np.uint64(1))


@kernel
def _write(content: Any, lengths: Any, table: Any, written: Any, ends: Any, hashes: Any) -> None:
    at, end = 0, 0
    for text in range(lengths.size):
        start, stop = end, at + lengths[text]
        is_between = False
        while at < stop:
            byte = table[content[at]]
            at += 1
            if byte == _BLANK:
                is_between = True
                continue
            if is_between and end > start:
                written[end] = _BLANK
                end += 1
            is_between = False
            written[end] = byte
            end += 1
        hashes[text] = _hashed(written, start, end)
        written[end] = _END
        end += 1
        ends[text] = end
