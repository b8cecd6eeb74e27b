"""Blocks with more reviews than their members' activity explains: surplus instead of density.

The surplus of accounts S and products T is edges(S, T) - gamma * k(S) d(T) / M - cost * (|S| + |T|), with k
and d the sums of their degrees in the whole graph of M edges. Honest power users on bestsellers are
expected to meet, so they have none; a ring on a few targets has. A peel in rounds finds where surplus is to
be had; from each product left there, best responses (the accounts that add surplus given the products, then
the other way round) grow one block at a time.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from collusion.arrays import Int32Array, Int64Array
from collusion.kernels.csr import rows_of, transpose
from collusion.kernels.jit import inner_kernel, kernel
from collusion.kernels.peel import Block

_MAX_RESPONSES = 50
_PRUNINGS = 2
_ROUND_DEPTH = 0.3  # share of the way from least value to mean that a round deletes; 0.03 finds no more


class SurplusParams(NamedTuple):
    """What counts as surplus and where to look.

    `gammas` multiples of the expectation to beat; `cost` edges that each member must bring beyond it;
    `reviewer_cap`, `product_caps` largest numbers of reviews looked at, a ladder: no single cap serves all;
    `n_blocks` at most; `min_reviewers`, `min_products` smallest block kept.
    """

    gammas: tuple[float, ...] = (2.0,)
    cost: float = 4.0
    reviewer_cap: int = 50
    product_caps: tuple[int, ...] = (100, 200, 400)
    n_blocks: int = 200
    min_reviewers: int = 3
    min_products: int = 2


class _World(NamedTuple):
    """The graph in both directions, edges out of play marked -1, with whole-graph degrees."""

    indptr: Any
    indices: Any
    t_indptr: Any
    t_indices: Any
    k: Any
    d: Any


def surplus_blocks(
    indptr: Int64Array, indices: Int32Array, n_products: int, *, params: SurplusParams | None = None
) -> list[Block]:
    """Find blocks of accounts and products with surplus reviews, each without the edges of those before it.

    Parameters
    ----------
    indptr, indices
        Row pointers and product of each edge, row order.
    n_products
        Number of products.
    params
        What counts as surplus and where to look; defaults when not given.

    Returns
    -------
    list[Block]
        Blocks with positive surplus (`density` holds it), best first. Each is a local optimum: no single
        account or product within the caps would add to it. O(m) a rung, plus the reviews of the
        blocks' members. Alternating maximisation as in CopyCatch (Beutel et al. WWW'13) over a peel
        as in FRAUDAR.
    """
    params = SurplusParams() if params is None else params
    k, d = np.diff(indptr), np.bincount(indices, minlength=n_products)
    inner, columns = _thick(indptr, indices, k, d, params)
    transposed = transpose(inner, columns, n_products)
    world = _World(inner, columns.copy(), transposed.indptr, transposed.indices.copy(), k, d)
    blocks: list[Block] = []
    for product_cap in params.product_caps:
        for gamma in params.gammas:
            _extract(world, product_cap, gamma / max(indices.size, 1), params, blocks)
    return sorted(blocks, key=lambda block: (-block.density, block.reviewers.tolist()))


def _thick(
    indptr: Int64Array, indices: Int32Array, k: Int64Array, d: Int64Array, params: SurplusParams
) -> tuple[Int64Array, Int32Array]:
    """Return the rows of the edges within the caps whose ends have the edges that a member must have.

    Two rounds of deletion leave little that the peel has to look at again in every rung.
    """
    rows, least = rows_of(indptr), math.ceil(params.cost)
    edges = np.flatnonzero((k[rows] <= params.reviewer_cap) & (d[indices] <= max(params.product_caps)))
    for _ in range(_PRUNINGS):
        edges = edges[np.bincount(rows[edges], minlength=k.size)[rows[edges]] >= least]
        edges = edges[np.bincount(indices[edges], minlength=d.size)[indices[edges]] >= least]
    counts = np.bincount(rows[edges], minlength=k.size)
    return np.concatenate(([0], np.cumsum(counts))), indices[edges]


def _extract(
    world: _World, product_cap: int, rate: float, params: SurplusParams, blocks: list[Block]
) -> None:
    """Peel once, grow a block from every product left, and remove its edges."""
    n_reviewers = world.indptr.size - 1
    allowed = np.concatenate((np.ones(n_reviewers, dtype=np.bool_), world.d <= product_cap))
    survives, inside = _peel(*world, allowed, rate, params.cost)
    seeds = np.flatnonzero(survives[n_reviewers:])
    counts = np.zeros(survives.size, np.int32)
    used = np.zeros(world.d.size, np.bool_)
    # fewest reviews first: a product that two rings share would grow into both of them at once
    for seed in seeds[np.argsort(inside[n_reviewers:][seeds], kind="stable")]:
        if used[seed] or len(blocks) >= params.n_blocks:
            continue
        start = world.t_indices[world.t_indptr[seed] : world.t_indptr[seed + 1]]
        start = start[start >= 0].astype(np.int64)
        reviewers, products, surplus = _grow(*world, start, rate, params.cost, counts)
        if surplus <= 0 or reviewers.size < params.min_reviewers or products.size < params.min_products:
            continue
        reviewers, products = np.sort(reviewers).astype(np.int32), np.sort(products).astype(np.int32)
        _remove(*world[:4], reviewers, products, counts)
        used[products] = True
        blocks.append(Block(reviewers, products, float(surplus)))


@inner_kernel
def _inside_degrees(indptr: Any, indices: Any, t_indptr: Any, allowed: Any) -> Any:
    """Count each node's edges to allowed nodes; 0 for nodes not allowed."""
    n_reviewers = indptr.size - 1
    inside = np.zeros(n_reviewers + t_indptr.size - 1, np.int32)
    for u in range(n_reviewers):
        for edge in range(indptr[u], indptr[u + 1]):
            p = np.int64(indices[edge])
            if p >= 0 and allowed[n_reviewers + p]:
                inside[u] += 1
                inside[n_reviewers + p] += 1
    return inside


