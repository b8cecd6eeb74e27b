"""Open the files of a table: which column is which, how each is converted, and what every row is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from collusion.arrays import BoolArray
from collusion.errors import Fault, InputError
from collusion.foreign import excerpt
from collusion.tables.batching import in_batches
from collusion.tables.clock_columns import NOTE_JOINED, Clock, clocks_beside, formats_with_clocks, with_clocks
from collusion.tables.column_faults import FileColumns, column_fault
from collusion.tables.convert import Cell, Conversion, convert, converted, halfway
from collusion.tables.date_orders import NOTE_ORDER, orders_of_dates
from collusion.tables.findings import OBJECT, Check
from collusion.tables.formats import csv_rows, json_rows
from collusion.tables.formats.csv_rows import NOTE_HEADER
from collusion.tables.formats.staging import PROBLEM
from collusion.tables.locate import TableFiles
from collusion.tables.mapping import SourceMapping, TableMapping, base_format
from collusion.tables.names import Matched, match_columns
from collusion.tables.scan import ROW, Opened, scan
from collusion.tables.schema import TABLES, TIME, Table
from collusion.tables.spelled_times import names_other_zone

#: Begins the names of columns that say where a check holds; no file column can be called so.
MARK = "\x00\x00\x00"
_UNNAMED = re.compile(r"column \d+")
#: Told loudly: in summer such abbreviations often mean the other time.
NOTE_ZONE = (
    "a column whose name says another zone than UTC: cells without a zone are read as UTC. Write the offset "
    "in the cells, or convert them"
)
_QUARANTINE = "or read with --quarantine DIR to set these rows apart"

_PROBLEMS = {
    csv_rows.FEW: (
        "fewer cells than there are columns",
        "as many cells in each row as columns",
        (
            'Quote cells that hold line breaks, declare [tables.{table}] short_rows = "fill" if the last '
            f"cells were left out, {_QUARANTINE}."
        ),
    ),
    csv_rows.MANY: (
        "more cells than there are columns",
        "as many cells in each row as columns",
        (
            "Quote cells that hold the separator, name every column in [tables.{table}] column_names if the "
            f"header lacks one, {_QUARANTINE}."
        ),
    ),
    json_rows.NOT_JSON: (
        "text that is no JSON",
        "one object a line, or an array of objects",
        f"Correct the lines, {_QUARANTINE}.",
    ),
    json_rows.NOT_OBJECT: (
        "a value that is no object",
        "one object a line, or an array of objects",
        f"Correct the lines, {_QUARANTINE}.",
    ),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a table, opened; nothing but its schema is read.

    Attributes
    ----------
    position
        Its place among the files of the table.
    raw
        Its cells as they are.
    sources
        Its name of each column of the contract that it has.
    conversions
        How each of these becomes one of the contract.
    checks
        The checks.
    unknown
        Columns of the file that the contract does not know.
    notes
        Column, sentence and count of what was found when it was opened.
    clocks
        Columns of days and of times of day that were joined, by the contract's column.
    """

    position: int
    raw: pl.LazyFrame
    sources: Mapping[str, str]
    conversions: Mapping[str, Conversion]
    checks: tuple[Check, ...]
    unknown: tuple[str, ...]
    notes: tuple[tuple[str, str, int], ...]
    clocks: Mapping[str, Clock]

    def batches(self, table: Table, names: Sequence[str], *, checked: bool) -> Iterator[pl.DataFrame]:
        """Read the file batch by batch in the order of its rows.

        Parameters
        ----------
        table
            The table.
        names
            Columns of it to convert; those that the file has not are left out.
        checked
            Add what `marks` asks for; all columns must be asked for.

        Yields
        ------
        polars.DataFrame
            As many rows as `in_batches` takes together; an empty one where the file has none.
        """
        asked = self.convert(self.raw, table, names, checked=checked)
        n_batches = 0
        for n_batches, batch in enumerate(in_batches(asked), start=1):  # noqa: B007
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
            asked = [(i, check.is_bad) for i, check in enumerate(self.checks)]
            wanted += [is_bad.alias(f"{MARK}{i}") for i, is_bad in asked if is_bad is not None]
            codes = {column.name: self.conversions[column.name].code for column in read}
            wanted += [code.alias(f"{MARK}{name}") for name, code in codes.items() if code is not None]
        return frame.select(wanted)

    def marks(self, batch: pl.DataFrame) -> Iterator[tuple[int, Check, BoolArray]]:
        """Yield the number of each check that holds in a checked `batch`, the check, and in which rows."""
        present: dict[str, list[int]] = {}
        for i, check in enumerate(self.checks):
            if check.is_bad is not None:
                mark = batch[f"{MARK}{i}"]
                if mark.any():
                    yield i, check, mark.fill_null(value=False).to_numpy()
                continue
            codes = batch[f"{MARK}{check.column}"]
            if check.column not in present:
                # Most columns have nothing to tell.
                present[check.column] = codes.drop_nulls().unique().to_list() if codes.max() else []
            if any(_has_code(code, check) for code in present[check.column]):
                found = codes.fill_null(0).to_numpy()
                yield i, check, (found & check.code) != 0 if check.is_bit else found == check.code


