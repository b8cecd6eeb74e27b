"""Tenure kernels: windows in which the first or last reviews of a group's accounts concentrate.

Hired accounts write for the job and fall silent; honest ones come and go one by one. Bought accounts began
long ago, but have an onset: a review from which they write far more often than before (the likeliest change
of rate of a Poisson process, Kulldorff 1997, §2). Counts of all accounts by beginning, first review or
onset, and last review, as prefix sums over a grid, say how many honest ones of the same activity fit a
window of beginnings and one of ends.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from collusion.arrays import Float64Array, Int32Array
from collusion.kernels.jit import inner_kernel, kernel
from collusion.kernels.poisson import poisson_surplus
from collusion.kernels.sorting import sort_ascending
from collusion.minutes import DAY, NO_TIME

_LATEST = np.iinfo(np.int32).max
#: Lengths in days of the windows of onsets and of ends.
_WINDOW_DAYS = (5.0, 10.0, 20.0, 40.0)
#: How much denser than all accounts' an honest group's tenures may be, and the least share of it in a window.
HONEST_FACTOR, _MOST_OF = 3.0, 1.0 / 3.0
#: Nats by which another rate from a review on must be likelier for it to be the onset, and minutes that every
#: span of time is granted, so that two reviews on a day are no rate.
_CHANGE, _PAUSE = 6.0, 10.0 * DAY
#: Accounts' worth of what is known of the classes beside one that is added to it: a class may be small.
_PRIOR = 200.0
#: Most nats that an account's tenure may speak for it and against it.
_MOST_FOR, _MOST_AGAINST = 8.0, 2.0


class Tenures(NamedTuple):
    """Tenures of all accounts: how many there are, by activity, beginning and end.

    Attributes
    ----------
    before
        Accounts of each class of activity whose beginning is in a bin before one and whose last review in a
        bin before the other; first by first reviews, then by onsets, shape (2, n_classes, n_bins + 1,
        n_bins + 1).
    begin, width
        Minute at which the first bin begins, and minutes of each; `width` is 0 without times.
    whole
        Bins of each account's first review, onset and last review, and its class, −1 without times; shape
        (n_reviewers, 4).
    """

    before: Int32Array
    begin: int
    width: float
    whole: Int32Array


class Crew(NamedTuple):
    """Tenures of a group's accounts, and how the classes of all accounts tell where honest ones would be.

    Attributes
    ----------
    own
        See `best_spell`, shape (n, 8).
    weight
        Share of the group in each class for every account of it that is not the group's, shape (n_classes,).
    prior
        Accounts that are added to a class for each one of it and the classes beside it, shape (n_classes,).
    """

    own: Int32Array
    weight: Float64Array
    prior: Float64Array


class Spell(NamedTuple):
    """A window of beginnings and one of last reviews, in bins, that many of a group's accounts share.

    `kind` is 0 when beginnings are first reviews, 1 when they are onsets; these are from `first_low` to
    `first_high`, last reviews from `last_low` to `last_high`. `inside` and `outside` are the nats by which it
    speaks for an account to be in both, and not to be; `nats` the surplus over all accounts' tenures, net of
    choosing the windows, 0 when there is none; `n` accounts of the group are in both, where honest ones would
    be `expected`.
    """

    kind: int
    first_low: int
    first_high: int
    last_low: int
    last_high: int
    inside: float
    outside: float
    nats: float
    n: int
    expected: float


@inner_kernel
def class_of(n, n_classes):  # type: ignore[no-untyped-def]  # numba infers numbers
    """Return the class of activity of `n` ≥ 1 reviews: their log2, rounded down, the last of `n_classes` at
    most.
    """
    k = 0
    while n > 1 and k < n_classes - 1:
        n >>= 1
        k += 1
    return k


@kernel
def count_tenures(indptr, minute, n_classes, n_bins):  # type: ignore[no-untyped-def]  # numba infers arrays
    """Count all accounts by activity, beginning and last review: `Tenures`; O(n_edges + n_classes · n_bins²).

    Parameters
    ----------
    indptr
        Row offsets, shape (n_reviewers + 1,).
    minute
        Minute of each review in row order, the least integer when unknown, shape (n_edges,).
    n_classes, n_bins
        Classes of activity, and bins of time.
    """
    begin, end = _LATEST, NO_TIME
    for e in range(len(minute)):
        if minute[e] != NO_TIME:
            begin, end = min(begin, minute[e]), max(end, minute[e])
    before = np.zeros((2, n_classes, n_bins + 1, n_bins + 1), np.int32)
    whole = np.full((len(indptr) - 1, 4), -1, np.int32)
    if end <= begin:
        return Tenures(before, 0, 0.0, whole)
    found = Tenures(before, begin, (end - begin + 1) / n_bins, whole)
    for r in range(len(indptr) - 1):
        n, times = 0, np.empty(indptr[r + 1] - indptr[r], np.int64)
        for e in range(indptr[r], indptr[r + 1]):
            if minute[e] != NO_TIME:
                times[n] = minute[e]
                n += 1
        if n > 0:
            fill_tenure(whole[r], times[:n], found, n_classes)
            before[0, whole[r, 3], whole[r, 0] + 1, whole[r, 2] + 1] += 1
            before[1, whole[r, 3], whole[r, 1] + 1, whole[r, 2] + 1] += 1
    for kind in range(2):
        for c in range(n_classes):
            for i in range(1, n_bins + 1):
                row = 0
                for j in range(1, n_bins + 1):
                    row += before[kind, c, i, j]
                    before[kind, c, i, j] = before[kind, c, i - 1, j] + row
    return found


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
        The accounts that have other reviews of known time, shape (n,), and their tenures, shape (n, 8).
    """
    who = np.empty(len(members), np.int32)
    own, n_own, at = np.empty((len(members), 8), np.int32), 0, 0
    for r in members:
        n, n_skipped, times = 0, 0, np.empty(indptr[r + 1] - indptr[r], np.int64)
        for e in range(indptr[r], indptr[r + 1]):
            while at < len(skipped) and skipped[at] < e:
                at += 1
            is_skipped = at < len(skipped) and skipped[at] == e
            if minute[e] != NO_TIME and is_skipped:
                n_skipped += 1
            elif minute[e] != NO_TIME:
                times[n] = minute[e]
                n += 1
        copy_tenure(tenures.whole[r], own[n_own], 0)
        copy_tenure(tenures.whole[r], own[n_own], 4)
        if n_skipped > 0:
            fill_tenure(own[n_own], times[:n], tenures, n_classes)
        who[n_own] = r
        n_own += own[n_own, 3] >= 0
    return who[:n_own], own[:n_own]


