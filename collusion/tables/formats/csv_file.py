"""Open a CSV file: by polars where its bytes are regular, rewritten row by row where they are not."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import polars as pl

from collusion.tables.formats.content import HEAD_BYTES, FormatError, read_head
from collusion.tables.formats.csv_check import is_regular
from collusion.tables.formats.csv_rows import NOTE_RULE, CsvForm, CsvReader, count_irregular
from collusion.tables.formats.dialect import RULE, Dialect, cells_of, sniff_dialect
from collusion.tables.formats.encodings import Encoding, sniff_encoding
from collusion.tables.formats.staging import Staged, Tally, once, stage_rows
from collusion.tables.formats.text_file import encoding_of, lines_of, opened
from collusion.tables.mapping import Layout
from collusion.tables.names import known_names, plain_name

_UTF_8 = ("", "utf-8", "utf8", "utf-8-sig", "ascii")
_NO_ESCAPE = "none"
#: Rows by which a header is compared with what is beneath it.
_SAMPLE_ROWS = 100
_MIN_NAMES = 2

NOTE_PREAMBLE = "lines before the header, passed over"
NOTE_ROW_NUMBERS = "files whose first column has no name and holds row numbers, left out"
NOTE_TRAILING = "files whose rows end with a separator, passed over"
NOTE_HEADER = "a first row that looks like a header, passed over: set has_header = true if it is one"
NOTE_ESCAPE = "lines with a backslash, which was taken to protect the character after it"


@dataclass(frozen=True, slots=True)
class RegularCsv:
    """A CSV file that polars reads as Python's csv does.

    Attributes
    ----------
    path
        The file.
    dialect
        How it is written; `preamble` includes the header.
    names
        Its columns.
    null_values
        Cells that say nothing.
    notes
        Sentences and how many rows or lines each is about.
    """

    path: Path
    dialect: Dialect
    names: tuple[str, ...]
    null_values: tuple[str, ...]
    notes: tuple[tuple[str, int], ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with rows: nothing."""
        return ()

    def scan(self) -> pl.LazyFrame:
        """Open the rows lazily, cells as text."""
        return pl.scan_csv(
            self.path,
            glob=False,
            has_header=False,
            skip_lines=self.dialect.preamble,
            separator=self.dialect.separator,
            quote_char=self.dialect.quote or None,
            schema=dict.fromkeys(self.names, pl.String()),
            null_values=list(self.null_values) or None,
            infer_schema=False,
        )


def open_csv(
    path: Path, layout: Layout, wanted: Collection[str], *, separator: str = ""
) -> RegularCsv | Staged:
    """Open a CSV file.

    Parameters
    ----------
    path
        The file, unpacked.
    layout
        How it is declared to be written.
    wanted
        Names that its header may hold, by which its separator and its header are found.
    separator
        The separator that its extension says; empty where it says none.

    Returns
    -------
    RegularCsv or Staged
        The same for a second call.

    Raises
    ------
    FormatError
        When its encoding cannot be told or its columns are not those that were declared.
    OSError
        When it cannot be read.
    """
    key = ("csv", repr(layout), tuple(sorted(wanted)), separator)
    return once(path, key, lambda: _open(path, layout, frozenset(wanted), separator))


def _open(path: Path, layout: Layout, wanted: frozenset[str], separator: str) -> RegularCsv | Staged:
    head = read_head(path)
    proven = sniff_encoding(head)
    text = head.decode(proven or layout.encoding or "utf-8", errors="replace")
    lines = list(io.StringIO(text.lstrip("\ufeff"), newline=""))
    if len(head) == HEAD_BYTES:
        lines = lines[:-1] or lines
    table = _Shape(layout, lines)
    table.find(wanted, separator)
    form, encoding = table.form, layout.encoding.lower()
    is_plain = encoding in _UTF_8 and proven in ("", "utf-8-sig") and _is_simple(form)
    if is_plain and not table.is_headless_bom(head) and is_regular(path, form.dialect, len(form.names)):
        notes = tuple(table.tally.notes.items())
        return RegularCsv(path, form.dialect, form.names, layout.null_values, notes)
    return _stage(path, encoding_of(path, head, layout.encoding), form, table.tally)


