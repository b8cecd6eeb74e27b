"""Take the tables one after the other, reviews first, and put together what their rows say."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import Future, wait
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import polars as pl

from collusion.errors import InputError
from collusion.provenance import canonical_json
from collusion.tables.background import in_background
from collusion.tables.codes import NO_ALIASES, Codes
from collusion.tables.collector import HELD_ROWS, NOTHING, Collector
from collusion.tables.facts import AccountCollector, OrderCollector, ProductCollector
from collusion.tables.identifier_links import (
    IdentifierCollector,
    LinkedValues,
    SellerIdentifierCollector,
)
from collusion.tables.identities import resolve_identities
from collusion.tables.known_labels import report_labels
from collusion.tables.mapping import DEFAULT_SAME_IDS, SameIds
from collusion.tables.notes import Note
from collusion.tables.numbering import Numbering
from collusion.tables.records import ReviewTables
from collusion.tables.reviews import Index, Ordered, ReviewCollector, Reviews
from collusion.tables.schema import TABLES
from collusion.tables.stored import FileRows, StoredTable

#: Of so many reviews, what runs in the background ends before the next table is read: both would hold memory.
_APART_ROWS = 1 << 22


class TableLoader:
    """Collects tables.

    Parameters
    ----------
    hold
        Tables of at most so many rows are held in memory.
    same_ids
        Which ids are one account or one listing.
    """

    def __init__(self, *, hold: int = HELD_ROWS, same_ids: SameIds = DEFAULT_SAME_IDS) -> None:
        self._hold = hold
        self._same_ids = same_ids
        self._reviews: Reviews | None = None
        self._stored: dict[str, StoredTable] = {}
        self._collected: dict[str, Collector] = {}
        self._sellers: Index | None = None
        self._linked_values: Future[LinkedValues] | None = None
        self._n_reviews = 0

    def collector(self, name: str) -> Collector:
        """Return what takes the rows of a table; without valid reviews they are only checked."""
        if name == "reviews":
            same = self._same_ids
            return ReviewCollector(
                hold=self._hold, same_account=same.same_account, same_listing=same.same_listing
            )
        found = self._reviews
        if found is not None and name == "products":
            return ProductCollector(found.products, hold=self._hold)
        if found is not None and name == "accounts":
            return AccountCollector(found.reviewers, hold=self._hold)
        if found is not None and name == "seller_identifiers":
            return SellerIdentifierCollector(self._index_of_sellers(), hold=self._hold)
        if found is not None and name == "identifiers":
            return IdentifierCollector(found.reviewers, hold=self._hold)
        if found is not None and name == "orders":
            pairs = found.ordered.result().pairs
            return OrderCollector(found.reviewers, found.products, pairs, hold=self._hold)
        return Collector(TABLES[name], hold=self._hold)

    def keep(self, collector: Collector, on_file: FileRows | None) -> None:
        """Keep a table whose rows were all taken and whose keys are resolved."""
        name = collector.table.name
        if isinstance(collector, ReviewCollector):
            self._reviews = collector.finish(on_file)
            self._n_reviews = collector.n_valid
            self._end(self._reviews.ordered)
        else:
            self._stored[name] = collector.stored(on_file)
            self._collected[name] = collector
        if isinstance(collector, IdentifierCollector):
            # Sorting them waits for memory: the next table is read meanwhile.
            sellers = self._collected.get("seller_identifiers")
            of_sellers = sellers.sightings if isinstance(sellers, SellerIdentifierCollector) else None
            self._linked_values = in_background(partial(collector.linked_values, of_sellers))
            self._end(self._linked_values)

    def _end(self, work: Future[Any]) -> None:
        """Wait for work in the background where the source is large."""
        if self._n_reviews > _APART_ROWS:
            wait([work])

    def _index_of_sellers(self) -> Index:
        """Return the sellers of the products that were reviewed."""
        if self._sellers is None:
            products = self._collected.get("products")
            ids = pl.Series("seller", [], dtype=pl.String)
            if isinstance(products, ProductCollector):
                ids = products.facts()["seller_id"].drop_nulls().unique().sort().alias("seller")
            numbering = Numbering()
            places = np.append(numbering.add(ids), np.int32(-1))
            self._sellers = Index(ids, numbering, places)
        return self._sellers

    def tables(self, notes: list[Note], digests: Mapping[str, str]) -> ReviewTables:
        """Return everything that was kept.

        Raises
        ------
        InputError
            When there are labels, and none of them names anything that there is.
        """
        reviews = self._reviews
        if reviews is None:
            raise ValueError("reviews come first")
        ordered = reviews.ordered.result()
        further = ordered.stored.height - len(ordered.pairs.product)
        if further:
            text = "further reviews of a product by the same reviewer; the earliest counts"
            notes = [*notes, Note("reviews", "", further, text)]
        codes = self._codes(reviews, ordered)
        found = resolve_identities(codes, ordered, reviews.products, params=self._same_ids)
        notes += [*found.notes, *(note for one in self._collected.values() for note in one.told())]
        names = {"reviews": ordered.stored, **self._stored}
        stored = {name: names[name] for name in TABLES if name in names}
        tables = ReviewTables(stored, found.codes, (), dict(digests))
        labelled = report_labels(tables)
        if labelled.faults:
            raise InputError(labelled.faults)
        notes = sorted([*notes, *labelled.notes], key=lambda note: (note.table, note.column, note.message))
        return replace(tables, notes=tuple(notes))

    def _codes(self, reviews: Reviews, ordered: Ordered) -> Codes:
        products, accounts, orders = (
            self._collected.get(name) for name in ("products", "accounts", "orders")
        )
        bought = orders if isinstance(orders, OrderCollector) else None
        known = accounts if isinstance(accounts, AccountCollector) else None
        linked = self._linked_values.result() if self._linked_values else LinkedValues({}, {})
        return Codes(
            reviewers=reviews.reviewers.ids,
            products=reviews.products.ids,
            marketplaces=reviews.marketplaces,
            pairs=ordered.pairs,
            created=known.created() if known else None,
            product_facts=products.facts() if isinstance(products, ProductCollector) else None,
            parcel_g=bought.parcel_g() if bought else None,
            refunded=bought.refunded() if bought else None,
            identifier_links=linked.reviewers,
            sellers=self._index_of_sellers().ids,
            seller_links=linked.sellers,
            closed=known.closed() if known else None,
            removed=ordered.removed,
            unattributed=None,
            aliases=NO_ALIASES,
        )


def replaced(tables: ReviewTables, **frames: pl.DataFrame | None) -> ReviewTables:
    """Return small tables with other frames in the place of some; None takes a table away."""
    changed = tables.frames() | frames
    return tables_from_frames({name: frame for name, frame in changed.items() if frame is not None})


def with_labels(tables: ReviewTables, labels: pl.DataFrame | None) -> ReviewTables:
    """Return `tables` with more `labels`; a label that is there already is not doubled.

    Labels join no other table, so that nothing else is read again.
    """
    if labels is None or labels.is_empty():
        return tables
    known = tables.labels
    both = labels if known is None else pl.concat([known, labels], how="diagonal").unique()
    collector = Collector(TABLES["labels"], hold=both.height)
    collector.accept(both, NOTHING)
    order = {name: tables.stored.get(name) for name in TABLES} | {"labels": collector.stored(None)}
    return replace(tables, stored={name: table for name, table in order.items() if table is not None})


def labels_digest(labels: pl.DataFrame | None) -> str:
    """Return the SHA-256 of rows of labels, whatever the order of `labels`; empty for none."""
    if labels is None or labels.is_empty():
        return ""
    rows = sorted(canonical_json([str(cell) for cell in row]) for row in labels.rows())
    return hashlib.sha256("\n".join(rows).encode("utf-8")).hexdigest()


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
    loader = TableLoader(hold=max(len(frame) for frame in frames.values()))
    for name in TABLES:
        if name in frames:
            collector = loader.collector(name)
            collector.accept(frames[name], NOTHING)
            loader.keep(collector, None)
    return loader.tables([], {})
