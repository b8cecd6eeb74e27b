"""Decode a text file line by line or in pieces, its marks and page breaks taken away."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from collusion.tables.formats.content import FormatError
from collusion.tables.formats.encodings import Encoding, find_encoding, sniff_encoding

#: Characters of a line at most.
MAX_LINE = 1 << 24
_MARK = "\ufeff"


@contextmanager
def opened(path: Path, encoding: str) -> Iterator[TextIO]:
    """Open a text file: line ends stay as they are, bytes that are no text become lone surrogates or �."""
    # Only these two can say which byte was wrong.
    errors = "surrogateescape" if encoding in ("utf-8", "utf-8-sig", "ascii") else "replace"
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding, errors, newline="") as stream:
        yield stream


def lines_of(stream: TextIO) -> Iterator[str]:
    """Yield lines with their ends, the byte order mark taken away.

    Raises
    ------
    FormatError
        When a line is longer than any table's.
    """
    is_first = True
    while line := stream.readline(MAX_LINE):
        if len(line) == MAX_LINE and line[-1] not in "\r\n":
            raise FormatError(f"a line of more than {MAX_LINE:,} characters", "Check that it is a table.")
        yield line.lstrip(_MARK) if is_first else line
        is_first = False


def encoding_of(path: Path, head: bytes, declared: str) -> Encoding:
    """Return the encoding of the file at `path`: as `declared`, with the mark in its `head`, or found."""
    if not declared:
        return find_encoding(path, head)
    proven = sniff_encoding(head)
    wanted = declared.lower().replace("_", "-")
    is_same = proven and proven.removesuffix("-sig").startswith(wanted.removesuffix("-sig")[:6])
    return Encoding(proven if is_same else declared)
