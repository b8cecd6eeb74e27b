"""Seeds of accounts that begin and end together, however sparse what they review.

Rings that hide for months share no burst and hardly a product; yet their accounts set out within days of one
another and fall silent within days. Bought accounts, which began long ago and apart, still fall silent
together.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from collusion.arrays import Float64Array, Int32Array, Int64Array
from collusion.detection.candidates import Seeds, seeds_of
from collusion.detection.params import DetectionParams
from collusion.evidence.tenure import TenureEvidence
from collusion.minutes import DAY

#: Days of the windows of beginnings and ends, and nats by which accounts in one must exceed those around it.
_WINDOW_DAYS = (12.0, 40.0)
_LEAST_NATS = 6.0
#: Windows on each side, three to a length, that overlap one: the densest stands for all.
_OVERLAP = 2
#: Least class of activity: accounts of fewer than 2² reviews begin and end by chance.
_LEAST_CLASS = 2
#: Share of a window's accounts that other seeds may have already.
_MOST_KNOWN = 0.7
#: How seeds of tenures are called.
ORIGIN = "tenures"
#: Most windows, the densest first.
MOST_WINDOWS = 3000
#: Accounts looked at together.
_TOGETHER = 1 << 20


class _Side(NamedTuple):
    """Windows of bins along one side, ends excluded, and the surroundings of each."""

    low: Int64Array
    high: Int64Array
    outer_low: Int64Array
    outer_high: Int64Array


def tenure_seeds(evidence: TenureEvidence, *, params: DetectionParams) -> Seeds:
    """Propose accounts, about as active, that began within a window, ended within a window, or both.

    Parameters
    ----------
    evidence
        The tenures of all accounts.
    params
        Size of cohorts, and how many at most.

    Returns
    -------
    Seeds
        Those of most surplus over their surroundings first; none without times. O(n_edges + n_classes ·
        n_bins²).
    """
    dense = _dense_windows(evidence, params)
    windows = dense[: min(MOST_WINDOWS, params.max_seeds)]
    accounts, rows = _accounts_in(windows, evidence)
    orders = [np.argsort(rows[side], kind="stable") for side in range(3)]
    known = np.zeros(len(evidence.graph.reviewers), dtype=bool)
    groups = []
    for window in windows:
        inside = np.sort(accounts[_inside(window, rows, orders)])
        if known[inside].mean() <= _MOST_KNOWN:
            known[inside] = True
            groups.append(inside)
    n_left = len(dense) - len(windows)
    n_cut = n_left if params.max_seeds < MOST_WINDOWS else 0
    return replace(seeds_of(groups, ORIGIN, sparse=True), n_cut=n_cut, n_beyond=n_left - n_cut)


def _dense_windows(evidence: TenureEvidence, params: DetectionParams) -> Int64Array:
    """Return each window's kind of beginning, first and last class, bins of beginnings and ends, best
    first: (n, 7).
    """
    before, width = evidence.tenures.before, evidence.tenures.width
    n_classes, n_bins = before.shape[1], before.shape[2] - 1
    windows, surplus = [np.zeros((0, 7), np.int64)], [np.zeros(0)]
    whole = _Side(*(np.array([edge]) for edge in (0, n_bins, 0, n_bins)))
    for days in _WINDOW_DAYS if width > 0 else ():
        sliding = _sliding(n_bins, math.ceil(days * DAY / width))
        for kind, low, more in itertools.product(range(2), range(_LEAST_CLASS, n_classes), range(2)):
            counts = before[kind, low : low + 1 + more].sum(axis=0, dtype=np.int64)
            for begins, ends in ((sliding, sliding), (sliding, whole), (whole, sliding)):
                i, j, nats = _densest(counts, begins, ends, params)
                who = np.broadcast_to((kind, low, min(low + more, n_classes - 1)), (len(i), 3))
                bins = (begins.low[i], begins.high[i] - 1, ends.low[j], ends.high[j] - 1)
                windows.append(np.column_stack([who, *bins]))
                surplus.append(nats)
    order = np.argsort(-np.concatenate(surplus), kind="stable")
    return np.concatenate(windows)[order]


def _sliding(n_bins: int, length: int) -> _Side:
    """Return windows of `length` bins at every third of it, and at the end, with twice the length around
    both ways.
    """
    last = max(n_bins - length, 0)
    low = np.union1d(np.arange(0, last, max(length // 3, 1)), last)
    high = np.minimum(low + length, n_bins)
    return _Side(low, high, np.maximum(low - 2 * length, 0), np.minimum(high + 2 * length, n_bins))


def _densest(
    before: Int64Array, begins: _Side, ends: _Side, params: DetectionParams
) -> tuple[Int64Array, Int64Array, Float64Array]:
    """Return the windows denser than what is around them and than those that overlap, and their surplus."""
    rows = before[begins.high] - before[begins.low]
    n = rows[:, ends.high] - rows[:, ends.low]
    i, j = np.nonzero((n >= params.cohort_size) & (n <= params.max_cohort))
    n = n[i, j]
    low, high, end_low, end_high = (
        begins.outer_low[i],
        begins.outer_high[i],
        ends.outer_low[j],
        ends.outer_high[j],
    )
    around = before[high, end_high] - before[low, end_high] - before[high, end_low] + before[low, end_low]
    area = (begins.high - begins.low)[i] * (ends.high - ends.low)[j]
    outer_area = (high - low) * (end_high - end_low)
    expected = (around - n + 1.0) * area / np.maximum(outer_area - area, 1)
    nats = np.where(n > expected, n * np.log(n / expected) - (n - expected), 0.0)
    field = np.zeros((len(begins.low), len(ends.low)))
    field[i, j] = np.where(nats >= _LEAST_NATS, nats, 0.0)
    peak = (nats >= _LEAST_NATS) & (nats == _highest_near(field)[i, j])
    return i[peak], j[peak], nats[peak]


def _highest_near(field: Float64Array) -> Float64Array:
    """Return the largest value of `field`, at least 0, among each place and those that overlap it."""
    highest = field
    for _ in range(2):
        # np.maximum of whole rows is far faster than a maximum over windows; transposed, rows are columns.
        around = highest.copy()
        for shift in range(1, _OVERLAP + 1):
            np.maximum(around[shift:], highest[:-shift], out=around[shift:])
            np.maximum(around[:-shift], highest[shift:], out=around[:-shift])
        highest = around.T
    return highest


def _accounts_in(windows: Int64Array, evidence: TenureEvidence) -> tuple[Int32Array, Int32Array]:
    """Return the accounts in any window, ascending, and their first review, onset, last and class: (4, n)."""
    is_wanted = np.zeros(evidence.tenures.before.shape, dtype=bool)
    for kind, low, high, begin, begun, end, ended in windows:
        is_wanted[kind, low : high + 1, begin : begun + 1, end : ended + 1] = True
    whole = evidence.tenures.whole
    accounts = [np.zeros(0, np.int32)]
    for start in range(0, len(whole) if len(windows) else 0, _TOGETHER):
        first, onset, last, of_class = whole[start : start + _TOGETHER].T
        wanted = is_wanted[0, of_class, first, last] | is_wanted[1, of_class, onset, last]
        accounts.append((np.flatnonzero(wanted & (of_class >= 0)) + start).astype(np.int32))
    chosen = np.concatenate(accounts)
    return chosen, np.ascontiguousarray(whole[chosen].T)


def _inside(window: Int64Array, rows: Int32Array, orders: list[Int64Array]) -> Int64Array:
    """Return which of `rows` are in a `window`; `orders` sort them by first review, onset and last review."""
    kind, low, high, begin, begun, end, ended = window
    side, least, most = (kind, begin, begun) if begun - begin < ended - end else (2, end, ended)
    bounds = np.searchsorted(rows[side], (least, most + 1), sorter=orders[side])
    near = orders[side][bounds[0] : bounds[1]]
    begins, ends, of_class = rows[kind, near], rows[2, near], rows[3, near]
    together = (begin <= begins) & (begins <= begun) & (end <= ends) & (ends <= ended)
    return np.asarray(near[together & (low <= of_class) & (of_class <= high)])
