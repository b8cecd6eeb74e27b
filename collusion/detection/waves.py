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

    One that has hardly a member of its own is the other's, unless it has clients of its own. Two that serve
    the same clients, or of which one serves none but the other's, are one ring when they grow into a block
    that says more than the stronger one, or than both, with nearly all members of both.
    """
    if not _shares_members(first.group.members, second.group.members):
        return None
    clients = [space.world.seller[one.group.products] for one in (first, second)]
    common = _share_in(clients[0], clients[1]), _share_in(clients[1], clients[0])
    if max(common) < _SAME_CLIENTS:
        return None
    serve_same = min(common) >= _SAME_CLIENTS
    stronger, weaker = sorted((first, second), key=lambda one: -one.evidence)
    members = np.union1d(first.group.members, second.group.members)
    if _has_most(stronger.group.members, members):
        return stronger if serve_same else None
    whole = make_candidate(_grown(members, stronger, weaker, space, scratch), space.world, stronger.origin)
    least = stronger.evidence if serve_same else stronger.evidence + weaker.evidence
    return whole if whole.evidence > least and _has_most(whole.group.members, members) else None


def _shares_members(ours: Int32Array, theirs: Int32Array) -> bool:
    """Return whether two rings share as many members as two jobs of one operator do."""
    shared, smaller = overlap(ours, theirs), min(len(ours), len(theirs))
    return shared >= _MIN_SHARE and shared * smaller >= _MIN_MEMBERS


def _has_most(found: Int32Array, members: Int32Array) -> bool:
    """Return whether nearly all of the `members` of two candidates are among those `found`."""
    return len(np.intersect1d(found, members, assume_unique=True)) >= _LOYALTY * len(members)


def _grown(
    members: Int32Array, first: Candidate, second: Candidate, space: SearchSpace, scratch: blocks.Scratch
) -> blocks.Growth:
    """Grow the members of two candidates strictly, where no product has more reviews than their targets."""
    targets = np.concatenate([first.group.products, second.group.products])
    cap = int((space.world.t_indptr[targets + 1] - space.world.t_indptr[targets]).max())
    return blocks.regrow(members, space.world, space.rules._replace(product_cap=cap), scratch)


def _share_in(sellers: Int32Array, others: Int32Array) -> float:
    """Return the share of `sellers`, one a target, that are among the `others`; an unknown one is not."""
    return float(np.isin(sellers, others[others >= 0]).mean())
