"""Did accounts begin and end together? The tenure of an account is the time from its first review to its last.

Hired accounts write for the job and fall silent; honest ones come and go one by one. Counts of all accounts by
first and last review, as prefix sums over a grid, say how many honest ones of the same activity fit a window of
beginnings and one of ends (a scan statistic with the population's own density, Kulldorff 1997, §2).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from collusion.arrays import Int32Array
from collusion.kernels.jit import kernel
from collusion.kernels.poisson import poisson_surplus

_NO_TIME = np.iinfo(np.int32).min
_DAY = 1440.0
#: Lengths in days of the windows of beginnings and of ends.
_WINDOW_DAYS = (4.0, 12.0, 40.0)
#: How much denser than all accounts' an honest group's tenures may be, and the least share of it in a window.
HONEST_FACTOR, _MOST_OF = 3.0, 1.0 / 3.0
#: Accounts' worth of what is known of the classes beside one that is added to it: a class may be small.
_PRIOR = 200.0
#: Most nats that an account's tenure may speak for it and against it.
_MOST_FOR, _MOST_AGAINST = 5.0, 2.0


class Tenures(NamedTuple):
    """Tenures of all accounts: how many there are, by activity, beginning and end.

    Attributes
    ----------
    before
        Accounts of each class of activity whose first review is in a bin before one and whose last in a bin
        before the other, shape (n_classes, n_bins + 1, n_bins + 1).
    begin, width
        Minute at which the first bin begins, and minutes of each; `width` is 0 without times.
    """

    before: Int32Array
    begin: int
    width: float


class Spell(NamedTuple):
    """A window of first reviews and one of last reviews, in bins, that many of a group's accounts share.

    ``inside`` and ``outside`` are the nats by which it speaks for an account to be in both, and not to be;
    ``nats`` the surplus over all accounts' tenures, net of choosing the windows, 0 when there is none; `n`
    accounts of the group are in both, where honest ones would be `expected`.
    """

    first_low: int
    first_high: int
    last_low: int
    last_high: int
    inside: float
    outside: float
    nats: float
    n: int
    expected: float


@kernel
def class_of(n, n_classes):  # type: ignore[no-untyped-def]  # numba infers numbers
    """Return the class of activity of `n` ≥ 1 reviews: their log2, rounded down, the last of `n_classes` at most."""
    k = 0
    while n > 1 and k < n_classes - 1:
        n >>= 1
        k += 1
    return k


@kernel
def count_tenures(indptr, minute, n_classes, n_bins):  # type: ignore[no-untyped-def]  # numba infers arrays
    """Count all accounts by activity, first and last review: `Tenures`; O(n_edges + n_classes · n_bins²).

    Parameters
    ----------
    indptr
        Row offsets, shape (n_reviewers + 1,).
    minute
        Minute of each review in row order, the least integer when unknown, shape (n_edges,).
    n_classes, n_bins
        Classes of activity, and bins of time.
    """
    begin, end = np.iinfo(np.int32).max, _NO_TIME
    for e in range(len(minute)):
        if minute[e] != _NO_TIME:
            begin, end = min(begin, minute[e]), max(end, minute[e])
    before = np.zeros((n_classes, n_bins + 1, n_bins + 1), np.int32)
    if end <= begin:
        return Tenures(before, 0, 0.0)
    width = (end - begin + 1) / n_bins
    for r in range(len(indptr) - 1):
        first, last, n = np.iinfo(np.int32).max, _NO_TIME, 0
        for e in range(indptr[r], indptr[r + 1]):
            if minute[e] != _NO_TIME:
                first, last, n = min(first, minute[e]), max(last, minute[e]), n + 1
        if n > 0:
            i, j = int((first - begin) / width), int((last - begin) / width)
            before[class_of(n, n_classes), i + 1, j + 1] += 1
    for c in range(n_classes):
        for i in range(1, n_bins + 1):
            row = 0
            for j in range(1, n_bins + 1):
                row += before[c, i, j]
                before[c, i, j] = before[c, i - 1, j] + row
    return Tenures(before, begin, width)


@kernel
def tenures_of(members, indptr, minute, skipped, tenures, n_classes):  # type: ignore[no-untyped-def]
    """Return the `members` of known tenure and these, as `best_spell` wants them: O(reviews of the members).

    Parameters
    ----------
    members
        Reviewers, ascending, shape (m,).
    indptr, minute
        See `count_tenures`.
    skipped
        Edges in row order, ascending, that belong to the block under test.
    tenures, n_classes
        Bins of time, and classes of activity.

    Returns
    -------
    tuple
        The accounts that have other reviews of known time, shape (n,), and their tenures, shape (n, 6).
    """
    who = np.empty(len(members), np.int32)
    own, n_own, at = np.empty((len(members), 6), np.int32), 0, 0
    begin, width, never = tenures.begin, tenures.width, np.iinfo(np.int32).max
    for r in members:
        bounds = (never, _NO_TIME, 0, never, _NO_TIME, 0)
        for e in range(indptr[r], indptr[r + 1]):
            while at < len(skipped) and skipped[at] < e:
                at += 1
            if minute[e] != _NO_TIME:
                bounds = longer(bounds, minute[e], at == len(skipped) or skipped[at] != e)
        if width > 0.0 and bounds[2] > 0:
            who[n_own], own[n_own] = r, in_bins(bounds, begin, width, n_classes)
            n_own += 1
    return who[:n_own], own[:n_own]


@kernel
def longer(bounds, minute, is_outside):  # type: ignore[no-untyped-def]  # numba infers tuples
    """Return first, last and number of an account's reviews outside a block, then of all, with one `minute` more."""
    first, last, n, first_of_all, last_of_all, n_of_all = bounds
    if is_outside:
        first, last, n = min(first, minute), max(last, minute), n + 1
    return first, last, n, min(first_of_all, minute), max(last_of_all, minute), n_of_all + 1


