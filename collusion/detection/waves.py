"""Waves of one crew: blocks that share members and serve the same clients are one ring.

A crew whose members take turns reviews some targets with some of its accounts and the next with others. Each
wave is a block; a block of all is half empty, so that growth rests at a wave, and parts what is more.
"""

from __future__ import annotations

import itertools
from collections import defaultdict

import numpy as np

from collusion.arrays import Int32Array
from collusion.detection.candidates import Candidate, overlap
from collusion.detection.grown import make_candidate
from collusion.detection.space import SearchSpace
from collusion.kernels import blocks

#: Members that two waves share at least, and what share of the smaller one's.
_MIN_MEMBERS, _MIN_SHARE = 3, 0.15
#: Share of the targets of either that are of sellers whom the other serves, too.
_SAME_CLIENTS = 0.75
#: Share of the members of both that are in what they are as one.
_LOYALTY = 0.9


def join_waves(candidates: list[Candidate], space: SearchSpace, scratch: blocks.Scratch) -> list[Candidate]:
    """Join candidates that share members and clients, where they say more as one.

    Parameters
    ----------
    candidates
        Distinct candidates.
    space
        Where they were grown.
    scratch
        Of its world; nobody may be barred.

    Returns
    -------
    list of Candidate
        By falling evidence. What was joined is held against all others again. O(K · k) comparisons for K
        candidates of which k touch a common member.
    """
    waiting = _ranked(candidates)[::-1]
    kept: dict[int, Candidate] = {}
    by_member: defaultdict[int, set[int]] = defaultdict(set)
    places = itertools.count()
    while waiting:
        one = waiting.pop()
        members = one.group.members.tolist()
        for rival in sorted(set().union(*(by_member[member] for member in members))):
            whole = _as_one(kept[rival], one, space, scratch)
            if whole is not None:
                for member in kept.pop(rival).group.members.tolist():
                    by_member[member].discard(rival)
                waiting.append(whole)
                break
        else:
            place = next(places)
            kept[place] = one
            for member in members:
                by_member[member].add(place)
    return _ranked(list(kept.values()))


def _ranked(candidates: list[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda one: (-one.evidence, one.group.members.tobytes()))


def _as_one(
    first: Candidate, second: Candidate, space: SearchSpace, scratch: blocks.Scratch
) -> Candidate | None:
    """Return what two candidates are as one; None where they are two.

    They are one ring when they share members, serve the same clients, and grow into a block that says more
    than the stronger one with nearly all members of both. One with hardly a member of its own is a piece.
    """
    if not _shares_members(first.group.members, second.group.members):
        return None
    clients = [space.world.seller[one.group.products] for one in (first, second)]
    if min(_share_in(clients[0], clients[1]), _share_in(clients[1], clients[0])) < _SAME_CLIENTS:
        return None
    members = np.union1d(first.group.members, second.group.members)
    stronger = max(first, second, key=lambda one: one.evidence)
    if _has_most(stronger.group.members, members):
        return stronger
    targets = np.concatenate([first.group.products, second.group.products])
    whole = make_candidate(_grown(members, targets, space, scratch), space.world, stronger.origin)
    says_more = whole.evidence > stronger.evidence
    return whole if says_more and _has_most(whole.group.members, members) else None


def _shares_members(ours: Int32Array, theirs: Int32Array) -> bool:
    """Return whether two rings share as many members as two jobs of one operator do."""
    shared, smaller = overlap(ours, theirs), min(len(ours), len(theirs))
    return shared >= _MIN_SHARE and shared * smaller >= _MIN_MEMBERS


def _has_most(found: Int32Array, members: Int32Array) -> bool:
    """Return whether nearly all of the `members` of two candidates are among those `found`."""
    return len(np.intersect1d(found, members, assume_unique=True)) >= _LOYALTY * len(members)


def _grown(
    members: Int32Array, targets: Int32Array, space: SearchSpace, scratch: blocks.Scratch
) -> blocks.Growth:
    """Grow `members` strictly, where no product has more reviews than the `targets`."""
    cap = int((space.world.t_indptr[targets + 1] - space.world.t_indptr[targets]).max())
    return blocks.regrow(members, space.world, space.rules._replace(product_cap=cap), scratch)


def _share_in(sellers: Int32Array, others: Int32Array) -> float:
    """Return the share of `sellers`, one a target, that are among the `others`; an unknown one is not."""
    return float(np.isin(sellers, others[others >= 0]).mean())
