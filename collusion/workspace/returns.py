"""Operators that come back with new accounts: what new accounts of a ring have in common with earlier rings.

An account that was closed does not return, but its operator does, with the cards, addresses and devices that
are left, for the same clients, at the same hours. Clients hire several operators, and hours are those of a
country. So a link needs instruments that few others hold, also such as one account alone held. Operators who
come back at once may be found as one ring: a ring is linked to each earlier ring whose footprint some of its
new accounts carry, and the link names those accounts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, permutations

import numpy as np

from collusion.cases.wording import counted, kind_words, listed
from collusion.minutes import DAY_SECONDS
from collusion.workspace.chance import Chance, fit_chance
from collusion.workspace.passed_on import Shared, at_once, n_at_once, passed_on, telling_values
from collusion.workspace.snapshot import Snapshot

#: Days before the newest review in which an account of a ring began its work, for it to count as new.
NEW_DAYS = 30
#: Probability from which a link is told: where the laws hold, one in a hundred is wrong at most.
LEAST_PROBABILITY = 0.99
#: Accounts and values from which a link is told; one value counts only where clients are shared.
_LEAST_CARRIERS, _LEAST_VALUES = 2, 2
#: Bits of a shared client at most; shares of its clients that an operator may keep, all alike at first.
_CLIENT_BITS, _KEPT = 3.0, (0.1, 0.3, 0.5, 0.7, 0.9)
#: Share of rings that cannot continue each other which clients alone may bring up to the mark.
_CHANCE = 0.01
#: Rings that serve a client at most for it to be looked at: one that more serve says nothing of two of them.
_MOST_SERVING = 50
#: Probability at most that another operator serves a client.
_MOST_CHANCE = 0.9
#: Reviews from which hours say something; likeness from which they are alike; how often one operator's are.
_TIMED, _LIKE, _LIKE_SHARE = 20, 0.9, 0.9
#: What is rarer than one in ten thousand is told as that: no market has the pairs to show it.
_MOST_BITS = math.log2(1e4)
#: Rings with which each ring's hours are compared.
_NEIGHBOURS = 20


@dataclass(frozen=True, slots=True)
class Return:
    """A link of new accounts of a ring to an earlier ring.

    Attributes
    ----------
    ring_id, earlier
        The ring and the one that these accounts probably continue.
    carriers
        The accounts: new ones that hold values of the earlier ring.
    holders
        Accounts of the earlier ring that held these values.
    values
        Tokens of the values.
    probability
        That one operator is behind both.
    reasons
        What they share, in words and numbers.
    """

    ring_id: str
    earlier: str
    carriers: tuple[str, ...]
    holders: tuple[str, ...]
    values: tuple[str, ...]
    probability: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FalseLinks:
    """How often the rule links rings that cannot be each other's successors: `n_linked` of `n_rings`."""

    n_linked: int
    n_rings: int

    def words(self) -> str:
        """Say it in words."""
        if not self.n_rings:
            return "no rings overlap in time, so the rate of false links cannot be told"
        what = f"the same rule links {self.n_linked:,} of {counted(self.n_rings, 'ring')}"
        return f"{what} to one at work at the same time, which none can continue"


NOT_TOLD = FalseLinks(0, 0)


def find_returns(
    found: Mapping[str, Snapshot],
    known: Mapping[str, Snapshot],
    accused: Collection[str] | None = None,
    cleared: Collection[str] = (),
) -> tuple[list[Return], FalseLinks]:
    """Link rings to the earlier rings that some of their new accounts probably continue.

    Parameters
    ----------
    found
        The rings of this run, by the id that they keep for life.
    known
        Every earlier ring, as it was last seen.
    accused
        The earlier rings that a new one may be linked to; None: all. How often the rule is wrong is counted
        over all rings of this run.
    cleared
        Accounts that won an appeal: no link rests on what they hold.

    Returns
    -------
    tuple of list of Return and FalseLinks
        Every link, by ring and earlier ring; and what the rule does among rings at work at the same time.
        O(pairs of rings that share a value, and in each accounts · log accounts).
    """
    past = {name: ring for name, ring in known.items() if accused is None or name in accused}
    telling = telling_values((*found.values(), *past.values()))
    market, holders = _market_of(found, known, len(past)), _index(past, telling)
    links = []
    for name in sorted(found):
        ring = found[name]
        for other in sorted({one for token in ring.token_counts for one in holders.get(token, ())} - {name}):
            shared = passed_on(ring, past[other], market.is_new, cleared)
            probability, reasons = _judge(ring, past[other], shared, market)
            if probability >= LEAST_PROBABILITY:
                who = (shared.carriers, shared.holders, shared.values)
                links.append(Return(name, other, *who, probability, reasons))
    return links, market.false_links


