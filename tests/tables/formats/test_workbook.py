"""Sheets of workbooks."""

from __future__ import annotations

import datetime as dt
import sys
import zipfile

import openpyxl
import pytest

from collusion.tables.formats.content import FormatError
from collusion.tables.formats.staging import FLOAT
from collusion.tables.formats.workbook import NOTE_ALIKE, open_workbook
from collusion.tables.mapping import Layout
from collusion.tables.read import read_tables

MOMENT = dt.datetime(2018, 9, 3, 10, 1)  # noqa: DTZ001
HEADER = ["reviewer_id", "product_id", "rating", "posted_at"]


def written(path, *sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def opened(path, layout=None):
    return open_workbook(path, layout or Layout(), HEADER, table="reviews")


def test_open_workbook__cells_as_text(tmp_path):
    rows = [
        HEADER,
        [7, "0012", 4.5, MOMENT],
        [None] * 4,
        ["x", "y", None, dt.date(2018, 9, 3)],
    ]
    found = opened(written(tmp_path / "r.xlsx", ("Sheet", rows)))

    assert found.names == tuple(HEADER)
    assert found.scan().select(HEADER).collect().rows() == [
        ("7", "0012", "4.5", "2018-09-03 10:01:00"),
        ("x", "y", None, "2018-09-03 00:00:00"),
    ]
    assert dict(found.notes) == {"blank rows, passed over": 1}


def test_open_workbook__the_header_may_stand_below_a_title(tmp_path):
    rows = [["Reviews of 2018"], [], HEADER, ["a", "p", 5, None]]

    assert opened(written(tmp_path / "r.xlsx", ("Sheet", rows))).names == tuple(HEADER)


def test_open_workbook__the_sheet_named_like_the_table(tmp_path):
    path = written(tmp_path / "r.xlsx", ("Cover", [["x"]]), ("Reviews", [HEADER, ["a", "p", 5, None]]))

    assert opened(path).names == tuple(HEADER)
    assert dict(opened(path).notes) == {"further sheets, passed over": 1}
    assert opened(path, Layout(sheet="Cover")).names == ("x",)
    with pytest.raises(FormatError, match="no sheet 'Other' among 'Cover', 'Reviews'"):
        opened(path, Layout(sheet="Other"))


def test_open_workbook__numbers_that_a_spreadsheet_has_rounded_are_marked(tmp_path):
    rows = [HEADER, [12345678901234567, "p", 5, None], ["12345678901234561", "p", 5, None]]
    numbers = opened(written(tmp_path / "numbers.xlsx", ("Sheet", rows[:2])))
    texts = opened(written(tmp_path / "texts.xlsx", ("Sheet", [HEADER, rows[2]])))

    assert numbers.scan().select("reviewer_id").collect().item().startswith(FLOAT)
    assert texts.scan().select("reviewer_id").collect().item() == "12345678901234561"


def test_open_workbook__raise_on_a_damaged_one(tmp_path):
    (tmp_path / "r.xlsx").write_bytes(b"PK\x03\x04xxxx")

    with pytest.raises(FormatError, match="a workbook that is damaged"):
        opened(tmp_path / "r.xlsx")


def test_open_workbook__raise_where_the_reader_is_missing(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fastexcel", None)

    with pytest.raises(FormatError) as raised:
        opened(written(tmp_path / "r.xlsx", ("Sheet", [HEADER])))
    assert "pip install collusion[sources]" in raised.value.remedy


FEW = HEADER[:3]


def test_open_workbook__the_sheet_whose_header_names_most_columns(tmp_path):
    """Behind a cover, below a header of merged cells."""
    cover = ("Cover", [["Trust report"], ["made by", "x"]])
    data = ("Data", [["Account", None, "Review"], FEW, ["a", "p", "5"]])
    staged = opened(written(tmp_path / "reviews.xlsx", cover, data))

    assert [("a", "p", "5")] == staged.scan().select(FEW).collect().rows()
    assert any("the sheet 'Data' is read" in words for words, _ in staged.notes)


def test_open_workbook__tells_of_sheets_with_the_same_header(tmp_path):
    months = [(month, [FEW, [month, "p", "5"]]) for month in ("January", "February", "March")]
    tables = read_tables(written(tmp_path / "reviews.xlsx", *months))
    [note] = [note for note in tables.notes if note.message == NOTE_ALIKE]

    assert (2, True) == (note.count, note.is_warning)
    assert ["January"] == tables.codes.reviewers.to_list()


def test_open_workbook__of_libreoffice(tmp_path):
    rows = [HEADER, ["a", "0012", "4", "2018-09-03"], ["b", "p", "5", "2018-09-04"]]
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows)
    names = ("office", "table", "text", "manifest")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    sheet = f'<table:table table:name="Sheet1">{lines}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(tmp_path / "reviews.ods", "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {spaces}/>")
        archive.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    tables = read_tables(tmp_path)

    assert ["0012", "p"] == sorted(tables.codes.products.to_list())
    assert {4, 5} == set(tables.codes.pairs.stars.tolist())
