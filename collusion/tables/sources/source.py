"""A source, wherever it is: what its tables hold, and the files from which a run reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import polars as pl

from collusion.tables.locate import Located, locate
from collusion.tables.mapping import SourceMapping
from collusion.tables.notes import Note
from collusion.tables.parts import open_part
from collusion.tables.schema import TABLES


class Source(Protocol):
    """Where the tables of a run stand; a *table* is one of the contract, read as the mapping says.

    All that one source answers is of one moment, where the source can promise that.
    """

    @property
    def is_copied(self) -> bool:
        """Whether `locate` copies what it returns."""

    def tables(self) -> tuple[str, ...]:
        """Return the tables of the contract that are there, in the contract's order."""

    def columns(self, table: str) -> Mapping[str, str]:
        """Return the source's own columns of a `table`: its type by the name of each, in order."""

    def count(self, table: str) -> int:
        """Return the number of rows of a `table`."""

    def scan(self, table: str) -> pl.LazyFrame:
        """Return those columns of a `table` that the mapping asks for, cells as the source has them."""

    def passed_over(self) -> tuple[Note, ...]:
        """Return notes of what is there and will not be read."""

    def locate(self) -> Located:
        """Return the files from which a run reads the tables; what stands in no file is copied, once."""


class FileSource:
    """Files on this machine.

    Parameters
    ----------
    path
        A folder of tables, or one file of reviews.
    mapping
        How it maps onto the contract.
    outputs
        What is written meanwhile; within the folder it is no remark that it is no table.
    """

    def __init__(self, path: Path, mapping: SourceMapping, outputs: Sequence[Path] = ()) -> None:
        self._mapping = mapping
        self._located = locate(path, mapping, outputs=outputs)

    @property
    def is_copied(self) -> bool:
        """Whether the files were fetched for this source alone; never here."""
        return False

    def tables(self) -> tuple[str, ...]:
        """Return the tables whose files were found."""
        return tuple(self._located.files)

    def columns(self, table: str) -> Mapping[str, str]:
        """Return the columns of the first file of a `table`."""
        part = open_part(self._located.files[table], 0, self._mapping)
        return {name: str(dtype) for name, dtype in part.raw.collect_schema().items()}

    def count(self, table: str) -> int:
        """Return the number of rows of a `table`: of Parquet from the metadata, else in one pass."""
        return int(self.scan(table).select(pl.len()).collect().item())

    def scan(self, table: str) -> pl.LazyFrame:
        """Return the mapped columns of all files of a `table`."""
        return scan_located(self._located, table, self._mapping)

    def passed_over(self) -> tuple[Note, ...]:
        """Return notes of files that are no table."""
        return self._located.notes

    def locate(self) -> Located:
        """Return the files."""
        return self._located


def scan_located(located: Located, table: str, mapping: SourceMapping) -> pl.LazyFrame:
    """Return the mapped columns of all files of a table, cells as the files have them.

    Parameters
    ----------
    located
        The files of a source.
    table
        A table that is there.
    mapping
        How they map onto the contract.

    Returns
    -------
    polars.LazyFrame
        Columns under the source's names; empty where a file lacks one.

    Raises
    ------
    InputError
        When a file cannot be opened, or lacks a column that must be there.
    """
    files, declared = located.files[table], mapping.table(table)
    wanted = {declared.source_name(name) for name in TABLES[table].names}
    raw = [open_part(files, position, mapping).raw for position in range(len(files.paths))]
    frames = [frame.select(name for name in frame.collect_schema() if name in wanted) for frame in raw]
    return pl.concat(frames, how="diagonal_relaxed")
