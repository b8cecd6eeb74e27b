"""Read the first rows of a table as a proposed mapping says: ten to look at, and how many are valid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from collusion.foreign import excerpt
from collusion.tables.clock_columns import Clock
from collusion.tables.locate import TableFiles
from collusion.tables.mapping import SourceMapping
from collusion.tables.parts import MARK, open_part
from collusion.tables.schema import TABLES

N_SHOWN = 10
_WIDEST = 24
_HIDDEN = "(not shown)"


@dataclass(frozen=True, slots=True)
class Preview:
    """How the first rows of a table read.

    Attributes
    ----------
    columns
        Names of the columns, of the contract.
    rows
        The first of them, as they were read; values of identifiers are hidden.
    n_valid, n_rows
        How many rows have no fault, of how many that were read.
    fault
        Why none could be read; empty where some could.
    clocks
        Columns of days and of times of day that are joined, by the contract's column.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    n_valid: int = 0
    n_rows: int = 0
    fault: str = ""
    clocks: Mapping[str, Clock] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """Say how many rows are valid, and show the first in columns."""
        if self.fault:
            return [f"It cannot be read so: {excerpt(self.fault, 400)}"]
        share = self.n_valid / self.n_rows if self.n_rows else 0.0
        table = [self.columns, *self.rows]
        widths = [max(len(row[i]) for row in table) for i in range(len(self.columns))]
        said = f"{self.n_valid:,} of the first {self.n_rows:,} rows are valid ({share:.1%}). The first ones:"
        rows = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in table
        ]
        return [said, *(f"  {row.rstrip()}" for row in rows)]


def preview_of(files: TableFiles, mapping: SourceMapping) -> Preview:
    """Read the first batch of a table.

    Parameters
    ----------
    files
        Its files; they should hold no more than its head.
    mapping
        How they map onto the contract.

    Returns
    -------
    Preview
        Of what was read.

    Raises
    ------
    InputError
        When the file cannot be read as the mapping says.
    """
    table = TABLES[files.table]
    part = open_part(files, 0, mapping)
    batch = next(part.batches(table, table.names, checked=True))
    is_bad = np.zeros(batch.height, dtype=bool)
    for _, check, hit in part.marks(batch):
        if not check.is_note:
            is_bad |= hit
    n_valid = batch.height - int(is_bad.sum())
    shown = [name for name in batch.columns if not name.startswith(MARK)]
    rows = tuple(_shown(files.table, shown, row) for row in batch.head(N_SHOWN).select(shown).iter_rows())
    return Preview(tuple(shown), rows, n_valid, batch.height, clocks=part.clocks)


def _shown(table: str, names: Sequence[str], row: Sequence[object]) -> tuple[str, ...]:
    return tuple(
        _HIDDEN if (name == "value" and "identifiers" in table) and cell is not None else _word(cell)
        for name, cell in zip(names, row, strict=True)
    )


def _word(cell: object) -> str:
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return "" if cell is None else excerpt(cell, _WIDEST)
