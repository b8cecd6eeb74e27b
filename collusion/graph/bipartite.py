"""A biadjacency: one relation between two kinds of nodes, in CSR form in both directions."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from collusion.arrays import COLD, Int32Array, Int64Array, IntArray, frozen
from collusion.graph.nodes import Nodes


@dataclass(frozen=True, slots=True)
class Incidence:
    """Rows × columns in compressed sparse row form, in both directions.

    Attributes
    ----------
    indptr
        Row offsets, shape (n_rows + 1,).
    indices
        Column of each edge, shape (n_edges,), ascending within a row.
    t_indptr
        Column offsets, shape (n_cols + 1,).
    t_indices
        Row of each edge, shape (n_edges,), ascending within a column.
    """

    indptr: IntArray = field(metadata=COLD)
    indices: Int32Array = field(metadata=COLD)
    t_indptr: IntArray
    t_indices: Int32Array

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.indptr) - 1

    @property
    def n_cols(self) -> int:
        """Number of columns."""
        return len(self.t_indptr) - 1

    @property
    def n_edges(self) -> int:
        """Number of edges."""
        return len(self.indices)

    def rows(self) -> Int32Array:
        """Return the row of each edge, shape (n_edges,)."""
        return np.repeat(np.arange(self.n_rows, dtype=np.int32), np.diff(self.indptr))

    def row_degrees(self, rows: IntArray | None = None) -> Int64Array:
        """Return the number of edges of each row, or of each of some `rows`."""
        return _degrees(self.indptr, rows)

    def col_degrees(self, cols: IntArray | None = None) -> Int64Array:
        """Return the number of edges of each column, or of each of some `cols`."""
        return _degrees(self.t_indptr, cols)


@dataclass(frozen=True, slots=True)
class Biadjacency(Incidence):
    """An incidence whose edges can be followed from the one direction to the other, read all the time.

    Attributes
    ----------
    indptr, indices, t_indptr, t_indices
        As in `Incidence`, offsets in 64 bits.
    t_edges
        Position in row order of each edge of the transpose, shape (n_edges,).
    """

    indptr: Int64Array
    indices: Int32Array
    t_indptr: Int64Array
    t_indices: Int32Array
    t_edges: Int32Array


@dataclass(frozen=True, slots=True)
class Relation:
    """Which reviewers hold which values of one kind of identifier.

    Attributes
    ----------
    nodes
        The distinct values.
    adjacency
        Reviewer × value.
    """

    nodes: Nodes
    adjacency: Incidence


def _degrees(indptr: IntArray, some: IntArray | None) -> Int64Array:
    found = np.diff(indptr) if some is None else indptr[np.asarray(some) + 1] - indptr[some]
    return found.astype(np.int64, copy=False)


def spans(indptr: IntArray, rows: IntArray) -> tuple[Int64Array, Int64Array]:
    """Find the edges of some rows.

    Parameters
    ----------
    indptr
        Row offsets, shape (n_rows + 1,).
    rows
        Rows, in any order, shape (n,).

    Returns
    -------
    tuple
        The places of their edges, row after row, and how many each row has, shape (n,): O(their edges).
    """
    starts = indptr[rows].astype(np.int64, copy=False)
    counts = indptr[np.asarray(rows) + 1] - starts
    ends = np.cumsum(counts)
    places = np.repeat(starts + counts - ends, counts)
    places += np.arange(len(places))
    return places, counts


def biadjacency_of_rows(indptr: IntArray, indices: Int32Array, n_cols: int) -> Biadjacency:
    """Complete the rows of a relation by its columns.

    Parameters
    ----------
    indptr
        Row offsets, shape (n_rows + 1,).
    indices
        Column of each edge, shape (n_edges,), ascending within a row.
    n_cols
        Number of columns.

    Returns
    -------
    Biadjacency
        O(n_edges + n_rows + n_cols) by a counting sort; the arrays given are shared.
    """
    from collusion.kernels import csr  # keeps numba out of light commands

    indptr = np.asarray(indptr, dtype=np.int64)
    across = csr.transpose(indptr, indices, n_cols)
    return Biadjacency(
        frozen(indptr), frozen(indices), frozen(across.indptr), frozen(across.indices), frozen(across.edges)
    )


def biadjacency(
    rows: Int32Array, cols: Int32Array, n_rows: int, n_cols: int
) -> tuple[Biadjacency, Int32Array]:
    """Build the biadjacency of distinct (row, column) pairs.

    Parameters
    ----------
    rows, cols
        Endpoints of each edge, shape (m,).
    n_rows, n_cols
        Number of rows and columns.

    Returns
    -------
    tuple
        The biadjacency, and the input position behind each edge, shape (n_edges,): the first of each pair.

    Notes
    -----
    O(m + n_rows + n_cols) by two counting sorts.
    """
    from collusion.kernels import csr  # keeps numba out of light commands

    built = csr.build_csr(rows, cols, n_rows, n_cols)
    row_of = rows[built.order]
    first = np.ones(len(row_of), dtype=bool)
    first[1:] = (row_of[1:] != row_of[:-1]) | (built.indices[1:] != built.indices[:-1])
    if first.all():
        indptr, indices, order = built
    else:
        indices, order = built.indices[first], built.order[first]
        indptr = np.concatenate(([0], np.cumsum(np.bincount(row_of[first], minlength=n_rows)))).astype(
            np.int64
        )
    return biadjacency_of_rows(indptr, indices, n_cols), frozen(order)
