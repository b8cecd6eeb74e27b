"""Read dirty CSV row by row as Python's csv does, so that one bad spot costs one row and is told."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from collusion.tables.formats.dialect import RULE, UNIT, Dialect
from collusion.tables.formats.staging import LOST_LETTER, Row, Tally, lettered

FEW, MANY, BROKEN, LONG = "few", "many", "broken", "long"

#: Lines and characters that a quoted cell may span; Python's csv gives up on longer cells.
_MAX_LINES = 10_000
_MAX_CHARS = 1 << 17
#: Cells of more lines than that are told.
_MANY_LINES = 50
_END = "\x1a"
_COMMENTS = ("#", "//")
#: What clients of databases write beneath the last row.
_ENDS = re.compile(
    r"\\\.|\(?[\d,]+ (?:rows?|records?)(?: affected| selected\.?| in set)?(?: \([\d.]+ sec\))?\)?",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)

NOTE_BLANK = "blank rows, passed over"
NOTE_COMMENT = "comment lines, passed over"
NOTE_RULE = "lines that draw a rule, passed over"
NOTE_END = "lines that end a table (\\., (2 rows) …), passed over"
NOTE_HEADER = "rows that repeat the header, passed over"
NOTE_QUOTE = "rows with a lone quote, read as a part of its cell"
NOTE_TRAILING = "rows with empty cells after the last column, which were left out"
NOTE_FILLED = "rows whose last cells are missing, read as empty"
NOTE_LINES = f"cells of more than {_MANY_LINES} lines: check that their closing quote is the right one"
NOTE_BACKSLASH = (
    "rows with a backslash before a separator, taken as text: "
    'declare escape = "\\\\" if it protects the separator, escape = "none" if not'
)
NOTE_LETTERS = "cells with bytes that are no text in the encoding of the file, replaced by �"
NOTE_OPEN = "a quote that opens a cell and never closes: the rest of the file is in that cell"


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How the rows of a file are to be read.

    Attributes
    ----------
    dialect
        How it is written; its `preamble` includes the header.
    names
        The columns.
    fills
        A row whose last cells are missing is filled, not refused.
    escape_is_known
        The escape, or that there is none, was declared: a backslash before a separator needs no note.
    is_drawn
        A rule is drawn beneath the header, and cells are padded with blanks.
    """

    dialect: Dialect
    names: tuple[str, ...]
    fills: bool = False
    escape_is_known: bool = False
    is_drawn: bool = False


class _Runaway(Exception):  # noqa: N818
    """A quoted cell goes on for longer than any text."""


class _Feed:
    """Hands lines to Python's csv, remembers those of the row at hand, and takes back what was too much."""

    def __init__(self, lines: Iterable[str], first: int) -> None:
        self._lines = iter(lines)
        self._back: deque[str] = deque()
        self._n_chars = 0
        #: Lines of the row at hand.
        self.taken: list[str] = []
        #: Number of the line that comes next, from 1.
        self.next_line = first

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._lines)
        self.taken.append(line)
        self.next_line += 1
        self._n_chars += len(line)
        if len(self.taken) > 1 and (len(self.taken) > _MAX_LINES or self._n_chars > _MAX_CHARS):
            raise _Runaway
        return line

    def begin(self) -> int:
        """Forget the last row; return the number of the line that comes next."""
        self.taken = []
        self._n_chars = 0
        return self.next_line

    def give_back(self, lines: Sequence[str]) -> None:
        """Take lines of the row at hand back, to be handed out again."""
        self._back.extendleft(reversed(lines))
        self.next_line -= len(lines)

    @property
    def is_at_end(self) -> bool:
        """Whether no line is left; looks one line ahead."""
        if self._back:
            return False
        line = next(self._lines, None)
        if line is not None:
            self._back.append(line)
        return line is None


