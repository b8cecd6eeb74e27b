"""Estimate the rows of a file that is no Parquet, and its bytes once unpacked, from its beginning."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from collusion.tables.formats.content import content_of, read_head
from collusion.tables.formats.encodings import sniff_encoding

_SAMPLE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Estimate:
    """About how many `rows` a file has, and `n_bytes` once it is unpacked."""

    rows: int
    n_bytes: int


def estimate(path: Path, form: str) -> Estimate:
    """Estimate how large a file is.

    Parameters
    ----------
    path
        The file, of any format but Parquet.
    form
        Its format, as its name or the configuration says.

    Returns
    -------
    Estimate
        By its first megabyte, unpacked.

    Raises
    ------
    OSError, EOFError, ValueError, RuntimeError, zlib.error, lzma.LZMAError, zipfile.BadZipFile
        When it cannot be read or unpacked.
    """
    head, consumed, size, is_workbook = _head(path)
    share = size / max(consumed, 1)
    rows = head.count(b"<row") if is_workbook else _rows(head, form)
    return Estimate(round(rows * share), round(len(head) * share))


def _rows(head: bytes, form: str) -> int:
    """Count the rows at the beginning of a text file."""
    if "json" in form.lower():
        # One object a line, however nested; or an array of objects on one line or on many.
        counts = [count for count in (head.count(b"\n"), head.count(b"{")) if count]
        return min(counts, default=0)
    text = head.decode(sniff_encoding(head) or "latin-1", errors="replace")
    try:
        # Cells hold line breaks, and lines may end in a carriage return alone.
        return sum(1 for _ in csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        return text.count("\n")


def _head(path: Path) -> tuple[bytes, int, int, bool]:
    """Return the beginning of a file, the bytes that it takes of how many, and whether it is a workbook."""
    kind, size = content_of(read_head(path)).kind, path.stat().st_size
    with path.open("rb") as raw:
        if kind == "zip":
            return _head_within(raw)
        if kind == "zstd":
            head = _first_of_zstd(raw)
        elif kind in _OPENERS:
            with closing(_OPENERS[kind](raw)) as stream:
                head = stream.read(_SAMPLE_BYTES)
        else:
            head = raw.read(_SAMPLE_BYTES)
        return head, min(raw.tell(), size), size, False


def _head_within(raw: io.BufferedReader) -> tuple[bytes, int, int, bool]:
    """Return the same of the largest sheet of a workbook, or of the largest file in an archive."""
    with zipfile.ZipFile(raw) as archive:
        sheets = [one for one in archive.infolist() if "worksheets/" in one.filename]
        largest = max(sheets or archive.infolist(), key=lambda one: one.file_size)
        with archive.open(largest) as stream:
            head = stream.read(_SAMPLE_BYTES)
        return head, len(head), largest.file_size, bool(sheets)


def _first_of_zstd(raw: io.BufferedReader) -> bytes:
    """Return the beginning of a file, unpacked; as it is where nothing is installed that unpacks it."""
    try:
        import zstandard
    except ImportError:
        return raw.read(_SAMPLE_BYTES)
    try:
        return bytes(zstandard.ZstdDecompressor().stream_reader(raw).read(_SAMPLE_BYTES))
    except zstandard.ZstdError as error:
        raise EOFError from error


_OPENERS: Mapping[str, Callable[[Any], Any]] = {"gzip": gzip.open, "bz2": bz2.open, "xz": lzma.open}
