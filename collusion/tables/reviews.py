"""Collect the reviews: number who and what, keep a few bytes of every row, find the canonical order."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collusion.arrays import Int8Array, Int32Array, Int64Array, IntArray, frozen
from collusion.minutes import NO_TIME
from collusion.tables.background import in_background
from collusion.tables.canonical import canonical_order
from collusion.tables.codes import Pairs, minutes_of
from collusion.tables.collector import HELD_ROWS, Collector
from collusion.tables.keys import kept_of
from collusion.tables.numbering import Numbering
from collusion.tables.schema import TABLES
from collusion.tables.spelling import normal_form
from collusion.tables.stored import FileRows, StoredTable

_Number = TypeVar("_Number", bound=np.generic)
_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Index:
    """The ids of one kind, and how to find them again.

    Attributes
    ----------
    ids
        Ascending by bytes.
    numbering
        Knows the number of each, in order of arrival.
    places
        Place of each number among `ids`, −1 where it is none of them, shape (len(numbering) + 1,).
    rules
        Names of the rules of spelling by which other words are found, too.
    """

    ids: pl.Series
    numbering: Numbering
    places: Int32Array
    rules: tuple[str, ...] = ()

    def find(self, words: pl.Series) -> Int32Array:
        """Return the place of each word among the ids, shape (n,), −1 where it is none of them.

        A word that is no id is found by its normal form; of several ids with that form the first is meant.
        """
        places = self.places[self.numbering.find(words)]
        unknown = np.flatnonzero(places < 0)
        if not (self.rules and len(unknown)):
            return places
        forms = pl.DataFrame(
            {"form": normal_form(self.ids, self.rules), "place": np.arange(len(self.ids), dtype=np.int32)}
        ).unique("form", keep="first", maintain_order=True)
        asked = normal_form(words.gather(pl.Series(unknown)).alias("form"), self.rules).to_frame()
        found = asked.join(forms, on="form", how="left", maintain_order="left")["place"].fill_null(-1)
        places = places.copy()
        places[unknown] = found.to_numpy()
        return places


@dataclass(frozen=True, slots=True)
class Ordered:
    """The reviews in canonical order.

    Attributes
    ----------
    stored
        The table.
    pairs
        Who reviewed what.
    removed
        Minutes since 1970 when each pair's review was taken down; None without such a column.
    said
        16 bits of a hash of each review's text, in canonical order, shape (n_reviews,): equal where the texts
        are; None without texts.
    """

    stored: StoredTable
    pairs: Pairs
    removed: Int32Array | None
    said: NDArray[np.uint16] | None


@dataclass(frozen=True, slots=True)
class Reviews:
    """The reviews, collected.

    Attributes
    ----------
    reviewers, products
        Who and what.
    marketplaces
        Names of marketplaces, ascending.
    ordered
        The rest, which a background thread puts in order while other tables are read.
    """

    reviewers: Index
    products: Index
    marketplaces: pl.Series
    ordered: Future[Ordered]


class ReviewCollector(Collector):
    """Takes the reviews.

    Parameters
    ----------
    hold
        Most rows that are held in memory.
    same_account, same_listing
        Names of the rules of spelling by which ids of accounts and of listings are found.
    """

    def __init__(
        self,
        *,
        hold: int = HELD_ROWS,
        same_account: tuple[str, ...] = (),
        same_listing: tuple[str, ...] = (),
    ) -> None:
        super().__init__(TABLES["reviews"], hold=hold)
        self._rules = {"reviewer": same_account, "product": same_listing}
        self.reviewers, self.products, self.marketplaces = Numbering(), Numbering(), Numbering()
        self._parts: dict[str, list[NDArray[Any]]] = {
            name: []
            for name in (
                "reviewer",
                "product",
                "minute",
                "stars",
                "verified",
                "marketplace",
                "removed",
                "said",
            )
        }

    def code(self, frame: pl.DataFrame) -> None:
        """Take the numbers of a batch."""
        products = in_background(partial(self.products.add, frame["product_id"]))
        self._parts["reviewer"].append(self.reviewers.add(frame["reviewer_id"]))
        self._parts["product"].append(products.result())
        self._parts["minute"].append(_minutes(frame))
        removed = minutes_of(frame["removed_at"]) if "removed_at" in frame.columns else None
        self._parts["removed"].append(
            np.broadcast_to(np.int32(NO_TIME), len(frame)) if removed is None else removed
        )
        self._parts["stars"].append(_small(frame, "rating", 0))
        self._parts["verified"].append(_small(frame, "verified", -1))
        self._parts["marketplace"].append(self._marketplace(frame))
        self._parts["said"].append(_said(frame))

    def finish(self, on_file: FileRows | None) -> Reviews:
        """Put everything in order.

        Parameters
        ----------
        on_file
            Where the rows are; None when they are nowhere but in memory.

        Returns
        -------
        Reviews
            Everybody's number, and soon the table and who reviewed what.
        """
        kept = kept_of(self.n_valid, self.drop)
        valid = None if kept is None else np.flatnonzero(kept)
        placed = in_background(partial(self._placed, "product", self.products, valid))
        reviewers, reviewer = self._placed("reviewer", self.reviewers, valid)
        products, product = placed.result()
        marketplaces, market = self._placed("marketplace", self.marketplaces, valid)
        columns = {"reviewer": reviewer, "product": product, "marketplace": market}
        ordered = in_background(partial(self._ordered, columns, len(reviewers.ids), valid, on_file))
        return Reviews(reviewers, products, marketplaces.ids, ordered)

    def _ordered(
        self,
        columns: dict[str, Int32Array],
        n_reviewers: int,
        valid: Int64Array | None,
        on_file: FileRows | None,
    ) -> Ordered:
        """Order the rows by the places of who, what and where, which are let go."""
        reviewer, product = columns.pop("reviewer"), columns.pop("product")
        minute = self._joined("minute", valid)

        def fetch(rows: Int64Array) -> pl.DataFrame:
            """Return whole rows by their places among the valid ones."""
            return self.fetch(rows if valid is None else valid[rows], on_file)

        order, first = canonical_order(reviewer, product, minute, fetch)
        row = np.flatnonzero(first).astype(np.int32)
        taken = order if first.all() else order[row]
        degree = np.bincount(reviewer, weights=None, minlength=n_reviewers)
        degree -= np.bincount(reviewer[order[~first]], minlength=n_reviewers)
        del reviewer, first
        said = _taken(self._joined("said", valid), order) if "text" in self.columns else None
        columns["product"] = _taken(product, taken)
        del product
        pairs = Pairs(
            indptr=frozen(np.concatenate(([0], np.cumsum(degree))).astype(np.int64)),
            product=frozen(columns.pop("product")),
            minute=frozen(_taken(minute, taken)),
            stars=frozen(_taken(self._joined("stars", valid), taken)),
            verified=frozen(_taken(self._joined("verified", valid), taken)),
            row=frozen(row),
            marketplace=frozen(_short(_taken(columns.pop("marketplace"), taken))),
        )
        removed = frozen(self._joined("removed", valid)[taken]) if "removed_at" in self.columns else None
        return Ordered(self.stored(on_file, order if valid is None else valid[order]), pairs, removed, said)

    def _joined(self, name: str, valid: Int64Array | None) -> NDArray[Any]:
        """Return one column of all rows that stay; its batches are let go."""
        batches = self._parts.pop(name)
        column = np.concatenate(batches) if batches else np.zeros(0, dtype=np.int32)
        return column if valid is None else column[valid]

    def _placed(self, name: str, numbering: Numbering, valid: Int64Array | None) -> tuple[Index, Int32Array]:
        """Return the ids that rows still use, and the place of each row's among them."""
        numbers = self._joined(name, valid)
        ids, places = numbering.settle()
        if valid is not None:
            used = np.zeros(len(ids), dtype=bool)
            used[places[numbers[numbers >= 0]]] = True
            renamed = np.where(used, np.cumsum(used) - 1, -1).astype(np.int32)
            ids, places = ids.filter(pl.Series(used)), renamed[places]
        places = np.append(places, np.int32(-1))  # the last answers for −1
        for start in range(0, len(numbers), _AT_ONCE):
            numbers[start : start + _AT_ONCE] = places[numbers[start : start + _AT_ONCE]]
        return Index(ids.alias(name), numbering, places, self._rules.get(name, ())), numbers

    def _marketplace(self, frame: pl.DataFrame) -> IntArray:
        if "marketplace" not in frame.columns:
            return np.broadcast_to(np.int8(-1), len(frame))
        words = frame["marketplace"]
        if not words.null_count():
            return _short(self.marketplaces.add(words))
        numbers = np.full(len(frame), -1, dtype=np.int32)
        given = words.is_not_null()
        numbers[given.to_numpy()] = self.marketplaces.add(words.filter(given))
        return _short(numbers)


