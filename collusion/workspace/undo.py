"""Take a decision back: say first which one, and what holds on the ring then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from collusion.decisions.decision import Decision, Entry, check_words, same_person
from collusion.decisions.ledger import record
from collusion.decisions.standing import standing
from collusion.errors import UsageError
from collusion.signing import Signer
from collusion.workspace.deciding import find_ring
from collusion.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Undo:
    """What an undo takes back.

    Attributes
    ----------
    taken
        The entry that is taken back.
    holds_then
        The decision that holds on the ring afterwards; None: none.
    done
        The entry that took it back already, when the same person sends the same words again.
    """

    taken: Entry
    holds_then: Entry | None
    done: Entry | None = None

    def words(self) -> str:
        """Say it in two sentences."""
        ring, n = self.taken.decision.ring_id, len(self.taken.decision.accounts)
        of = f" for {n:,} account{'s' if n != 1 else ''}" if self.taken.decision.verdict == "honest" else ""
        takes = f"{ring}: takes back entry {self.taken.seq}, {self.taken.words}{of}."
        return f"{takes} {_holds(self.holds_then)}"


def plan_undo(workspace: Workspace, ring: str, *, by: str, note: str, seq: int | None = None) -> Undo:
    """Find out what an undo would take back.

    Parameters
    ----------
    workspace
        The workspace.
    ring
        The ring, as `find_ring` takes it.
    by, note
        Who takes it back, and why.
    seq
        The entry to take back. None: the ring's newest one, unless that is an appeal, or itself took another
        one back: what was meant is not guessed then.

    Returns
    -------
    Undo

    Raises
    ------
    UsageError
        When there is no such entry, it was taken back before, or it has to be named.
    InputError
        When name or reason are missing.
    """
    check_words(by, note)
    ring_id = find_ring(workspace, ring)
    ledger = workspace.ledger()
    entries = [entry for entry in ledger if entry.decision.ring_id == ring_id]
    taken, done = _newest(ring_id, entries) if seq is None else _numbered(ring_id, entries, seq)
    if done is not None and not _is_repeat(done, by, note, entries):
        raise UsageError(_refusal(ring_id, done, _held(ledger, ring_id), is_named=seq is not None))
    if seq is None and taken.decision.verdict == "honest":
        raise UsageError(
            f"{ring_id}: its newest entry, {taken.seq}, is an appeal that was won ({taken.words}). To accuse "
            f"those accounts again, name it: --undo --entry {taken.seq}. To take another one back, name that."
        )
    hidden = replace(taken.decision, verdict="undo", undoes=taken.seq)
    then = [*ledger, Entry(ledger[-1].seq + 1, "", hidden)] if done is None else ledger
    return Undo(taken, _held(then, ring_id), done)


def undo(
    workspace: Workspace,
    ring: str,
    *,
    by: str,
    note: str,
    seq: int | None = None,
    signer: Signer | None = None,
) -> tuple[Entry, bool]:
    """Take a decision on a ring back; it stays in the ledger, and holds no more.

    Parameters
    ----------
    workspace
        The workspace.
    ring, by, note, seq
        As for `plan_undo`.
    signer
        Signs the entry.

    Returns
    -------
    tuple of Entry and bool
        The entry that takes it back, and whether it is new: the same undo sent twice is one.

    Raises
    ------
    UsageError, InputError
        As `plan_undo` does.
    """
    with workspace.database.writing():
        planned = plan_undo(workspace, ring, by=by, note=note, seq=seq)
        if planned.done is not None:
            return planned.done, False
        last = planned.taken.decision
        taken_back = Decision(
            ring_id=last.ring_id,
            verdict="undo",
            by=by.strip(),
            note=note,
            accounts=last.accounts,
            decided_at=dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds"),
            run_id=last.run_id,
            snapshot=last.snapshot,
            undoes=planned.taken.seq,
        )
        written = record(workspace.database, taken_back, signer)
    # Not before the entry is kept: a head that remembers more than there is means that something was cut off.
    workspace.remember_head()
    return written


def _newest(ring_id: str, entries: Sequence[Entry]) -> tuple[Entry, Entry | None]:
    """Return the newest entry of a ring; where that is an undo, what it took back and itself."""
    if not entries:
        raise UsageError(f"{ring_id}: found no decision on it that could be taken back.")
    newest = entries[-1]
    if newest.decision.verdict != "undo":
        return newest, None
    return next(entry for entry in entries if entry.seq == newest.decision.undoes), newest


def _numbered(ring_id: str, entries: Sequence[Entry], seq: int) -> tuple[Entry, Entry | None]:
    """Return an entry of a ring by its number, and the entry that took it back, if one did."""
    left = [entry for entry in entries if entry.decision.verdict != "undo"]
    for entry in left:
        if entry.seq == seq:
            return entry, next((one for one in entries if one.decision.undoes == seq), None)
    known = ", ".join(str(entry.seq) for entry in left) or "none"
    raise UsageError(
        f"{ring_id}: found no decision with the number {seq} on it. Allowed: {known}. "
        "An undo is not undone: decide again."
    )


def _is_repeat(done: Entry, by: str, note: str, entries: Sequence[Entry]) -> bool:
    """Return whether an undo is the ring's newest entry sent once more by the same person."""
    return done is entries[-1] and same_person(done.decision.by, by.strip()) and done.decision.note == note


def _refusal(ring_id: str, done: Entry, held: Entry | None, *, is_named: bool) -> str:
    said = (
        f"{ring_id}: entry {done.decision.undoes} was taken back already, by entry {done.seq} ({done.words})."
    )
    if held is None:
        return f"{said} {_holds(held)} To decide again: `collusion decide W {ring_id} VERDICT`."
    step = "" if is_named else f" To take that back as well, name it: --undo --entry {held.seq}."
    return f"{said} {_holds(held, now=True)}{step}"


def _held(ledger: Sequence[Entry], ring_id: str) -> Entry | None:
    return standing(ledger, dt.datetime.now(tz=dt.UTC)).rings.get(ring_id)


def _holds(entry: Entry | None, *, now: bool = False) -> str:
    when = "Now" if now else "Then"
    if entry is None:
        return "No decision on the ring holds then: it waits in the inbox."
    return f"{when} entry {entry.seq} holds: {entry.words}."
