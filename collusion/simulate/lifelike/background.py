"""Ordinary reviews as in life: sittings, series read in order, deals and viral days, growth."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from collusion.arrays import BoolArray, Float64Array, Int64Array
from collusion.minutes import DAY
from collusion.simulate.background import draw_products, first_of_each, same_household_picks
from collusion.simulate.calendar import minutes, real_days
from collusion.simulate.draws import generator
from collusion.simulate.lifelike.world import LifelikeWorld, Sets
from collusion.simulate.rows import Rows, reviews, subset
from collusion.simulate.world import Shelves, stock_shelves

_AGE_ROUNDS = 7
# share of the reviews that a product would get for ever, against those of its first months
_EVERGREEN, _FRESH_DAYS = 0.35, 75.0
_FOLLOWS_SERIES = 0.55
_EVENT_ROWS = 0.07
# latent shift of the stars, days that it lasts (mean), how often: viral, launch, deal, recall
_EVENTS = ((0.2, 2.0, 0.30), (0.3, 5.0, 0.25), (0.0, 1.5, 0.35), (-1.6, 6.0, 0.10))


@dataclass(frozen=True, slots=True)
class _Events:
    """Crowds with a cause: product, first day, mean length and star shift of each, all (e,)."""

    product: Int64Array
    day: Float64Array
    days: Float64Array
    shift: Float64Array


def lifelike_reviews(world: LifelikeWorld) -> Rows:
    """Draw the ordinary reviews of a whole market.

    Parameters
    ----------
    world
        The lifelike world.

    Returns
    -------
    Rows
        In account order; an account reviews a product once. O(n log n) in the reviews.
    """
    base = world.base
    rng = generator(base.seed, "lifelike background")
    shelves = stock_shelves(base)
    account = np.repeat(np.arange(len(base.accounts), dtype=np.int64), base.accounts.n_reviews)
    minute, sitting = _sittings(world, account, rng)
    day = (minute - base.calendar.first_minute) / DAY
    product = _bought(world, shelves, account, day, rng)
    _follow_series(world, account, sitting, day, product, rng)
    shift = np.zeros(len(account))
    minute = _join_events(world, account, product, minute, shift, rng)
    expected = base.products.quality[product].astype(np.float64)
    stars = world.law.draw(account, expected, shift, rng)
    rows = reviews(account, product, minute, stars)
    return subset(rows, first_of_each(account, product))


def honest_stars_where_unset(world: LifelikeWorld, rows: Rows, expected: Float64Array) -> Rows:
    """Give honest stars to the rows that have 0.

    Parameters
    ----------
    world
        Whose law of stars.
    rows
        Planted reviews.
    expected
        (n,) expected stars of each row's product.
    """
    rng = generator(world.base.seed, "lifelike planted stars")
    stars = world.law.draw(rows.account, expected, 0.0, rng)
    return replace(rows, stars=np.where(rows.stars == 0, stars, rows.stars).astype(np.int8))


def _sittings(
    world: LifelikeWorld, account: Int64Array, rng: np.random.Generator
) -> tuple[Int64Array, Int64Array]:
    """Return the minute of each row and the sitting it belongs to: dozens of reviews at a time are usual."""
    calendar, n = world.base.calendar, len(account)
    counts = world.base.accounts.n_reviews.astype(np.float64)
    per_sitting = np.exp(0.25 + 0.8 * rng.standard_normal(len(counts))) * counts**0.22
    per_sitting = np.where(world.is_binger, 1e9, np.maximum(per_sitting, 1.0))
    starts = rng.random(n) < 1.0 / per_sitting[account]
    starts[np.flatnonzero(np.diff(account, prepend=-1))] = True
    sitting = np.cumsum(starts) - 1
    who = account[starts]
    time = world.joined[who] + (world.left[who] - world.joined[who]) * rng.random(len(who))
    time = time[np.lexsort((time, who))]
    begun = minutes(calendar, real_days(calendar, time), rng)
    # two lengths of pause: clicking stars, and writing
    pause = rng.exponential(np.where(rng.random(len(who)) < 0.4, 0.6, 4.0)[sitting])
    elapsed = np.cumsum(np.where(starts, 0.0, pause))
    elapsed -= elapsed[starts][sitting]
    last = calendar.first_minute + calendar.n_days * DAY - 1
    return np.minimum(begun[sitting] + elapsed.astype(np.int64), last), sitting


def _bought(
    world: LifelikeWorld, shelves: Shelves, account: Int64Array, day: Float64Array, rng: np.random.Generator
) -> Int64Array:
    """Draw products that are on sale on the day, new ones more often."""
    base = world.base
    household = base.accounts.household[account].astype(np.int64)
    product = draw_products(base, shelves, account, household, rng)
    same_household_picks(household, account, product, rng)
    for turn in range(_AGE_ROUNDS):
        is_wrong = _unlikely(world, product, day, rng, any_age=turn >= _AGE_ROUNDS - 3)
        again = np.flatnonzero(is_wrong | ~first_of_each(account, product))
        product[again] = draw_products(
            base, shelves, account[again], household[again], rng, narrow=turn < _AGE_ROUNDS - 2
        )
    late = np.flatnonzero(world.launched[product] > day)
    old = np.flatnonzero(base.products.launch < 0)
    reach = np.cumsum(base.products.popularity[old], dtype=np.int64)
    product[late] = old[np.searchsorted(reach, rng.integers(0, reach[-1], len(late)), side="right")]
    return product


def _unlikely(
    world: LifelikeWorld, product: Int64Array, day: Float64Array, rng: np.random.Generator, *, any_age: bool
) -> BoolArray:
    age = day - world.launched[product]
    if any_age:
        return age < 0.0
    likely = _EVERGREEN + (1.0 - _EVERGREEN) * np.exp(-np.maximum(age, 0.0) / _FRESH_DAYS)
    return (age < 0.0) | (rng.random(len(product)) > likely)


def _follow_series(
    world: LifelikeWorld,
    account: Int64Array,
    sitting: Int64Array,
    day: Float64Array,
    product: Int64Array,
    rng: np.random.Generator,
) -> None:
    """Let rows after a part of a series be its next parts, in place: who buys one part buys the others."""
    n = len(account)
    if len(world.series.first) == 0:
        return
    together = np.append(False, (account[1:] == account[:-1]))
    follows = together & (
        rng.random(n) < np.where(np.append(False, sitting[1:] == sitting[:-1]), 0.7, _FOLLOWS_SERIES)
    )
    first = np.maximum.accumulate(np.where(follows, 0, np.arange(n)))
    step = np.arange(n) - first
    number = world.series.of[product[first]]
    rows = np.flatnonzero(follows & (number >= 0))
    successor, exists = _part(world.series, product[first[rows]], step[rows])
    rows, successor = rows[exists], successor[exists]
    on_sale = world.launched[successor] <= day[rows]
    product[rows[on_sale]] = successor[on_sale]


def _part(series: Sets, product: Int64Array, step: Int64Array) -> tuple[Int64Array, BoolArray]:
    """Return the part `step` places after `product`, and whether there is one."""
    number = series.of[product].astype(np.int64)
    place = series.place[product] + step
    exists = place < series.size(number)
    position = series.first[number] + np.where(exists, place, 0)
    return series.parts[position], exists


def _join_events(
    world: LifelikeWorld,
    account: Int64Array,
    product: Int64Array,
    minute: Int64Array,
    shift: Float64Array,
    rng: np.random.Generator,
) -> Int64Array:
    """Move some reviews, half of them by people who write only that one, to crowds with a cause, in place."""
    calendar, n = world.base.calendar, len(account)
    events = _events(world, n, rng)
    size = np.minimum(np.exp(3.3 + 1.0 * rng.standard_normal(len(events.product))), 600.0).astype(np.int64)
    event = np.repeat(np.arange(len(size)), size)[: int(n * _EVENT_ROWS)]
    once = np.flatnonzero(world.base.accounts.n_reviews[account] == 1)
    pool = np.concatenate([rng.permutation(once), rng.permutation(n)[: len(once)]])
    row = rng.permutation(np.unique(pool[rng.permutation(len(pool))[: 2 * len(event)]]))[: len(event)]
    event = event[: len(row)]
    # people are at home in a marketplace: who cannot buy it stays away
    market = world.base.products.market[events.product[event]]
    fits = (market < 0) | (market == world.base.accounts.market[account[row]])
    row, event = row[fits], event[fits]
    product[row] = events.product[event]
    day = events.day[event] + rng.exponential(events.days[event])
    shift[row] = events.shift[event]
    moved = minute.copy()
    moved[row] = minutes(calendar, np.minimum(day, calendar.n_days - 1.0), rng)
    return moved


def _events(world: LifelikeWorld, n_rows: int, rng: np.random.Generator) -> _Events:
    calendar, products = world.base.calendar, world.base.products
    n = max(int(n_rows * _EVENT_ROWS / 30), 2)
    kind = rng.choice(len(_EVENTS), size=n, p=[share for _, _, share in _EVENTS])
    reach = np.cumsum(products.popularity, dtype=np.int64)
    product = np.searchsorted(reach, rng.integers(0, reach[-1], n), side="right")
    day = np.maximum(
        real_days(calendar, rng.uniform(0.0, calendar.n_days - 20.0, n)), world.launched[product] + 1
    )
    day = np.where(kind == 1, np.maximum(world.launched[product], 0.0), day)
    of_kind = np.array(_EVENTS)[kind]
    return _Events(product.astype(np.int64), day, of_kind[:, 1], of_kind[:, 0])
