"""Open a sheet of a workbook (.xlsx, .xls, .xlsb, .ods), rewritten as a table of text cells."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from collusion.foreign import excerpt
from collusion.tables.formats.content import FormatError
from collusion.tables.formats.staging import FLOAT, Row, Staged, Tally, once, stage_rows
from collusion.tables.mapping import Layout
from collusion.tables.names import plain_name

NOTE_BLANK = "blank rows, passed over"
NOTE_SHEETS = "further sheets, passed over"
NOTE_CHOSEN = "the sheet {!r} is read, whose header names most columns: declare sheet = … if another is meant"
NOTE_ALIKE = (
    "further sheets with such a header, not read: save each sheet as a file, and put them in one folder"
)
#: Sheets that are looked at for it.
_SHEETS = 50
#: Rows among which the header is looked for.
_HEADER_ROWS = 50
#: Spreadsheets keep fifteen digits of a number; further ones became zeros.
_LONG_NUMBER = "^[0-9]{16,}$"
_LONG = re.compile(_LONG_NUMBER)


def open_workbook(path: Path, layout: Layout, wanted: Collection[str], *, table: str) -> Staged:
    """Open a sheet of a workbook.

    Parameters
    ----------
    path
        The file.
    layout
        Its `sheet` names the sheet.
    wanted
        Names that its header may hold.
    table
        Name of the table, which is also the name of its sheet where there are several.

    Returns
    -------
    Staged
        Cells as text; numbers of more than 15 digits marked, since a spreadsheet has rounded them.

    Raises
    ------
    FormatError
        When the reader is not installed, the workbook is damaged or has no such sheet.
    OSError
        When it cannot be read.
    """
    key = ("workbook", layout.sheet, tuple(sorted(wanted)), table)
    return once(path, key, lambda: _open(path, layout, frozenset(wanted), table))


def _open(path: Path, layout: Layout, wanted: frozenset[str], table: str) -> Staged:
    try:
        import fastexcel
    except ImportError as error:
        raise FormatError(
            "a workbook, for which fastexcel is missing",
            "Install it with `pip install collusion[sources]`, or save the sheet as CSV.",
        ) from error
    path.open("rb").close()
    tally = Tally()
    try:
        book = fastexcel.read_excel(path)
        name = _sheet(book.sheet_names, layout.sheet, table, tally)
        if not name:
            name, n_alike = _fullest(book, wanted)
            tally.count(NOTE_CHOSEN.format(excerpt(name)))
            if n_alike:
                tally.count(NOTE_ALIKE, n_alike)
        frame = pl.DataFrame(book.load_sheet(name, header_row=None, dtypes="string", skip_rows=0))
    except (fastexcel.FastExcelError, ValueError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError("a workbook that is damaged", "Save it again, or save the sheet as CSV.") from error
    at = _header_row(frame, wanted)
    header = [str(cell or "") for cell in frame.row(at)] if len(frame) else []
    names = [cell.strip() or f"column {i}" for i, cell in enumerate(header, start=1)]
    distinct = [name if name not in names[:i] else f"{name} ({i + 1})" for i, name in enumerate(names)]
    return stage_rows(_rows(frame, at + 1, tally), distinct, tally)


def _sheet(sheets: list[str], declared: str, table: str, tally: Tally) -> str:
    """Return the sheet that is declared, called like the table, or the only one; empty where none is."""
    if declared and declared not in sheets:
        shown = ", ".join(repr(name) for name in sheets[:10])
        raise FormatError(f"no sheet {declared!r} among {shown}", "Correct sheet = ….")
    named = [name for name in sheets if plain_name(name) == table]
    if not sheets:
        raise FormatError("a workbook without a sheet", "Save it again.")
    if len(sheets) > 1 and not declared:
        tally.count(NOTE_SHEETS, len(sheets) - 1)
    return declared or (named[0] if named else sheets[0] if len(sheets) == 1 else "")


def _fullest(book: Any, wanted: frozenset[str]) -> tuple[str, int]:
    """Return the sheet one of whose first rows holds most wanted names, and how many others hold as many."""
    hits = []
    for name in book.sheet_names[:_SHEETS]:
        sheet = book.load_sheet(name, header_row=None, dtypes="string", skip_rows=0, n_rows=_HEADER_ROWS)
        hits.append(max(_hits(pl.DataFrame(sheet), wanted), default=0))
    most = max(hits)
    return str(book.sheet_names[hits.index(most)]), hits.count(most) - 1 if most else 0


def _hits(frame: pl.DataFrame, wanted: frozenset[str]) -> list[int]:
    """Return how many of the wanted names each of the first rows holds."""
    plain = {plain_name(name) for name in wanted}
    return [
        len(plain & {plain_name(str(cell)) for cell in row if cell is not None})
        for row in frame.head(_HEADER_ROWS).iter_rows()
    ]


def _header_row(frame: pl.DataFrame, wanted: frozenset[str]) -> int:
    """Return the row that holds most of the wanted names, the first one where none does."""
    hits = _hits(frame, wanted)
    best = max(hits, default=0)
    return hits.index(best) if best else 0


def _rows(frame: pl.DataFrame, first: int, tally: Tally) -> Iterator[Row]:
    rows = frame.slice(first)
    long = pl.all().str.contains(_LONG_NUMBER)
    # Where ids are text, nine of ten do not end in a zero.
    rounded = [
        bool(column.any())
        for column in rows.select(long & (pl.all().str.ends_with("0") | ~long).all())
        .fill_null(value=False)
        .get_columns()
    ]
    for line, cells in enumerate(rows.iter_rows(), start=first + 1):
        if any(cell is not None and cell.strip() for cell in cells):
            yield Row(line, [_marked(cell, mark) for cell, mark in zip(cells, rounded, strict=True)])
        else:
            tally.count(NOTE_BLANK)


def _marked(cell: str | None, is_rounded: bool) -> str | None:
    """Mark a number of which a spreadsheet keeps only the first digits."""
    return FLOAT + cell if is_rounded and cell is not None and _LONG.fullmatch(cell) else cell
