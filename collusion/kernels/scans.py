"""Scans of each product's arrivals in time for bursts: the cohorts from which rings are grown."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from collusion.arrays import Int32Array, Int64Array
from collusion.kernels.jit import inner_kernel, kernel


class Cohorts(NamedTuple):
    """Windows of products, shape (n_cohorts,) each.

    Attributes
    ----------
    low, high
        First and last position of the window in column order.
    surplus
        Surplus over even arrivals in thousandths of a nat.
    """

    low: Int64Array
    high: Int64Array
    surplus: Int32Array


@inner_kernel
def best_burst(t_minute, first, last, window, span):  # type: ignore[no-untyped-def]  # numba infers arrays
    """Find the window of at most `window` minutes in [first, last) with the largest Poisson surplus.

    Parameters
    ----------
    t_minute
        Minutes in column order, ascending from `first` to `last`.
    first, last
        Where the product's reviews begin, and where the next one's do.
    window
        Longest burst in minutes.
    span
        Length of the whole period in minutes.

    Returns
    -------
    tuple
        First and last position of the window, surplus in nats (0 when nothing exceeds). O(last − first).
    """
    mean = max((last - first) * window / span, 0.2)
    best, best_low, best_high = 0.0, first, first
    high = first
    for low in range(first, last):
        high = max(high, low)
        while high + 1 < last and t_minute[high + 1] - t_minute[low] <= window:
            high += 1
        n = high - low + 1
        if n > mean:
            gain = n * math.log(n / mean) - (n - mean)
            if gain > best:
                best, best_low, best_high = gain, low, high
    return best_low, best_high, best


@kernel
def scan_bursts(
    t_indptr: Int64Array, t_minute: Int32Array, window: float, span: float, min_size: int
) -> Cohorts:
    """Find up to three bursts of each product: the best, and the best before and after it.

    Parameters
    ----------
    t_indptr
        Column offsets, shape (n_products + 1,).
    t_minute
        Minutes of each review in column order, ascending within a product, shape (n_edges,).
    window
        Longest burst in minutes.
    span
        Length of the whole period in minutes.
    min_size
        Fewest reviews of a burst.

    Returns
    -------
    Cohorts
        Bursts in order of product; ``surplus`` in thousandths of a nat. O(n_edges).
    """
    n_products = len(t_indptr) - 1
    low, high = np.empty(3 * n_products, np.int64), np.empty(3 * n_products, np.int64)
    surplus = np.empty(3 * n_products, np.int32)
    kept = 0
    for p in range(n_products):
        first, last = t_indptr[p], t_indptr[p + 1]
        if last - first < min_size:
            continue
        a, b, gain = best_burst(t_minute, first, last, window, span)
        for start, stop, part in ((first, last, 0), (first, a, 1), (b + 1, last, 2)):
            if part > 0:
                if stop - start < min_size:
                    continue
                a, b, gain = best_burst(t_minute, start, stop, window, span)
            if b - a + 1 >= min_size and gain > 0.0:
                low[kept], high[kept] = a, b
                surplus[kept] = int(min(gain, 2e6) * 1000.0)
                kept += 1
    return Cohorts(low[:kept], high[:kept], surplus[:kept])
