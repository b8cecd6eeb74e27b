"""Read the files of one table batch by batch, convert and check every row, collect the faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias, cast

import numpy as np
import polars as pl

from collusion.arrays import BoolArray, Int64Array
from collusion.errors import Fault, InputError
from collusion.foreign import excerpt
from collusion.tables.column_faults import named
from collusion.tables.findings import OUT_OF_RANGE, SHIFTED, Check
from collusion.tables.formats.csv_rows import NOTE_BACKSLASH, NOTE_LINES, NOTE_OPEN
from collusion.tables.formats.staging import LINE
from collusion.tables.formats.workbook import NOTE_ALIKE
from collusion.tables.locate import TableFiles
from collusion.tables.mapping import SourceMapping, TableMapping
from collusion.tables.notes import Note
from collusion.tables.parts import MARK, NOTE_ZONE, Part, open_part, raw_part
from collusion.tables.scan import ROW, reading
from collusion.tables.schema import TABLES, TIME, Table

N_ROWS_SHOWN = 5
N_CELLS_SHOWN = 3
#: Bad cells of which a remedy is made.
_N_CELLS_ASKED = 200
#: Share of the rows of a file up to which bad ones are few.
_FEW_BAD = 0.1
#: Rows of a column by which the spelling of its dates is told.
_N_COLUMN = 2000
_DIGITS = re.compile(r"\d+")
#: So many times that are all the same were not measured.
_MANY_TIMES = 20
_DAY = timedelta(days=1)
#: Tables with raw identifiers, and what a kind of them looks like.
_PRIVATE, _KIND = ("identifiers", "seller_identifiers"), "^[A-Za-z][A-Za-z_]{0,20}$"
#: What may mean that cells were taken for others.
_WARNINGS = (SHIFTED, NOTE_BACKSLASH, NOTE_LINES, NOTE_OPEN, NOTE_ZONE, NOTE_ALIKE)
_EMPTY_ROW = "rows that say nothing, left out"


@dataclass(frozen=True, slots=True)
class BadRows:
    """Rows of one file at fault in one way: `position` of the file, `rows` from 0, `check` says how."""

    position: int
    rows: pl.Series
    check: Check


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A table read.

    Attributes
    ----------
    first_rows
        Number of rows before each file, and of all rows, shape (n_files + 1,).
    bad
        Rows at fault.
    faults
        What was wrong with whole files.
    notes
        What was counted on the way.
    """

    first_rows: Int64Array
    bad: tuple[BadRows, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Note, ...]


Accept: TypeAlias = Callable[[pl.DataFrame, Int64Array], None]
"""Takes valid rows, and the places of those left out before the next, among all rows of the files."""


def check_table(files: TableFiles, mapping: SourceMapping, accept: Accept) -> CheckedTable:
    """Read every file of a table, check every row, and hand the valid ones on, batch by batch.

    Parameters
    ----------
    files
        The files.
    mapping
        How they map onto the contract.
    accept
        Is given the valid rows in the order of the files.

    Returns
    -------
    CheckedTable
        Faults that concern whole files or columns are in `faults`; those of rows in `bad`, to be raised
        or quarantined.

    Notes
    -----
    One streaming pass over each file; a second one only over files with bad rows, to quote them.
    """
    table = TABLES[files.table]
    tally = _Tally(table)
    first_rows = [0]
    for position in range(len(files.names)):
        n_rows = 0
        try:
            for part, batch in _read(files, position, mapping):
                tally.note_part(part)
                valid = tally.valid(part, batch, n_rows)
                frame = batch.select(name for name in batch.columns if not name.startswith(MARK))
                skipped = np.flatnonzero(~valid) + first_rows[-1] + n_rows
                accept(frame.filter(pl.Series(valid)) if len(skipped) else frame, skipped)
                n_rows += batch.height
        except InputError as error:
            tally.faults.extend(error.faults)
        first_rows.append(first_rows[-1] + n_rows)
    notes = (
        *tally.row_notes(table),
        *_time_notes(table, tally.times),
        *_unknown_notes(table, tally.unknown),
    )
    return CheckedTable(np.array(first_rows), tally.bad_rows(), tuple(tally.faults), notes)


def _read(files: TableFiles, position: int, mapping: SourceMapping) -> Iterator[tuple[Part, pl.DataFrame]]:
    """Read one file, checked; only what reading itself raises becomes a fault of the file."""
    table = TABLES[files.table]
    with reading(files.table, files.names[position], files.format):
        part = open_part(files, position, mapping)
        for batch in part.batches(table, table.names, checked=True):
            yield part, batch


