"""Ordinary reviews: each account draws from its tastes, at its own times, with its own leniency."""

from __future__ import annotations

import numpy as np

from collusion.arrays import BoolArray, Float64Array, Int64Array
from collusion.minutes import DAY
from collusion.simulate.calendar import arrivals, minutes, real_days
from collusion.simulate.draws import generator, key_of, uniforms
from collusion.simulate.rows import Rows, reviews, subset
from collusion.simulate.stars import honest_stars
from collusion.simulate.world import N_TASTES, Shelves, World, niche_of, pick, tastes

_IN_NICHE = 0.4
_IN_TASTE = np.array([0.55, 0.8, 0.92])  # cumulative shares of the taste slots; the rest is anything
_SESSION = 0.22
_AT_HOME = 0.04
_DEAL_PRODUCTS = 0.15


def ordinary_reviews(world: World, shelves: Shelves, low: int, high: int, *, part: int) -> Rows:
    """Draw the ordinary reviews of accounts `low` to `high` - 1.

    Parameters
    ----------
    world, shelves
        The honest world and its stocked shelves.
    low, high
        Range of accounts.
    part
        Number of the part, which names its stream of draws.

    Returns
    -------
    Rows
        In account order; an account reviews a product once. O(n log n) in the reviews.
    """
    rng = generator(world.seed, "background", part)
    counts = world.accounts.n_reviews[low:high]
    account = np.repeat(np.arange(low, high, dtype=np.int64), counts)
    household = world.accounts.household[account].astype(np.int64)
    product = draw_products(world, shelves, account, household, rng)
    for narrow in (True, False, False):  # nobody buys what he has: look again, at last anywhere
        again = np.flatnonzero(~first_of_each(account, product))
        product[again] = draw_products(world, shelves, account[again], household[again], rng, narrow=narrow)
    same_household_picks(household, account, product, rng)
    minute = _times(world, account, product, rng)
    stars = honest_stars(
        world.products.quality[product].astype(np.float64), leniency(world.seed, account), rng
    )
    rows = reviews(account, product, minute, stars)
    return subset(rows, first_of_each(account, product))


def leniency(seed: int, account: Int64Array) -> Float64Array:
    """Return how many latent stars an account gives above others, about N(0, 0.35)."""
    spread = uniforms(key_of(seed, "leniency"), account) + uniforms(key_of(seed, "leniency", 2), account)
    return np.asarray((spread - 1.0) * 0.86)


def first_of_each(account: Int64Array, product: Int64Array) -> BoolArray:
    """Mark the first row of each (account, product), in row order."""
    width = int(product.max()) + 1 if len(product) else 1
    key = account * width + product
    order = np.argsort(key, kind="stable")
    mark = np.ones(len(key), dtype=np.bool_)
    mark[order[1:]] = key[order[1:]] != key[order[:-1]]
    return mark


def draw_products(
    world: World,
    shelves: Shelves,
    account: Int64Array,
    household: Int64Array,
    rng: np.random.Generator,
    *,
    narrow: bool = True,
) -> Int64Array:
    """Draw a product for each row from the tastes of its account.

    Parameters
    ----------
    world, shelves
        The honest world and its stocked shelves.
    account, household
        (n,) who, and where they live.
    rng
        Source of the draws.
    narrow
        Whether tastes play a part; otherwise anything that is sold.

    Returns
    -------
    Int64Array
        (n,) products, by popularity within the shelf.
    """
    n = len(account)
    slot = np.searchsorted(_IN_TASTE, rng.random(n), side="right") if narrow else np.full(n, N_TASTES)
    by_taste = tastes(world.seed, account, household, np.minimum(slot, N_TASTES - 1))
    anywhere = rng.integers(0, 16, n)
    category = np.where(slot < N_TASTES, by_taste, anywhere)
    niche = niche_of(world.seed, account, category, world.n_niches)
    niche[(slot >= N_TASTES) | (rng.random(n) >= _IN_NICHE)] = -1
    market = world.accounts.market[account].astype(np.int64)
    return pick(shelves, market, category, niche, rng)


def same_household_picks(
    household: Int64Array,
    account: Int64Array,
    product: Int64Array,
    rng: np.random.Generator,
) -> None:
    """Now and then buy what somebody at home bought.

    Parameters
    ----------
    household, account
        (n,) who, those of a household together.
    product
        (n,) changed in place.
    rng
        Source of the draws.
    """
    n = len(account)
    if n < 2:
        return
    back = np.arange(n) - rng.integers(1, 12, n)
    usable = (back >= 0) & (rng.random(n) < _AT_HOME)
    row = np.flatnonzero(usable)
    row = row[(household[row] == household[back[row]]) & (account[row] != account[back[row]])]
    product[row] = product[back[row]]


def _times(world: World, account: Int64Array, product: Int64Array, rng: np.random.Generator) -> Int64Array:
    launch = world.products.launch[product].astype(np.float64)
    time = _with_deals(world, product, arrivals(world.calendar, launch, rng), rng)
    minute = minutes(world.calendar, real_days(world.calendar, time), rng)
    opened = world.calendar.first_minute + (real_days(world.calendar, launch) * DAY).astype(np.int64)
    # some people write several reviews in one sitting
    sitting = (
        np.flatnonzero((account[1:] == account[:-1]) & (rng.random(max(len(account) - 1, 0)) < _SESSION)) + 1
    )
    together = minute[sitting - 1] + rng.integers(2, 25, len(sitting))
    possible = together > opened[sitting]
    minute[sitting[possible]] = together[possible]
    end = world.calendar.first_minute + world.calendar.n_days * DAY
    return np.minimum(minute, end - 1)


def _with_deals(
    world: World,
    product: Int64Array,
    time: Float64Array,
    rng: np.random.Generator,
) -> Float64Array:
    """Move some reviews of products on sale to the days after their deal day."""
    has_deal = uniforms(key_of(world.seed, "deal", "has"), product) < _DEAL_PRODUCTS
    day = uniforms(key_of(world.seed, "deal", "day"), product) * (world.calendar.n_days - 40)
    moved = has_deal & (rng.random(len(product)) < 0.2) & (day > world.products.launch[product])
    return np.where(moved, day + 1.0 + rng.gamma(2.0, 2.0, len(product)), time)
