"""Write bad rows to the quarantine folder with their cells as they were found."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from collusion.drafts import os_errors
from collusion.errors import UsageError
from collusion.foreign import excerpt
from collusion.provenance import written_whole
from collusion.tables.check import BadRows
from collusion.tables.formats.staging import LINE, MARK_PATTERN, OWN, PROBLEM, RAW
from collusion.tables.locate import TableFiles
from collusion.tables.mapping import SourceMapping
from collusion.tables.notes import Note
from collusion.tables.parts import raw_part
from collusion.tables.scan import ROW, reading

OWN_COLUMNS = ("file", "row", "reasons", "line", "row as text")


def quarantine_rows(
    files: TableFiles, bad: Sequence[BadRows], mapping: SourceMapping, *, folder: Path
) -> Note:
    """Write the bad rows of one table to ``<folder>/<table>.parquet``.

    Parameters
    ----------
    files
        The files of the table.
    bad
        Its bad rows; a row may be bad in several ways.
    mapping
        How the files are to be opened again.
    folder
        Made if it is not there. Parquet, so that no cell is taken for a formula by a spreadsheet.

    Returns
    -------
    Note
        How many rows were quarantined, and where.

    Raises
    ------
    UsageError
        When the folder cannot be written, or holds such a file already.
    """
    check_quarantine(folder, [files.table])
    target = folder / f"{files.table}.parquet"
    frames = [_cells(files, position, bad, mapping) for position in sorted({rows.position for rows in bad})]
    frame = pl.concat(_alike(frames), how="diagonal")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with written_whole(target) as partial, os_errors():
            frame.write_parquet(partial)
        target.chmod(0o600)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return Note(files.table, "", len(frame), f"bad rows quarantined in {target.name}")


def check_quarantine(folder: Path, tables: Iterable[str]) -> None:
    """Raise unless a quarantine folder may be written.

    Parameters
    ----------
    folder
        The folder, there or not.
    tables
        Names of the tables of which it must hold no rows.

    Raises
    ------
    UsageError
        When it is no folder, or holds rows of an earlier run.
    """
    for name in tables:
        target = folder / f"{name}.parquet"
        if target.exists():
            raise UsageError(
                f"Found {excerpt(target, 400)}, written by an earlier run. Allowed: a folder without it. "
                "Choose another folder with --quarantine, or remove the file."
            )
    there = next((path for path in (folder, *folder.parents) if path.exists()), None)
    if there is not None and (not there.is_dir() or not os.access(there, os.W_OK | os.X_OK)):
        raise _unwritable(folder, OSError(errno.EACCES, f"{there} is no folder that can be written"))


def move_quarantine(draft: Path, folder: Path) -> list[Path]:
    """Move quarantined rows from where a run gathered them to the quarantine folder.

    Parameters
    ----------
    draft
        Where they are; it may be absent.
    folder
        Where they shall be, for their owner only: they are raw rows.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    UsageError
        When the folder cannot be written, or holds such a file by now.
    """
    files = sorted(draft.iterdir()) if draft.is_dir() else []
    check_quarantine(folder, [path.stem for path in files])
    written = []
    try:
        for path in files:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with written_whole(folder / path.name) as partial:
                shutil.copyfile(path, partial)
            (folder / path.name).chmod(0o600)
            written.append(folder / path.name)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return written


def _unwritable(folder: Path, error: OSError) -> UsageError:
    return UsageError(
        f"Found a quarantine folder that cannot be written: {excerpt(folder, 400)} ({error.strerror}). "
        "Allowed: a folder, there or not. Choose another with --quarantine."
    )


def _cells(files: TableFiles, position: int, bad: Sequence[BadRows], mapping: SourceMapping) -> pl.DataFrame:
    """Return the bad rows of one file: where they stood, every reason, then the cells."""
    reasons = pl.concat(
        [
            pl.DataFrame({ROW: rows.rows.cast(pl.UInt32)}).with_columns(reason=pl.lit(_reason(rows)))
            for rows in bad
            if rows.position == position
        ]
    )
    joined = reasons.group_by(ROW).agg(pl.col("reason").str.join("; ")).sort(ROW)
    with reading(files.table, files.names[position], files.format):
        raw = raw_part(files, position, mapping.table(files.table))
        cells = raw.filter(pl.col(ROW).is_in(joined[ROW].implode())).collect().drop(ROW)
    own = pl.DataFrame(
        {
            "file": pl.repeat(files.names[position], len(joined), dtype=pl.String, eager=True),
            "row": joined[ROW].cast(pl.UInt64) + 1,
            "reasons": joined["reason"],
        }
    )
    clashes = {name: f"{name} (source)" for name in cells.columns if name in OWN_COLUMNS}
    cells = cells.rename(clashes)
    if PROBLEM in cells.columns:
        own = own.hstack([cells[LINE].alias("line"), cells[RAW].alias("row as text")])
        cells = cells.select(pl.exclude(OWN).str.replace(MARK_PATTERN, ""))
    return own.hstack(cells)


def _reason(rows: BadRows) -> str:
    check = rows.check
    return f"{check.column or 'row'}: {check.found or 'not allowed'}; allowed: {check.allowed}"


def _alike(frames: Sequence[pl.DataFrame]) -> list[pl.DataFrame]:
    """Write columns as text whose type differs between the frames."""
    types: dict[str, set[pl.DataType]] = {}
    for frame in frames:
        for name, dtype in frame.schema.items():
            types.setdefault(name, set()).add(dtype)
    mixed = {name for name, found in types.items() if len(found) > 1}
    return [
        frame.with_columns(_as_text(frame, name) for name in mixed & set(frame.columns)) for frame in frames
    ]


def _as_text(frame: pl.DataFrame, name: str) -> pl.Series:
    """Write a column as text; times as ticks, since one out of range cannot be written as a date."""
    column = frame[name]
    return (column.to_physical() if column.dtype.is_temporal() else column).cast(pl.String)
