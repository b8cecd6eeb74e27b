"""The innocent explanation that comes closest to a ring, what rules it out, and what kind of ring it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from collusion.cases.records import Explanation
from collusion.cases.ring_stats import RingStats
from collusion.cases.wording import FAMILY_QUESTIONS as _QUESTIONS
from collusion.cases.wording import factor, odds
from collusion.evidence.families import REGISTRY
from collusion.evidence.wording import joined
from collusion.scoring.families import Assessment
from collusion.scoring.hypotheses import Standing

#: Bits by which a family must speak against an explanation to be named among what rules it out.
_NAMED = 1.0
_BEYOND = {family.name: family.beyond for family in REGISTRY}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The likeliest innocent explanation of a ring.

    Attributes
    ----------
    explanation
        Its name.
    holds
        Whether the group is likelier no ring.
    sentence
        Why it holds or fails.
    """

    explanation: str
    holds: bool
    sentence: str


def closest_innocent(standings: list[Standing], score: float, abnormal: Collection[str]) -> Verdict:
    """Say which innocent explanation is the likeliest and what rules it out.

    Parameters
    ----------
    standings
        How all hypotheses stand at that score, the likeliest first.
    score
        Log-odds in bits that the group is a ring.
    abnormal
        Families that are out of the ordinary: of others nothing is said that needs an explanation.

    Returns
    -------
    Verdict
        It holds where the group is likelier no ring than one; where it fails, the odds told are its own,
        against all other explanations together.
    """
    best = next(one for one in standings if not one.is_ring)
    against = sorted((bits, family) for family, bits in best.by_family.items() if bits <= -_NAMED)
    reasons = [_BEYOND[family] for _, family in against if family in abnormal]
    if score <= 0.0:
        return Verdict(best.name, holds=True, sentence="It holds: nothing found here is beyond it.")
    # A reason may hold an "and" itself: a comma before the last of three or more.
    said = joined(reasons[:3], ", or " if len(reasons) > 2 else " or ") if reasons else "all taken together"
    return Verdict(
        best.name, holds=False, sentence=f"It fails ({odds(best.log_odds)}): that does not explain {said}."
    )


def ruled_out_by(one: Explanation) -> str | None:
    """Say what rules a hypothesis out.

    Parameters
    ----------
    one
        How it stands for a group.

    Returns
    -------
    str or None
        The families of evidence that make it at least half as likely, the strongest first, by how much and in
        words; None where it is likelier true than false. Of a kind of ring they are what it would show.
    """
    if one.log_odds >= 0.0:
        return None
    against = sorted((bits, family) for family, bits in one.by_family.items() if bits <= -_NAMED)
    if not against:
        return "rare before looking, and nothing found speaks for it more than for others"
    words = _QUESTIONS if one.is_ring else _BEYOND
    return "; ".join(f"{family} {factor(bits)} ({words[family]})" for bits, family in against[:3])


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
    abnormal = assessment.abnormal(abnormal_bits)
    if {"identity", "text"} & set(abnormal):
        return "one hand"
    # A crowd is hired for a time, too: that its accounts begin and end together does not make it one hand.
    if n_sellers >= 5 or stats.n_members >= 70:
        return "hired crowd"
    return "one hand" if "lifecycle" in abnormal else "unclear"
