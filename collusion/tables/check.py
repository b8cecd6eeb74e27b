"""Read the files of one table batch by batch, convert and check every row, collect the faults."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl

from collusion.arrays import BoolArray, Int64Array
from collusion.errors import Fault, InputError
from collusion.settings import nearest, printable
from collusion.tables.convert import Check, Conversion, convert, converted, halfway
from collusion.tables.locate import TableFiles
from collusion.tables.mapping import SourceMapping, TableMapping
from collusion.tables.notes import Note
from collusion.tables.scan import ROW, check_magic, reading, scan
from collusion.tables.schema import TABLES, Column, Table

#: Begins the names of columns that say where a check holds; no file column can be called so.
MARK = "\x00\x00\x00"
#: Rows read at a time.
BATCH_ROWS = 2_000_000
N_ROWS_SHOWN = 5
N_CELLS_SHOWN = 3
N_NAMES_SHOWN = 12
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_ .-]{0,39}")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a table, opened; nothing but its schema is read.

    Attributes
    ----------
    position
        Its place among the files of the table.
    raw
        Its cells as they are.
    conversions
        How each column that it has becomes one of the contract.
    checks
        The checks.
    unknown
        Columns of the file that the contract does not know.
    """

    position: int
    raw: pl.LazyFrame
    conversions: Mapping[str, Conversion]
    checks: tuple[Check, ...]
    unknown: tuple[str, ...]

    def batches(self, table: Table, names: Sequence[str], *, checked: bool) -> Iterator[pl.DataFrame]:
        """Read the file batch by batch in the order of its rows.

        Parameters
        ----------
        table
            The table.
        names
            Columns of it to convert; those that the file has not are left out.
        checked
            Add a column ``f"{MARK}{i}"`` that says where check i holds; all columns must be asked for.

        Yields
        ------
        polars.DataFrame
            About `BATCH_ROWS` rows; an empty one where the file has none.
        """
        asked = self.convert(self.raw, table, names, checked=checked)
        n_batches = 0
        for n_batches, batch in enumerate(asked.collect_batches(chunk_size=BATCH_ROWS), start=1):  # noqa: B007
            yield batch
        if not n_batches:
            yield pl.DataFrame(schema=asked.collect_schema())

    def convert(
        self, raw: pl.LazyFrame, table: Table, names: Sequence[str], *, checked: bool
    ) -> pl.LazyFrame:
        """Convert columns of some rows of the file.

        Parameters
        ----------
        raw
            The rows, as they are in the file.
        table, names, checked
            As in `batches`.

        Returns
        -------
        polars.LazyFrame
            The rows, converted.
        """
        read = [
            column for column in table.columns if column.name in names and column.name in self.conversions
        ]
        halves = {halfway(column): self.conversions[column.name].halfway for column in read}
        values = [self.conversions[column.name].value.alias(converted(column)) for column in read]
        # In three layers, since polars would compute a result again for each use within one.
        frame = raw.with_columns(half.alias(name) for name, half in halves.items() if half is not None)
        frame = frame.with_columns(values)
        wanted = [pl.col(converted(column)).alias(column.name) for column in read]
        if checked:
            wanted += [check.is_bad.alias(f"{MARK}{i}") for i, check in enumerate(self.checks)]
        return frame.select(wanted)


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
    tally = _Tally()
    first_rows = [0]
    for position in range(len(files.names)):
        n_rows = 0
        try:
            for part, batch in _read(files, position, mapping):
                tally.unknown.update(part.unknown)
                valid = tally.valid(part, batch, n_rows)
                frame = batch.select(name for name in batch.columns if not name.startswith(MARK))
                skipped = np.flatnonzero(~valid) + first_rows[-1] + n_rows
                accept(frame.filter(pl.Series(valid)) if len(skipped) else frame, skipped)
                n_rows += batch.height
        except InputError as error:
            tally.faults.extend(error.faults)
        first_rows.append(first_rows[-1] + n_rows)
    notes = (*tally.row_notes(table), *_unknown_notes(table, tally.unknown))
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

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.unknown: set[str] = set()
        self._bad: dict[tuple[int, int], tuple[Check, list[pl.Series]]] = {}
        self._noted: dict[tuple[str, str], int] = {}

    def valid(self, part: Part, batch: pl.DataFrame, first: int) -> BoolArray:
        """Note what is odd in a batch from row `first`; return which rows are valid."""
        is_valid = np.ones(len(batch), dtype=bool)
        for i, check in enumerate(part.checks):
            mark = batch[f"{MARK}{i}"]
            if not mark.any():
                continue
            rows = mark.arg_true().to_numpy()
            if check.is_note:
                key = check.column, check.found
                self._noted[key] = self._noted.get(key, 0) + len(rows)
            else:
                held = self._bad.setdefault((part.position, i), (check, []))
                held[1].append(pl.Series(rows + np.uint32(first), dtype=pl.UInt32))
                is_valid[rows] = False
        return is_valid

    def bad_rows(self) -> tuple[BadRows, ...]:
        """Return the bad rows by file, then by check."""
        return tuple(
            BadRows(position, pl.concat(rows), check)
            for (position, _), (check, rows) in sorted(self._bad.items(), key=lambda item: item[0])
        )

    def row_notes(self, table: Table) -> tuple[Note, ...]:
        """Return what was counted that is no fault."""
        return tuple(
            Note(table.name, column, n_rows, text) for (column, text), n_rows in self._noted.items() if n_rows
        )


