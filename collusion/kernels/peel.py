"""Densest blocks by greedy peeling (FRAUDAR), after a prune that loses nothing.

The best state of the min-first greedy has a smallest degree at least its density, so it lies inside every
core whose threshold is the density of some state. Raising the threshold to the density of what is left, again
and again, deletes nearly everything first in, first out; only the survivors need a priority queue.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np

from collusion.arrays import Int32Array, Int64Array
from collusion.kernels.csr import rows_of, transpose
from collusion.kernels.heap import build_heap, lower_key, pop_least
from collusion.kernels.jit import kernel
from collusion.kernels.prefetch import prefetch
from collusion.kernels.views import readonly

Weighting = Literal["log", "plain"]

WEIGHT_UNIT = 1 << 20  # weights are whole numbers of this unit: exact, whatever the order of summation
_POPULARITY_OFFSET = 5.0  # FRAUDAR, Hooi et al. KDD'16, §4.2
_NODES_AHEAD = 8  # nodes between asking for a list of edges and walking it
_AHEAD = 16  # edges between asking for a degree and needing it


class Block(NamedTuple):
    """A block: `reviewers` and `products` (ascending), and `density`, its objective."""

    reviewers: Int32Array
    products: Int32Array
    density: float


def densest_block(
    indptr: Int64Array,
    indices: Int32Array,
    t_indptr: Int64Array,
    t_indices: Int32Array,
    *,
    weighting: Weighting = "log",
) -> Block:
    """Find the block of greatest average weight, by min-first greedy peeling.

    Maximises (sum of the block's edge weights) / (reviewers + products), an edge weighing 1 / ln(d_p + 5) for
    a product with d_p reviews ("log") or 1 ("plain").

    Parameters
    ----------
    indptr, indices
        Row pointers and product of each edge.
    t_indptr, t_indices
        Column pointers and reviewer of each edge, of the same graph transposed.
    weighting
        "log" or "plain".

    Returns
    -------
    Block
        The best state of the greedy: at least half the optimum (Charikar 2000). Of equal nodes the smallest
        goes first, reviewers before products. Empty, with density 0, without edges. O(m) for the prune,
        O(k log k) for the k edges that survive it. Source: FRAUDAR, Hooi et al. KDD'16, §4.
    """
    graph = (
        readonly(indptr, np.int64),
        readonly(indices, np.int32),
        readonly(t_indptr, np.int64),
        readonly(t_indices, np.int32),
    )
    weight = _product_weights(graph[2], weighting)
    degree, order, n_left, total = _core_prune(*graph, weight)
    members, best_total = _greedy(*graph, weight, degree, np.sort(order[:n_left]), total)
    members = np.sort(members)
    n_reviewers = graph[0].size - 1
    density = float(best_total) / WEIGHT_UNIT / members.size if members.size else 0.0
    return Block(
        members[members < n_reviewers].astype(np.int32),
        (members[members >= n_reviewers] - n_reviewers).astype(np.int32),
        density,
    )


def iterated_blocks(
    indptr: Int64Array,
    indices: Int32Array,
    n_products: int,
    *,
    weighting: Weighting = "log",
    n_blocks: int = 10,
) -> list[Block]:
    """Find one densest block after another, each in the graph without the edges of those before it.

    Parameters
    ----------
    indptr, indices
        Row pointers and product of each edge.
    n_products
        Number of products.
    weighting
        "log" or "plain"; weights are those of the graph that is left.
    n_blocks
        At most this many blocks.

    Returns
    -------
    list[Block]
        Blocks in the order found; fewer when no edge is left. O(m) a block.
    """
    t_indptr, t_indices, _ = transpose(indptr, indices, n_products)
    blocks: list[Block] = []
    while len(blocks) < n_blocks and indices.size:
        block = densest_block(indptr, indices, t_indptr, t_indices, weighting=weighting)
        blocks.append(block)
        indptr, indices = _without_block(indptr, indices, block.reviewers, block.products)
        t_indptr, t_indices = _without_block(t_indptr, t_indices, block.products, block.reviewers)
    return blocks


def _without_block(
    indptr: Int64Array, indices: Int32Array, rows: Int32Array, columns: Int32Array
) -> tuple[Int64Array, Int32Array]:
    """Return pointers and neighbours without the edges between `rows` and `columns`. O(m)."""
    in_rows = np.zeros(indptr.size - 1, dtype=np.bool_)
    in_columns = np.zeros(int(indices.max()) + 1, dtype=np.bool_)
    in_rows[rows], in_columns[columns] = True, True
    kept = ~(in_rows[rows_of(indptr)] & in_columns[indices])
    return np.concatenate(([0], np.cumsum(kept)))[indptr], indices[kept]


def _product_weights(t_indptr: Int64Array, weighting: Weighting) -> Int64Array:
    if weighting == "plain":
        return np.full(t_indptr.size - 1, WEIGHT_UNIT, dtype=np.int64)
    return np.rint(WEIGHT_UNIT / np.log(np.diff(t_indptr) + _POPULARITY_OFFSET)).astype(np.int64)


@kernel
def _core_prune(indptr: Any, indices: Any, t_indptr: Any, t_indices: Any, weight: Any) -> Any:
    """Delete, first in first out, every node below the density of what is left, until none is.

    Returns the weighted degrees (negative once deleted), the nodes with the `n_left` survivors in front, and
    the survivors' total weight.
    """
    n_reviewers, n_nodes = np.uint64(indptr.size - 1), indptr.size + t_indptr.size - 2
    degree = np.empty(n_nodes, dtype=np.int64)
    total = np.int64(0)
    for u in range(n_reviewers):
        own = np.int64(0)
        for edge in range(np.uint64(indptr[u]), np.uint64(indptr[u + np.uint64(1)])):
            own += weight[np.uint32(indices[edge])]
        degree[u] = own
        total += own
    for p in range(np.uint64(t_indptr.size - 1)):
        degree[n_reviewers + p] = weight[p] * (t_indptr[p + np.uint64(1)] - t_indptr[p])
    left, queue = np.arange(n_nodes).astype(np.uint32), np.empty(n_nodes, dtype=np.uint32)
    n_left, n_before = n_nodes, n_nodes + 1
    while n_left > 0 and n_left < n_before:
        n_before = n_left
        threshold = (total + n_left - 1) // n_left
        kept, tail = np.uint64(0), np.uint64(0)
        for i in range(np.uint64(n_left)):
            node = left[i]
            below = degree[node] < threshold
            queue[tail], left[kept] = node, node
            tail += np.uint64(below)
            kept += np.uint64(not below)
        head = np.uint64(0)
        while head < tail:
            soon = queue[min(head + np.uint64(_NODES_AHEAD), tail - np.uint64(1))]
            if soon < n_reviewers:
                prefetch(indptr, soon)
                prefetch(indices, indptr[soon])
            node = np.uint64(queue[head])
            head += np.uint64(1)
            total -= degree[node]
            degree[node] = -1
            if node < n_reviewers:
                tail = _lower_products(indptr, indices, weight, node, degree, threshold, queue, tail)
            else:
                tail = _lower_reviewers(t_indptr, t_indices, weight, node - n_reviewers, n_reviewers, degree,
                                        threshold, queue, tail)  # fmt: skip
        n_left = 0
        for i in range(kept):
            node = left[i]
            left[np.uint64(n_left)] = node
            n_left += degree[node] >= 0
    return degree, left, n_left, total


@kernel
def _lower_products(
    indptr: Any, indices: Any, weight: Any, u: Any, degree: Any, threshold: Any, queue: Any, tail: Any
) -> Any:
    """Take deleted reviewer `u` off its products; queue those that fall below the threshold."""
    n_reviewers = np.uint64(indptr.size - 1)
    for edge in range(np.uint64(indptr[u]), np.uint64(indptr[u + np.uint64(1)])):
        p = np.uint64(indices[edge])
        before = degree[n_reviewers + p]
        if before < 0:
            continue
        degree[n_reviewers + p] = before - weight[p]
        if before >= threshold and before - weight[p] < threshold:
            queue[tail] = n_reviewers + p
            tail += np.uint64(1)
    return tail


@kernel
def _lower_reviewers(
    t_indptr: Any,
    t_indices: Any,
    weight: Any,
    p: Any,
    _n_reviewers: Any,
    degree: Any,
    threshold: Any,
    queue: Any,
    tail: Any,
) -> Any:
    """Take deleted product `p` off its reviewers; queue those that fall below the threshold."""
    for position in range(np.uint64(t_indptr[p]), np.uint64(t_indptr[p + np.uint64(1)])):
        prefetch(degree, t_indices[min(position + np.uint64(_AHEAD), np.uint64(t_indices.size - 1))])
        u = np.uint64(t_indices[position])
        before = degree[u]
        if before < 0:
            continue
        degree[u] = before - weight[p]
        if before >= threshold and before - weight[p] < threshold:
            queue[tail] = u
            tail += np.uint64(1)
    return tail


@kernel
def _greedy(
    indptr: Any,
    indices: Any,
    t_indptr: Any,
    t_indices: Any,
    weight: Any,
    degree: Any,
    members: Any,
    total: Any,
) -> Any:
    """Delete the survivors one by one, least degree first; return the best state's nodes and weight."""
    n_reviewers = indptr.size - 1
    place = np.full(degree.size, -1, dtype=np.int64)
    heap = members.astype(np.int64)
    build_heap(heap, place, degree)
    removed = np.empty(members.size, dtype=np.int64)
    size = members.size
    best_total, best_size = total, size
    while size > 1:
        node = pop_least(heap, place, degree, size)
        size -= 1
        removed[size] = node
        total -= degree[node]
        is_reviewer = node < n_reviewers
        start = indptr[node] if is_reviewer else t_indptr[node - n_reviewers]
        end = indptr[node + 1] if is_reviewer else t_indptr[node - n_reviewers + 1]
        for position in range(start, end):
            other = np.int64(t_indices[position])
            if is_reviewer:
                other = np.int64(indices[position]) + n_reviewers
            if place[other] >= 0:
                product = other if is_reviewer else node
                lower_key(heap, place, degree, other, weight[product - n_reviewers])
        if float(total) * best_size > float(best_total) * size:
            best_total, best_size = total, size
    if size == 1:
        removed[0] = heap[0]
    return removed[:best_size], best_total