def _has_code(code: int, check: Check) -> bool:
    return bool(code & check.code) if check.is_bit else code == check.code


def raw_part(
    files: TableFiles, position: int, mapping: TableMapping, *, joined: bool = False
) -> pl.LazyFrame:
    """Open one of the `files` by `position` and `mapping`, its cells as they are, numbered in `ROW`.

    With the columns that are `joined` of two, which no file has.
    """
    opened = _with_constants(files, position, mapping, _scan(files, position, mapping))
    rows = opened.frame.with_row_index(ROW)
    if not joined:
        return rows
    table = TABLES[files.table]
    sources = match_columns(table.name, opened.names, mapping.columns).sources
    return with_clocks(rows, clocks_beside(table, rows, opened.names, sources, mapping))


def _scan(files: TableFiles, position: int, declared: TableMapping) -> Opened:
    return scan(files.paths[position], files.format, files.table, declared)


def _with_constants(files: TableFiles, position: int, declared: TableMapping, opened: Opened) -> Opened:
    """Add the columns that are declared, or that the folders of a part name, as ``marketplace=us``."""
    constants = {**(files.constants[position] if files.constants else {}), **declared.constants}
    new = {name: value for name, value in constants.items() if name not in opened.names}
    if not new:
        return opened
    frame = opened.frame.with_columns(
        pl.lit(value, dtype=pl.String).alias(name) for name, value in new.items()
    )
    return replace(opened, frame=frame, names=(*opened.names, *new))


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
    FormatError, polars.exceptions.PolarsError, OSError
        When the file cannot be read; call within `reading`.
    """
    table, declared = TABLES[files.table], mapping.table(files.table)
    opened = _with_constants(files, position, declared, _scan(files, position, declared))
    if opened.problems and not opened.names:
        found, allowed, remedy = _PROBLEMS[opened.problems[0]]
        words = f"{found} in every row: {excerpt(files.names[position])}"
        raise InputError([Fault(table.name, "", words, allowed, remedy.format(table=table.name))])
    matched = match_columns(table.name, opened.names, declared.columns)
    known = FileColumns(matched, opened, declared)
    found_faults = (column_fault(files, position, column, known) for column in table.columns)
    faults = [fault for fault in found_faults if fault is not None]
    if faults:
        raise InputError(faults)
    used = set(matched.sources.values())
    known, clocks = _with_joined(table, known)
    matched, opened, declared = known.matched, known.opened, known.declared
    schema = opened.frame.collect_schema()
    orders = orders_of_dates(table, opened.frame, matched.sources, declared)
    declared = replace(declared, dates={**declared.dates, **orders})
    mapping = replace(mapping, tables={**mapping.tables, table.name: declared})
    is_csv = base_format(files.format) == "csv"
    cells = {name: _cell(source, schema, declared, is_csv=is_csv) for name, source in matched.sources.items()}
    conversions = {
        column.name: convert(table.name, column, cells[column.name], mapping)
        for column in table.columns
        if column.name in cells
    }
    checks = _checks(table, conversions, matched, opened, is_csv=is_csv)
    used |= {one.time for one in clocks.values()}
    unknown = (*(name for name in opened.names if name not in used), *opened.unknown)
    unknown = tuple(name for name in unknown if not _UNNAMED.fullmatch(name))
    notes = (
        *(("", words, count) for words, count in opened.notes),
        *((name, NOTE_ORDER.format(forms[0]), 1) for name, forms in orders.items()),
        *((name, NOTE_JOINED.format(excerpt(one.day), excerpt(one.time)), 1) for name, one in clocks.items()),
        *_column_notes(table, matched),
    )
    return Part(position, opened.frame, dict(matched.sources), conversions, checks, unknown, notes, clocks)


def _with_joined(table: Table, known: FileColumns) -> tuple[FileColumns, dict[str, Clock]]:
    """Join columns of days with those of times of day beside them."""
    matched, opened, declared = known.matched, known.opened, known.declared
    clocks = clocks_beside(table, opened.frame, opened.names, matched.sources, declared)
    sources = {**matched.sources, **{name: one.name for name, one in clocks.items()}}
    joined = FileColumns(
        replace(matched, sources=sources),
        replace(opened, frame=with_clocks(opened.frame, clocks)),
        replace(declared, dates=formats_with_clocks(declared.dates, clocks)),
    )
    return joined, clocks


def _column_notes(table: Table, matched: Matched) -> Iterator[tuple[str, str, int]]:
    """Tell of columns that were found under another name, and of those that may be."""
    for name, source in matched.guesses.items():
        if source != name:
            words = f"column {excerpt(source)!r} read as {name}: declare it if it is another"
            yield name, words, 1
    for name, source in {**matched.guesses, **matched.sources}.items():
        if table.column(name).dtype == TIME and names_other_zone(source):
            yield name, NOTE_ZONE, 1
    for name, source in matched.hints.items():
        words = (
            f"no such column, but {excerpt(source)!r} may be it: if so, declare "
            f'[tables.{table.name}.columns] {name} = "{excerpt(source)}"'
        )
        yield name, words, 1


def _cell(source: str, schema: pl.Schema, declared: TableMapping, *, is_csv: bool) -> Cell:
    raw, dtype = pl.col(source), schema[source]
    nothing = list(declared.layout.null_values)
    if nothing and not (dtype.is_nested() or dtype.is_temporal()):
        text = raw.cast(pl.String, strict=False)
        if dtype.is_float():
            text = text.str.strip_suffix(".0")
        raw = pl.when(~text.is_in(nothing).fill_null(value=False)).then(raw)
    return Cell(source, raw, dtype, is_text_file=is_csv)


def _checks(
    table: Table, conversions: Mapping[str, Conversion], matched: Matched, opened: Opened, *, is_csv: bool
) -> tuple[Check, ...]:
    checks = [
        replace(check, remedy=_inner_remedy(table, check, matched, opened))
        if check.found == OBJECT[0]
        else check
        for conversion in conversions.values()
        for check in conversion.checks
    ]
    if opened.problems:
        for problem in opened.problems:
            found, allowed, remedy = _PROBLEMS[problem]
            checks.append(
                Check("", "", pl.col(PROBLEM) == problem, found, allowed, remedy.format(table=table.name))
            )
    required = [matched.sources[column.name] for column in table.columns if column.required]
    if is_csv and not opened.is_staged and required:
        repeats = [pl.col(source).str.strip_chars() == source.strip() for source in required]
        checks.append(Check("", "", pl.all_horizontal(repeats), NOTE_HEADER, skips=True))
    return tuple(checks)


def _inner_remedy(table: Table, check: Check, matched: Matched, opened: Opened) -> str:
    """Name the path of a value within the object that a column holds."""
    prefix = f"{matched.sources[check.column]}."
    inner = next((name for name in opened.unknown if name.startswith(prefix)), None)
    if inner is None:
        return check.remedy.format(table=table.name)
    mapped = f'[tables.{table.name}.columns] {check.column} = "{excerpt(inner)}"'
    return f"Map the inner value with {mapped}, or read with --quarantine DIR."
