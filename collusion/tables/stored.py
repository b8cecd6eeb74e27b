"""Tables that stay where they are: rows are fetched from the files when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collusion.arrays import Int32Array, Int64Array
from collusion.tables.check import open_part
from collusion.tables.locate import TableFiles
from collusion.tables.mapping import SourceMapping
from collusion.tables.order import row_order
from collusion.tables.scan import reading
from collusion.tables.schema import TABLES

RowNumbers: TypeAlias = Int64Array | Int32Array | NDArray[np.uint32]
#: The column that is filled with the place in the canonical order where it is empty.
NUMBERED = "review_id"


@dataclass(frozen=True, slots=True)
class FileRows:
    """The rows of a table in its files, numbered through all of them, bad ones included.

    Attributes
    ----------
    files
        The files.
    mapping
        How they map onto the contract.
    first_rows
        Number of rows before each file, and of all rows, shape (n_files + 1,).
    """

    files: TableFiles
    mapping: SourceMapping
    first_rows: Int64Array

    def batches(self, names: Sequence[str]) -> Iterator[tuple[int, pl.DataFrame]]:
        """Yield the number of the first row of every batch, and those of the columns `names` that it has."""
        table = TABLES[self.files.table]
        required = next(column.name for column in table.columns if column.required)
        for position, name in enumerate(self.files.names):
            with reading(table.name, name, self.files.format):
                first = int(self.first_rows[position])
                part = open_part(self.files, position, self.mapping)
                # A file that has none of the columns still has rows, which are to be counted.
                asked = [name for name in names if name in part.conversions] or [required]
                for batch in part.batches(table, asked, checked=False):
                    yield first, batch
                    first += batch.height

    def fetch(self, rows: Int64Array, names: Sequence[str]) -> pl.DataFrame:
        """Return the columns `names` of some rows.

        Parameters
        ----------
        rows
            Numbers of rows, ascending, shape (n,).
        names
            Columns of the contract; null where a file has no such column.

        Returns
        -------
        polars.DataFrame
            n rows: one pass over these columns.
        """
        table = TABLES[self.files.table]
        frames = [pl.DataFrame(schema={name: table.column(name).dtype for name in names})]
        for first, batch in self.batches(names):
            low, high = np.searchsorted(rows, [first, first + batch.height])
            if high - low == batch.height:
                frames.append(batch)
            elif high > low:
                frames.append(batch[rows[low:high] - first])
        return pl.concat(frames, how="diagonal").select(names)


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table of a source: in memory when it is small, in its files otherwise.

    Attributes
    ----------
    name
        Its name.
    columns
        The columns that it has, in declared order.
    height
        Number of sound rows.
    null_counts
        Empty cells of each column.
    held
        All rows in canonical order; None when they stay in the files.
    on_file
        Where they stay; None when they are held.
    rows
        The row in the files of each row, shape (height,), reviews in canonical order; None when rows are
        numbered as in the files, or held.
    """

    name: str
    columns: tuple[str, ...]
    height: int
    null_counts: dict[str, int]
    held: pl.DataFrame | None
    on_file: FileRows | None
    rows: NDArray[np.uint32] | None

    def frame(self) -> pl.DataFrame:
        """Return the whole table in canonical order, in memory."""
        if self.on_file is None:
            return self._held()
        frame = self.take(np.arange(self.height))
        return frame if TABLES[self.name].order else frame[row_order(frame)]

    def take(self, rows: RowNumbers, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Return some columns of some rows of a table in canonical order.

        Parameters
        ----------
        rows
            Places in the canonical order, shape (n,), in any order.
        columns
            Columns that the table has; all of them when None.

        Returns
        -------
        polars.DataFrame
            n rows, in the order asked for: one pass over the files.
        """
        names = list(self.columns if columns is None else columns)
        if self.on_file is None:
            return self._held().select(names)[rows]
        given = [n for n in names if n != NUMBERED or self.null_counts[n] < self.height]
        if not given:
            return self._named(pl.DataFrame(), rows)
        numbers = rows if self.rows is None else self.rows[rows]
        wanted, place = np.unique(numbers, return_inverse=True)
        frame = self.on_file.fetch(wanted.astype(np.int64), given)[place]
        return self._named(frame, rows).select(names) if NUMBERED in names else frame

    def column(self, name: str) -> pl.Series:
        """Return one column in canonical order, in memory."""
        return self.take(np.arange(self.height), [name]).to_series()

    def _held(self) -> pl.DataFrame:
        if self.held is None:
            raise ValueError("a table is either held or on file")
        return self.held

    def _named(self, frame: pl.DataFrame, rows: RowNumbers) -> pl.DataFrame:
        """Number the reviews without an id by their place in the canonical order, from 1."""
        number = pl.Series(np.asarray(rows, dtype=np.int64) + 1).cast(pl.String)
        if not frame.columns:
            return number.alias(NUMBERED).to_frame()
        if NUMBERED not in frame.columns:
            return frame.with_columns(number.alias(NUMBERED))
        if not self.null_counts[NUMBERED]:
            return frame
        return frame.with_columns(pl.coalesce(pl.col(NUMBERED), pl.lit("#") + number))
