"""The tables in dense numbers: all that the graph and the evidence need of every row, in a few bytes each."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collusion.arrays import COLD, Float32Array, Int8Array, Int32Array, Int64Array, IntArray
from collusion.minutes import NO_TIME

#: Nobody stands for anybody else.
NO_ALIASES = pl.DataFrame(schema=dict.fromkeys(("entity_type", "id", "stands_for"), pl.String))


@dataclass(frozen=True, slots=True)
class Pairs:
    """The distinct pairs of reviewer and product, in that order; of repeated reviews the earliest.

    Attributes
    ----------
    indptr
        Offsets of the pairs of each reviewer, shape (n_reviewers + 1,).
    product
        Product of each pair, shape (n,), ascending for each reviewer.
    minute
        Minutes since 1970, shape (n,); `NO_TIME` when unknown.
    stars
        1–5, shape (n,); 0 when unknown.
    verified
        Purchase badge: 1, 0, or −1 when unknown, shape (n,).
    row
        Place of the review in the canonical order of the reviews, shape (n,); ascending, but for reviewers
        and products that stand for several ids.
    marketplace
        Place in `Codes.marketplaces`, shape (n,); −1 when unknown.
    """

    indptr: Int64Array
    product: Int32Array
    minute: Int32Array
    stars: Int8Array
    verified: Int8Array = field(metadata=COLD)
    row: Int32Array = field(metadata=COLD)
    marketplace: IntArray = field(metadata=COLD)

    def find(self, reviewers: Int32Array, products: Int32Array) -> Int64Array:
        """Return the pair of each reviewer and product, shape (n,), −1 for none or for negative numbers.

        Notes
        -----
        Binary search among the reviewer's products: O(n log d) for d products of one reviewer.
        """
        from collusion.kernels import dictionary  # keeps numba out of light commands

        return dictionary.find_in_rows(self.indptr, self.product, reviewers, products)


@dataclass(frozen=True, slots=True)
class IdentifierLinks:
    """Which reviewers hold which values of one kind of identifier; each pair once, by value, then reviewer.

    Attributes
    ----------
    t_indptr
        Offsets of the holders of each value, shape (n_values + 1,).
    holder
        Reviewer of each pair, shape (n,).
    row
        A row of the stored identifiers that has the value, shape (n_values,).
    digest
        Of all values: known only to who has them.
    """

    t_indptr: IntArray
    holder: Int32Array
    row: NDArray[np.uint32] = field(metadata=COLD)
    digest: bytes


@dataclass(frozen=True, slots=True)
class SellerLinks:
    """Which sellers hold which values of one kind that reviewers hold too; each pair once, by seller, value.

    Attributes
    ----------
    seller
        Place of each pair's seller in `Codes.sellers`, shape (n,), ascending.
    value
        Place of its value among those of the same kind in `Codes.identifier_links`, shape (n,).
    """

    seller: Int32Array
    value: Int32Array


@dataclass(frozen=True, slots=True)
class Codes:
    """The tables in numbers. Reviewers and products are those of the reviews; others are left out.

    A reviewer stands for all spellings of its id, a product for all listings of its family; names that many
    people share are no reviewers.

    Attributes
    ----------
    reviewers, products
        Ids, ascending by bytes; the place is the number.
    marketplaces
        Names of marketplaces, ascending.
    pairs
        Who reviewed what.
    created
        Minutes since 1970 when each account was opened, `NO_TIME` when unknown, shape (n_reviewers,).
    product_facts
        A row for each product: those of `seller_id`, `category` and `item_weight_g` that the table has;
        None without a table of products.
    parcel_g
        Weight in grams of the lightest parcel ordered for each pair, shape (n_pairs,), NaN when unknown;
        None without such a column.
    refunded
        For each pair: 1 when an order of it was refunded, 0 when not, −1 when unknown, shape (n_pairs,);
        None without such a column.
    identifier_links
        Kind of identifier → who holds what, kinds in alphabetical order, those only that a reviewer holds.
    sellers
        Ids of the sellers of the products, ascending by bytes.
    seller_links
        Kind of identifier → which sellers hold values of it that reviewers hold, kinds in alphabetical order.
    closed
        Minutes since 1970 when each account was closed, `NO_TIME` when unknown or open, shape (n_reviewers,);
        None without such a column.
    removed
        Minutes since 1970 when each pair's review was taken down, `NO_TIME` when unknown or up, shape
        (n_pairs,); None without such a column.
    unattributed
        Reviews of each product that belong to no account, by stars 0 (unknown) to 5, shape (n_products, 6);
        None where there are none.
    aliases
        Ids that others stand for: columns ``entity_type`` (reviewer or product), ``id`` and ``stands_for``,
        null where nobody does, in ascending order.
    """

    reviewers: pl.Series
    products: pl.Series
    marketplaces: pl.Series
    pairs: Pairs
    created: Int32Array | None
    product_facts: pl.DataFrame | None
    parcel_g: Float32Array | None = field(metadata=COLD)
    refunded: Int8Array | None = field(metadata=COLD)
    identifier_links: dict[str, IdentifierLinks]
    sellers: pl.Series
    seller_links: dict[str, SellerLinks]
    closed: Int32Array | None = field(metadata=COLD)
    removed: Int32Array | None = field(metadata=COLD)
    unattributed: Int32Array | None
    aliases: pl.DataFrame

    def marketplace_of(self, rows: Int32Array) -> Int32Array:
        """Return the marketplace of each of some of the pairs' reviews, shape (n,); −1 when unknown."""
        found = self.pairs.marketplace
        if rows is not self.pairs.row:
            order = np.argsort(self.pairs.row, kind="stable")
            found = found[order[np.searchsorted(self.pairs.row, rows, sorter=order)]]
        return found.astype(np.int32)


def shortened(offsets: Int64Array) -> IntArray:
    """Return ascending offsets in 32 bits where they fit."""
    fits = len(offsets) == 0 or offsets[-1] <= np.iinfo(np.int32).max
    return offsets.astype(np.int32) if fits else offsets


def minutes_of(column: pl.Series) -> Int32Array:
    """Translate a UTC time column, shape (n,), into minutes since 1970; null becomes `NO_TIME`."""
    minutes = column.to_physical() // 60_000_000
    return minutes.fill_null(NO_TIME).cast(pl.Int32).to_numpy()
