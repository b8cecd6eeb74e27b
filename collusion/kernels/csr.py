"""Compressed sparse rows of a bipartite graph, and their transpose, by radix sort."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from collusion.arrays import Int32Array, Int64Array
from collusion.kernels.jit import kernel
from collusion.kernels.radix import bits_for, sort_packed
from collusion.kernels.views import readonly

_COLUMN_BITS = 32


class Csr(NamedTuple):
    """Edges sorted by (row, column).

    `indptr` (n_rows + 1,), `indices` (m,) column of each edge, `order` (m,) input position of each edge.
    """

    indptr: Int64Array
    indices: Int32Array
    order: Int32Array


class Transposed(NamedTuple):
    """The same edges by column.

    `indptr` (n_cols + 1,), `indices` (m,) row of each edge, ascending in a column, `edges` (m,) its place
    in row order.
    """

    indptr: Int64Array
    indices: Int32Array
    edges: Int32Array


def build_csr(rows: Int32Array, cols: Int32Array, n_rows: int, n_cols: int) -> Csr:
    """Sort edges by (row, column), stably, so that equal edges keep their input order.

    Parameters
    ----------
    rows
        Row of each edge, shape (m,), in 0 … n_rows - 1.
    cols
        Column of each edge, shape (m,), in 0 … n_cols - 1.
    n_rows
        Number of rows.
    n_cols
        Number of columns.

    Returns
    -------
    Csr
        Row pointers, columns, and where each edge came from. O(m) time, 24 bytes an edge of scratch.
    """
    keys = _pack(readonly(rows, np.int32), readonly(cols, np.int32))
    positions = np.arange(keys.size, dtype=np.uint32)
    fields = ((0, bits_for(n_cols)), (_COLUMN_BITS, bits_for(n_rows)))
    keys, positions = sort_packed(keys, positions, fields)
    return Csr(*_unpacked(keys, positions, n_rows))


def transpose(indptr: Int64Array, indices: Int32Array, n_cols: int) -> Transposed:
    """Turn rows into columns.

    Parameters
    ----------
    indptr
        Row pointers, shape (n_rows + 1,).
    indices
        Column of each edge, shape (m,).
    n_cols
        Number of columns.

    Returns
    -------
    Transposed
        Column pointers, the row of each edge (ascending), and its position in row order. O(m).
    """
    keys = _pack(readonly(indices, np.int32), readonly(rows_of(indptr), np.int32))
    edges = np.arange(keys.size, dtype=np.uint32)
    keys, edges = sort_packed(keys, edges, ((_COLUMN_BITS, bits_for(n_cols)),))
    return Transposed(*_unpacked(keys, edges, n_cols))


def rows_of(indptr: Int64Array) -> Int32Array:
    """Return the row of each edge, shape (m,), from the row pointers."""
    return np.repeat(np.arange(indptr.size - 1, dtype=np.int32), np.diff(indptr))


@kernel
def row_pointers(rows: Int32Array, n_rows: int) -> Int64Array:
    """Count the edges of each row (in any order) and return their running total, shape (n_rows + 1,)."""
    indptr = np.zeros(n_rows + 1, np.int64)
    for i in range(rows.size):
        indptr[np.uint64(rows[i]) + np.uint64(1)] += 1
    for row in range(n_rows):
        indptr[row + 1] += indptr[row]
    return indptr


@kernel
def _pack(high: Any, low: Any) -> Any:
    """Put `high` into the upper and `low` into the lower 32 bits of one key."""
    keys = np.empty(high.size, np.uint64)
    for i in range(high.size):
        keys[i] = (np.uint64(high[i]) << np.uint64(32)) | np.uint64(low[i])
    return keys


def _unpacked(
    keys: NDArray[np.uint64], values: NDArray[np.uint32], n_high: int
) -> tuple[Int64Array, Int32Array, Int32Array]:
    """Return, from sorted keys, where each upper half begins, all lower halves, and the values, signed."""
    pointers, low = np.empty(n_high + 1, np.int64), np.empty(keys.size, np.int32)
    _unpack(keys, pointers, low)
    return pointers, low, values.view(np.int32)


@kernel
def _unpack(keys: Any, pointers: Any, low: Any) -> None:
    """Write, from sorted keys, where each upper half begins, and all lower halves."""
    n_begun = np.uint64(0)
    for i in range(np.uint64(keys.size)):
        high = keys[i] >> np.uint64(32)
        while n_begun <= high:
            pointers[n_begun] = i
            n_begun += np.uint64(1)
        low[i] = np.int32(keys[i] & np.uint64(0x7FFFFFFF))
    while n_begun < np.uint64(pointers.size):
        pointers[n_begun] = keys.size
        n_begun += np.uint64(1)
