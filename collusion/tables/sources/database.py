"""What a database must offer to be a source, whichever it is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn, Protocol

import polars as pl

from collusion.errors import Fault, InputError
from collusion.tables.sources.relation import Relation, Selection

#: Bytes of cells that are gathered before they are written to a part.
PART_BYTES = 64 << 20
EXTRA = "pip install 'collusion[{extra}]'"


class Database(Protocol):
    """A database opened for reading; all that it answers comes from one snapshot.

    Every method raises `InputError` when the database refuses, with what it said, never with a password or
    a cell.
    """

    def tables(self) -> tuple[str, ...]:
        """Return the names of the relations that can be seen, as `[tables.*] relation` takes them."""

    def columns(self, relation: Relation) -> Mapping[str, str]:
        """Return the columns of a `relation`: its type by the name of each, in order."""

    def count(self, relation: Relation) -> int:
        """Return the number of rows of a `relation`."""

    def copy(self, wanted: Selection, folder: Path) -> None:
        """Write the `wanted` rows to Parquet files in an empty `folder`."""

    def hides_rows(self, relation: Relation) -> bool:
        """Return whether a rule of the database may hide rows of a `relation` from this reader."""

    def close(self) -> None:
        """Let go of the snapshot and of the database."""


def refuse(table: str, found: str, allowed: str, remedy: str) -> NoReturn:
    """Raise an `InputError` with one fault; no cause is chained, since it may quote a password.

    Parameters
    ----------
    table
        The table or relation, or ``"source"``.
    found, allowed, remedy
        As of `Fault`.

    Raises
    ------
    InputError
        Always.
    """
    raise InputError([Fault(table, "", found, allowed, remedy)]) from None


def write_part(frame: pl.DataFrame, folder: Path, index: int) -> None:
    """Write a `frame` as the part number `index` of a table in `folder`, readable by its owner alone."""
    handle = os.open(folder / f"{index:05}.parquet", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        frame.write_parquet(stream, compression="lz4")
