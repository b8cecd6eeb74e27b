"""What each family contributes to a ring's score: what a waterfall shows."""

from __future__ import annotations

import math
from dataclasses import dataclass

from collusion.cases.case import Case
from collusion.cases.records import LEAST_BITS


@dataclass(frozen=True, slots=True)
class Contribution:
    """One step of a waterfall.

    Attributes
    ----------
    family
        Its family of evidence.
    start
        Where the step begins.
    amount
        How far it moves the sum; None when the family has no data.
    bits
        The family's evidence before it is capped.
    silence
        Why there is no data.
    """

    family: str
    start: float
    amount: float | None
    bits: float | None
    silence: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The steps from what is known before looking to a ring's score.

    Attributes
    ----------
    prior
        Where they begin.
    steps
        What each family adds.
    held
        The last step, 0 or below: how far the sum is above what the families' e-values carry.
    total
        Where they end.
    is_capped
        Whether no family may weigh more than the model lets it.
    """

    prior: float
    steps: tuple[Contribution, ...]
    held: float
    total: float
    is_capped: bool


def waterfall_of(case: Case) -> Waterfall:
    """Return the steps from the odds before looking to a ring's score, largest first, silent families last.

    The shipped ring model caps what a family adds, and no score is more than the families' e-values carry.
    When that does not reproduce the score, since the run was scored by another model, the steps are the
    families' plain bits and lead to their sum.

    Parameters
    ----------
    case
        One ring.

    Returns
    -------
    Waterfall
    """
    from collusion.scoring.families import carried_bits
    from collusion.scoring.model import saturated, shipped_model

    bits = {family.family: family.bits for family in case.families}
    model = shipped_model()
    capped = {term.family: term.weight * saturated(bits[term.family], term.half) for term in model.terms}
    by_model = model.intercept + sum(capped.values())
    carried = carried_bits(bits)
    is_capped = math.isclose(min(by_model, carried), case.score, abs_tol=LEAST_BITS)
    held = carried - by_model if is_capped and carried < by_model - LEAST_BITS else 0.0
    contributions = capped if is_capped else {name: value or 0.0 for name, value in bits.items()}
    level = prior = model.intercept if is_capped else 0.0
    steps = []
    ordered = sorted(
        case.families, key=lambda one: (one.bits is None, -contributions[one.family], one.family)
    )
    for family in ordered:
        amount = None if family.bits is None else contributions[family.family]
        steps.append(Contribution(family.family, level, amount, family.bits, family.silence))
        level += amount or 0.0
    return Waterfall(prior, tuple(steps), held, level + held, is_capped)