def _is_simple(form: CsvForm) -> bool:
    dialect = form.dialect
    if form.is_drawn:
        return False
    marks = dialect.separator + dialect.quote
    return len(dialect.separator) == 1 and marks.isascii() and not dialect.escape and not dialect.skips_blanks


class _Shape:
    """Finds the dialect, the header and the columns in the first lines."""

    def __init__(self, layout: Layout, lines: Sequence[str]) -> None:
        self._layout, self._lines = layout, lines
        self.tally = Tally()
        self.form = CsvForm(Dialect(), ())

    def find(self, wanted: frozenset[str], separator: str) -> None:
        """Set `form`."""
        layout = self._layout
        lines = self._lines[layout.skip_lines :]
        dialect = sniff_dialect(
            lines,
            names=wanted if layout.has_header else (),
            separator=layout.separator or separator,
            quote=None if layout.quote == '"' else layout.quote,
        )
        escape = "" if layout.escape == _NO_ESCAPE else layout.escape
        dialect = replace(dialect, escape=escape, preamble=dialect.preamble + layout.skip_lines)
        if dialect.preamble > layout.skip_lines:
            self.tally.count(NOTE_PREAMBLE, dialect.preamble - layout.skip_lines)
        names, is_drawn = list(layout.column_names), False
        if layout.has_header:
            header, n_lines = self._header(dialect)
            dialect = replace(dialect, preamble=dialect.preamble + n_lines)
            below = self._lines[dialect.preamble : dialect.preamble + 1]
            is_drawn = bool(below) and RULE.fullmatch(below[0].strip()) is not None
            if is_drawn:
                self.tally.count(NOTE_RULE)
                dialect = replace(dialect, preamble=dialect.preamble + 1)
                header = [name.strip() for name in header]
            names = names or header
        rows = self._rows(dialect)
        names = self._beside_rows(names, rows) if layout.has_header else self._headless(names, rows)
        self.form = CsvForm(
            dialect,
            tuple(_distinct(names)),
            fills=layout.short_rows == "fill",
            escape_is_known=bool(layout.escape),
            is_drawn=is_drawn,
        )
        if not layout.has_header and self._is_header(rows):
            self.tally.count(NOTE_HEADER)
            self.form = replace(self.form, dialect=replace(dialect, preamble=dialect.preamble + 1))

    def is_headless_bom(self, head: bytes) -> bool:
        """Say whether a byte order mark would end up in the first cell."""
        return self.form.dialect.preamble == 0 and head.startswith(b"\xef\xbb\xbf")

    def _header(self, dialect: Dialect) -> tuple[list[str], int]:
        """Return the names, and how many lines they take."""
        text, n_lines = "", 0
        for line in self._lines[dialect.preamble :]:
            text, n_lines = text + line, n_lines + 1
            if not dialect.quote or text.count(dialect.quote) % 2 == 0:
                break
        cells = cells_of(text.lstrip("\ufeff"), dialect.separator, dialect.quote)
        if dialect.skips_blanks:
            cells = [cell.strip().strip(dialect.quote) for cell in cells]
        return [cell.rstrip("\r\n\x1a") for cell in cells], n_lines

    def _rows(self, dialect: Dialect) -> list[list[str]]:
        lines = (line.rstrip("\r\n") for line in self._lines[dialect.preamble :])
        rows = (cells_of(line, dialect.separator, dialect.quote) for line in lines if line.strip())
        return [cells for cells in islice(rows, _SAMPLE_ROWS) if any(cell.strip() for cell in cells)]

    def _beside_rows(self, names: list[str], rows: Sequence[list[str]]) -> list[str]:
        """Add the name that a header lacks where every row has one cell more."""
        if not rows or any(len(row) != len(names) + 1 for row in rows):
            return names
        if all(not row[-1].strip() for row in rows):
            self.tally.count(NOTE_TRAILING)
            return [*names, ""]
        numbers = [row[0].strip() for row in rows]
        first = int(numbers[0]) if numbers[0].isdecimal() and len(numbers[0]) < 9 else -1
        if first in (0, 1) and numbers == [str(first + i) for i in range(len(numbers))]:
            self.tally.count(NOTE_ROW_NUMBERS)
            return ["", *names]
        return names

    def _headless(self, names: list[str], rows: Sequence[list[str]]) -> list[str]:
        """Return the declared names, or numbered ones."""
        widths = {len(row) for row in rows}
        if not names:
            return [f"column_{i}" for i in range(1, max(widths, default=1) + 1)]
        if rows and len(names) not in widths and len(widths) == 1:
            raise FormatError(
                "another number of columns than column_names declares", "Name every column in column_names."
            )
        return names

    def _is_header(self, rows: Sequence[list[str]]) -> bool:
        """Say whether the first row of a file without header holds names that are known."""
        first = [plain_name(cell) for cell in rows[0]] if rows else []
        return len(known_names() & set(first)) >= _MIN_NAMES