@inner_kernel
def _delete(
    indptr: Any,
    indices: Any,
    t_indptr: Any,
    t_indices: Any,
    inside: Any,
    alive: Any,
    queue: Any,
    tail: Any,
    least: Any,
) -> Any:
    """Delete the queued nodes and, in turn, all left with fewer than `least` edges; count edges and nodes."""
    n_reviewers = indptr.size - 1
    head, lost = 0, 0
    while head < tail:
        node = np.int64(queue[head])
        head += 1
        lost += inside[node]
        is_reviewer = node < n_reviewers
        start = indptr[node] if is_reviewer else t_indptr[node - n_reviewers]
        end = indptr[node + 1] if is_reviewer else t_indptr[node - n_reviewers + 1]
        for position in range(start, end):
            other = np.int64(t_indices[position])
            if is_reviewer:
                other = np.int64(indices[position]) + n_reviewers if indices[position] >= 0 else np.int64(-1)
            if other >= 0 and inside[other] > 0:
                inside[other] -= 1
                if alive[other] and inside[other] < least:
                    alive[other] = False
                    queue[tail] = other
                    tail += 1
        inside[node] = 0
    return lost, tail


@kernel
def _peel(
    indptr: Any,
    indices: Any,
    t_indptr: Any,
    t_indices: Any,
    k: Any,
    d: Any,
    allowed: Any,
    rate: Any,
    cost: Any,
) -> Any:
    """Delete the nodes that add least surplus in rounds; return the best state and the inside degrees."""
    n_reviewers, n_nodes = indptr.size - 1, allowed.size
    inside = _inside_degrees(indptr, indices, t_indptr, allowed)
    start_inside = inside.copy()
    # a node of an optimal block has a value of zero or more, hence at least `cost` edges inside
    least = math.ceil(cost)
    alive, queue = np.zeros(n_nodes, np.bool_), np.empty(n_nodes, np.int64)
    tail, n_edges, k_sum, d_sum = 0, 0, 0.0, 0.0
    for node in range(n_nodes):
        alive[node] = inside[node] >= least
        if not alive[node]:
            queue[tail] = node
            tail += 1
        if node < n_reviewers:
            n_edges += inside[node]
    lost, tail = _delete(indptr, indices, t_indptr, t_indices, inside, alive, queue, tail, least)
    n_edges -= lost
    left = np.empty(n_nodes, np.int64)
    n_left = 0
    for node in range(n_nodes):
        if alive[node]:
            left[n_left] = node
            n_left += 1
            if node < n_reviewers:
                k_sum += k[node]
            else:
                d_sum += d[node - n_reviewers]
    value, gone_in = np.empty(n_nodes), np.full(n_nodes, -1, np.int32)
    best, best_round, this_round = 0.0, 0, 0
    while n_left > 0:
        surplus = n_edges - rate * k_sum * d_sum - cost * n_left
        if surplus > best:
            best, best_round = surplus, this_round
        lowest, mean = np.inf, 0.0
        for i in range(n_left):
            node = left[i]
            if node < n_reviewers:
                value[node] = inside[node] - rate * k[node] * d_sum - cost
            else:
                value[node] = inside[node] - rate * d[node - n_reviewers] * k_sum - cost
            lowest = min(lowest, value[node])
            mean += value[node] / n_left
        cut, tail = lowest + _ROUND_DEPTH * max(mean - lowest, 0.0), 0
        for i in range(n_left):
            node = left[i]
            if value[node] <= cut:
                alive[node] = False
                queue[tail] = node
                tail += 1
        lost, tail = _delete(indptr, indices, t_indptr, t_indices, inside, alive, queue, tail, least)
        n_edges -= lost
        for i in range(tail):
            node = queue[i]
            gone_in[node] = this_round
            if node < n_reviewers:
                k_sum -= k[node]
            else:
                d_sum -= d[node - n_reviewers]
        n_kept = 0
        for i in range(n_left):
            node = left[i]
            left[n_kept] = node
            n_kept += alive[node]
        n_left = n_kept
        this_round += 1
    survives = gone_in >= (best_round if best > 0 else this_round)
    return survives, start_inside


