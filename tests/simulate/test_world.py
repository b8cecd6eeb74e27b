"""The honest world: heavy tails, tastes, shelves, the clock, stars and ids."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.minutes import DAY
from collusion.simulate import draws, ids
from collusion.simulate.calendar import arrivals, build_calendar, minutes, real_days
from collusion.simulate.stars import honest_stars
from collusion.simulate.world import EVERYWHERE, N_CATEGORIES, build_world, pick, stock_shelves


@given(st.integers(2, 62), st.integers(0, 2**64 - 1))
def test_permuted__is_a_bijection(bits: int, key: int) -> None:
    index = np.arange(min(1 << bits, 4096))
    image = ids.permuted(index, key, bits)

    assert len(np.unique(image)) == len(index)
    assert image.min() >= 0
    assert image.max() < 1 << bits


def test_id_strings__same_index_same_id() -> None:
    every = ids.id_strings(np.arange(1000), "account", 3)
    some = ids.id_strings(np.array([5, 5, 999]), "account", 3)

    assert every.is_unique().all()
    assert [every[5], every[5], every[999]] == some.to_list()
    assert every.str.contains(r"^A[A-Z2-9]{11}$").all()
    assert set(ids.id_strings(np.arange(1000), "account", 4)).isdisjoint(every)


def test_ip_strings__are_public_addresses() -> None:
    ips = ids.ip_strings(np.arange(20_000), 1)
    octets = ips.str.split(".").list.eval(pl.element().cast(pl.Int64))

    assert ips.is_unique().all()
    assert octets.list.len().unique().to_list() == [4]
    assert octets.list.get(0).is_between(11, 140).all()
    assert not octets.list.get(0).is_in([100, 127]).any()


@pytest.mark.parametrize(
    ("strings", "pattern"),
    [
        (ids.phone_strings, r"^\+\d{10}$"),
        (ids.email_strings, r"^[a-z2-9]{10}@example\.org$"),
        (ids.promo_strings, r"^[A-Z2-9]{8}$"),
    ],
)
def test_identifier_strings__distinct_and_plausible(strings, pattern: str) -> None:
    values = strings(np.arange(5_000), 2)

    assert values.is_unique().all()
    assert values.str.contains(pattern).all()


def test_uniforms__are_even_and_keyed() -> None:
    first, second = (draws.uniforms(draws.key_of(0, name), np.arange(50_000)) for name in ("a", "b"))

    assert abs(first.mean() - 0.5) < 0.01
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.02
    assert abs(np.corrcoef(first[1:], first[:-1])[0, 1]) < 0.02
    assert (first == draws.uniforms(draws.key_of(0, "a"), np.arange(50_000))).all()


def test_sample__in_proportion_and_without_repetition() -> None:
    weights = np.array([0.0, 1.0, 1.0, 8.0])
    first = [int(draws.sample(draws.generator(seed), weights, 1)[0]) for seed in range(600)]
    every = draws.sample(draws.generator(0), weights, 10)

    assert abs(first.count(3) / 600 - 0.8) < 0.06
    assert [1, 2, 3] == sorted(every.tolist())


@pytest.mark.parametrize("mean", [2.5, 3.4, 4.1, 4.6])
def test_honest_stars__mean_is_the_quality(mean: float) -> None:
    stars = honest_stars(np.full(40_000, mean), np.zeros(40_000), draws.generator(1))

    assert abs(stars.mean() - mean) < 0.03
    assert set(np.unique(stars)) == {1, 2, 3, 4, 5}
    assert (stars == 1).mean() > 0.05


def test_real_days__follow_the_intensity() -> None:
    """The reverse of the cumulative curve, and busier on deal days."""
    calendar = build_calendar()
    even = np.linspace(0, calendar.n_days, 200_000)
    days = real_days(calendar, even)
    per_day = np.bincount(np.minimum(days.astype(int), calendar.n_days - 1))

    assert (np.diff(days) >= 0).all()
    assert np.abs(np.interp(days, np.arange(calendar.n_days + 1), calendar.curve) - even).max() < 0.6
    assert per_day[330] > 1.8 * per_day[310]


def test_arrivals_and_minutes__stay_within_the_market() -> None:
    calendar, rng = build_calendar(), draws.generator(2)
    launch = np.repeat([-600.0, 0.0, 500.0, 1090.0], 5_000)
    time = arrivals(calendar, launch, rng)
    minute = minutes(calendar, real_days(calendar, time), rng)

    assert (time >= np.maximum(launch, 0)).all()
    assert (time < calendar.n_days).all()
    assert minute.min() >= calendar.first_minute
    assert minute.max() < calendar.first_minute + calendar.n_days * DAY


def test_build_world__has_heavy_tails_and_households() -> None:
    world = build_world(1, 200_000, 150_000)
    counts = world.accounts.n_reviews
    size = np.bincount(world.accounts.household)

    assert counts.sum() == 150_000
    assert np.median(counts) <= 3
    assert counts.max() > 100
    assert 0.2 < (size[world.accounts.household] > 1).mean() < 0.3
    assert size.max() <= 6
    per_seller = np.bincount(world.products.seller)
    assert per_seller.min() >= 1
    assert per_seller.max() <= 30


def test_pick__keeps_to_the_shelf() -> None:
    world = build_world(1, 100_000, 80_000)
    shelves, rng, n = stock_shelves(world), draws.generator(4), 20_000
    market, category = rng.integers(0, 4, n), rng.integers(0, N_CATEGORIES, n)
    niche = rng.integers(-1, world.n_niches, n)
    product = pick(shelves, market, category, niche, rng)
    sold_in = world.products.market[product]

    assert ((sold_in == market) | (sold_in == EVERYWHERE)).all()
    assert (world.products.category[product] == category).all()
    assert (world.products.niche[product] == niche)[niche >= 0].mean() > 0.95
    popular = np.bincount(product, minlength=len(world.products))
    assert np.corrcoef(popular, world.products.popularity)[0, 1] > 0.5


def test_pick__empty_category_falls_back_to_the_market() -> None:
    world = build_world(1, 3_000, 2_000)
    shelves, n = stock_shelves(world), 4_000
    rng = draws.generator(4)
    market = np.full(n, 3)
    product = pick(shelves, market, rng.integers(0, N_CATEGORIES, n), np.full(n, -1), rng)

    assert np.isin(world.products.market[product], [3, EVERYWHERE]).all()