def _distinct(names: Iterable[str]) -> Iterator[str]:
    """Yield names of which none occurs twice and none is empty."""
    seen: dict[str, int] = {}
    for i, name in enumerate(names, start=1):
        found = name if name.strip() else f"column {i}"
        seen[found] = seen.get(found, 0) + 1
        yield found if seen[found] == 1 else f"{found} ({seen[found]})"


def _stage(path: Path, encoding: Encoding, form: CsvForm, tally: Tally) -> Staged:
    if not encoding.name:
        raise FormatError(*not_unicode(encoding))
    if encoding.is_guess:
        tally.count(guess_note(encoding))
    form = _with_escape(path, encoding.name, form, tally)
    with opened(path, encoding.name) as stream:
        lines = islice(lines_of(stream), form.dialect.preamble, None)
        return stage_rows(CsvReader(lines, form, tally).rows(), form.names, tally)


def not_unicode(encoding: Encoding) -> tuple[str, str]:
    """Return what to say of an `encoding` that cannot be told, and what to do."""
    proposals = " or ".join(f'"{name}"' for name in encoding.proposals)
    return (
        "bytes that are not UTF-8",
        f"Declare encoding = {proposals or '…'}, whichever shows the letters right, or convert it to UTF-8.",
    )


def guess_note(encoding: Encoding) -> str:
    """Return the sentence that says that an `encoding` was guessed."""
    return f"bytes that are not UTF-8, read as {encoding.name}: declare encoding = … if letters look wrong"


def _with_escape(path: Path, encoding: str, form: CsvForm, tally: Tally) -> CsvForm:
    """Take the backslash as escape where fewer rows are odd with it, and none is lost: two passes."""
    if form.escape_is_known:
        return form
    separator, quote = form.dialect.separator, form.dialect.quote
    marks = tuple("\\" + mark for mark in (separator, quote, "\n", "\r") if mark)
    n_lines = n_joined = 0
    with opened(path, encoding) as stream:
        for line in lines_of(stream):
            if "\\" in line and any(mark in line for mark in marks):
                n_lines += 1
                n_joined += line.rstrip("\r\n").endswith("\\")
    if not n_lines:
        return form
    escaped = replace(form, dialect=replace(form.dialect, escape="\\"))
    counts: list[tuple[int, int]] = []
    for tried in (form, escaped):
        with opened(path, encoding) as stream:
            counts.append(count_irregular(islice(lines_of(stream), form.dialect.preamble, None), tried))
    (n_odd, n_rows), (n_odd_escaped, n_rows_escaped) = counts
    # Rows may be joined by a backslash at the end of a line, and by nothing else.
    if n_odd_escaped < n_odd and n_rows_escaped >= n_rows - n_joined:
        tally.count(NOTE_ESCAPE, n_lines)
        return escaped
    return form
