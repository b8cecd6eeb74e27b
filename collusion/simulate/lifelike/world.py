"""The lifelike world: power-law activity, growth, series, bundles and variants."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collusion.arrays import BoolArray, Float64Array, Int32Array, Int64Array, frozen
from collusion.simulate.calendar import FIRST_MINUTE, N_DAYS, Calendar, build_calendar, real_days
from collusion.simulate.draws import generator, key_of, uniforms
from collusion.simulate.lifelike.stars import StarLaw, star_law
from collusion.simulate.spec import Delight, Density
from collusion.simulate.world import (
    MARKET_SHARES,
    MARKETS,
    N_CATEGORIES,
    Accounts,
    Products,
    World,
    tastes,
)

_HOUSEHOLD_SIZES = np.array([1, 2, 3, 4, 5, 6, 8])
_HOUSEHOLD_SHARES = np.array([0.88, 0.065, 0.026, 0.016, 0.007, 0.004, 0.002])
_SELLER_SIZES = np.array([1, 2, 3, 5, 8, 13, 20, 30, 120])
_SELLER_SHARES = np.array([0.34, 0.19, 0.14, 0.12, 0.10, 0.06, 0.028, 0.02, 0.002])
_MOST_REVIEWS = 4000


@dataclass(frozen=True, slots=True)
class _Shape:
    """Reviews an account and a product, on average, and the share of accounts with one sitting only."""

    per_account: float
    per_product: int
    bingers: float


#: Reviews an account writes on average in a usual world.
PER_ACCOUNT = 4.4
_SHAPES: dict[Density, _Shape] = {"usual": _Shape(PER_ACCOUNT, 26, 0.12), "dense": _Shape(106.0, 59, 0.65)}
NO_SET = -1


@dataclass(frozen=True, slots=True)
class Sets:
    """Products that belong together: parts of a series or bundle, or variants of one listing.

    Attributes
    ----------
    of
        (n_products,) the set of each product, or `NO_SET`.
    place
        (n_products,) its place within the set, from 0.
    first
        (n_sets,) position in `parts` of each set's first part.
    parts
        Products in order of set and place.
    """

    of: Int32Array
    place: Int32Array
    first: Int64Array
    parts: Int64Array

    def size(self, number: Int64Array) -> Int64Array:
        """Return how many parts each set has."""
        ends = np.append(self.first[1:], len(self.parts))
        return np.asarray(ends[number] - self.first[number])


@dataclass(frozen=True, slots=True)
class LifelikeWorld:
    """A lifelike market before anything is planted.

    Attributes
    ----------
    base
        Accounts, products and clock, as all planting code knows them.
    law
        How its customers give stars.
    series
        Parts that the same people buy.
    families
        Variants that share a parent.
    is_mirrored
        (n_families,) whether the platform shows every review of the family on each variant.
    launched
        (n_products,) real day of listing.
    joined, left
        (n_accounts,) operational days between which an account writes.
    is_binger
        (n_accounts,) whether it writes all its reviews in one sitting.
    """

    base: World
    law: StarLaw
    series: Sets
    families: Sets
    is_mirrored: BoolArray
    launched: Float64Array
    joined: Float64Array
    left: Float64Array
    is_binger: BoolArray


def build_lifelike_world(
    seed: int, n_reviews: int, n_ordinary: int, density: Density = "usual", delight: Delight = "usual"
) -> LifelikeWorld:
    """Build a world.

    Parameters
    ----------
    seed
        The market's seed.
    n_reviews
        Reviews of the whole market.
    n_ordinary
        Ordinary reviews among them.
    density
        Reviews an account.
    delight
        How its customers give stars.

    Returns
    -------
    LifelikeWorld
        About 60 bytes an account and 80 a product.
    """
    law, shape = star_law(seed, delight), _SHAPES[density]
    calendar = _growing_calendar(seed)
    n_products = max(n_reviews // shape.per_product, 200)
    n_niches = max(3, round(n_products / N_CATEGORIES / (45 * (n_products / 4000) ** 0.25)))
    products = _products(seed, n_products, n_niches, law)
    accounts = _accounts(seed, max(round(n_reviews / shape.per_account), 60), n_ordinary)
    base = World(seed, calendar, products, accounts, int(products.seller.max()) + 1, n_niches)
    rng = generator(seed, "lifelike sets")
    series = _sets(products, 0.09, (3, 12), rng)
    families = _sets(products, 0.22, (2, 5), rng, apart_from=series.of >= 0)
    joined, left, is_binger = _lives(seed, accounts, calendar, shape.bingers)
    return LifelikeWorld(
        base=base,
        law=law,
        series=series,
        families=families,
        is_mirrored=frozen(rng.random(len(families.first)) < 0.15),
        launched=frozen(real_days(calendar, products.launch.astype(np.float64))),
        joined=frozen(joined),
        left=frozen(left),
        is_binger=frozen(is_binger),
    )


def _growing_calendar(seed: int) -> Calendar:
    """The usual seasons and deal days, on a market that grows two- to fivefold in its years."""
    usual = build_calendar(first_minute=FIRST_MINUTE, n_days=N_DAYS)
    growth = float(generator(seed, "lifelike growth").uniform(np.log(2.0), np.log(5.0)))
    intensity = np.diff(usual.curve) * np.exp(growth * np.arange(N_DAYS) / N_DAYS)
    curve = np.concatenate([[0.0], np.cumsum(intensity)])
    return Calendar(FIRST_MINUTE, N_DAYS, frozen(curve * (N_DAYS / curve[-1])))


def _products(seed: int, n: int, n_niches: int, law: StarLaw) -> Products:
    rng = generator(seed, "lifelike products")
    category = (rng.random(n) ** 1.5 * N_CATEGORIES).astype(np.int8)
    order = np.argsort(category, kind="stable")
    sizes = rng.choice(_SELLER_SIZES, size=n, p=_SELLER_SHARES)
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), n)) + 1]
    seller = np.empty(n, dtype=np.int32)
    seller[order] = np.repeat(np.arange(len(sizes)), sizes)[:n]
    market = rng.choice(np.arange(-1, len(MARKETS)), size=n, p=[0.4, *(0.6 * np.array(MARKET_SHARES))])
    quality = law.expected(law.quality_sd * rng.standard_normal(n))
    popularity = np.minimum(rng.random(n) ** -1.0, 600.0)
    # a third of the listings are older than the market, the others come evenly with its growth
    launch = np.where(rng.random(n) < 0.33, rng.uniform(-900.0, 0.0, n), rng.uniform(0.0, N_DAYS - 25.0, n))
    return Products(
        seller=frozen(seller),
        category=frozen(category),
        niche=frozen(rng.integers(0, n_niches, n).astype(np.int32)),
        market=frozen(market.astype(np.int8)),
        quality=frozen(quality.astype(np.float32)),
        launch=frozen(launch.astype(np.float32)),
        popularity=frozen(np.ceil(popularity).astype(np.int32)),
        weight_g=frozen(np.clip(np.exp(6.0 + 1.1 * rng.standard_normal(n)), 25, 2e4).astype(np.int32)),
    )


def _accounts(seed: int, n: int, n_ordinary: int) -> Accounts:
    rng = generator(seed, "lifelike accounts")
    sizes = rng.choice(_HOUSEHOLD_SIZES, size=n, p=_HOUSEHOLD_SHARES)
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), n)) + 1]
    household = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[:n]
    share = uniforms(key_of(seed, "account", "market"), household)
    market = np.searchsorted(np.cumsum(MARKET_SHARES)[:-1], share, side="right").astype(np.int8)
    number = np.arange(n, dtype=np.int64)
    category = tastes(seed, number, household.astype(np.int64), np.zeros(n, dtype=np.int64))
    most = max(min(_MOST_REVIEWS, n_ordinary // 25), 20)
    if n_ordinary > 20 * n:  # dense: nobody rates more than half of what there is
        most = n_ordinary // 59 // 2
    counts = _power_law(rng.random(n), n_ordinary, most)
    return Accounts(
        n_reviews=frozen(counts.astype(np.int32)),
        household=frozen(household),
        market=frozen(market),
        category=frozen(category.astype(np.int8)),
    )


def _power_law(draw: Float64Array, total: int, most: int) -> Int64Array:
    """Return reviews of each account: a power law, whose exponent makes them `total` in all."""
    low, high = 0.6 if total < 20 * len(draw) else 0.05, 6.0
    counts = np.ones(len(draw), dtype=np.int64)
    for _ in range(30):
        exponent = (low + high) / 2
        counts = np.minimum(np.floor(draw ** (-1.0 / exponent)), most).astype(np.int64)
        low, high = (exponent, high) if counts.sum() > total else (low, exponent)
    return counts


def _sets(
    products: Products,
    share: float,
    sizes: tuple[int, int],
    rng: np.random.Generator,
    *,
    apart_from: BoolArray | None = None,
) -> Sets:
    """Gather `share` of the products into sets of one seller each, in order of launch."""
    n = len(products)
    free = np.ones(n, dtype=np.bool_) if apart_from is None else ~apart_from
    order = np.lexsort((products.launch, products.seller))
    order = order[free[order]]
    seller = products.seller[order]
    cut = rng.integers(sizes[0], sizes[1] + 1, len(order))
    block = np.repeat(np.arange(len(cut)), cut)[: len(order)]
    # a set ends with its block or its seller
    starts = np.ones(len(order), dtype=np.bool_)
    starts[1:] = (seller[1:] != seller[:-1]) | (block[1:] != block[:-1])
    number = np.cumsum(starts) - 1
    size = np.bincount(number)
    able = size >= sizes[0]
    chosen = able & (rng.random(len(size)) < share * len(order) / max(int(size[able].sum()), 1))
    kept = chosen[number]
    parts, number = order[kept].astype(np.int64), number[kept]
    _, first, dense = np.unique(number, return_index=True, return_inverse=True)
    of, place = np.full(n, NO_SET, dtype=np.int32), np.zeros(n, dtype=np.int32)
    of[parts] = dense
    place[parts] = np.arange(len(parts)) - first[dense]
    return Sets(frozen(of), frozen(place), frozen(first.astype(np.int64)), frozen(parts))


def _lives(
    seed: int, accounts: Accounts, calendar: Calendar, bingers: float
) -> tuple[Float64Array, Float64Array, BoolArray]:
    """When accounts begin and end to write (operational days), and who writes in one sitting only."""
    rng = generator(seed, "lifelike lives")
    n = len(accounts)
    counts = accounts.n_reviews.astype(np.float64)
    is_binger = (rng.random(n) < bingers) & (counts <= 300)
    span = np.where(
        rng.random(n) < 0.35, rng.uniform(0.0, 30.0, n), np.exp(5.6 + 0.9 * rng.standard_normal(n))
    )
    span = np.maximum(span, np.where(is_binger, 0.0, np.minimum(counts * 0.7, 900.0)))
    joined = rng.uniform(-0.35, 1.0, n) * calendar.n_days
    left = np.minimum(joined + span, calendar.n_days - 0.01)
    late = left < 1.0
    joined[late] = rng.uniform(0.0, calendar.n_days - 1.0, int(late.sum()))
    left[late] = np.minimum(joined[late] + span[late], calendar.n_days - 0.01)
    busy = counts > 25  # a long list needs time: begin earlier
    joined = np.where(busy, np.minimum(joined, np.maximum(left - span, 0.0)), joined)
    joined = np.where(busy & (left - joined < counts * 0.2), np.maximum(left - counts * 0.7, 0.0), joined)
    return np.maximum(joined, 0.0), left, is_binger
