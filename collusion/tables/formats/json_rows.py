"""Read records of JSON in any of its shapes: lines, arrays, pretty-printed, fused, Python literals."""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from collusion.tables.formats.staging import FLOAT, OBJECT, Tally
from collusion.tables.formats.text_file import MAX_LINE

NOT_JSON = "json"
NOT_OBJECT = "object"

NOTE_BLANK = "blank lines, passed over"
NOTE_NULL = "lines that say nothing or are comments, passed over"
NOTE_TWICE = "objects with a key twice, of which the last counts"
NOTE_FUSED = "lines with several objects"
NOTE_PYTHON = "lines written as Python literals, not as JSON"
NOTE_BROKEN_LINE = "objects with a line break within a text"

#: Lines and characters that one object may span.
_MAX_LINES = 10_000
_CHUNK = 1 << 20
_EXACT = 2**53
_NOTHING = {"\\N", "null", "NULL", "None", "[", "]", "],", ","}
_COMMENTS = ("#", "//", "/*", "--")
_BETWEEN = re.compile(r"[\s,\x1e\ufeff]*")
_NEXT_OBJECT = re.compile(r"\}\s*,?\s*(?=\{)")
_MAX_LITERAL = 1 << 20


class Record:
    """One record: its `line` from 1, the `value`, or the `problem` and its `raw` text."""

    __slots__ = ("line", "problem", "raw", "value")

    def __init__(self, line: int, value: Any, problem: str | None = None, raw: str | None = None) -> None:
        self.line, self.value, self.problem, self.raw = line, value, problem, raw


def whole_number(text: str) -> str:
    """Write a floating number: whole ones as integers, those too large to be exact marked."""
    number = float(text)
    if not number.is_integer():
        return text
    return str(int(number)) if abs(number) < _EXACT else FLOAT + text


