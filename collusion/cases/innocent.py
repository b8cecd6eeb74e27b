"""The innocent explanation that comes closest to a ring, what rules it out, and what kind of ring it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from collusion.cases.records import Explanation
from collusion.cases.ring_stats import RingStats
from collusion.cases.wording import FAMILY_QUESTIONS as _QUESTIONS
from collusion.evidence.families import FAMILY_OF, MEASURES, REGISTRY
from collusion.scoring.families import Assessment
from collusion.scoring.hypotheses import RingModel, Standing, bins_of, probability
from collusion.words.catalogue import DEFAULT, said, words_of

#: Bits by which a family must speak against an explanation to be named among what rules it out.
_NAMED = 1.0
#: Least share of the groups of a kind that show as much of an effect where that kind explains it.
_COVERED = 0.05
#: Hypotheses that say who is behind a ring.
_KINDS = {
    "one hand": (
        "accounts of one hand",
        "accounts with shared instruments",
        "shared instruments without a common habit",
    ),
    "hired crowd": ("hired crowd", "hired for listings of several sellers", "real people who are paid"),
}
_BEYOND = {family.name: family.beyond for family in REGISTRY}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The likeliest innocent explanation of a ring.

    Attributes
    ----------
    explanation
        Its name.
    holds
        Whether the group is likelier no ring, and the explanation covers all that is out of the ordinary.
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
    unexplained: Collection[str],
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
    unexplained
        Those that the likeliest innocent explanation does not cover, from `unexplained_by`.
    language
        In which language it is said.

    Returns
    -------
    Verdict
        It holds where the group is likelier no ring than one, and it covers each family that is out of the
        ordinary; where it fails, the odds told are its own, against all other explanations together.
    """
    best = next(one for one in standings if not one.is_ring)
    against = sorted((bits, family) for family, bits in best.by_family.items() if bits <= -_NAMED)
    reasons = [_BEYOND[family] for _, family in against if family in abnormal]
    words = words_of(language)
    if score <= 0.0:
        key = "leaves" if unexplained else "covers" if abnormal else "holds"
        beyond = [_BEYOND[family] for family in unexplained]
        sentence = words.say(f"innocent.{key}", families=list(abnormal), beyond=beyond)
        return Verdict(best.name, holds=not unexplained, sentence=sentence)
    key = "innocent.fails" if reasons else "innocent.fails_together"
    sentence = words.say(key, odds=best.log_odds, families=reasons[:3])
    return Verdict(best.name, holds=False, sentence=sentence)


def unexplained_by(
    explanation: str, assessment: Assessment, model: RingModel, abnormal: Collection[str]
) -> tuple[str, ...]:
    """Return the families out of the ordinary that an explanation does not cover by its own laws.

    Parameters
    ----------
    explanation
        Name of a hypothesis.
    assessment
        A candidate and what each family found.
    model
        The hypotheses.
    abnormal
        Families that are out of the ordinary.

    Returns
    -------
    tuple of str
        Those with an effect beyond what honest groups show by and large that fewer than one in twenty groups
        of that kind reach, or of which that kind has no law.
    """
    laws = next(one.laws for one in model.hypotheses if one.name == explanation)
    bins = bins_of(assessment)
    telling = [name for name, one in MEASURES.items() if (assessment.effect(name) or 0.0) >= one.telling]
    rare = {FAMILY_OF[name] for name in telling if sum(laws.get(name, ())[bins[name] :]) < _COVERED}
    return tuple(family for family in abnormal if family in rare)


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


def is_attack(stats: RingStats) -> bool:
    """Return whether the reviews of a group give few stars, and fewer than others where others gave any."""
    if stats.mean_stars is None or stats.mean_stars >= 2.5:
        return False
    return stats.star_gap is None or stats.star_gap < -0.5


def ring_kind(stats: RingStats, standings: Sequence[Standing | Explanation]) -> str:
    """Name the kind of ring: attack, one hand, hired crowd or unclear.

    Parameters
    ----------
    stats
        Plain figures of the ring.
    standings
        How all hypotheses stand for it.

    Returns
    -------
    str
        An attack by the stars alone, so that nobody takes its victims for clients; else the kind whose
        hypotheses are together likelier than all others.
    """
    if is_attack(stats):
        return "attack"
    chances = dict.fromkeys(_KINDS, 0.0)
    for one in standings:
        for kind, names in _KINDS.items():
            chances[kind] += probability(one.log_odds) if one.name in names else 0.0
    return next((kind for kind, chance in chances.items() if chance > 0.5), "unclear")
