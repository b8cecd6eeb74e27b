"""What reading a source gives: canonical frames, what was counted on the way, digests of the files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Note:
    """Something counted and reported that is not a fault.

    Attributes
    ----------
    table
        The table, or the name of the source where it is of no table.
    column
        The column; empty when it is of the whole table.
    count
        How many rows, columns or files.
    message
        One sentence.
    """

    table: str
    column: str
    count: int
    message: str


@dataclass(frozen=True, slots=True)
class ReviewTables:
    """The tables of a source, checked, in canonical order.

    Each frame holds declared columns only, in declared order, its rows sorted by every column, so that
    shuffled input gives identical frames.

    Attributes
    ----------
    reviews
        `reviewer_id`, `product_id`, `rating`, `posted_at` and `review_id` are always there, the other
        optional columns where the source has them.
    products, accounts, identifiers, orders, labels
        None where the source has no such table.
    notes
        What was counted, sorted by table and column.
    digests
        SHA-256 of every file read, by its path relative to the source, sorted.
    """

    reviews: pl.DataFrame
    products: pl.DataFrame | None
    accounts: pl.DataFrame | None
    identifiers: pl.DataFrame | None
    orders: pl.DataFrame | None
    labels: pl.DataFrame | None
    notes: tuple[Note, ...]
    digests: dict[str, str]

    def frames(self) -> dict[str, pl.DataFrame]:
        """Return the tables that are there, by name, in the order of the contract."""
        named = {
            "reviews": self.reviews,
            "products": self.products,
            "accounts": self.accounts,
            "identifiers": self.identifiers,
            "orders": self.orders,
            "labels": self.labels,
        }
        return {name: frame for name, frame in named.items() if frame is not None}
