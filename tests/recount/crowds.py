"""How many crowds were too large to be searched from, counted anew from the raw tables.

They are holders of a value, bursts of a product, creations in one go, reviewers of a product whose seller is
not known or has no other, and of several products of a seller. Of the last two those count whose stars a ring
would give rather than the product's buyers, or, where those are usual, all who gave them.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence

import polars as pl

from tests.recount.rows import Market, Source

DAY = 1440
#: Where reviews without a time stand among those of a product: before all others, in one moment.
UNDATED = -(2**31)
#: Nats and days of windows in which accounts are created in one go; their minutes where times have minutes.
LEAST_NATS, AROUND, HOURS = 12.0, 5 * DAY, 180
#: How often those who praise and those who blame give each number of stars.
STARS = {1: (0.01, 0.85), 2: (0.01, 0.09), 3: (0.03, 0.03), 4: (0.15, 0.02), 5: (0.80, 0.01)}
#: For how many reviews the shares of all products may stand, and the products by which that is fitted.
STRENGTHS, FITTED = (2, 4, 8, 16, 32, 64), 5000


def crowds(market: Market) -> Mapping[str, int]:
    """How many there are, by what they are of."""
    limits = market.run.manifest["config"]["detection"]
    source, cap = market.source, limits["max_cohort"]
    held = source.identifiers
    odd = [
        (source.reviews.filter(kept), usual)
        for kept, usual in _surprising(source.reviews, limits["surprise"])
    ]
    return {
        "identifier value": 0 if held is None else _larger(held, ["kind", "value"], cap),
        "burst": _bursts(source, limits),
        "time of creation": _creations(source, limits),
        "product": sum(_products(source, reviews, usual, cap) for reviews, usual in odd),
        "seller": sum(_sellers(source, reviews, cap) for reviews, _ in odd),
    }


def _larger(rows: pl.DataFrame, keys: list[str], cap: int) -> int:
    return rows.group_by(keys).len().filter(pl.col("len") > cap).height


def _surprising(reviews: pl.DataFrame, least: float) -> list[tuple[pl.Series, set[str]]]:
    """Which reviews have stars of praise, and of blame, and at which products all are counted that have most.

    All of them, once, where none has stars.
    """
    if "rating" not in reviews.columns or reviews["rating"].count() == 0:
        return [(pl.repeat(value=True, n=reviews.height, eager=True), set())]
    assert set(reviews["rating"].drop_nulls().unique()) <= STARS.keys(), "stars are counted from 1 to 5"
    counts: dict[str, list[int]] = {}
    for product, stars in reviews.select("product_id", "rating").drop_nulls().iter_rows():
        counts.setdefault(product, [0] * 5)[stars - 1] += 1
    total = [1 + sum(column) for column in zip(*counts.values(), strict=True)]
    share = [n / sum(total) for n in total]
    busiest = sorted(counts.values(), key=lambda row: -sum(row))[:FITTED]
    strength = max(STRENGTHS, key=lambda one: _likelihood(busiest, [one * part for part in share]))
    found = []
    for place, top in enumerate((5, 1)):
        nats = {
            product: _nats([n - 1 + strength * part for n, part in zip(row, share, strict=True)], place, top)
            for product, row in counts.items()
        }
        kept = [
            least <= 0 if stars is None else nats[product][stars] >= min(least, nats[product][top])
            for product, stars in reviews.select("product_id", "rating").iter_rows()
        ]
        found.append((pl.Series(kept), {product for product, of in nats.items() if of[top] < least}))
    return found


def _nats(others: list[float], place: int, top: int) -> dict[int, float]:
    """By how much a ring's habit is likelier than the stars of a review's fellows, of each number of stars.

    It gives most stars as often as buyers do, where they give them more often than a ring would.
    """
    honest = {stars: max(n, 1e-9) / (sum(others) + 4) for stars, n in enumerate(others, start=1)}
    most = max(honest[top], STARS[top][place])
    habit = {stars: STARS[stars][place] * (1 - most) / (1 - STARS[top][place]) for stars in STARS} | {
        top: most
    }
    return {stars: math.log(max(habit[stars], 1e-9) / honest[stars]) for stars in STARS}


def _likelihood(rows: Sequence[Sequence[int]], prior: Sequence[float]) -> float:
    """Of each product's stars, drawn from shares that vary around those of all."""
    whole = sum(prior)
    return sum(
        math.lgamma(whole)
        - math.lgamma(whole + sum(row))
        + sum(math.lgamma(alpha + n) - math.lgamma(alpha) for n, alpha in zip(row, prior, strict=True))
        for row in rows
    )


