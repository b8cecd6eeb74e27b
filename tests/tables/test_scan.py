"""Files that are not what their name says, and damaged ones: a clear fault, never a traceback."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.errors import InputError
from collusion.tables.mapping import Layout, SourceMapping, TableMapping
from collusion.tables.read import read_tables
from collusion.tables.scan import reading
from tests.tables.sources import FORMATS, REVIEWS, csv, write

FRAME = pl.DataFrame(
    {
        "reviewer_id": ["a", "b", "c"] * 5,
        "product_id": ["x", "y", "z"] * 5,
        "rating": [1, 5, None] * 5,
        "posted_at": ["2015-01-01", "2015-01-02T03:04:05Z", None] * 5,
        "verified": [True, False, None] * 5,
        "text": ["hi", "=cmd()", "é"] * 5,
    }
)
CSV = b"reviewer_id,product_id\n"
DAMAGED = "a file that is damaged or of another format: "


@pytest.mark.parametrize(
    "name, content, text",
    [
        (
            "r.csv",
            b"",
            "an empty file: r.csv. Allowed: CSV in a known encoding, as many cells in each row as",
        ),
        ("r.csv", CSV + b"a,p,1,2\n", "more cells than there are columns (line 2 of the file) in 1 row (1)"),
        ("r.csv", CSV + b"a\n", "fewer cells than there are columns (line 2 of the file) in 1 row (1)"),
        ("r.csv", b"PAR1xxxx", DAMAGED + "r.csv"),
        ("r.csv", b"PK\x03\x04xxxx", "a file whose compression is damaged: r.csv"),
        ("r.csv", b"%PDF-1.7", "a PDF document: r.csv"),
        ("r.csv", b"<!DOCTYPE html>", "a web page, as a server sends it in place of a file: r.csv"),
        ("r.csv", "a,очень хороший товар\n".encode("koi8_r") * 9, "bytes that are not UTF-8: r.csv"),
        ("r.csv", b"\0\0\0\0", "no column reviewer_id, only (no name)"),
        ("r.csv.gz", gzip.compress(CSV + b"a,p\n", mtime=0)[:-9], "a file that breaks off: r.csv.gz"),
        ("r.csv.gz", gzip.compress(b"", mtime=0), "an empty file: r.csv.gz"),
        ("r.parquet", b"", "an empty file: r.parquet"),
        (
            "r.parquet",
            b"PAR1",
            DAMAGED + "r.parquet. Allowed: a valid Parquet file. Copy or export it again.",
        ),
        ("r.parquet", CSV, "a file that is no Parquet: r.parquet"),
        ("r.xlsx", CSV, "a file that is no workbook: r.xlsx. Allowed: a workbook"),
        ("r.jsonl", b"", "an empty file: r.jsonl. Allowed: JSON, one object a row."),
        ("r.jsonl", b"[1, 2]\n", "a value that is no object in every row: r.jsonl"),
        ("r.jsonl", b'{"reviewer_id": "a", "product_id": "p"}\n3\n', "a value that is no object (line 2"),
        ("r.ndjson", b'{"reviewer_id": "a"\n', "text that is no JSON in every row: r.ndjson"),
    ],
)
def test_scan__raise_on_a_file_that_cannot_be_read(tmp_path, name, content, text):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(InputError) as raised:
        read_tables(tmp_path / name)
    assert text in str(raised.value)


def test_scan__a_fault_never_quotes_cells(tmp_path):
    """A quote that nobody closes is a part of its cell; an identifier must not get into a log that way."""
    rows = 'reviewer_id,kind,value\n"a,ip,192.0.2.77\n'
    source = csv(tmp_path, reviews=REVIEWS, identifiers=rows)

    tables = read_tables(source)

    assert "rows with a lone quote, read as a part of its cell" in [note.message for note in tables.notes]
    assert not any("192.0.2.77" in note.message for note in tables.notes)


def test_scan__a_byte_order_mark_and_windows_line_ends(tmp_path):
    (tmp_path / "r.csv").write_bytes(b"\xef\xbb\xbfreviewer_id,product_id\r\na,p\r\n")

    assert read_tables(tmp_path / "r.csv").reviews.row(0)[:2] == ("a", "p")


def test_scan__names_with_wildcards_are_names(tmp_path):
    csv(tmp_path, **{"[r]*": REVIEWS, "r": "x"})

    assert len(read_tables(tmp_path / "[r]*.csv").reviews) == 2


def test_scan__a_column_that_shows_late_in_json(tmp_path):
    lines = (
        '{"reviewer_id": "a", "product_id": "p"}\n' * 10_050
        + '{"reviewer_id": "b", "product_id": "p", "rating": 4}\n'
    )
    (tmp_path / "r.jsonl").write_text(lines)

    assert read_tables(tmp_path / "r.jsonl").reviews["rating"].to_list()[-1] == 4


def test_scan__without_quotes(tmp_path):
    (tmp_path / "reviews.csv").write_text('reviewer_id,product_id\n"a,p\n')
    mapping = SourceMapping({"reviews": TableMapping(Layout(quote=""))})

    assert read_tables(tmp_path, mapping=mapping).reviews["reviewer_id"].to_list() == ['"a']


def test_scan__raise_on_another_number_of_columns_than_named(tmp_path):
    (tmp_path / "reviews.csv").write_text("a,p,5\n")
    layout = Layout(has_header=False, column_names=("reviewer_id", "product_id"))

    with pytest.raises(InputError, match="another number of columns than column_names declares"):
        read_tables(tmp_path, mapping=SourceMapping({"reviews": TableMapping(layout)}))


def test_reading__a_file_that_may_not_be_read():
    with (
        pytest.raises(InputError, match=r"a file that may not be read: r.csv"),
        reading("reviews", "r.csv", "csv"),
    ):
        raise PermissionError(13, "Permission denied")


def outcome(content: bytes, form: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"reviews.{form}"
        path.write_bytes(content)
        try:
            return str(len(read_tables(path).reviews))
        except InputError as error:
            return str(error)


@pytest.mark.parametrize("form", FORMATS)
@given(content=st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_read_tables__any_bytes_give_rows_or_faults(form, content):
    assert outcome(content, form)


@pytest.mark.parametrize("form", FORMATS)
@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_read_tables__damaged_files_give_rows_or_faults(form, data):
    with tempfile.TemporaryDirectory() as folder:
        content = bytearray(write(FRAME, Path(folder) / f"reviews.{form}").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.integers(0, 4))
        content[at : at + length] = data.draw(
            st.binary(max_size=4) | st.sampled_from([b'"', b"\0", b"\n", b"9" * 25])
        )
        content = content or bytearray(b" ")

    assert outcome(bytes(content), form)
