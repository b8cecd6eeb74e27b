"""Open one file of a table lazily, cells as the file has them; every failure becomes a fault."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import polars as pl

from collusion.errors import Fault, InputError
from collusion.foreign import excerpt
from collusion.tables.formats.columnar_file import READERS, as_parquet
from collusion.tables.formats.content import COMPRESSIONS, Content, FormatError, content_of, read_head
from collusion.tables.formats.csv_file import open_csv
from collusion.tables.formats.json_file import open_json
from collusion.tables.formats.unpack import is_workbook, unpack
from collusion.tables.formats.workbook import open_workbook
from collusion.tables.mapping import TableMapping, base_format
from collusion.tables.names import ALIASES, known_names, plain_name
from collusion.tables.schema import TABLES

# Parquet writers name zones such as "+05:30" that no database of zones has; polars panics at them unless it
# is told to take them as they are. Times are stored in UTC, whatever the zone.
os.environ.setdefault("POLARS_IGNORE_TIMEZONE_PARSE_ERROR", "1")
# Unpacked row groups wait in memory until they are asked for: one ahead is as fast as eight.
os.environ.setdefault("POLARS_ROW_GROUP_PREFETCH_SIZE", "1")

ROW = "__row"
#: Structs within structs that are looked into.
_MAX_DEPTH = 4
#: A file may be compressed twice: by who made it, and by who sent it.
_MAX_LAYERS = 2
_DAMAGED = ("a file that is damaged or of another format", "Copy or export it again.")
_CAUSES = (
    ("end of file", "a file that breaks off", "Copy or export it again."),
    ("permission denied", "a file that may not be read", "Grant read permission."),
    ("no space left", "no space left for unpacking", "Free space, or let TMPDIR name a folder with more."),
)
_FORMAT_WORDS = {
    "parquet": "a valid Parquet file",
    "csv": "CSV in a known encoding, as many cells in each row as columns",
    "json": "JSON, one object a row",
    "xlsx": "a workbook with a table in one sheet",
}
_NOTE_CONTENT = "files that hold another format than their name says, read as what they hold: {}"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file, opened; nothing but its schema is read.

    Attributes
    ----------
    frame
        Its rows, cells as they are; all of them text but in Parquet.
    names
        Its columns.
    unknown
        Names of further columns that nobody asked for.
    problems
        What is wrong with rows that are not well formed, as `formats.staging.PROBLEM` names it.
    notes
        Sentences and how many rows or lines each is about.
    is_staged
        The rows were rewritten and stand next to the columns of `formats.staging.OWN`.
    """

    frame: pl.LazyFrame
    names: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[tuple[str, int], ...] = ()
    is_staged: bool = False


def scan(path: Path, form: str, table: str, declared: TableMapping) -> Opened:
    """Open `path` lazily.

    Parameters
    ----------
    path
        The file.
    form
        Its format, as its extension or the configuration says; what the file holds wins.
    table
        Name of the table.
    declared
        How the file is written and what its columns are called.

    Returns
    -------
    Opened
        Opening it again costs nothing but the schema.

    Raises
    ------
    FormatError, polars.exceptions.PolarsError, OSError
        When the file cannot be read; call within `reading`.
    """
    path = path.absolute()  # polars would expand a leading "~"
    content = content_of(read_head(path))
    for _ in range(_MAX_LAYERS):
        if content.kind in COMPRESSIONS or (content.kind == "zip" and not is_workbook(path)):
            path = unpack(path, content.kind)
            content = content_of(read_head(path))
    if content.kind in READERS:
        path = as_parquet(path, content.kind)
        content = content_of(read_head(path))
    said, held = base_format(form), _held(content, form, path)
    words = "a workbook" if held == "xlsx" else content.words
    notes = () if said == held else ((_NOTE_CONTENT.format(words), 1),)
    if held == "parquet":
        frame = pl.scan_parquet(path, glob=False, hive_partitioning=False)
        return Opened(*_with_inner(frame, _wanted(table, declared)), notes=notes)
    layout, wanted = declared.layout, _wanted(table, declared)
    if held == "csv":
        separator = "\t" if form.lower().startswith("tsv") else ""
        staged = open_csv(path, layout, wanted, separator=separator)
    elif held == "json":
        staged = open_json(path, layout, wanted, table=table)
    else:
        staged = open_workbook(path, layout, wanted, table=table)
    unknown = getattr(staged, "unknown", ())
    return Opened(
        staged.scan(),
        staged.names,
        unknown,
        staged.problems,
        (*notes, *staged.notes),
        is_staged=hasattr(staged, "parts"),
    )


