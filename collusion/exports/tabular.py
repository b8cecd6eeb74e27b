"""Write tables for other programs: CSV, Parquet, JSON lines and XLSX, whole and without formulas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from collusion.errors import UsageError, missing_extra
from collusion.provenance import written_whole

#: A spreadsheet takes a cell for a formula that starts with one of these, also in full width, and also after
#: blanks, control or invisible characters, which some programs strip.
FORMULA = r"^[\s\p{Cc}\p{Cf}\p{Z}]*[=+\-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}\u{FE62}\u{FE63}\u{FE66}\u{FE6B}]"
#: So does one that starts with a tab or a line break, whatever comes then.
_BREAK = r"^[\t\r\n]"
#: Rows below the header that a sheet holds, and characters that a cell holds (Excel's limits).
_SHEET_ROWS, _CELL_CHARACTERS = 1_048_575, 32_767
#: A workbook says when it was made; this one says nothing, so that the same table is the same bytes.
_NO_DATE = dt.datetime(2000, 1, 1)  # noqa: DTZ001  (what the writer takes)
_TRUNCATED = "… (cut; the whole text is in the CSV)"


def neutralised(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table with an apostrophe before every text that a spreadsheet would take for a formula.

    Parameters
    ----------
    table
        Any table; columns that are no text stay as they are.

    Returns
    -------
    DataFrame
    """
    return table.with_columns(_neutral(name) for name, dtype in table.schema.items() if dtype == pl.String)


def _neutral(name: str) -> pl.Expr:
    text = pl.col(name)
    risky = text.str.contains(FORMULA) | text.str.contains(_BREAK)
    return pl.when(risky).then(pl.lit("'") + text).otherwise(text).alias(name)


def write_table(table: pl.DataFrame, out: Path, *, force: bool = False) -> Path:
    """Write a table; the ending of `out` chooses CSV, Parquet, JSON lines or XLSX.

    In CSV and XLSX, which spreadsheets open, texts are neutralised; Parquet and JSON lines keep every text.

    Parameters
    ----------
    table
        The table.
    out
        A file ending in ``.csv``, ``.parquet``, ``.jsonl`` or ``.xlsx``.
    force
        Overwrite `out`.

    Returns
    -------
    Path
        `out`. It appears there complete or not at all.

    Raises
    ------
    UsageError
        When the ending is another one, a sheet cannot hold the table, or `out` exists and `force` is not
        given.
    """
    write = _writer(out)
    check_free_file(out, force=force)
    with written_whole(out) as draft:
        write(table, draft)
    return out


def check_free_file(out: Path, *, force: bool) -> None:
    """Raise unless a file may be written at `out`; one that is there only by `force`.

    Raises
    ------
    UsageError
        When something is there.
    """
    if out.is_dir() or (out.exists() and not force):
        found = "a folder" if out.is_dir() else "a file"
        message = f"{out}: found {found} there already. Give another file, or --force to overwrite a file."
        raise UsageError(message)


def write_csv(table: pl.DataFrame, out: Path) -> None:
    """Write a neutralised `table` as CSV to `out`."""
    neutralised(in_text(table)).write_csv(out)


def write_workbook(sheets: Mapping[str, pl.DataFrame], out: Path, *, title: str = "") -> None:
    """Write tables as the sheets of one XLSX workbook, without formulas and without a date of its own.

    Parameters
    ----------
    sheets
        Table by the name of its sheet; times are written as ISO 8601 text in UTC.
    out
        The file.
    title
        Title in the properties of the workbook.

    Raises
    ------
    UsageError
        When a sheet cannot hold a table, or the library is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise missing_extra("XLSX", "exports") from error
    for name, table in sheets.items():
        if table.height > _SHEET_ROWS:
            raise UsageError(
                f"{out}: {name} has {table.height:,} rows. Allowed in XLSX: {_SHEET_ROWS:,}. "
                "Write it as .csv."
            )
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(out), options) as book:
        book.set_properties({"title": title, "created": _NO_DATE})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for name, table in sheets.items():
            sheet = book.add_worksheet(name)
            plain = neutralised(in_text(table))
            for column, head in enumerate(plain.columns):
                sheet.write_string(0, column, head, bold)
                sheet.set_column(column, column, _width(plain, head), wrap)
            for place, row in enumerate(plain.iter_rows(), 1):
                for column, cell in enumerate(row):
                    _write_cell(sheet, place, column, cell)
            sheet.freeze_panes(1, 0)
            if plain.height and plain.width:
                sheet.autofilter(0, 0, plain.height, plain.width - 1)


def in_text(table: pl.DataFrame) -> pl.DataFrame:
    """Return a `table` with times as ISO 8601 text in UTC and lists joined by blanks, for sheets."""
    changed = []
    for name, dtype in table.schema.items():
        if isinstance(dtype, pl.Datetime):
            changed.append(pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%SZ"))
        elif isinstance(dtype, pl.List):
            changed.append(pl.col(name).list.join(" "))
    return table.with_columns(changed)


def _write_cell(sheet: Any, row: int, column: int, cell: object) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        text = str(cell)
        if len(text) > _CELL_CHARACTERS:
            text = text[: _CELL_CHARACTERS - len(_TRUNCATED)] + _TRUNCATED
        sheet.write_string(row, column, text)


def _width(table: pl.DataFrame, name: str) -> int:
    longest = table[name].cast(pl.String).str.len_chars().max() if table.height else 0
    return min(max(int(longest) if isinstance(longest, int) else 0, len(name), 8) + 2, 60)


def _writer(out: Path) -> Callable[[pl.DataFrame, Path], Any]:
    writers: dict[str, Callable[[pl.DataFrame, Path], Any]] = {
        ".csv": write_csv,
        ".parquet": lambda table, path: table.write_parquet(path),
        ".jsonl": lambda table, path: table.write_ndjson(path),
        ".xlsx": lambda table, path: write_workbook({"list": table}, path),
    }
    if out.suffix.lower() not in writers:
        ending = repr(out.suffix) if out.suffix else "no ending"
        message = f"{out}: found {ending}. Allowed: {', '.join(writers)}. Name the file with one of them."
        raise UsageError(message)
    return writers[out.suffix.lower()]
