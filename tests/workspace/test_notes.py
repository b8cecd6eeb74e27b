from __future__ import annotations

import pytest

from collusion.errors import InputError, IntegrityError
from collusion.workspace.notes import notes_on, read_notes, write_note
from tests.workspace.keeping import RING, kept


def test_write_note__keeps_them_in_order_and_apart(tmp_path):
    with kept(tmp_path) as space:
        for text in ("One card for all.", "<b>Ask</b> the \u202e bank."):
            write_note(space.database, RING, " Ada ", text)
        write_note(space.database, "R-00000002", "Ben", "Fans?")

        assert [("Ada", "One card for all."), ("Ada", "<b>Ask</b> the \u202e bank.")] == [
            (note.by, note.text) for note in notes_on(space.database, RING)
        ]


@pytest.mark.parametrize(("by", "text"), [("", "x"), ("Ada", " "), ("Ada", "x" * 20_001), ("A\x1b", "x")])
def test_write_note__raise_on_nobody_and_nothing(tmp_path, by, text):
    with kept(tmp_path) as space, pytest.raises(InputError):
        write_note(space.database, RING, by, text)


def test_read_notes__tells_what_was_changed(tmp_path):
    with kept(tmp_path) as space:
        assert [write_note(space.database, RING, "Ada", "Asked.", account="A101")] == read_notes(
            space.database
        )
        space.database.run("DROP TRIGGER collusion_notes_keep_UPDATE")
        space.database.run("UPDATE collusion_notes SET body = replace(body, 'Asked', 'Bribed')")

        with pytest.raises(IntegrityError, match="notes, row 1"):
            read_notes(space.database)
