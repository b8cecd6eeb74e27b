"""Split a block into two rings that share members or targets, or of which one is inside the other.

Two rings that share a third of their accounts, or that hide behind the same bestsellers, grow into one block,
in which half of the (member, target) pairs are empty for a reason. Two overlapping blocks describe it better
when they save more nats than it costs to say who belongs where.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from collusion.arrays import BoolArray, Float64Array, Int32Array, Int64Array

#: Chance that a member reviews a target of the other ring.
_STRAY = 0.02
#: Least coverage of a target by a ring: with less it would be nobody's.
_LEAST = 0.06
_ROUNDS = 12
#: Reviews of targets that a member of usual diligence is granted before any is seen.
_USUAL = 3.0
#: Fewest targets of a seller that are tried as a part by themselves.
_LEAST_LOT = 3
#: Share of a part's coverage that strangers to it may show.
_ESTRANGED = 0.2
#: Share of a part's members that are the other's, too, where it is inside the other.
_INSIDE = 0.5
#: The ways of belonging: to the first part, to the second, to both.
_WAYS = np.array([[True, False], [False, True], [True, True]])


class Halves(NamedTuple):
    """Two overlapping parts of a block.

    Attributes
    ----------
    members, targets
        Who and what belongs to which part, shape (n_members, 2) and (n_targets, 2).
    saved
        Nats by which they describe the block better than one whole.
    """

    members: BoolArray
    targets: BoolArray
    saved: float


def halve(incidence: BoolArray, sellers: Int32Array, *, min_members: int, min_targets: int) -> list[Halves]:
    """Describe a block as two overlapping blocks that are strangers to each other's own targets.

    Parameters
    ----------
    incidence
        Whether a member reviewed a target, shape (n_members, n_targets).
    sellers
        Seller of each target, −1 when unknown, shape (n_targets,): a part that serves whole sellers is said
        in fewer words.
    min_members, min_targets
        Least size of a part.

    Returns
    -------
    list of Halves
        The best that there is target by target and the best seller by seller, the one that saves more first;
        none when nothing parts the block.

    Notes
    -----
    Targets, or sellers with all their targets, are first parted by the sign of a singular direction (the
    first three are tried) or one seller from the others, then they and the members are assigned in turn
    (first part, second or both) by Bernoulli likelihood. O(rounds · n_members · n_targets).
    """
    n_members, n_targets = incidence.shape
    if n_members < min_members + 1 or n_targets < 2 * min_targets:
        return []
    found = []
    whole = _whole_likelihood(incidence)
    for lots in _ways_to_part(sellers):
        best = None
        for cut in _first_cuts(incidence, lots):
            members, targets = _refine(incidence, cut, lots)
            saved = _likelihood(incidence, members, targets) - whole - _cost(members, targets, lots)
            halves = Halves(members, targets, saved)
            if (best is None or saved > best.saved) and _is_fit(incidence, halves, min_members, min_targets):
                best = halves
        if best is not None:
            found.append(_told_apart(best, min_targets))
    return sorted(found, key=lambda halves: -halves.saved)


def _told_apart(halves: Halves, min_targets: int) -> Halves:
    """Leave a part with its own targets alone where it is the ring inside a ring.

    It is when it serves all targets of the other, too, or when few but the other's members serve it.
    """
    own = halves.targets & ~halves.targets[:, ::-1]
    n_members, both = halves.members.sum(axis=0), int(halves.members.all(axis=1).sum())
    inside = (both >= _INSIDE * n_members) & (n_members <= n_members[::-1] / 2)
    serves_all = own.sum(axis=0)[::-1] < min_targets
    apart = (serves_all | inside) & (own.sum(axis=0) >= min_targets)
    return halves._replace(targets=np.where(apart, own, halves.targets))


def _ways_to_part(sellers: Int32Array) -> list[Int64Array]:
    """Return the lots into which targets are put to be assigned together: each its own, or by seller."""
    single = np.arange(len(sellers))
    by_seller = np.where(sellers >= 0, sellers, -1 - single)
    _, lots = np.unique(by_seller, return_inverse=True)
    return [single] if lots.max(initial=0) + 1 == len(single) else [single, lots]


def _is_fit(incidence: BoolArray, halves: Halves, min_members: int, min_targets: int) -> bool:
    """Return whether both parts are large enough, and strangers to each other's own targets.

    Members differ in diligence; that alone must not part them, so those of one part only must hardly ever
    review targets of the other part only. A part may serve all targets of the other beside its own.
    """
    own_members = halves.members & ~halves.members[:, ::-1]
    own_targets = halves.targets & ~halves.targets[:, ::-1]
    n_members, n_own = halves.members.sum(axis=0), own_targets.sum(axis=0)
    if n_members.min() < min_members or own_members.sum() < min_members:
        return False
    if n_own.max() < min_targets:
        return False
    for part in np.flatnonzero(n_own >= min_targets):
        inside = incidence[np.ix_(halves.members[:, part], own_targets[:, part])].mean()
        strangers = incidence[np.ix_(own_members[:, 1 - part], own_targets[:, part])]
        if len(strangers) >= min_members and strangers.mean() > _ESTRANGED * inside:
            return False
    return True


def _cost(members: BoolArray, targets: BoolArray, lots: Int64Array) -> float:
    """Return the nats that it costs to say which member and which lot of targets belongs where."""
    total = math.log(2.0)
    of_lots = targets[np.unique(lots, return_index=True)[1]]
    for belongs in (members, of_lots):
        kinds = np.bincount(belongs @ np.array([1, 2]), minlength=4).tolist()
        total += math.lgamma(len(belongs) + 1.0) - sum(math.lgamma(count + 1.0) for count in kinds)
        total += 2.0 * math.log(len(belongs) + 1.0)
    return total


def _first_cuts(incidence: BoolArray, lots: Int64Array) -> list[BoolArray]:
    """Part the lots by sign along the first singular directions of the centred incidence, and one by one.

    Lots of few targets are in no cut of their own.
    """
    sizes = np.bincount(lots)
    centred = _by_lot(incidence - incidence.mean(axis=0), lots) / np.sqrt(sizes)
    firsts = [direction[lots] <= 0 for direction in _directions(centred)]
    firsts += [lots == lot for lot in np.flatnonzero(sizes >= _LEAST_LOT)]
    cuts = [np.column_stack([first, ~first]) for first in firsts]
    return [cut for cut in cuts if cut.any(axis=0).all()]


def _directions(matrix: Float64Array) -> Float64Array:
    """Return the first three right singular directions of a matrix, by way of its smaller Gram matrix."""
    if matrix.shape[0] < matrix.shape[1]:
        of_rows = np.linalg.eigh(matrix @ matrix.T)[1][:, ::-1][:, :3]
        return np.asarray((matrix.T @ of_rows).T)
    return np.asarray(np.linalg.eigh(matrix.T @ matrix)[1][:, ::-1][:, :3].T)


def _by_lot(values: Float64Array, lots: Int64Array) -> Float64Array:
    """Sum `values`, shape (…, n_targets), over the targets of each lot."""
    order = np.argsort(lots, kind="stable")
    starts = np.flatnonzero(np.diff(lots[order], prepend=-1))
    return np.asarray(np.add.reduceat(values[..., order], starts, axis=-1))


def _refine(incidence: BoolArray, targets: BoolArray, lots: Int64Array) -> tuple[BoolArray, BoolArray]:
    """Assign members and lots of targets in turn until nothing moves."""
    first = incidence[:, targets[:, 0]].mean(axis=1)
    second = incidence[:, targets[:, 1]].mean(axis=1)
    members = np.column_stack([first >= second, second >= first])
    reviewed = incidence.astype(np.float64)
    for _ in range(_ROUNDS):
        members = _WAYS[np.argmax(_member_gains(reviewed, members, targets), axis=1)]
        gains = _by_lot(_target_gains(reviewed, members).T, lots)
        moved = _WAYS[np.argmax(gains, axis=0)][lots]
        if (moved == targets).all():
            break
        targets = moved
    return members, targets


def _member_gains(reviewed: Float64Array, members: BoolArray, targets: BoolArray) -> Float64Array:
    """Return the nats by which each way of belonging explains each member's pairs, shape (n_members, 3).

    Coverage is that of the parts as they are; `reviewed` is the incidence in numbers.
    """
    present, absent = _pair_gains(reviewed, members)
    belongs = _belonging(targets)
    more = ((present - absent)[:, :, None] * belongs).sum(axis=0)
    return np.asarray(reviewed @ more + (absent[:, :, None] * belongs).sum(axis=(0, 1)))


def _target_gains(reviewed: Float64Array, members: BoolArray) -> Float64Array:
    """Return the nats by which each way of belonging explains each target's pairs, shape (n_targets, 3)."""
    present, absent = _pair_gains(reviewed, members)
    belongs = _belonging(members)
    more = (present - absent)[:, :, None] * (reviewed.T @ belongs)
    return np.asarray((more + absent[:, :, None] * belongs.sum(axis=1)[:, None, :]).sum(axis=0))


