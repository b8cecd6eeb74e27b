"""Validate a decision that a person states: which ring, which accounts, as seen in which run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from collusion.decisions.decision import Decision, Entry, Verdict, check_words, sorted_accounts
from collusion.decisions.ledger import record_all
from collusion.errors import ConflictError, UsageError
from collusion.foreign import excerpt
from collusion.signing import Signer
from collusion.workspace import history
from collusion.workspace.lineage import most_of
from collusion.workspace.snapshot import Snapshot
from collusion.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said.

    Attributes
    ----------
    verdict
        The verdict.
    by, note
        Name and reason.
    accounts
        The accounts that are meant; empty: all of the ring.
    expires_at
        Until when it holds, ISO 8601.
    is_second, is_blind, high_volume
        As in `Decision`.
    """

    verdict: Verdict
    by: str
    note: str
    accounts: tuple[str, ...] = ()
    expires_at: str | None = None
    is_second: bool = False
    is_blind: bool = False
    high_volume: bool | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person had seen of a workspace: its latest run (`run_no`), and the `n_entries` decided."""

    run_no: int
    n_entries: int


def decide(
    workspace: Workspace, ring: str, said: Said, *, signer: Signer | None = None
) -> tuple[Entry, bool]:
    """Record a decision on a ring.

    Parameters
    ----------
    workspace
        The workspace.
    ring
        The ring, as `find_ring` takes it.
    said
        What the person said.
    signer
        Signs the entry.

    Returns
    -------
    tuple of Entry and bool
        The entry, and whether it is new: the same decision sent twice is one.

    Raises
    ------
    UsageError
        When there is no such ring, an account is none of it, or an appeal names nobody.
    InputError
        When name or reason are missing.
    """
    check_words(said.by, said.note)
    [written] = decide_all(workspace, [find_ring(workspace, ring)], said, signer=signer)
    return written


def decide_all(
    workspace: Workspace,
    ring_ids: Sequence[str],
    said: Said,
    *,
    signer: Signer | None = None,
    seen: Seen | None = None,
) -> list[tuple[Entry, bool]]:
    """Record the same decision on several rings, on all or none.

    Parameters
    ----------
    workspace
        The workspace.
    ring_ids
        Whole ids of rings.
    said
        What the person said.
    signer
        Signs the entries.
    seen
        What the person had seen of the workspace; None: all of it.

    Returns
    -------
    list of tuple of Entry and bool
        As of `decide`, in the order of the rings.

    Raises
    ------
    ConflictError
        When a newer run is there, or somebody else decided on a ring, since.
    UsageError, InputError
        As `decide` does.
    """
    check_words(said.by, said.note)
    runs: dict[int, str] = {}
    decisions = []
    for ring_id in ring_ids:
        run_no, snapshot = history.last_sighting(workspace.database, ring_id)
        if seen is not None and run_no != seen.run_no:
            raise ConflictError(
                f"{ring_id}: found it in run {run_no}, and what you saw was run {seen.run_no}. "
                "Look at it as it is now, then decide."
            )
        if run_no not in runs:
            runs[run_no] = history.run_numbered(workspace.database, str(run_no)).run_id
        decisions.append(_decision(workspace, ring_id, said, runs[run_no], snapshot))
    n_seen = None if seen is None else seen.n_entries
    written = record_all(workspace.database, decisions, signer, seen=n_seen)
    workspace.remember_head()
    return written


def _decision(workspace: Workspace, ring_id: str, said: Said, run_id: str, snapshot: Snapshot) -> Decision:
    if said.verdict == "honest" and not said.accounts:
        raise UsageError("An appeal is won by accounts: name them with --accounts.")
    accounts = said.accounts or snapshot.members
    check_accounts(workspace, ring_id, accounts)
    return Decision(
        ring_id=ring_id,
        verdict=said.verdict,
        by=said.by.strip(),
        note=said.note,
        accounts=sorted_accounts(accounts),
        decided_at=_now(),
        run_id=run_id,
        snapshot=snapshot.digest(),
        expires_at=said.expires_at,
        is_second=said.is_second,
        is_blind=said.is_blind,
        high_volume=said.high_volume,
    )


def find_ring(workspace: Workspace, name: str) -> str:
    """Return the id of the ring that a name means.

    Parameters
    ----------
    workspace
        The workspace.
    name
        An id, the unique beginning of one, or a rank in the latest run.

    Returns
    -------
    str

    Raises
    ------
    UsageError
        When no ring of any run is meant, or several.
    """
    if name.isdecimal() and len(name) < 10:
        latest = history.latest_run(workspace.database)
        by_rank = {
            snapshot.rank: ring
            for ring, snapshot in history.rings_of(workspace.database, latest.run_no).items()
        }
        if int(name) in by_rank:
            return by_rank[int(name)]
    known = [ring for (ring,) in workspace.database.rows("SELECT DISTINCT ring_id FROM collusion_sightings")]
    wanted = name.upper()
    chosen = [ring for ring in known if ring.upper() == wanted]
    chosen = chosen or [ring for ring in known if len(name) > 2 and ring.upper().startswith(wanted)]
    if len(chosen) != 1:
        found = f"{len(chosen)} rings" if chosen else "no ring"
        raise UsageError(
            f"Ring {excerpt(name)!r}: found {found} of that name among {len(known)}. "
            "Allowed: an id such as R-1A2B3C4D, or a rank in the latest run. "
            "`collusion inbox W --all` lists them."
        )
    return str(chosen[0])


def whereabouts(workspace: Workspace, ring_id: str) -> str | None:
    """Say where a ring went that the latest run of a workspace has not; None when it has it.

    Parameters
    ----------
    workspace
        The workspace.
    ring_id
        Its whole id.

    Returns
    -------
    str or None
        When it was last found, and which ring of the latest run has most of its accounts, if one has.
    """
    latest = history.latest_run(workspace.database)
    run_no, then = history.last_sighting(workspace.database, ring_id)
    if run_no == latest.run_no:
        return None
    heir = most_of(then, history.rings_of(workspace.database, latest.run_no))
    where = f"Most of its accounts are in {heir} now." if heir else "No ring has most of its accounts now."
    return f"{ring_id} was last found in run {run_no:,}. {where}"


def check_accounts(workspace: Workspace, ring_id: str, accounts: Sequence[str]) -> None:
    """Check that some run saw all of some accounts in a ring.

    Parameters
    ----------
    workspace
        The workspace.
    ring_id
        Its whole id.
    accounts
        The accounts.

    Raises
    ------
    UsageError
        Naming those that none saw.
    """
    ever: set[str] = set()
    rows = workspace.database.rows(
        "SELECT DISTINCT snapshot FROM collusion_sightings WHERE ring_id = ?", ring_id
    )
    for (digest,) in rows:
        seen = history.snapshot_of(workspace.database, digest)
        ever.update(seen.members if seen is not None else ())
    strangers = [account for account in accounts if account not in ever]
    if strangers:
        shown = ", ".join(excerpt(account) for account in strangers[:5])
        raise UsageError(
            f"--accounts: found {len(strangers)} that no run saw in {ring_id}: {shown}. "
            f"Allowed: its accounts; `collusion decide` without --accounts means all of them."
        )


def _now() -> str:
    return dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds")
