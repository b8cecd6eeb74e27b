"""What people did about rings, as the page shows it: states, decisions, leases, notes and events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from collusion.decisions.decision import Entry
from collusion.decisions.standing import Standing, standing
from collusion.view import documents as doc
from collusion.view.payload import Worked
from collusion.workspace import history, leases
from collusion.workspace.inbox import Item, in_words
from collusion.workspace.inbox import inbox as sort_rings
from collusion.workspace.notes import Note, notes_on
from collusion.workspace.snapshot import Snapshot
from collusion.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class People:
    """What people did about the rings of the latest run.

    Attributes
    ----------
    run_no
        The latest run.
    n_entries
        How many decisions the ledger holds.
    items
        The inbox, by ring.
    leases
        Who has which ring.
    """

    run_no: int
    n_entries: int
    items: Mapping[str, Item]
    leases: Mapping[str, leases.Lease]

    def worked(self, ring_id: str) -> Worked:
        """Return what people did about a ring, but for notes and events, which are read of one ring only."""
        item = self.items[ring_id]
        return Worked(
            state=item.state,
            # that a new ring was first seen is said by its state
            news=() if item.is_plain_birth else item.news,
            decision=None if item.decision is None else decision_shown(item.decision),
            lease=lease_shown(self.leases.get(ring_id)),
        )


def people_of(
    space: Workspace, rings: Mapping[str, Snapshot], run_no: int, *, only: str | None = None
) -> People:
    """Read what people did about the rings of a run.

    Parameters
    ----------
    space
        The workspace.
    rings
        The rings of its latest run.
    run_no
        Number of that run.
    only
        The one ring that will be asked for; all when None.

    Returns
    -------
    People
        O(rings asked for + entries of the ledger).
    """
    entries = space.ledger()
    held = standing(entries, dt.datetime.now(tz=dt.UTC))
    then = _as_decided(space, held, rings)
    told = history.happenings(space.database, after=run_no - 1, ring_id=only)
    wanted = rings if only is None else {one: rings[one] for one in (only,) if one in rings}
    items = {item.ring_id: item for item in sort_rings(wanted, told, held, then)}
    return People(run_no, len(entries), items, leases.holding(space.database))


def _as_decided(space: Workspace, held: Standing, rings: Mapping[str, Snapshot]) -> dict[str, Snapshot]:
    """Return each decided ring as the person saw it; from the store only where it is another one now.

    Of rings that are no longer found, those that were dismissed: their accounts may be in others now.
    """
    found = {}
    for ring_id, entry in held.rings.items():
        if ring_id not in rings and entry.decision.verdict != "dismiss":
            continue
        now = rings.get(ring_id)
        is_same = now is not None and entry.decision.snapshot == now.digest()
        then = now if is_same else history.snapshot_of(space.database, entry.decision.snapshot)
        if then is not None:
            found[ring_id] = then
    return found


def with_history(space: Workspace, ring_id: str, worked: Worked) -> Worked:
    """Return what people `worked` about a ring of a `space`, `ring_id`, and what became of it."""
    registered = {run.run_no: run.registered_at for run in history.runs(space.database)}
    events = [
        doc.RingEvent(
            kind=one.event.kind,
            words=in_words(one),
            at=registered.get(one.run_no),
            joined=list(one.event.joined),
            left=list(one.event.left),
        )
        for one in history.happenings(space.database, ring_id=ring_id)
    ]
    notes = [note_shown(note) for note in notes_on(space.database, ring_id)]
    return Worked(worked.state, worked.news, worked.decision, worked.lease, tuple(notes), tuple(events))


def decision_shown(entry: Entry) -> doc.Decision:
    """Return a decision as the page shows it."""
    made = entry.decision
    return doc.Decision(
        seq=entry.seq,
        verdict=made.verdict,
        by=made.by,
        at=made.decided_at,
        note=made.note,
        accounts=len(made.accounts),
        expires_at=made.expires_at,
    )


def lease_shown(lease: leases.Lease | None) -> doc.Lease | None:
    """Return a lease as the page shows it."""
    return None if lease is None else doc.Lease(by=lease.by, until=lease.until)


def note_shown(note: Note) -> doc.Note:
    """Return a note as the page shows it."""
    return doc.Note(by=note.by, at=note.at, text=note.text)
