"""The innocent explanation that comes closest to a ring, what rules it out, and what kind of ring it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from collusion.cases.records import Explanation
from collusion.cases.ring_stats import RingStats
from collusion.cases.wording import FAMILY_QUESTIONS as _QUESTIONS
from collusion.evidence.families import REGISTRY
from collusion.scoring.families import Assessment
from collusion.scoring.hypotheses import Standing
from collusion.words.catalogue import DEFAULT, said, words_of

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


def closest_innocent(
    standings: Sequence[Standing | Explanation],
    score: float,
    abnormal: Collection[str],
    *,
    language: str = DEFAULT,
) -> Verdict:
    """Say which innocent explanation is the likeliest and what rules it out.

    Parameters
    ----------
    standings
        How all hypotheses stand at that score, the likeliest first.
    score
        Log-odds in bits that the group is a ring.
    abnormal
        Families that are out of the ordinary: of others nothing is said that needs an explanation.
    language
        In which language it is said.

    Returns
    -------
    Verdict
        It holds where the group is likelier no ring than one; where it fails, the odds told are its own,
        against all other explanations together.
    """
    best = next(one for one in standings if not one.is_ring)
    against = sorted((bits, family) for family, bits in best.by_family.items() if bits <= -_NAMED)
    reasons = [_BEYOND[family] for _, family in against if family in abnormal]
    words = words_of(language)
    if score <= 0.0:
        return Verdict(best.name, holds=True, sentence=words.say("innocent.holds"))
    key = "innocent.fails" if reasons else "innocent.fails_together"
    sentence = words.say(key, odds=best.log_odds, families=reasons[:3])
    return Verdict(best.name, holds=False, sentence=sentence)


def ruled_out_by(one: Explanation, language: str = DEFAULT) -> str | None:
    """Say what rules a hypothesis out.

    Parameters
    ----------
    one
        How it stands for a group.
    language
        In which language.

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
        return words_of(language).say("innocent.rare")
    names, key = (_QUESTIONS, "innocent.by_ring") if one.is_ring else (_BEYOND, "innocent.by_innocent")
    parts = [said(key, family=family, bits=bits, what=names[family]) for bits, family in against[:3]]
    return words_of(language).say("innocent.ruled_out", parts=parts)


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
