"""Operators that come back with new accounts: what a new ring has in common with rings of before.

An account that was closed does not return, but its operator does, with the cards, addresses and devices that
are left, for the same sellers, at the same hours. None of these proves it alone: sellers hire several
operators, and hours are those of a country. So a link needs an instrument or several weaker signs, and each
run measures how often the same rule links rings that cannot be each other's successors.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from collusion.cases.wording import counted
from collusion.tables.mapping import BUILT_IN_KINDS
from collusion.workspace.snapshot import Snapshot

#: Bits of a shared value that only such rings hold, of all sellers together at most, and of like hours.
_VALUE_BITS, _SELLER_BITS, _HOUR_BITS = 8.0, 8.0, 2.0
#: Bits from which two rings are linked: an instrument and a rare seller, or two instruments.
LINK_BITS = 12.0
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
    born: Mapping[str, Snapshot], known: Mapping[str, Snapshot], established: Mapping[str, Snapshot]
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

    Returns
    -------
    tuple of list of Return and FalseLinks
        The best link of each ring that has one; and what the rule does among rings that overlap in time.
    """
    past = _Past(known, _rarity({**known, **born}), _index(known))
    found = (_best(name, born[name], past, follows=True) for name in sorted(born))
    links = [link for link in found if link is not None]
    wrong = sum(_best(name, ring, past, follows=False) is not None for name, ring in established.items())
    return links, FalseLinks(wrong, len(established) if len(known) > 1 else 0)


@dataclass(frozen=True, slots=True)
class _Past:
    """Earlier rings, how rare each seller is among them, and which of them have a value or a seller."""

    rings: Mapping[str, Snapshot]
    rarity: Mapping[str, float]
    index: Mapping[str, Sequence[str]]


def _index(rings: Mapping[str, Snapshot]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for name, ring in rings.items():
        for key in (*ring.token_counts, *ring.sellers):
            index.setdefault(key, []).append(name)
    return index


def _best(name: str, ring: Snapshot, past: _Past, *, follows: bool) -> Return | None:
    best: Return | None = None
    touching = {other for key in (*ring.token_counts, *ring.sellers) for other in past.index.get(key, ())}
    for other in sorted(touching - {name}):
        earlier = past.rings[other]
        # Rings that share accounts are one ring, or one operator already, and show nothing about the rule.
        is_next = _follows(ring, earlier)
        # Where either may continue the other, a link may be right: it shows nothing about the rule, too.
        is_asked = is_next if follows else not is_next and not _follows(earlier, ring)
        if not is_asked or ring.member_set & earlier.member_set:
            continue
        bits, reasons = _in_common(ring, earlier, past.rarity)
        if bits >= LINK_BITS and (best is None or bits > best.bits):
            best = Return(name, other, bits, reasons)
    return best


def _follows(new: Snapshot, old: Snapshot) -> bool:
    if new.first_at is None or old.last_at is None:
        return True
    return dt.datetime.fromisoformat(new.first_at) >= dt.datetime.fromisoformat(old.last_at) - _SLACK


def _in_common(new: Snapshot, old: Snapshot, rarity: Mapping[str, float]) -> tuple[float, tuple[str, ...]]:
    reasons = []
    values = [
        token for token in new.token_counts.keys() & old.token_counts.keys() if _is_private(token, new, old)
    ]
    bits = _VALUE_BITS * len(values)
    if values:
        kinds = Counter(token.partition(":")[0] for token in sorted(values))
        which = ", ".join(counted(n, kind.replace("_", " ")) for kind, n in sorted(kinds.items()))
        reasons.append(f"they share {which} that few others hold")
    sellers = sorted(set(new.sellers) & set(old.sellers))
    if sellers:
        bits += min(sum(rarity[seller] for seller in sellers), _SELLER_BITS)
        reasons.append(f"both serve {counted(len(sellers), 'seller')} of the same")
    like = _likeness(new.hours, old.hours)
    if like >= _LIKE and (values or sellers):
        bits += _HOUR_BITS
        reasons.append(f"they review at the same hours ({100 * like:.0f} % alike)")
    return bits, tuple(reasons)


def _is_private(token: str, new: Snapshot, old: Snapshot) -> bool:
    kind = BUILT_IN_KINDS.get(token.partition(":")[0])
    if kind is not None and kind.public_share >= _PUBLIC:
        return False
    mine, everybody = new.token_counts[token]
    theirs, everybody_then = old.token_counts[token]
    return mine + theirs >= _PRIVATE * max(everybody, everybody_then)


def _rarity(rings: Mapping[str, Snapshot]) -> dict[str, float]:
    """Return how many bits it says that two rings serve a seller, by seller."""
    served = Counter(seller for ring in rings.values() for seller in ring.sellers)
    return {seller: math.log2((len(rings) + 1) / n) for seller, n in served.items()}


def _likeness(first: tuple[int, ...], second: tuple[int, ...]) -> float:
    """Return the cosine of two histograms of hours; 0 when either is of few reviews."""
    if sum(first) < _TIMED or sum(second) < _TIMED:
        return 0.0
    dot = sum(a * b for a, b in zip(first, second, strict=True))
    return dot / math.sqrt(sum(a * a for a in first) * sum(b * b for b in second))