def _short(numbers: Int32Array) -> IntArray:
    """Return numbers in 8 bits where they fit."""
    fits = len(numbers) == 0 or numbers.max() <= np.iinfo(np.int8).max
    return numbers.astype(np.int8) if fits else numbers


def _minutes(frame: pl.DataFrame) -> Int32Array:
    if "posted_at" not in frame.columns:
        return np.full(len(frame), NO_TIME, dtype=np.int32)
    return minutes_of(frame["posted_at"])


def _taken(column: NDArray[_Number], places: Int32Array) -> NDArray[_Number]:
    """Return a column at some places; numpy is fastest with indices of its own kind, some at a time."""
    taken = np.empty(len(places), dtype=column.dtype)
    for start in range(0, len(places), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        np.take(column, places[some].astype(np.intp), out=taken[some], mode="clip")
    return taken


def _said(frame: pl.DataFrame) -> NDArray[np.uint16]:
    """Return 16 bits of a hash of each text, the same for all that are missing, shape (n,)."""
    if "text" not in frame.columns:
        return np.broadcast_to(_said(pl.DataFrame({"text": pl.Series([None], dtype=pl.String)})), len(frame))
    return (frame["text"].hash(seed=0).to_numpy() >> np.uint64(48)).astype(np.uint16)


def _small(frame: pl.DataFrame, column: str, missing: int) -> Int8Array:
    if column not in frame.columns:
        return np.full(len(frame), missing, dtype=np.int8)
    return frame[column].cast(pl.Int8).fill_null(missing).to_numpy()