def raw_part(files: TableFiles, position: int, mapping: TableMapping) -> pl.LazyFrame:
    """Open one of the `files` by `position` and `mapping`, its cells as they are, numbered in `ROW`."""
    wanted = tuple(mapping.source_name(name) for name in TABLES[files.table].names)
    frame = scan(files.paths[position], files.format, mapping.layout, wanted)
    return frame.with_row_index(ROW)


def open_part(files: TableFiles, position: int, mapping: SourceMapping) -> Part:
    """Open one file of a table and say how its columns are converted.

    Parameters
    ----------
    files
        The files of the table.
    position
        Which of them.
    mapping
        How they map onto the contract.

    Returns
    -------
    Part
        The file, opened.

    Raises
    ------
    InputError
        With every fault of the file as a whole, and of its columns.
    """
    table, declared = TABLES[files.table], mapping.table(files.table)
    wanted = tuple(declared.source_name(name) for name in table.names)
    check_magic(files.paths[position], table.name, files.names[position], files.format)
    raw = scan(files.paths[position], files.format, declared.layout, wanted)
    schema = raw.collect_schema()
    conversions: dict[str, Conversion] = {}
    faults: list[Fault] = []
    for column in table.columns:
        source = declared.source_name(column.name)
        if source not in schema:
            if column.required or column.name in declared.columns:
                faults.append(_missing_column(files, position, column, source, tuple(schema)))
            continue
        if f"{source}_duplicated_0" in schema:
            faults.append(_twice(files, position, column, source))
        conversion = convert(table.name, column, schema[source], source=source, mapping=mapping)
        if isinstance(conversion, Fault):
            faults.append(conversion)
        else:
            conversions[column.name] = conversion
    if faults:
        raise InputError(faults)
    checks = tuple(check for conversion in conversions.values() for check in conversion.checks)
    unknown = tuple(name for name in schema if name not in wanted)
    return Part(position, raw, conversions, checks, unknown)


def _missing_column(
    files: TableFiles, position: int, column: Column, source: str, names: tuple[str, ...]
) -> Fault:
    shown = _named(names)
    file = f" in file {printable(files.names[position])}" if len(files.names) > 1 else ""
    return Fault(
        files.table,
        column.name,
        f"no column {printable(source)}{file}, only {shown or 'none at all'}",
        "a source with that column",
        f"Add it, or map another with [tables.{files.table}.columns] {column.name} = …"
        + nearest(source, names),
    )


def _twice(files: TableFiles, position: int, column: Column, source: str) -> Fault:
    found = f"two columns {printable(source)} in {printable(files.names[position])}"
    return Fault(files.table, column.name, found, "each column once", "Rename or remove one.")


def _unknown_notes(table: Table, names: set[str]) -> tuple[Note, ...]:
    if not names:
        return ()
    text = f"columns that the contract does not know, left out: {_named(sorted(names))}"
    return (Note(table.name, "", len(names), text),)


def _named(names: Sequence[str]) -> str:
    """List columns; what looks like a cell, since a header was forgotten, is not repeated."""
    shown = [name if _NAME.fullmatch(name) else "(no name)" for name in names[:N_NAMES_SHOWN]]
    return ", ".join(shown) + (", …" if len(names) > N_NAMES_SHOWN else "")


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
    found = check.found or _cells(files, first, declared) or f"a {check.column} that is not allowed"
    if len(files.names) > 1:
        more = len({rows.position for rows in group}) - 1
        found += f" (file {printable(files.names[first.position])}"
        found += f" and {more} more)" if more else ")"
    return Fault(
        files.table,
        check.column,
        found,
        check.allowed,
        check.remedy,
        rows=tuple(int(row) + 1 for row in first.rows.head(N_ROWS_SHOWN).to_list()),
        count=sum(len(rows.rows) for rows in group),
    )


def _cells(files: TableFiles, bad: BadRows, declared: TableMapping) -> str:
    """Quote the first few bad cells, or nothing when none of them may be."""
    rows = bad.rows.head(N_ROWS_SHOWN)
    text = pl.col(bad.check.cell).cast(pl.String)
    with reading(files.table, files.names[bad.position], files.format):
        raw = raw_part(files, bad.position, declared)
        cells = raw.filter(pl.col(ROW).is_in(rows.implode())).select(text).collect()
    words = cells.to_series().unique(maintain_order=True).head(N_CELLS_SHOWN)
    if bad.check.quotable:
        words = words.filter(words.str.contains(bad.check.quotable))
    return ", ".join(f"'{printable(word)}'" for word in words)
