"""Innocent explanations: which one comes closest for a ring, and why it fails or holds.

Households, shared networks, fans, flash crowds, sampling programmes, book clubs and communities of taste or
language all make groups that review alike. Each is tried on every ring, before anybody is accused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from collusion.cases.ring_stats import RingStats
from collusion.evidence.wording import joined
from collusion.scoring.families import FLAGGING, Assessment

#: What each family's evidence is called when an explanation fails on it.
_BEYOND = {
    "stars": "stars far from other buyers'",
    "identity": "identifiers shared beyond households and public networks",
    "text": "near-identical texts under different names",
    "fulfilment": "too many light parcels and refunds",
    "lifecycle": "accounts made for the job, or active only together",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """One innocent explanation: its name, how well the figures fit it (0–1), the families it explains."""

    name: str
    fit: Callable[[RingStats], float]
    explains: frozenset[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The closest innocent explanation of a ring, its fit (0–1), and a sentence on why it fails or holds."""

    explanation: str
    fit: float
    holds: bool
    sentence: str


def _clamp(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _household(p: RingStats) -> float:
    shared = p.widest.n_members / p.n_members if p.widest else 0.0
    return _clamp((9 - p.n_members) / 3) * shared


def _network(p: RingStats) -> float:
    if p.widest is None or p.widest.kind not in {"ip", "address"}:
        return 0.0
    return p.widest.n_members / p.n_members


def _fans(p: RingStats) -> float:
    if p.n_sellers == 0:
        return 0.1
    sellers = 1.0 if p.n_sellers <= 2 else 2.0 / p.n_sellers
    liked = _clamp(1.0 - abs(p.star_gap)) if p.star_gap is not None else 0.5
    lasting = _clamp((p.span_days or 0.0) / 365)
    return sellers * (0.4 * liked + 0.4 * lasting + 0.2 * (1.0 - p.target_share))


def _crowd(p: RingStats) -> float:
    return _clamp(1.5 * p.crowd_share) * _clamp(1.2 - p.n_targets / 50)


def _sampling(p: RingStats) -> float:
    many = _clamp(p.n_sellers / max(p.n_targets, 1))
    agree = _clamp(1.0 - abs(p.star_gap)) if p.star_gap is not None else 0.5
    return 0.9 * many * agree * (1.0 - 0.5 * p.target_share)


def _book_club(p: RingStats) -> float:
    small = _clamp((24 - p.n_members) / 8)
    lasting = _clamp((p.span_days or 0.0) / 300)
    agree = _clamp(1.0 - abs(p.star_gap)) if p.star_gap is not None else 0.5
    return 0.95 * small * lasting * agree


def _taste(p: RingStats) -> float:
    lasting = _clamp((p.span_days or 0.0) / 500)
    agree = _clamp(1.0 - abs(p.star_gap)) if p.star_gap is not None else 0.5
    return 0.2 + 0.6 * lasting * agree


EXPLANATIONS = (
    Explanation("a household", _household, frozenset({"identity", "behaviour"})),
    Explanation("an office, campus or carrier network", _network, frozenset({"identity"})),
    Explanation("fans of one author or brand", _fans, frozenset({"behaviour"})),
    Explanation("a launch or deal that drew a crowd", _crowd, frozenset({"behaviour"})),
    Explanation("a disclosed sampling programme", _sampling, frozenset({"behaviour", "fulfilment"})),
    Explanation("a book club or circle of friends", _book_club, frozenset({"behaviour"})),
    Explanation("a community of taste or language", _taste, frozenset({"behaviour"})),
)


def closest_innocent(stats: RingStats, assessment: Assessment, *, abnormal_bits: float) -> Verdict:
    """Find the innocent explanation that comes closest and say why it fails or holds.

    Parameters
    ----------
    stats
        Plain figures of the ring.
    assessment
        What each family found.
    abnormal_bits
        Bits from which a family is abnormal.

    Returns
    -------
    Verdict
        It fails when a family is abnormal that the explanation does not explain.
    """
    best = max(EXPLANATIONS, key=lambda explanation: explanation.fit(stats))
    abnormal = [family for family in FLAGGING if (assessment.bits(family) or 0.0) >= abnormal_bits]
    beyond = [family for family in abnormal if family not in best.explains and family in _BEYOND]
    unexplained_behaviour = "behaviour" in abnormal and "behaviour" not in best.explains
    if beyond:
        # A reason may hold an "and" itself: a comma before the last of three or more.
        last = ", or " if len(beyond) > 2 else " or "
        reasons = joined([_BEYOND[family] for family in beyond], last)
        sentence = f"It fails: that does not explain {reasons}."
    elif unexplained_behaviour:
        sentence = "It fails: that does not make strangers review the same products."
    else:
        sentence = "It holds: nothing found here is beyond it."
    return Verdict(best.name, best.fit(stats), not (beyond or unexplained_behaviour), sentence)


def ring_kind(stats: RingStats, assessment: Assessment, *, n_sellers: int, abnormal_bits: float) -> str:
    """Name the kind of ring: attack, one hand, hired crowd or unclear.

    Parameters
    ----------
    stats
        Plain figures of the ring.
    assessment
        What each family found.
    n_sellers
        Known sellers of the targets that are likely clients': those of bystanders hired nobody.
    abnormal_bits
        Bits from which a family is abnormal.

    Returns
    -------
    str
        The kind.
    """
    if stats.mean_stars is not None and stats.mean_stars < 2.5 and (stats.star_gap or 0.0) < -0.5:
        return "attack"
    abnormal = {family for family in FLAGGING if (assessment.bits(family) or 0.0) >= abnormal_bits}
    if abnormal & {"identity", "text"}:
        return "one hand"
    # A crowd is hired for a time, too: that its accounts begin and end together does not make it one hand.
    if n_sellers >= 5 or stats.n_members >= 70:
        return "hired crowd"
    return "one hand" if "lifecycle" in abnormal else "unclear"
