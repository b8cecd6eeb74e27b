"""Tenures by their definition, over lists of minutes; nothing here knows of arrays, bits or prefix sums."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from typing import NamedTuple

DAY = 1440
PAUSE = 10 * DAY
WINDOWS = (5, 10, 20, 40)
NO_MINUTE = -(2**31)


class Tenure(NamedTuple):
    """Bins of an account's first review, of its onset and of its last review, and its class of activity."""

    first: int
    onset: int
    last: int
    activity: int


class Spell(NamedTuple):
    """A window of beginnings (first reviews, or onsets) and one of ends, and what they say."""

    nats: float
    kind: str
    begins: range
    ends: range
    inside: float
    outside: float
    n: int
    expected: float

    def holds(self, tenure):
        return is_within(tenure, self.kind, self.begins, self.ends)


def onset(times):
    """Return the review from which it is likelier by six nats and more that an account writes far more often.

    Either part of its reviews is granted ten days beside its length; the last three are too few for a rate.
    """
    times = sorted(times)
    n, found, best = len(times), times[0], 6.0
    for i in range(1, n - 2):
        before, after = times[i] - times[0] + PAUSE, times[-1] - times[i] + PAUSE
        if (n - i) * before <= 2 * i * after:
            continue
        two_rates = i * math.log(i / before) + (n - i) * math.log((n - i) / after)
        nats = two_rates - n * math.log(n / (times[-1] - times[0] + PAUSE))
        if nats > best:
            found, best = times[i], nats
    return found


def is_within(tenure, kind, begins, ends):
    return getattr(tenure, kind) in begins and tenure.last in ends


class Population:
    """All accounts, as lists of the minutes of their reviews; unknown ones are left out."""

    def __init__(self, accounts, n_classes, n_bins):
        known = [[minute for minute in times if minute != NO_MINUTE] for times in accounts]
        everything = [minute for times in known for minute in times]
        self.n_classes, self.n_bins, self.begin, self.width = n_classes, n_bins, 0, 0.0
        self.tenures = []
        if everything and min(everything) < max(everything):
            self.begin = min(everything)
            self.width = (max(everything) - self.begin + 1) / n_bins
            self.tenures = [self.tenure(times) for times in known if times]

    def bin(self, minute):
        return math.floor((minute - self.begin) / self.width)

    def tenure(self, times):
        activity = min(math.floor(math.log2(len(times))), self.n_classes - 1)
        return Tenure(self.bin(min(times)), self.bin(onset(times)), self.bin(max(times)), activity)

    def tenures_of(self, reviews):
        """Return the tenure of an account's reviews outside a block and that of all.

        They are pairs of minute and whether it is outside; None without any outside, or when all were at one
        minute.
        """
        outside = [minute for minute, is_outside in reviews if is_outside]
        if not outside or self.width == 0:
            return None
        return self.tenure(outside), self.tenure([minute for minute, _ in reviews])


def honest_share(group, population, kind, begins, ends):
    """Return which share of a group would be in two windows, if it were honest; three times that of others.

    Others are those of the same class of activity, beside two hundred of whom nothing is known but how many
    of the classes around are there. The group is no other, nor are as many of those in the windows again.
    """
    own = [whole for _, whole in group]
    here = Counter(one.activity for one in population.tenures if is_within(one, kind, begins, ends))
    own_here = Counter(one.activity for one in own if is_within(one, kind, begins, ends))
    everyone = Counter(one.activity for one in population.tenures)
    everyone.subtract(one.activity for one in own)
    n_here = {c: max(here[c] - 2 * own_here[c], 0) for c in range(population.n_classes)}
    n_all = {c: everyone[c] for c in range(population.n_classes)}
    shares = []
    for outside, _ in group:
        c = outside.activity
        around = [near for near in (c - 1, c, c + 1) if near in n_all]
        prior = (0.5 + sum(n_here[near] for near in around)) / (1 + sum(n_all[near] for near in around))
        shares.append((n_here[c] + 200 * prior) / (n_all[c] + 200))
    return min(3 * sum(shares) / len(shares), 1.0)


def surplus(n, expected):
    return n * math.log(n / expected) - (n - expected) if n > expected else 0.0


def best_side(group, population, kind, side, begins, ends):
    """Return (nats, windows of begins and ends, share) of the window of most surplus on a side, or None."""
    best = None
    starts = sorted({getattr(outside, (kind, "last")[side]) for outside, _ in group})
    per_day = DAY / population.width
    for days, low in itertools.product(WINDOWS, starts):
        window = range(low, min(low + max(math.ceil(days * per_day), 1), population.n_bins))
        trial = (window, ends) if side == 0 else (begins, window)
        k = sum(is_within(outside, kind, *trial) for outside, _ in group)
        if k < 3 or 3 * k < len(group):
            continue
        share = honest_share(group, population, kind, *trial)
        nats = surplus(k, len(group) * share) - math.log(4 * len(group))
        if nats > (best[0] if best else 0):
            best = nats, trial, share
    return best


def spells(group, population):
    """Yield the best spell of each kind of beginning and by each side that is narrowed first."""
    whole = range(population.n_bins)
    for kind, side in itertools.product(("first", "onset"), (0, 1)):
        found = best_side(group, population, kind, side, whole, whole)
        if found is None:
            continue
        nats, windows, share = found
        both = best_side(group, population, kind, 1 - side, *windows)
        if both is None and kind == "onset":
            continue
        if both is not None and (kind == "onset" or both[0] - math.log(4 * len(group)) > nats):
            nats, windows, share = both[0] - math.log(4 * len(group)), *both[1:]
        k = sum(is_within(outside, kind, *windows) for outside, _ in group)
        ring = min((k + 0.5) / (len(group) + 1), 0.95)
        yield Spell(
            nats=nats - math.log(6),
            kind=kind,
            begins=windows[0],
            ends=windows[1],
            inside=min(math.log(1 - ring + ring / share), 8.0),
            outside=max(math.log(1 - ring), -2.0),
            n=k,
            expected=len(group) * share / 3,
        )


def best_spell(group, population):
    """Return the spell of most nats; None when honest accounts show as much."""
    if len(group) < 3 or population.width == 0:
        return None
    found = [spell for spell in spells(group, population) if spell.nats > 0]
    return max(found, key=lambda spell: spell.nats, default=None)