@kernel
def in_bins(bounds, begin, width, n_classes):  # type: ignore[no-untyped-def]  # numba infers tuples
    """Return `bounds` of an account, see `longer`, as bins of time and classes of activity; class −1 for none."""
    first, last, n, first_of_all, last_of_all, n_of_all = bounds
    if n == 0:
        return 0, 0, -1, 0, 0, -1
    return (
        int((first - begin) / width),
        int((last - begin) / width),
        class_of(n, n_classes),
        int((first_of_all - begin) / width),
        int((last_of_all - begin) / width),
        class_of(n_of_all, n_classes),
    )


@kernel
def within(before, c, box):  # type: ignore[no-untyped-def]  # numba infers tuples
    """Return how many accounts of class `c` begin and end in the bins of `box`, both ends included."""
    a, b, low, high = box
    return before[c, b + 1, high + 1] - before[c, a, high + 1] - before[c, b + 1, low] + before[c, a, low]


@kernel
def honest_share(own, before, box):  # type: ignore[no-untyped-def]  # numba infers arrays
    """Return the share of a group that would be in the `box` if it were honest, accounts weighed by class.

    `own` is as of `best_spell`: its accounts do not count as others.
    """
    n_classes, n_bins = len(before), before.shape[1] - 1
    mine, here, gone = np.zeros(n_classes), np.zeros(n_classes), np.zeros(n_classes)
    for i in range(len(own)):
        mine[own[i, 2]] += 1.0
        gone[own[i, 5]] += 1.0
        here[own[i, 5]] += box[0] <= own[i, 3] <= box[1] and box[2] <= own[i, 4] <= box[3]
    share = 0.0
    for c in range(n_classes):
        if mine[c] > 0:
            around, total = 0.5, 1.0
            for near in range(max(c - 1, 0), min(c + 2, n_classes)):
                around += within(before, near, box) - here[near]
                total += before[near, n_bins, n_bins] - gone[near]
            others = within(before, c, box) - here[c] + _PRIOR * around / total
            share += mine[c] * others / (before[c, n_bins, n_bins] - gone[c] + _PRIOR)
    return min(HONEST_FACTOR * share / len(own), 1.0)


@kernel
def best_side(own, before, box, side, per_day):  # type: ignore[no-untyped-def]  # numba infers arrays
    """Choose the window of beginnings (`side` 0) or ends (1) that narrows `box` to the largest surplus.

    Returns the box, the nats by which its accounts of `own` exceed honest ones' share, net of choosing the
    window, and that share; no nats when no window exceeds. `per_day` is bins a day. O(n² · lengths).
    """
    n, n_bins = len(own), before.shape[1] - 1
    best_box, best, best_share, cost = box, 0.0, 1.0, math.log(len(_WINDOW_DAYS) * max(n, 1.0))
    is_start = np.zeros(n_bins, np.bool_)
    for i in range(n):
        is_start[own[i, side]] = True
    for days in _WINDOW_DAYS:
        length = max(int(math.ceil(days * per_day)), 1)
        for low in range(n_bins):
            if not is_start[low]:
                continue
            high = min(low + length, n_bins) - 1
            trial = (low, high, box[2], box[3]) if side == 0 else (box[0], box[1], low, high)
            k = 0
            for i in range(n):
                k += trial[0] <= own[i, 0] <= trial[1] and trial[2] <= own[i, 1] <= trial[3]
            if k < 3 or k < _MOST_OF * n:
                continue
            share = honest_share(own, before, trial)
            nats = poisson_surplus(float(k), n * share) - cost
            if nats > best:
                best_box, best, best_share = trial, nats, share
    return best_box, best, best_share


@kernel
def best_spell(own, before, width):  # type: ignore[no-untyped-def]  # numba infers arrays
    """Find the `Spell` that exceeds all accounts' tenures most: windows of beginnings, of ends, or of both.

    Parameters
    ----------
    own
        For each account of the group bins of its first and last review and class of activity, outside of the
        block under test, then the same of all its reviews; shape (n, 6).
    before, width
        See `Tenures`.

    Returns
    -------
    Spell
        O(n²).
    """
    n, n_bins = len(own), before.shape[1] - 1
    best = Spell(0, -1, 0, -1, 0.0, 0.0, 0.0, 0, 0.0)
    if n < 3 or width <= 0.0:
        return best
    everywhere = (0, n_bins - 1, 0, n_bins - 1)
    for side in range(2):
        box, first_nats, share = best_side(own, before, everywhere, side, _DAY / width)
        cost = math.log(3.0) + math.log(len(_WINDOW_DAYS) * max(n, 1.0))
        nats = first_nats - math.log(3.0)
        if first_nats > 0.0:
            both, more, narrow = best_side(own, before, box, 1 - side, _DAY / width)
            if more - cost > nats:
                box, nats, share = both, more - cost, narrow
        if nats > best.nats:
            k = 0
            for i in range(n):
                k += box[0] <= own[i, 0] <= box[1] and box[2] <= own[i, 1] <= box[3]
            ring = min((k + 0.5) / (n + 1.0), 0.95)
            inside = min(math.log(1.0 - ring + ring / share), _MOST_FOR)
            outside = max(math.log(1.0 - ring), -_MOST_AGAINST)
            expected = n * share / HONEST_FACTOR
            best = Spell(box[0], box[1], box[2], box[3], inside, outside, nats, k, expected)
    return best
