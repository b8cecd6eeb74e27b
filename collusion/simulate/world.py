"""The honest world: accounts, products and the shelves (taste groups) that products belong to.

Only what must be known before any review is drawn is stored (a few bytes an account); the rest
is a counter-based function of the account's number, see `draws`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collusion.arrays import Float32Array, Int8Array, Int32Array, Int64Array, frozen
from collusion.simulate.calendar import Calendar, build_calendar
from collusion.simulate.draws import generator, key_of, uniforms, whole

MARKETS = ("us", "uk", "ca", "de")
MARKET_SHARES = (0.52, 0.22, 0.14, 0.12)
N_CATEGORIES = 16
N_TASTES = 3
EVERYWHERE = -1
_HOUSEHOLD_SIZES = np.array([1, 2, 3, 4, 5, 6])
# a quarter of the accounts live in a household of several
_HOUSEHOLD_SHARES = np.array([0.9025, 0.055, 0.022, 0.013, 0.005, 0.0025])
_SELLER_SIZES = np.array([1, 2, 3, 5, 8, 13, 20, 30])
_SELLER_SHARES = np.array([0.30, 0.20, 0.15, 0.13, 0.10, 0.07, 0.03, 0.02])


@dataclass(frozen=True, slots=True)
class Products:
    """Columns of the products; all arrays (n,).

    Attributes
    ----------
    seller
        Dense seller index.
    category
        0 to `N_CATEGORIES` - 1.
    niche
        Sub-community within the category.
    market
        Index into `MARKETS`, or `EVERYWHERE`.
    quality
        Expected honest stars.
    launch
        Operational day of listing; negative when older than the market.
    popularity
        Whole-number weight on its shelves; heavy-tailed.
    weight_g
        Weight of the item in grams.
    """

    seller: Int32Array
    category: Int8Array
    niche: Int32Array
    market: Int8Array
    quality: Float32Array
    launch: Float32Array
    popularity: Int32Array
    weight_g: Int32Array

    def __len__(self) -> int:
        return len(self.seller)


@dataclass(frozen=True, slots=True)
class Accounts:
    """Columns of the accounts; all arrays (n,).

    Attributes
    ----------
    n_reviews
        Ordinary reviews that the account sets out to write.
    household
        Dense household index, ascending.
    market
        Index into `MARKETS`.
    category
        Favourite category.
    """

    n_reviews: Int32Array
    household: Int32Array
    market: Int8Array
    category: Int8Array

    def __len__(self) -> int:
        return len(self.n_reviews)


@dataclass(frozen=True, slots=True)
class World:
    """The honest world of one market.

    Attributes
    ----------
    seed
        Everything follows from it.
    calendar
        The clock.
    products, accounts
        What there is before anything is planted.
    n_sellers
        Sellers.
    n_niches
        Niches in each category.
    """

    seed: int
    calendar: Calendar
    products: Products
    accounts: Accounts
    n_sellers: int
    n_niches: int


def build_world(seed: int, n_reviews: int, n_ordinary: int) -> World:
    """Build a world.

    Parameters
    ----------
    seed
        The market's seed.
    n_reviews
        Reviews of the whole market; it has a fifth as many accounts and a fiftieth as many products.
    n_ordinary
        Ordinary reviews among them: the rest is room for groups.

    Returns
    -------
    World
        Memory is about 15 bytes an account and 30 a product.
    """
    n_products = max(n_reviews // 50, 160)
    n_niches = max(3, round(n_products / N_CATEGORIES / (45 * (n_products / 4000) ** 0.25)))
    products = _build_products(seed, n_products, n_niches)
    accounts = _build_accounts(seed, max(n_reviews // 5, 40), n_ordinary)
    return World(seed, build_calendar(), products, accounts, int(products.seller.max()) + 1, n_niches)


def tastes(seed: int, account: Int64Array, household: Int64Array, slot: Int64Array) -> Int64Array:
    """Return the category behind one of an account's `N_TASTES` taste slots.

    Half of the slots are the household's: people who live together buy alike, mildly.

    Parameters
    ----------
    seed
        The market's seed.
    account, household, slot
        (n,) whose taste, where they live, and which slot.

    Returns
    -------
    Int64Array
        (n,) categories.
    """
    own = uniforms(key_of(seed, "taste", "own"), account * N_TASTES + slot)
    shared = uniforms(key_of(seed, "taste", "household"), household * N_TASTES + slot)
    is_shared = uniforms(key_of(seed, "taste", "which"), account * N_TASTES + slot) < 0.5
    # squaring makes some categories much larger than others
    return np.asarray((np.where(is_shared, shared, own) ** 1.5 * N_CATEGORIES).astype(np.int64))


def _build_products(seed: int, n: int, n_niches: int) -> Products:
    rng = generator(seed, "products")
    category = (rng.random(n) ** 1.5 * N_CATEGORIES).astype(np.int8)
    order = np.argsort(category, kind="stable")
    sizes = rng.choice(_SELLER_SIZES, size=n, p=_SELLER_SHARES)
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), n)) + 1]
    seller = np.empty(n, dtype=np.int32)
    seller[order] = np.repeat(np.arange(len(sizes)), sizes)[:n]
    market = rng.choice(np.arange(-1, len(MARKETS)), size=n, p=[0.4, *(0.6 * np.array(MARKET_SHARES))])
    pareto = np.minimum(rng.random(n) ** (-1 / 1.2), 400.0)
    return Products(
        seller=frozen(seller),
        category=frozen(category),
        niche=frozen(rng.integers(0, n_niches, n).astype(np.int32)),
        market=frozen(market.astype(np.int8)),
        quality=frozen(np.clip(4.1 + 0.5 * rng.standard_normal(n), 1.8, 4.85).astype(np.float32)),
        launch=frozen(rng.uniform(-700.0, 1040.0, n).astype(np.float32)),
        popularity=frozen(np.ceil(pareto).astype(np.int32)),
        weight_g=frozen(np.clip(np.exp(6.0 + 1.1 * rng.standard_normal(n)), 25, 2e4).astype(np.int32)),
    )


def _build_accounts(seed: int, n: int, n_ordinary: int) -> Accounts:
    rng = generator(seed, "accounts")
    sizes = rng.choice(_HOUSEHOLD_SIZES, size=n, p=_HOUSEHOLD_SHARES)
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), n)) + 1]
    household = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[:n]
    share = uniforms(key_of(seed, "account", "market"), household)
    market = np.searchsorted(np.cumsum(MARKET_SHARES)[:-1], share, side="right").astype(np.int8)
    number = np.arange(n, dtype=np.int64)
    category = tastes(seed, number, household.astype(np.int64), np.zeros(n, dtype=np.int64))
    # 1 + floor(lognormal): most accounts write one to three reviews, a few write hundreds
    extra = max(n_ordinary / n - 1.0, 0.05) * 1.12
    sigma = 1.35
    counts = 1 + np.minimum(extra * np.exp(sigma * rng.standard_normal(n) - sigma**2 / 2), 900.0).astype(
        np.int64
    )
    counts = _fitted(counts, n_ordinary, rng)
    return Accounts(
        n_reviews=frozen(counts.astype(np.int32)),
        household=frozen(household),
        market=frozen(market),
        category=frozen(category.astype(np.int8)),
    )


def _fitted(counts: Int64Array, total: int, rng: np.random.Generator) -> Int64Array:
    """Adjust counts by ones on random accounts until they sum to `total` (each keeps one or more)."""
    for _ in range(60):
        gap = total - int(counts.sum())
        if gap == 0:
            break
        able = np.arange(len(counts)) if gap > 0 else np.flatnonzero(counts > 1)
        if len(able) == 0:
            break
        chosen = rng.choice(able, size=min(abs(gap), len(able)), replace=False)
        counts[chosen] += 1 if gap > 0 else -1
    return counts


@dataclass(frozen=True, slots=True)
class Shelves:
    """Products as urns: one run of slots per (market, category, niche), a product once per unit of weight.

    Attributes
    ----------
    slots
        (n_slots,) product in each slot.
    starts
        (n_markets * n_categories * n_niches + 1,) where each run begins.
    n_niches
        Niches per category.
    """

    slots: Int32Array
    starts: Int64Array
    n_niches: int


def stock_shelves(world: World) -> Shelves:
    """Lay every product on the shelves of its market (or of all); drawing is then O(1) a review."""
    products = world.products
    runs, sizes = [], []
    for market in range(len(MARKETS)):
        here = np.flatnonzero((products.market == market) | (products.market == EVERYWHERE))
        cell = products.category[here].astype(np.int64) * world.n_niches + products.niche[here]
        order = np.argsort(cell, kind="stable")
        here, cell = here[order], cell[order]
        times = products.popularity[here]
        runs.append(np.repeat(here.astype(np.int32), times))
        filled = np.bincount(cell, weights=times, minlength=N_CATEGORIES * world.n_niches)
        sizes.append(filled.astype(np.int64))
    starts = np.concatenate([[0], np.cumsum(np.concatenate(sizes))])
    return Shelves(frozen(np.concatenate(runs)), frozen(starts), world.n_niches)


def pick(
    shelves: Shelves,
    market: Int64Array,
    category: Int64Array,
    niche: Int64Array,
    rng: np.random.Generator,
) -> Int64Array:
    """Draw one product a row from its shelf.

    Parameters
    ----------
    shelves
        From `stock_shelves`.
    market, category
        (n,) where to look; an empty category falls back to the whole market.
    niche
        (n,) niche within the category, or -1 for the whole category; an empty niche falls back to it.
    rng
        Source of the draws.

    Returns
    -------
    Int64Array
        (n,) products, by popularity within the shelf.
    """
    base = (market * N_CATEGORIES + category) * shelves.n_niches
    low, high = shelves.starts[base], shelves.starts[base + shelves.n_niches]
    cell = base + np.maximum(niche, 0)
    narrow_low, narrow_high = shelves.starts[cell], shelves.starts[cell + 1]
    narrow = (niche >= 0) & (narrow_high > narrow_low)
    low, high = np.where(narrow, narrow_low, low), np.where(narrow, narrow_high, high)
    span = N_CATEGORIES * shelves.n_niches
    empty = high == low
    low = np.where(empty, shelves.starts[market * span], low)
    high = np.where(empty, shelves.starts[(market + 1) * span], high)
    place = low + (rng.random(len(low)) * (high - low)).astype(np.int64)
    return np.asarray(shelves.slots[place].astype(np.int64))


def niche_of(seed: int, account: Int64Array, category: Int64Array, n_niches: int) -> Int64Array:
    """Return the niche that each account belongs to within a category.

    Parameters
    ----------
    seed
        The market's seed.
    account, category
        (n,) who and where.
    n_niches
        Niches in each category.

    Returns
    -------
    Int64Array
        (n,) from 0 to `n_niches` - 1.
    """
    return whole(key_of(seed, "niche"), account * N_CATEGORIES + category, n_niches)
