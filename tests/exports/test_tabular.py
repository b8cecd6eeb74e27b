from __future__ import annotations

import csv
import datetime as dt

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from collusion.errors import UsageError
from collusion.exports import tabular
from collusion.exports.tabular import neutralised, write_table, write_workbook

TABLE = pl.DataFrame(
    {
        "id": ["A", "=cmd|' /C calc'!A0", "＝SUM(A1)", "\t=1", "plain", None],
        "n": [1, -2, 3, 4, 5, None],
        "ok": [True, False, None, True, True, True],
        "at": [dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)] * 6,
        "rings": [["R-1", "R-2"]] * 6,
    }
)
FORMULAS = ["=1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x", "﹢1", "﹣1", "﹦1", "﹫x"]


@pytest.mark.parametrize("before", ["", " ", "\t", "\r", "\n", "\u200b", "\ufeff", "\x00", "\u00a0 "])
@pytest.mark.parametrize("formula", FORMULAS)
def test_neutralised__no_text_is_a_formula(formula, before):
    assert [f"'{before}{formula}"] == neutralised(pl.DataFrame({"x": [before + formula]}))["x"].to_list()


@given(st.text(alphabet="ab=+-@＝\t\r\n 1'", max_size=6))
def test_neutralised__changes_nothing_else(text):
    [shown] = neutralised(pl.DataFrame({"x": [text], "n": [-1]}))["x"].to_list()
    stripped = text.lstrip(" \t\r\n")

    assert shown in (text, f"'{text}")
    assert (shown != text) == (
        (stripped[:1] in tuple("=+-@＝") and stripped != "") or text[:1] in tuple("\t\r\n")
    )


def test_write_table__csv_and_xlsx_hold_no_formula_and_the_same_cells(tmp_path):
    write_table(TABLE, tmp_path / "x.csv")
    write_table(TABLE, tmp_path / "x.xlsx")
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as stream:
        cells = [row[0] for row in csv.reader(stream)]
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active

    assert ["id", "A", "'=cmd|' /C calc'!A0", "'＝SUM(A1)", "'\t=1", "plain", ""] == cells
    assert cells[:-1] == [row[0].value for row in sheet.iter_rows()][:-1]
    assert {"f"}.isdisjoint(cell.data_type for row in sheet.iter_rows() for cell in row)
    assert ("2026-03-01T09:00:00Z", "R-1 R-2") == (sheet["D2"].value, sheet["E2"].value)
    assert (1, True) == (sheet["B2"].value, sheet["C2"].value)


def test_write_table__parquet_and_json_lines_keep_every_text(tmp_path):
    for ending in ("parquet", "jsonl"):
        write_table(TABLE, tmp_path / f"x.{ending}")

    assert_frame_equal(TABLE, pl.read_parquet(tmp_path / "x.parquet"))
    assert TABLE["id"].to_list() == pl.read_ndjson(tmp_path / "x.jsonl")["id"].to_list()


def test_write_workbook__is_the_same_bytes_and_cuts_what_a_cell_cannot_hold(tmp_path):
    long = pl.DataFrame({"text": ["x" * 40_000]})
    for name in ("a", "b"):
        write_workbook({"one": TABLE, "two": long}, tmp_path / f"{name}.xlsx")

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx")["two"]["A2"].value
    assert cell.endswith("the whole text is in the CSV)")
    assert 32_767 == len(cell)
    assert dt.datetime(2000, 1, 1) == openpyxl.load_workbook(tmp_path / "a.xlsx").properties.created  # noqa: DTZ001


def test_write_workbook__keeps_what_a_cell_just_holds(tmp_path):
    write_workbook({"one": pl.DataFrame({"text": ["x" * 32_767]})}, tmp_path / "x.xlsx")

    assert "x" * 32_767 == openpyxl.load_workbook(tmp_path / "x.xlsx").active["A2"].value


def test_write_table__refuses_what_a_sheet_cannot_hold(tmp_path):
    """A sheet of Excel has 1,048,576 rows, of which one is the header."""
    tall = pl.DataFrame({"n": pl.int_range(1_048_576, eager=True)})

    with pytest.raises(UsageError, match=r"Write it as \.csv"):
        write_table(tall, tmp_path / "x.xlsx")
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(("n_rows", "is_held"), [(3, True), (4, False)])
def test_write_workbook__takes_what_a_sheet_just_holds(tmp_path, monkeypatch, n_rows, is_held):
    """Of a smaller sheet, since a million rows take half a minute."""
    monkeypatch.setattr(tabular, "_SHEET_ROWS", 3)
    table = pl.DataFrame({"n": pl.int_range(n_rows, eager=True)})
    if is_held:
        write_workbook({"one": table}, tmp_path / "x.xlsx")
    else:
        with pytest.raises(UsageError, match="one has 4 rows"):
            write_workbook({"one": table}, tmp_path / "x.xlsx")

    assert is_held == (tmp_path / "x.xlsx").exists()


def test_write_table__overwrites_only_by_force_and_knows_its_endings(tmp_path):
    out = tmp_path / "x.csv"
    write_table(TABLE, out)
    with pytest.raises(UsageError, match="--force"):
        write_table(TABLE, out)
    write_table(TABLE.head(1), out, force=True)

    assert 2 == len(out.read_text().splitlines())
    with pytest.raises(UsageError, match=r"Allowed: \.csv, \.parquet, \.jsonl, \.xlsx"):
        write_table(TABLE, tmp_path / "x.doc")
    with pytest.raises(UsageError, match="a folder"):
        write_table(TABLE, tmp_path / "x.csv" / ".." if False else _folder(tmp_path), force=True)


def _folder(tmp_path):
    (tmp_path / "f.csv").mkdir()
    return tmp_path / "f.csv"
