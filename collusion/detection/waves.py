"""Merge fragments of one ring: blocks that share members and serve the same clients.

A crew whose members take turns reviews some targets with some of its accounts and the next with others. Each
wave is a block; a block of all is half empty, so that growth rests at a wave, and parts what is more.
"""

from __future__ import annotations

import itertools

import numpy as np

from collusion.arrays import Int32Array
from collusion.detection.candidates import RECURRING, RECURRING_SHARE, Candidate, by_evidence, overlap
from collusion.detection.grown import make_candidate
from collusion.detection.space import SearchSpace
from collusion.kernels import blocks

#: Share of the targets of either that are of sellers whom the other serves, too.
_SAME_CLIENTS = 0.75
#: Share of each one's members that are in what they are as one.
_LOYALTY = 0.9


def join_waves(candidates: list[Candidate], space: SearchSpace, scratch: blocks.Scratch) -> list[Candidate]:
    """Join candidates that share members and clients, where they say more as one.

    Parameters
    ----------
    candidates
        Candidates in any order.
    space
        Where they were grown.
    scratch
        Of its world, in which the members of all candidates are barred; those of the result are, then.

    Returns
    -------
    list of Candidate
        By falling evidence. What was joined is held against all others again. O(K · k) comparisons for K
        candidates of which k touch a common member; only those of the same clients take a growth.
    """
    waiting = by_evidence(candidates)[::-1]
    kept: dict[int, Candidate] = {}
    by_member: dict[int, set[int]] = {}
    places = itertools.count()
    while waiting:
        one = waiting.pop()
        members = one.group.members.tolist()
        for rival in sorted(set().union(*(by_member.get(member, ()) for member in members))):
            whole = _as_one(kept[rival], one, space, scratch)
            if whole is None:
                continue
            if whole is not kept[rival]:
                for member in kept.pop(rival).group.members.tolist():
                    by_member[member].discard(rival)
                waiting.append(whole)
            break
        else:
            place = next(places)
            kept[place] = one
            for member in members:
                by_member.setdefault(member, set()).add(place)
    return by_evidence(list(kept.values()))


def _as_one(
    first: Candidate, second: Candidate, space: SearchSpace, scratch: blocks.Scratch
) -> Candidate | None:
    """Return what two candidates are as one; None where they are two.

    They are one ring when they share members, serve the same clients, and grow into a block that says more
    than the stronger one with nearly all members of each. A weaker one with hardly a member of its own is a
    piece of the stronger.
    """
    if not _shares_members(first.group.members, second.group.members):
        return None
    clients = [space.world.seller[one.group.products] for one in (first, second)]
    if min(_share_in(clients[0], clients[1]), _share_in(clients[1], clients[0])) < _SAME_CLIENTS:
        return None
    stronger, weaker = by_evidence([first, second])
    if _has_most(stronger.group.members, weaker.group.members):
        return stronger
    growth = _grown(stronger, weaker, space, scratch)
    says_more = blocks.is_sizeable(growth, space.rules) and blocks.evidence_of(growth) > stronger.evidence
    if not says_more or not all(_has_most(growth.members, one.group.members) for one in (first, second)):
        return None
    scratch.barred[growth.members] = True
    return make_candidate(growth, space.world, stronger.origin)


def _shares_members(ours: Int32Array, theirs: Int32Array) -> bool:
    """Return whether two rings share as many members as two jobs of one operator do."""
    shared, smaller = overlap(ours, theirs), min(len(ours), len(theirs))
    return shared >= RECURRING_SHARE and shared * smaller >= RECURRING


def _has_most(found: Int32Array, members: Int32Array) -> bool:
    """Return whether nearly all of the `members` of a candidate are among those `found`."""
    return len(np.intersect1d(found, members, assume_unique=True)) >= _LOYALTY * len(members)


def _grown(first: Candidate, second: Candidate, space: SearchSpace, scratch: blocks.Scratch) -> blocks.Growth:
    """Grow the members of two candidates strictly, on products of no more reviews than their targets."""
    members = np.union1d(first.group.members, second.group.members)
    targets = np.concatenate([first.group.products, second.group.products])
    cap = int((space.world.t_indptr[targets + 1] - space.world.t_indptr[targets]).max())
    scratch.barred[members] = False
    try:
        return blocks.regrow(members, space.world, space.rules._replace(product_cap=cap), scratch)
    finally:
        scratch.barred[members] = True


def _share_in(sellers: Int32Array, others: Int32Array) -> float:
    """Return the share of `sellers`, one a target, that are among the `others`; an unknown one is not."""
    return float(np.isin(sellers, others[others >= 0]).mean())
