"""Rank candidates, estimate their false-discovery rates, and flag those that are sure and corroborated."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from collusion.arrays import Float64Array, Int32Array, frozen
from collusion.detection.bursts import ORIGIN as BURST
from collusion.detection.candidates import Candidate
from collusion.detection.holders import ORIGIN as SHARED_IDENTIFIERS
from collusion.detection.tied import ORIGIN as TIED
from collusion.detection.wordings import ORIGIN as WORDING
from collusion.evidence.families import FLAGGING
from collusion.scoring import labelled
from collusion.scoring.alone import TOLD, stands_alone, times_beyond
from collusion.scoring.decoys import Decoys
from collusion.scoring.families import Assessment, carried_bits
from collusion.scoring.hypotheses import RingModel, probability
from collusion.scoring.one_place import is_explained_by_one_place
from collusion.scoring.params import ScoringParams
from collusion.scoring.q_values import ChanceScores, most_doubt, q_values

#: Candidates that need no more bits than one alone would be given.
_FEW = 32
#: Most log-odds in bits of a group whose members meet no more often than chance.
_NO_MEETING = -1.0
#: Log-odds in bits of a group that labels clear.
_CLEARED = -40.0
#: Log-odds in bits around which a group is held for which too few families speak, and how much flatter they
#: rise.
_UNTOLD, _FALL = -1.0, 100.0
#: Bits by which the odds of a group rise of which enough is beyond what honest groups show, and again for
#: each family more than two, where stars are known: families together tell more than the hypotheses, to which
#: each effect is one bin, make of them.
BEYOND_HONEST = 2.0
#: Share of the smaller one's members that makes two candidates one, and log-odds that are likely enough.
_PART, _LIKELY = 0.5, 2.0
#: What a member of a block counts for where candidates of different origins are held against each other.
_BLOCK = 2.0


@dataclass(frozen=True, slots=True)
class RankedRings:
    """Candidates, best first.

    Attributes
    ----------
    assessments
        The candidates with what each family found.
    score
        Log-odds in bits by the model, but no more than the e-values carry, falling, shape (n,).
    q_value
        Expected share of false rings at this rank or above, rising, shape (n,).
    flagged
        Whether q_value reaches the level and enough families are abnormal, shape (n,).
    abnormal_bits
        Bits from which a family is abnormal here.
    corroborated
        Whether enough families are abnormal, shape (n,).
    """

    assessments: list[Assessment]
    score: Float64Array
    q_value: Float64Array
    flagged: np.typing.NDArray[np.bool_]
    abnormal_bits: float
    corroborated: np.typing.NDArray[np.bool_]


def rank(
    targets: list[Assessment], decoys: list[Decoys], model: RingModel, *, params: ScoringParams
) -> RankedRings:
    """Rank candidates and compute their q-values.

    The q-value is the largest of three estimates: the mean posterior probability of being false at this
    rank or above, or a ring's own where that exceeds one fifth; the decoys scoring as high, per null world
    and ring; and the families' e-values through e-BH (Wang & Ramdas 2022).

    Parameters
    ----------
    targets
        Assessed candidates of the real graph.
    decoys
        What was found in each null world.
    model
        The ring model.
    params
        Level and number of families of a flag.

    Returns
    -------
    RankedRings
        O(n log n).
    """
    n_tests = len(targets)
    about = [one for one in targets if labelled.is_about_fakes(one)]
    targets = distinct([one for one in targets if not labelled.is_about_fakes(one)], model)
    bits = abnormal_bits(targets, params)

    def standing(one: Assessment) -> tuple[bool, float]:
        """Return by what one of several sizes of a group about known fakes is preferred."""
        is_likely = score_of(one, model) >= _LIKELY and is_corroborated(one, bits, model, params=params)
        return labelled.worth(score_of(one, model), total_bits(one), is_likely=is_likely)

    targets = labelled.with_groups_about_fakes(targets, about, standing)
    told = [is_corroborated(one, bits, model, params=params) for one in targets]
    score = np.array(
        [told_score(one, model, yes, threshold=bits) for one, yes in zip(targets, told, strict=True)]
    )
    chance = chance_scores(decoys, bits, model, params=params)
    keys = [(-model.score(one), one.candidate.group.members.tobytes()) for one in targets]
    order = sorted(range(len(targets)), key=lambda i: (-score[i], keys[i]))[: params.n_reported]
    ranked = [targets[i] for i in order]
    score = score[order]
    carried = np.array([total_bits(assessment) for assessment in ranked])
    doubt = most_doubt(has_stars=any(one.effect("stars_shift") is not None for one in ranked))
    q_value = q_values(score, carried, doubt, n_tests, chance)
    corroborated = np.array([told[i] for i in order], dtype=bool)
    flagged = (q_value <= params.fdr) & corroborated
    return RankedRings(ranked, frozen(score), frozen(q_value), frozen(flagged), bits, frozen(corroborated))


def is_corroborated(
    assessment: Assessment, threshold: float, model: RingModel, *, params: ScoringParams
) -> bool:
    """Return whether enough families are abnormal for a flag, or one alone beyond any honest group's.

    Parameters
    ----------
    assessment
        A candidate and what each family found.
    threshold
        Bits from which a family is abnormal.
    model
        The ring model.
    params
        Families that a flag takes.

    Returns
    -------
    bool
        Never where the members meet no more often than their activity explains, nor where accounts of one
        hand, or of one classroom, rate like anybody, be it that a form wrote their texts.
    """
    if labelled.is_cleared(assessment) or _is_by_chance(assessment):
        return False
    abnormal = assessment.abnormal(threshold)
    is_known = labelled.tells(assessment)
    if not is_known and is_explained_by_one_place(assessment, abnormal):
        return False
    enough = len(abnormal) + labelled.stands_in(assessment, model) >= params.min_families
    return (
        enough
        or any(assessment.is_extreme(family) for family in abnormal)
        or ("behaviour" in abnormal and _stands_alone(assessment, model))
    )


def _is_by_chance(assessment: Assessment) -> bool:
    """Return whether the members meet no more often than their activity explains, and no label tells more."""
    behaviour = assessment.bits("behaviour")
    return behaviour is not None and behaviour < 0.0 and assessment.known.bits < TOLD


def _stands_alone(assessment: Assessment, model: RingModel) -> bool:
    """Return whether a group's effects are likelier a ring's than those of any honest group were."""
    n_members, has_one_cause = len(assessment.candidate.group.members), assessment.is_crowd_with_a_cause()
    return stands_alone(model.score(assessment), assessment.effects(), n_members, has_one_cause=has_one_cause)


def told_score(assessment: Assessment, model: RingModel, is_corroborated: bool, *, threshold: float) -> float:
    """Return the log-odds in bits that are told of a candidate.

    Parameters
    ----------
    assessment
        A candidate and what each family found.
    model
        The ring model.
    is_corroborated
        Whether enough of it is beyond honest groups.
    threshold
        Bits from which a family is abnormal.

    Returns
    -------
    float
        `score_of` it and `BEYOND_HONEST`, once or for each family after the first, if so, no more than the
        e-values carry; else below even odds. A label that stands in for a second family adds its own bits.
    """
    score = score_of(assessment, model)
    if is_corroborated:
        beyond = BEYOND_HONEST * _times_beyond(assessment, threshold)
        return max(score, min(score + beyond, total_bits(assessment)))
    return min(score, _UNTOLD + (score - _UNTOLD) / _FALL)


def _times_beyond(assessment: Assessment, threshold: float) -> int:
    """Return how often `BEYOND_HONEST` counts for a corroborated group, by its families alone."""
    abnormal = assessment.abnormal(threshold)
    if assessment.findings["stars"] is None:
        return 0
    if len(abnormal) < 2:
        return int(assessment.known.bits < TOLD)
    return times_beyond(abnormal, assessment.effects(), len(assessment.candidate.group.members))


def distinct(targets: list[Assessment], model: RingModel) -> list[Assessment]:
    """Leave out of candidates of different origins what is part of a likelier one.

    Blocks, bursts and groups by shared identifiers or wording are searched for by themselves and may meet on
    the same accounts; blocks among each other are distinct already.

    Parameters
    ----------
    targets
        Assessed candidates.
    model
        The ring model.

    Returns
    -------
    list of Assessment
        In their order. Of two that share half of the smaller one's members the likelier is kept, of those
        that are both likely the larger.
    """
    scores = [min(score_of(one, model), _LIKELY) for one in targets]
    order = sorted(
        range(len(targets)),
        key=lambda i: (-scores[i], -_weight(targets[i].candidate), i),
    )
    kept: list[int] = []
    holders: dict[int, list[int]] = {}
    for i in order:
        members = targets[i].candidate.group.members.tolist()
        shared = Counter(k for member in members for k in holders.get(member, ()))
        if any(_is_part(targets[i].candidate, targets[k].candidate, n) for k, n in shared.items()):
            continue
        kept.append(i)
        for member in members:
            holders.setdefault(member, []).append(i)
    return [targets[i] for i in sorted(kept)]


def _weight(candidate: Candidate) -> float:
    """Return the members of a candidate; those of a block count more, since more was asked of each."""
    return len(candidate.group.members) * (1.0 if _kind_of(candidate) else _BLOCK)


def _is_part(one: Candidate, other: Candidate, n_shared: int) -> bool:
    """Return whether two candidates of different origins share half of the smaller one's members."""
    smaller = min(len(one.group.members), len(other.group.members))
    return _kind_of(one) != _kind_of(other) and n_shared >= _PART * smaller


