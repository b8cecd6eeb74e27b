"""Which ring of a new run is which ring of before: a ring keeps its id for life.

Rings of two runs are compared by the accounts, products and identifier values that they share, and assigned
to each other so that the whole overlap is the largest there can be (optimal assignment), not each by itself.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from collusion.cases.wording import counted
from collusion.workspace.claims import Claim, rings_of_accounts
from collusion.workspace.snapshot import Snapshot

EventKind: TypeAlias = Literal["born", "grew", "shrank", "merged", "split", "gone", "returned"]

#: What a shared product and a shared identifier value are worth beside a shared account. A product is also
#: served by other rings, a value outlives accounts.
_PRODUCT, _VALUE = 0.25, 0.5
#: Accounts that two rings share at least to be one, and their share of the smaller one's.
MIN_SHARED, MIN_SHARE = 2, 0.15
#: The share where the run before had not found the earlier ring.
MIN_SHARE_ABSENT = 0.3
#: Share of the earlier ring that has to be left for its id to go on.
MIN_LEFT = 0.2
#: Share of a ring's accounts that went to, or came from, another ring for a merger or a split.
_MOST_OF = 0.5
#: Share of a new ring's accounts that were in another one for it to be told.
_PART_OF = 1 / 3


@dataclass(frozen=True, slots=True)
class Event:
    """What became of a ring between two runs.

    Attributes
    ----------
    kind
        ``born`` (with some accounts of the first of `others`, if any), ``grew``, ``shrank``, ``merged``
        (into the first of `others`), ``split`` (off the first of `others`), ``gone``, or ``returned`` (after
        an absence; or with other accounts, from `others`).
    ring_id
        The ring.
    joined, left
        Accounts that came and went since it was last seen.
    others
        Other rings that have to do with it.
    reasons
        Why, in words, where the kind alone does not say it.
    tokens
        Identifier values by which a ring is linked to an earlier one: accounts in `joined` hold them now,
        those in `left` held them before.
    """

    kind: EventKind
    ring_id: str
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()


def match(
    known: Mapping[str, Snapshot],
    found: Mapping[str, Snapshot],
    present: Collection[str] | None = None,
    claims: Mapping[str, Claim] | None = None,
) -> dict[str, str]:
    """Assign the rings of a new run to those that are known.

    Parameters
    ----------
    known
        Each known ring as it was last seen.
    found
        The rings of the new run.
    present
        Known rings that the run before had; None: all. One that it had not has to share more to be back.
    claims
        Accounts of known rings that count less (`collusion.workspace.claims.claims`); None: all count alike.

    Returns
    -------
    dict of str to str
        Name in `found` to name in `known`, for those that are the same ring. The sum of what assigned rings
        are worth to each other is the largest possible; it does not depend on any order. O(shared accounts)
        to compare, and O(k³) to assign in each group of k rings that touch each other.
    """
    weights = _worths(known, found, known.keys() if present is None else present, claims or {})
    assigned: dict[str, str] = {}
    for news, olds in _components(weights):
        assigned |= _assign(news, olds, weights)
    return assigned


def _worths(
    known: Mapping[str, Snapshot],
    found: Mapping[str, Snapshot],
    present: Collection[str],
    claims: Mapping[str, Claim],
) -> dict[tuple[str, str], float]:
    """Return what each pair of rings that may be one is worth.

    What they share, times the root of the share of the earlier ring that it is: so that a ring that was
    joined with others for some days and parts from them again is not spread over their ids.
    """
    holders, weights = rings_of_accounts(known), {}
    for new, snapshot in found.items():
        shared = Counter(old for account in snapshot.members for old in holders.get(account, ()))
        for old, n_shared in shared.items():
            earlier, claim = known[old], claims.get(old, Claim())
            smaller = min(len(snapshot.members), len(earlier.members))
            least = MIN_SHARE if old in present else MIN_SHARE_ABSENT
            count = claim.count(earlier.member_set, snapshot.member_set & earlier.member_set)
            size = claim.size(earlier.member_set)
            is_near = n_shared >= max(min(MIN_SHARED, smaller), least * smaller)
            if is_near and count >= MIN_LEFT * size:
                worth = count + _also_shared(snapshot, earlier) * count / n_shared
                weights[new, old] = worth * math.sqrt(worth / size)
    return weights


def _also_shared(new: Snapshot, old: Snapshot) -> float:
    products = len(set(new.targets) & set(old.targets))
    values = len(_held_together(new) & _held_together(old))
    return _PRODUCT * products + _VALUE * values


def _held_together(ring: Snapshot) -> set[str]:
    """Return the identifier values that at least two of a ring's accounts hold."""
    return {token for token, mine, _ in ring.tokens if mine >= 2}