def _minutes(times: pl.Series) -> list[int]:
    return sorted(UNDATED if at is None else at // 60 for at in times.dt.epoch("s").to_list())


def _bursts(source: Source, limits: Mapping[str, float]) -> int:
    """Of each product the burst of most surplus, and the best before and after it, if too large."""
    if "posted_at" not in source.reviews.columns or source.reviews["posted_at"].count() == 0:
        return 0
    dated = [at for at in _minutes(source.reviews["posted_at"]) if at != UNDATED]
    window, span = limits["cohort_days"] * DAY, max(dated[-1] - dated[0], DAY)
    n = 0
    for _, rows in source.reviews.group_by("product_id"):
        times = _minutes(rows["posted_at"])
        first, until, gain = _best(times, window, span)
        if len(times) < limits["cohort_size"]:
            continue
        parts = [(until - first, gain)]
        for part in (times[:first], times[until:]):
            if len(part) >= limits["cohort_size"]:
                low, high, more = _best(part, window, span)
                parts.append((high - low, more))
        n += sum(size > limits["max_cohort"] and found > 0 for size, found in parts)
    return n


def _best(times: Sequence[int], window: float, span: float) -> tuple[int, int, float]:
    """The place of the first review of the best burst, and of the first after it, with its surplus."""
    mean, best = max(len(times) * window / span, 0.2), (0, 1, 0.0)
    for low, at in enumerate(times):
        high = bisect_left(times, at + window + 1)
        n = high - low
        gain = n * math.log(n / mean) - (n - mean) if n > mean else 0.0
        if gain > best[2]:
            best = (low, high, gain)
    return best


def _creations(source: Source, limits: Mapping[str, float]) -> int:
    """Windows in which far more accounts were created than around them, none that overlap, if too large."""
    times = _minutes(source.created["created_at"])
    if not times:
        return 0
    length = DAY if sum(at % DAY == 0 for at in times) >= len(times) / 2 else HOURS
    found = []
    for low, at in enumerate(times):
        high = bisect_left(times, at + length)
        near = bisect_left(times, at + length + AROUND) - bisect_left(times, at - AROUND)
        n, expected = high - low, (near - (high - low) + 1) * length / (2 * AROUND)
        nats = n * math.log(n / expected) - (n - expected) if n > expected else 0.0
        if n >= limits["cohort_size"] and nats >= LEAST_NATS:
            found.append((-nats, low, high))
    taken: set[int] = set()
    large = 0
    for _, low, high in sorted(found):
        if not taken & {*range(low, high)}:
            taken |= {*range(low, high)}
            large += high - low > limits["max_cohort"]
    return large


def _products(source: Source, reviews: pl.DataFrame, usual: set[str], cap: int) -> int:
    """Products that more accounts reviewed so than a cap.

    Those of no known seller, or of one who has no other, and those at which such stars are usual.
    """
    if source.products is not None and "seller_id" in source.products.columns:
        of_one = pl.len().over("seller_id") > 1
        sold = source.products.drop_nulls("seller_id").filter(
            of_one, ~pl.col("product_id").is_in(sorted(usual))
        )
        reviews = reviews.join(sold, on="product_id", how="anti")
    return _larger(reviews, ["product_id"], cap)


def _sellers(source: Source, reviews: pl.DataFrame, cap: int) -> int:
    """Sellers of whom more accounts than a cap reviewed two products so."""
    if source.products is None or "seller_id" not in source.products.columns:
        return 0
    sold = reviews.join(source.products, on="product_id").drop_nulls("seller_id")
    often = sold.group_by("seller_id", "reviewer_id").len().filter(pl.col("len") > 1)
    return _larger(often, ["seller_id"], cap)