@inner_kernel
def copy_tenure(tenure, into, start):  # type: ignore[no-untyped-def]  # numba infers arrays
    """Copy the four bins of a `tenure` to `into` from `start` on.

    To assign a slice would compile the message of shapes that differ, strings and all: seconds.
    """
    for k in range(4):
        into[start + k] = tenure[k]


@inner_kernel
def fill_tenure(tenure, times, tenures, n_classes):  # type: ignore[no-untyped-def]  # numba infers arrays
    """Write bins of first review, onset and last review of an account and its class into the first four of
    `tenure`.

    `times` are those of its reviews and will be sorted; bins are those of `tenures`, classes `n_classes`. The
    class is −1 without reviews, or where all accounts have but one time.
    """
    tenure[3] = -1
    if len(times) == 0 or tenures.width <= 0.0:
        return
    sort_ascending(times)
    tenure[0] = int((times[0] - tenures.begin) / tenures.width)
    tenure[1] = int((onset(times) - tenures.begin) / tenures.width)
    tenure[2] = int((times[-1] - tenures.begin) / tenures.width)
    tenure[3] = class_of(len(times), n_classes)


@inner_kernel
def onset(times):  # type: ignore[no-untyped-def]  # numba infers arrays
    """Return the minute from which an account with reviews at ascending `times` writes far more often.

    It is its first review unless another rate from a later one on is likelier by `_CHANGE` nats: O(n).
    """
    n, at, best = len(times), 0, _CHANGE
    length = times[n - 1] - times[0] + _PAUSE
    for i in range(1, n - 2):
        before, after = times[i] - times[0] + _PAUSE, times[n - 1] - times[i] + _PAUSE
        if (n - i) * before > 2.0 * i * after:
            nats = i * math.log(i / before) + (n - i) * math.log((n - i) / after) - n * math.log(n / length)
            if nats > best:
                at, best = i, nats
    return times[at]


