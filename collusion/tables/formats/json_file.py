"""Open a file of JSON in any of its shapes, rewritten record by record as a table of text cells."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from collusion.tables.formats.content import FormatError, read_head
from collusion.tables.formats.csv_file import guess_note, not_unicode
from collusion.tables.formats.json_rows import NOT_OBJECT, JsonReader, Record, cell_of
from collusion.tables.formats.json_shapes import (
    bare,
    document_rows,
    is_row,
    page_key,
    page_rows,
    wrapping_key,
)
from collusion.tables.formats.staging import Row, Staged, Tally, lettered, once, stage_rows
from collusion.tables.formats.text_file import encoding_of, opened
from collusion.tables.mapping import Layout
from collusion.tables.names import known_names, plain_name

#: A document of one object is read as a whole up to so many bytes.
_MAX_WHOLE = 1 << 28
_START = 1 << 16
_NO_STRING = r'"(?:[^"\\]|\\.)*"'
# An object whose plain members come before an array of objects.
_WRAPPED = re.compile(
    rf"\s*\{{(?:\s*{_NO_STRING}\s*:\s*(?:{_NO_STRING}|[-+.\deE]+|true|false|null)\s*,)*"
    rf"\s*{_NO_STRING}\s*:\s*\[(?=\s*\{{)"
)
#: Objects within objects that are looked into.
_MAX_DEPTH = 4

NOTE_LETTERS = "cells with half of a character (a lone surrogate), replaced by �"
NOTE_WRAPPED = "documents whose rows stand within an object"
NOTE_COLUMNS = "documents written by column"


def open_json(path: Path, layout: Layout, wanted: Collection[str], *, table: str) -> Staged:
    """Open a file of JSON.

    Parameters
    ----------
    path
        The file, unpacked.
    layout
        How it is declared to be written.
    wanted
        Names of the columns that will be asked for; inner ones with full stops, as ``user.id``.
    table
        Name of the table, by which an array within a document is found.

    Returns
    -------
    Staged
        The columns that are asked for and that some record has, and the names of the others.

    Raises
    ------
    FormatError
        When its encoding cannot be told, or one document holds several arrays.
    OSError
        When it cannot be read.
    """
    key = ("json", layout.encoding, tuple(sorted(wanted)), table)
    return once(path, key, lambda: _open(path, layout, frozenset(wanted), table))


def _open(path: Path, layout: Layout, wanted: frozenset[str], table: str) -> Staged:
    encoding = encoding_of(path, read_head(path), layout.encoding)
    if not encoding.name:
        raise FormatError(*not_unicode(encoding))
    tally = Tally()
    if encoding.is_guess:
        tally.count(guess_note(encoding))
    columns = _Columns(wanted, tally, table)
    with opened(path, encoding.name) as stream:
        reader = JsonReader(stream, tally)
        size = path.stat().st_size
        shape = _Shape(tally, table, wanted, size)
        records = _of_pages(_records(reader, stream, shape), shape)
        staged = stage_rows(map(columns.row, records), columns.names, tally)
    unknown = tuple(sorted(columns.unknown))
    return Staged(staged.parts, tuple(columns.names), staged.problems, tuple(tally.notes.items()), unknown)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a document's shape is told by: its `size`, and which columns of which `table` are `wanted`."""

    tally: Tally
    table: str
    wanted: frozenset[str]
    size: int


