"""Look up what the page asks beside inbox and ring: an account, a comparison, a search, a path, a what-if."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from collusion.api.page.alternatives import clearing, standing
from collusion.api.page.requests import decoded
from collusion.api.page.shown import Shown
from collusion.api.run import Run
from collusion.api.what_if import WhatIf
from collusion.cases.case import Case
from collusion.cases.what_if import Edit
from collusion.errors import UsageError
from collusion.view import answers, lookups
from collusion.view import documents as doc
from collusion.view.requests import WhatIfAnswer, WhatIfRequest
from collusion.workspace import history
from collusion.workspace.inbox import in_words
from collusion.workspace.workspace import Workspace


def look_up(
    held: Shown, space: Workspace | None, room: str, name: str, given: Mapping[str, str]
) -> msgspec.Struct:
    """Answer a question about the run that is shown.

    Parameters
    ----------
    held
        The run.
    space
        The workspace, where there is one.
    room, name
        The first part of the path, and the id after it; empty where there is none.
    given
        What stands after the question mark.

    Returns
    -------
    msgspec.Struct
        A record of `collusion.view.answers`.

    Raises
    ------
    UsageError
        When there is no such path or no such thing.
    """
    if room == "accounts" and name:
        return _account(held, name)
    if room == "clears" and name:
        with held.lock:
            return clearing(held.run, name)
    if room == "search":
        return lookups.search(held.run.records, _parameter(given, "q"))
    if room == "compare":
        return _compare(held, space, _parameter(given, "a"), _parameter(given, "b"))
    if room == "path":
        return _path(held, _parameter(given, "a"), _parameter(given, "b"))
    raise UsageError(
        f"{room!r}: found no such path. Allowed: inbox, rings/ID, accounts/ID, clears/ID, "
        "compare?a=&b=, search?q=, path?a=&b=."
    )


def what_if(held: Shown, body: bytes) -> WhatIfAnswer:
    """Answer how a group would stand after an edit, which a request `body` describes."""
    asked = decoded(body, WhatIfRequest)
    edit = Edit(
        families=frozenset(asked.families),
        accounts=frozenset(asked.accounts),
        products=frozenset(asked.products),
        reviews=frozenset(asked.reviews),
        merged=(),
    )
    with held.lock:
        asking = WhatIf(held.run, held.run[asked.ring_id].id, edit)
        for other in asked.merged:
            asking = asking.merge(other)
        asking = asking.at(fdr=asked.fdr, min_families=asked.min_families)
        was, named = asking.before.case, asking.outcome.named(held.run.market)
        return WhatIfAnswer(
            ring_id=was.ring_id,
            before=doc.Standing(score=was.score, q_value=was.q_value, rank=was.rank, flagged=was.flagged),
            after=standing(asking),
            abnormal=list(asking.abnormal),
            summary=asking.summary,
            contributions=dict(named.contributions),
        )


def _parameter(given: Mapping[str, str], name: str) -> str:
    if name not in given:
        raise UsageError(f"Found no parameter {name!r} in the question. Give it, as in `?{name}=…`.")
    return given[name]


def _account(held: Shown, name: str) -> answers.AccountDocument:
    account = held.run.account(name)
    texts = held.texts_of(account.id)
    return lookups.account(held.run.records, account.id, score=account.score, texts=texts)


def _path(held: Shown, one: str, other: str) -> answers.EvidencePath:
    try:
        return lookups.path(held.run.path(one, other))
    except UsageError as error:
        return answers.EvidencePath(hops=[], words=str(error))


def _compare(held: Shown, space: Workspace | None, one: str, other: str) -> answers.Comparison:
    """Compare two rings; ``R-1@3`` is the ring in run 3 of the workspace."""
    first, run_one = _case(held, space, one)
    second, run_other = _case(held, space, other)
    events = []
    if space is not None and first.ring_id == second.ring_id:
        told = history.happenings(space.database, after=min(run_one, run_other), ring_id=first.ring_id)
        events = [
            doc.RingEvent(
                kind=happening.event.kind,
                words=in_words(happening),
                joined=list(happening.event.joined),
                left=list(happening.event.left),
            )
            for happening in told
            if happening.run_no <= max(run_one, run_other)
        ]
    return lookups.compare(first, second, events)


def _case(held: Shown, space: Workspace | None, name: str) -> tuple[Case, int]:
    ring, at, number = name.rpartition("@")
    if not at or space is None or not number.isdecimal() or int(number) == held.run_no:
        return held.run[ring if at and number.isdecimal() else name].case, held.run_no
    record = history.run_numbered(space.database, number)
    return Run(Path(record.folder))[ring].case, record.run_no
