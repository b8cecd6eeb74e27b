"""Seeds of accounts that were created within hours of one another, where hardly anybody else was.

Scripts open accounts one after the other. Where each of them then serves few of the targets, no burst and no
pair shows them; when they were created does.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from collusion.arrays import Float64Array, Int32Array, Int64Array
from collusion.detection.candidates import Seeds, seeds_of
from collusion.detection.params import DetectionParams
from collusion.minutes import DAY, NO_TIME

#: How these seeds are called.
ORIGIN = "creations"
#: Minutes of a window: hours where creations are known to the minute, a day where only their date is.
_HOURS = 180
#: Share of creations at midnight from which only dates are known.
_DATES = 0.5
#: Days on each side with which a window is compared.
_AROUND = 5
#: Nats by which a window must exceed its surroundings.
_LEAST_NATS = 12.0


def creation_seeds(created: Int32Array, *, params: DetectionParams) -> Seeds:
    """Propose the accounts of every window in which far more were created than in the days around it.

    Parameters
    ----------
    created
        Minute in which each account was created, shape (n_reviewers,).
    params
        Size of cohorts, and how many at most.

    Returns
    -------
    Seeds
        Those of most surplus first, none that overlap; none where no creation is known. O(n log n).
    """
    account = np.flatnonzero(created != NO_TIME)
    account = account[np.argsort(created[account], kind="stable")]
    minute = created[account].astype(np.int64)
    if len(minute) == 0:
        return seeds_of([], ORIGIN, sparse=True)
    length = DAY if (minute % DAY == 0).mean() >= _DATES else _HOURS
    low = np.arange(len(minute))
    high = np.searchsorted(minute, minute + length)
    nats = _surplus(minute, high, length)
    fit = np.flatnonzero((high - low >= params.cohort_size) & (nats >= _LEAST_NATS))
    windows = _apart(fit[np.argsort(-nats[fit], kind="stable")], high)
    kept = [first for first in windows if high[first] - first <= params.max_cohort]
    groups = [account[first : high[first]].astype(np.int32) for first in kept[: params.max_seeds]]
    found = seeds_of(groups, ORIGIN, sparse=True)
    return replace(found, n_cut=len(kept) - len(groups), n_crowds=len(windows) - len(kept))


def _surplus(minute: Int64Array, high: Int64Array, length: int) -> Float64Array:
    """Return the nats by which the window that begins at each creation exceeds the days around it."""
    inside = high - np.arange(len(minute))
    around = _AROUND * DAY
    since = np.searchsorted(minute, minute - around)
    until = np.searchsorted(minute, minute + length + around)
    expected = (until - since - inside + 1.0) * length / (2.0 * around)
    surplus = inside * np.log(inside / expected) - (inside - expected)
    return np.asarray(np.where(inside > expected, surplus, 0.0))


def _apart(ranked: Int64Array, high: Int64Array) -> list[int]:
    """Return the windows that overlap none before them, in their order."""
    taken = np.zeros(len(high), dtype=bool)
    kept = []
    for first in ranked.tolist():
        if not taken[first : high[first]].any():
            taken[first : high[first]] = True
            kept.append(first)
    return kept
