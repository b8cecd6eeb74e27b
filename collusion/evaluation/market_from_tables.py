"""A user's own tables as context to plant rings in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from collusion.arrays import Float64Array, Int8Array, Int32Array, Int64Array, frozen
from collusion.graph.build import EntityGraph
from collusion.minutes import DAY, NO_TIME
from collusion.simulate.calendar import Calendar, build_calendar
from collusion.simulate.context import MarketContext, group_buyers
from collusion.simulate.draws import key_of, whole
from collusion.simulate.world import EVERYWHERE, MARKETS, N_CATEGORIES, Accounts, Products
from collusion.tables.records import ReviewTables

_USUAL_WEIGHT_G = 400
_USUAL_QUALITY = 4.1


@dataclass(frozen=True, slots=True)
class TablesMarket:
    """The context, and what its numbers are called in the user's tables.

    Attributes
    ----------
    context
        Accounts and products numbered as in the graph.
    reviewer_ids, product_ids
        Their ids.
    seller_ids
        Ids of the sellers; where no product has a known one, each product is its own seller, called null.
    category_names
        What each seller's products are called in the user's categories, null where unknown.
    marketplaces
        What each of the simulator's markets is called; null where the tables have none.
    item_weight_g
        Item weight of each seller's products in grams.
    """

    context: MarketContext
    reviewer_ids: pl.Series
    product_ids: pl.Series
    seller_ids: pl.Series
    category_names: pl.Series
    marketplaces: tuple[str | None, ...]
    item_weight_g: Float64Array


def market_from_tables(tables: ReviewTables, graph: EntityGraph, *, seed: int) -> TablesMarket:
    """Lay a user's tables out as the simulator's context.

    Parameters
    ----------
    tables
        The tables.
    graph
        Their graph.
    seed
        Of what the tables do not say.

    Returns
    -------
    TablesMarket
        The clock runs as the source's reviews arrive; popularity, quality, activity and tastes are as they
        are there. O(n_edges log n_edges).
    """
    calendar = _calendar(graph)
    seller, seller_ids = _sellers(graph)
    names, codes = _categories(tables, graph)
    markets, product_market, account_market = _markets(tables, graph, seed)
    degree = graph.reviews.col_degrees()
    n_sellers = len(seller_ids)
    weights = _weights(tables, graph)
    products = Products(
        seller=frozen(seller),
        category=frozen(codes),
        niche=frozen(np.zeros(len(degree), dtype=np.int32)),
        market=product_market,
        quality=frozen(_quality(graph).astype(np.float32)),
        launch=frozen(_launch(graph, calendar)),
        popularity=frozen(np.maximum(degree, 1).astype(np.int32)),
        weight_g=frozen(weights.astype(np.int32)),
    )
    first = np.full(n_sellers, -1, dtype=np.int64)
    first[seller[::-1]] = np.arange(len(seller))[::-1]  # any product of a seller says what it sells
    accounts = _accounts(graph, codes, account_market)
    context = MarketContext(
        calendar=calendar,
        products=products,
        accounts=accounts,
        seller_category=frozen(codes[first]),
        buyers=group_buyers(accounts),
        in_use=np.zeros(len(accounts), dtype=np.bool_),
    )
    return TablesMarket(
        context=context,
        reviewer_ids=graph.reviewers.ids,
        product_ids=graph.products.ids,
        seller_ids=seller_ids,
        category_names=names.gather(pl.Series(first)),
        marketplaces=markets,
        item_weight_g=frozen(weights[first]),
    )


def _calendar(graph: EntityGraph) -> Calendar:
    """Return a clock that runs as fast as reviews arrive; the simulator's own where there are no times."""
    if not graph.has_times:
        return build_calendar()
    day = graph.minute[graph.minute != NO_TIME].astype(np.int64) // DAY
    n_days = max(int(day.max() - day.min()) + 1, 2)
    # a review more on every day keeps the clock moving
    arrivals = np.bincount(day - day.min(), minlength=n_days) + 1.0
    curve = np.concatenate([[0.0], np.cumsum(arrivals)])
    return Calendar(int(day.min()) * DAY, n_days, frozen(curve * (n_days / curve[-1])))


def _sellers(graph: EntityGraph) -> tuple[Int32Array, pl.Series]:
    """Return the seller of each product and the ids; a product of unknown seller is a seller of its own."""
    seller = graph.product_seller.copy()
    unknown = np.flatnonzero(seller < 0)
    n_known = len(graph.sellers)
    seller[unknown] = n_known + np.arange(len(unknown), dtype=np.int32)
    nameless = pl.Series([None], dtype=pl.String).new_from_index(0, len(unknown))
    ids = pl.concat([graph.sellers.ids.cast(pl.String).alias("s"), nameless.alias("s")])
    used, dense = np.unique(seller, return_inverse=True)
    return dense.astype(np.int32), ids.gather(pl.Series(used))


