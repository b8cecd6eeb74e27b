"""Waves of one crew: blocks that share members and serve the same clients are one ring.

A crew whose members take turns reviews some targets with some of its accounts and the next with others. Each
wave is a block; a block of all is half empty, so that growth rests at a wave, and parts what is more.
"""

from __future__ import annotations

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
#: Share of the members of both that must stay when they grow as one.
_LOYALTY = 0.9


def join_waves(
    candidates: list[Candidate], space: SearchSpace, scratch: blocks.Scratch
) -> list[Candidate]:
    """Join candidates that share members and clients, where they say more as one than either does.

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
    by_member: dict[int, set[int]] = {}
    while waiting:
        one, place = waiting.pop(), len(kept) and max(kept) + 1
        members = one.group.members.tolist()
        rivals = sorted(set().union(*(by_member.get(m, ()) for m in members)))
        for rival in rivals:
            whole = _as_one(kept[rival], one, space, scratch)
            if whole is not None:
                for member in kept.pop(rival).group.members.tolist():
                    by_member[member].discard(rival)
                waiting.append(whole)
                break
        else:
            kept[place] = one
            for member in members:
                by_member.setdefault(member, set()).add(place)
    return _ranked(list(kept.values()))


def _ranked(candidates: list[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda one: (-one.evidence, one.group.members.tobytes()))


def _as_one(
    first: Candidate, second: Candidate, space: SearchSpace, scratch: blocks.Scratch
) -> Candidate | None:
    """Return two waves of one crew as one candidate; None unless they are, and say more as one."""
    if not _is_one_crew(first, second, space.world):
        return None
    members = np.union1d(first.group.members, second.group.members)
    targets = np.union1d(first.group.products, second.group.products)
    cap = int((space.world.t_indptr[targets + 1] - space.world.t_indptr[targets]).max())
    growth = blocks.regrow(members, space.world, space.rules._replace(product_cap=cap), scratch)
    whole = max(first, second, key=lambda one: one.evidence)
    if blocks.evidence_of(growth) > whole.evidence:
        whole = make_candidate(growth, space.world, whole.origin)
    return whole if overlap(members, whole.group.members) >= _LOYALTY else None


def _is_one_crew(first: Candidate, second: Candidate, world: blocks.World) -> bool:
    """Return whether two candidates share members as two jobs of one operator do, and all clients but few."""
    ours, theirs = first.group.members, second.group.members
    shared = overlap(ours, theirs)
    if shared < _MIN_SHARE or shared * min(len(ours), len(theirs)) < _MIN_MEMBERS:
        return False
    clients = world.seller[first.group.products], world.seller[second.group.products]
    return min(_share_in(clients[0], clients[1]), _share_in(clients[1], clients[0])) >= _SAME_CLIENTS


def _share_in(sellers: Int32Array, others: Int32Array) -> float:
    """Return the share of `sellers`, one a target, that are among the `others`; an unknown one is not."""
    return float(np.isin(sellers, others[others >= 0]).mean())
