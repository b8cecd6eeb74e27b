"""Check from the bytes alone that polars reads a CSV file as Python's csv does: the fast path."""

from __future__ import annotations

from pathlib import Path

from collusion.tables.formats.dialect import Dialect

_CHUNK = 1 << 20
#: A quoted cell that goes on for so long has lost its closing quote.
_MAX_CELL = 1 << 20
_LINE_ENDS = b"\n\r"


def is_regular(path: Path, dialect: Dialect, n_columns: int) -> bool:
    """Say whether a file is valid UTF-8, has as many cells in each row, and no quote in an odd place.

    Parameters
    ----------
    path
        The file.
    dialect
        How it is written, with a separator of one character and without escape; rows begin after its
        preamble, which includes the header.
    n_columns
        Number of cells that each row must have.

    Returns
    -------
    bool
        False for blank lines, comments, mixed line ends, and cells of several lines that look like rows.

    Raises
    ------
    OSError
        When the file cannot be read.

    Notes
    -----
    O(n) with a few passes of C over each megabyte; memory stays at a few megabytes. Where each quote opens or
    closes a cell, or is doubled within one, the two readers agree, since neither has anything left to guess.
    """
    checker = _Checker(dialect, n_columns)
    with path.open("rb") as stream:
        for _ in range(dialect.preamble):
            line = stream.readline(_CHUNK)
            checker.line_end = b"\r\n" if line.endswith(b"\r\n") else b"\n"
            if b"\r" in line.rstrip(b"\r\n"):
                return False
        rest = b""
        while block := stream.read(_CHUNK):
            cut = block.rfind(b"\n") + 1
            rest, tail = rest + block[:cut], block[cut:]
            if rest and cut:
                verdict = checker.is_regular(rest)
                if verdict is False or len(rest) + len(tail) > _MAX_CELL + _CHUNK:
                    return False
                rest = rest + tail if verdict is None else tail
            elif len(rest) + len(tail) > _MAX_CELL + _CHUNK:
                return False
            else:
                rest += tail
        if rest and not rest.endswith(b"\n"):
            rest += checker.line_end
        return not rest or checker.is_regular(rest) is True


class _Checker:
    """Checks whole lines, whatever they are cut into."""

    def __init__(self, dialect: Dialect, n_columns: int) -> None:
        self._separator, self._quote = dialect.separator.encode(), dialect.quote.encode()
        self._n_columns = n_columns
        #: How lines end; the first one says, where there is no header.
        self.line_end = b""
        kept = self._separator + _LINE_ENDS
        self._others = bytes(set(range(256)) - set(kept))
        # Every letter that is no separator, quote or line end becomes an x.
        self._classes = bytes(byte if byte in kept + self._quote else ord("x") for byte in range(256))
        escapes = (self._separator, self._quote, b"\n", b"\r")
        self._escapes = tuple(b"\\" + mark for mark in escapes if mark)

    def is_regular(self, lines: bytes) -> bool | None:
        """Say whether whole lines are regular; None where they end within a quoted cell."""
        if not lines.isascii():
            try:
                lines.decode()
            except UnicodeDecodeError:
                return False
        if b"\\" in lines and any(mark in lines for mark in self._escapes):
            return False
        if self._quote and self._quote in lines:
            parts = lines.split(self._quote)
            if len(parts) % 2 == 0:
                return None
            outside = self._quote.join(parts[::2])
            if not self._quotes_stand_right(outside) or self._swallows_rows(lines, outside, parts):
                return False
            lines = outside
        return self._has_rows(lines)

    def _has_rows(self, outside: bytes) -> bool:
        if not self.line_end:
            self.line_end = b"\r\n" if outside[: outside.find(b"\n") + 1].endswith(b"\r\n") else b"\n"
        marks = outside.translate(None, self._others)
        row = self._separator * (self._n_columns - 1) + self.line_end
        n_rows, rest = divmod(len(marks), len(row))
        if rest or marks != row * n_rows:
            return False
        # A line without a mark of its own is blank where it is one cell.
        return self._n_columns > 1 or (
            b"\n" + self.line_end not in outside and not outside.startswith(self.line_end)
        )

    def _quotes_stand_right(self, outside: bytes) -> bool:
        """Say whether each quote stands between marks or next to another, quoted cells being cut out."""
        shape = b"\n" + outside.translate(self._classes) + b"\n"
        quote = self._quote
        return b"x" + quote not in shape and quote + b"x" not in shape

    def _swallows_rows(self, lines: bytes, outside: bytes, parts: list[bytes]) -> bool:
        """Say whether a quoted cell of several lines looks like rows, as after a quote that never closes."""
        if self._n_columns == 1 or lines.count(b"\n") == outside.count(b"\n"):
            return False
        n = self._n_columns - 1
        return any(
            b"\n" in cell and cell.count(self._separator) >= n * cell.count(b"\n") for cell in parts[1::2]
        )
