"""What each family contributes to a ring's score: the steps of a waterfall, from the odds before looking."""

from __future__ import annotations

from dataclasses import dataclass

from collusion.cases.case import Case
from collusion.cases.records import LABELS, LEAST_BITS, FamilyBits
from collusion.scoring.alone import times_beyond

#: The step of a group of which enough is beyond honest groups, and its bits each time that it counts: those
#: of `collusion.scoring.rank`, which loads the whole search; telling a case must not.
BEYOND, BEYOND_HONEST = "beyond honest groups", 2.0


@dataclass(frozen=True, slots=True)
class Contribution:
    """One step of a waterfall.

    Attributes
    ----------
    family
        Its family of evidence, `LABELS` or `BEYOND`.
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
        What each family adds, what labels do, and that enough is beyond honest groups.
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
    families = [*case.families, *labels]
    added = sum(one.contribution for one in families if one.contribution is not None)
    prior = case.provenance.prior_bits
    held = 0.0
    if prior is None:
        prior = case.score - added
    else:
        families += _beyond(case, case.score - prior - added)
        held = case.score - prior - added if case.score < prior + added - LEAST_BITS else 0.0
    level, steps = prior, []
    ordered = sorted(
        families,
        key=lambda one: (one.contribution is None, -(one.contribution or 0.0), one.family),
    )
    for family in ordered:
        steps.append(Contribution(family.family, level, family.contribution, family.silence))
        level += family.contribution or 0.0
    return Waterfall(prior, tuple(steps), held, level + held)


def _beyond(case: Case, rest: float) -> list[FamilyBits]:
    """Return the step of what is beyond honest groups, of what other steps leave of the score, in bits."""
    has_stars = any(one.family == "stars" and one.bits is not None for one in case.families)
    times = times_beyond(case.abnormal, case.effects, case.n_reviewers) if len(case.abnormal) > 1 else 1
    amount = min(rest, BEYOND_HONEST * times)
    if not case.corroborated or not has_stars or amount <= LEAST_BITS:
        return []
    return [FamilyBits(BEYOND, None, amount, "")]
