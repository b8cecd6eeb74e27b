"""Say how sure a case is: the odds, from what parts they come, and what holds them lower than their sum."""

from __future__ import annotations

from typing import Any

from collusion.cases.case import Case
from collusion.cases.contributions import BEYOND, Waterfall, waterfall_of
from collusion.cases.records import LABELS, LEAST_BITS
from collusion.scoring.alone import is_extreme, labels_suffice
from collusion.scoring.families import carried_bits
from collusion.words.catalogue import said, words_of

#: Log-odds in bits around which groups are held of too few families, at which those that meet by chance are,
#: and at which labels clear: those of `collusion.scoring.rank`, which loads the whole search; telling a case
#: must not.
FEW, BY_CHANCE, CLEARED = -1.0, -1.0, -40.0
#: Families that say who the accounts are and in whose words they write, not for whom they did it.
WHO = frozenset({"identity", "lifecycle", "text"})
#: Products below which people of one place may have met there.
FEW_PRODUCTS = 4


def how_sure(case: Case) -> tuple[str, ...]:
    """Say how sure a case is.

    Parameters
    ----------
    case
        One ring.

    Returns
    -------
    tuple of str
        The odds, the expected share of false rings, the families out of the ordinary, the parts of the odds,
        why these are more than the families', what of them was decided before, what holds them below their
        sum, and when one family alone flags.
    """
    fall = waterfall_of(case)
    sentences = [_told(case, "odds", score=case.score, prior=fall.prior)]
    if case.flagged:
        sentences.append(_told(case, "false", rank=case.rank, share=case.q_value))
    strong = strongest_first(case)
    if strong:
        sentences.append(_told(case, "families", n=len(strong), families=strong))
    parts = [said("sure.part", family=s.family, bits=s.amount) for s in fall.steps if s.amount is not None]
    if parts:
        sentences.append(_told(case, "parts", prior=fall.prior, parts=parts, sum=fall.total - fall.held))
    beyond = next((step.amount for step in fall.steps if step.family == BEYOND), None)
    if beyond is not None:
        sentences.append(_told(case, "beyond", n=len(strong), bits=beyond))
    if case.n_decided:
        sentences.append(_told(case, "decided", n=case.n_decided))
    if fall.held:
        sentences.append(_told(case, f"held_{_holding(case, fall)}", score=case.score))
    if len(strong) == 1 and case.provenance.min_families > 1 and case.flagged == case.corroborated:
        sentences.append(_told(case, _alone(case, fall), family=strong[0]))
    if strong and not case.corroborated and WHO.issuperset(strong):
        sentences.append(_told(case, "who"))
    is_few = case.n_products < FEW_PRODUCTS
    if is_few and not case.corroborated and {"identity"} <= set(strong) <= WHO | {"behaviour"}:
        sentences.append(_told(case, "room"))
    return tuple(sentences)


def _alone(case: Case, fall: Waterfall) -> str:
    """Return which sentence says why one family flags a case, or what that takes."""
    if not case.flagged:
        return "alone"
    parts = sum(step.amount or 0.0 for step in fall.steps if step.family not in (LABELS, BEYOND))
    if case.provenance.min_families <= 2 and any(
        one.family == LABELS and labels_suffice(fall.prior + parts, one.bits or 0.0, int(one.observed or 0))
        for one in case.reasons
    ):
        return "alone_labels"
    if is_extreme(case.abnormal[0], case.effects, case.n_reviewers):
        return "alone_effects"
    if "stars_shift" not in case.effects:
        return "alone_odds_without_stars"
    return "alone_odds" if "one_sitting" in case.effects else "alone_odds_without_rhythm"


def strongest_first(case: Case) -> list[str]:
    """Return the families of a `case` out of the ordinary, in the order of what they add to the score."""
    strong = [one for one in case.families if one.family in case.abnormal]
    return [one.family for one in sorted(strong, key=lambda f: (-(f.contribution or 0.0), -(f.bits or 0.0)))]


def _holding(case: Case, fall: Waterfall) -> str:
    """Return what holds the score of a case below the sum of its parts, by the key of its sentence."""
    bits = {one.family: one.bits for one in case.families}
    labelled = sum(step.amount or 0.0 for step in fall.steps if step.family == LABELS)
    if case.score <= CLEARED + LEAST_BITS:
        return "by_labels"
    if (bits["behaviour"] or 0.0) < 0.0 and case.score <= BY_CHANCE + LEAST_BITS:
        return "by_chance"
    if not case.corroborated and FEW - LEAST_BITS <= case.score <= 0.0:
        return "by_few"
    if case.score >= min(carried_bits(bits) + min(labelled, 0.0), fall.total - fall.held) - LEAST_BITS:
        return "by_choice"
    return "otherwise"


def _told(case: Case, key: str, /, **values: Any) -> str:
    return words_of(case.language).say(f"sure.{key}", **values)
