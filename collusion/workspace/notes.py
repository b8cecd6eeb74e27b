"""Keep what people write down about a ring or one of its accounts without deciding anything."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from collusion.decisions import chain
from collusion.decisions.decision import check_words
from collusion.signing import Signer
from collusion.store.database import Database

CHAIN = "notes"


@dataclass(frozen=True, slots=True)
class Note:
    """What a person wrote.

    Attributes
    ----------
    ring_id
        The ring.
    by
        The person's name.
    at
        When, ISO 8601, UTC.
    text
        The note.
    account
        The account that it is about; None: the ring.
    """

    ring_id: str
    by: str
    at: str
    text: str
    account: str | None = None


def write_note(
    database: Database,
    ring_id: str,
    by: str,
    text: str,
    *,
    account: str | None = None,
    signer: Signer | None = None,
) -> Note:
    """Write a note down; it stays for good, chained as decisions are.

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
    account
        The account that it is about; None: the ring.
    signer
        Signs it.

    Returns
    -------
    Note

    Raises
    ------
    InputError
        When name or text are missing or too long.
    """
    check_words(by, text)
    at = dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds")
    note = Note(ring_id, by.strip(), at, text, account)
    chain.append(database, CHAIN, [asdict(note)], signer)
    return note


def read_notes(database: Database) -> list[Note]:
    """Return all notes, oldest first.

    Raises
    ------
    IntegrityError
        When the chain of notes does not verify.
    """
    return [Note(**link.content()) for link in chain.read(database, CHAIN)]


def notes_on(database: Database, ring_id: str) -> list[Note]:
    """Return the notes on a ring, oldest first; raises as `read_notes`."""
    return [note for note in read_notes(database) if note.ring_id == ring_id]
