"""Densest blocks by greedy peeling (FRAUDAR), after a prune that loses nothing.

The best state of the min-first greedy has a smallest degree at least its density, so it lies inside every
core whose threshold is the density of some state; and every core is a state. A threshold is therefore tried
far above the density of the whole, where hardly anything is left to walk: a core at least as dense as its
threshold proves it right. Otherwise the core's density, which is proven, or 0.7 of the threshold is tried.
From there the threshold is raised to the density of what is left, again and again; only the survivors need
a priority queue.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np

from collusion.arrays import Int32Array, Int64Array
from collusion.kernels.csr import row_pointers, rows_of, transpose
from collusion.kernels.heap import build_heap, lower_key, pop_least
from collusion.kernels.jit import inner_kernel, kernel
from collusion.kernels.views import readonly

Weighting = Literal["log", "plain"]

WEIGHT_UNIT = 1 << 20  # weights are whole numbers of this unit: exact, whatever the order of summation
_POPULARITY_OFFSET = 5.0  # FRAUDAR, Hooi et al. KDD'16, §4.2
_BOLDNESS = 8  # the first threshold tried is so many times the density of the whole graph


class Block(NamedTuple):
    """A block: `reviewers` and `products` (ascending), and `density`, its objective."""

    reviewers: Int32Array
    products: Int32Array
    density: float


class _Core(NamedTuple):
    """A core as a graph of its own.

    `reviewers` and `products`, the original ids of its rows and columns; `graph`, pointers and neighbours
    both ways; `weight` of each product; `degree` of each node, reviewers before products; `members`, the
    nodes that are in the core, ascending, and their `total` weight; `threshold`, the least degree in it.
    """

    reviewers: Int32Array
    products: Int32Array
    graph: tuple[Int64Array, Int32Array, Int64Array, Int32Array]
    weight: Int64Array
    degree: Int64Array
    members: Int64Array
    total: int
    threshold: int


def densest_block(
    indptr: Int64Array, indices: Int32Array, t_indptr: Int64Array, *, weighting: Weighting = "log"
) -> Block:
    """Find the block of greatest average weight, by min-first greedy peeling.

    Maximises (sum of the block's edge weights) / (reviewers + products), an edge weighing 1 / ln(d_p + 5) for
    a product with d_p reviews ("log") or 1 ("plain").

    Parameters
    ----------
    indptr, indices
        Row pointers and product of each edge.
    t_indptr
        Column pointers of the same graph transposed: the reviews of each product.
    weighting
        "log" or "plain".

    Returns
    -------
    Block
        The best state of the greedy: at least half the optimum (Charikar 2000). Of equal nodes the smallest
        goes first, reviewers before products. Empty, with density 0, without edges. O(m) for the prune,
        O(k log k) for the k edges that survive it. Source: FRAUDAR, Hooi et al. KDD'16, §4.
    """
    if not indices.size:
        return Block(np.empty(0, np.int32), np.empty(0, np.int32), 0.0)
    core = _densest_core(
        readonly(indptr, np.int64), readonly(indices, np.int32), _product_weights(t_indptr, weighting)
    )
    members, total = _greedy(*core.graph, core.weight, core.degree, core.members, core.total)
    members = np.sort(members)
    n_reviewers = core.reviewers.size
    return Block(
        core.reviewers[members[members < n_reviewers]],
        core.products[members[members >= n_reviewers] - n_reviewers],
        float(total) / WEIGHT_UNIT / members.size,
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
    blocks: list[Block] = []
    while len(blocks) < n_blocks and indices.size:
        t_indptr = row_pointers(readonly(indices, np.int32), n_products)
        block = densest_block(indptr, indices, t_indptr, weighting=weighting)
        blocks.append(block)
        indptr, indices = _without_block(indptr, indices, block.reviewers, block.products)
    return blocks


def _without_block(
    indptr: Int64Array, indices: Int32Array, rows: Int32Array, columns: Int32Array
) -> tuple[Int64Array, Int32Array]:
    """Return pointers and neighbours without the edges between `rows` and `columns`. O(m)."""
    in_rows = np.zeros(indptr.size - 1, np.bool_)
    in_columns = np.zeros(int(indices.max()) + 1, dtype=np.bool_)
    in_rows[rows], in_columns[columns] = True, True
    kept = ~(in_rows[rows_of(indptr)] & in_columns[indices])
    return np.concatenate(([0], np.cumsum(kept)))[indptr], indices[kept]


def _product_weights(t_indptr: Int64Array, weighting: Weighting) -> Any:
    if weighting == "plain":
        return np.full(t_indptr.size - 1, WEIGHT_UNIT, np.uint32)
    return np.rint(WEIGHT_UNIT / np.log(np.diff(t_indptr) + _POPULARITY_OFFSET)).astype(np.uint32)


def _densest_core(indptr: Any, indices: Any, weight: Any) -> _Core:
    """Find a core that holds the greedy's best state; `weight` of each product in whole units."""
    own = _reviewer_weights(indptr, indices, weight)
    n_nodes = own.size + weight.size
    lowest = -(-int(own.sum()) // n_nodes)
    proven, threshold, n_left = lowest, _BOLDNESS * lowest, 0
    while n_left == 0:
        reviewers, products, r_indptr, columns = _dense_rows(indptr, indices, weight, own, threshold)
        t_indptr, t_indices, _ = transpose(r_indptr, columns, products.size)
        graph = (r_indptr, columns, t_indptr, t_indices)
        core_weight = weight[products].astype(np.int64)
        degree, order, n_left, total, density = _core_prune(*graph, core_weight, threshold, proven)
        proven = max(proven, density)
        threshold = density if n_left else max(threshold * 7 // 10, proven)
    members = np.sort(order[:n_left]).astype(np.int64)
    return _Core(reviewers, products, graph, core_weight, degree, members, int(total), int(threshold))


@kernel
def _reviewer_weights(indptr: Any, indices: Any, weight: Any) -> Any:
    """Sum up the weights of each reviewer's products, shape (n_reviewers,)."""
    own = np.empty(indptr.size - 1, np.int64)
    end = np.uint64(indptr[0])
    for u in range(np.uint64(own.size)):
        start, end = end, np.uint64(indptr[u + np.uint64(1)])
        total = np.int64(0)
        for edge in range(start, end):
            total += np.int64(weight[np.uint32(indices[edge])])
        own[u] = total
    return own


@kernel
def _dense_rows(indptr: Any, indices: Any, weight: Any, own: Any, threshold: Any) -> Any:
    """Delete nodes below `threshold` in passes over the rows that are left, while a pass deletes a quarter.

    Returns the reviewers and products that are left, and the graph between them: row pointers and columns.
    """
    n_rows, n_edges = np.int64(0), np.int64(0)
    for u in range(np.uint64(own.size)):
        if own[u] >= threshold:
            n_rows += 1
            n_edges += indptr[u + np.uint64(1)] - indptr[u]
    reviewers, r_indptr = np.empty(n_rows, np.int32), np.zeros(n_rows + 1, np.int64)
    columns = np.empty(n_edges, np.int32)
    degree, live = np.zeros(weight.size, np.int64), weight.copy()
    row, at = np.uint64(0), np.uint64(0)
    for u in range(np.uint64(own.size)):
        if own[u] >= threshold:
            for edge in range(np.uint64(indptr[u]), np.uint64(indptr[u + np.uint64(1)])):
                p = np.uint32(indices[edge])
                columns[at] = p
                at += np.uint64(1)
                degree[p] += np.int64(weight[p])
            reviewers[row] = u
            row += np.uint64(1)
            r_indptr[row] = at
    n_before = 2 * n_edges
    while 4 * n_edges < 3 * n_before:
        n_before = n_edges
        for product in range(np.uint64(weight.size)):
            if degree[product] < threshold:
                live[product] = np.uint32(0)
        n_rows, n_edges = _pass_rows(reviewers, r_indptr, columns, n_rows, live, degree, threshold)
    products = np.flatnonzero(live).astype(np.int32)
    number = np.empty(weight.size, np.int32)
    for i in range(products.size):
        number[products[i]] = i
    for i in range(n_edges):
        columns[i] = number[columns[i]]
    return reviewers[:n_rows].copy(), products, r_indptr[: n_rows + 1].copy(), columns[:n_edges].copy()


@inner_kernel
def _pass_rows(
    reviewers: Any, r_indptr: Any, columns: Any, n_rows: Any, live: Any, degree: Any, threshold: Any
) -> Any:
    """Drop rows below `threshold` and, from the others, products whose `live` weight is 0; in place."""
    kept, at, end = np.uint64(0), np.uint64(0), np.uint64(0)
    for row in range(np.uint64(n_rows)):
        start, end = end, np.uint64(r_indptr[row + np.uint64(1)])
        own = np.int64(0)
        for edge in range(start, end):
            own += np.int64(live[np.uint32(columns[edge])])
        if own < threshold:
            for edge in range(start, end):
                p = np.uint32(columns[edge])
                degree[p] -= np.int64(live[p])
            continue
        for edge in range(start, end):
            p = np.uint32(columns[edge])
            columns[at] = p
            at += np.uint64(live[p] > np.uint32(0))
        reviewers[kept] = reviewers[row]
        kept += np.uint64(1)
        r_indptr[kept] = at
    return np.int64(kept), np.int64(at)


@kernel
def _core_prune(
    indptr: Any, indices: Any, t_indptr: Any, t_indices: Any, weight: Any, threshold: Any, proven: Any
) -> Any:
    """Delete, first in first out, every node below `threshold`, then below the density of what is left, …

    Returns the weighted degrees (right for survivors only), the nodes with the `n_left` survivors in front,
    the survivors' total weight, and the last threshold. Where what a threshold above `proven` leaves is less
    dense than that, `n_left` is 0, and in place of the threshold stands the density, which is proven.
    """
    n_reviewers, n_products = np.uint64(indptr.size - 1), np.uint64(t_indptr.size - 1)
    degree = np.zeros(n_reviewers + n_products, np.int64)
    for u in range(n_reviewers):
        for edge in range(np.uint64(indptr[u]), np.uint64(indptr[u + np.uint64(1)])):
            degree[u] += weight[np.uint32(indices[edge])]
    for p in range(n_products):
        degree[n_reviewers + p] = weight[p] * (t_indptr[p + np.uint64(1)] - t_indptr[p])
    # one place more: a node is written before it is known whether it counts
    left, queue = np.arange(degree.size).astype(np.uint32), np.empty(degree.size + 1, np.uint32)
    n_left = np.int64(degree.size)
    while True:
        n_before = n_left
        tail, head = np.uint64(0), np.uint64(0)
        for i in range(np.uint64(n_left)):
            queue[tail] = left[i]
            tail += np.uint64(degree[left[i]] < threshold)
        while head < tail:
            node = np.uint64(queue[head])
            head += np.uint64(1)
            if node < n_reviewers:
                tail = _lower(indptr, indices, weight, node, n_reviewers, np.int64(0), degree, threshold,
                              queue, tail)  # fmt: skip
            else:
                own = weight[node - n_reviewers]
                tail = _lower(t_indptr, t_indices, weight, node - n_reviewers, np.uint64(0), own, degree,
                              threshold, queue, tail)  # fmt: skip
        n_left, total = np.int64(0), np.int64(0)
        for i in range(np.uint64(n_before)):
            if degree[left[i]] >= threshold:
                left[np.uint64(n_left)] = left[i]
                n_left += 1
                total += degree[left[i]]
        total //= 2
        # no degree lies between a density and the next whole number
        density = (total + n_left - 1) // n_left if n_left > 0 else np.int64(0)
        if density < threshold and threshold > proven:
            return degree, left, np.int64(0), total, density
        if density <= threshold:
            return degree, left, n_left, total, threshold
        threshold = density


@inner_kernel
def _lower(
    pointers: Any,
    neighbours: Any,
    weight: Any,
    row: Any,
    first: Any,
    own: Any,
    degree: Any,
    threshold: Any,
    queue: Any,
    tail: Any,
) -> Any:
    """Take a deleted node off its neighbours, nodes from `first` on; queue those that fall below.

    An edge weighs `own`, or what its neighbour weighs where that is 0. Deleted nodes are below every later
    threshold and only sink, so they need no mark and no branch.
    """
    for position in range(np.uint64(pointers[row]), np.uint64(pointers[row + np.uint64(1)])):
        other = np.uint64(np.uint32(neighbours[position]))
        before = degree[first + other]
        after = before - (own if own > 0 else weight[other])
        degree[first + other] = after
        queue[tail] = first + other
        tail += np.uint64(before >= threshold and after < threshold)
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
    place = np.full(degree.size, -1, np.int64)
    heap = members.astype(np.int64)
    build_heap(heap, place, degree)
    removed = np.empty(members.size, np.int64)
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
