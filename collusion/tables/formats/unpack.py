"""Unpack compressed files and archives of one table into a temporary file, no further than is allowed."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import IO, Any

from collusion.tables.formats.content import FormatError
from collusion.tables.formats.staging import new_folder, once

_CHUNK = 1 << 20
# A few bytes may stand for 128 KiB.
_ZSTD_CHUNK = 1 << 10
#: Files are unpacked to at most so many times their size, or `MIN_LIMIT` bytes.
MAX_RATIO = 300
MIN_LIMIT = 1 << 30
#: Members of an archive that are no tables.
_JUNK = ("__MACOSX/", "._", ".DS_Store", "Thumbs.db", "desktop.ini", "README", "LICENSE")


def unpack(path: Path, kind: str, *, max_bytes: int | None = None) -> Path:
    """Unpack a file.

    Parameters
    ----------
    path
        The file.
    kind
        Its content: ``"gzip"``, ``"zstd"``, ``"bz2"``, ``"xz"`` or ``"zip"``.
    max_bytes
        Most bytes that are written; when None, `MAX_RATIO` times the size of the file, at least `MIN_LIMIT`.

    Returns
    -------
    Path
        The unpacked file, temporary, the same for a second call.

    Raises
    ------
    FormatError
        When it would be larger, is damaged, needs a password, or an archive holds no table or several.
    OSError
        When there is no space left, or the file cannot be read.

    Notes
    -----
    In chunks: O(1) memory.
    """
    limit = max(MIN_LIMIT, MAX_RATIO * path.stat().st_size) if max_bytes is None else max_bytes
    return once(path, ("unpacked", limit), lambda: _unpack(path, kind, limit))


def is_workbook(path: Path) -> bool:
    """Say whether a zip archive is a workbook of Excel or OpenDocument."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    return bool(names & {"xl/workbook.xml", "xl/workbook.bin"}) or {"content.xml", "mimetype"} <= names


def _unpack(path: Path, kind: str, limit: int) -> Path:
    target = new_folder() / "unpacked"
    try:
        with target.open("wb") as out:
            _copy(_chunks(path, kind), out, limit)
    except FormatError:
        raise
    except EOFError as error:
        raise FormatError("a file that breaks off", "Copy or export it again.") from error
    except (
        gzip.BadGzipFile,
        zipfile.BadZipFile,
        lzma.LZMAError,
        zlib.error,
        _zstd_error(),
        OSError,
        RuntimeError,
    ) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        if isinstance(error, RuntimeError):
            raise FormatError("an archive that needs a password", "Unpack it.") from error
        raise FormatError("a file whose compression is damaged", "Copy or export it again.") from error
    return target


def _chunks(path: Path, kind: str) -> Iterator[bytes]:
    if kind == "zstd":
        yield from _zstd_chunks(path)
        return
    openers: dict[str, Callable[[Path], Any]] = {
        "gzip": gzip.GzipFile,
        "bz2": bz2.BZ2File,
        "xz": lzma.LZMAFile,
        "zip": _only_member,
    }
    with openers[kind](path) as source:
        while chunk := source.read(_CHUNK):
            yield chunk


def _zstd_chunks(path: Path) -> Iterator[bytes]:
    """Yield what the frames of a file hold; the reader of zstandard does not tell when one breaks off."""
    context = _zstd().ZstdDecompressor()
    with path.open("rb") as stream:
        frame = context.decompressobj()
        rest = stream.read(_ZSTD_CHUNK)
        while rest:
            yield frame.decompress(rest)
            rest = frame.unused_data if frame.eof else b""
            if frame.eof and (rest := rest or stream.read(_ZSTD_CHUNK)):
                frame = context.decompressobj()
            elif not frame.eof:
                rest = stream.read(_ZSTD_CHUNK)
    if not frame.eof:
        raise EOFError


def _only_member(path: Path) -> IO[bytes]:
    """Open the one file of an archive; nothing is written under a name that the archive gives."""
    archive = zipfile.ZipFile(path)
    members = [
        member
        for member in archive.infolist()
        if not member.is_dir()
        and not any(part.startswith(_JUNK) for part in (member.filename, Path(member.filename).name))
    ]
    if len(members) != 1:
        archive.close()
        found = f"an archive of {len(members)} files" if members else "an archive without a file"
        raise FormatError(found, "Unpack it into a folder, one file or folder a table.")
    return archive.open(members[0])


def _copy(chunks: Iterator[bytes], out: IO[bytes], limit: int) -> None:
    n_bytes = 0
    for chunk in chunks:
        n_bytes += len(chunk)
        if n_bytes > limit:
            raise FormatError(
                f"a file that unpacks to more than {limit:,} bytes",
                "Unpack it yourself, if you trust it, and read the unpacked file.",
            )
        out.write(chunk)


def _zstd() -> ModuleType:
    try:
        import zstandard
    except ImportError as error:
        raise FormatError(
            "a Zstandard-compressed file, for which zstandard is missing",
            "Install it with `pip install collusion[sources]`, or unpack the file.",
        ) from error
    return zstandard


def _zstd_error() -> type[Exception]:
    try:
        import zstandard
    except ImportError:
        return FormatError
    return zstandard.ZstdError
