"""What reading a source gives: its tables, the same in numbers, what was counted, digests of the files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from collusion.signing import Signer
from collusion.tables.codes import Codes
from collusion.tables.notes import Note
from collusion.tables.stored import StoredTable


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run reads.

    Attributes
    ----------
    source
        Folder or file of tables, or the address of a database or object store.
    quarantine
        Folder for bad rows; when None, bad rows are an error.
    labels
        Labels that are known besides those of the source, in the shape of its ``labels`` table, e.g. those
        that earlier decisions gave.
    key
        Secret of the tokens; when None, that of the environment, or the one kept beside the runs.
    signer
        Signs the run; when None, the key that the environment names, if any.
    """

    source: str | Path = field(repr=False)  # an address may hold a password
    quarantine: Path | None = None
    labels: pl.DataFrame | None = None
    key: bytes | None = field(default=None, repr=False)
    signer: Signer | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ReviewTables:
    """The tables of a source, checked.

    What every stage needs of all rows is in `codes`; other cells stay in the files of a large source and are
    fetched for the rows in question. `reviews`, `products` … load a whole table: right for small sources.

    Attributes
    ----------
    stored
        The tables that are there, by name, in the order of the contract.
    codes
        The tables in dense numbers.
    notes
        What was counted, sorted by table and column.
    digests
        SHA-256 of every file read, by its path relative to the source, sorted.
    """

    stored: dict[str, StoredTable]
    codes: Codes
    notes: tuple[Note, ...]
    digests: dict[str, str]

    def frames(self) -> dict[str, pl.DataFrame]:
        """Load the tables that are there, by name, each in canonical order."""
        return {name: table.frame() for name, table in self.stored.items()}

    def height(self, table: str) -> int:
        """Return the number of rows of a table, 0 where there is no such table."""
        return self.stored[table].height if table in self.stored else 0

    @property
    def reviews(self) -> pl.DataFrame:
        """The reviews; `reviewer_id` to `posted_at` and `review_id` are always there."""
        return self.stored["reviews"].frame()

    @property
    def products(self) -> pl.DataFrame | None:
        """The products, where the source has such a table."""
        return self._optional("products")

    @property
    def accounts(self) -> pl.DataFrame | None:
        """The accounts, where the source has such a table."""
        return self._optional("accounts")

    @property
    def seller_identifiers(self) -> pl.DataFrame | None:
        """The identifiers of sellers, where the source has such a table."""
        return self._optional("seller_identifiers")

    @property
    def identifiers(self) -> pl.DataFrame | None:
        """The identifiers, where the source has such a table."""
        return self._optional("identifiers")

    @property
    def orders(self) -> pl.DataFrame | None:
        """The orders, where the source has such a table."""
        return self._optional("orders")

    @property
    def labels(self) -> pl.DataFrame | None:
        """The labels, where the source has such a table."""
        return self._optional("labels")

    def _optional(self, name: str) -> pl.DataFrame | None:
        return self.stored[name].frame() if name in self.stored else None
