"""Read the parts of one table, convert and check them in one pass, gather the faults of all rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from collusion.errors import Fault, InputError
from collusion.settings import nearest, printable
from collusion.tables.convert import Check, Conversion, convert, converted, halfway
from collusion.tables.locate import TableFiles
from collusion.tables.mapping import SourceMapping, TableMapping
from collusion.tables.records import Note
from collusion.tables.scan import ROW, check_magic, reading, scan
from collusion.tables.schema import TABLES, Column, Table

MASK = "__mask"
N_ROWS_SHOWN = 5
N_CELLS_SHOWN = 3
N_NAMES_SHOWN = 12
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_ .-]{0,39}")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a table, converted.

    Attributes
    ----------
    position
        Its place among the files of the table.
    frame
        Converted columns and `MASK`, whose bit i is set where check i holds; rows as in the file.
    checks
        The checks, by bit.
    unknown
        Columns of the file that the contract does not know.
    """

    position: int
    frame: pl.DataFrame
    checks: tuple[Check, ...]
    unknown: tuple[str, ...]

    @property
    def fault_bits(self) -> int:
        """The bits of `MASK` that are faults."""
        return reduce(or_, (1 << bit for bit, check in enumerate(self.checks) if not check.is_note), 0)


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
    parts
        One for each file.
    bad
        Rows at fault in them.
    faults
        What was wrong with whole files.
    notes
        What was counted on the way.
    """

    parts: tuple[Part, ...]
    bad: tuple[BadRows, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Note, ...]


def check_table(files: TableFiles, mapping: SourceMapping) -> CheckedTable:
    """Read every file of a table and check every row.

    Parameters
    ----------
    files
        The files.
    mapping
        How they map onto the contract.

    Returns
    -------
    CheckedTable
        Faults that concern whole files or columns are in `faults`; those of rows in `bad`, to be raised
        or put aside.

    Notes
    -----
    One streaming pass over each file; a second one only over files with bad rows, to quote them.
    """
    table = TABLES[files.table]
    parts: list[Part] = []
    faults: list[Fault] = []
    for position, name in enumerate(files.names):
        try:
            with reading(files.table, name, files.format):
                part = _read_part(files, position, table, mapping)
        except InputError as error:
            faults.extend(error.faults)
        else:
            parts.append(part)
    bad = [rows for part in parts for rows in _bad_rows(part)]
    notes = [*_row_notes(table, parts), *_unknown_notes(table, parts)]
    return CheckedTable(tuple(parts), tuple(bad), tuple(faults), tuple(notes))


def raw_part(files: TableFiles, position: int, mapping: TableMapping) -> pl.LazyFrame:
    """Open one of the `files` by `position` and `mapping`, its cells as they are, numbered in `ROW`."""
    wanted = tuple(mapping.source_name(name) for name in TABLES[files.table].names)
    frame = scan(files.paths[position], files.format, mapping.layout, wanted)
    return frame.with_row_index(ROW)


def _read_part(files: TableFiles, position: int, table: Table, mapping: SourceMapping) -> Part:
    declared = mapping.table(table.name)
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
    frame = _collected(raw, table, conversions, checks)
    unknown = tuple(name for name in schema if name not in wanted)
    return Part(position, frame, checks, unknown)


def _collected(
    raw: pl.LazyFrame, table: Table, conversions: dict[str, Conversion], checks: Sequence[Check]
) -> pl.DataFrame:
    read = [column for column in table.columns if column.name in conversions]
    halves = {halfway(column): conversions[column.name].halfway for column in read}
    values = [conversions[column.name].value.alias(converted(column)) for column in read]
    bits = [check.is_bad.fill_null(False).cast(pl.UInt32) * (1 << bit) for bit, check in enumerate(checks)]
    # In three layers, since polars would compute a result again for each use within one.
    frame = raw.with_columns(half.alias(name) for name, half in halves.items() if half is not None)
    frame = frame.with_columns(values).with_columns(pl.sum_horizontal(bits).cast(pl.UInt32).alias(MASK))
    renamed = [pl.col(converted(column)).alias(column.name) for column in read]
    return frame.select(*renamed, MASK).collect(engine="streaming")


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


def _bad_rows(part: Part) -> list[BadRows]:
    mask = part.frame[MASK]
    if part.frame.is_empty() or not (mask & part.fault_bits != 0).any():
        return []
    found = []
    for bit, check in enumerate(part.checks):
        rows = ((mask & (1 << bit)) != 0).arg_true() if not check.is_note else pl.Series([], dtype=pl.UInt32)
        if len(rows):
            found.append(BadRows(part.position, rows, check))
    return found


def _row_notes(table: Table, parts: Sequence[Part]) -> list[Note]:
    counts: dict[tuple[str, str], int] = {}
    for part in parts:
        for bit, check in enumerate(part.checks):
            if check.is_note:
                n_rows = int(((part.frame[MASK] & (1 << bit)) != 0).sum())
                counts[check.column, check.found] = counts.get((check.column, check.found), 0) + n_rows
    return [Note(table.name, column, n_rows, text) for (column, text), n_rows in counts.items() if n_rows]


def _unknown_notes(table: Table, parts: Sequence[Part]) -> list[Note]:
    names = sorted({name for part in parts for name in part.unknown})
    if not names:
        return []
    text = f"columns that the contract does not know, left out: {_named(names)}"
    return [Note(table.name, "", len(names), text)]


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
