"""Collect what other tables say of the accounts, products and pairs that the reviews know."""

from __future__ import annotations

import numpy as np
import polars as pl

from collusion.arrays import Float32Array, Int8Array, Int32Array, frozen
from collusion.minutes import NO_TIME
from collusion.tables.codes import Pairs, minutes_of
from collusion.tables.collector import HELD_ROWS, Collector
from collusion.tables.joins import JoinTally
from collusion.tables.keys import kept_of
from collusion.tables.notes import Note
from collusion.tables.reviews import Index
from collusion.tables.schema import TABLES
from collusion.tables.shared_names import is_null_word

_FACTS = ("seller_id", "category", "item_weight_g", "parent_id")
_PLACE = "\x00place"


class ProductCollector(Collector):
    """Takes the products; `products` knows those that were reviewed."""

    def __init__(self, products: Index, *, hold: int = HELD_ROWS) -> None:
        super().__init__(TABLES["products"], hold=hold)
        self._products = products
        self.join = JoinTally(products, self.table.name, "product_id")
        self._facts: list[pl.DataFrame] = []

    def code(self, frame: pl.DataFrame) -> None:
        """Take the facts of a batch."""
        places = pl.Series(_PLACE, self.join.find(frame["product_id"]))
        names = [name for name in _FACTS if name in frame.columns]
        self._facts.append(frame.with_columns(places).select(*names, _PLACE))

    def told(self) -> tuple[Note, ...]:
        """Say which share of the rows names a product of the reviews."""
        return self.join.notes()

    def facts(self) -> pl.DataFrame:
        """Return the facts of each product, null where the table does not know it, or not for certain."""
        names = [name for name in _FACTS if name in self.columns]
        schema = {name: self.table.column(name).dtype for name in names} | {_PLACE: pl.Int32}
        facts = pl.concat([pl.DataFrame(schema=schema), *self._facts], how="diagonal")
        kept = kept_of(self.n_valid, self.drop)
        facts = facts.filter((pl.col(_PLACE) >= 0) & (True if kept is None else pl.Series(kept)))
        if facts[_PLACE].is_duplicated().any():  # several spellings of one id
            facts = facts.sort(_PLACE, *names).unique(_PLACE, keep="first", maintain_order=True)
        if "seller_id" in names:
            unclear = pl.Series(self._products.find(self.unclear))
            says_nothing = is_null_word(facts["seller_id"]) | facts[_PLACE].is_in(unclear.implode())
            facts = facts.with_columns(facts["seller_id"].set(says_nothing, None))
        at = np.full(len(self._products.ids), -1, dtype=np.int64)
        at[facts[_PLACE].to_numpy()] = np.arange(len(facts))
        rows = pl.Series(at)
        return facts.select(names).select(pl.all().gather(pl.lit(rows.set(rows < 0, None))))


class AccountCollector(Collector):
    """Takes the accounts; `reviewers` knows those that reviewed."""

    def __init__(self, reviewers: Index, *, hold: int = HELD_ROWS) -> None:
        super().__init__(TABLES["accounts"], hold=hold)
        self._n_reviewers = len(reviewers.ids)
        self.join = JoinTally(reviewers, self.table.name, "reviewer_id")
        self._reviewers: list[Int32Array] = []
        self._minutes: dict[str, list[Int32Array]] = {"created_at": [], "closed_at": []}

    def code(self, frame: pl.DataFrame) -> None:
        """Take when the accounts of a batch were opened and closed."""
        self._reviewers.append(self.join.find(frame["reviewer_id"]))
        for column, batches in self._minutes.items():
            if column in frame.columns:
                batches.append(minutes_of(frame[column]))
            else:
                batches.append(np.broadcast_to(np.int32(NO_TIME), len(frame)))

    def told(self) -> tuple[Note, ...]:
        """Say which share of the rows names an account of the reviews."""
        return self.join.notes()

    def created(self) -> Int32Array:
        """Return when each reviewer's account was opened, in minutes: the earliest of several spellings."""
        created = self._of_each("created_at", np.iinfo(np.int32).max, np.minimum)
        return frozen(np.where(created == np.iinfo(np.int32).max, np.int32(NO_TIME), created))

    def closed(self) -> Int32Array | None:
        """Return when each reviewer's account was closed, the latest; None without such a column."""
        if "closed_at" not in self.columns:
            return None
        return frozen(self._of_each("closed_at", NO_TIME, np.maximum))

    def _of_each(self, column: str, unknown: int, choose: np.ufunc) -> Int32Array:
        """Return the time that is chosen among those of each reviewer, `unknown` where there is none."""
        found = np.full(self._n_reviewers, unknown, dtype=np.int32)
        kept, first = kept_of(self.n_valid, self.drop), 0
        for reviewer, minute in zip(self._reviewers, self._minutes[column], strict=True):
            known = (reviewer >= 0) & (minute != NO_TIME)
            if kept is not None:
                known &= kept[first : first + len(reviewer)]
            choose.at(found, reviewer[known], minute[known])
            first += len(reviewer)
        return found


class OrderCollector(Collector):
    """Takes the orders; of several orders of a pair the lightest parcel and any refund count."""

    def __init__(self, reviewers: Index, products: Index, pairs: Pairs, *, hold: int = HELD_ROWS) -> None:
        super().__init__(TABLES["orders"], hold=hold)
        self._products, self._pairs = products, pairs
        self.join = JoinTally(reviewers, self.table.name, "reviewer_id")
        self._n_bought = 0
        self._parcel = np.full(len(pairs.product), np.inf, dtype=np.float32)
        self._refunded = np.full(len(pairs.product), -1, dtype=np.int8)

    def code(self, frame: pl.DataFrame) -> None:
        """Take weights and refunds of a batch."""
        reviewers = self.join.find(frame["reviewer_id"])
        pairs = self._pairs.find(reviewers, self._products.find(frame["product_id"]))
        self._n_bought += int(np.count_nonzero(pairs >= 0))
        if "shipped_weight_g" in frame.columns:
            weight = frame["shipped_weight_g"].cast(pl.Float32).fill_null(np.inf).to_numpy()
            np.minimum.at(self._parcel, pairs[pairs >= 0], weight[pairs >= 0])
        if "refunded" in frame.columns:
            back = frame["refunded"].cast(pl.Int8).fill_null(-1).to_numpy()
            np.maximum.at(self._refunded, pairs[pairs >= 0], back[pairs >= 0])

    def told(self) -> tuple[Note, ...]:
        """Say which share of the orders is of a review, and which share names an account."""
        text = f"orders of {self.n_valid:,} ({self._n_bought / max(self.n_valid, 1):.1%}) belong to a review"
        is_lost = self.n_valid > 0 and self._n_bought == 0 and not self.join.has_none
        if is_lost:
            text = f"{text}: this table says nothing of parcels. Export both tables with the same ids."
        return (*self.join.notes(), Note(self.table.name, "product_id", self._n_bought, text, is_lost))

    def parcel_g(self) -> Float32Array | None:
        """Return the lightest parcel of each pair in grams, NaN when unknown; None without such a column."""
        self._parcel[np.isinf(self._parcel)] = np.nan
        return frozen(self._parcel) if "shipped_weight_g" in self.columns else None

    def refunded(self) -> Int8Array | None:
        """Return the refunds of each pair; None without such a column."""
        return frozen(self._refunded) if "refunded" in self.columns else None