class CsvReader:
    """Reads rows of text lines.

    Parameters
    ----------
    lines
        Lines with their ends, split as ``open(…, newline="")`` splits them, the preamble taken away.
    form
        How they are to be read.
    tally
        Is told what was counted.
    """

    def __init__(self, lines: Iterable[str], form: CsvForm, tally: Tally) -> None:
        self._form, self._tally = form, tally
        self._dialect, self._n = form.dialect, len(form.names)
        self._is_multi = len(form.dialect.separator) > 1
        self._separator = UNIT if self._is_multi else form.dialect.separator
        lines = (line.replace(form.dialect.separator, UNIT) for line in lines) if self._is_multi else lines
        if form.dialect.escape == "\\":
            lines = map(self._unescape, lines)
        self._feed = _Feed(lines, form.dialect.preamble + 1)
        self._header = [name.strip() for name in form.names]

    def rows(self) -> Iterator[Row]:
        """Yield every row but blank ones, comments and repeated headers."""
        reader = self._reader(self._feed)
        while True:
            line = self._feed.begin()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (_Runaway, csv.Error):
                cells, reader = self._without_quote(), self._reader(self._feed)
            else:
                if self._is_suspect() and self._is_swallowed():
                    cells, reader = self._without_quote(), self._reader(self._feed)
            row = self._row(line, cells)
            if row is not None:
                yield row

    def _reader(self, lines: Iterable[str], *, strict: bool = False) -> Iterator[list[str]]:
        dialect = self._dialect
        return csv.reader(
            lines,
            delimiter=self._separator,
            quotechar=dialect.quote or None,
            quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
            escapechar=dialect.escape or None,
            doublequote=True,
            skipinitialspace=dialect.skips_blanks,
            strict=strict,
        )

    def _unescape(self, line: str) -> str:
        r"""Turn the letters that MySQL and Spark write after a backslash into what they stand for."""
        if "\\" not in line:
            return line
        escape = {"n": "\\\n", "t": "\\\t", "r": "\\\r", "0": "", "N": "\\\\N"}
        return _ESCAPED.sub(lambda found: escape.get(found[1], found[0]), line)

    def _is_suspect(self) -> bool:
        """Say whether a quote may have swallowed what follows: it spans lines, or is open at the end."""
        taken, quote = self._feed.taken, self._dialect.quote
        return len(taken) > 1 or (
            bool(quote)
            and taken[0].count(quote) % 2 == 1
            and not self._dialect.escape
            and self._feed.is_at_end
        )

    def _is_swallowed(self) -> bool:
        """Say whether the quote that opens a cell of several lines is a lone one: its lines are rows."""
        taken = self._feed.taken
        first, *others, last = taken if len(taken) > 1 else [*taken, ""]
        looks = [len(self._literal(line)) == self._n for line in others]
        is_open = self._feed.is_at_end and len(list(self._reader([*taken, "x"]))) == 1
        if len(taken) == 1:
            fits = is_open and len(self._literal(first)) == self._n
            if is_open and not fits:
                self._tally.count(NOTE_OPEN)
            return fits
        if is_open:
            looks.append(len(next(self._reader([last]), [])) == self._n)
            if not any(looks):
                self._tally.count(NOTE_OPEN)
            return any(looks) and len(self._literal(first)) == self._n
        fits = all(looks) and len(next(self._reader([last]), [])) == self._n
        return self._n > 1 and fits and len(self._literal(first)) == self._n

    def _without_quote(self) -> list[str]:
        """Read the first line of the row at hand with its lone quote as text; the others come again."""
        first, *others = self._feed.taken
        self._feed.give_back(others)
        self._feed.taken = [first]
        self._tally.count(NOTE_QUOTE)
        return self._literal(first)

    def _literal(self, line: str) -> list[str]:
        """Split a line at every separator, quotes being text unless they stand around a whole cell."""
        text = line.rstrip("\r\n")
        cells = text.split(self._separator)
        quote = self._dialect.quote
        return [
            cell[1:-1].replace(quote * 2, quote)
            if quote and len(cell) > 1 and cell[0] == cell[-1] == quote
            else cell
            for cell in cells
        ]

    def _row(self, line: int, cells: list[str]) -> Row | None:
        """Return a row of the right length or with its problem; None for what is no row."""
        n_lines = len(self._feed.taken)
        if n_lines > _MANY_LINES:
            self._tally.count(NOTE_LINES)
        if self._is_multi:
            cells = [cell.replace(UNIT, self._dialect.separator) for cell in cells]
        if self._form.is_drawn:
            cells = [cell.strip() for cell in cells]
        if self._is_none(cells):
            return None
        problem = None
        if len(cells) != self._n:
            cells, problem = self._fitted(cells)
        elif not self._form.escape_is_known and not self._dialect.escape and self._has_backslash():
            self._tally.count(NOTE_BACKSLASH)
        raw = None
        if problem is not None:
            raw = "".join(self._feed.taken).replace(UNIT, self._dialect.separator).rstrip("\r\n")
        return Row(line, self._lettered(cells), problem, raw)

    def is_odd(self) -> bool:
        """Say whether the row at hand has a backslash and a quote, and strict reading refuses it."""
        text = "".join(self._feed.taken)
        if "\\" not in text or not self._dialect.quote or self._dialect.quote not in text:
            return False
        try:
            return len(list(self._reader(self._feed.taken, strict=True))) != 1
        except csv.Error:
            return True

    def _is_none(self, cells: Sequence[str]) -> bool:
        """Count and say whether what was read is no row: blank, a comment, the header again."""
        first = cells[0].strip(" \t\r\n\x00") if cells else ""
        if not first or first == _END:
            if all(not cell.strip(" \t\r\n\x1a\ufeff\x00") for cell in cells):
                # What ends a file is no blank row.
                if any(line.strip("\r\n\x1a") for line in self._feed.taken) or not self._feed.is_at_end:
                    self._tally.count(NOTE_BLANK)
                return True
        elif self._n > 1 and len(cells) == 1 and (note := _note_of(first)):
            self._tally.count(note)
            return True
        elif first == self._header[0] and [cell.strip() for cell in cells] == self._header:
            self._tally.count(NOTE_HEADER)
            return True
        return False

    def _fitted(self, cells: list[str]) -> tuple[list[str], str | None]:
        if len(cells) > self._n:
            if any(cell.strip() for cell in cells[self._n :]):
                return cells[: self._n], MANY
            self._tally.count(NOTE_TRAILING)
            return cells[: self._n], None
        if self._form.fills:
            self._tally.count(NOTE_FILLED)
            return cells, None
        return cells, FEW

    def _has_backslash(self) -> bool:
        marks = ("\\" + self._separator, "\\\n", "\\\r")
        return any("\\" in line and any(mark in line for mark in marks) for line in self._feed.taken)

    def _lettered(self, cells: list[str]) -> list[str]:
        """Replace what stands for bytes that are no text."""
        broken = [i for i, cell in enumerate(cells) if not cell.isascii() and LOST_LETTER.search(cell)]
        if broken:
            self._tally.count(NOTE_LETTERS, len(broken))
            cells = [lettered(cell) if i in broken else cell for i, cell in enumerate(cells)]
        return cells


def _note_of(line: str) -> str:
    """Return what to say of a line that is one cell where there are several columns; empty for a row."""
    if line.startswith(_COMMENTS) and '"' not in line:
        return NOTE_COMMENT
    if RULE.fullmatch(line):
        return NOTE_RULE
    return NOTE_END if _ENDS.fullmatch(line) else ""


def count_irregular(lines: Iterable[str], form: CsvForm) -> tuple[int, int]:
    """Count what is odd in a text under a dialect: rows of a wrong length, lone and misplaced quotes.

    Parameters
    ----------
    lines
        Lines, as for `CsvReader`.
    form
        The dialect to be tried.

    Returns
    -------
    tuple of int
        How many are odd, 0 where every row has its length and every quote its place; and how many rows.
    """
    tally = Tally()
    reader = CsvReader(lines, form, tally)
    n_odd = n_rows = 0
    for row in reader.rows():
        n_rows += 1
        n_odd += row.problem is not None
        n_odd += reader.is_odd()
    return n_odd + sum(tally.notes.get(note, 0) for note in (NOTE_QUOTE, NOTE_OPEN)), n_rows
