"""What each family contributes to a ring's score: the steps of a waterfall, from the odds before looking."""

from __future__ import annotations

from dataclasses import dataclass

from collusion.cases.case import Case
from collusion.cases.records import LABELS, LEAST_BITS, FamilyBits


@dataclass(frozen=True, slots=True)
class Contribution:
    """One step of a waterfall.

    Attributes
    ----------
    family
        Its family of evidence.
    start
        Where the step begins, log-odds in bits.
    amount
        How far it moves the sum; None when the family has no data.
    silence
        Why there is no data.
    """

    family: str
    start: float
    amount: float | None
    silence: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The steps from what is known before looking to a ring's score, log-odds in bits.

    Attributes
    ----------
    prior
        Where they begin.
    steps
        What each family adds, and what labels do.
    held
        The last step, 0 or below: how far the sum is above what the evidence as a whole carries.
    total
        Where they end: the score.
    """

    prior: float
    steps: tuple[Contribution, ...]
    held: float
    total: float


def waterfall_of(case: Case) -> Waterfall:
    """Return the steps from the odds before looking to a ring's score, largest first, silent families last.

    Parameters
    ----------
    case
        One ring.

    Returns
    -------
    Waterfall
        Where the run does not tell the odds before looking, they are what the families leave of the score.
    """
    labels = [
        FamilyBits(LABELS, one.bits, one.contribution, "") for one in case.reasons if one.family == LABELS
    ]
    families = (*case.families, *labels)
    told = {family.family: family.contribution for family in families}
    added = sum(amount for amount in told.values() if amount is not None)
    prior = case.provenance.prior_bits
    held = 0.0
    if prior is None:
        prior = case.score - added
    elif case.score < prior + added - LEAST_BITS:
        held = case.score - prior - added
    level, steps = prior, []
    ordered = sorted(
        families,
        key=lambda one: (one.contribution is None, -(one.contribution or 0.0), one.family),
    )
    for family in ordered:
        steps.append(Contribution(family.family, level, family.contribution, family.silence))
        level += family.contribution or 0.0
    return Waterfall(prior, tuple(steps), held, level + held)
