"""Open one file of a table lazily, cells as the file has them; every failure becomes a fault."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import polars as pl

from collusion.errors import Fault, InputError
from collusion.settings import printable
from collusion.tables.mapping import Layout

# Parquet writers name zones such as "+05:30" that no database of zones has; polars panics at them unless it
# is told to take them as they are. Times are stored in UTC, whatever the zone.
os.environ.setdefault("POLARS_IGNORE_TIMEZONE_PARSE_ERROR", "1")

ROW = "__row"
_JSON_SAMPLE = 10_000
_EMPTY = ("an empty file", "Export it again, or remove it.")
_GZIP = b"\x1f\x8b"
_MAGIC = (
    (b"PAR1", "a Parquet file", "Name it .parquet."),
    (b"\xff\xfe", "text in UTF-16", "Convert the file to UTF-8."),
    (b"\xfe\xff", "text in UTF-16", "Convert the file to UTF-8."),
    (b"PK\x03\x04", "a zip archive or a workbook", "Unpack it, or export its sheet as CSV."),
)

_CAUSES = (
    ("utf-8", "bytes that are not UTF-8", "Convert the file to UTF-8."),
    ("utf8", "bytes that are not UTF-8", "Convert the file to UTF-8."),
    (
        "more fields",
        "a row with more cells than there are columns",
        "Quote cells that contain the separator.",
    ),
    (
        "new_columns",
        "another number of columns than column_names declares",
        "Name every column in column_names.",
    ),
    ("empty csv", *_EMPTY),
    ("end of file", "a file that breaks off", "Copy or export it again."),
    ("permission denied", "a file that may not be read", "Grant read permission."),
)

_FORMAT_WORDS = {
    "parquet": "a valid Parquet file",
    "csv": "CSV in UTF-8, as many cells in each row as columns",
    "csv.gz": "gzip-compressed CSV in UTF-8, as many cells in each row as columns",
    "jsonl": "JSON lines in UTF-8, one object a line",
    "ndjson": "JSON lines in UTF-8, one object a line",
}


def scan(path: Path, form: str, layout: Layout, wanted: tuple[str, ...]) -> pl.LazyFrame:
    """Open `path` lazily; nothing but the schema is read.

    Parameters
    ----------
    path
        The file.
    form
        One of `FORMATS`.
    layout
        How a CSV file is written.
    wanted
        The names of the columns that will be asked for; JSON lines may show them late.

    Returns
    -------
    polars.LazyFrame
        CSV and JSON cells as strings, Parquet cells as they are.

    Raises
    ------
    polars.exceptions.PolarsError, OSError
        When the file cannot be read; call within `reading`.
    """
    path = path.absolute()  # polars would expand a leading "~"
    if form == "parquet":
        return pl.scan_parquet(path, glob=False, hive_partitioning=False)
    if form in ("csv", "csv.gz"):
        return pl.scan_csv(
            path,
            glob=False,
            has_header=layout.has_header,
            separator=layout.separator,
            quote_char=layout.quote or None,
            new_columns=list(layout.column_names) or None,
            null_values=list(layout.null_values) or None,
            infer_schema=False,
        )
    literal = glob.escape(str(path))
    sampled = pl.scan_ndjson(literal, infer_schema_length=_JSON_SAMPLE).collect_schema()
    nested = {name: dtype for name, dtype in sampled.items() if dtype.is_nested()}
    late = [name for name in wanted if name not in sampled]
    schema = {name: nested.get(name, pl.String) for name in [*sampled, *late]}
    return pl.scan_ndjson(literal, schema=schema)


def check_magic(path: Path, table: str, name: str, form: str) -> None:
    """Refuse a file whose first bytes belong to another format than its name.

    Parameters
    ----------
    path
        The file.
    table, name, form
        Its table, its name relative to the source, and its format, one of `FORMATS`.

    Raises
    ------
    InputError
        When the first bytes are of another format.
    OSError
        When the file cannot be read; call within `reading`.
    """
    with path.open("rb") as stream:
        head = stream.read(4)
    found, remedy = "", "Copy or export it again."
    if form == "parquet":
        found = "" if head == b"PAR1" else "a file that is no Parquet"
    elif not head:
        found, remedy = _EMPTY
    elif form == "csv.gz" and not head.startswith(_GZIP):
        found, remedy = "a file that is not gzip-compressed", "Name it .csv, or compress it."
    else:
        for magic, what, cure in _MAGIC:
            if head.startswith(magic):
                found, remedy = what, cure
    if found:
        raise InputError([Fault(table, "", f"{found}: {printable(name)}", _FORMAT_WORDS[form], remedy)])


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
    except (
        pl.exceptions.PolarsError,
        pl.exceptions.PanicException,
        OSError,
        ValueError,
        OverflowError,
    ) as error:
        _refuse(error, table, name, form)


def _refuse(error: BaseException, table: str, name: str, form: str) -> NoReturn:
    text = str(error).lower() if form != "parquet" else ""
    found, remedy = "a file that is damaged or of another format", "Copy or export it again."
    for sign, cause, cure in _CAUSES:
        if sign in text:
            found, remedy = cause, cure
            break
    fault = Fault(table, "", f"{found}: {printable(name)}", _FORMAT_WORDS[form], remedy)
    raise InputError([fault]) from error
