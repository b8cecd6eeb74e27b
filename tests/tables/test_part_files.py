"""Parts of a table in a folder."""

from __future__ import annotations

import pytest

from collusion.tables.part_files import format_by_content, format_of, parts_of


@pytest.mark.parametrize(
    "name, form",
    [
        ("a.CSV", "csv"),
        ("a.csv.gz", "csv"),
        ("a.jsonl.zst", "jsonl"),
        ("a.b.parquet", "parquet"),
        ("a.gz", None),
        ("csv", None),
        (".csv", None),
        ("a.orc", None),
    ],
)
def test_format_of(name, form):
    assert format_of(name) == form


@pytest.mark.parametrize(
    "content, form",
    [(b"a,b\n", "csv"), (b"PAR1", "parquet"), (b"\x1f\x8b", "csv"), (b"\0\1", None), (b"", None)],
)
def test_format_by_content(tmp_path, content, form):
    (tmp_path / "x").write_bytes(content)

    assert format_by_content(tmp_path / "x") == form


def test_format_by_content__none_for_no_file(tmp_path):
    assert format_by_content(tmp_path / "x") is None


def test_parts_of__what_other_programs_leave_is_passed_over(tmp_path):
    for name in ("a.csv", "Thumbs.db", "desktop.ini", "._a.csv", ".DS_Store", "_SUCCESS", ".a.crc", "b.crc"):
        (tmp_path / name).write_text("x")
    (tmp_path / "empty.csv").write_text("")

    found = parts_of(tmp_path, "reviews")

    assert [path.name for path in found.paths] == ["a.csv"]
    assert [(note.count, note.message) for note in found.notes] == [
        (3, "files of other programs, passed over: Thumbs.db, b.crc, desktop.ini"),
        (1, "empty files, passed over: empty.csv"),
    ]


def test_parts_of__folders_that_name_a_column(tmp_path):
    for folder in ("marketplace=us/year=2018", "marketplace=d%65", "plain"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.csv").write_text("x")

    assert parts_of(tmp_path, "reviews").constants == [
        {"marketplace": "de"},
        {"marketplace": "us", "year": "2018"},
        {},
    ]


@pytest.mark.parametrize(
    "lake, words", [("_delta_log", "a Delta Lake table"), ("metadata", "an Iceberg table")]
)
def test_parts_of__raise_on_a_table_of_which_some_files_are_out_of_date(tmp_path, lake, words):
    (tmp_path / lake).mkdir()
    (tmp_path / "a.parquet").write_text("x")

    (fault,) = parts_of(tmp_path, "reviews").faults
    assert words in fault.found
