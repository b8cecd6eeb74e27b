"""Innocent look-alikes, by name: what real people do together that looks like a ring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from collusion.arrays import Float64Array, Int64Array
from collusion.simulate.context import MarketContext, audience, sampled_accounts
from collusion.simulate.innocent_plan import (
    Catalogue,
    attended,
    existing,
    honest_rows,
    innocent,
    over_years,
    releases,
    share_value,
)
from collusion.simulate.rings import genuine_reviews
from collusion.simulate.rows import Planting, joined
from collusion.simulate.world import MARKET_SHARES, MARKETS, N_CATEGORIES


def _market(rng: np.random.Generator) -> int:
    return int(rng.choice(len(MARKETS), p=MARKET_SHARES))


def _crowd(context: MarketContext, low: int, high: int) -> int:
    """Scale a crowd down in markets too small for it."""
    return int(min(high, max(low // 10, len(context.accounts) // 40)))


def _household(context: MarketContext, rng: np.random.Generator) -> Planting:
    """A big family buys some of the same things."""
    household = context.accounts.household
    size = np.bincount(household)
    big = np.flatnonzero(size >= 5)
    if len(big) == 0:
        return innocent("household", np.empty(0, dtype=np.int64))
    members = np.flatnonzero(household == rng.choice(big)).astype(np.int64)
    goods = existing(context, 8, rng, category=int(context.accounts.category[members[0]]))
    bought = attended(len(members), len(goods.product), 0.5, rng)
    rows = honest_rows(members, goods, bought, over_years(goods, bought, context, rng), context, rng)
    return innocent("household", members, targets=goods.product, rows=rows)


def _campus_nat(context: MarketContext, rng: np.random.Generator) -> Planting:
    """Six hundred students behind one NAT, in six dormitories."""
    members = sampled_accounts(context, _crowd(context, 600, 600), rng, market=_market(rng))
    dorm = rng.integers(0, 6, len(members))
    held = [share_value("address", members[dorm == d], d) for d in range(6)]
    return innocent("campus_nat", members, held=joined(share_value("ip", members), *held))


def _carrier_nat(context: MarketContext, rng: np.random.Generator) -> Planting:
    members = sampled_accounts(context, _crowd(context, 900, 900), rng, market=_market(rng))
    return innocent("carrier_nat", members, held=share_value("ip", members))


def _vpn_exit(context: MarketContext, rng: np.random.Generator) -> Planting:
    members = sampled_accounts(context, _crowd(context, 150, 150), rng)
    return innocent("vpn_exit", members, held=share_value("ip", members))


def _parcel_locker(context: MarketContext, rng: np.random.Generator) -> Planting:
    members = sampled_accounts(context, int(rng.integers(60, 160)), rng, market=_market(rng))
    return innocent("parcel_locker", members, held=share_value("address", members))


def _office(context: MarketContext, rng: np.random.Generator) -> Planting:
    """Colleagues behind one IP; in every other office a lunch club buys the same things."""
    market = _market(rng)
    members = sampled_accounts(context, int(rng.integers(12, 31)), rng, market=market)
    held = joined(share_value("ip", members), share_value("address", members[rng.random(len(members)) < 0.4]))
    if rng.random() < 0.5:
        return innocent("office", members, held=held)
    goods = existing(context, 10, rng, market=market)
    bought = attended(len(members), len(goods.product), 0.35, rng)
    rows = honest_rows(members, goods, bought, over_years(goods, bought, context, rng), context, rng)
    return innocent("office", members, targets=goods.product, rows=rows, held=held)


def _book_club(context: MarketContext, rng: np.random.Generator) -> Planting:
    """One book a month, reviewed within weeks of the evening, and opinions differ."""
    market = _market(rng)
    members = sampled_accounts(context, int(rng.integers(10, 17)), rng, between=(3, 200), market=market)
    n = int(rng.integers(12, 25))
    books = existing(context, n, rng, category=int(rng.integers(0, 6)), market=market)
    if len(books.product) < 12:  # a small market has few books: read anything
        books = existing(context, n, rng, market=market)
    books = _scheduled(books, 30.0, context, rng)
    bought = attended(len(members), len(books.product), 0.65, rng)
    day = books.on_sale[np.nonzero(bought)[1]] + rng.normal(0.0, 9.0, int(bought.sum()))
    rows = honest_rows(members, books, bought, np.maximum(day, 0.0), context, rng)
    return innocent("book_club", members, targets=books.product, rows=rows)


def _fan_club(context: MarketContext, rng: np.random.Generator) -> Planting:
    """Buyers of one author review every release within days; outsiders like it nearly as much."""
    return _followers("fan_club", context, rng, lag=2.5, share=0.6)


def _brand_enthusiasts(context: MarketContext, rng: np.random.Generator) -> Planting:
    """Owners of one brand buy most of what it makes, sooner or later."""
    return _followers("brand_enthusiasts", context, rng, lag=60.0, share=0.35)


def _followers(
    style: str, context: MarketContext, rng: np.random.Generator, *, lag: float, share: float
) -> Planting:
    market = _market(rng)
    members = sampled_accounts(context, int(rng.integers(60, 151)), rng, between=(4, 300), market=market)
    n = int(rng.integers(6, 13)) if style == "fan_club" else int(rng.integers(12, 21))
    listed, goods = releases(context, n, rng, n_sellers=1, quality=4.6, market=market)
    bought = attended(len(members), n, share, rng)
    day = goods.on_sale[np.nonzero(bought)[1]] + rng.exponential(lag, int(bought.sum()))
    loving = Catalogue(goods.product, np.minimum(goods.quality + 0.1, 4.9), goods.on_sale)
    rows = honest_rows(members, loving, bought, day, context, rng)
    outside = genuine_reviews(listed, goods.product, goods.on_sale, 40, context, rng)
    held = share_value(
        "promo_code", members[rng.random(len(members)) < (0.7 if style == "fan_club" else 0.2)]
    )
    rows = joined(rows, outside)
    return innocent(style, members, targets=goods.product, rows=rows, held=held, products=listed)


def _deal_crowd(context: MarketContext, rng: np.random.Generator) -> Planting:
    """A forum posts a deal and its readers buy on the day, as does the general public."""
    market = _market(rng)
    members = sampled_accounts(context, int(rng.integers(80, 151)), rng, between=(4, 400), market=market)
    deals = _scheduled(existing(context, int(rng.integers(8, 16)), rng, market=market), 40.0, context, rng)
    bought = attended(len(members), len(deals.product), 0.35, rng)
    day = deals.on_sale[np.nonzero(bought)[1]] + 1.0 + rng.gamma(2.0, 2.0, int(bought.sum()))
    rows = [honest_rows(members, deals, bought, day, context, rng)]
    for i in range(len(deals.product)):
        public = audience(context, int(rng.integers(50, 90)), market, -1, rng)
        one = Catalogue(deals.product[i : i + 1], deals.quality[i : i + 1], deals.on_sale[i : i + 1])
        when = deals.on_sale[i] + 1.0 + rng.gamma(2.0, 2.0, len(public))
        rows.append(honest_rows(public, one, np.ones((len(public), 1), dtype=np.bool_), when, context, rng))
    return innocent("deal_crowd", members, targets=deals.product, rows=joined(rows[0], *rows[1:]))


def _sampling_programme(context: MarketContext, rng: np.random.Generator) -> Planting:
    """Busy reviewers get free products of many sellers, and say what they think."""
    market = _market(rng)
    members = sampled_accounts(context, int(rng.integers(80, 201)), rng, between=(8, 900), market=market)
    n = int(rng.integers(35, 61))
    listed, goods = releases(context, n, rng, n_sellers=n - 5, quality=4.0, market=market)
    bought = attended(len(members), n, 0.2, rng)
    day = goods.on_sale[np.nonzero(bought)[1]] + 4.0 + rng.gamma(2.0, 5.0, int(bought.sum()))
    rows = honest_rows(members, goods, bought, day, context, rng)
    outside = genuine_reviews(listed, goods.product, goods.on_sale, 25, context, rng)
    return innocent(
        "sampling_programme", members, targets=goods.product, rows=joined(rows, outside), products=listed
    )


def _short_reviews(context: MarketContext, rng: np.random.Generator) -> Planting:
    """People who write "Great product!" whatever they buy."""
    members = sampled_accounts(context, int(rng.integers(60, 121)), rng, between=(2, 100))
    goods = existing(context, 150, rng)
    bought = attended(len(members), len(goods.product), 0.03, rng)
    rows = honest_rows(members, goods, bought, over_years(goods, bought, context, rng), context, rng)
    stock = replace(rows, rewrite=np.full(len(rows), 2, dtype=np.int8))
    return innocent("short_reviews", members, rows=stock)


def _language_community(context: MarketContext, rng: np.random.Generator) -> Planting:
    """Speakers of a small language share some 150 products of many sellers, over years."""
    market = _market(rng)
    members = sampled_accounts(context, int(rng.integers(100, 251)), rng, between=(2, 60), market=market)
    listed, goods = releases(context, 150, rng, n_sellers=50, quality=4.0, market=market)
    bought = attended(len(members), 150, 0.1, rng)
    rows = honest_rows(members, goods, bought, over_years(goods, bought, context, rng), context, rng)
    outside = genuine_reviews(listed, goods.product, goods.on_sale, 6, context, rng)
    return innocent(
        "language_community", members, targets=goods.product, rows=joined(rows, outside), products=listed
    )


def _taste_community(context: MarketContext, rng: np.random.Generator) -> Planting:
    """A niche hobby: the same forty products, over years."""
    category, market = int(rng.integers(0, N_CATEGORIES)), _market(rng)
    members = sampled_accounts(context, int(rng.integers(60, 121)), rng, market=market, category=category)
    goods = existing(context, 40, rng, category=category, market=market)
    bought = attended(len(members), len(goods.product), 0.25, rng)
    rows = honest_rows(members, goods, bought, over_years(goods, bought, context, rng), context, rng)
    return innocent("taste_community", members, targets=goods.product, rows=rows)


def _scheduled(goods: Catalogue, every: float, context: MarketContext, rng: np.random.Generator) -> Catalogue:
    """Give each product its own evening, `every` so many days, in random order."""
    order = rng.permutation(len(goods.product))
    first = rng.uniform(5.0, max(context.calendar.n_days - every * len(order) - 60.0, 6.0))
    day: Float64Array = np.maximum(first + every * np.arange(len(order)), goods.on_sale[order] + 3.0)
    chosen: Int64Array = goods.product[order]
    return Catalogue(chosen, goods.quality[order], day)


INNOCENT_STYLES: dict[str, Callable[[MarketContext, np.random.Generator], Planting]] = {
    "household": _household,
    "campus_nat": _campus_nat,
    "carrier_nat": _carrier_nat,
    "vpn_exit": _vpn_exit,
    "office": _office,
    "parcel_locker": _parcel_locker,
    "book_club": _book_club,
    "fan_club": _fan_club,
    "brand_enthusiasts": _brand_enthusiasts,
    "deal_crowd": _deal_crowd,
    "sampling_programme": _sampling_programme,
    "short_reviews": _short_reviews,
    "language_community": _language_community,
    "taste_community": _taste_community,
}
