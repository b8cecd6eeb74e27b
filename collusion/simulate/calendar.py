"""The market's clock: three years of minutes, with seasons, weekends and site-wide deal days.

Arrivals are drawn on an even *operational* clock and mapped to real days by the cumulative
intensity, so every product feels Christmas and the deal days without any loop over days.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collusion.arrays import Float64Array, Int64Array, frozen
from collusion.minutes import DAY

FIRST_MINUTE = 26_824_320  # 2021-01-01T00:00 UTC, in minutes since 1970
N_DAYS = 1095
# day of the year (from 0), length in days, how many times the usual traffic
_DEAL_DAYS = ((193, 2, 2.2), (329, 4, 2.6), (287, 2, 1.7))
_CURVE_POINTS = 4096


@dataclass(frozen=True, slots=True)
class Calendar:
    """The clock of one market.

    Attributes
    ----------
    first_minute
        Minute since 1970 at which the market opens.
    n_days
        Its length in days.
    curve
        (n_days + 1,) operational time at each real midnight.
    """

    first_minute: int
    n_days: int
    curve: Float64Array


def build_calendar(*, first_minute: int = FIRST_MINUTE, n_days: int = N_DAYS) -> Calendar:
    """Return the calendar with seasons (yearly wave), weekends and deal days."""
    day = np.arange(n_days)
    intensity = 1.0 + 0.12 * np.cos(2 * np.pi * (day - 350) / 365.25)
    weekday = (day + 4) % 7  # 2021-01-01 was a Friday
    intensity = intensity * np.where(weekday >= 5, 1.15, 1.0)
    for start, length, times in _DEAL_DAYS:
        inside = (day % 365 >= start) & (day % 365 < start + length)
        intensity = np.where(inside, intensity * times, intensity)
    curve = np.concatenate([[0.0], np.cumsum(intensity)])
    return Calendar(first_minute, n_days, frozen(curve * (n_days / curve[-1])))


def real_days(calendar: Calendar, operational: Float64Array) -> Float64Array:
    """Map operational times (days) to real days since the market opened; O(1) each."""
    even = np.linspace(0.0, calendar.n_days, _CURVE_POINTS)
    lookup = np.interp(even, calendar.curve, np.arange(calendar.n_days + 1))
    place = np.clip(operational / calendar.n_days, 0.0, 1.0) * (_CURVE_POINTS - 1)
    low = np.minimum(place.astype(np.int64), _CURVE_POINTS - 2)
    share = place - low
    return np.asarray(lookup[low] * (1.0 - share) + lookup[low + 1] * share)


def arrivals(calendar: Calendar, launch: Float64Array, rng: np.random.Generator) -> Float64Array:
    """Draw one operational arrival per entry: a launch burst, then a long decay.

    Parameters
    ----------
    calendar
        The clock.
    launch
        Operational day at which each product was listed; may be negative.
    rng
        Source of the draws.

    Returns
    -------
    Float64Array
        Operational days within the market, shape as `launch`.
    """
    n = len(launch)
    scale = np.where(rng.random(n) < 0.3, 25.0, 450.0)
    time = launch + rng.standard_exponential(n) * scale
    floor = np.maximum(launch, 0.0)
    late = floor + rng.random(n) * (calendar.n_days - floor)
    return np.where((time < 0) | (time >= calendar.n_days), late, time)


def minutes(calendar: Calendar, days: Float64Array, rng: np.random.Generator) -> Int64Array:
    """Turn real days into minutes since 1970, at hours when people write.

    Parameters
    ----------
    calendar
        The clock.
    days
        (n,) real days; their fraction is ignored.
    rng
        Source of the draws.

    Returns
    -------
    Int64Array
        (n,) minutes.
    """
    whole = np.clip(np.floor(days), 0, calendar.n_days - 1).astype(np.int64)
    n = len(days)
    centre = np.where(rng.random(n) < 0.65, 1210.0, 700.0)
    of_day = (centre + rng.standard_normal(n) * 170.0).astype(np.int64) % DAY
    return np.asarray(calendar.first_minute + whole * DAY + of_day)
