"""Find the parts of a table in a folder, and leave out what other programs keep there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from collusion.errors import Fault
from collusion.foreign import excerpt
from collusion.tables.formats.columnar_file import READERS
from collusion.tables.formats.content import COMPRESSIONS, content_of, read_head
from collusion.tables.mapping import COMPRESSED, FORMATS
from collusion.tables.notes import Note

_CONFIG = "collusion.toml"
_JUNK_NAMES = ("thumbs.db", "desktop.ini", "readme", "license", "manifest")
_JUNK_ENDS = (".crc", ".md5", ".sha256", ".tmp", ".log", ".ini", ".db-journal")
_HIDDEN = (".", "_")
_MAX_DEPTH = 8
_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
_LAKES = {
    "_delta_log": "a Delta Lake table, of which some files may hold rows that were deleted",
    "metadata": "an Iceberg table, of which some files may hold rows that were deleted",
    ".hoodie": "a Hudi table, of which some files may hold rows that were replaced",
}


@dataclass(frozen=True, slots=True)
class Parts:
    """The files of one table.

    Attributes
    ----------
    paths
        The files, sorted by name.
    constants
        Columns that the folders of each file name, as ``marketplace=us``, by name.
    notes
        What was passed over.
    faults
        Why the folder cannot be read.
    """

    paths: list[Path] = field(default_factory=list)
    constants: list[Mapping[str, str]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def format_of(name: str) -> str | None:
    """Return the format that the extension of `name` says, one of `FORMATS`; None where it says none."""
    stem, _, end = name.lower().rpartition(".")
    if end in COMPRESSED:
        stem, _, end = stem.rpartition(".")
        if not stem and not end:
            return None
    return end if end in FORMATS and stem else None


def format_by_content(path: Path) -> str | None:
    """Return the format of a file whose name says none, by what it holds; None where that is not read."""
    try:
        head = read_head(path)
    except OSError:
        return None
    kind = content_of(head).kind
    if kind in COMPRESSIONS:
        return "csv"
    if kind == "text":
        return None if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) else "csv"
    return "parquet" if kind in READERS else {"parquet": "parquet", "zip": "csv", "xls": "xlsx"}.get(kind)


def lake_fault(folder: Path, table: str) -> Fault | None:
    """Return why a `folder` that a lake keeps is no folder of parts of a `table`; None where it is none."""
    remedy = "Write its rows as Parquet with the program that keeps it, and read that."
    found = (words for lake, words in _LAKES.items() if (folder / lake).is_dir())
    return next((Fault(table, "", words, "a folder of files", remedy) for words in found), None)


def parts_of(folder: Path, table: str) -> Parts:
    """Find the parts of a table in a folder, its sub-folders included.

    Parameters
    ----------
    folder
        The folder.
    table
        Name of the table.

    Returns
    -------
    Parts
        Sorted by path. Hidden files and those that begin with an underscore are passed over silently, as
        Spark and Hive do; other programs' files and empty parts with a note.
    """
    parts = Parts()
    junk: list[str] = []
    empty: list[str] = []
    if (lake := lake_fault(folder, table)) is not None:
        parts.faults.append(lake)
        return parts
    for path, constants in _walk(folder, {}, 0):
        name = path.name.lower()
        if name == _CONFIG and path.parent == folder:
            continue
        if not path.is_file():
            found = f"{excerpt(path.name)} in folder {excerpt(folder.name)}, which is no file"
            parts.faults.append(Fault(table, "", found, "files and folders of files", "Move it away."))
        elif name.startswith(_JUNK_NAMES) or name.endswith(_JUNK_ENDS):
            junk.append(path.name)
        elif path.stat().st_size == 0:
            empty.append(path.name)
        else:
            parts.paths.append(path)
            parts.constants.append(constants)
    if junk:
        parts.notes.append(
            Note(table, "", len(junk), f"files of other programs, passed over: {_shown(junk)}")
        )
    if empty:
        parts.notes.append(Note(table, "", len(empty), f"empty files, passed over: {_shown(empty)}"))
    return parts


def _walk(folder: Path, constants: Mapping[str, str], depth: int) -> Iterator[tuple[Path, Mapping[str, str]]]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(_HIDDEN):
            continue
        if path.is_dir() and not path.is_symlink() and depth < _MAX_DEPTH:
            yield from _walk(path, {**constants, **named_by(path.name)}, depth + 1)
        else:
            yield path, constants


def named_by(folder: str) -> dict[str, str]:
    """Return the column that the name of a folder gives, as ``marketplace=us``; none for other names."""
    key, is_pair, value = folder.partition("=")
    return {key: unquote(value)} if is_pair and key and value != _NO_VALUE else {}


def _shown(names: list[str]) -> str:
    return ", ".join(excerpt(name) for name in names[:10]) + (", …" if len(names) > 10 else "")