@inner_kernel
def _respond(
    pointers: Any, neighbours: Any, members: Any, own_degrees: Any, expected: Any, cost: Any, counts: Any
) -> Any:
    """Return the nodes across that add surplus to `members`, and how much they add in all."""
    size = 0
    for i in range(members.size):
        size += pointers[members[i] + 1] - pointers[members[i]]
    touched = np.empty(size, np.int64)
    n_touched = 0
    for i in range(members.size):
        for position in range(pointers[members[i]], pointers[members[i] + 1]):
            other = np.int64(neighbours[position])
            if other < 0:
                continue
            if counts[other] == 0:
                touched[n_touched] = other
                n_touched += 1
            counts[other] += 1
    gain, n_kept = 0.0, 0
    for i in range(n_touched):
        other = touched[i]
        added = counts[other] - expected * own_degrees[other] - cost
        counts[other] = 0
        if added > 0:
            gain += added
            touched[n_kept] = other
            n_kept += 1
    return touched[:n_kept].copy(), gain


@inner_kernel
def _degree_sum(degrees: Any, members: Any) -> Any:
    total = 0.0
    for i in range(members.size):
        total += degrees[members[i]]
    return total


@kernel
def _grow(
    indptr: Any,
    indices: Any,
    t_indptr: Any,
    t_indices: Any,
    k: Any,
    d: Any,
    reviewers: Any,
    rate: Any,
    cost: Any,
    counts: Any,
) -> Any:
    """Alternate best responses from `reviewers` until the surplus no longer rises; it never falls."""
    products, gain = _respond(indptr, indices, reviewers, d, rate * _degree_sum(k, reviewers), cost, counts)
    surplus = gain - cost * reviewers.size
    for _ in range(_MAX_RESPONSES):
        new_reviewers, _gain = _respond(
            t_indptr, t_indices, products, k, rate * _degree_sum(d, products), cost, counts
        )
        new_products, gain = _respond(
            indptr, indices, new_reviewers, d, rate * _degree_sum(k, new_reviewers), cost, counts
        )
        new_surplus = gain - cost * new_reviewers.size
        if new_surplus <= surplus:
            break
        reviewers, products, surplus = new_reviewers, new_products, new_surplus
    return reviewers, products, surplus


@kernel
def _remove(
    indptr: Any, indices: Any, t_indptr: Any, t_indices: Any, reviewers: Any, products: Any, marks: Any
) -> None:
    """Take the edges between `reviewers` and `products` out of play, in place."""
    for i in range(products.size):
        marks[products[i]] = 1
    for i in range(reviewers.size):
        for edge in range(indptr[reviewers[i]], indptr[np.int64(reviewers[i]) + 1]):
            if indices[edge] >= 0 and marks[indices[edge]] == 1:
                indices[edge] = -1
    for i in range(products.size):
        marks[products[i]] = 0
    for i in range(reviewers.size):
        marks[reviewers[i]] = 1
    for i in range(products.size):
        for position in range(t_indptr[products[i]], t_indptr[np.int64(products[i]) + 1]):
            if t_indices[position] >= 0 and marks[t_indices[position]] == 1:
                t_indices[position] = -1
    for i in range(reviewers.size):
        marks[reviewers[i]] = 0