class _Columns:
    """Makes rows of records; the columns are those that are wanted, in the order in which they show."""

    def __init__(self, wanted: frozenset[str], tally: Tally, table: str) -> None:
        self._wanted, self._tally, self._table = wanted, tally, table
        #: The key of the object in which each record holds its row; None before the first.
        self._wrapper: str | None = None
        self._plain = {plain_name(name) for name in wanted} | known_names()
        self._inner = {name.split(".")[0] for name in wanted if "." in name}
        #: The first elements of lists that are looked into, as ``comments.0``.
        self._lists = {
            f"{head}.0" for head, is_list, _ in (name.partition(".0.") for name in wanted) if is_list
        }
        self._places: dict[str, int] = {}
        self.names: list[str] = []
        self.unknown: set[str] = set()

    def row(self, record: Record) -> Row:
        """Return the row of a record."""
        if record.problem is not None:
            return Row(record.line, (), record.problem, record.raw and _shown(record.raw))
        if not isinstance(record.value, dict):
            return Row(record.line, (), NOT_OBJECT, _shown(json.dumps(record.value)))
        cells: list[str | None] = [None] * len(self.names)
        self._fill(cells, self._opened(record.value), "", 0)
        return Row(record.line, cells)

    def _opened(self, value: dict[str, Any]) -> Mapping[str, Any]:
        """Return a record with what it holds within its wrapper beside what stands around it."""
        if self._wrapper is None:
            self._wrapper = wrapping_key(value, self._table)
            if self._wrapper:
                self._tally.count(NOTE_WRAPPED)
        inner = value.get(self._wrapper) if self._wrapper else None
        return {**value, **inner} if isinstance(inner, dict) else value

    def _fill(self, cells: list[str | None], value: Mapping[str, Any], prefix: str, depth: int) -> None:
        for key, inner in value.items():
            name = prefix + key
            if type(inner) is dict and not any(f"{name}.{deeper}" in self._wanted for deeper in inner):
                inner = bare(inner)  # noqa: PLW2901
            place = self._places.get(name)
            if place is None:
                place = self._place(name, cells)
            if type(inner) is list and f"{name}.0" in self._lists and inner and type(inner[0]) is dict:
                self._fill(cells, inner[0], f"{name}.0.", depth + 1)
            elif (
                isinstance(inner, dict)
                and inner
                and depth < _MAX_DEPTH
                and (place >= 0 or key in self._inner or depth)
            ):
                self._fill(cells, inner, f"{name}.", depth + 1)
            if place >= 0:
                if len(cells) < len(self.names):
                    cells.extend([None] * (len(self.names) - len(cells)))
                cells[place] = inner if type(inner) is str and inner.isascii() else cell_of(inner, self._lost)

    def _place(self, name: str, cells: list[str | None]) -> int:
        """Decide about a name when it shows first: its place, or −1 for one that nobody asks for."""
        name_is_text = name.isprintable() or name.isascii()
        is_wanted = name in self._wanted or ("." not in name and plain_name(name) in self._plain)
        if not is_wanted or not name_is_text or "\x00" in name:
            self._places[name] = -1
            self.unknown.add(_shown(name))
            return -1
        self._places[name] = len(self.names)
        self.names.append(name)
        cells.append(None)
        return self._places[name]

    def _lost(self, text: str) -> str:
        self._tally.count(NOTE_LETTERS)
        return lettered(text)


def _shown(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _records(reader: JsonReader, stream: TextIO, shape: _Shape) -> Iterator[Record]:
    """Tell the shape of a document by its start and yield its records."""
    tally = shape.tally
    start = stream.read(_START)
    text = start.lstrip(" \t\r\n\ufeff\x1e")
    if text.startswith("["):
        yield from _with_header(reader.array(text[1:]))
        return
    if text.startswith("{") and shape.size <= _MAX_WHOLE and not _has_lines(text):
        rest, counted = stream.read(), dict(tally.notes)
        try:
            document = reader.decode((text + rest).strip(" \t\r\n\x1a"))
        except ValueError:
            tally.notes = counted
        else:
            yield from _unwrapped(document, shape)
            return
        reader.put_back(start + rest)
    elif text.startswith("{") and (found := _WRAPPED.match(text)) and not _has_lines(text):
        tally.count(NOTE_WRAPPED)
        yield from reader.array(text[found.end() :])
        return
    else:
        reader.put_back(start)
    yield from reader.lines()


def _of_pages(records: Iterator[Record], shape: _Shape) -> Iterator[Record]:
    """Yield the rows of records that are pages of a service's answer, other records as they are."""
    key: str | None = None
    for record in records:
        value = record.value
        if key is None and isinstance(value, dict):
            key = page_key(value, shape.table, shape.wanted) or ("" if is_row(value, shape.table) else None)
            if key:
                shape.tally.count(NOTE_WRAPPED)
        if key and isinstance(value, dict) and isinstance(value.get(key), list):
            yield from (Record(record.line, row) for row in page_rows(value, key))
        else:
            yield record


def _has_lines(text: str) -> bool:
    """Say whether the first two lines are an object each."""
    lines = [line for line in text.split("\n", 3)[:2] if line.strip()]
    try:
        return len(lines) > 1 and all(isinstance(json.loads(line), dict) for line in lines)
    except (ValueError, RecursionError):
        return False


def _with_header(records: Iterator[Record]) -> Iterator[Record]:
    """Turn lists into objects where an array holds lists, the first of which names the columns."""
    names: list[str] | None = None
    for record in records:
        if not isinstance(record.value, list):
            yield record
        elif names is None:
            names = [str(name) for name in record.value]
        elif len(record.value) == len(names):
            yield Record(record.line, dict(zip(names, record.value, strict=True)))
        else:
            yield Record(record.line, None, NOT_OBJECT, json.dumps(record.value))


def _unwrapped(document: Any, shape: _Shape) -> Iterator[Record]:
    """Yield the records within one object: itself, an array in it, or its columns."""
    if not isinstance(document, dict):
        yield Record(1, None, NOT_OBJECT, json.dumps(document))
        return
    rows, form = document_rows(document, shape.table, shape.wanted)
    if form:
        shape.tally.count(NOTE_COLUMNS if form == "columns" else NOTE_WRAPPED)
    yield from (
        Record(1, row) if isinstance(row, dict) else Record(1, None, NOT_OBJECT, json.dumps(row))
        for row in rows
    )
