"""Write bad rows to the quarantine folder with their cells as they were found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from collusion.errors import UsageError
from collusion.settings import printable
from collusion.tables.check import BadRows, raw_part
from collusion.tables.locate import TableFiles
from collusion.tables.mapping import SourceMapping
from collusion.tables.notes import Note
from collusion.tables.scan import ROW, reading

OWN_COLUMNS = ("file", "row", "reasons")


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
    target = folder / f"{files.table}.parquet"
    if target.exists():
        raise UsageError(
            f"Found {printable(target, 400)}, written by an earlier run. Allowed: a folder without it. "
            "Choose another folder with --quarantine, or remove the file."
        )
    frames = [_cells(files, position, bad, mapping) for position in sorted({rows.position for rows in bad})]
    frame = pl.concat(_alike(frames), how="diagonal")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(target)
    except OSError as error:
        raise UsageError(
            f"Found a quarantine folder that cannot be written: {printable(folder, 400)} ({error.strerror}). "
            "Allowed: a folder, there or not. Choose another with --quarantine."
        ) from error
    return Note(files.table, "", len(frame), f"bad rows quarantined in {printable(target, 400)}")


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
    return own.hstack(cells.rename(clashes))


def _reason(rows: BadRows) -> str:
    check = rows.check
    return f"{check.column}: {check.found or 'not allowed'}; allowed: {check.allowed}"


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