def _kind_of(candidate: Candidate) -> str:
    """Return the origin of a candidate that is no block; nothing for blocks, whatever their seeds."""
    return candidate.origin if candidate.origin in (SHARED_IDENTIFIERS, TIED, BURST, WORDING) else ""


def score_of(assessment: Assessment, model: RingModel) -> float:
    """Return the score of a candidate: the model's, but no more than its families' e-values carry.

    What they do not carry must not stand above what they do, and hold it back. A group whose members meet no
    more often than their activity explains is likelier none than a ring, unless all that is beyond chance
    about it pays for choosing the members.
    """
    if labelled.is_cleared(assessment):
        return _CLEARED
    told = labelled.told_by_labels(assessment)
    score = min(model.score(assessment) + max(told, 0.0), total_bits(assessment)) + min(told, 0.0)
    return min(score, _NO_MEETING) if _is_by_chance(assessment) else score


def abnormal_bits(targets: list[Assessment], params: ScoringParams) -> float:
    """Return the bits from which a family is abnormal among some candidates.

    Parameters
    ----------
    targets
        All of them.
    params
        Bits that the only one of up to 32 candidates takes.

    Returns
    -------
    float
        Of n candidates of which k have a second family as abnormal, log2(n / 32k) bits more: e-BH over the
        second families (Wang & Ramdas 2022), so that among the corroborated ones as small a share is by
        chance in a large market as in a small one. O(n log n).
    """
    n = max(sum(one.candidate.origin != SHARED_IDENTIFIERS for one in targets), _FEW)
    second = sorted((_second_bits(one) for one in targets), reverse=True)
    levels = [params.abnormal_bits + math.log2(n / _FEW / k) for k in range(1, len(second) + 1)]
    reached = [level for level, bits in zip(levels, second, strict=True) if bits >= level]
    return min(reached, default=params.abnormal_bits + math.log2(n / _FEW))


