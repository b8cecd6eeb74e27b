"""What a planted group reviews: new listings, existing ones, parts of a series."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collusion.arrays import Float64Array, Int64Array
from collusion.minutes import DAY
from collusion.simulate.calendar import arrivals, minutes, real_days
from collusion.simulate.context import audience
from collusion.simulate.draws import sample
from collusion.simulate.lifelike.context import LifelikeContext
from collusion.simulate.lifelike.plan import GroupPlan
from collusion.simulate.rows import NewProducts, Rows, joined, no_products, no_rows, reviews
from collusion.simulate.world import EVERYWHERE

_IN_A_SITTING = 0.7
_GENUINE_SIGMA, _MOST_GENUINE = 0.9, 900


@dataclass(frozen=True, slots=True)
class Targets:
    """The listings of a group.

    Attributes
    ----------
    product
        (t,) existing products, or -1, -2, … for new ones.
    seller
        (t,) their sellers.
    start
        (t,) real day on which the group begins to review each.
    on_sale
        (t,) real day of listing.
    created
        Records of the new ones.
    """

    product: Int64Array
    seller: Int64Array
    start: Float64Array
    on_sale: Float64Array
    created: NewProducts

    def __len__(self) -> int:
        return len(self.product)


def choose_targets(
    plan: GroupPlan, first_day: float, market: int, context: LifelikeContext, rng: np.random.Generator
) -> Targets:
    """Choose or make the listings of a group.

    Parameters
    ----------
    plan
        What kind of listings.
    first_day
        Real day on which the first is begun.
    market
        Marketplace of the group, or `EVERYWHERE`.
    context, rng
        The market and the source of draws.

    Returns
    -------
    Targets
        In order of their starts.
    """
    n = round(rng.uniform(*plan.targets))
    span = rng.uniform(*plan.span_days)
    if plan.listing in ("new", "variants"):
        return _new_listings(plan, n, (first_day, span), market, context, rng)
    product = _series(n, context, rng) if plan.listing == "series" else np.empty(0, dtype=np.int64)
    if len(product) == 0:
        product = rng.permutation(_existing(n, first_day, market, context, rng))
    on_sale = context.launched[product]
    start = first_day + np.sort(rng.random(len(product))) * span
    start = np.maximum(start, on_sale + 0.5)
    seller = context.products.seller[product].astype(np.int64)
    return Targets(product, seller, start, on_sale, no_products())


def genuine_rows(
    plan: GroupPlan, targets: Targets, context: LifelikeContext, rng: np.random.Generator
) -> Rows:
    """Return the honest reviews of new listings by others: a heavy-tailed number each, stars left open.

    Parameters
    ----------
    plan
        Their median number.
    targets
        The listings; none for existing ones, whose buyers are there already.
    context, rng
        The market and the source of draws.
    """
    n_new = len(targets.created)
    if n_new == 0:
        return no_rows()
    n_each = np.exp(np.log(max(plan.genuine, 0.3)) + _GENUINE_SIGMA * rng.standard_normal(n_new))
    n_each = np.minimum(rng.poisson(np.minimum(n_each, _MOST_GENUINE)), len(context.accounts) // 20)
    operational = np.linspace(0.0, context.calendar.n_days, 400)
    found = [no_rows()]
    for i, n in enumerate(n_each.tolist()):
        buyers = audience(context, n, int(targets.created.market[i]), int(targets.created.category[i]), rng)
        launch = np.interp(targets.on_sale[i], real_days(context.calendar, operational), operational)
        time = arrivals(context.calendar, np.full(len(buyers), launch), rng)
        minute = minutes(context.calendar, real_days(context.calendar, time), rng)
        minute = _in_a_sitting(buyers, minute, targets.on_sale[i], context, rng)
        found.append(reviews(buyers, np.full(len(buyers), targets.product[i]), minute, _open(len(buyers))))
    return joined(found[0], *found[1:])


def public_rows(
    plan: GroupPlan, targets: Targets, context: LifelikeContext, rng: np.random.Generator
) -> Rows:
    """Return the reviews of outsiders who come for the same reason in the same days, stars left open.

    Parameters
    ----------
    plan
        Their mean number for each target.
    targets
        The listings.
    context, rng
        The market and the source of draws.
    """
    found = [no_rows()]
    if plan.public == 0:
        return found[0]
    for i in range(len(targets)):
        market = _market_of(targets, i, context)
        n = min(int(rng.poisson(plan.public)), len(context.accounts) // 20)
        some = audience(context, n, market, -1, rng)
        day = targets.start[i] + rng.exponential(max(plan.target_days[1] / 2, 0.5), len(some))
        minute = minutes(context.calendar, np.minimum(day, context.calendar.n_days - 1.0), rng)
        found.append(reviews(some, np.full(len(some), targets.product[i]), minute, _open(len(some))))
    return joined(found[0], *found[1:])


def _in_a_sitting(
    account: Int64Array,
    minute: Int64Array,
    on_sale: float,
    context: LifelikeContext,
    rng: np.random.Generator,
) -> Int64Array:
    """Let most of the people who were here anyway write in one sitting with something else."""
    first, n = context.first_written[account], np.diff(context.first_written)[account]
    if len(context.written) == 0:
        return minute
    place = np.minimum(first + (rng.random(len(account)) * n).astype(np.int64), len(context.written) - 1)
    other = context.written[place]
    opened = context.calendar.first_minute + on_sale * DAY
    together = (n > 0) & (other > opened) & (rng.random(len(account)) < _IN_A_SITTING)
    return np.where(together, other + rng.integers(1, 9, len(account)), minute)


def _open(n: int) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    return np.zeros(n, dtype=np.int8)


def _market_of(targets: Targets, i: int, context: LifelikeContext) -> int:
    product = int(targets.product[i])
    return int(context.products.market[product] if product >= 0 else targets.created.market[-1 - product])


def _new_listings(
    plan: GroupPlan,
    n: int,
    days: tuple[float, float],
    market: int,
    context: LifelikeContext,
    rng: np.random.Generator,
) -> Targets:
    n_sellers = min(max(round(rng.uniform(*plan.sellers)), 1), context.n_sellers, n)
    seller = rng.choice(context.n_sellers, size=n_sellers, replace=False)[np.arange(n) % n_sellers]
    created = NewProducts(
        seller=seller.astype(np.int32),
        category=context.seller_category[seller],
        market=np.full(n, market, dtype=np.int8),
        quality=rng.uniform(*plan.quality, n).astype(np.float32),
    )
    start = days[0] + np.sort(rng.random(n)) * days[1]
    # a third are helped at launch, the others after months of little success
    wait = np.where(rng.random(n) < 0.35, rng.uniform(1.0, 15.0, n), rng.uniform(15.0, 300.0, n))
    on_sale = np.maximum(start - wait, 0.0)
    return Targets(-1 - np.arange(n, dtype=np.int64), seller.astype(np.int64), start, on_sale, created)


def _existing(
    n: int, first_day: float, market: int, context: LifelikeContext, rng: np.random.Generator
) -> Int64Array:
    products = context.products
    weight = products.popularity.astype(np.float64) ** 0.7 * (context.launched < first_day)
    if market != EVERYWHERE:
        weight = weight * ((products.market == market) | (products.market == EVERYWHERE))
    return sample(rng, weight, n)


def _series(n: int, context: LifelikeContext, rng: np.random.Generator) -> Int64Array:
    """Return the parts of one series of about `n` parts, or nothing where there is no series."""
    number = np.arange(len(context.series.first))
    if len(number) == 0:
        return np.empty(0, dtype=np.int64)
    size = context.series.size(number)
    near = np.flatnonzero(np.abs(size - n) <= max(np.abs(size - n).min(), 1))
    chosen = int(rng.choice(near))
    first = int(context.series.first[chosen])
    return context.series.parts[first : first + int(size[chosen])]