def _with_inner(frame: pl.LazyFrame, wanted: tuple[str, ...]) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Add the fields of structs that are asked for by path, as ``user.id``, or by their last name."""
    schema = frame.collect_schema()
    known = known_names()
    found = {
        name: field
        for name, field in _fields(schema, None, 0)
        if name in wanted or plain_name(name.rpartition(".")[2]) in known
    }
    return frame.with_columns(field.alias(name) for name, field in found.items()), (*schema, *found)


def _fields(
    schema: Mapping[str, pl.DataType], outer: tuple[str, pl.Expr] | None, depth: int
) -> Iterator[tuple[str, pl.Expr]]:
    """Yield the path of each field within the structs of a schema, and the field."""
    for name, dtype in schema.items():
        path = name if outer is None else f"{outer[0]}.{name}"
        field = pl.col(name) if outer is None else outer[1].struct.field(name)
        if outer is not None and path not in schema:
            yield path, field
        if isinstance(dtype, pl.Struct) and depth < _MAX_DEPTH:
            yield from _fields(pl.Schema(dtype), (path, field), depth + 1)


def _wanted(table: str, declared: TableMapping) -> tuple[str, ...]:
    names = TABLES[table].names
    sources = (declared.source_name(name) for name in names)
    aliases = (alias for name in names if name not in declared.columns for alias in ALIASES.get(name, ()))
    return tuple(dict.fromkeys((*names, *sources, *aliases)))


def _held(content: Content, form: str, path: Path) -> str:
    """Return the format that a file has.

    Raises
    ------
    FormatError
        When it is none that is read, or text where Parquet or a workbook was said.
    """
    if content.kind == "empty":
        raise FormatError(content.words, content.remedy)
    if content.kind in ("parquet", "zip", "xls"):
        return "parquet" if content.kind == "parquet" else "xlsx"
    if content.kind != "text":
        raise FormatError(content.words, content.remedy)
    said = base_format(form)
    if said == "parquet":
        raise FormatError("a file that is no Parquet", "Copy or export it again, or name it as what it is.")
    if said == "xlsx":
        raise FormatError("a file that is no workbook", "Name it .csv if it is text.")
    if said == "csv":
        start = read_head(path).lstrip(b"\xef\xbb\xbf \t\r\n")
        return "json" if start.startswith((b'{"', b'[{"', b"{'")) else "csv"
    return said


@contextmanager
def reading(table: str, name: str, form: str) -> Iterator[None]:
    """Turn whatever a reader raises inside into an `InputError` that names the file.

    Parameters
    ----------
    table
        Name of the table.
    name
        Name of the file, relative to the source.
    form
        Its format.

    Raises
    ------
    InputError
        One fault, with the cause where it is known; cells are never quoted.
    """
    try:
        yield
    except FormatError as error:
        allowed = _FORMAT_WORDS[base_format(form)]
        raise InputError(
            [Fault(table, "", f"{error.words}: {excerpt(name)}", allowed, error.remedy)]
        ) from error
    except (
        pl.exceptions.PolarsError,
        pl.exceptions.PanicException,
        OSError,
        ValueError,
        OverflowError,
    ) as error:
        _refuse(error, table, name, form)


def _refuse(error: BaseException, table: str, name: str, form: str) -> NoReturn:
    text = str(error).lower() if not isinstance(error, pl.exceptions.PolarsError) or form != "parquet" else ""
    found, remedy = next(((cause, cure) for sign, cause, cure in _CAUSES if sign in text), _DAMAGED)
    fault = Fault(table, "", f"{found}: {excerpt(name)}", _FORMAT_WORDS[base_format(form)], remedy)
    raise InputError([fault]) from error