def _second_bits(assessment: Assessment) -> float:
    """Return the bits of the second of the families that are beyond honest groups, -inf without one."""
    families = assessment.abnormal(-math.inf)
    bits = sorted((assessment.bits(family) or 0.0 for family in families), reverse=True)
    return bits[1] if len(bits) > 1 else -math.inf


def chance_scores(
    decoys: list[Decoys], threshold: float, model: RingModel, *, params: ScoringParams
) -> ChanceScores:
    """Score all `decoys` as candidates are scored, held back where too few families are abnormal.

    Parameters
    ----------
    decoys
        What was found in each null world; a world of a share of the reviews has that share of them.
    threshold
        Bits from which a family is abnormal among the candidates.
    model, params
        As for `rank`.

    Returns
    -------
    ChanceScores
        In the order given.
    """
    pairs = [
        (
            told_score(
                one, model, is_corroborated(one, threshold, model, params=params), threshold=threshold
            ),
            1.0 / world.share,
        )
        for world in decoys
        for one in world.found
    ]
    score, weight = np.array(pairs, dtype=np.float64).reshape(-1, 2).T
    return ChanceScores(frozen(score), frozen(weight), len(decoys))


def proven_accounts(
    targets: list[Assessment], decoys: list[Decoys], model: RingModel, *, params: ScoringParams
) -> Int32Array:
    """Return the accounts of proven rings, where decoys made of such accounts hold rings back.

    A null world shuffles what accounts reviewed, not when they were created nor, to the period, when they
    write, and a ring may be most of a stratum's reviews of a period: that its accounts are alike there is no
    chance, and says nothing of other rings. Null worlds are to be searched without them, then.

    Parameters
    ----------
    targets, decoys, model, params
        As for `rank`.

    Returns
    -------
    Int32Array
        Members, ascending, of the rings that behaviour proves by itself, by Bonferroni's correction among all
        candidates, and that the model believes, both at the level of a flag. None where decoys hold no ring
        back, or no such account is in one.
    """
    alone, beside = (rank(targets, worlds, model, params=params) for worlds in ([], decoys))
    if (alone.flagged == beside.flagged).all():
        return np.zeros(0, dtype=np.int32)
    least = math.log2(max(len(targets), 1) / params.fdr)
    proven = [
        one.candidate.group.members
        for one, bits in zip(alone.assessments, alone.score, strict=True)
        if 1.0 - probability(bits) <= params.fdr and (one.bits("behaviour") or 0.0) >= least
    ]
    accounts = _united(proven)
    chance = _united([decoy.candidate.group.members for world in decoys for decoy in world.found])
    return accounts if np.isin(chance, accounts).any() else accounts[:0]


def _united(groups: list[Int32Array]) -> Int32Array:
    return np.unique(np.concatenate([np.zeros(0, dtype=np.int32), *groups]))


def total_bits(assessment: Assessment) -> float:
    """Return log2 of the product of a candidate's e-values; see `carried_bits`."""
    return carried_bits({family: assessment.bits(family) for family in FLAGGING})