class _Tally:
    """What was found so far in the rows of a table."""

    def __init__(self, table: Table) -> None:
        self.faults: list[Fault] = []
        self.unknown: set[str] = set()
        #: Of each column of times: how many, the first, the last.
        self.times: dict[str, tuple[int, datetime, datetime]] = {}
        self._required = next(column.name for column in table.columns if column.required)
        self._times = [column.name for column in table.columns if column.dtype == TIME]
        self._bad: dict[tuple[int, int], tuple[Check, list[pl.Series]]] = {}
        self._noted: dict[tuple[str, str], int] = {}
        self._opened: set[int] = set()

    def note_part(self, part: Part) -> None:
        """Take what was found when a part was opened, once."""
        if part.position not in self._opened:
            self._opened.add(part.position)
            self.unknown.update(part.unknown)
            for column, words, count in part.notes:
                self._note(column, words, count)

    def valid(self, part: Part, batch: pl.DataFrame, first: int) -> BoolArray:
        """Note what is odd in a batch from row `first`; return which rows are valid."""
        marks = list(part.marks(batch))
        is_row = self._rows(marks, batch)
        is_valid = is_row.copy()
        # What is wrong with a row as a whole is said before, and instead of, what is with its cells.
        is_formed = is_row.copy()
        for i, check, hit in sorted(marks, key=lambda mark: bool(mark[1].column)):
            rows = np.flatnonzero(hit & is_formed)
            if check.skips or not len(rows):
                continue
            if check.is_note:
                self._note(check.column, check.found, len(rows))
            else:
                held = self._bad.setdefault((part.position, i), (check, []))
                held[1].append(pl.Series(rows + np.uint32(first), dtype=pl.UInt32))
                is_valid[rows] = False
                if not check.column:
                    is_formed[rows] = False
        self._note_times(batch)
        return is_valid

    def _rows(self, marks: Sequence[tuple[int, Check, BoolArray]], batch: pl.DataFrame) -> BoolArray:
        """Return which rows are rows: neither repeated headers nor without any cell of the contract."""
        is_row = np.ones(len(batch), dtype=bool)
        for _, check, hit in marks:
            if check.skips:
                self._note(check.column, check.found, int(hit.sum()))
                is_row &= ~hit
        if batch[self._required].null_count():
            cells = [pl.col(name).is_null() for name in batch.columns if not name.startswith(MARK)]
            is_empty = batch.select(pl.all_horizontal(cells)).to_series().to_numpy() & is_row
            for _, check, hit in marks:
                # What was not understood was said.
                if not check.is_note and not check.is_empty:
                    is_empty &= ~hit
            self._note("", _EMPTY_ROW, int(is_empty.sum()))
            is_row &= ~is_empty
        return is_row

    def _note(self, column: str, words: str, count: int) -> None:
        self._noted[column, words] = self._noted.get((column, words), 0) + count

    def _note_times(self, batch: pl.DataFrame) -> None:
        for name in self._times:
            if name not in batch.columns or batch[name].null_count() == len(batch):
                continue
            column = batch[name]
            n = len(column) - column.null_count()
            first, last = cast("datetime", column.min()), cast("datetime", column.max())
            if name in self.times:
                more, earliest, latest = self.times[name]
                n, first, last = n + more, min(first, earliest), max(last, latest)
            self.times[name] = n, first, last

    def bad_rows(self) -> tuple[BadRows, ...]:
        """Return the bad rows by file, then by check."""
        return tuple(
            BadRows(position, pl.concat(rows), check)
            for (position, _), (check, rows) in sorted(self._bad.items(), key=lambda item: item[0])
        )

    def row_notes(self, table: Table) -> tuple[Note, ...]:
        """Return what was counted that is no fault."""
        return tuple(
            Note(
                table.name, column, n_rows, text, is_warning=text in _WARNINGS or self._has_none(column, text)
            )
            for (column, text), n_rows in self._noted.items()
            if n_rows
        )

    def _has_none(self, column: str, text: str) -> bool:
        """Say whether every time of a column was taken for none."""
        return text == OUT_OF_RANGE and column not in self.times


def _time_notes(table: Table, times: dict[str, tuple[int, datetime, datetime]]) -> Iterator[Note]:
    """Tell of times that are unlikely as a whole: in 1970, at one instant, or still to come."""
    for column, (n, first, last) in times.items():
        if last.year <= 1970:
            words = "times that all lie in 1970: is another unit meant than the declared one?"
            yield Note(table.name, column, n, words, is_warning=True)
        elif first == last and n >= _MANY_TIMES:
            yield Note(table.name, column, n, f"times that are all the same, {first:%Y-%m-%d %H:%M}")
        if last > datetime.now(UTC) + _DAY:
            words = f"a column with times still to come, up to {last:%Y-%m-%d}: correct it, or the clock"
            yield Note(table.name, column, 1, words, is_warning=True)


