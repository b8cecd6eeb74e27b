"""Find the files of each table within a source, without leaving it."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from collusion.errors import Fault, UsageError
from collusion.foreign import excerpt
from collusion.tables.mapping import COMPRESSED, FORMATS, Layout, SourceMapping, base_format
from collusion.tables.notes import Note
from collusion.tables.part_files import format_by_content, format_of, named_by, parts_of
from collusion.tables.schema import TABLES

CONFIG_NAME = "collusion.toml"
#: What `file` says of a table that is the whole folder.
WHOLE = "."


@dataclass(frozen=True, slots=True)
class TableFiles:
    """The files of one table, in the order in which they are read.

    Attributes
    ----------
    table
        Name of the table.
    format
        One of `FORMATS`; all parts are of its kind.
    paths
        The files, sorted by name.
    names
        Path of each, relative to the source, with forward slashes.
    constants
        Columns that the folders of each file name, as ``marketplace=us``; none where no folder does.
    """

    table: str
    format: str
    paths: tuple[Path, ...]
    names: tuple[str, ...]
    constants: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Located:
    """What a source holds.

    Attributes
    ----------
    source
        The folder or file.
    files
        The files of each table, by its name.
    notes
        What was passed over.
    faults
        Why the source cannot be read.
    known
        Digests of what was read, by table, where the files are copies; None where they are the files' own.
    """

    source: Path
    files: Mapping[str, TableFiles]
    notes: tuple[Note, ...]
    faults: tuple[Fault, ...]
    known: Mapping[str, str] | None = None

    def digests(self) -> dict[str, str]:
        """Return the digests of the source, sorted by name: of its files, unless others are known."""
        return digests_of(self.files) if self.known is None else dict(sorted(self.known.items()))


def locate(source: Path, mapping: SourceMapping, *, outputs: Sequence[Path] = ()) -> Located:
    """Find the files of every table of the contract in `source`.

    Parameters
    ----------
    source
        A folder, or a file, which is then the reviews table.
    mapping
        Where it declares a table's file, that one is taken.
    outputs
        What the run itself writes: where that is within the source, it is no remark that it is no table.

    Returns
    -------
    Located
        Faults are returned, not raised, so that they can be collected with those of the tables.
    """
    try:
        if source.is_dir():
            return _locate_in(source, mapping, outputs)
        is_file = source.is_file()
    except (OSError, ValueError):
        is_file = False
    if is_file:
        return _locate_single(source, mapping)
    fault = Fault(
        excerpt(source),
        "",
        "no such file or folder",
        "a folder with a reviews table, or one file",
        "Check the path.",
    )
    return Located(source, {}, (), (fault,))


def stamps_of(files: Mapping[str, TableFiles]) -> dict[str, tuple[int, ...]]:
    """Return what tells a file from one that takes its place, by its name: device, inode, size, times.

    A file that is gone has an empty stamp. `files` are those of a source, by table.
    """
    stamps: dict[str, tuple[int, ...]] = {}
    for table in files.values():
        for name, path in zip(table.names, table.paths, strict=True):
            try:
                found = path.stat()
            except OSError:
                stamps[name] = ()
            else:
                stamps[name] = found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
    return stamps


def digests_of(files: Mapping[str, TableFiles]) -> dict[str, str]:
    """Return the SHA-256 of every file, by its name relative to the source, sorted by name.

    Raises
    ------
    OSError
        When a file cannot be read.
    """
    named = {
        name: path for table in files.values() for name, path in zip(table.names, table.paths, strict=True)
    }
    digests = {}
    for name in sorted(named):
        with named[name].open("rb") as stream:
            digests[name] = hashlib.file_digest(stream, "sha256").hexdigest()
    return digests


def _locate_single(path: Path, mapping: SourceMapping) -> Located:
    declared = mapping.table("reviews").layout
    form = declared.format or format_of(path.name) or format_by_content(path)
    if form is None:
        return Located(path, {}, (), (_unknown_format("reviews", path.name),))
    return Located(path, {"reviews": TableFiles("reviews", form, (path,), (path.name,))}, (), ())


def _locate_in(source: Path, mapping: SourceMapping, outputs: Sequence[Path]) -> Located:
    entries = sorted(entry.name for entry in source.iterdir())
    files: dict[str, TableFiles] = {}
    faults: list[Fault] = []
    used: set[str] = {CONFIG_NAME, *entries_of(source, outputs)}
    notes: list[Note] = []
    for name, table in TABLES.items():
        declared = mapping.table(name).layout
        names = [declared.file] if declared.file else _named(entries, name)
        if not names and table.required and is_partitioned(source, entries):
            names = [WHOLE]
        used.update(posixpath.normpath(entry.replace("\\", "/")).split("/")[0] for entry in names)
        if len(names) > 1:
            faults.append(_ambiguous(name, names))
            continue
        if not names and table.required:
            faults.append(_missing_table(name, entries))
        if not names:
            continue
        if not declared.file and not _is_table(names[0], name):
            taken = "the folder itself" if names[0] == WHOLE else excerpt(names[0])
            notes.append(Note(name, "", 1, f"{taken} taken for the table {name}"))
        if not table.required and _is_empty(source / names[0]):
            notes.append(Note(name, "", 1, f"an empty file, taken for no table: {excerpt(names[0])}"))
            continue
        found = _table_files(source, name, names[0], declared, notes)
        if isinstance(found, Fault):
            faults.append(found)
        else:
            files[name] = found
    notes.extend(() if WHOLE in used else _passed_over(entries, used))
    return Located(source, files, tuple(notes), tuple(faults))


def is_partitioned(source: Path, entries: Sequence[str]) -> bool:
    """Return whether the folder `source` of some `entries` is itself a table, in folders as ``app_id=7``."""
    shown = [name for name in entries if not name.startswith((".", "_")) and name != CONFIG_NAME]
    return bool(shown) and all(named_by(name) and (source / name).is_dir() for name in shown)


def _is_empty(path: Path) -> bool:
    return path.is_file() and path.stat().st_size == 0


def entries_of(source: Path, outputs: Sequence[Path]) -> list[str]:
    """Return the entries of the folder `source` in which `outputs` are, for those that are within it."""
    root = source.resolve()
    places = [path.resolve() for path in outputs]
    return [path.relative_to(root).parts[0] for path in places if path != root and path.is_relative_to(root)]


def check_outputs(source: Path, outputs: Sequence[Path]) -> None:
    """Raise unless what a run writes stays apart from the tables that it reads.

    Parameters
    ----------
    source
        Folder or file of tables.
    outputs
        The run folder and what else it writes.

    Raises
    ------
    UsageError
        When one of them would be taken for a table of the source, or is within one.
    """
    for entry in entries_of(source, outputs):
        taken = next((name for name in TABLES if _is_table(entry, name)), None)
        if taken is not None:
            raise UsageError(
                f"Found an output at {excerpt(source / entry)}, which the source is to have for its table "
                f"{taken}. Allowed: outputs outside of the source, or under another name. Choose another "
                "folder with --out or --quarantine."
            )


def _is_table(entry: str, table: str) -> bool:
    return entry == table or (entry.startswith(f"{table}.") and _is_format(entry[len(table) + 1 :]))


def _is_format(extension: str) -> bool:
    first, _, second = extension.partition(".")
    return (first in FORMATS and (not second or second in COMPRESSED)) or extension in COMPRESSED


def _named(entries: list[str], table: str) -> list[str]:
    """Return the entries that are called like a table; whatever their case only where none is exactly."""
    exact = [entry for entry in entries if _is_table(entry, table)]
    return exact or [entry for entry in entries if _is_table(entry.lower(), table)]


def _table_files(
    source: Path, table: str, entry: str, declared: Layout, notes: list[Note]
) -> TableFiles | Fault:
    path = source / entry
    fault = _outside(source, path, table, entry)
    if fault is not None:
        return fault
    if path.is_dir():
        found = parts_of(path, table)
        notes.extend(found.notes)
        if found.faults:
            return found.faults[0]
        if not found.paths:
            words = f"an empty folder {excerpt(entry)}"
            return Fault(table, "", words, "a folder with one file or more", "Fill it.")
        parts, constants = found.paths, tuple(found.constants)
    elif path.is_file():
        parts, constants = [path], ()
    else:
        remedy = f"Correct [tables.{table}] file in {CONFIG_NAME}, or put the file there."
        return Fault(table, "", f"no file {excerpt(entry)}", "a file or folder within the source", remedy)
    forms: dict[str, str] = {}
    for part in parts:
        escaped = _outside(source, part, table, part.name)
        if escaped is not None:
            return escaped
        form = declared.format or format_of(part.name) or format_by_content(part)
        if form is None:
            return _unknown_format(table, part.name)
        forms.setdefault(base_format(form), form)
    if len(forms) > 1:
        words = f"parts in {len(forms)} formats ({', '.join(sorted(forms.values()))})"
        return Fault(table, "", words, "parts in one format", "Keep one format in the folder.")
    names = tuple(part.relative_to(source).as_posix() for part in parts)
    return TableFiles(table, next(iter(forms.values())), tuple(parts), names, constants)


def _outside(source: Path, path: Path, table: str, entry: str) -> Fault | None:
    try:
        inside = path.resolve().is_relative_to(source.resolve())
    except (OSError, ValueError, RuntimeError):
        inside = False
    if inside:
        return None
    return Fault(
        table,
        "",
        f"a path that leads out of the source: {excerpt(entry)}",
        "files within the source folder, links included",
        "Copy the file into the source folder.",
    )


def _ambiguous(table: str, names: list[str]) -> Fault:
    found = f"{len(names)} candidates: {', '.join(names)}"
    remedy = f"Remove the others, or name one with [tables.{table}] file = … in {CONFIG_NAME}."
    return Fault(table, "", found, "one file or folder", remedy)


def _missing_table(table: str, entries: list[str]) -> Fault:
    shown = ", ".join(excerpt(entry) for entry in entries[:10]) or "nothing"
    return Fault(
        table,
        "",
        f"no such table; the source holds {shown}",
        f"{table} as {', '.join('.' + form for form in FORMATS)}, or a folder {table}/ of parts",
        f"Add it, or name its file with [tables.{table}] file = … in {CONFIG_NAME}.",
    )


def _unknown_format(table: str, name: str) -> Fault:
    return Fault(
        table,
        "",
        f"a file of unknown format: {excerpt(name)}",
        ", ".join("." + form for form in FORMATS),
        f"Rename it, or declare [tables.{table}] format = … in {CONFIG_NAME}.",
    )


def _passed_over(entries: list[str], used: set[str]) -> tuple[Note, ...]:
    silent = ("README", ".")
    extra = [e for e in entries if e not in used and e != "truth" and not e.startswith(silent)]
    if not extra:
        return ()
    shown = ", ".join(excerpt(entry) for entry in extra[:10]) + (", …" if len(extra) > 10 else "")
    return (Note("source", "", len(extra), f"files that are no table of the contract, passed over: {shown}"),)