@inner_kernel
def within(before, c, box):  # type: ignore[no-untyped-def]  # numba infers tuples
    """Return how many accounts of class `c`, counted in `before`, begin and end in the bins of `box`."""
    a, b, low, high = box
    return before[c, b + 1, high + 1] - before[c, a, high + 1] - before[c, b + 1, low] + before[c, a, low]


@inner_kernel
def is_within(tenure, kind, box):  # type: ignore[no-untyped-def]  # numba infers tuples
    """Return whether a `tenure`, four numbers of `fill_tenure`, begins, by its `kind`, and ends in the
    `box`.
    """
    return box[0] <= tenure[kind] <= box[1] and box[2] <= tenure[2] <= box[3]


@inner_kernel
def crew_of(own, tenures):  # type: ignore[no-untyped-def]  # numba infers arrays
    """Weigh the classes of a group's accounts, whose tenures are `own`, in all `tenures`: `Crew`."""
    everyone = tenures.before[0, :, -1, -1]
    n_classes = len(everyone)
    mine, gone = np.zeros(n_classes), np.zeros(n_classes)
    for i in range(len(own)):
        mine[own[i, 3]] += 1.0
        gone[own[i, 7]] += 1.0
    weight, prior = np.empty(n_classes), np.empty(n_classes)
    for c in range(n_classes):
        total = 1.0
        for near in range(max(c - 1, 0), min(c + 2, n_classes)):
            total += everyone[near] - gone[near]
        weight[c] = mine[c] / (everyone[c] - gone[c] + _PRIOR) / max(len(own), 1)
        prior[c] = _PRIOR / total
    return Crew(own, weight, prior)


@inner_kernel
def honest_share(crew, before, kind, box):  # type: ignore[no-untyped-def]  # numba infers arrays
    """Return the share of a `crew` that would be in the `box` if it were honest, accounts weighed by class.

    Its accounts do not count as others, nor as many of the others in the box, who may be accomplices that are
    still to be found. `before` is that of the `kind`.
    """
    n_classes, share = len(before), 0.0
    others = np.empty(n_classes)
    for c in range(n_classes):
        others[c] = within(before, c, box)
    for i in range(len(crew.own)):
        if is_within(crew.own[i, 4:], kind, box):
            others[crew.own[i, 7]] -= 2.0
    for c in range(n_classes):
        others[c] = max(others[c], 0.0)
    for c in range(n_classes):
        if crew.weight[c] > 0.0:
            around = 0.5
            for near in range(max(c - 1, 0), min(c + 2, n_classes)):
                around += others[near]
            share += crew.weight[c] * (others[c] + crew.prior[c] * around)
    return min(HONEST_FACTOR * share, 1.0)


