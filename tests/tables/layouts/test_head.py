"""Reading the first rows of a file of any format."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile

import polars as pl
import pytest
import zstandard

from collusion.tables.layouts.head import HEAD_ROWS, head_of_file, head_of_frame
from tests.tables.layouts import files

ROWS = [{"user_id": "u1", "asin": "p1", "rating": 5}, {"user_id": "ü2", "asin": "p2", "rating": 4}]
CELLS = {"user_id": ("u1", "ü2"), "asin": ("p1", "p2"), "rating": ("5", "4")}


def zipped(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return stream.getvalue()


def parquet(rows) -> bytes:
    stream = io.BytesIO()
    pl.DataFrame(rows).write_parquet(stream)
    return stream.getvalue()


def head(tmp_path, data: bytes, name: str = "some.bin"):
    (tmp_path / name).write_bytes(data)
    return head_of_file(tmp_path / name, name)


@pytest.mark.parametrize(
    "data",
    [
        parquet(ROWS),
        files.table(ROWS),
        files.table(ROWS, "utf-16"),
        files.table(ROWS, "utf-8-sig"),
        files.table(ROWS, "cp1252"),
        files.table(ROWS).replace(b'","', b'"\t"').replace(b"user_id,asin,rating", b"user_id\tasin\trating"),
        files.lines(ROWS),
        files.loose(ROWS),
        json.dumps(ROWS, indent=2).encode(),
        json.dumps({"total": 2, "reviews": ROWS}).encode(),
        gzip.compress(files.lines(ROWS), mtime=0),
        bz2.compress(files.table(ROWS)),
        lzma.compress(files.table(ROWS)),
        zstandard.compress(files.table(ROWS)),
        zipped(("a.csv", files.table(ROWS)), ("__MACOSX/._a.csv", b"x")),
    ],
)
def test_head_of_file__the_same_cells_in_every_format(tmp_path, data):
    found = head(tmp_path, data)

    assert CELLS == found.columns
    assert 2 == found.n_rows
    assert found.has_header


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        b"\x80\x04\x95pickle",
        gzip.compress(b"x" * 99, mtime=0)[:20],
        zipped(("a", b"1"), ("b", b"2")),
    ],
)
def test_head_of_file__no_table(tmp_path, data):
    found = head(tmp_path, data)

    assert found is None or not found.columns


def test_head_of_file__inner_objects_by_their_paths(tmp_path):
    rows = [{"id": 1, "consumer": {"id": "c1", "more": {"x": 1}}, "tags": [{"a": 1}]}] * 2
    found = head(tmp_path, files.lines(rows))

    assert ("c1", "c1") == found.columns["consumer.id"]
    assert ("1", "1") == found.columns["consumer.more.x"]
    assert "tags" in found.columns


def test_head_of_file__lines_that_are_no_json_are_skipped(tmp_path):
    text = '# a comment\n{"user_id": "u1"}\n{"user_id": "u\n2"}\n{"user_id": broken\n\\N\n{"user_id": "u3"}\n'

    assert ("u1", "u\n2", "u3") == head(tmp_path, text.encode(), "some.jsonl").columns["user_id"]


def test_head_of_file__one_row_with_an_array_within_is_a_row(tmp_path):
    found = head(tmp_path, files.lines(files.AMAZON_2023[1:2]))

    assert ("B00YQ6X8EO",) == found.columns["parent_asin"]


def test_head_of_file__a_large_document_around_an_array(tmp_path):
    rows = [{"user_id": f"u{i}", "text": "x" * 2000} for i in range(3000)]
    found = head(tmp_path, json.dumps({"meta": {"n": 1}, "reviews": rows}).encode())

    assert HEAD_ROWS == found.n_rows
    assert "u0" == found.columns["user_id"][0]


def test_head_of_file__without_a_header(tmp_path):
    found = head(tmp_path, files.RATINGS_2014)

    assert not found.has_header
    assert ["column_1", "column_2", "column_3", "column_4"] == list(found.columns)
    assert ("5.0", "3.0") == found.columns["column_3"]


def test_head_of_file__no_more_than_the_first_rows(tmp_path):
    text = "user_id,asin\n" + "".join(f"u{i},p\n" for i in range(2_000_000))
    found = head(tmp_path, text.encode())

    assert HEAD_ROWS == found.n_rows


def test_head_of_frame__nested_and_temporal_cells_are_text():
    frame = pl.DataFrame({"a": [[1, 2], None], "t": [0, None]}).with_columns(
        pl.col("t").cast(pl.Datetime("us", "UTC"))
    )
    found = head_of_frame(frame, "r")

    assert ("[1, 2]", "") == found.columns["a"]
    assert found.columns["t"][0].startswith("1970-01-01T00:00:00")


def test_head_of_file__a_separator_at_the_end_of_rows_shifts_nothing(tmp_path):
    (tmp_path / "r.csv").write_text("reviewer_id,product_id\na,p,\nb,q,\n")
    head = head_of_file(tmp_path / "r.csv", "r.csv")

    assert {"reviewer_id": ("a", "b"), "product_id": ("p", "q")} == dict(head.columns)
