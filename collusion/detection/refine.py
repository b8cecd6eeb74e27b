"""Second pass over all candidates: regrow each with the others' members excluded, then split and merge."""

from __future__ import annotations

from functools import partial

import numpy as np

from collusion.arrays import Int32Array
from collusion.detection.candidates import Candidate, keep_distinct
from collusion.detection.grown import make_candidate
from collusion.detection.parts import parts_of
from collusion.detection.space import SearchSpace
from collusion.detection.waves import join_waves
from collusion.detection.workers import Workers
from collusion.kernels import blocks

#: How a candidate is grown once more: share of the usual first strictness; nats and times as many members
#: that must come of it; share of its members that must stay.
_STRICTNESS, _GOOD_DEAL, _LARGER, _LOYALTY = 0.5, 10.0, 1.1, 0.7
#: Share of a block's members and of its evidence from which another one is about the same.
_SAME = 0.9
#: Times that candidates are grown once more: parts may be halves, too.
_ROUNDS = 2


def refine(
    candidates: list[Candidate], space: SearchSpace, workers: Workers, *, same: float
) -> list[Candidate]:
    """Grow each candidate once more from its members, the members of all others barred; part it, join waves.

    Growth may rest at half a ring, whose cells choose the same half again. Once all rings are known and
    nobody can be drawn into another, it may start more leniently than from seeds; and rings that share
    members may part only when both are there as a whole.

    Parameters
    ----------
    candidates
        All that were found, distinct.
    space
        Where they grow.
    workers
        Threads with a scratch each.
    same
        Least overlap of two candidates that are one.

    Returns
    -------
    list of Candidate
        Distinct, by falling evidence. What a round left as it was, or joined, is not looked at in the next.
    """
    at_rest: set[bytes] = set()
    for _ in range(_ROUNDS):
        _bar_members(candidates, space, workers)
        moving = [one for one in candidates if one.group.members.tobytes() not in at_rest]
        done = [workers.submit(partial(_again, one, space)) for one in moving]
        found = [one for one in candidates if one.group.members.tobytes() in at_rest]
        for before, work in zip(moving, done, strict=True):
            after = work.result()
            found += after
            if after[0] is before:
                at_rest.add(before.group.members.tobytes())
        _bar_members(found, space, workers)
        joined = workers.submit(partial(join_waves, found, space)).result()
        at_rest |= _members_of(joined) - _members_of(found)
        candidates = keep_distinct(joined, same=same)
    return candidates


def _bar_members(candidates: list[Candidate], space: SearchSpace, workers: Workers) -> None:
    """Bar the members of all `candidates`, and nobody else."""
    taken = np.zeros(len(space.world.indptr) - 1, dtype=bool)
    for candidate in candidates:
        taken[candidate.group.members] = True
    workers.bar(taken)


def _members_of(candidates: list[Candidate]) -> set[bytes]:
    """Return the members of each candidate, packed."""
    return {candidate.group.members.tobytes() for candidate in candidates}


def _again(candidate: Candidate, space: SearchSpace, scratch: blocks.Scratch) -> list[Candidate]:
    """Return what a candidate becomes where only its own members are not barred in `scratch`."""
    scratch.barred[candidate.group.members] = False
    try:
        return _anew(candidate, space, scratch)
    finally:
        scratch.barred[candidate.group.members] = True


def _anew(candidate: Candidate, space: SearchSpace, scratch: blocks.Scratch) -> list[Candidate]:
    """Grow a candidate once more and part what comes of it; return itself where nothing new does."""
    members, rules = candidate.group.members, space.rules._replace(product_cap=space.product_caps[-1])
    growth = _enlarged(members, candidate.evidence + _GOOD_DEAL, space, scratch)
    is_larger = growth is not None
    if growth is None:
        growth = blocks.regrow(members, space.world, rules, scratch)
        is_kept = _keeps(growth, members, _SAME, _SAME * candidate.evidence, rules)
        if not is_kept or _is_same(growth, candidate):
            return [candidate]
    parts = parts_of(growth, space.world, rules, scratch)
    if len(parts) == 1 and not is_larger:
        return [candidate]
    return [make_candidate(part, space.world, candidate.origin) for part in parts]


def _is_same(growth: blocks.Growth, candidate: Candidate) -> bool:
    """Return whether a block is a candidate's, which the search has parted before."""
    products = np.sort(growth.cells.product)
    group = candidate.group
    return np.array_equal(growth.members, group.members) and np.array_equal(products, group.products)


def _enlarged(
    members: Int32Array, least: float, space: SearchSpace, scratch: blocks.Scratch
) -> blocks.Growth | None:
    """Return what `members` grow into if it is larger by far, still them, and has more than `least` nats.

    Without products of more reviews than need be: bestsellers are where camouflage meets.
    """
    world, rules, caps = space
    lenient = rules._replace(product_cap=caps[-1], first_strictness=_STRICTNESS * rules.first_strictness)
    largest = blocks.regrow(members, world, lenient, scratch, lenient=True)
    if len(largest.members) < _LARGER * len(members) or not _keeps(largest, members, _LOYALTY, least, rules):
        return None
    for cap in caps:
        growth = blocks.regrow(largest.members, world, rules._replace(product_cap=cap), scratch)
        if _keeps(growth, largest.members, _SAME, least, rules):
            return growth
    return largest


def _keeps(
    growth: blocks.Growth, members: Int32Array, share: float, least: float, rules: blocks.Rules
) -> bool:
    """Return whether a block keeps this share of `members` and has more than the `least` evidence."""
    kept = len(np.intersect1d(growth.members, members, assume_unique=True))
    return (
        kept >= share * len(members)
        and bool(blocks.is_sizeable(growth, rules))
        and bool(blocks.evidence_of(growth) > least)
    )
