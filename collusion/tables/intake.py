"""Take the tables one after the other, reviews first, and put together what their rows say."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future

import polars as pl

from collusion.tables.beside import beside
from collusion.tables.codes import Codes, Holdings, Pairs
from collusion.tables.facts import AccountGatherer, OrderGatherer, ProductGatherer
from collusion.tables.gather import HELD_ROWS, NOTHING, Gatherer
from collusion.tables.holdings import IdentifierGatherer
from collusion.tables.notes import Note
from collusion.tables.records import ReviewTables
from collusion.tables.reviews import ReviewGatherer, Reviews
from collusion.tables.schema import TABLES
from collusion.tables.stored import FileRows, StoredTable


class Intake:
    """Gathers tables.

    Parameters
    ----------
    hold
        Tables of at most so many rows are held in memory.
    """

    def __init__(self, *, hold: int = HELD_ROWS) -> None:
        self._hold = hold
        self._reviews: Reviews | None = None
        self._stored: dict[str, StoredTable] = {}
        self._gathered: dict[str, Gatherer] = {}
        self._holdings: Future[dict[str, Holdings]] | None = None

    def gatherer(self, name: str) -> Gatherer:
        """Return what takes the rows of a table; without sound reviews they are only checked."""
        if name == "reviews":
            return ReviewGatherer(hold=self._hold)
        found = self._reviews
        if found is not None and name == "products":
            return ProductGatherer(found.products, hold=self._hold)
        if found is not None and name == "accounts":
            return AccountGatherer(found.reviewers, hold=self._hold)
        if found is not None and name == "identifiers":
            return IdentifierGatherer(found.reviewers, hold=self._hold)
        if found is not None and name == "orders":
            pairs = found.ordered.result().pairs
            return OrderGatherer(found.reviewers, found.products, pairs, hold=self._hold)
        return Gatherer(TABLES[name], hold=self._hold)

    def keep(self, gatherer: Gatherer, on_file: FileRows | None) -> None:
        """Keep a table whose rows were all taken and whose keys are settled."""
        name = gatherer.table.name
        if isinstance(gatherer, ReviewGatherer):
            self._reviews = gatherer.finish(on_file)
        else:
            self._stored[name] = gatherer.stored(on_file)
            self._gathered[name] = gatherer
        if isinstance(gatherer, IdentifierGatherer):
            # Sorting them waits for memory: the next table is read meanwhile.
            self._holdings = beside(gatherer.holdings)

    def tables(self, notes: list[Note], digests: Mapping[str, str]) -> ReviewTables:
        """Return everything that was kept."""
        reviews = self._reviews
        if reviews is None:
            raise ValueError("reviews come first")
        stored, pairs = reviews.ordered.result().stored, reviews.ordered.result().pairs
        further = stored.height - len(pairs.product)
        if further:
            text = "further reviews of a product by the same reviewer; the earliest counts"
            notes = [*notes, Note("reviews", "", further, text)]
        notes = sorted(notes, key=lambda note: (note.table, note.column, note.message))
        tables = {"reviews": stored, **self._stored}
        return ReviewTables(tables, self._codes(reviews, pairs), tuple(notes), dict(digests))

    def _codes(self, reviews: Reviews, pairs: Pairs) -> Codes:
        products, accounts, orders = (self._gathered.get(name) for name in ("products", "accounts", "orders"))
        bought = orders if isinstance(orders, OrderGatherer) else None
        return Codes(
            reviewers=reviews.reviewers.ids,
            products=reviews.products.ids,
            marketplaces=reviews.marketplaces,
            pairs=pairs,
            created=accounts.created() if isinstance(accounts, AccountGatherer) else None,
            product_facts=products.facts() if isinstance(products, ProductGatherer) else None,
            parcel_g=bought.parcel_g() if bought else None,
            refunded=bought.refunded() if bought else None,
            holdings=self._holdings.result() if self._holdings else {},
        )


def replaced(tables: ReviewTables, **frames: pl.DataFrame | None) -> ReviewTables:
    """Return small tables with other frames in the place of some; None takes a table away."""
    changed = tables.frames() | frames
    return tables_from_frames({name: frame for name, frame in changed.items() if frame is not None})


def tables_from_frames(frames: Mapping[str, pl.DataFrame]) -> ReviewTables:
    """Make tables of frames in memory.

    Parameters
    ----------
    frames
        Sound rows in the shape of the contract, by name of the table; `reviews` must be there.

    Returns
    -------
    ReviewTables
        The tables, without notes of the source and without digests.
    """
    intake = Intake(hold=max(len(frame) for frame in frames.values()))
    for name in TABLES:
        if name in frames:
            gatherer = intake.gatherer(name)
            gatherer.accept(frames[name], NOTHING)
            intake.keep(gatherer, None)
    return intake.tables([], {})
