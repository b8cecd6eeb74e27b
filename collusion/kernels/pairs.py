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
from collusion.kernels.jit import kernel
from collusion.kernels.poisson import poisson_surprise
from collusion.kernels.prefetch import prefetch
from collusion.kernels.wedges import (
    NO_MINUTE,
    Expansion,
    PairParams,
    ReviewGraph,
    expansion,
    find_wedges,
    first_at_or_after,
    order_by_time,
    wedge_counts,
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
    S_us to land where u was: the sum over u's products of (d_p - 1) / M_s, with d_p the product's reviews (for
    `n_close` only those around u's own review) and M_s the stratum's. The rate is the sum over strata of
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
    work = wedge_counts(wedges.indptr, wedges.product, wedges.minute, wedges.first, wedges.p_indptr,
                        wedges.p_minute, wedges.timed, params.window)  # fmt: skip
    bounds = _even_ranges(work, n_threads * _RANGES_PER_THREAD if n_threads > 1 else 1)

    def walk(i: int) -> Any:
        return _count_range(wedges, n_strata, bounds[i], bounds[i + 1], params.window, params.threshold)

    if n_threads > 1:
        with ThreadPoolExecutor(n_threads) as pool:
            parts = list(pool.map(walk, range(bounds.size - 1)))
    else:
        parts = [walk(i) for i in range(bounds.size - 1)]
    u, v, shared, close, score = (np.concatenate(columns) for columns in zip(*parts))
    order = build_csr(u, v, wedges.reviewer.size, wedges.reviewer.size).order
    ids = wedges.reviewer
    return Pairs(ids[u[order]], ids[v[order]], shared[order], close[order], score[order])


def _even_ranges(work: Int64Array, n_ranges: int) -> Int64Array:
    """Cut the accounts into ranges of about equal work; return their bounds, shape (n_ranges + 1,)."""
    total = np.cumsum(work + 1)
    shares = np.arange(1, n_ranges) * (int(total[-1]) if total.size else 0) // n_ranges
    cuts = np.searchsorted(total, shares, side="right")
    return np.concatenate(([0], cuts, [work.size])).astype(np.int64)


@kernel
def _meet(wedges: Any, u: Any, counter: Any, touched: Any, window: Any) -> Any:
    """Count u's meetings with each later account: `counter` += 1, and += 2^16 where close; list the accounts."""
    n_touched = np.int64(0)
    for edge in range(wedges.indptr[u], wedges.indptr[u + 1]):
        p = np.uint32(wedges.product[edge])
        end = wedges.p_indptr[p + np.uint32(1)]
        # an unknown time is close to nothing: an empty window
        now = np.int64(wedges.minute[edge])
        low = now - window if now != NO_MINUTE else np.int64(1)
        high = now + window if now != NO_MINUTE else np.int64(0)
        if wedges.timed[p]:
            start = first_at_or_after(wedges.p_minute, wedges.p_indptr[p], end, low)
            end = first_at_or_after(wedges.p_minute, start, end, high + 1)
        else:
            start = wedges.first[edge]
        for position in range(np.uint64(start), np.uint64(end)):
            ahead = min(position + np.uint64(_AHEAD), np.uint64(end - 1))
            prefetch(counter, np.uint32(wedges.p_reviewer[ahead]))
            v = np.uint32(wedges.p_reviewer[position])
            if v <= np.uint32(u):
                continue
            if counter[v] == np.uint32(0):
                touched[n_touched] = v
                n_touched += 1
            time = wedges.p_minute[position]
            counter[v] += np.uint32(0x10001) if low <= time <= high else np.uint32(1)
    return n_touched


@kernel
def _grown(column: Any, size: int) -> Any:
    larger = np.empty(size, dtype=column.dtype)
    larger[: column.size] = column
    return larger


@kernel
def _count_range(wedges: Any, n_strata: int, begin: int, end: int, window: int, threshold: float) -> Any:
    """Score the pairs (u, v) with begin <= u < end and v > u; columns u, v, n_shared, n_close, score."""
    n = wedges.indptr.size - 1
    counter, touched = np.zeros(n, dtype=np.uint32), np.empty(n, dtype=np.uint32)
    reviews, chance, close_chance = np.zeros(n_strata), np.zeros(n_strata), np.zeros(n_strata)
    out_u, out_v = np.empty(_FIRST_CAPACITY, dtype=np.int32), np.empty(_FIRST_CAPACITY, dtype=np.int32)
    out_shared, out_close = np.empty_like(out_u), np.empty_like(out_u)
    out_score = np.empty(_FIRST_CAPACITY, dtype=np.float32)
    n_out = 0
    for u in range(begin, end):
        for a in range(wedges.a_indptr[u], wedges.a_indptr[u + 1]):
            s = wedges.a_stratum[a]
            reviews[s], chance[s], close_chance[s] = (
                wedges.a_reviews[a],
                wedges.a_chance[a],
                wedges.a_close[a],
            )
        for t in range(_meet(wedges, u, counter, touched, window)):
            v = np.int64(touched[t])
            n_shared = np.int64(counter[v] & np.uint32(0xFFFF))
            n_close = np.int64(counter[v] >> np.uint32(16))
            counter[v] = 0
            if n_shared < 2:
                continue
            rate, close_rate = 0.0, 0.0
            for a in range(wedges.a_indptr[v], wedges.a_indptr[v + 1]):
                s = wedges.a_stratum[a]
                rate += max(wedges.a_reviews[a] * chance[s], reviews[s] * wedges.a_chance[a])
                close_rate += max(wedges.a_reviews[a] * close_chance[s], reviews[s] * wedges.a_close[a])
            score = poisson_surprise(n_shared, max(rate, RATE_FLOOR))
            score = max(score, poisson_surprise(n_close, max(close_rate, RATE_FLOOR))) - _LOG_TESTS
            if score < threshold:
                continue
            if n_out == out_u.size:
                size = 2 * n_out
                out_u, out_v, out_score = _grown(out_u, size), _grown(out_v, size), _grown(out_score, size)
                out_shared, out_close = _grown(out_shared, size), _grown(out_close, size)
            out_u[n_out], out_v[n_out], out_score[n_out] = u, v, score
            out_shared[n_out], out_close[n_out] = n_shared, n_close
            n_out += 1
        for a in range(wedges.a_indptr[u], wedges.a_indptr[u + 1]):
            s = wedges.a_stratum[a]
            reviews[s], chance[s], close_chance[s] = 0.0, 0.0, 0.0
    return out_u[:n_out], out_v[:n_out], out_shared[:n_out], out_close[:n_out], out_score[:n_out]
