"""Split a block into two rings that share members, or of which one is inside the other.

Two rings that share a third of their accounts grow into one block, in which half of the (member, target) pairs are empty
for a reason. Two blocks with members of either or both describe it better when they save more nats than it
costs to say who belongs where.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from collusion.arrays import BoolArray, Float64Array, Int64Array

#: Chance that a member reviews a target of the other ring.
_STRAY = 0.02
_ROUNDS = 10


class Halves(NamedTuple):
    """Two overlapping parts of a block: members (n_members,) and targets (n_targets,) of each."""

    members: tuple[BoolArray, BoolArray]
    targets: tuple[BoolArray, BoolArray]


def halve(incidence: BoolArray, *, min_members: int, min_targets: int) -> Halves | None:
    """Describe a block as two overlapping blocks, if that is shorter.

    Parameters
    ----------
    incidence
        Whether a member reviewed a target, shape (n_members, n_targets).
    min_members, min_targets
        Least size of a part.

    Returns
    -------
    Halves or None
        None when one block is the shorter description.

    Notes
    -----
    Targets are first parted by the sign of the second singular direction, then members (first, second or both) and targets
    are assigned in turn by Bernoulli likelihood. O(rounds · n_members · n_targets).
    """
    n_members, n_targets = incidence.shape
    if n_members < min_members or n_targets < 2 * min_targets:
        return None
    side = _first_cut(incidence)
    if side is None:
        return None
    for _ in range(_ROUNDS):
        belongs = _assign_members(incidence, side)
        moved = _assign_targets(incidence, belongs)
        if (moved == side).all():
            break
        side = moved
    belongs = _assign_members(incidence, side)
    sizes = (belongs.sum(axis=0).min(), min(side.sum(), n_targets - side.sum()))
    if sizes[0] < min_members or sizes[1] < min_targets:
        return None
    saved = _likelihood(incidence, belongs, side) - _likelihood(incidence, np.ones_like(belongs), side)
    kinds = np.bincount(belongs @ np.array([1, 2]), minlength=4)
    cost = _log_arrangements(kinds) + _log_arrangements(np.bincount(side.astype(np.int64), minlength=2))
    if saved <= cost + 2.0 * math.log(n_members + 1.0) + math.log(n_targets + 1.0):
        return None
    return Halves((belongs[:, 0], belongs[:, 1]), (~side, side))


def _log_arrangements(counts: Int64Array) -> float:
    """Return ln of the number of ways to deal things into kinds with these counts."""
    return math.lgamma(counts.sum() + 1.0) - sum(math.lgamma(count + 1.0) for count in counts.tolist())


def _first_cut(incidence: BoolArray) -> BoolArray | None:
    centred = incidence - incidence.mean(axis=0)
    direction = np.linalg.svd(centred, full_matrices=False)[2][0]
    side = direction > 0
    return None if side.all() or not side.any() else side


def _coverage(incidence: BoolArray, member: BoolArray) -> Float64Array:
    """Return the share of `member` that reviewed each target, shrunk away from 0 and 1."""
    return np.asarray((incidence[member].sum(axis=0) + 0.5) / (member.sum() + 1.0))


def _gains(incidence: BoolArray, coverage: Float64Array) -> Float64Array:
    """Return for each (member, target) the nats by which belonging explains it better than straying."""
    inside = np.where(incidence, np.log(coverage), np.log1p(-coverage))
    return np.asarray(inside - np.where(incidence, math.log(_STRAY), math.log1p(-_STRAY)))


def _assign_members(incidence: BoolArray, side: BoolArray) -> BoolArray:
    """Let each member belong to the first part, the second, or both; shape (n_members, 2)."""
    belongs = np.column_stack([incidence[:, ~side].any(axis=1), incidence[:, side].any(axis=1)])
    for _ in range(3):
        for part, targets in enumerate((~side, side)):
            gains = _gains(incidence[:, targets], _coverage(incidence[:, targets], belongs[:, part]))
            belongs[:, part] = gains.sum(axis=1) > 0
    return belongs


def _assign_targets(incidence: BoolArray, belongs: BoolArray) -> BoolArray:
    """Let each target belong to the part whose members explain who reviewed it; True is the second part."""
    scores = []
    for part in (0, 1):
        member = belongs[:, part]
        gains = _gains(incidence, _coverage(incidence, member))
        scores.append(gains[member].sum(axis=0))
    return np.asarray(scores[1] > scores[0])


def _likelihood(incidence: BoolArray, belongs: BoolArray, side: BoolArray) -> float:
    """Return the nats by which parts with these members explain the block better than straying does."""
    total = 0.0
    for part, targets in enumerate((~side, side)):
        member = belongs[:, part]
        gains = _gains(incidence[:, targets], _coverage(incidence[:, targets], member))
        total += float(gains[member].sum())
    return total
