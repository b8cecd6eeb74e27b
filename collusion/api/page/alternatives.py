"""What would have cleared an account, and how a ring would stand without a family."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context

from collusion.api.run import Run, open_run
from collusion.api.what_if import WhatIf
from collusion.cases.case import Case
from collusion.cases.counterfactual import Counterfactual
from collusion.cases.counterfactual import counterfactuals as cleared
from collusion.cases.held_ring import hold_ring
from collusion.cases.what_if import Edit
from collusion.view import answers
from collusion.view import documents as doc
from collusion.view.report import Extras

#: A further process reads the source anew, which pays from so many accounts on.
_WORTH_A_PROCESS = 200


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


@dataclass(frozen=True, slots=True)
class Judged:
    """A ring judged anew.

    Attributes
    ----------
    ring_id
        The ring.
    removals
        How it would stand without each family.
    counterfactuals
        Each account of it, with what would have cleared it.
    """

    ring_id: str
    removals: list[doc.Removal]
    counterfactuals: list[tuple[str, answers.Counterfactual]]


def with_alternatives(
    run: Run,
    extras: Extras,
    ring_ids: Sequence[str],
    progress: Callable[[int, int], None],
    *,
    n_processes: int = 1,
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
    n_processes
        Processes that judge rings at once, as far as there are accounts enough; each reads the source.

    Returns
    -------
    Extras
        Some what-ifs a family and account: the same whatever the number of processes.

    Raises
    ------
    UsageError
        When the source is not known or not there.
    """
    rings = run.rings.filter(flagged=True)
    sizes = dict(rings.select("ring_id", "n_reviewers").iter_rows())
    flagged = [ring_id for ring_id in ring_ids if ring_id in sizes]
    n_all, n_done = sum(sizes[ring_id] for ring_id in flagged), 0
    removals: dict[str, list[doc.Removal]] = {}
    counterfactuals: dict[str, list[answers.Counterfactual]] = {}
    for judged in _judge_all(run, flagged, min(n_processes, n_all // _WORTH_A_PROCESS)):
        removals[judged.ring_id] = judged.removals
        for account, found in judged.counterfactuals:
            counterfactuals.setdefault(account, []).append(found)
        n_done += sizes[judged.ring_id]
        progress(n_done, n_all)
    return replace(extras, removals=removals, counterfactuals=counterfactuals)


def _judge_all(run: Run, ring_ids: Sequence[str], n_processes: int) -> Iterator[Judged]:
    """Yield rings judged anew, in their order, one after the other or by several processes."""
    if n_processes < 2:
        yield from (_judge(run, ring_id) for ring_id in ring_ids)
        return
    said = (str(run.records.path), None if run.source is None else str(run.source), run.records.language)
    # A copy of this process would have the locks of its threads without the threads.
    with ProcessPoolExecutor(n_processes, mp_context=get_context("spawn")) as pool:
        for done in [pool.submit(_judge_in, *said, ring_id) for ring_id in ring_ids]:
            yield done.result()


@cache
def _opened(folder: str, source: str | None, language: str) -> Run:
    return open_run(folder, source=source, language=language)


def _judge_in(folder: str, source: str | None, language: str, ring_id: str) -> Judged:
    """Judge a ring in a process of its own, which opens the run once."""
    return _judge(_opened(folder, source, language), ring_id)


def _judge(run: Run, ring_id: str) -> Judged:
    case = run[ring_id].case
    held = hold_ring(run.records, run.market, ring_id)
    found = cleared(held, [member.reviewer_id for member in case.members])
    return Judged(ring_id, _removals(run, case), [(one.account, _shown(ring_id, one)) for one in found])


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
