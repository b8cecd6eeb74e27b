"""Collect the valid rows of a table batch by batch: counts, keys, and while they are few the rows."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collusion.arrays import Int64Array, IntArray
from collusion.errors import UsageError
from collusion.tables.keys import KeyHashes, ResolvedKeys, kept_of, resolve_keys
from collusion.tables.notes import Note
from collusion.tables.order import numbered, row_order
from collusion.tables.schema import Table
from collusion.tables.stored import NUMBERED, FileRows, StoredTable

#: Tables of at most so many rows, and bytes, are held in memory.
HELD_ROWS, HELD_BYTES = 200_000, 1 << 27
#: Rows are numbered in 32 bits.
MAX_ROWS = 2**31 - 1
#: No rows.
NOTHING = np.zeros(0, dtype=np.int64)


class Collector:
    """Takes the valid rows of one table.

    Parameters
    ----------
    table
        The table.
    hold
        Most rows that are held in memory.
    """

    def __init__(self, table: Table, *, hold: int = HELD_ROWS) -> None:
        self.table = table
        #: Rows taken so far.
        self.n_valid = 0
        #: Of these, the ones that the key excludes, ascending.
        self.drop = NOTHING
        #: Keys of products whose seller is unclear.
        self.unclear = pl.Series([], dtype=pl.String)
        #: Where each row stands in a table that is held in any order; None when where it stood.
        self.places: Int64Array | None = None
        self._hold = hold
        self._n_bytes = 0
        self._present: set[str] = set()
        self._given: dict[str, int] = {}
        self._frames: list[pl.DataFrame] = []
        self._skipped: list[Int64Array] = []
        self._keys = KeyHashes(table)

    def accept(self, frame: pl.DataFrame, skipped: Int64Array) -> None:
        """Take a batch.

        Parameters
        ----------
        frame
            Sound rows.
        skipped
            Rows of the files left out so far and not told before, by number.

        Raises
        ------
        UsageError
            When there are more rows than can be numbered.
        """
        self._present.update(frame.columns)
        self.n_valid += len(frame)
        if self.n_valid > MAX_ROWS:
            raise UsageError(
                f"{self.table.name}: found more than {MAX_ROWS:,} rows. Allowed: at most as many. "
                "Split the source by marketplace or by time."
            )
        for column in frame.get_columns():
            given = len(frame) - column.null_count()
            self._given[column.name] = self._given.get(column.name, 0) + given
        self._skipped.append(skipped)
        self._keys.add(frame)
        if self.is_held:
            self._n_bytes += int(frame.estimated_size())
        if self.is_held:
            self._frames.append(frame)
        else:
            self._frames.clear()
        self.code(frame)

    def code(self, frame: pl.DataFrame) -> None:
        """Take what is kept of a batch in numbers; nothing, unless a subclass says more."""

    def told(self) -> tuple[Note, ...]:
        """Return what was counted beyond faults; nothing, unless a subclass says more."""
        return ()

    @property
    def is_held(self) -> bool:
        """Whether all rows so far are in memory."""
        return self.n_valid <= self._hold and self._n_bytes <= HELD_BYTES

    @property
    def columns(self) -> list[str]:
        """The columns that some file has or that are always there, in declared order."""
        return [
            column.name
            for column in self.table.columns
            if column.name in self._present or column.always or column.required or column.name == NUMBERED
        ]

    def resolve_keys(self, on_file: FileRows | None) -> ResolvedKeys:
        """Decide about rows that share a key; those to drop are counted out from here on."""
        valid = self.valid_rows(on_file)

        def place(rows: Int64Array) -> tuple[Int64Array, Int64Array]:
            """Return the part and the row within it of each of some rows."""
            if on_file is None:
                return np.zeros(len(rows), dtype=np.int64), rows
            numbers = rows if valid is None else valid[rows]
            position = np.searchsorted(on_file.first_rows, numbers, side="right") - 1
            return position, numbers - on_file.first_rows[position]

        resolved = resolve_keys(self._keys, self.table, lambda rows: self.fetch(rows, on_file), place)
        self._keys = KeyHashes(self.table)
        if len(resolved.drop):
            lost = self.fetch(resolved.drop, on_file)
            for column in lost.get_columns():
                self._given[column.name] = self._given.get(column.name, 0) - len(lost) + column.null_count()
        self.drop, self.unclear = resolved.drop, resolved.unclear
        return resolved

    def fetch(self, rows: Int64Array, on_file: FileRows | None) -> pl.DataFrame:
        """Return whole rows by their places among the valid ones, ascending."""
        if on_file is None or self.is_held:
            return self._whole()[rows]
        valid = self.valid_rows(on_file)
        return on_file.fetch(rows if valid is None else valid[rows], self.columns)

    def stored(self, on_file: FileRows | None, order: IntArray | None = None) -> StoredTable:
        """Return the table.

        Parameters
        ----------
        on_file
            Where its rows are; None when they are nowhere but in memory.
        order
            Sound rows that stay, in canonical order; None where any order that does not depend on the
            input's will do.

        Returns
        -------
        StoredTable
            Held when it is small.
        """
        height = self.n_valid - len(self.drop)
        nulls = {name: height - self._given.get(name, 0) for name in self.columns}
        columns = tuple(self.columns)
        absent = tuple(sorted(set(columns) - self._present))
        if on_file is not None and not self.is_held:
            rows = self._rows(self.valid_rows(on_file), order)
            return StoredTable(self.table.name, columns, height, nulls, None, on_file, rows, absent)
        frame = self._whole()
        if order is not None:
            frame = numbered(frame[order], NUMBERED).select(columns)
        else:
            kept = kept_of(self.n_valid, self.drop)
            places = row_order(frame if kept is None else frame.filter(pl.Series(kept)))
            frame = frame[places if kept is None else np.flatnonzero(kept)[places]]
            self.places = np.argsort(places)
        return StoredTable(self.table.name, columns, height, nulls, frame, None, None, absent)

    def _rows(self, valid: Int64Array | None, order: IntArray | None) -> NDArray[np.uint32] | None:
        """Return the rows of the files in the order of the stored table, None where they are the same."""
        if order is None:
            if valid is None and len(self.drop) == 0:
                return None
            order = np.delete(np.arange(self.n_valid), self.drop)
        return (order if valid is None else valid[order]).astype(np.uint32)

    def _whole(self) -> pl.DataFrame:
        empty = pl.DataFrame(schema={column.name: column.dtype for column in self.table.columns})
        return pl.concat([empty, *self._frames], how="diagonal").select(self.columns)

    def valid_rows(self, on_file: FileRows | None) -> Int64Array | None:
        """Return the number in the files of each valid row; None when they are the same."""
        skipped = np.concatenate([NOTHING, *self._skipped])
        if on_file is None or len(skipped) == 0:
            return None
        return np.delete(np.arange(on_file.first_rows[-1]), skipped)
