"""Read a source: find its tables, check every row, gather every fault, put the rows in canonical order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from collusion.errors import Fault, InputError, UsageError
from collusion.settings import printable
from collusion.tables.beside import beside
from collusion.tables.check import check_table, row_faults
from collusion.tables.gather import HELD_ROWS, Gatherer
from collusion.tables.intake import Intake
from collusion.tables.locate import TableFiles, digests_of, locate
from collusion.tables.mapping import NO_MAPPING, SourceMapping
from collusion.tables.notes import Note
from collusion.tables.quarantine import put_aside
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
    if quarantine is not None and quarantine.resolve() == source.resolve():
        raise UsageError(
            f"Found {printable(quarantine)} as both source and quarantine. Allowed: a folder of its own. "
            "Choose another with --quarantine."
        )
    located = locate(source, mapping)
    faults = list(located.faults)
    notes = list(located.notes)
    intake = Intake(hold=hold)
    digests = beside(partial(digests_of, located.files))
    for files in located.files.values():
        read = _read_table(files, mapping, intake, quarantine)
        faults.extend(read.faults)
        notes.extend(read.notes)
        if not faults:
            intake.keep(read.gatherer, read.on_file)
    if faults:
        raise InputError(faults)
    return intake.tables(notes, digests.result())


@dataclass(frozen=True, slots=True)
class _Read:
    """One table read: where its rows are, what took them, and what was found."""

    gatherer: Gatherer
    on_file: FileRows
    faults: tuple[Fault, ...]
    notes: tuple[Note, ...]


def _read_table(files: TableFiles, mapping: SourceMapping, intake: Intake, quarantine: Path | None) -> _Read:
    gatherer = intake.gatherer(files.table)
    checked = check_table(files, mapping, gatherer.accept)
    on_file = FileRows(files, mapping, checked.first_rows)
    faults, notes, bad = list(checked.faults), list(checked.notes), checked.bad
    if not faults:
        settled = gatherer.settle(on_file)
        bad = (*bad, *settled.bad)
        notes.extend(settled.notes)
    if bad and quarantine is None:
        faults.extend(row_faults(files, bad, mapping))
    if bad and quarantine is not None:
        notes.append(put_aside(files, bad, mapping, folder=quarantine))
    is_empty = gatherer.n_sound == len(gatherer.drop)
    if not faults and TABLES[files.table].required and is_empty:
        faults.append(_no_rows(files.table))
    return _Read(gatherer, on_file, tuple(faults), tuple(notes))


def _no_rows(table: str) -> Fault:
    return Fault(table, "", "no sound row", "one row or more", "Check that the file was written completely.")
