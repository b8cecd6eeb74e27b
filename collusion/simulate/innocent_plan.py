"""Building blocks of innocent groups: real accounts, shared tastes and places, honest stars."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collusion.arrays import BoolArray, Float64Array, Int64Array
from collusion.simulate.calendar import minutes
from collusion.simulate.context import MarketContext
from collusion.simulate.draws import sample
from collusion.simulate.rows import (
    Group,
    IdentifierLinks,
    NewProducts,
    Planting,
    Rows,
    identifier_links,
    no_accounts,
    no_links,
    no_products,
    no_rows,
    no_takeovers,
    reviews,
)
from collusion.simulate.stars import honest_stars
from collusion.simulate.world import EVERYWHERE


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Products that a group buys.

    Attributes
    ----------
    product
        (t,) numbers.
    quality
        (t,) expected stars.
    on_sale
        (t,) day from which they can be bought.
    """

    product: Int64Array
    quality: Float64Array
    on_sale: Float64Array


def innocent(
    style: str,
    members: Int64Array,
    *,
    targets: Int64Array | None = None,
    rows: Rows | None = None,
    held: IdentifierLinks | None = None,
    products: NewProducts | None = None,
) -> Planting:
    """Return a planting of one innocent group.

    Parameters
    ----------
    style
        Name for the truth tables.
    members
        Its accounts; fewer than four plant nothing at all.
    targets
        Products that it has in common.
    rows
        Its reviews, and those that come with its products.
    held
        Identifiers that it shares.
    products
        Listings that it brings.

    Returns
    -------
    Planting
        With no group if the market is too small.
    """
    if len(members) < 4:
        return Planting((), no_rows(), no_links(), no_accounts(), no_products(), no_takeovers())
    nothing = np.empty(0, dtype=np.int64)
    group = Group(style, "innocent", members, nothing if targets is None else targets)
    return Planting(
        groups=(group,),
        rows=no_rows() if rows is None else rows,
        links=no_links() if held is None else held,
        accounts=no_accounts(),
        products=no_products() if products is None else products,
        takeovers=no_takeovers(),
    )


def share_value(kind: str, members: Int64Array, number: int = 0) -> IdentifierLinks:
    """Return links of one new value by all `members`; `number` tells values of a kind apart."""
    return identifier_links(kind, members, np.full(len(members), -1 - number, dtype=np.int64))


def existing(
    context: MarketContext,
    n: int,
    rng: np.random.Generator,
    *,
    category: int = -1,
    market: int = EVERYWHERE,
) -> Catalogue:
    """Draw distinct existing products by popularity.

    Parameters
    ----------
    context
        The market.
    n
        How many, if there are so many.
    rng
        Source of the draws.
    category
        Only this one; -1 for any.
    market
        Only what is sold here; `EVERYWHERE` for any.

    Returns
    -------
    Catalogue
        Ascending product numbers.
    """
    products = context.products
    weight = products.popularity.astype(np.float64) * (products.launch < context.calendar.n_days - 200)
    if category >= 0:
        weight = weight * (products.category == category)
    if market != EVERYWHERE:
        weight = weight * ((products.market == market) | (products.market == EVERYWHERE))
    product = np.sort(sample(rng, weight, n))
    return Catalogue(
        product, products.quality[product].astype(np.float64), products.launch[product].astype(np.float64)
    )


def releases(
    context: MarketContext,
    n: int,
    rng: np.random.Generator,
    *,
    n_sellers: int,
    quality: float,
    market: int,
) -> tuple[NewProducts, Catalogue]:
    """Draw new listings of existing sellers, released one after another over the market's years.

    Parameters
    ----------
    context
        The market.
    n
        How many listings.
    rng
        Source of the draws.
    n_sellers
        How many sellers take turns.
    quality
        Mean of their expected stars.
    market
        Where they are sold.

    Returns
    -------
    tuple of NewProducts and Catalogue
        The listings, and when each can be bought; numbered -1, -2, …
    """
    sellers = rng.choice(context.n_sellers, size=min(n_sellers, context.n_sellers), replace=False)
    seller = sellers[np.arange(n) % len(sellers)]
    level = np.clip(quality + 0.25 * rng.standard_normal(n), 2.0, 4.85)
    listed = NewProducts(
        seller=seller.astype(np.int32),
        category=context.seller_category[seller],
        market=np.full(n, market, dtype=np.int8),
        quality=level.astype(np.float32),
    )
    day = np.sort(rng.uniform(20.0, context.calendar.n_days - 120.0, n))
    return listed, Catalogue(-1 - np.arange(n, dtype=np.int64), level, day)


def attended(n_members: int, n_products: int, share: float, rng: np.random.Generator) -> BoolArray:
    """Draw who reviews what, with keen and lazy members.

    Parameters
    ----------
    n_members, n_products
        The two sides.
    share
        Mean share of the products that a member reviews.
    rng
        Source of the draws.

    Returns
    -------
    BoolArray
        (n_members, n_products).
    """
    activity = rng.gamma(4.0, 0.25, (n_members, 1))
    return np.asarray(rng.random((n_members, n_products)) < np.minimum(activity * share, 0.97))


def honest_rows(
    members: Int64Array,
    catalogue: Catalogue,
    bought: BoolArray,
    day: Float64Array,
    context: MarketContext,
    rng: np.random.Generator,
) -> Rows:
    """Return honest reviews by a group.

    Parameters
    ----------
    members
        (m,) accounts.
    catalogue
        What they choose from, (t,).
    bought
        (m, t) who reviews what.
    day
        (number of true entries of `bought`,) real day of each review, in row-major order.
    context, rng
        The market and the source of draws.

    Returns
    -------
    Rows
        Stars follow each product's quality, as anybody's do.
    """
    member, choice = np.nonzero(bought)
    kept = day < context.calendar.n_days - 1
    member, choice, day = member[kept], choice[kept], day[kept]
    stars = honest_stars(catalogue.quality[choice], 0.35 * rng.standard_normal(len(member)), rng)
    minute = minutes(context.calendar, day, rng)
    return reviews(members[member], catalogue.product[choice], minute, stars)


def over_years(
    catalogue: Catalogue, bought: BoolArray, context: MarketContext, rng: np.random.Generator
) -> Float64Array:
    """Return a day for each purchase, any time after the product is on sale.

    Parameters
    ----------
    catalogue
        The products.
    bought
        (m, t) who reviews what.
    context
        The market, whose end is the last day.
    rng
        Source of the draws.

    Returns
    -------
    Float64Array
        One a true entry of `bought`, in row-major order.
    """
    _, choice = np.nonzero(bought)
    start = np.maximum(catalogue.on_sale[choice], 0.0)
    return np.asarray(start + rng.random(len(choice)) * (context.calendar.n_days - 2 - start))
