"""Triangles of a graph: which of its edges have ends with a neighbour in common."""

from __future__ import annotations

from typing import Any

import numpy as np

from collusion.arrays import BoolArray, Int32Array
from collusion.kernels.csr import build_csr
from collusion.kernels.jit import kernel


def in_triangles(source: Int32Array, target: Int32Array, n_nodes: int) -> BoolArray:
    """Find the edges that are in a triangle.

    Parameters
    ----------
    source, target
        Ends of each edge, each pair once and no loops, shape (n_edges,).
    n_nodes
        Number of nodes.

    Returns
    -------
    BoolArray
        Whether each edge is in one, shape (n_edges,). Every edge is looked at from its end of lower degree
        (Chiba & Nishizeki 1985): O(m^1.5), however large the hubs.
    """
    degree = np.bincount(source, minlength=n_nodes) + np.bincount(target, minlength=n_nodes)
    before = degree[source] < degree[target]
    before |= (degree[source] == degree[target]) & (source < target)
    tail, head = np.where(before, source, target), np.where(before, target, source)
    ordered = build_csr(tail, head, n_nodes, n_nodes)
    found = np.zeros(len(source), dtype=np.bool_)
    found[ordered.order] = _closed(ordered.indptr, ordered.indices)
    return found


@kernel
def _closed(indptr: Any, indices: Any) -> Any:
    """Mark the edges of an acyclic orientation, in row order, that close a triangle with two others."""
    place = np.full(indptr.size - 1, -1, dtype=np.int64)
    closed = np.zeros(indices.size, dtype=np.bool_)
    for u in range(indptr.size - 1):
        if indptr[u + 1] - indptr[u] < 2:
            continue
        for first in range(indptr[u], indptr[u + 1]):
            place[indices[first]] = first
        for first in range(indptr[u], indptr[u + 1]):
            v = np.int64(indices[first])
            for second in range(indptr[v], indptr[v + 1]):
                third = place[indices[second]]
                if third >= indptr[u]:
                    closed[first], closed[second], closed[third] = True, True, True
    return closed
