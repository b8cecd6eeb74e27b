"""What passes from one ring to another: identifier values that accounts of either hold, one after the other.

Detection joins groups and parts them again, so that a ring may hold the accounts of several operators. What
passes is therefore counted by account: a value passes on when all who held it in the earlier ring had stopped
before an account of the later ring that holds it began.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from collusion.arrays import Int64Array
from collusion.minutes import DAY_SECONDS
from collusion.tables.mapping import BUILT_IN_KINDS
from collusion.workspace.snapshot import Snapshot

#: A successor begins when the account before it has stopped, give or take a day.
SLACK_SECONDS = DAY_SECONDS
#: Share of a value's holders who are in the two rings: what others hold as well is public.
_PRIVATE = 0.5
#: Prior probability from which a kind of value passes between strangers: providers hand an IP address on to
#: whoever comes next, which rings at work at the same time cannot show; a promo code is anybody's.
_PUBLIC = 0.1

#: Tells whether an account of a ring is new.
IsNew: TypeAlias = Callable[[Snapshot, str], bool]


@dataclass(frozen=True, slots=True)
class Shared:
    """Identifier values that accounts of two rings share.

    Attributes
    ----------
    values
        Their tokens, sorted.
    carriers, holders
        The accounts of the first and of the second ring that hold them, sorted; `holders` is empty where the
        ring was kept without them.
    most
        How many values could have been shared.
    n_pairs
        Pairs of an account of each ring that could have shared one.
    """

    values: tuple[str, ...]
    carriers: tuple[str, ...]
    holders: tuple[str, ...]
    most: int
    n_pairs: int

    @property
    def count(self) -> int:
        """How many values count: whoever has four in common with one other account is one person."""
        return min(len(self.values), len(self.carriers), len(self.holders) or len(self.values))


def passed_on(new: Snapshot, old: Snapshot, is_new: IsNew, barred: Collection[str] = ()) -> Shared:
    """Find the values that passed from an earlier ring to accounts that are new in a later one.

    Parameters
    ----------
    new, old
        The later and the earlier ring. Accounts that are in both count in neither.
    is_new
        Tells which accounts of the later ring are new.
    barred
        Accounts that count in neither, such as those that won an appeal.

    Returns
    -------
    Shared
        The new accounts that hold the values are `carriers`. O(values + accounts · log accounts).
    """
    fresh = {one for one in new.member_set - old.member_set if is_new(new, one)}.difference(barred)
    before = (old.member_set - new.member_set).difference(barred)
    values, carriers, holders = [], set[str](), set[str]()
    for token in _private(new, old):
        held = old.holders_of.get(token)
        theirs = before if held is None else held & before
        end = _latest(old, theirs)
        later = {one for one in new.holders_of.get(token, ()) if one in fresh and _is_after(new, one, end)}
        if theirs and later:
            values.append(token)
            carriers |= later
            holders |= theirs if held is not None else set()
    most = max(min(len(old.tokens), len(fresh), len(before)), 1)
    return Shared(*_sorted(values, carriers, holders), most, _n_after(new, fresh, old, before))


def at_once(first: Snapshot, second: Snapshot) -> Shared:
    """Find the values that accounts of two rings hold at the same time.

    Parameters
    ----------
    first, second
        Two rings. Accounts that are in both count in neither.

    Returns
    -------
    Shared
        As `passed_on` counts, over pairs of accounts of which neither can be what the other became. O(holders
        of the shared values + accounts · log accounts).
    """
    mine, theirs = first.member_set - second.member_set, second.member_set - first.member_set
    values, carriers, holders = [], set[str](), set[str]()
    for token in _private(first, second):
        ours = first.holders_of.get(token, frozenset()) & mine
        others = second.holders_of.get(token, frozenset()) & theirs
        pairs = [(a, b) for a in ours for b in others if _overlap(first, a, second, b)]
        if pairs:
            values.append(token)
            carriers.update(a for a, _ in pairs)
            holders.update(b for _, b in pairs)
    timed = sum(a in first.span_of for a in mine) * sum(b in second.span_of for b in theirs)
    after = _n_after(first, mine & first.span_of.keys(), second, theirs & second.span_of.keys())
    after += _n_after(second, theirs & second.span_of.keys(), first, mine & first.span_of.keys())
    most = max(min(len(second.tokens), len(mine), len(theirs)), 1)
    return Shared(*_sorted(values, carriers, holders), most, timed - after)


def n_at_once(rings: Mapping[str, Snapshot]) -> int:
    """Count the pairs of accounts of different rings that are at work at the same time.

    Parameters
    ----------
    rings
        All rings of a run. An account of two rings counts as two.

    Returns
    -------
    int
        O(accounts · log accounts).
    """
    every = [list(ring.span_of.values()) for ring in rings.values()]
    within = sum(_n_overlapping(spans) for spans in every)
    return _n_overlapping([span for spans in every for span in spans]) - within


def telling_values(rings: Collection[Snapshot]) -> set[str]:
    """Return the values that few enough accounts hold for two of some `rings` to be told by them."""
    most: dict[str, int] = {}
    everybody: dict[str, int] = {}
    for ring in rings:
        for token, (mine, held) in ring.token_counts.items():
            most[token], everybody[token] = max(most.get(token, 0), mine), max(everybody.get(token, 0), held)
    return {token for token, mine in most.items() if 2 * mine >= _PRIVATE * everybody[token]}


def _n_overlapping(spans: list[tuple[int, int]]) -> int:
    starts = np.array([start for start, _ in spans], dtype=np.int64)
    ends = np.sort(np.array([_end(span) for span in spans], dtype=np.int64))
    after = int(np.searchsorted(ends, starts, side="left").sum())
    return len(spans) * (len(spans) - 1) // 2 - after


def _sorted(
    values: Collection[str], carriers: Collection[str], holders: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return tuple(sorted(values)), tuple(sorted(carriers)), tuple(sorted(holders))


def _private(new: Snapshot, old: Snapshot) -> Iterator[str]:
    """Yield the values of two rings that few others hold, of kinds that are not anybody's."""
    for token in new.token_counts.keys() & old.token_counts.keys():
        kind = BUILT_IN_KINDS.get(token.partition(":")[0])
        mine, everybody = new.token_counts[token]
        theirs, everybody_then = old.token_counts[token]
        is_public = kind is not None and kind.public_share >= _PUBLIC
        if not is_public and mine + theirs >= _PRIVATE * max(everybody, everybody_then):
            yield token


