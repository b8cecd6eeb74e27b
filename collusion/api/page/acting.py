"""Do what the page asks to be done in a workspace: decide, take back, write a note, lease a ring."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import msgspec

from collusion.api.page.people import People, lease_shown, note_shown, people_of
from collusion.api.page.requests import decoded
from collusion.api.page.shown import Shown
from collusion.cases.wording import counted, listed
from collusion.decisions.decision import expiry
from collusion.decisions.standing import latest_time
from collusion.errors import ConflictError, UsageError
from collusion.foreign import printable
from collusion.signing import Signer
from collusion.view import documents as doc
from collusion.view import requests
from collusion.workspace import deciding, leases
from collusion.workspace import undo as taking_back
from collusion.workspace.notes import notes_on, write_note
from collusion.workspace.workspace import Workspace

#: Rings that one request may decide on: more are not looked at by anybody.
MOST_RINGS = 500
_NO_RING = "The request: found no ring. Name at least one in `ring_ids`."
_UNDONE = "Taken back at once by the person who decided."


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody acts: the `space`, the run `held`, who (`by`), what was `seen`, the `signer`."""

    space: Workspace
    held: Shown
    by: str
    seen: deciding.Seen | None
    signer: Signer | None

    def people(self) -> People:
        """Return what people did by now."""
        return people_of(self.space, self.held.snapshots, self.held.run_no)


def decide(desk: Desk, body: bytes) -> requests.Changed:
    """Record a decision on rings, all or none; a request `body` says which.

    Raises
    ------
    ConflictError
        When somebody else has a ring, decided on it since it was looked at, or a newer run is there.
    """
    asked = decoded(body, requests.DecisionRequest)
    ring_ids = _rings(desk, asked.ring_ids)
    if not asked.note.strip():
        raise UsageError("Found no reason. A decision is a person's and needs one: write why, in a sentence.")
    if asked.accounts is not None and len(ring_ids) > 1:
        raise UsageError("Found accounts with several rings. Name accounts in a decision on one ring.")
    said = deciding.Said(
        verdict=asked.verdict,
        by=desk.by,
        note=asked.note,
        accounts=tuple(asked.accounts or ()),
        expires_at=expiry(asked.expires, latest_time(desk.space.ledger(), dt.datetime.now(tz=dt.UTC))),
    )
    _take_all(desk, ring_ids)
    deciding.decide_all(desk.space, ring_ids, said, signer=desk.signer, seen=desk.seen)
    return _let_go(desk, ring_ids)


def undo(desk: Desk, body: bytes) -> requests.Changed:
    """Take back the decisions that hold on rings; that of somebody else only with a reason."""
    asked = decoded(body, requests.UndoRequest)
    ring_ids = _rings(desk, asked.ring_ids)
    people = desk.people()
    note = asked.note.strip()
    shown: dict[str, int] = {}
    for ring_id in ring_ids:
        entry = people.items[ring_id].decision
        if entry is None:
            raise UsageError(f"{ring_id}: found no decision that holds, so that nothing can be taken back.")
        if desk.seen is not None and entry.seq > desk.seen.n_entries and entry.decision.by != desk.by:
            raise ConflictError(f"{ring_id}: found that it was {entry.words} since you looked. Look again.")
        if entry.decision.by != desk.by and not note:
            raise UsageError(f"{ring_id}: found that it was {entry.words}. Write why you take that back.")
        shown[ring_id] = entry.seq
    _take_all(desk, ring_ids)
    for ring_id, seq in shown.items():
        taking_back.undo(desk.space, ring_id, by=desk.by, note=note or _UNDONE, seq=seq, signer=desk.signer)
    return _let_go(desk, ring_ids)


def note(desk: Desk, body: bytes) -> requests.Notes:
    """Write a note on a ring."""
    asked = decoded(body, requests.NoteRequest)
    [ring_id] = _rings(desk, [asked.ring_id])
    if not asked.text.strip():
        raise UsageError("Found an empty note. Write a sentence or more.")
    write_note(desk.space.database, ring_id, desk.by, asked.text, signer=desk.signer)
    return requests.Notes(notes=[note_shown(one) for one in notes_on(desk.space.database, ring_id)])


def lease(desk: Desk, body: bytes) -> requests.Leased:
    """Lease a ring to the person, unless somebody else has it."""
    asked = decoded(body, requests.LeaseRequest)
    [ring_id] = _rings(desk, [asked.ring_id])
    held = leases.take(desk.space.database, ring_id, desk.by)
    return requests.Leased(lease=lease_shown(held), is_mine=held.by == desk.by)


ACTIONS: Mapping[str, Callable[[Desk, bytes], msgspec.Struct]] = MappingProxyType(
    {"decisions": decide, "undo": undo, "notes": note, "lease": lease}
)


def row_worked(row: doc.InboxRow, people: People) -> doc.InboxRow:
    """Return a row of the inbox with what people did."""
    worked = people.worked(row.ring_id)
    return msgspec.structs.replace(
        row, state=worked.state, news=list(worked.news), decision=worked.decision, lease=worked.lease
    )


def _rings(desk: Desk, names: Sequence[str]) -> list[str]:
    """Return the whole ids of rings of the run that is shown, each once."""
    if not names:
        raise UsageError(_NO_RING)
    if len(names) > MOST_RINGS:
        raise UsageError(f"The request: found {len(names):,} rings. Allowed: {MOST_RINGS} at once.")
    unknown = [name for name in names if name not in desk.held.snapshots]
    if unknown:
        raise UsageError(
            f"{listed([printable(name) for name in unknown])}: found no ring of that id in the latest run. "
            "Load the inbox anew."
        )
    return list(dict.fromkeys(names))


def _take_all(desk: Desk, ring_ids: Sequence[str]) -> None:
    """Lease rings for the time of a decision, all or none.

    Raises
    ------
    ConflictError
        When somebody else has one of them.
    """
    with desk.space.database.writing():
        taken = [leases.take(desk.space.database, ring_id, desk.by) for ring_id in ring_ids]
        others = [one for one in taken if one.by != desk.by]
        if others:
            who = listed(sorted({printable(one.by) for one in others}))
            raise ConflictError(
                f"{counted(len(others), 'ring')} of these ({listed([one.ring_id for one in others])}): "
                f"found that {who} has it open until {others[0].until}. Take another ring."
            )


def _let_go(desk: Desk, ring_ids: Sequence[str]) -> requests.Changed:
    with desk.space.database.writing():
        for ring_id in ring_ids:
            leases.give_back(desk.space.database, ring_id, desk.by)
    people = desk.people()
    wanted = set(ring_ids)
    rows = [row_worked(row, people) for row in desk.held.inbox.rows if row.ring_id in wanted]
    return requests.Changed(rows=rows)