@inner_kernel
def best_side(crew, before, kind, box, side, per_day):  # type: ignore[no-untyped-def]  # numba infers arrays
    """Choose the window of beginnings (`side` 0) or ends (1) that narrows `box` to the largest surplus.

    Returns the box, the nats by which its accounts of the `crew` exceed honest ones' share, net of choosing
    the window, and that share; no nats when no window exceeds. Beginnings are of the `kind` that `before`
    counts; `per_day` is bins a day. O(n_bins + n · windows that hold enough of them).
    """
    own, n, n_bins = crew.own, len(crew.own), before.shape[1] - 1
    best_box, best, best_share, cost = box, 0.0, 1.0, math.log(len(_WINDOW_DAYS) * max(n, 1.0))
    is_start, below = np.zeros(n_bins, np.bool_), np.zeros(n_bins + 1, np.int64)
    wide = (0, n_bins - 1, box[2], box[3]) if side == 0 else (box[0], box[1], 0, n_bins - 1)
    for i in range(n):
        at = own[i, kind if side == 0 else 2]
        is_start[at] = True
        below[at + 1] += is_within(own[i], kind, wide)
    for at in range(n_bins):
        below[at + 1] += below[at]
    for days in _WINDOW_DAYS:
        length = max(math.ceil(days * per_day), 1)
        for low in range(n_bins):
            if not is_start[low]:
                continue
            high = min(low + length, n_bins) - 1
            trial = (low, high, box[2], box[3]) if side == 0 else (box[0], box[1], low, high)
            k = below[high + 1] - below[low]
            if k < 3 or k < _MOST_OF * n:
                continue
            share = honest_share(crew, before, kind, trial)
            nats = poisson_surplus(float(k), n * share) - cost
            if nats > best:
                best_box, best, best_share = trial, nats, share
    return best_box, best, best_share


@kernel
def count_within(own, kind, box):  # type: ignore[no-untyped-def]  # numba infers arrays
    """Return how many tenures of `own` begin, by their `kind`, and end in the `box`."""
    k = 0
    for i in range(len(own)):
        k += is_within(own[i], kind, box)
    return k


@kernel
def best_spell(own, tenures):  # type: ignore[no-untyped-def]  # numba infers arrays
    """Find the `Spell` that exceeds all accounts' tenures most: windows of beginnings, of ends, or of both.

    Parameters
    ----------
    own
        For each account of the group bins of its first review, onset and last review and class of activity,
        outside of the block under test, then the same of all its reviews; shape (n, 8).
    tenures
        Those of all accounts.

    Returns
    -------
    Spell
        O(n²).
    """
    n, n_bins = len(own), tenures.before.shape[2] - 1
    best = Spell(0, 0, -1, 0, -1, 0.0, 0.0, 0.0, 0, 0.0)
    if n < 3 or tenures.width <= 0.0:
        return best
    everywhere, per_day = (0, n_bins - 1, 0, n_bins - 1), DAY / tenures.width
    crew, cost = crew_of(own, tenures), math.log(len(_WINDOW_DAYS) * max(n, 1.0))
    for way in range(4):
        kind, side = way // 2, way % 2
        before = tenures.before[kind]
        box, nats, share = best_side(crew, before, kind, everywhere, side, per_day)
        if nats > 0.0:
            both, more, narrow = best_side(crew, before, kind, box, 1 - side, per_day)
            # A launch makes honest accounts more active at once: an onset alone is no tenure.
            if more - cost > nats or kind == 1:
                box, nats, share = both, more - cost, narrow
        nats -= math.log(6.0)
        if nats > best.nats:
            k = count_within(own, kind, box)
            ring = min((k + 0.5) / (n + 1.0), 0.95)
            inside = min(math.log(1.0 - ring + ring / share), _MOST_FOR)
            outside = max(math.log(1.0 - ring), -_MOST_AGAINST)
            expected = n * share / HONEST_FACTOR
            best = Spell(kind, box[0], box[1], box[2], box[3], inside, outside, nats, k, expected)
    return best


@inner_kernel
def shares_spell(tenure, spell):  # type: ignore[no-untyped-def]  # numba infers tuples
    """Return whether a `tenure`, four numbers of `fill_tenure`, is within the windows of the `spell`."""
    box = (spell.first_low, spell.first_high, spell.last_low, spell.last_high)
    return is_within(tenure, spell.kind, box)
