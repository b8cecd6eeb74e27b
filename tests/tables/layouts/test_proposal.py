"""Proposals: large files by their beginnings, folders of parts by their first."""

from __future__ import annotations

import gzip

import polars as pl
import pytest

from collusion.errors import InputError
from collusion.tables.layouts import proposal as proposal_module
from collusion.tables.layouts.proposal import propose
from tests.tables.sources import REVIEWS, csv


@pytest.mark.parametrize("form", ["csv", "csv.gz", "parquet"])
def test_propose__a_large_file_is_previewed_by_its_beginning(tmp_path, monkeypatch, form):
    monkeypatch.setattr(proposal_module, "_SMALL", 100)
    frame = pl.DataFrame({"user_id": [f"u{i}" for i in range(3000)], "asin": ["p"] * 3000})
    path = tmp_path / f"some.{form}"
    if form == "parquet":
        frame.write_parquet(path)
    else:
        data = frame.write_csv().encode()
        path.write_bytes(gzip.compress(data) if form == "csv.gz" else data)
    ((found, preview),) = propose(path).tables

    assert {"reviewer_id": "user_id", "product_id": "asin"} == found.columns
    assert "" == preview.fault
    assert preview.n_valid == preview.n_rows > 900


def test_propose__a_folder_of_parts_and_what_is_no_table(tmp_path):
    csv(tmp_path / "feedback", a=REVIEWS, b=REVIEWS.replace("u1", "u9"))
    (tmp_path / "feedback" / "_SUCCESS").touch()
    (tmp_path / "feedback" / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (tmp_path / "feedback" / "year=2024").mkdir()
    (tmp_path / "feedback" / "year=2024" / "c.csv").write_text(REVIEWS)
    (tmp_path / ".hidden.csv").write_text(REVIEWS)
    (tmp_path / "README.csv").write_text(REVIEWS)
    (tmp_path / "picture.bin").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    found = propose(tmp_path)

    assert [("reviews", "feedback")] == [(entry.table, entry.head.name) for entry, _ in found.tables]
    assert found.says_something


def test_propose__the_contracts_own_shape_says_nothing_new(tmp_path):
    assert not propose(csv(tmp_path, reviews=REVIEWS)).says_something


def test_propose__what_reading_finds_at_fault_is_told(tmp_path):
    """The names fit, the cells do not: the preview says so, and the proposal is written all the same."""
    rows = "".join(f"u{i},p1,{word}\n" for i, word in enumerate(["great", "bad", "meh"]))
    ((_, preview),) = propose(csv(tmp_path, reviews=f"reviewer_id,product_id,rating\n{rows}")).tables

    assert (0, 3) == (preview.n_valid, preview.n_rows)


def test_propose__an_empty_folder(tmp_path):
    with pytest.raises(InputError, match="it holds nothing"):
        propose(tmp_path)