@dataclass(frozen=True, slots=True)
class _Market:
    """What is common among the rings of a market.

    Attributes
    ----------
    popularity, n_rings, mean_clients
        How many rings serve each client, of how many, and how many clients a ring has in the mean.
    newest, seen
        The newest review of any ring, in seconds; accounts of earlier rings, for sources without times.
    prior_bits
        Log-odds that a group continues one certain ring of those that may return: each, or none, alike.
    chance
        What strangers share.
    common, like_bits
        Bits of clients that rings reach which cannot continue each other; bits of like hours.
    false_links
        How often the rule links such rings.
    """

    popularity: Mapping[str, int]
    n_rings: int
    mean_clients: float
    newest: int | None
    seen: frozenset[str]
    prior_bits: float
    chance: Chance
    common: float = 0.0
    like_bits: float = 0.0
    false_links: FalseLinks = NOT_TOLD

    def is_new(self, ring: Snapshot, account: str) -> bool:
        """Whether an account of a `ring` began its work lately; without times, whether no run had it."""
        span = ring.span_of.get(account)
        if span is None or self.newest is None:
            return account not in self.seen
        return span[0] >= self.newest - NEW_DAYS * DAY_SECONDS


def _market_of(found: Mapping[str, Snapshot], known: Mapping[str, Snapshot], n_past: int) -> _Market:
    every = {**known, **found}
    ends = [span[1] for ring in found.values() for span in ring.span_of.values()]
    popularity = Counter(client for ring in every.values() for client in _clients(ring))
    holders = _index(found, telling_values(found.values()))
    pairs = {pair for names in holders.values() for pair in combinations(names, 2)}
    shared = {pair: at_once(found[pair[0]], found[pair[1]]) for pair in sorted(pairs)}
    counts = [(one.count, one.most, one.n_pairs) for one in shared.values() if one.count]
    prior_bits = -math.log2(max(n_past, 1))
    n_rest = n_at_once(found) - sum(one.n_pairs for one in shared.values() if one.count)
    market = _Market(
        popularity=popularity,
        n_rings=len(every),
        mean_clients=sum(popularity.values()) / max(len(every), 1),
        newest=max(ends, default=None),
        seen=frozenset(account for ring in known.values() for account in ring.members),
        prior_bits=prior_bits,
        chance=fit_chance(counts, max(n_rest, 0), prior_bits=prior_bits),
    )
    market = replace(market, common=_common(found, market), like_bits=_like_bits(found))
    return replace(market, false_links=_false_links(found, shared, market))


def _false_links(
    found: Mapping[str, Snapshot], shared: Mapping[tuple[str, str], Shared], market: _Market
) -> FalseLinks:
    """Count the rings that the rule links to one that is at work at the same time."""
    linked = {
        name
        for (first, second), one in shared.items()
        if _judge(found[first], found[second], one, market)[0] >= LEAST_PROBABILITY
        for name in (first, second)
    }
    return FalseLinks(len(linked), len(_overlapping(found)))


def _overlapping(found: Mapping[str, Snapshot]) -> set[str]:
    """Return the rings that overlap another one in time."""
    timed = [
        (ring.first_at, ring.last_at, name) for name, ring in found.items() if ring.first_at and ring.last_at
    ]
    overlapping, latest = set[str](), ("", "")
    for first, last, name in sorted(timed):
        if latest[0] >= first:
            overlapping |= {name, latest[1]}
        latest = max(latest, (last, name))
    return overlapping


def _common(found: Mapping[str, Snapshot], market: _Market) -> float:
    """Return the bits that at most one ring in a hundred reaches by the clients of one that overlaps it."""
    served: dict[str, list[str]] = {}
    for name in sorted(found):
        for client in _clients(found[name]):
            served.setdefault(client, []).append(name)
    best = dict.fromkeys(found, 0.0)
    few = [names for names in served.values() if len(names) <= _MOST_SERVING]
    for first, second in {pair for names in few for pair in permutations(names, 2)}:
        if _overlap_in_time(found[first], found[second]):
            best[first] = max(best[first], _client_bits(found[first], found[second], market)[0])
    reached = sorted(best.values(), reverse=True)
    return reached[int(_CHANCE * len(reached))] if reached else 0.0


def _overlap_in_time(first: Snapshot, second: Snapshot) -> bool:
    return (first.first_at or "~") <= (second.last_at or "") and (second.first_at or "~") <= (
        first.last_at or ""
    )


