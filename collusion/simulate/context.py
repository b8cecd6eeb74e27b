"""The context that groups are planted in: what a generator may know of a market.

It is a record of arrays, not the simulator's world: the same generators plant rings into a
user's own tables once those are laid out like this.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from collusion.arrays import BoolArray, Int8Array, Int64Array, frozen
from collusion.simulate.world import EVERYWHERE, MARKET_SHARES, MARKETS, N_CATEGORIES, Accounts, Products

if TYPE_CHECKING:
    from collusion.simulate.calendar import Calendar

_POOL = 500_000


@dataclass(frozen=True, slots=True)
class Buyers:
    """Accounts by (market, category), and how much they write.

    Attributes
    ----------
    account
        (n,) accounts, those of one market and category together.
    reach
        (n + 1,) cumulative ordinary reviews in that order.
    starts
        (n_markets * n_categories + 1,) where each market and category begins in `account`.
    """

    account: Int64Array
    reach: Int64Array
    starts: Int64Array


@dataclass(frozen=True, slots=True)
class MarketContext:
    """What is there before planting.

    Attributes
    ----------
    calendar
        The market's clock.
    products, accounts
        What exists.
    seller_category
        (n_sellers,) what each existing seller sells.
    buyers
        The accounts grouped by home market and favourite category, to draw buyers quickly.
    in_use
        (n_accounts,) accounts that already belong to a group.
    """

    calendar: Calendar
    products: Products
    accounts: Accounts
    seller_category: Int8Array
    buyers: Buyers
    in_use: BoolArray

    @property
    def n_sellers(self) -> int:
        """Sellers that exist."""
        return len(self.seller_category)


def group_buyers(accounts: Accounts) -> Buyers:
    """Group accounts by home market and favourite category; O(n log n)."""
    cell = accounts.market.astype(np.int64) * N_CATEGORIES + accounts.category
    order = np.argsort(cell, kind="stable")
    reach = np.concatenate([[0], np.cumsum(accounts.n_reviews[order], dtype=np.int64)])
    sizes = np.bincount(cell, minlength=len(MARKETS) * N_CATEGORIES)
    return Buyers(frozen(order), frozen(reach), frozen(np.concatenate([[0], np.cumsum(sizes)])))


def audience(
    context: MarketContext,
    n: int,
    market: int,
    category: int,
    rng: np.random.Generator,
) -> Int64Array:
    """Draw up to `n` distinct buyers of a listing.

    Parameters
    ----------
    context
        The market.
    n
        How many.
    market
        Where the listing is sold, or `EVERYWHERE`.
    category
        Its category, of which two thirds of the buyers are fond; -1 when taste plays no part.
    rng
        Source of the draws.

    Returns
    -------
    Int64Array
        Existing accounts, active ones more often. O(n log accounts).
    """
    n_fond = round(n * 0.66) if category >= 0 else 0
    home = rng.choice(len(MARKETS), p=MARKET_SHARES) if market == EVERYWHERE else market
    cell = int(home) * N_CATEGORIES
    fond = _by_activity(context.buyers, cell + category, cell + category + 1, 2 * n_fond, rng)[:n_fond]
    low, high = (0, len(MARKETS) * N_CATEGORIES) if market == EVERYWHERE else (cell, cell + N_CATEGORIES)
    others = _by_activity(context.buyers, low, high, 2 * n, rng)
    found = _distinct(np.concatenate([fond, others]))
    return found[:n]


def _by_activity(buyers: Buyers, low: int, high: int, n: int, rng: np.random.Generator) -> Int64Array:
    """Draw distinct accounts of cells `low` to `high` - 1 by activity, `n` draws in all."""
    first, last = int(buyers.reach[buyers.starts[low]]), int(buyers.reach[buyers.starts[high]])
    if n == 0 or last == first:
        return np.empty(0, dtype=np.int64)
    ticket = rng.integers(first, last, n)
    return _distinct(buyers.account[np.searchsorted(buyers.reach, ticket, side="right") - 1])


def _distinct(account: Int64Array) -> Int64Array:
    """Return distinct accounts in order of first appearance."""
    _, first = np.unique(account, return_index=True)
    return np.asarray(account[np.sort(first)])


def sampled_accounts(
    context: MarketContext,
    n: int,
    rng: np.random.Generator,
    *,
    between: tuple[int, int] = (1, 10**6),
    market: int = EVERYWHERE,
    category: int = -1,
) -> Int64Array:
    """Draw up to `n` distinct accounts that belong to no group yet.

    Parameters
    ----------
    context
        The market.
    n
        How many.
    rng
        Source of the draws.
    between
        Fewest and most ordinary reviews that they write.
    market, category
        Home market and favourite category; `EVERYWHERE` and -1 for any.

    Returns
    -------
    Int64Array
        Ascending; fewer than `n` only if the market is too small. O(accounts), half a million at most.
    """
    accounts = context.accounts
    stride = max(len(accounts) // _POOL, 1)
    pool = np.arange(int(rng.integers(0, stride)), len(accounts), stride)
    fit = ~context.in_use[pool]
    fit &= (accounts.n_reviews[pool] >= between[0]) & (accounts.n_reviews[pool] <= between[1])
    if market != EVERYWHERE:
        fit &= accounts.market[pool] == market
    if category >= 0:
        fit &= accounts.category[pool] == category
    able = pool[fit]
    return np.sort(rng.choice(able, size=min(n, len(able)), replace=False))


@dataclass(frozen=True, slots=True)
class Bestsellers:
    """Popular products of one market: product (t,), and their cumulative popularity reach (t,)."""

    product: Int64Array
    reach: Int64Array

    def draw(self, n: int, rng: np.random.Generator) -> Int64Array:
        """Draw `n` products by popularity, with repetition; O(log t) each."""
        ticket = rng.integers(0, int(self.reach[-1]), n)
        return np.asarray(self.product[np.searchsorted(self.reach, ticket, side="right")])


def bestsellers(context: MarketContext, market: int, *, share: float, before: float) -> Bestsellers:
    """Return what sells best.

    Parameters
    ----------
    context
        The market.
    market
        Where they are sold.
    share
        Only this top share of them, by popularity.
    before
        Only those listed before this operational day.

    Returns
    -------
    Bestsellers
        At least twenty, if there are so many. O(n log n) in the products.
    """
    products = context.products
    on_sale = (products.market == market) | (products.market == EVERYWHERE)
    on_sale = np.flatnonzero(on_sale & (products.launch < before))
    order = np.argsort(-products.popularity[on_sale], kind="stable")
    top = on_sale[order[: max(int(len(on_sale) * share), 20)]]
    return Bestsellers(top, np.cumsum(products.popularity[top], dtype=np.int64))
