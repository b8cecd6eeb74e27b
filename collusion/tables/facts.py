"""Collect what other tables say of the accounts, products and pairs that the reviews know."""

from __future__ import annotations

import numpy as np
import polars as pl

from collusion.arrays import Float32Array, Int8Array, Int32Array, frozen
from collusion.tables.codes import NO_TIME, Pairs, minutes_of
from collusion.tables.collector import HELD_ROWS, Collector
from collusion.tables.keys import kept_of
from collusion.tables.reviews import Index
from collusion.tables.schema import TABLES

_FACTS = ("seller_id", "category", "item_weight_g")
_PLACE = "\x00place"


class ProductCollector(Collector):
    """Takes the products; `products` knows those that were reviewed."""

    def __init__(self, products: Index, *, hold: int = HELD_ROWS) -> None:
        super().__init__(TABLES["products"], hold=hold)
        self._products = products
        self._facts: list[pl.DataFrame] = []

    def code(self, frame: pl.DataFrame) -> None:
        """Take the facts of a batch."""
        places = pl.Series(_PLACE, self._products.find(frame["product_id"]))
        self._facts.append(
            frame.select([name for name in _FACTS if name in frame.columns]).with_columns(places)
        )

    def facts(self) -> pl.DataFrame:
        """Return the facts of each product, null where the table does not know it."""
        names = [name for name in _FACTS if name in self.columns]
        schema = {name: self.table.column(name).dtype for name in names} | {_PLACE: pl.Int32}
        facts = pl.concat([pl.DataFrame(schema=schema), *self._facts], how="diagonal")
        kept = kept_of(self.n_valid, self.drop)
        facts = facts.filter((pl.col(_PLACE) >= 0) & (True if kept is None else pl.Series(kept)))
        at = np.full(len(self._products.ids), -1, dtype=np.int64)
        at[facts[_PLACE].to_numpy()] = np.arange(len(facts))
        rows = pl.Series(at)
        return facts.select(names).select(pl.all().gather(pl.lit(rows.set(rows < 0, None))))


class AccountCollector(Collector):
    """Takes the accounts; `reviewers` knows those that reviewed."""

    def __init__(self, reviewers: Index, *, hold: int = HELD_ROWS) -> None:
        super().__init__(TABLES["accounts"], hold=hold)
        self._reviewers = reviewers
        self._batches: list[tuple[Int32Array, Int32Array]] = []

    def code(self, frame: pl.DataFrame) -> None:
        """Take when the accounts of a batch were opened."""
        minute = np.full(len(frame), NO_TIME, dtype=np.int32)
        if "created_at" in frame.columns:
            minute = minutes_of(frame["created_at"])
        self._batches.append((self._reviewers.find(frame["reviewer_id"]), minute))

    def created(self) -> Int32Array:
        """Return when each reviewer's account was opened, in minutes."""
        created = np.full(len(self._reviewers.ids), NO_TIME, dtype=np.int32)
        kept, first = kept_of(self.n_valid, self.drop), 0
        for reviewer, minute in self._batches:
            known = reviewer >= 0
            if kept is not None:
                known &= kept[first : first + len(reviewer)]
            created[reviewer[known]] = minute[known]
            first += len(reviewer)
        return frozen(created)


class OrderCollector(Collector):
    """Takes the orders; of several orders of a pair the lightest parcel and any refund count."""

    def __init__(self, reviewers: Index, products: Index, pairs: Pairs, *, hold: int = HELD_ROWS) -> None:
        super().__init__(TABLES["orders"], hold=hold)
        self._reviewers, self._products, self._pairs = reviewers, products, pairs
        self._parcel = np.full(len(pairs.product), np.inf, dtype=np.float32)
        self._refunded = np.full(len(pairs.product), -1, dtype=np.int8)

    def code(self, frame: pl.DataFrame) -> None:
        """Take weights and refunds of a batch."""
        reviewers = self._reviewers.find(frame["reviewer_id"])
        pairs = self._pairs.find(reviewers, self._products.find(frame["product_id"]))
        if "shipped_weight_g" in frame.columns:
            weight = frame["shipped_weight_g"].cast(pl.Float32).fill_null(np.inf).to_numpy()
            np.minimum.at(self._parcel, pairs[pairs >= 0], weight[pairs >= 0])
        if "refunded" in frame.columns:
            back = frame["refunded"].cast(pl.Int8).fill_null(-1).to_numpy()
            np.maximum.at(self._refunded, pairs[pairs >= 0], back[pairs >= 0])

    def parcel_g(self) -> Float32Array | None:
        """Return the lightest parcel of each pair in grams, NaN when unknown; None without such a column."""
        self._parcel[np.isinf(self._parcel)] = np.nan
        return frozen(self._parcel) if "shipped_weight_g" in self.columns else None

    def refunded(self) -> Int8Array | None:
        """Return the refunds of each pair; None without such a column."""
        return frozen(self._refunded) if "refunded" in self.columns else None
