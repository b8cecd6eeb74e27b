"""When a ring worked: reviews by day, week or month, the busiest days, the pace at each target."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import polars as pl

from collusion.arrays import Int32Array
from collusion.minutes import DAY_SECONDS

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The members' reviews in equal steps of time.

    Attributes
    ----------
    step
        ``day``, ``week`` or ``month``.
    starts
        Start of each step, without gaps.
    n_ring, n_other
        Reviews of targets, and the members' other reviews, in each step.
    """

    step: str
    starts: tuple[datetime, ...]
    n_ring: tuple[int, ...]
    n_other: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Burst:
    """The `days` days with the most ring reviews: `n` of them, a `share` of all, from `start` on."""

    days: int
    n: int
    share: float
    start: datetime


def count_by_step(reviews: pl.DataFrame) -> Timeline | None:
    """Count ring reviews and other reviews in equal steps over the ring's working life.

    The other reviews of the members are shown only where they fall within four steps of the ring's first
    and last review of a target: an account's whole life would squeeze the job into one bar.

    Parameters
    ----------
    reviews
        The members' reviews (columns of ``ring_reviews``).

    Returns
    -------
    Timeline or None
        None when no ring review has a time.
    """
    dated = reviews.filter(pl.col("posted_at").is_not_null())
    ring = dated.filter("in_ring")["posted_at"]
    first, last = ring.min(), ring.max()
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return None
    step, every = _step(last - first)
    margin = 4 * {"day": _DAY, "week": 7 * _DAY, "month": 30 * _DAY}[step]
    near = dated.filter(pl.col("posted_at").is_between(first - margin, last + margin))
    counts = (
        near.sort("posted_at")
        .group_by_dynamic("posted_at", every=every)
        .agg(pl.col("in_ring").sum().alias("n_ring"), (~pl.col("in_ring")).sum().alias("n_other"))
        .upsample("posted_at", every=every)
        .with_columns(pl.col("n_ring", "n_other").fill_null(0))
    )
    columns = [tuple(counts[name].to_list()) for name in ("posted_at", "n_ring", "n_other")]
    return Timeline(step, *columns)


def busiest(reviews: pl.DataFrame, *, days: int) -> Burst | None:
    """Find the `days` consecutive days, starting at a ring review, that hold the most ring reviews.

    Parameters
    ----------
    reviews
        The members' reviews (columns of ``ring_reviews``).
    days
        Length of the window.

    Returns
    -------
    Burst or None
        The earliest such window; None when no ring review has a time: O(n log n).
    """
    times = reviews.filter(pl.col("in_ring") & pl.col("posted_at").is_not_null())["posted_at"].sort()
    if not len(times):
        return None
    at = times.dt.epoch("us").to_numpy()
    ends = np.searchsorted(at, at + days * DAY_SECONDS * 1_000_000)
    counts = ends - np.arange(len(at))
    begin = int(np.argmax(counts))
    n = int(counts[begin])
    return Burst(days, n, n / len(times), times[begin])


def median_days_at_target(reviews: pl.DataFrame) -> float | None:
    """Return the median over targets of the days that hold the middle half of a target's ring reviews.

    Parameters
    ----------
    reviews
        The members' reviews (columns of ``ring_reviews``).

    Returns
    -------
    float or None
        None when no target has three dated ring reviews.
    """
    posted = pl.col("posted_at").dt.epoch("s")
    spread = (
        reviews.filter(pl.col("in_ring") & pl.col("posted_at").is_not_null())
        .group_by("product_id")
        .agg(
            ((posted.quantile(0.75) - posted.quantile(0.25)) / DAY_SECONDS).alias("days"), pl.len().alias("n")
        )
        .filter(pl.col("n") >= 3)["days"]
        .median()
    )
    return float(spread) if isinstance(spread, int | float) else None


@dataclass(frozen=True, slots=True)
class Period:
    """The shortest time that holds most of some reviews: from `first` to `last` minute, `n` of them."""

    first: int
    last: int
    n: int


#: Share of a ring's reviews that are most of them.
_MOST = 0.9


def shortest_period(minutes: Int32Array) -> Period | None:
    """Find the shortest period that holds nine tenths of some reviews, the earliest of these.

    Parameters
    ----------
    minutes
        Their known times, in any order, shape (n,).

    Returns
    -------
    Period or None
        None without times: O(n log n).
    """
    if len(minutes) == 0:
        return None
    ordered = np.sort(minutes).astype(np.int64)
    n = math.ceil(_MOST * len(ordered))
    start = int(np.argmin(ordered[n - 1 :] - ordered[: len(ordered) - n + 1]))
    first, last = int(ordered[start]), int(ordered[start + n - 1])
    return Period(first, last, int(np.count_nonzero((ordered >= first) & (ordered <= last))))


def _step(length: timedelta) -> tuple[str, str]:
    if length <= 31 * _DAY:
        return "day", "1d"
    if length <= 730 * _DAY:
        return "week", "1w"
    return "month", "1mo"