def _unknown_notes(table: Table, names: set[str]) -> tuple[Note, ...]:
    if not names:
        return ()
    text = f"columns that the contract does not know, left out: {named(sorted(names))}"
    return (Note(table.name, "", len(names), text),)


def row_faults(files: TableFiles, bad: Sequence[BadRows], mapping: SourceMapping) -> list[Fault]:
    """Return one fault for each kind of bad row, with the first rows, the count and a few cells.

    Parameters
    ----------
    files
        The files of the table.
    bad
        Its bad rows.
    mapping
        How the files are to be opened again.

    Returns
    -------
    list of Fault
        In the order of the columns; row numbers are those of the first file concerned, from 1.
    """
    grouped: dict[tuple[str, str, str, str], list[BadRows]] = {}
    for rows in bad:
        check = rows.check
        grouped.setdefault((check.column, check.found, check.allowed, check.remedy), []).append(rows)
    return [_row_fault(files, group, mapping.table(files.table)) for group in grouped.values()]


def _row_fault(files: TableFiles, group: Sequence[BadRows], declared: TableMapping) -> Fault:
    first, check = group[0], group[0].check
    cells, lines = _illustrated(files, first, declared)
    found, remedy = check.found, check.remedy
    quoted = ", ".join(f"'{excerpt(word)}'" for word in cells[:N_CELLS_SHOWN])
    if not found:
        found = quoted or f"a {check.column} that is not allowed"
    elif quoted:
        found += f" ({quoted})"
    propose = check.propose
    if check.propose_for_few is not None and _are_few(files, first, declared):
        propose = check.propose_for_few
    if propose is not None and cells:
        remedy = propose(_column_of(files, first, declared, cells) if check.sees_column else cells)
    if len(files.names) > 1:
        more = len({rows.position for rows in group}) - 1
        found += f" (file {excerpt(files.names[first.position])}"
        found += f" and {more} more)" if more else ")"
    if lines:
        found += f" (line {lines[0]} of the file)" if len(lines) == 1 else f" (first in line {lines[0]})"
    return Fault(
        files.table,
        check.column,
        found,
        check.allowed,
        remedy,
        rows=tuple(int(row) + 1 for row in first.rows.head(N_ROWS_SHOWN).to_list()),
        count=sum(len(rows.rows) for rows in group),
    )


def _are_few(files: TableFiles, bad: BadRows, declared: TableMapping) -> bool:
    """Say whether hardly a row of a file is bad."""
    with reading(files.table, files.names[bad.position], files.format):
        n_rows = raw_part(files, bad.position, declared).select(pl.len()).collect().item()
    return bool(len(bad.rows) <= _FEW_BAD * n_rows)


def _column_of(
    files: TableFiles, bad: BadRows, declared: TableMapping, cells: Sequence[str]
) -> Sequence[str]:
    """Return bad cells with others of their column that are spelled like them."""
    with reading(files.table, files.names[bad.position], files.format):
        column = (
            raw_part(files, bad.position, declared, joined=True)
            .head(_N_COLUMN)
            .select(bad.check.cell)
            .collect()
        )
    shape = _DIGITS.sub("0", cells[0])
    others = column.to_series().cast(pl.String).drop_nulls().to_list()
    return [*cells, *(cell for cell in others if _DIGITS.sub("0", cell) == shape)]


def _illustrated(files: TableFiles, bad: BadRows, declared: TableMapping) -> tuple[list[str], list[int]]:
    """Return some of the bad cells, none when they may not be quoted, and the lines of the first rows."""
    rows = bad.rows.head(_N_CELLS_ASKED)
    with reading(files.table, files.names[bad.position], files.format):
        raw = raw_part(files, bad.position, declared, joined=True)
        has_lines = LINE in raw.collect_schema()
        wanted = [pl.col(bad.check.cell).cast(pl.String).alias("cell")] if bad.check.cell else []
        wanted += [pl.col(LINE).alias("line")] if has_lines and not bad.check.column else []
        if not wanted:
            return [], []
        found = raw.filter(pl.col(ROW).is_in(rows.implode())).select(wanted).collect()
    if "cell" not in found.columns:
        return [], found["line"].head(N_ROWS_SHOWN).to_list()
    words = found["cell"].drop_nulls().unique(maintain_order=True)
    if bad.check.quotable:
        words = words.filter(words.str.contains(bad.check.quotable))
    if files.table in _PRIVATE:
        # cells may stand in one another's columns: only what can be no identifier is quoted
        words = words.filter(words.str.contains(_KIND)) if bad.check.column == "kind" else words.clear()
    return words.to_list(), found["line"].head(N_ROWS_SHOWN).to_list() if "line" in found.columns else []
