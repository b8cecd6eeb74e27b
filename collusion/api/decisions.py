"""Record from Python what a person decided about a ring, in the workspace of its run."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from collusion.cases.seal import MANIFEST
from collusion.decisions.decision import VERDICT_WORDS, Entry, Verdict, expiry
from collusion.decisions.standing import latest_time
from collusion.errors import UsageError
from collusion.foreign import excerpt
from collusion.provenance import file_digest
from collusion.signing import signer_of_environment

if TYPE_CHECKING:
    from collusion.api.edits import Names
    from collusion.api.run import Run
    from collusion.workspace.deciding import Said
    from collusion.workspace.workspace import Workspace

_OF_RINGS: tuple[Verdict, ...] = ("confirm", "dismiss", "watch", "unsure", "honest")


def decide(
    run: Run,
    ring_id: str,
    said: Said,
    *,
    expires: str | None = None,
    workspace: str | Path | None = None,
) -> Entry:
    """Record a decision on a ring of a run.

    Parameters
    ----------
    run
        The run that the person looked at.
    ring_id
        The ring.
    said
        What the person said.
    expires
        Until when it holds: ``2026-05-01`` or ``30d``.
    workspace
        The workspace that has the run; None: the one in whose folder the run is.

    Returns
    -------
    Entry
        The entry of the ledger. The same decision sent twice is one.

    Raises
    ------
    UsageError
        When no workspace has the run, or a later run there has the ring as well.
    """
    from collusion.workspace import deciding
    from collusion.workspace.workspace import opened

    with opened(_folder_of(run, workspace)) as space:
        now = latest_time(space.ledger(), dt.datetime.now(tz=dt.UTC))
        timed = replace(said, expires_at=expiry(expires, now))
        _check_is_latest(space, run, ring_id)
        entry, _ = deciding.decide(space, ring_id, timed, signer=signer_of_environment())
    return entry


def said(verdict: str, by: str, note: str, accounts: Names) -> Said:
    """Return what a person said as a record.

    Parameters
    ----------
    verdict
        ``confirm`` or ``confirmed``, and so on.
    by, note
        Name and reason.
    accounts
        One account or several; none: all of the ring.

    Returns
    -------
    Said

    Raises
    ------
    UsageError
        When there is no such verdict.
    """
    from collusion.workspace.deciding import Said

    names = {word: name for name in _OF_RINGS for word in (name, VERDICT_WORDS[name])}
    if verdict not in names:
        allowed = ", ".join(VERDICT_WORDS[name] for name in _OF_RINGS)
        raise UsageError(f"decide: found the verdict {excerpt(repr(verdict))}. Allowed: {allowed}.")
    chosen = tuple(map(str, [accounts] if isinstance(accounts, str | int) else accounts))
    return Said(names[verdict], by, note, chosen)


def _folder_of(run: Run, workspace: str | Path | None) -> Path:
    from collusion.workspace.workspace import RUNS, TOKEN_KEY

    if workspace is not None:
        return Path(workspace)
    folder = run.folder.resolve().parent
    if folder.name != RUNS or not (folder.parent / TOKEN_KEY).is_file():
        raise UsageError(
            f"decide: found no workspace around {excerpt(run.folder)}. Give workspace=…, or make one: "
            "`collusion detect SOURCE --workspace W`."
        )
    return folder.parent


def _check_is_latest(space: Workspace, run: Run, ring_id: str) -> None:
    """Raise unless the run is the one in which the workspace saw the ring last."""
    from collusion.workspace import history

    digest = file_digest(run.folder / MANIFEST)
    known = [one.run_no for one in history.runs(space.database) if one.manifest_sha256 == digest]
    last = history.last_seen(space.database).get(ring_id)
    if not known or last is None:
        raise UsageError(
            f"decide: the workspace {excerpt(space.folder)} has no run {excerpt(run.folder)} with this "
            "ring. Give the workspace that has it."
        )
    if last[0] not in known:
        raise UsageError(
            f"decide: found {excerpt(ring_id)} in run {last[0]} of the workspace as well, later than the "
            "one that you look at. Open that run, look again, then decide."
        )
