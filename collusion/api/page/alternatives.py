"""What would have cleared an account, and how a ring would stand without a family."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from collusion.api.run import Run
from collusion.api.what_if import WhatIf
from collusion.cases.case import Case
from collusion.cases.counterfactual import Counterfactual
from collusion.cases.counterfactual import counterfactuals as cleared
from collusion.cases.held_ring import hold_ring
from collusion.cases.what_if import Edit
from collusion.view import answers
from collusion.view import documents as doc
from collusion.view.report import Extras


def clearing(run: Run, reviewer_id: str) -> answers.Clearing:
    """Work out what would have cleared an account, of each group that it is in.

    Parameters
    ----------
    run
        The run, whose source is known.
    reviewer_id
        The account.

    Returns
    -------
    answers.Clearing
        Groups by rank. Some what-ifs a group; the first reads the source.

    Raises
    ------
    UsageError
        When the source is not known or not there.
    """
    account = run.account(reviewer_id)
    found = [_shown(ring_id, one) for ring_id, one in account.counterfactuals().items()]
    return answers.Clearing(reviewer_id=account.id, counterfactuals=found, language=run.records.language)


def with_alternatives(
    run: Run, extras: Extras, ring_ids: Sequence[str], progress: Callable[[int, int], None]
) -> Extras:
    """Add to what a report shows how flagged rings stand without each family, and what clears each account.

    Parameters
    ----------
    run
        The run, whose source is known.
    extras
        What the report shows already.
    ring_ids
        The rings of the report; those that are not flagged accuse nobody, and are left out.
    progress
        Called with the number of accounts done and of all.

    Returns
    -------
    Extras
        Some what-ifs a family and account.

    Raises
    ------
    UsageError
        When the source is not known or not there.
    """
    cases = [case for case in (run[ring_id].case for ring_id in ring_ids) if case.flagged]
    n_all, n_done = sum(len(case.members) for case in cases), 0
    removals: dict[str, list[doc.Removal]] = {}
    counterfactuals: dict[str, list[answers.Counterfactual]] = {}
    for case in cases:
        removals[case.ring_id] = _removals(run, case)
        held = hold_ring(run.records, run.market, case.ring_id)
        for found in cleared(held, [member.reviewer_id for member in case.members]):
            counterfactuals.setdefault(found.account, []).append(_shown(case.ring_id, found))
            n_done += 1
            progress(n_done, n_all)
    return replace(extras, removals=removals, counterfactuals=counterfactuals)


def _shown(ring_id: str, found: Counterfactual) -> answers.Counterfactual:
    return answers.Counterfactual(
        ring_id=ring_id,
        words=found.words,
        rows=[*found.review_ids, *found.tokens],
        is_cleared=found.outcome is not None,
    )


def _removals(run: Run, case: Case) -> list[doc.Removal]:
    known = [family.family for family in case.families if family.contribution is not None]
    asked = [WhatIf(run, case.ring_id, Edit(families=frozenset({family}))) for family in known]
    return [
        doc.Removal(family=family, after=standing(one), abnormal=list(one.abnormal))
        for family, one in zip(known, asked, strict=True)
    ]


def standing(asked: WhatIf) -> doc.Standing:
    """Return how an edited group would stand, as the page shows it."""
    return doc.Standing(score=asked.score, q_value=asked.q_value, rank=asked.rank, flagged=asked.is_flagged)
