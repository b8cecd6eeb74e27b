"""Operators that come back with new accounts: what a new ring has in common with rings of before.

An account that was closed does not return, but its operator does, with the cards, addresses and devices that
are left, for the same clients, at the same hours. Clients hire several operators, and hours are those of a
country. So a link needs instruments that few others hold, also such as one account alone held. What two rings
share is weighed against what rings of the same market share that overlap in time and so cannot continue each
other, and each run measures how often the same rule links such rings.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from collusion.cases.wording import counted, kind_words, listed
from collusion.tables.mapping import BUILT_IN_KINDS
from collusion.workspace.snapshot import Snapshot

#: Bits of a shared value at most, of one shared client at most, and of like hours.
_VALUE_BITS, _CLIENT_BITS, _HOUR_BITS = 8.0, 3.0, 2.0
#: Values that strangers are taken to share before any pair of rings was looked at.
_STRAY = 0.005
#: Bits from which two rings are linked: an instrument and some clients, or two instruments.
LINK_BITS = 12.0
#: Share of its clients that an operator who returns is taken to have still.
_KEPT = 0.5
#: Share of rings that cannot continue each other which clients alone may bring up to the mark.
_CHANCE = 0.01
#: Share of a value's holders who are in the two rings: what others hold as well is public.
_PRIVATE = 0.5
#: Prior probability from which a kind of value, such as a promo code, is taken to be anybody's.
_PUBLIC = 0.5
#: A successor begins when the ring before it has ended, give or take a day.
_SLACK = dt.timedelta(days=1)
#: Reviews from which the hours of a ring say something, and their likeness from which they are alike.
_TIMED, _LIKE = 20, 0.9


@dataclass(frozen=True, slots=True)
class Return:
    """A link of a new ring to an earlier one.

    Attributes
    ----------
    ring_id, earlier
        The new ring and the one that it probably continues.
    bits
        Weight of what they share.
    reasons
        What they share, in words and numbers.
    """

    ring_id: str
    earlier: str
    bits: float
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
        return f"the same rule links {self.n_linked} of {self.n_rings} rings to one that they cannot continue"


def find_returns(
    born: Mapping[str, Snapshot],
    known: Mapping[str, Snapshot],
    established: Mapping[str, Snapshot],
    accused: Collection[str] | None = None,
) -> tuple[list[Return], FalseLinks]:
    """Link new rings to the earlier rings that they probably continue.

    Parameters
    ----------
    born
        Rings that no run had before.
    known
        Every earlier ring, as it was last seen.
    established
        Rings of this run that an earlier run had too.
    accused
        The earlier rings that a new one may be linked to; None: all. How often the rule is wrong is counted
        over all.

    Returns
    -------
    tuple of list of Return and FalseLinks
        The best link of each ring that has one; and what the rule does among rings that overlap in time.
    """
    every = {**known, **born}
    may_return = frozenset(known if accused is None else accused)
    past = _Past(known, _popularity(every), len(every), _index(known), may_return)
    past = dataclasses.replace(past, common=_common(established, past), stray=_stray(established, past))
    found = (_best(name, born[name], past, follows=True) for name in sorted(born))
    links = [link for link in found if link is not None]
    wrong = sum(_best(name, ring, past, follows=False) is not None for name, ring in established.items())
    return links, FalseLinks(wrong, len(established) if len(known) > 1 else 0)


@dataclass(frozen=True, slots=True)
class _Past:
    """Earlier rings, and what is common among them.

    Attributes
    ----------
    rings
        Each as it was last seen.
    popularity
        How many rings serve each client.
    n_rings
        How many rings there are.
    index
        Which of them have a value or a client.
    accused
        Which of them a new ring may continue.
    common
        Bits of shared clients that rings reach which cannot continue each other.
    stray
        Values that a pair of such rings shares, in the mean.
    """

    rings: Mapping[str, Snapshot]
    popularity: Mapping[str, int]
    n_rings: int
    index: Mapping[str, Sequence[str]]
    accused: frozenset[str]
    common: float = 0.0
    stray: float = _STRAY


def _clients(ring: Snapshot) -> tuple[str, ...]:
    """Return the sellers that a ring serves; its targets where no sellers are known."""
    return ring.sellers or ring.targets


def _index(rings: Mapping[str, Snapshot]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for name, ring in rings.items():
        for key in (*ring.token_counts, *_clients(ring)):
            index.setdefault(key, []).append(name)
    return index


def _candidates(name: str, ring: Snapshot, past: _Past, *, follows: bool) -> Iterator[tuple[str, Snapshot]]:
    """Yield the earlier rings that share something with a ring and that it may, or cannot, continue."""
    touching = {other for key in (*ring.token_counts, *_clients(ring)) for other in past.index.get(key, ())}
    for other in sorted(touching - {name}):
        earlier = past.rings[other]
        # Rings that share accounts are one ring, or one operator already, and show nothing about the rule.
        is_next = _follows(ring, earlier)
        # Where either may continue the other, a link may be right: it shows nothing about the rule, too.
        is_asked = (
            is_next and other in past.accused if follows else not is_next and not _follows(earlier, ring)
        )
        if is_asked and not ring.member_set & earlier.member_set:
            yield other, earlier


def _common(established: Mapping[str, Snapshot], past: _Past) -> float:
    """Return the bits that at most one ring in a hundred reaches by the clients of one that overlaps it."""
    best = sorted(
        (
            max(
                (
                    _client_bits(ring, other, past)[0]
                    for _, other in _candidates(name, ring, past, follows=False)
                ),
                default=0.0,
            )
            for name, ring in established.items()
        ),
        reverse=True,
    )
    return max(best[int(_CHANCE * len(best))], 0.0) if best else 0.0


def _best(name: str, ring: Snapshot, past: _Past, *, follows: bool) -> Return | None:
    best: Return | None = None
    for other, earlier in _candidates(name, ring, past, follows=follows):
        bits, reasons = _in_common(ring, earlier, past)
        if bits >= LINK_BITS and (best is None or bits > best.bits):
            best = Return(name, other, bits, reasons)
    return best


def _follows(new: Snapshot, old: Snapshot) -> bool:
    if new.first_at is None or old.last_at is None:
        return True
    return dt.datetime.fromisoformat(new.first_at) >= dt.datetime.fromisoformat(old.last_at) - _SLACK


def _in_common(new: Snapshot, old: Snapshot, past: _Past) -> tuple[float, tuple[str, ...]]:
    reasons = []
    values = _shared_values(new, old)
    if not values:
        return 0.0, ()
    bits = _value_bits(len(values), past.stray)
    kinds = Counter(token.partition(":")[0] for token in values)
    words = [f"{n:,} {kind_words(kind, n)}" for kind, n in sorted(kinds.items())]
    which = listed(words, most=len(words))
    reasons.append(f"they share {which} that few others hold")
    client_bits, shared = _client_bits(new, old, past)
    if shared:
        bits += max(client_bits - past.common, 0.0)
        what = "seller" if new.sellers else "product"
        reasons.append(f"both serve {counted(shared, what)} of the same, of {len(_clients(new)):,} now")
    like = _likeness(new.hours, old.hours)
    if like >= _LIKE:
        bits += _HOUR_BITS
        reasons.append(f"they review at the same hours ({100 * like:.0f} % alike)")
    return bits, tuple(reasons)


def _shared_values(new: Snapshot, old: Snapshot) -> list[str]:
    shared = new.token_counts.keys() & old.token_counts.keys()
    return [token for token in shared if _is_private(token, new, old)]


def _value_bits(n: int, stray: float) -> float:
    """Return how surprising `n` shared values are where strangers share a Poisson number of mean `stray`."""
    from scipy.stats import poisson

    return min(-float(poisson.logsf(n - 1, stray)) / math.log(2.0), _VALUE_BITS * n)


def _stray(established: Mapping[str, Snapshot], past: _Past) -> float:
    """Return how many values two rings share that overlap in time and so cannot continue each other.

    The mean over all pairs: a pair that one operator runs at once, which is no pair of strangers, raises it,
    so that links are rather missed than wrong.
    """
    shared = [
        len(_shared_values(ring, other))
        for name, ring in established.items()
        for _, other in _candidates(name, ring, past, follows=False)
    ]
    n_pairs = sum(_n_overlapping(ring, past) for ring in established.values())
    return (sum(shared) + _STRAY) / (max(n_pairs, len(shared)) + 1)


def _n_overlapping(ring: Snapshot, past: _Past) -> int:
    """Return how many rings overlap one in time, itself among them."""
    if ring.first_at is None or ring.last_at is None:
        return 0
    return sum(
        ring.first_at <= (other.last_at or "") and (other.first_at or "~") <= ring.last_at
        for other in past.rings.values()
    )


def _client_bits(new: Snapshot, old: Snapshot, past: _Past) -> tuple[float, int]:
    """Return how many bits their clients say that one operator runs both rings, and how many they share.

    The likelihood ratio of the new ring's clients, given the old one's: one operator keeps each with
    probability `_KEPT`; another one serves each as often as the other rings of the market do.
    """
    if bool(new.sellers) != bool(old.sellers):
        return 0.0, 0
    mine, theirs = set(_clients(new)), set(_clients(old))
    shared = mine & theirs
    bits = 0.0
    for client in sorted(mine):
        others = past.popularity.get(client, 1) - 1 - (client in shared)
        by_chance = (max(others, 0) + 1) / (past.n_rings + 1)
        if client in shared:
            bits += min(math.log2(_KEPT / by_chance), _CLIENT_BITS)
        elif by_chance < 1.0:
            bits += min(math.log2((1.0 - _KEPT) / (1.0 - by_chance)), 0.0)
    return bits, len(shared)


def _is_private(token: str, new: Snapshot, old: Snapshot) -> bool:
    kind = BUILT_IN_KINDS.get(token.partition(":")[0])
    if kind is not None and kind.public_share >= _PUBLIC:
        return False
    mine, everybody = new.token_counts[token]
    theirs, everybody_then = old.token_counts[token]
    return mine + theirs >= _PRIVATE * max(everybody, everybody_then)


def _popularity(rings: Mapping[str, Snapshot]) -> dict[str, int]:
    """Return how many rings serve each client."""
    return dict(Counter(client for ring in rings.values() for client in _clients(ring)))


def _likeness(first: tuple[int, ...], second: tuple[int, ...]) -> float:
    """Return the cosine of two histograms of hours; 0 when either is of few reviews."""
    if sum(first) < _TIMED or sum(second) < _TIMED:
        return 0.0
    dot = sum(a * b for a, b in zip(first, second, strict=True))
    return dot / math.sqrt(sum(a * a for a in first) * sum(b * b for b in second))
