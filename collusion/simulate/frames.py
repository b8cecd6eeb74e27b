"""From columns of numbers to the tables of the data contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl

from collusion.arrays import Float32Array, Int8Array, Int32Array, Int64Array
from collusion.simulate import ids
from collusion.simulate.background import first_of_each
from collusion.simulate.draws import key_of, mix, uniforms
from collusion.simulate.rows import KINDS, IdentifierLinks, Rows
from collusion.simulate.world import MARKETS

_MICROSECONDS = 60_000_000
_UTC = pl.Datetime("us", "UTC")
Formats: TypeAlias = Mapping[str, Callable[[Int64Array, int], pl.Series]]
VALUE_FORMATS: Formats = {
    "ip": ids.ip_strings,
    "promo_code": ids.promo_strings,
    "email": ids.email_strings,
    "phone": ids.phone_strings,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """A part's columns once everything "like anybody" is drawn.

    Attributes
    ----------
    rows
        The reviews, complete.
    ordered
        (n,) minute of the order behind each review.
    account
        (a,) accounts of the part, ascending.
    place
        (n,) position in `account` of each row's account.
    created, last
        (a,) minute of creation and of the last review.
    market
        (a,) home market.
    """

    rows: Rows
    ordered: Int64Array
    account: Int64Array
    place: Int64Array
    created: Int64Array
    last: Int64Array
    market: Int8Array


def times(minute: Int64Array) -> pl.Series:
    """Return minutes since 1970 as UTC datetimes."""
    return pl.Series(minute * _MICROSECONDS, dtype=pl.Int64).cast(_UTC)


def gathered(values: pl.Series, index: Int64Array) -> pl.Series:
    """Return `values` at `index`."""
    return values.gather(pl.Series(index))


def review_frame(
    facts: Facts,
    names: pl.Series,
    products: pl.Series,
    review_ids: pl.Series,
    text: pl.Series | None,
) -> pl.DataFrame:
    """Return the reviews table of a part, in the order of its rows.

    Parameters
    ----------
    facts
        The part.
    names
        Ids of ``facts.account``.
    products
        Ids of all products.
    review_ids
        (n,) ids of the rows.
    text
        (n,) texts, or None for a table without.
    """
    rows = facts.rows
    market = pl.Series(MARKETS)
    frame = pl.DataFrame(
        {
            "reviewer_id": gathered(names, facts.place),
            "product_id": gathered(products, rows.product),
            "rating": rows.stars,
            "posted_at": times(rows.minute),
            "review_id": review_ids,
            "verified": rows.verified == 1,
            "text": pl.Series([None], dtype=pl.String).new_from_index(0, len(rows)) if text is None else text,
            "marketplace": gathered(market, facts.market[facts.place].astype(np.int64)),
        }
    )
    return frame.drop("text") if text is None else frame


def account_frame(facts: Facts, names: pl.Series) -> pl.DataFrame:
    """Return the accounts table of a part."""
    frame = pl.DataFrame({"reviewer_id": names, "created_at": times(facts.created)})
    return frame[np.argsort(mix(0, facts.account))]


def order_frame(
    facts: Facts, names: pl.Series, products: pl.Series, weight_g: Int32Array, seed: int
) -> pl.DataFrame:
    """Return the orders behind the verified reviews of a part.

    Parameters
    ----------
    facts
        The part.
    names, products
        Ids of ``facts.account`` and of all products.
    weight_g
        (n_products,) item weights.
    seed
        The market's seed, for parcels and refunds like anybody's.
    """
    bought = np.flatnonzero(facts.rows.verified == 1)
    key = facts.rows.account[bought] * len(weight_g) + facts.rows.product[bought]
    order = np.argsort(mix(key_of(seed, "order"), key))
    bought, key = bought[order], key[order]
    product = facts.rows.product[bought]
    shipped = weight_g[product] * _parcel(facts.rows.parcel[bought], key, seed) + 12
    refunded = facts.rows.refunded[bought] == 1
    refunded |= (facts.rows.refunded[bought] < 0) & (uniforms(key_of(seed, "refund"), key) < 0.03)
    return pl.DataFrame(
        {
            "reviewer_id": gathered(names, facts.place[bought]),
            "product_id": gathered(products, product),
            "ordered_at": times(facts.ordered[bought]),
            "shipped_weight_g": np.rint(shipped).astype(np.float64),
            "refunded": refunded,
        }
    )


def _parcel(ratio: Float32Array, key: Int64Array, seed: int) -> Float32Array:
    usual = 1.02 + 0.16 * uniforms(key_of(seed, "parcel"), key)
    # one honest parcel in 150 is short: a part shipment, a wrong scale
    short = uniforms(key_of(seed, "parcel", "short"), key) < 1 / 150
    usual = np.where(short, 0.05 + 0.6 * uniforms(key_of(seed, "parcel", "how"), key), usual)
    return np.where(np.isnan(ratio), usual, ratio).astype(np.float32)


def identifier_frame(
    facts: Facts, names: pl.Series, held: IdentifierLinks, seed: int, formats: Formats = VALUE_FORMATS
) -> pl.DataFrame:
    """Return the identifiers table of a part: one row per distinct (account, kind, value).

    Parameters
    ----------
    facts
        The part.
    names
        Ids of ``facts.account``.
    held
        What its accounts hold.
    seed
        The market's seed.
    formats
        How values of some kinds are written; others are opaque ids.
    """
    place = np.searchsorted(facts.account, held.account)
    share = uniforms(key_of(seed, "seen"), held.account * 64 + held.kind + held.value * 7919)
    seen = facts.created[place] + (share * (facts.last[place] - facts.created[place])).astype(np.int64)
    pieces = []
    for code, kind in enumerate(KINDS):
        mine = np.flatnonzero(held.kind == code)
        mine = mine[first_of_each(place[mine], held.value[mine])]
        mine = mine[np.argsort(mix(key_of(seed, "sighting", kind), np.arange(len(mine))))]
        value, back = np.unique(held.value[mine], return_inverse=True)
        text = formats[kind](value, seed) if kind in formats else ids.id_strings(value, kind, seed)
        pieces.append(
            pl.DataFrame(
                {
                    "reviewer_id": gathered(names, place[mine]),
                    "kind": pl.Series([kind]).new_from_index(0, len(mine)),
                    "value": gathered(text, back.astype(np.int64)),
                    "seen_at": times(seen[mine]),
                }
            )
        )
    return pl.concat(pieces)