def _components(weights: Mapping[tuple[str, str], float]) -> list[tuple[list[str], list[str]]]:
    """Group the rings that touch each other, each group as names in the new run and names before."""
    groups: dict[str, int] = {}
    members: list[tuple[set[str], set[str]]] = []
    for new, old in sorted(weights):
        keys = (f"new {new}", f"old {old}")
        touched = sorted({groups[key] for key in keys if key in groups})
        here = touched[0] if touched else len(members)
        if not touched:
            members.append((set(), set()))
        for other in touched[1:]:
            members[here][0].update(members[other][0])
            members[here][1].update(members[other][1])
            groups |= {f"new {name}": here for name in members[other][0]}
            groups |= {f"old {name}": here for name in members[other][1]}
            members[other] = (set(), set())
        members[here][0].add(new)
        members[here][1].add(old)
        groups |= dict.fromkeys(keys, here)
    return [(sorted(news), sorted(olds)) for news, olds in members if news]


def _assign(
    news: Sequence[str], olds: Sequence[str], weights: Mapping[tuple[str, str], float]
) -> dict[str, str]:
    from scipy.optimize import linear_sum_assignment

    worth = np.array([[weights.get((new, old), 0.0) for old in olds] for new in news])
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return {news[i]: olds[j] for i, j in zip(rows.tolist(), columns.tolist(), strict=True) if worth[i, j] > 0}


def events(
    ids: Mapping[str, str],
    known: Mapping[str, Snapshot],
    found: Mapping[str, Snapshot],
    present: frozenset[str],
) -> list[Event]:
    """Say what became of every ring.

    Parameters
    ----------
    ids
        Name in the new run to id for life, of every ring of the new run.
    known
        Each known ring as it was last seen.
    found
        The rings of the new run, by their name in it.
    present
        Known rings that the run before had.

    Returns
    -------
    list of Event
        By ring; a ring that both lost and won accounts both grew and shrank.
    """
    now = {ids[name]: snapshot for name, snapshot in found.items()}
    told: list[Event] = []
    for ring_id in sorted(now):
        if ring_id in known:
            told += _changes(ring_id, known[ring_id], now[ring_id], was_absent=ring_id not in present)
        else:
            told.append(_new_ring(ring_id, now[ring_id], known))
    for ring_id in sorted(present - now.keys()):
        told.append(_lost_ring(ring_id, known[ring_id], now))
    return told


def _changes(ring_id: str, then: Snapshot, now: Snapshot, *, was_absent: bool) -> list[Event]:
    joined = tuple(sorted(now.member_set - then.member_set))
    left = tuple(sorted(then.member_set - now.member_set))
    told = []
    if was_absent:
        reason = "its accounts are back after a run without the ring"
        told.append(Event("returned", ring_id, joined, left, (), (reason,)))
    elif joined:
        told.append(Event("grew", ring_id, joined, left))
    if left and not was_absent:
        told.append(Event("shrank", ring_id, joined, left))
    return told


def _new_ring(ring_id: str, now: Snapshot, known: Mapping[str, Snapshot]) -> Event:
    source = most_of(now, known)
    if source is not None:
        return Event("split", ring_id, now.members, (), (source,))
    # Another ring of this run has more of the earlier one, and its id.
    shared = {name: len(now.member_set & ring.member_set) for name, ring in known.items()}
    near = [name for name, n in shared.items() if n > _PART_OF * len(now.members)]
    source = max(sorted(near), key=shared.__getitem__, default=None)
    if source is None:
        return Event("born", ring_id, now.members)
    reason = f"{shared[source]:,} of its {counted(len(now.members), 'account')} were in {source}"
    return Event("born", ring_id, now.members, (), (source,), (reason,))


def _lost_ring(ring_id: str, then: Snapshot, now: Mapping[str, Snapshot]) -> Event:
    heir = most_of(then, now)
    if heir is not None:
        return Event("merged", ring_id, (), then.members, (heir,))
    return Event("gone", ring_id, (), then.members)


def most_of(one: Snapshot, others: Mapping[str, Snapshot]) -> str | None:
    """Return the ring of `others` that has more than half of the accounts of `one`; None when none has."""
    shared = {name: len(one.member_set & other.member_set) for name, other in others.items()}
    best = max(sorted(shared), key=shared.__getitem__, default=None)
    return best if best is not None and shared[best] > _MOST_OF * len(one.members) else None
