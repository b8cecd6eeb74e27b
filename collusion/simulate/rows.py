"""Columns that the parts of a market pass on: review rows, identifier links, new entities.

Within a `Planting`, an account, product or value that does not exist yet is numbered -1, -2, …;
`assemble` gives it a number of its own. A column's default means "like anybody": it is filled
later by the same draws for planted and honest rows alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np

from collusion.arrays import Float32Array, Int8Array, Int32Array, Int64Array

KINDS = ("ip", "card", "gift_card", "promo_code", "address", "device", "email", "phone")
KIND_CODE = {kind: code for code, kind in enumerate(KINDS)}
UNSET = -1
#: What `Rows.rewrite` says of a review that repeats an older one by somebody else.
REPEATED = 3
NO_MINUTE = -(2**40)

# which usual identifiers a new account has, in addition to those that its group gives it
USUAL_IP, USUAL_NAT, USUAL_CARD, USUAL_ADDRESS, USUAL_DEVICE, USUAL_REST = 1, 2, 4, 8, 16, 32
USUAL_ALL = 63


@dataclass(frozen=True, slots=True)
class Rows:
    """Reviews, one entry each, all arrays (n,).

    Attributes
    ----------
    account, product
        Who and what.
    minute
        When, minutes since 1970.
    stars
        1 to 5.
    verified, refunded
        1, 0, or `UNSET`: like anybody.
    parcel
        Shipped weight over item weight; NaN: like anybody.
    script
        Number of the text that the review follows, or `UNSET`: own words.
    rewrite
        How freely it follows it: 0 nearly word for word, 1 in other words; 2 for stock phrases, and
        `REPEATED` for the words of an older review.
    """

    account: Int64Array
    product: Int64Array
    minute: Int64Array
    stars: Int8Array
    verified: Int8Array
    refunded: Int8Array
    parcel: Float32Array
    script: Int32Array
    rewrite: Int8Array

    def __len__(self) -> int:
        return len(self.account)


@dataclass(frozen=True, slots=True)
class IdentifierLinks:
    """Who holds which identifier value: account (n,), kind code (n,), value index (n,)."""

    account: Int64Array
    kind: Int8Array
    value: Int64Array

    def __len__(self) -> int:
        return len(self.account)


@dataclass(frozen=True, slots=True)
class NewAccounts:
    """Accounts that a group brings.

    Attributes
    ----------
    market
        (n,) home markets.
    created
        (n,) minutes, or `NO_MINUTE`: derived from the first order.
    usual
        (n,) bit mask of the usual identifiers that they have.
    """

    market: Int8Array
    created: Int64Array
    usual: Int8Array

    def __len__(self) -> int:
        return len(self.market)


@dataclass(frozen=True, slots=True)
class NewProducts:
    """Listings that a group brings; columns as in `world.Products`.

    Attributes
    ----------
    seller
        (n,) existing sellers.
    category
        (n,) categories.
    market
        (n,) where they are sold.
    quality
        (n,) expected honest stars.
    """

    seller: Int32Array
    category: Int8Array
    market: Int8Array
    quality: Float32Array

    def __len__(self) -> int:
        return len(self.seller)


@dataclass(frozen=True, slots=True)
class Takeovers:
    """Existing accounts that changed hands.

    Attributes
    ----------
    account
        (n,) which.
    minute
        (n,) when their owner's reviews stop.
    made_by
        (n,) minute by which they had been made.
    usual
        (n,) bit mask of the usual identifiers that they have.
    """

    account: Int64Array
    minute: Int64Array
    made_by: Int64Array
    usual: Int8Array

    def __len__(self) -> int:
        return len(self.account)


@dataclass(frozen=True, slots=True)
class Group:
    """The truth about one planted group.

    Attributes
    ----------
    style
        The name of its generator.
    kind
        ``ring`` or ``innocent``.
    members
        (m,) accounts, ascending and distinct once numbered for good.
    targets
        (t,) products, likewise.
    """

    style: str
    kind: str
    members: Int64Array
    targets: Int64Array


@dataclass(frozen=True, slots=True)
class Planting:
    """All that one style plants.

    Attributes
    ----------
    groups
        The truth; a nested or overlapping style plants two.
    rows
        Reviews.
    links
        Identifiers in addition to the usual ones.
    accounts, products
        New ones.
    takeovers
        Existing accounts that changed hands.
    seller_links
        Identifiers of sellers (`account` is a seller here), new values numbered as those of `links`; or None.
    same_parent
        Whether the new products are variants of one listing.
    """

    groups: tuple[Group, ...]
    rows: Rows
    links: IdentifierLinks
    accounts: NewAccounts
    products: NewProducts
    takeovers: Takeovers
    seller_links: IdentifierLinks | None = None
    same_parent: bool = False


_Columns = TypeVar("_Columns", Rows, IdentifierLinks, NewAccounts, NewProducts, Takeovers)


def joined(first: _Columns, *more: _Columns) -> _Columns:
    """Stack records of one type, column by column."""
    every = (first, *more)
    return type(first)(*(np.concatenate([getattr(one, f.name) for one in every]) for f in fields(first)))


def subset(rows: _Columns, index: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> _Columns:
    """Return the entries of `rows` at `index` (positions or a mask)."""
    return type(rows)(*(getattr(rows, f.name)[index] for f in fields(rows)))


def reviews(
    account: Int64Array,
    product: Int64Array,
    minute: Int64Array,
    stars: Int8Array,
) -> Rows:
    """Return rows with every other column "like anybody".

    Parameters
    ----------
    account, product
        (n,) who and what.
    minute
        (n,) when.
    stars
        (n,) 1 to 5.

    Returns
    -------
    Rows
        Of length n.
    """
    n = len(account)
    unset = np.full(n, UNSET, dtype=np.int8)
    return Rows(
        account=np.asarray(account, dtype=np.int64),
        product=np.asarray(product, dtype=np.int64),
        minute=np.asarray(minute, dtype=np.int64),
        stars=np.asarray(stars, dtype=np.int8),
        verified=unset,
        refunded=unset,
        parcel=np.full(n, np.nan, dtype=np.float32),
        script=np.full(n, UNSET, dtype=np.int32),
        rewrite=np.zeros(n, dtype=np.int8),
    )


def identifier_links(kind: str, account: Int64Array, value: Int64Array) -> IdentifierLinks:
    """Return links of one kind.

    Parameters
    ----------
    kind
        One of `KINDS`.
    account
        (n,) who.
    value
        (n,) number of the value; negative for a new one.

    Returns
    -------
    IdentifierLinks
        Of length n.
    """
    account = np.asarray(account, dtype=np.int64)
    kinds = np.full(len(account), KIND_CODE[kind], dtype=np.int8)
    return IdentifierLinks(account, kinds, np.asarray(value, dtype=np.int64))


def new_accounts(
    market: Sequence[int] | Int8Array, created: Int64Array, usual: int = USUAL_ALL
) -> NewAccounts:
    """Return the records of new accounts that all have the same usual identifiers.

    Parameters
    ----------
    market
        (n,) home markets.
    created
        (n,) minutes.
    usual
        Bit mask of the usual identifiers.

    Returns
    -------
    NewAccounts
        Of length n.
    """
    n = len(created)
    return NewAccounts(
        np.asarray(market, dtype=np.int8), np.asarray(created, np.int64), np.full(n, usual, dtype=np.int8)
    )


def no_rows() -> Rows:
    """Return rows of length 0."""
    empty = np.empty(0, dtype=np.int64)
    return reviews(empty, empty, empty, empty.astype(np.int8))


def no_links() -> IdentifierLinks:
    """Return links of length 0."""
    empty = np.empty(0, dtype=np.int64)
    return identifier_links("ip", empty, empty)


def no_accounts() -> NewAccounts:
    """Return new accounts of length 0."""
    return new_accounts([], np.empty(0, dtype=np.int64))


def no_products() -> NewProducts:
    """Return new products of length 0."""
    empty = np.empty(0, dtype=np.int32)
    return NewProducts(empty, empty.astype(np.int8), empty.astype(np.int8), empty.astype(np.float32))


def no_takeovers() -> Takeovers:
    """Return takeovers of length 0."""
    empty = np.empty(0, dtype=np.int64)
    return Takeovers(empty, empty, empty, empty.astype(np.int8))