def _categories(tables: ReviewTables, graph: EntityGraph) -> tuple[pl.Series, Int8Array]:
    """Return the user's category of each product, and one of the simulator's for it."""
    n = len(graph.products)
    names = _column_of_products(tables, graph, "category", pl.String)
    order = {name: i for i, name in enumerate(names.drop_nulls().unique().sort().to_list())}
    codes = [order.get(name, 0) % N_CATEGORIES for name in names.to_list()] if order else [0] * n
    return names, np.array(codes, dtype=np.int8)


def _weights(tables: ReviewTables, graph: EntityGraph) -> Float64Array:
    known = _column_of_products(tables, graph, "item_weight_g", pl.Float64)
    return np.asarray(known.fill_null(_USUAL_WEIGHT_G).to_numpy(), dtype=np.float64)


def _column_of_products(
    tables: ReviewTables, graph: EntityGraph, column: str, dtype: type[pl.DataType]
) -> pl.Series:
    if tables.products is None or column not in tables.products.columns:
        return pl.Series([None], dtype=dtype).new_from_index(0, len(graph.products))
    every = pl.DataFrame({"product_id": graph.products.ids})
    known = tables.products.select("product_id", column)
    return every.join(known, on="product_id", how="left", maintain_order="left")[column].cast(dtype)


def _quality(graph: EntityGraph) -> Float64Array:
    """Return the mean stars of each product, drawn to the usual by one review of it."""
    rated = graph.stars > 0
    n = len(graph.products)
    columns = graph.reviews.indices[rated]
    count = np.bincount(columns, minlength=n)
    total = np.bincount(columns, weights=graph.stars[rated].astype(np.float64), minlength=n)
    return np.asarray((total + _USUAL_QUALITY) / (count + 1))


def _launch(graph: EntityGraph, calendar: Calendar) -> np.typing.NDArray[np.float32]:
    """Return the day of the first review of each product."""
    first = np.full(len(graph.products), np.iinfo(np.int64).max)
    np.minimum.at(first, graph.reviews.indices, graph.minute.astype(np.int64))
    days = (first - calendar.first_minute) / DAY
    return np.clip(days, 0.0, calendar.n_days - 1.0).astype(np.float32)


def _markets(
    tables: ReviewTables, graph: EntityGraph, seed: int
) -> tuple[tuple[str | None, ...], Int8Array, Int8Array]:
    """Return the marketplaces, and where each product is sold and each account at home.

    The simulator has four markets. Of more marketplaces the smallest share the last one; fewer are dealt out
    over the four, and everything is then sold everywhere.
    """
    n_accounts, n_products, n = len(graph.reviewers), len(graph.products), len(MARKETS)
    everywhere = frozen(np.full(n_products, EVERYWHERE, dtype=np.int8))
    spread = whole(key_of(seed, "home"), np.arange(n_accounts), n)
    if "marketplace" not in tables.reviews.columns:
        return (None,) * n, everywhere, frozen(spread.astype(np.int8))
    counts = tables.reviews["marketplace"].drop_nulls().value_counts(sort=False)
    names = counts.sort(["count", "marketplace"], descending=[True, False])["marketplace"].to_list() or [None]
    place = {name: min(i, n - 1) for i, name in enumerate(names)}
    rows = pl.Series(graph.review_row)
    code = tables.reviews["marketplace"].gather(rows).replace_strict(place, default=0, return_dtype=pl.Int8)
    market = code.to_numpy().astype(np.int64)
    home = _commonest(graph.reviews.rows(), market, n_accounts, n)
    if len(names) < n:
        choices = np.array([[j for j in range(n) if j % len(names) == m] * n for m in range(len(names))])
        dealt = choices[home, spread]
        return tuple(names[j % len(names)] for j in range(n)), everywhere, frozen(dealt.astype(np.int8))
    only = _commonest(graph.reviews.indices, market, n_products, n)
    same = np.ones(n_products, dtype=np.bool_)
    same[graph.reviews.indices[market != only[graph.reviews.indices]]] = False
    sold = np.where(same, only, EVERYWHERE).astype(np.int8)
    return tuple(names[:n]), frozen(sold), frozen(home.astype(np.int8))


def _commonest(node: Int32Array, value: Int64Array, n: int, n_values: int) -> Int64Array:
    """Return the commonest value of each node, the smallest of equally common ones, shape (n,)."""
    table = np.bincount(node.astype(np.int64) * n_values + value, minlength=n * n_values)
    return np.asarray(table.reshape(n, n_values).argmax(axis=1))


def _accounts(graph: EntityGraph, category: Int8Array, market: Int8Array) -> Accounts:
    n = len(graph.reviewers)
    taste = _commonest(
        graph.reviews.rows(), category[graph.reviews.indices].astype(np.int64), n, N_CATEGORIES
    )
    return Accounts(
        n_reviews=frozen(graph.reviews.row_degrees().astype(np.int32)),
        household=frozen(np.arange(n, dtype=np.int32)),
        market=market,
        category=frozen(taste.astype(np.int8)),
    )
