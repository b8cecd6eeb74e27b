"""Keep what people write down about a ring without deciding anything."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from collusion.decisions.decision import check_words
from collusion.store.database import Database


@dataclass(frozen=True, slots=True)
class Note:
    """What a person (`by`) wrote about a ring (`ring_id`), and when (`at`, ISO 8601, UTC)."""

    ring_id: str
    by: str
    at: str
    text: str


def write_note(database: Database, ring_id: str, by: str, text: str) -> Note:
    """Write a note down; it stays for good.

    Parameters
    ----------
    database
        The store.
    ring_id
        The whole id of a ring.
    by
        The person's name.
    text
        The note.

    Returns
    -------
    Note

    Raises
    ------
    InputError
        When name or text are missing or too long.
    """
    check_words(by, text)
    note = Note(ring_id, by.strip(), dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds"), text)
    with database.writing():
        database.run(
            "INSERT INTO collusion_notes (note_no, ring_id, by_name, written_at, body) "
            "SELECT coalesce(max(note_no), 0) + 1, ?, ?, ?, ? FROM collusion_notes",
            *(note.ring_id, note.by, note.at, note.text),
        )
    return note


def notes_on(database: Database, ring_id: str) -> list[Note]:
    """Return the notes on a ring, oldest first."""
    rows = database.rows(
        "SELECT ring_id, by_name, written_at, body FROM collusion_notes WHERE ring_id = ? ORDER BY note_no",
        ring_id,
    )
    return [Note(*row) for row in rows]
