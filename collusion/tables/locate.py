"""Find the files of each table within a source, without leaving it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from collusion.errors import Fault, UsageError
from collusion.settings import printable
from collusion.tables.mapping import FORMATS, Layout, SourceMapping
from collusion.tables.notes import Note
from collusion.tables.schema import TABLES

CONFIG_NAME = "collusion.toml"


@dataclass(frozen=True, slots=True)
class TableFiles:
    """The files of one table, in the order in which they are read.

    Attributes
    ----------
    table
        Name of the table.
    format
        One of `FORMATS`, the same for all parts.
    paths
        The files, sorted by name.
    names
        Path of each, relative to the source, with forward slashes.
    """

    table: str
    format: str
    paths: tuple[Path, ...]
    names: tuple[str, ...]


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
        printable(source),
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
    form = mapping.table("reviews").layout.format or _format_of(path.name)
    if form is None:
        return Located(path, {}, (), (_unknown_format("reviews", path.name),))
    return Located(path, {"reviews": TableFiles("reviews", form, (path,), (path.name,))}, (), ())


def _locate_in(source: Path, mapping: SourceMapping, outputs: Sequence[Path]) -> Located:
    entries = sorted(entry.name for entry in source.iterdir())
    files: dict[str, TableFiles] = {}
    faults: list[Fault] = []
    used: set[str] = {CONFIG_NAME, *entries_of(source, outputs)}
    for name, table in TABLES.items():
        declared = mapping.table(name).layout
        names = [declared.file] if declared.file else [entry for entry in entries if _is_table(entry, name)]
        used.update(entry.replace("\\", "/").split("/")[0] for entry in names)
        if len(names) > 1:
            faults.append(_ambiguous(name, names))
        elif names:
            found = _table_files(source, name, names[0], declared)
            if isinstance(found, Fault):
                faults.append(found)
            else:
                files[name] = found
        elif table.required:
            faults.append(_missing_table(name, entries))
    return Located(source, files, _passed_over(entries, used), tuple(faults))


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
                f"Found an output at {printable(source / entry)}, which the source is to have for its table "
                f"{taken}. Allowed: outputs outside of the source, or under another name. Choose another "
                "folder with --out or --quarantine."
            )


def _is_table(entry: str, table: str) -> bool:
    return entry == table or any(entry == f"{table}.{form}" for form in FORMATS)


def _format_of(name: str) -> str | None:
    """Return the format that the extension of `name` says; the longest extension wins."""
    fitting = [form for form in FORMATS if name.lower().endswith(f".{form}")]
    return max(fitting, key=len) if fitting else None


def _table_files(source: Path, table: str, entry: str, declared: Layout) -> TableFiles | Fault:
    path = source / entry
    fault = _outside(source, path, table, entry)
    if fault is not None:
        return fault
    if path.is_dir():
        parts = sorted(part for part in path.iterdir() if not part.name.startswith((".", "_")))
        if not parts:
            return Fault(
                table, "", f"an empty folder {printable(entry)}", "a folder with one file or more", "Fill it."
            )
    elif path.is_file():
        parts = [path]
    else:
        remedy = f"Correct [tables.{table}] file in {CONFIG_NAME}, or put the file there."
        return Fault(table, "", f"no file {printable(entry)}", "a file or folder within the source", remedy)
    forms = set()
    for part in parts:
        escaped = _outside(source, part, table, part.name)
        if escaped is not None:
            return escaped
        if not part.is_file():
            found = f"{printable(part.name)} in folder {printable(entry)}, which is no file"
            return Fault(table, "", found, "a flat folder of files", "Move it away or flatten the folder.")
        form = declared.format or _format_of(part.name)
        if form is None:
            return _unknown_format(table, part.name)
        forms.add(form)
    if len(forms) > 1:
        found = f"parts in {len(forms)} formats ({', '.join(sorted(forms))})"
        return Fault(table, "", found, "parts in one format", "Keep one format in the folder.")
    names = tuple(part.relative_to(source).as_posix() for part in parts)
    return TableFiles(table, forms.pop(), tuple(parts), names)


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
        f"a path that leads out of the source: {printable(entry)}",
        "files within the source folder, links included",
        "Copy the file into the source folder.",
    )


def _ambiguous(table: str, names: list[str]) -> Fault:
    found = f"{len(names)} candidates: {', '.join(names)}"
    remedy = f"Remove the others, or name one with [tables.{table}] file = … in {CONFIG_NAME}."
    return Fault(table, "", found, "one file or folder", remedy)


def _missing_table(table: str, entries: list[str]) -> Fault:
    shown = ", ".join(printable(entry) for entry in entries[:10]) or "nothing"
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
        f"a file of unknown format: {printable(name)}",
        ", ".join("." + form for form in FORMATS),
        f"Rename it, or declare [tables.{table}] format = … in {CONFIG_NAME}.",
    )


def _passed_over(entries: list[str], used: set[str]) -> tuple[Note, ...]:
    silent = ("README", ".")
    extra = [e for e in entries if e not in used and e != "truth" and not e.startswith(silent)]
    if not extra:
        return ()
    shown = ", ".join(printable(entry) for entry in extra[:10]) + (", …" if len(extra) > 10 else "")
    return (Note("source", "", len(extra), f"files that are no table of the contract, passed over: {shown}"),)
