"""Read the first rows of a file of any format, and nothing more, so that its columns can be recognised."""

from __future__ import annotations

import ast
import bz2
import csv
import gzip
import io
import itertools
import json
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from collusion.tables.formats.columnar_file import READERS, as_parquet
from collusion.tables.formats.content import FormatError, content_of, read_head
from collusion.tables.formats.dialect import RULE, UNIT, Dialect, sniff_dialect
from collusion.tables.formats.encodings import encoding_of_bytes, sniff_encoding
from collusion.tables.formats.json_shapes import arrays_of, bare, document_rows, page_key, page_rows
from collusion.tables.formats.workbook import open_workbook
from collusion.tables.layouts.public import find_layout
from collusion.tables.mapping import Layout
from collusion.tables.names import ALIASES, plain_name
from collusion.tables.schema import TABLES
from collusion.tables.sniff import guess_dates
from collusion.tables.spelled_numbers import read_amount

#: Rows that are looked at.
HEAD_ROWS = 1000
_BYTES = 4 << 20
#: What readers of compressed files raise where one is damaged.
_DAMAGED = (EOFError, OSError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
_OPENERS: Mapping[str, Callable[[Any], Any]] = {"gzip": gzip.open, "bz2": bz2.open, "xz": lzma.open}
_DEPTH = 4
_MOST_COMMENTS = 20
#: Well-known names by which a first row is a header, whatever else it holds.
_MANY_KNOWN = 2
#: A cell with several records.
_LIST = "[{…}, {…}]"
#: Names of columns by which a header is known.
_KNOWN = {name for table in TABLES.values() for name in table.names}.union(*ALIASES.values())


@dataclass(frozen=True, slots=True)
class Head:
    """The first rows of a table of a source.

    Attributes
    ----------
    name
        Path of the file relative to the source, or name of the relation.
    columns
        The cells of each column as text, empty where there is none, by its name; of nested JSON also those
        within, as ``user.id``.
    dialect
        How a text table is written; None for other formats.
    has_header
        The columns have names of their own; otherwise they are called ``column_1`` and so on.
    is_renamed
        The header has a name twice; the second one is called otherwise here.
    encodings
        Codecs that a text fits whose bytes do not tell its own; the first is the likeliest, and used.
    lists
        Columns of lists of several like records, whose cells are not those of the row.
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    dialect: Dialect | None = None
    has_header: bool = True
    is_renamed: bool = False
    encodings: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()

    @property
    def n_rows(self) -> int:
        """Number of rows looked at."""
        return max(map(len, self.columns.values()), default=0)


def head_of_file(path: Path, name: str) -> Head | None:
    """Read the head of a file.

    Parameters
    ----------
    path
        The file.
    name
        How it is called in the source.

    Returns
    -------
    Head or None
        None where it holds no table that is known.

    Raises
    ------
    OSError
        When it cannot be read.
    """
    kind = content_of(read_head(path)).kind
    if kind in READERS:
        path, kind = as_parquet(path, kind), "parquet"
    if kind == "parquet":
        return head_of_frame(pl.scan_parquet(path, glob=False).head(HEAD_ROWS).collect(), name)
    if kind == "zip" and path.suffix.lower() in (".xlsx", ".xlsm", ".ods"):
        return _of_workbook(path, name)
    data = first_bytes(path, kind)
    if data is None or content_of(data).kind != "text":
        return None
    encoding = sniff_encoding(data)
    encodings = () if encoding else _fallbacks(data)
    text = data.decode(encoding or encodings[0], errors="replace").lstrip("\ufeff")
    is_whole = len(data) < _BYTES
    if _is_json(text):
        return _of_records(list(itertools.islice(_json_records(text), HEAD_ROWS)), name)
    head = _of_text_table(text, name, is_whole=is_whole)
    return head if head is None or len(encodings) < 2 else replace(head, encodings=encodings)


def head_of_frame(frame: pl.DataFrame, name: str) -> Head:
    """Return the head of a table from its first rows in a `frame`, called `name`."""
    columns = {}
    for column in frame.get_columns():
        if column.dtype.is_nested():
            cells = [None if cell is None else str(cell) for cell in column.to_list()]
        else:
            shown = column.dt.to_string("iso:strict") if column.dtype.is_temporal() else column
            cells = shown.cast(pl.String, strict=False).to_list()
        columns[column.name] = tuple(cell or "" for cell in cells)
    return Head(name, columns)


def _fallbacks(data: bytes) -> tuple[str, ...]:
    """Return the codec of text without a mark; several, the likeliest first, where its bytes do not tell."""
    with suppress(UnicodeDecodeError):
        # A letter of several bytes may be cut at the end.
        data[:-4].decode("utf-8")
        return ("utf-8",)
    found = encoding_of_bytes(data)
    return (found.name or "cp1252",) if found.name or not found.proposals else found.proposals


def first_bytes(path: Path, kind: str) -> bytes | None:
    """Return the first unpacked bytes of a file of a `kind`; None where they cannot be unpacked."""
    if kind == "zstd":
        return _first_of_zstd(path)
    with suppress(*_DAMAGED), path.open("rb") as stream:
        if kind == "zip":
            with zipfile.ZipFile(stream) as archive:
                names = [
                    name for name in archive.namelist() if not name.endswith("/") and "__MACOSX" not in name
                ]
                return archive.open(names[0]).read(_BYTES) if len(names) == 1 else None
        opener = _OPENERS.get(kind)
        return (stream if opener is None else opener(stream)).read(_BYTES)
    return None


def _first_of_zstd(path: Path) -> bytes | None:
    try:
        import zstandard
    except ImportError:
        return None
    with path.open("rb") as stream, zstandard.ZstdDecompressor().stream_reader(stream) as unpacked:
        return bytes(unpacked.read(_BYTES))


def _of_workbook(path: Path, name: str) -> Head | None:
    with suppress(Exception):  # whatever a workbook's reader raises, its own reading will say better
        staged = open_workbook(path, Layout(), _KNOWN, table="reviews")
        return head_of_frame(staged.scan().select(staged.names).head(HEAD_ROWS).collect(), name)
    return None


def _of_text_table(text: str, name: str, *, is_whole: bool) -> Head | None:
    lines = text.splitlines(keepends=True)
    if not is_whole:
        lines = lines[:-1]
    lines = [line for line in lines if not RULE.fullmatch(line.rstrip("\r\n"))]
    dialect = sniff_dialect(lines, names=_KNOWN)
    separator = dialect.separator if len(dialect.separator) == 1 else UNIT
    body = "".join(lines[dialect.preamble :]).replace(dialect.separator, separator)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, quotechar=dialect.quote or None)
    rows: list[list[str]] = []
    with suppress(csv.Error):
        rows.extend(row for row in itertools.islice(reader, HEAD_ROWS + 1) if any(row))
    if not rows:
        return None
    header = [cell.strip() for cell in rows[0]]
    is_named = _names_columns(rows[0])
    if is_named:
        rows = rows[1:]
        if rows and all(len(row) == len(header) + 1 for row in rows) and any(row[-1].strip() for row in rows):
            rows = [row[1:] for row in rows]  # R names no column of row names
    else:
        header = [f"column_{i}" for i in range(1, len(header) + 1)]
    if not rows:
        return None
    names = _each_once(header)
    width = len(header)
    cells = zip(*((row + [""] * width)[:width] for row in rows), strict=True)
    is_renamed = len(set(filter(None, header))) < len(list(filter(None, header)))
    return Head(name, dict(zip(names, cells, strict=False)), dialect, is_named, is_renamed)


def _names_columns(row: list[str]) -> bool:
    """Say whether a first `row` names columns: no cell of it is a number or a time, and none comes twice."""
    cells = [cell.strip() for cell in row]
    values = [
        cell for cell in cells if cell and (read_amount(cell) is not None or guess_dates([cell]).share > 0)
    ]
    n_known = sum(plain_name(cell) in _KNOWN for cell in cells)
    if len(values) == 1 and n_known > _MANY_KNOWN and read_amount(values[0]) is not None:
        return True  # a number that strayed into a header
    return not values and (len(set(cells)) == len(cells) or n_known >= _MANY_KNOWN)


def _each_once(header: list[str]) -> list[str]:
    """Return the names of a header, a second one of a name with its number; blank ones by place."""
    names: list[str] = []
    for place, name in enumerate(header, start=1):
        n = header[:place].count(name)
        names.append(f"column {place}" if not name else name if n == 1 else f"{name}_{n}")
    return names


def _is_json(text: str) -> bool:
    """Say whether the first line that is no comment begins an object or an array."""
    lines = (line.lstrip() for line in itertools.islice(io.StringIO(text), _MOST_COMMENTS))
    first = next((line for line in lines if line and not line.startswith(("#", "//"))), "")
    return first.startswith(("{", "["))


def _json_records(text: str) -> Iterator[Any]:
    """Yield the objects of a document: lines, an array, one object around an array, or Python literals."""
    body = text.lstrip()
    if body.startswith("["):
        for value in _values(body, 1):
            yield from _rows_of_page(value) or (value,)
        return
    first, second = itertools.islice(itertools.chain(_values(body, 0), (None, None)), 2)
    if first is not None and (second is not None or not _rows_within(first)):
        for value in _values(body, 0):
            yield from _rows_of_layout(value) or _rows_of_page(value) or (value,)
    elif first is not None:
        yield from _rows_within(first)
    else:
        # A large document around an array, of which this is the beginning.
        yield from _values(body, body.find("[") + 1)


def _rows_within(document: Any) -> list[Any]:
    """Return the longest array of objects in a document that is itself no row of a table."""
    if not isinstance(document, dict):
        return []
    if len({plain_name(key) for key in document} & _KNOWN) > 1:
        return _rows_by_shape(document)
    arrays = [rows for _, rows in arrays_of(document)]
    return _rows_of_layout(document) or max(arrays, key=len, default=[]) or _rows_by_shape(document)


def _rows_of_page(value: Any) -> list[Any]:
    """Return the rows of a page, as the reader finds them."""
    key = page_key(value, "reviews", TABLES["reviews"].names) if isinstance(value, dict) else ""
    return list(page_rows(value, key)) if key else []


def _rows_by_shape(document: dict[str, Any]) -> list[Any]:
    """Return the rows of a document that is written by column, or has a row under each key."""
    with suppress(FormatError):
        rows, shape = document_rows(document, "reviews")
        return list(rows) if shape and list(rows) != [document] else []
    return []


def _rows_of_layout(document: Any) -> list[Any]:
    """Return the longest array within a page of an answer whose objects are rows of a known layout."""
    if not isinstance(document, dict):
        return []
    arrays = [rows for _, rows in arrays_of(document)]
    known = [rows for rows in arrays if find_layout({name for name, _ in _cells(rows[-1], "", 0)})]
    return max(known, key=len, default=[])


def _values(text: str, at: int) -> Iterator[Any]:
    """Yield the values one after the other from a place in a text; lines that are none are skipped."""
    decoder = json.JSONDecoder(strict=False)
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        if at >= len(text) or text[at] == "]":
            return
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            line, at = text[at:end].rstrip(", \r"), end
            try:
                value = ast.literal_eval(line)
            except (ValueError, SyntaxError, MemoryError, RecursionError):
                continue  # a comment, a broken line, or the end of what was looked at
        yield value


def _of_records(records: list[Any], name: str) -> Head | None:
    rows = [dict(_cells(record, "", 0)) for record in records if isinstance(record, dict)]
    names = dict.fromkeys(key for row in rows for key in row)
    if not rows:
        return None
    lists = dict.fromkeys(key for row in rows for key, cell in row.items() if cell == _LIST)
    return Head(name, {key: tuple(row.get(key, "") for row in rows) for key in names}, lists=tuple(lists))


def _cells(record: Mapping[str, Any], prefix: str, depth: int) -> Iterator[tuple[str, str]]:
    for key, typed in record.items():
        value = bare(typed)
        if isinstance(value, dict) and value and depth < _DEPTH:
            yield from _cells(value, f"{prefix}{key}.", depth + 1)
        elif isinstance(value, list) and value and isinstance(value[0], dict) and depth < _DEPTH:
            # Of records that are alike the first is not the row's own.
            are_alike = len(value) > 1 and isinstance(value[1], dict) and not {*value[0]}.isdisjoint(value[1])
            yield f"{prefix}{key}", _LIST if are_alike else str(value)
            if not are_alike:
                yield from _cells(value[0], f"{prefix}{key}.0.", depth + 1)
        else:
            yield f"{prefix}{key}", "" if value is None else str(value)