def _pair_gains(reviewed: Float64Array, members: BoolArray) -> tuple[Float64Array, Float64Array]:
    """Return the nats by which belonging explains a pair better than straying, where reviewed and where not.

    Shape (3, n_targets) each. The third layer is for pairs that are together in both parts: their coverage is
    the higher one.
    """
    weights = members.T.astype(np.float64)
    coverage = (weights @ reviewed + 0.5) / (weights.sum(axis=1)[:, None] + 1.0)
    rate = np.maximum(np.concatenate([coverage, coverage.max(axis=0, keepdims=True)]), _LEAST)
    return np.log(rate) - math.log(_STRAY), np.log1p(-rate) - math.log1p(-_STRAY)


def _belonging(others: BoolArray) -> Float64Array:
    """Return which pairs with `others`, shape (n_others, 2), are inside, for each way of belonging.

    Shape (3, n_others, 3): by layer of `_pair_gains`, other and way.
    """
    inside = np.zeros((3, len(others), len(_WAYS)))
    inside[0, :, 0], inside[1, :, 1] = others.T
    inside[0, :, 2], inside[1, :, 2] = others[:, 0] & ~others[:, 1], others[:, 1] & ~others[:, 0]
    inside[2, :, 2] = others.all(axis=1)
    return inside


def _whole_likelihood(incidence: BoolArray) -> float:
    """Return the nats by which one block of members of unequal diligence explains better than straying."""
    expected = float(incidence.mean()) * incidence.shape[1]
    diligence = (incidence.sum(axis=1, keepdims=True) + _USUAL) / (expected + _USUAL)
    rate = np.clip(diligence * incidence.mean(axis=0), _LEAST, 0.98)
    inside = np.where(incidence, np.log(rate), np.log1p(-rate))
    return float((inside - np.where(incidence, math.log(_STRAY), math.log1p(-_STRAY))).sum())


def _likelihood(incidence: BoolArray, members: BoolArray, targets: BoolArray) -> float:
    """Return the nats by which parts of these members and targets explain the block beyond straying."""
    gains = _member_gains(incidence.astype(np.float64), members, targets)
    way = members @ np.array([1, 2]) - 1
    return float(gains[np.arange(len(gains)), way].sum())