class JsonReader:
    """Reads the records of a text stream.

    Parameters
    ----------
    stream
        The text, line ends as they are.
    tally
        Is told what was counted.
    """

    def __init__(self, stream: TextIO, tally: Tally) -> None:
        self._stream, self._tally = stream, tally
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_float=whole_number,
            parse_int=str,
            parse_constant=lambda word: None if word == "NaN" else word,
            strict=False,
        )
        self._line = 0
        self._ahead: list[str] = []

    def put_back(self, text: str) -> None:
        """Take back text that was read from the stream, to be read again as lines."""
        *lines, last = io.StringIO(text, newline="")
        if not last.endswith("\n"):
            last += self._stream.readline(MAX_LINE)
        self._ahead = [last, *reversed(lines)]

    def decode(self, text: str) -> Any:
        """Decode one value; numbers become text, exactly as written.

        Raises
        ------
        ValueError
            When it is no JSON.
        """
        try:
            return self._decoder.decode(text)
        except RecursionError as error:
            raise ValueError(text[:0]) from error

    def lines(self) -> Iterator[Record]:
        """Yield the records of a file with one object a line, or nearly so."""
        while line := self._next():
            number, text = self._line, line.strip(" \t\r\n\ufeff\x1e\x1a")
            if not text:
                # The end of a file is no blank line.
                if line.strip("\x1a"):
                    self._tally.count(NOTE_BLANK)
                continue
            try:
                value = self.decode(text)
            except ValueError:
                yield from self._odd(number, text, line)
                continue
            if value is None:
                self._tally.count(NOTE_NULL)
            elif isinstance(value, dict):
                if "\n" in text:
                    self._tally.count(NOTE_BROKEN_LINE)
                yield Record(number, value)
            else:
                yield Record(number, None, NOT_OBJECT, text)

    def array(self, start: str) -> Iterator[Record]:
        """Yield the elements of an array, whose text `start` was read already, its bracket taken away."""
        buffer, at, is_end = start, 0, False
        self._line = 1
        while True:
            at = _BETWEEN.match(buffer, at).end()  # type: ignore[union-attr]
            if at < len(buffer) and buffer[at] == "]":
                return
            try:
                value, end = self._raw_decode(buffer, at)
            except ValueError:
                if not is_end and len(buffer) - at <= MAX_LINE:
                    more = self._stream.read(max(_CHUNK, len(buffer) - at))
                    self._line += buffer.count("\n", 0, at)
                    buffer, at, is_end = buffer[at:] + more, 0, not more
                    continue
                if at == len(buffer):
                    yield Record(self._line, None, NOT_JSON, "")
                    return
                found = _NEXT_OBJECT.search(buffer, at)
                end = found.end() if found else len(buffer)
                line = self._line + buffer.count("\n", 0, at)
                yield Record(line, None, NOT_JSON, buffer[at:end].strip()[:MAX_LINE])
                at = end
                continue
            if not is_end and end == len(buffer):
                # A number at the end of what was read may go on.
                more = self._stream.read(_CHUNK)
                self._line += buffer.count("\n", 0, at)
                buffer, at, is_end = buffer[at:] + more, 0, not more
                continue
            line = self._line + (buffer.count("\n", 0, at) if at else 0)
            self._line, buffer_start = line, end
            if isinstance(value, dict | list):
                yield Record(line, value)
            elif value is not None:
                yield Record(line, None, NOT_OBJECT, buffer[at:end])
            self._line += buffer.count("\n", at, end)
            buffer, at = (buffer[buffer_start:], 0) if buffer_start > _CHUNK else (buffer, end)

    def _raw_decode(self, text: str, at: int) -> tuple[Any, int]:
        try:
            return self._decoder.raw_decode(text, at)
        except (RecursionError, StopIteration) as error:
            raise ValueError(text[:0]) from error

    def _next(self) -> str:
        line = self._ahead.pop() if self._ahead else self._stream.readline(MAX_LINE)
        self._line += 1
        return line

    def _back(self, line: str) -> None:
        self._ahead.append(line)
        self._line -= 1

    def _odd(self, number: int, text: str, line: str) -> Iterator[Record]:
        """Read a line that is no JSON by itself."""
        if text in _NOTHING or text.startswith(_COMMENTS):
            self._tally.count(NOTE_NULL)
            return
        inner = text.strip("[], \t")
        values = self._several(inner)
        if values:
            if len(values) > 1:
                self._tally.count(NOTE_FUSED)
            yield from (Record(number, value) for value in values)
            return
        literal = _python(inner)
        if literal is not None:
            self._tally.count(NOTE_PYTHON)
            yield Record(number, _texts(literal))
            return
        yield from self._spanning(number, line)

    def _several(self, text: str) -> list[dict[str, Any]]:
        """Return the objects of a line that holds nothing else, none otherwise."""
        values, at = [], 0
        while at < len(text):
            try:
                value, at = self._raw_decode(text, at)
            except ValueError:
                return []
            if not isinstance(value, dict):
                return []
            values.append(value)
            at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
        return values

    def _spanning(self, number: int, first: str) -> Iterator[Record]:
        """Read an object of several lines; where they give none, the first of them is at fault."""
        taken, n_chars = [first], len(first)
        while len(taken) < _MAX_LINES and n_chars < MAX_LINE and (line := self._next()):
            stripped = line.strip()
            if stripped.startswith("{") and self._is_object(stripped):
                self._back(line)
                break
            taken.append(line)
            n_chars += len(line)
            if not stripped.rstrip(",]").endswith("}"):
                continue
            values = self._several("".join(taken).strip(" \t\r\n[],"))
            if values:
                if len(values) == 1 and any(isinstance(v, str) and "\n" in v for v in values[0].values()):
                    self._tally.count(NOTE_BROKEN_LINE)
                yield from (Record(number, value) for value in values)
                return
        for line in reversed(taken[1:]):
            self._back(line)
        yield Record(number, None, NOT_JSON, first.strip())

    def _is_object(self, text: str) -> bool:
        return bool(self._several(text.rstrip(",]")))

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            self._tally.count(NOTE_TWICE)
        return found


def _python(text: str) -> dict[str, Any] | None:
    """Return the dictionary that a Python literal spells, None where it is none."""
    if not text.startswith("{") or len(text) > _MAX_LITERAL:
        return None
    try:
        found = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None
    return found if isinstance(found, dict) else None


def _texts(value: Any) -> Any:
    """Write the numbers within a value as the decoder does."""
    if isinstance(value, dict):
        return {str(key): _texts(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(inner) for inner in value]
    if isinstance(value, float):
        return whole_number(repr(value)) if value == value else None  # noqa: PLR0124
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def cell_of(value: Any, lost: Callable[[str], str]) -> str | None:
    """Write a value as a cell.

    Parameters
    ----------
    value
        As the decoder gives it.
    lost
        Is asked for a text with letters that have no UTF-8.
    """
    if isinstance(value, str):
        return value if value.isascii() or _is_utf8(value) else lost(value)
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return cell_of(value.decode(errors="surrogateescape"), lost)
    return OBJECT if value else None


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
