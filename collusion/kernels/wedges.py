"""What the pair projection walks over: reviews that can make a pair, and each account's chance of meeting.

A *wedge* is two accounts meeting at one product. A product with at most ``product_cap`` reviews is a meeting
of all its reviewers; a larger one only of those within ``window`` minutes of each other, and only where at
most ``window_cap`` reviews fall into that time around each of the two.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from collusion.arrays import BoolArray, Float32Array, Int32Array, Int64Array
from collusion.kernels.jit import kernel
from collusion.kernels.pointer_record import pointer_record
from collusion.kernels.prefetch import prefetch
from collusion.kernels.search import first_at_or_after
from collusion.kernels.timeline import NO_MINUTE, parts, reviews_around, span_of, timeline
from collusion.kernels.views import readonly
from collusion.minutes import DAY

_MAX_REVIEWER_CAP = 2**16 - 1  # two counts share one 32-bit word
_AHEAD = 16  # reviews between asking for what a product has and needing it


class ReviewGraph(NamedTuple):
    """Reviews as edges, one per (reviewer, product).

    `indptr`, `indices` in row order (reviewer, product); `t_indptr`, `t_indices`, `t_edges` their transpose
    (see `csr.Transposed`); `minute` (m,) of each review in row order, -2**31 where unknown.
    """

    indptr: Int64Array
    indices: Int32Array
    t_indptr: Int64Array
    t_indices: Int32Array
    t_edges: Int32Array
    minute: Int32Array


class PairParams(NamedTuple):
    """How pairs are met and kept.

    `window` in minutes; `product_cap` and `window_cap` in reviews; accounts with more than `reviewer_cap`
    reviews (at most 65,535) are left out; `threshold` in nats.
    """

    window: int = 3 * DAY
    product_cap: int = 200
    window_cap: int = 200
    reviewer_cap: int = 1000
    threshold: float = 10.0


@pointer_record
class Wedges(NamedTuple):
    """The (2,2)-core of the reviews that can make a pair, renumbered densely, with each account's null rates.

    `reviewer` (n,) original ids, ascending. Row side: `indptr` (n + 1,), `product`, `minute`, `first` (e,):
    where the later reviewers of that product begin in the column side. Column side: `p_indptr`, and
    `p_reviews` (e, 2) with reviewer and minute, by reviewer, or by time where `timed`. Null: `a_indptr`
    (n + 1,) into `activity` (a, 4) with, for each stratum in which the account is active, the stratum, its
    reviews there, and the chances that one review of the stratum meets the account anywhere, or within the
    window.
    """

    reviewer: Int32Array
    indptr: Int64Array
    product: Int32Array
    minute: Int32Array
    first: Int32Array
    p_indptr: Int64Array
    p_reviews: Int32Array
    timed: BoolArray
    a_indptr: Int64Array
    activity: Float32Array


class Expansion(NamedTuple):
    """How much work a projection is.

    `n_reviewers`, `n_products` and `n_reviews` in the core, and `n_wedges` to walk.
    """

    n_reviewers: int
    n_products: int
    n_reviews: int
    n_wedges: int


def find_wedges(graph: ReviewGraph, stratum: Int32Array, *, params: PairParams) -> Wedges:
    """Prune the graph to the reviews that can make a pair, and compute each account's null rates.

    Parameters
    ----------
    graph
        The reviews.
    stratum
        Stratum of each product, shape (n_products,), in 0 … n_strata - 1.
    params
        Caps and window.

    Returns
    -------
    Wedges
        The core that is left. O(m) time and memory.
    """
    indptr, indices = readonly(graph.indptr, np.int64), readonly(graph.indices, np.int32)
    t_indptr, t_edges = readonly(graph.t_indptr, np.int64), readonly(graph.t_edges, np.int32)
    t_indices = readonly(graph.t_indices, np.int32)
    minute, stratum = readonly(graph.minute, np.int32), readonly(stratum, np.int32)
    n_strata = int(stratum.max()) + 1 if stratum.size else 1

    around = reviews_around(t_indptr, t_edges, minute, params.window)
    timed = np.diff(t_indptr) > params.product_cap
    reviewer_cap = min(params.reviewer_cap, _MAX_REVIEWER_CAP)
    is_open = _open_edges(indptr, indices, minute, around, timed, params.window_cap, reviewer_cap)
    n_left, p_left = _prune(indptr, indices, t_indptr, t_indices, t_edges, is_open)
    reviewers, live = np.flatnonzero(n_left).astype(np.int32), p_left > 0
    number = np.where(live, np.cumsum(live) - 1, -1).astype(np.int32)
    r_indptr, p_indptr = _offsets(n_left[reviewers]), _offsets(p_left[live])
    a_indptr, activity = _activity(
        reviewers, indptr, indices, t_indptr, around, timed, is_open, stratum, n_strata
    )
    del around
    product, new_minute, first = (np.empty(r_indptr[-1], np.int32) for _ in range(3))
    p_reviews = np.empty((r_indptr[-1], 2), np.int32)
    fill = p_indptr[:-1].copy()
    _compact(indptr, indices, minute, is_open, reviewers, number, fill, product, new_minute, first, p_reviews)
    del is_open
    _sort_by_time(p_indptr, p_reviews, timed[live])
    return Wedges(
        reviewers,
        r_indptr,
        product,
        new_minute,
        first,
        p_indptr,
        p_reviews,
        timed[live],
        a_indptr,
        activity,
    )


def _offsets(sizes: Int32Array) -> Int64Array:
    """Return where each of consecutive pieces begins, and where the last one ends."""
    return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))


def _sort_by_time(p_indptr: Int64Array, p_reviews: Int32Array, timed: BoolArray) -> None:
    """Put the reviews of each timed product in order of time, in place, some products at a time."""
    for first, last in parts(p_indptr):
        lengths, chosen = np.diff(p_indptr[first : last + 1]), timed[first:last]
        places = p_indptr[first] + np.flatnonzero(np.repeat(chosen, lengths))
        starts = np.concatenate(([0], np.cumsum(lengths[chosen])))
        minute = np.ascontiguousarray(p_reviews[places, 1])
        order = timeline(starts, np.arange(places.size, dtype=np.int32), minute, span_of(minute))[1]
        p_reviews[places] = p_reviews[places[order]]


def expansion(graph: ReviewGraph, *, params: PairParams) -> Expansion:
    """Count the wedges of a projection before walking them.

    Parameters
    ----------
    graph
        The reviews.
    params
        Caps and window.

    Returns
    -------
    Expansion
        Sizes of the core and the number of wedges. O(m).
    """
    wedges = find_wedges(graph, np.zeros(graph.t_indptr.size - 1, np.int32), params=params)
    n_wedges = _count_wedges(wedges, params.window)
    return Expansion(wedges.reviewer.size, wedges.timed.size, wedges.product.size, int(n_wedges))


@kernel
def _open_edges(
    indptr: Int64Array,
    indices: Int32Array,
    minute: Int32Array,
    around: Int32Array,
    timed: Any,
    window_cap: int,
    reviewer_cap: int,
) -> Any:
    """Mark the reviews that may meet others."""
    is_open = np.zeros(indices.size, np.bool_)
    for reviewer in range(indptr.size - 1):
        if indptr[reviewer + 1] - indptr[reviewer] > reviewer_cap:
            continue
        for edge in range(indptr[reviewer], indptr[reviewer + 1]):
            in_time = minute[edge] != NO_MINUTE and 1 < around[edge] <= window_cap
            is_open[edge] = in_time or not timed[np.uint32(indices[edge])]
    return is_open


@kernel
def _prune(indptr: Any, indices: Any, t_indptr: Any, t_indices: Any, t_edges: Any, is_open: Any) -> Any:
    """Find the (2,2)-core of the open edges: drop nodes with fewer than two, first in first out.

    Returns the edges that each reviewer and each product has left, 0 or at least two.
    """
    n_reviewers, n_products = indptr.size - 1, t_indptr.size - 1
    degree = np.zeros(n_reviewers + n_products, np.int32)
    for reviewer in range(n_reviewers):
        for edge in range(indptr[reviewer], indptr[reviewer + 1]):
            if is_open[edge]:
                degree[reviewer] += 1
                degree[n_reviewers + np.int64(indices[edge])] += 1
    queue = np.empty(degree.size, np.int32)
    tail = 0
    for node in range(degree.size):
        if degree[node] < 2:
            queue[tail] = node
            tail += 1
    head = 0
    while head < tail:
        lone = np.int64(queue[head])
        head += 1
        if degree[lone] == 0:
            continue
        # below two and not empty: one open edge leads to a node that is still there
        is_reviewer = lone < n_reviewers
        start = indptr[lone] if is_reviewer else t_indptr[lone - n_reviewers]
        end = indptr[lone + 1] if is_reviewer else t_indptr[lone - n_reviewers + 1]
        for position in range(start, end):
            edge = position if is_reviewer else t_edges[position]
            other = np.int64(indices[edge]) + n_reviewers if is_reviewer else np.int64(t_indices[position])
            if is_open[edge] and degree[other] > 0:
                degree[other] -= 1
                if degree[other] == 1:
                    queue[tail] = other
                    tail += 1
                break
        degree[lone] = 0
    return degree[:n_reviewers], degree[n_reviewers:]


@kernel
def _compact(
    indptr: Int64Array,
    indices: Int32Array,
    minute: Int32Array,
    is_open: Any,
    reviewers: Any,
    number: Any,
    fill: Any,
    product: Any,
    new_minute: Any,
    first: Any,
    p_reviews: Any,
) -> None:
    """Write what is left, renumbered densely, rows and columns at once.

    `number` is a product's new number or -1, `fill` where its next reviewer goes.
    """
    at, last = 0, indices.size - 1
    for i in range(reviewers.size):
        for edge in range(indptr[reviewers[i]], indptr[np.int64(reviewers[i]) + 1]):
            # each step of the way to a product's list is asked for before the next one needs it
            prefetch(number, indices[min(edge + 3 * _AHEAD, last)])
            prefetch(fill, max(number[indices[min(edge + 2 * _AHEAD, last)]], 0))
            prefetch(p_reviews, 2 * fill[max(number[indices[min(edge + _AHEAD, last)]], 0)])
            p = number[np.uint32(indices[edge])]
            if not is_open[edge] or p < 0:
                continue
            place = fill[p]
            fill[p] += 1
            p_reviews[place, 0], p_reviews[place, 1] = i, minute[edge]
            product[at], new_minute[at], first[at] = p, minute[edge], place + 1
            at += 1


@kernel
def _activity(
    reviewers: Int32Array,
    indptr: Any,
    indices: Any,
    t_indptr: Any,
    around: Any,
    timed: Any,
    is_open: Any,
    stratum: Any,
    n_strata: Any,
) -> Any:
    """Sum up each account's reviews and chances of being met, by stratum."""
    stratum_reviews = np.zeros(n_strata)
    for p in range(stratum.size):
        stratum_reviews[stratum[p]] += t_indptr[p + 1] - t_indptr[p]
    place, last = np.full(n_strata, -1, np.int64), indices.size - 1
    size = np.int64(0)
    for i in range(reviewers.size):
        for edge in range(indptr[reviewers[i]], indptr[np.int64(reviewers[i]) + 1]):
            prefetch(stratum, indices[min(edge + _AHEAD, last)])
            s = stratum[np.int64(indices[edge])]
            size += place[s] != i
            place[s] = i
    place[:] = -1
    a_indptr, activity = np.zeros(reviewers.size + 1, np.int64), np.zeros((size, 4), np.float32)
    at = np.int64(0)
    for i in range(reviewers.size):
        for edge in range(indptr[reviewers[i]], indptr[np.int64(reviewers[i]) + 1]):
            soon = indices[min(edge + _AHEAD, last)]
            prefetch(stratum, soon)
            prefetch(t_indptr, soon)
            prefetch(timed, soon)
            product = np.int64(indices[edge])
            s = stratum[product]
            if place[s] < a_indptr[i]:
                place[s] = at
                activity[at, 0] = s
                at += 1
            activity[place[s], 1] += np.float32(1.0)
            if is_open[edge]:
                n_around = around[edge] - 1.0
                n_others = n_around
                if not timed[product]:
                    n_others = t_indptr[product + 1] - t_indptr[product] - 1.0
                activity[place[s], 2] += np.float32(n_others / stratum_reviews[s])
                activity[place[s], 3] += np.float32(n_around / stratum_reviews[s])
        a_indptr[i + 1] = at
    return a_indptr, activity


@kernel
def _count_wedges(wedges: Any, window: Any) -> Any:
    """Count the wedges that a projection walks over."""
    n_wedges = 0
    for u in range(wedges.indptr.size - 1):
        for edge in range(wedges.indptr[u], wedges.indptr[u + 1]):
            p, now = np.int64(wedges.product[edge]), np.int64(wedges.minute[edge])
            low, high = wedges.first[edge], wedges.p_indptr[p + 1]
            if wedges.timed[p]:
                low = first_at_or_after(wedges.p_reviews, wedges.p_indptr[p], high, now - window)
                high = first_at_or_after(wedges.p_reviews, low, high, now + window + 1)
            n_wedges += high - low
    return n_wedges
