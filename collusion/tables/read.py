"""Read a source: find its tables, check every row, collect every fault, put the rows in canonical order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from collusion.errors import Fault, InputError, UsageError
from collusion.foreign import excerpt
from collusion.tables.background import in_background
from collusion.tables.check import check_table, row_faults
from collusion.tables.collector import HELD_ROWS, Collector
from collusion.tables.loader import TableLoader
from collusion.tables.locate import Located, TableFiles, locate
from collusion.tables.mapping import NO_MAPPING, SourceMapping
from collusion.tables.notes import Note
from collusion.tables.quarantine import quarantine_rows
from collusion.tables.records import ReviewTables
from collusion.tables.schema import TABLES
from collusion.tables.stored import FileRows


def read_tables(
    source: Path,
    *,
    mapping: SourceMapping = NO_MAPPING,
    quarantine: Path | None = None,
    hold: int = HELD_ROWS,
) -> ReviewTables:
    """Read, check and canonically sort every table of a source.

    Parameters
    ----------
    source
        A folder with one file or folder of parts a table; or one file, which is the reviews table.
    mapping
        How the source's names, dates and scales map onto the contract.
    quarantine
        Folder to which bad rows are written, one Parquet file a table, while reading goes on; when None,
        bad rows are faults.
    hold
        Tables of at most so many rows are held in memory; of larger ones the rows stay in their files.

    Returns
    -------
    ReviewTables
        The tables, what was counted on the way, and the digests of the files.

    Raises
    ------
    InputError
        With every fault of every table. With `quarantine`, only for faults of whole files or columns.
    UsageError
        When the quarantine is the source itself, cannot be written, or holds rows already.
    """
    return read_located(locate(source, mapping), mapping=mapping, quarantine=quarantine, hold=hold)


def read_located(
    located: Located,
    *,
    mapping: SourceMapping = NO_MAPPING,
    quarantine: Path | None = None,
    hold: int = HELD_ROWS,
) -> ReviewTables:
    """Read, check and canonically sort the tables whose files were found.

    Parameters
    ----------
    located
        The files of a source, and what was at fault with them.
    mapping, quarantine, hold
        As of `read_tables`.

    Returns
    -------
    ReviewTables
        As of `read_tables`, which says what is raised, too.
    """
    if quarantine is not None and quarantine.resolve() == located.source.resolve():
        raise UsageError(
            f"Found {excerpt(quarantine)} as both source and quarantine. Allowed: a folder of its own. "
            "Choose another with --quarantine."
        )
    faults = list(located.faults)
    notes = list(located.notes)
    loader = TableLoader(hold=hold, same_ids=mapping.table("reviews").same_ids)
    digests = in_background(located.digests)
    for files in located.files.values():
        read = _read_table(files, mapping, loader, quarantine)
        faults.extend(read.faults)
        notes.extend(read.notes)
        if not faults:
            loader.keep(read.collector, read.on_file)
    if faults:
        raise InputError(faults)
    found = digests.result()
    notes.extend(_equal_parts(located, found))
    return loader.tables(notes, found)


def _equal_parts(located: Located, digests: Mapping[str, str]) -> Iterator[Note]:
    """Tell of parts of a table that are copies of others, byte by byte."""
    for files in located.files.values():
        first: dict[str, str] = {}
        for name, constants in zip(files.names, files.constants or ({},) * len(files.names), strict=True):
            # What the folders name tells rows apart.
            if not constants and name in digests and first.setdefault(digests[name], name) != name:
                copied = excerpt(first[digests[name]])
                words = f"{excerpt(name)} holds the bytes of {copied}: its rows count twice"
                yield Note(files.table, "", 1, words, is_warning=True)


@dataclass(frozen=True, slots=True)
class _Read:
    """One table read: where its rows are, what took them, and what was found."""

    collector: Collector
    on_file: FileRows
    faults: tuple[Fault, ...]
    notes: tuple[Note, ...]


def _read_table(
    files: TableFiles, mapping: SourceMapping, loader: TableLoader, quarantine: Path | None
) -> _Read:
    collector = loader.collector(files.table)
    checked = check_table(files, mapping, collector.accept)
    on_file = FileRows(files, mapping, checked.first_rows)
    faults, notes, bad = list(checked.faults), list(checked.notes), checked.bad
    if not faults:
        resolved = collector.resolve_keys(on_file)
        bad = (*bad, *resolved.bad)
        notes.extend(resolved.notes)
    if bad and quarantine is None:
        faults.extend(row_faults(files, bad, mapping))
    if bad and quarantine is not None:
        notes.append(quarantine_rows(files, bad, mapping, folder=quarantine))
    is_empty = collector.n_valid == len(collector.drop)
    if not faults and TABLES[files.table].required and is_empty:
        faults.append(_no_rows(files.table))
    return _Read(collector, on_file, tuple(faults), tuple(notes))


def _no_rows(table: str) -> Fault:
    return Fault(table, "", "no valid row", "one row or more", "Check that the file was written completely.")
