"""Private copies: made whole or not at all, kept when nothing has changed."""

from __future__ import annotations

import pytest

from collusion.tables.sources.private_copy import copy_once


def fill(text, digest):
    def into(folder):
        (folder / "rows").write_text(text)
        return {"reviews": digest}

    return into


def test_copy_once__keeps_the_older_copy_of_the_same_rows(tmp_path):
    folder = tmp_path / "work" / "source"
    copy_once(folder, fill("a then b", "1"))

    assert {"reviews": "1"} == copy_once(folder, fill("b then a", "1"))
    assert "a then b" == (folder / "rows").read_text()
    assert [folder] == list(folder.parent.iterdir())


def test_copy_once__other_rows_take_its_place(tmp_path):
    copy_once(tmp_path / "source", fill("a", "1"))
    copy_once(tmp_path / "source", fill("b", "2"))

    assert "b" == (tmp_path / "source" / "rows").read_text()


def test_copy_once__a_copy_that_fails_changes_nothing(tmp_path):
    copy_once(tmp_path / "source", fill("a", "1"))

    def fails(folder):
        (folder / "rows").write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        copy_once(tmp_path / "source", fails)

    assert "a" == (tmp_path / "source" / "rows").read_text()
    copy_once(tmp_path / "source", fill("c", "3"))
    assert [tmp_path / "source"] == list(tmp_path.iterdir())


def test_copy_once__nobody_else_can_enter(tmp_path):
    copy_once(tmp_path / "source", fill("a", "1"))

    assert 0o700 == (tmp_path / "source").stat().st_mode & 0o777
