"""The fused pair projection: which two accounts meet more often than chance, without storing all that meet.

For each account the later accounts that it meets are counted in one array; those met twice or more are scored
against a stratified Poisson null in place; only pairs above the threshold are ever written down. See
`wedges` for what counts as meeting.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np

from collusion.arrays import Float32Array, Int32Array, Int64Array
from collusion.kernels.csr import build_csr
from collusion.kernels.jit import inner_kernel, kernel
from collusion.kernels.poisson import poisson_surprise
from collusion.kernels.prefetch import prefetch
from collusion.kernels.search import first_at_or_after
from collusion.kernels.timeline import NO_MINUTE, order_by_time, parts
from collusion.kernels.wedges import (
    Expansion,
    PairParams,
    ReviewGraph,
    Wedges,
    expansion,
    find_wedges,
)

__all__ = [
    "Expansion",
    "PairParams",
    "Pairs",
    "ReviewGraph",
    "expansion",
    "order_by_time",
    "project",
]

RATE_FLOOR = 1e-9  # no pair is so quiet that meeting once would be beyond all doubt
_LOG_TESTS = float(np.log(2.0))  # the better of two tests was taken
_RANGES_PER_THREAD = 4
_AHEAD = 16  # wedges between asking for a counter and needing it
_LISTS_AHEAD = 4  # products between asking for a list of reviewers and walking it
_FIRST_CAPACITY = 1024


class Pairs(NamedTuple):
    """Pairs of accounts, sorted by (`source`, `target`), source < target.

    `n_shared` products at which they meet, `n_close` of them within the window, `score` in nats: the surprise
    of the better of the two counts under its null, minus ln 2.
    """

    source: Int32Array
    target: Int32Array
    n_shared: Int32Array
    n_close: Int32Array
    score: Float32Array


def project(graph: ReviewGraph, stratum: Int32Array, *, params: PairParams, n_threads: int = 1) -> Pairs:
    """Find the pairs of accounts that meet at two or more products, more often than chance.

    The null gives account v, in each stratum s, the k_vs reviews it wrote there, and each of them the chance
    S_us to land where u was: the sum over u's products of (d_p - 1) / M_s, with d_p the product's reviews
    (for `n_close` only those around u's own review) and M_s the stratum's. The rate is the sum over strata of
    max(k_vs S_us, k_us S_vs).

    Parameters
    ----------
    graph
        The reviews.
    stratum
        Stratum of each product, shape (n_products,), in 0 … n_strata - 1; few and coarse.
    params
        Caps, window and threshold.
    n_threads
        Accounts are split into ranges walked by this many threads; the answer does not depend on it.

    Returns
    -------
    Pairs
        Pairs that score at least the threshold. O(wedges) time; O(m + pairs kept) memory and one counter
        per account and thread. Null: Tumminello et al. 2011, with the margins of both accounts as in Saracco
        et al. 2017.
    """
    wedges = find_wedges(graph, stratum, params=params)
    n_strata = int(stratum.max()) + 1 if stratum.size else 1
    bounds = _even_ranges(wedges, n_threads * _RANGES_PER_THREAD if n_threads > 1 else 1)
    limits = rate_limits(int(np.diff(wedges.indptr).max(initial=0)), params.threshold + _LOG_TESTS)

    def walk(i: int) -> Any:
        """Score the pairs of the accounts of range `i`."""
        return _score_range(
            wedges, n_strata, bounds[i], bounds[i + 1], limits, params.window, params.threshold
        )

    if n_threads > 1:
        with ThreadPoolExecutor(n_threads) as pool:
            parts = list(pool.map(walk, range(bounds.size - 1)))
    else:
        parts = [walk(i) for i in range(bounds.size - 1)]
    whole = np.concatenate([part[0] for part in parts])
    score = np.concatenate([part[1] for part in parts])
    n = wedges.reviewer.size
    order = build_csr(whole[:, 0], whole[:, 1], n, n).order
    u, v, n_shared, n_close = np.ascontiguousarray(whole[order].T)
    return Pairs(wedges.reviewer[u], wedges.reviewer[v], n_shared, n_close, score[order])


def _even_ranges(wedges: Wedges, n_ranges: int) -> Int64Array:
    """Cut the accounts into ranges of about equal work; return their bounds, shape (n_ranges + 1,)."""
    sizes, indptr = np.diff(wedges.p_indptr), wedges.indptr
    total = np.zeros(indptr.size, np.int64)
    for first, last in parts(indptr):
        before = np.cumsum(sizes[wedges.product[indptr[first] : indptr[last]]])
        total[first + 1 : last + 1] = total[first] + before[indptr[first + 1 : last + 1] - indptr[first] - 1]
    shares = np.arange(1, n_ranges) * total[-1] // n_ranges
    return np.concatenate(([0], np.searchsorted(total, shares), [total.size - 1])).astype(np.int64)


@kernel
def rate_limits(n_max: Any, surprise: Any) -> Any:
    """Return, for each count up to `n_max`, the rate above which it is less surprising than `surprise`.

    Parameters
    ----------
    n_max
        Largest count.
    surprise
        Nats that are wanted.

    Returns
    -------
    Float64Array
        Limits, shape (n_max + 1,), a little too high rather than too low; below 0 where no rate is low
        enough.
    """
    limits = np.full(n_max + 1, -1.0 if surprise > 0 else np.inf)
    for n in range(1, n_max + 1 if surprise > 0 else 1):
        low, high = 0.0, n + 1.0
        while poisson_surprise(n, high) >= surprise:
            high *= 2.0
        while high - low > 1e-9 * high and high > RATE_FLOOR:
            middle = 0.5 * (low + high)
            if poisson_surprise(n, middle) >= surprise:
                low = middle
            else:
                high = middle
        limits[n] = max(high, RATE_FLOOR)
        if poisson_surprise(n, RATE_FLOOR) < surprise:
            limits[n] = -1.0
    return limits


@inner_kernel
def _gather(wedges: Any, u: Any, met: Any, window: Any) -> Any:
    """List the later accounts that u meets, once a meeting, doubled, plus one where close; grow the list."""
    n_met = np.int64(0)
    for edge in range(wedges.indptr[u], wedges.indptr[u + 1]):
        soon = min(edge + _LISTS_AHEAD, wedges.first.size - 1)
        prefetch(wedges.p_reviews, 2 * wedges.first[soon])
        prefetch(wedges.p_indptr, wedges.product[soon] + 1)
        p = np.uint32(wedges.product[edge])
        start, end = wedges.first[edge], wedges.p_indptr[p + np.uint32(1)]
        # an unknown time is close to nothing: an empty window
        now = np.int64(wedges.minute[edge])
        low = now - window if now != NO_MINUTE else np.int64(1)
        high = now + window if now != NO_MINUTE else np.int64(0)
        if wedges.timed[p]:
            start = first_at_or_after(wedges.p_reviews, wedges.p_indptr[p], end, low)
            end = first_at_or_after(wedges.p_reviews, start, end, high + 1)
        if n_met + end - start > met.size:
            met = _grown(met, 2 * (n_met + end - start))
        for position in range(np.uint64(start), np.uint64(end)):
            v, time = wedges.p_reviews[position, 0], wedges.p_reviews[position, 1]
            met[np.uint64(n_met)] = np.uint32(2 * np.uint32(v)) | np.uint32(low <= time <= high)
            n_met += v > u
    return met, n_met


@inner_kernel
def _tally(met: Any, n_met: Any, counter: Any) -> Any:
    """Count meetings: `counter` += 1, and 2^16 more where close; move whom u met to the front of `met`."""
    n_touched = np.uint64(0)
    for i in range(np.uint64(n_met)):
        prefetch(counter, met[min(i + np.uint64(_AHEAD), np.uint64(n_met - 1))] >> np.uint32(1))
        v = met[i] >> np.uint32(1)
        before = counter[v]
        counter[v] = before + np.uint32(1) + ((met[i] & np.uint32(1)) << np.uint32(16))
        met[n_touched] = v
        n_touched += np.uint64(before == np.uint32(0))
    return n_touched


@inner_kernel
def _grown(column: Any, size: Any) -> Any:
    larger = np.empty(size, column.dtype)
    for i in range(column.size):
        larger[i] = column[i]
    return larger


@kernel
def _score_range(
    wedges: Any, n_strata: Any, begin: Any, end: Any, limits: Any, window: Any, threshold: Any
) -> Any:
    """Score the pairs (u, v) with begin <= u < end and v > u; columns u, v, n_shared, n_close, score."""
    counter = np.zeros(wedges.indptr.size - 1, np.uint32)
    met = np.empty(_FIRST_CAPACITY, np.uint32)
    reviews, chance, close_chance = np.zeros(n_strata), np.zeros(n_strata), np.zeros(n_strata)
    whole, score = np.empty((_FIRST_CAPACITY, 4), np.int32), np.empty(_FIRST_CAPACITY, np.float32)
    n_out = 0
    for u in range(begin, end):
        for a in range(wedges.a_indptr[u], wedges.a_indptr[u + 1]):
            s = np.uint32(wedges.activity[a, 0])
            reviews[s], chance[s] = wedges.activity[a, 1], wedges.activity[a, 2]
            close_chance[s] = wedges.activity[a, 3]
        met, n_met = _gather(wedges, u, met, window)
        for t in range(_tally(met, n_met, counter)):
            v = np.int64(met[t])
            n_shared = np.int64(counter[v] & np.uint32(0xFFFF))
            n_close = np.int64(counter[v] >> np.uint32(16))
            counter[v] = 0
            if n_shared < 2:
                continue
            rate, close_rate = RATE_FLOOR, RATE_FLOOR
            for a in range(wedges.a_indptr[v], wedges.a_indptr[v + 1]):
                s = np.uint32(wedges.activity[a, 0])
                v_reviews = np.float64(wedges.activity[a, 1])
                rate += max(v_reviews * chance[s], reviews[s] * wedges.activity[a, 2])
                close_rate += max(v_reviews * close_chance[s], reviews[s] * wedges.activity[a, 3])
            # the table spares nearly all pairs the logarithms
            if rate > limits[n_shared] and close_rate > limits[n_close]:
                continue
            best = max(poisson_surprise(n_shared, rate), poisson_surprise(n_close, close_rate)) - _LOG_TESTS
            if best < threshold:
                continue
            if n_out == score.size:
                score = _grown(score, 2 * n_out)
                whole = _grown(whole.ravel(), 8 * n_out).reshape((2 * n_out, 4))
            whole[n_out, 0], whole[n_out, 1], whole[n_out, 2], whole[n_out, 3] = u, v, n_shared, n_close
            score[n_out] = best
            n_out += 1
        for a in range(wedges.a_indptr[u], wedges.a_indptr[u + 1]):
            s = np.uint32(wedges.activity[a, 0])
            reviews[s], chance[s], close_chance[s] = 0.0, 0.0, 0.0
    return whole[:n_out], score[:n_out]
