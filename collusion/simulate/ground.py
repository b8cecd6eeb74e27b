"""The ground that groups are planted in: what a generator may know of a market.

It is a record of arrays, not the simulator's world: the same generators plant rings into a
user's own tables once those are laid out like this.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from collusion.arrays import BoolArray, Float64Array, Int64Array
from collusion.simulate.draws import sample
from collusion.simulate.world import EVERYWHERE, Accounts, Products

if TYPE_CHECKING:
    from collusion.simulate.calendar import Calendar

_TRIES = 60
_POOL = 500_000


@dataclass(frozen=True, slots=True)
class Ground:
    """What is there before planting.

    Attributes
    ----------
    calendar
        The market's clock.
    products, accounts
        What exists.
    n_sellers
        Sellers that exist; numbers from there on are free for new ones.
    reach
        (n_accounts,) cumulative number of ordinary reviews, to draw accounts by activity.
    in_use
        (n_accounts,) accounts that already belong to a group.
    """

    calendar: Calendar
    products: Products
    accounts: Accounts
    n_sellers: int
    reach: Int64Array
    in_use: BoolArray


def by_activity(ground: Ground, n: int, rng: np.random.Generator) -> Int64Array:
    """Draw `n` accounts in proportion to how much they write, with repetition."""
    ticket = rng.integers(0, int(ground.reach[-1]), n)
    return np.asarray(np.searchsorted(ground.reach, ticket, side="right"), dtype=np.int64)


def audience(
    ground: Ground,
    n: int,
    market: int,
    category: int,
    rng: np.random.Generator,
) -> Int64Array:
    """Draw up to `n` distinct buyers of a listing.

    Parameters
    ----------
    ground
        The market.
    n
        How many.
    market
        Where the listing is sold, or `EVERYWHERE`.
    category
        Its category: two thirds of the buyers are fond of it.
    rng
        Source of the draws.

    Returns
    -------
    Int64Array
        Existing accounts, active ones more often.
    """
    drawn = by_activity(ground, n * _TRIES + 200, rng)
    if market != EVERYWHERE:
        drawn = drawn[ground.accounts.market[drawn] == market]
    fond = ground.accounts.category[drawn] == category
    n_fond = round(n * 0.66)
    found = np.concatenate([drawn[fond][:n_fond], drawn[~fond][: n - n_fond], drawn])
    _, first = np.unique(found, return_index=True)
    return np.asarray(found[np.sort(first)][:n])


def recruits(
    ground: Ground,
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
    ground
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
    accounts = ground.accounts
    pool = np.arange(len(accounts))
    if len(pool) > _POOL:
        pool = np.unique(rng.integers(0, len(pool), _POOL))
    fit = ~ground.in_use[pool]
    fit &= (accounts.n_reviews[pool] >= between[0]) & (accounts.n_reviews[pool] <= between[1])
    if market != EVERYWHERE:
        fit &= accounts.market[pool] == market
    if category >= 0:
        fit &= accounts.category[pool] == category
    return np.sort(pool[sample(rng, fit.astype(np.float64), n)])


def bestsellers(
    ground: Ground,
    n: int,
    market: int,
    rng: np.random.Generator,
    *,
    share: float,
    before: float,
) -> Int64Array:
    """Draw products by popularity, with repetition.

    Parameters
    ----------
    ground
        The market.
    n
        How many.
    market
        Where they are sold.
    rng
        Source of the draws.
    share
        Only this top share of them, by popularity.
    before
        Only those listed before this operational day.

    Returns
    -------
    Int64Array
        (n,) existing products.
    """
    products = ground.products
    on_sale = (products.market == market) | (products.market == EVERYWHERE)
    on_sale = np.flatnonzero(on_sale & (products.launch < before))
    order = np.argsort(-products.popularity[on_sale], kind="stable")
    top = on_sale[order[: max(int(len(on_sale) * share), 20)]]
    weight: Float64Array = products.popularity[top].astype(np.float64)
    return np.asarray(rng.choice(top, size=n, p=weight / weight.sum()), dtype=np.int64)
