"""Read a source: find its tables, check every row, gather every fault, put the rows in canonical order."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from collusion.errors import Fault, InputError, UsageError
from collusion.settings import printable
from collusion.tables.check import check_table, row_faults
from collusion.tables.keys import join_parts
from collusion.tables.locate import digests_of, locate
from collusion.tables.mapping import NO_MAPPING, SourceMapping
from collusion.tables.order import numbered, repeated, sorted_rows
from collusion.tables.quarantine import put_aside
from collusion.tables.records import Note, ReviewTables
from collusion.tables.schema import TABLES, Table


def read_tables(
    source: Path,
    *,
    mapping: SourceMapping = NO_MAPPING,
    quarantine: Path | None = None,
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
    frames: dict[str, pl.DataFrame] = {}
    for name, files in located.files.items():
        checked = check_table(files, mapping)
        joined = join_parts(checked, TABLES[name])
        bad = (*checked.bad, *joined.bad)
        faults.extend(checked.faults)
        if bad and quarantine is None:
            faults.extend(row_faults(files, bad, mapping))
        notes.extend((*checked.notes, *joined.notes))
        if bad and quarantine is not None:
            notes.append(put_aside(files, bad, mapping, folder=quarantine))
        if not faults and TABLES[name].required and joined.frame.is_empty():
            faults.append(_no_rows(name))
        if not faults:
            frames[name] = _finished(joined.frame, TABLES[name])
    if faults:
        raise InputError(faults)
    notes.extend(_repeat_notes(frames["reviews"]))
    notes.sort(key=lambda note: (note.table, note.column, note.message))
    optional = {name: frames.get(name) for name in TABLES if name != "reviews"}
    digests = digests_of(located.files)
    return ReviewTables(reviews=frames["reviews"], **optional, notes=tuple(notes), digests=digests)


def _finished(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Sort a table canonically; number the reviews that have no id."""
    ordered = sorted_rows(frame, table)
    if table.name != "reviews":
        return ordered
    named = numbered(ordered, "review_id")
    return named.select([name for name in table.names if name in named.columns])


def _no_rows(table: str) -> Fault:
    return Fault(table, "", "no sound row", "one row or more", "Check that the file was written completely.")


def _repeat_notes(reviews: pl.DataFrame) -> list[Note]:
    count = repeated(reviews, ("reviewer_id", "product_id"))
    if not count:
        return []
    return [
        Note("reviews", "", count, "further reviews of a product by the same reviewer; the earliest counts")
    ]
