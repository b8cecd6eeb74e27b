"""Tables that stay where they are: rows are fetched from the files when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collusion.arrays import COLD, Int32Array, Int64Array
from collusion.tables import parts
from collusion.tables.batching import in_batches
from collusion.tables.locate import TableFiles
from collusion.tables.mapping import SourceMapping
from collusion.tables.order import row_order
from collusion.tables.scan import reading
from collusion.tables.schema import TABLES

RowNumbers: TypeAlias = Int64Array | Int32Array | NDArray[np.uint32]
#: The column that is filled with the place in the canonical order where it is empty.
NUMBERED = "review_id"
#: Rows are few when there are as many times more.
_FEW = 8


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
        for position, name in enumerate(self.files.names):
            with reading(self.files.table, name, self.files.format):
                first = int(self.first_rows[position])
                part, asked = self._open(position, names)
                for batch in part.batches(TABLES[self.files.table], asked, checked=False):
                    yield first, batch
                    first += batch.height

    def _open(self, position: int, names: Sequence[str]) -> tuple[parts.Part, list[str]]:
        """Open a file, and say which columns to ask it for."""
        part = parts.open_part(self.files, position, self.mapping)
        required = next(column.name for column in TABLES[self.files.table].columns if column.required)
        # A file that has none of the columns still has rows, which are to be counted.
        return part, [name for name in names if name in part.conversions] or [required]

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
            n rows: one pass over these columns. Of few rows, only these are converted.
        """
        table = TABLES[self.files.table]
        frames = [pl.DataFrame(schema={name: table.column(name).dtype for name in names})]
        are_few = len(rows) * _FEW <= self.first_rows[-1]
        frames.extend(self._few(rows, names) if are_few else self._many(rows, names))
        return pl.concat(frames, how="diagonal").select(names)

    def _many(self, rows: Int64Array, names: Sequence[str]) -> Iterator[pl.DataFrame]:
        for first, batch in self.batches(names):
            low, high = np.searchsorted(rows, [first, first + batch.height])
            if high - low == batch.height:
                yield batch
            elif high > low:
                yield _apart(batch[rows[low:high] - first])

    def _few(self, rows: Int64Array, names: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Pick rows as they are in the files, then convert them: most of a pass is converting."""
        table = TABLES[self.files.table]
        for position, name in enumerate(self.files.names):
            with reading(table.name, name, self.files.format):
                first = int(self.first_rows[position])
                part, asked = self._open(position, names)
                sources = list(dict.fromkeys(part.sources[name] for name in asked))
                raw = part.raw.select(sources)
                for batch in in_batches(raw):
                    low, high = np.searchsorted(rows, [first, first + batch.height])
                    picked = _apart(batch[rows[low:high] - first])
                    yield part.convert(picked.lazy(), table, asked, checked=False).collect()
                    first += batch.height


def _apart(picked: pl.DataFrame) -> pl.DataFrame:
    """Return rows with texts of their own: those picked from a batch keep all of its texts in memory."""
    texts = [name for name, dtype in picked.schema.items() if dtype == pl.String]
    return picked.with_columns(pl.concat_str(name, pl.lit("")).alias(name) for name in texts)


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
        Number of valid rows.
    null_counts
        Empty cells of each column.
    held
        All rows in canonical order; None when they stay in the files.
    on_file
        Where they stay; None when they are held.
    rows
        The row in the files of each row, shape (height,), reviews in canonical order; None when rows are
        numbered as in the files, or held.
    absent
        Columns that are there for every source, empty, and that no file of this one has.
    """

    name: str
    columns: tuple[str, ...]
    height: int
    null_counts: dict[str, int]
    held: pl.DataFrame | None
    on_file: FileRows | None
    rows: NDArray[np.uint32] | None = field(metadata=COLD)
    absent: tuple[str, ...] = ()

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

    def span(self, name: str) -> tuple[Any, Any]:
        """Return the least and the largest cell of a column, None where all are empty, batch by batch."""
        if self.on_file is None:
            return self._held()[name].min(), self._held()[name].max()
        is_row = np.zeros(int(self.on_file.first_rows[-1]), dtype=np.bool_)
        is_row[slice(None) if self.rows is None else self.rows] = True
        cells = pl.Series(name, [], dtype=TABLES[self.name].column(name).dtype)
        for first, batch in self.on_file.batches([name]):
            if name in batch.columns:
                column = batch[name].filter(pl.Series(is_row[first : first + len(batch)]))
                cells = pl.concat([cells, pl.Series(name, [column.min(), column.max()], dtype=cells.dtype)])
        return cells.min(), cells.max()

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