def _end(span: tuple[int, int]) -> int:
    """Return the time after which an account may be what another one became."""
    return max(span[1] - SLACK_SECONDS, span[0])


def _latest(ring: Snapshot, accounts: Collection[str]) -> int | None:
    """Return the time after which an account may be what some accounts of a ring became; None: any time."""
    ends = [_end(ring.span_of[one]) for one in accounts if one in ring.span_of]
    if ends or ring.last_at is None:
        return max(ends, default=None)
    return int(dt.datetime.fromisoformat(ring.last_at).timestamp()) - SLACK_SECONDS


def _is_after(ring: Snapshot, account: str, end: int | None) -> bool:
    span = ring.span_of.get(account)
    return span is None or end is None or span[0] > end


def _overlap(first: Snapshot, one: str, second: Snapshot, other: str) -> bool:
    mine, theirs = first.span_of.get(one), second.span_of.get(other)
    return mine is not None and theirs is not None and mine[0] <= _end(theirs) and theirs[0] <= _end(mine)


def _n_after(new: Snapshot, fresh: Collection[str], old: Snapshot, before: Collection[str]) -> int:
    """Count the pairs of accounts of which the new one began after the old one stopped, or may have."""
    starts = _times([new.span_of[one][0] for one in fresh if one in new.span_of])
    ends = np.sort(_times([_end(old.span_of[one]) for one in before if one in old.span_of]))
    unknown = len(fresh) * len(before) - len(starts) * len(ends)
    return int(np.searchsorted(ends, starts, side="left").sum()) + unknown


def _times(values: list[int]) -> Int64Array:
    return np.array(values, dtype=np.int64)