def _like_bits(found: Mapping[str, Snapshot]) -> float:
    """Return what like hours are worth against those of other rings, the next ones by name."""
    names = sorted(found)
    pairs = [(a, b) for place, a in enumerate(names) for b in names[place + 1 : place + 1 + _NEIGHBOURS]]
    likeness = [_likeness(found[a].hours, found[b].hours) for a, b in pairs]
    known = [like for like in likeness if like is not None]
    share = (sum(like >= _LIKE for like in known) + 1) / (len(known) + 2)
    return max(math.log2(_LIKE_SHARE / share), 0.0)


def _clients(ring: Snapshot) -> tuple[str, ...]:
    """Return the sellers that a ring serves; its targets where no sellers are known."""
    return ring.sellers or ring.targets


def _index(rings: Mapping[str, Snapshot], telling: Collection[str]) -> dict[str, list[str]]:
    """Return which rings hold each of the values that may tell something."""
    index: dict[str, list[str]] = {}
    for name, ring in rings.items():
        for token in ring.token_counts.keys() & telling:
            index.setdefault(token, []).append(name)
    return index


def _judge(new: Snapshot, old: Snapshot, shared: Shared, market: _Market) -> tuple[float, tuple[str, ...]]:
    """Return the probability that one operator is behind both rings, and why."""
    if len(shared.carriers) < _LEAST_CARRIERS:
        return 0.0, ()
    client_bits, n_clients = _client_bits(new, old, market)
    by_clients = max(client_bits - market.common, 0.0)
    if shared.count < _LEAST_VALUES and not by_clients:
        return 0.0, ()
    bits = market.prior_bits + market.chance.bits(shared.count, shared.most, shared.n_pairs) + by_clients
    reasons = [_shared_words(new, shared), _chance_words(market.chance, shared)]
    if by_clients:
        what = "seller" if new.sellers else "product"
        reasons.append(f"it serves {n_clients:,} of {counted(len(_clients(old)), what)} of before")
    like = _likeness(new.hours, old.hours)
    if like is not None and like >= _LIKE:
        bits += market.like_bits
        reasons.append(f"they review at the same hours ({100 * like:.0f} % alike)")
    return 1.0 / (1.0 + 2.0 ** min(-bits, 500.0)), tuple(reasons)


def _shared_words(new: Snapshot, shared: Shared) -> str:
    kinds = Counter(token.partition(":")[0] for token in shared.values)
    which = listed([f"{n:,} {kind_words(kind, n)}" for kind, n in sorted(kinds.items())], most=len(kinds))
    who = f"{len(shared.carriers):,} of its {counted(len(new.members), 'account')}, all new, hold {which}"
    whose = f"{counted(len(shared.holders), 'account')} of before" if shared.holders else "accounts of before"
    return f"{who} that {whose} held and few others do"


def _chance_words(chance: Chance, shared: Shared) -> str:
    once = 2.0 ** min(-chance.log2_at_least(shared.count, shared.n_pairs), _MOST_BITS)
    most = "fewer than " if once == 2.0**_MOST_BITS else ""
    return f"strangers share so many in {most}1 of {float(f'{once:.1g}'):,.0f} pairs of such rings"


def _client_bits(new: Snapshot, old: Snapshot, market: _Market) -> tuple[float, int]:
    """Return how many bits their clients say that one operator runs both rings, and how many they share.

    The likelihood ratio of which of the earlier ring's clients the later one serves: one operator keeps an
    unknown share of them; another one serves each as often as rings of its size do.
    """
    if bool(new.sellers) != bool(old.sellers):
        return 0.0, 0
    mine, theirs = set(_clients(new)), set(_clients(old))
    shared = mine & theirs
    if not shared:
        return 0.0, 0
    size = len(mine) / max(market.mean_clients, 1.0)
    others = np.array([max(market.popularity.get(one, 1) - 1 - (one in shared), 0) for one in sorted(theirs)])
    by_chance = np.clip(size * (others + 1) / (market.n_rings + 1), 0.0, _MOST_CHANCE)
    is_shared = np.array([one in shared for one in sorted(theirs)])
    kept = np.array(_KEPT)[:, None]
    ratios = np.where(is_shared, np.log2(kept / by_chance), np.log2((1.0 - kept) / (1.0 - by_chance)))
    bits = float(np.logaddexp2.reduce(ratios.sum(axis=1))) - math.log2(len(_KEPT))
    return min(bits, _CLIENT_BITS * len(shared)), len(shared)


def _likeness(first: tuple[int, ...], second: tuple[int, ...]) -> float | None:
    """Return the cosine of two histograms of hours; None when either is of few reviews."""
    if sum(first) < _TIMED or sum(second) < _TIMED:
        return None
    dot = sum(a * b for a, b in zip(first, second, strict=True))
    return dot / math.sqrt(sum(a * a for a in first) * sum(b * b for b in second))
