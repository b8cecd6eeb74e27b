"""The timeline: reviews per day, week or month above; below, each target's ring reviews as dots in time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

from collusion.cases.case import Case
from collusion.cases.timeline import Timeline, count_by_step
from collusion.cases.wording import counted, day, elide
from collusion.reports.charts.canvas import Chart, ChartSpec, paint
from collusion.reports.charts.heatmap import TONES, tone
from collusion.reports.palette import LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SPEC = ChartSpec(
    name="timeline",
    title="When",
    reading=(
        "Above: the accounts' reviews of these products, and in grey all else they wrote. Below: one line a "
        "product, one dot a review; products in the order in which the accounts came to them."
    ),
    width=7.4,
)
MOST_TARGETS = 40


@dataclass(frozen=True, slots=True)
class TimelineRows:
    """Rows of the timeline.

    Attributes
    ----------
    counts
        Reviews by step.
    targets
        The targets shown, in the order in which the ring took them on.
    dots
        (target, time, tone) of each ring review of a target shown.
    n_targets
        How many targets there are in all.
    """

    counts: Timeline
    targets: tuple[str, ...]
    dots: tuple[tuple[int, datetime, str], ...]
    n_targets: int

    @property
    def note(self) -> str:
        """Say what was cut, or nothing."""
        if len(self.targets) == self.n_targets:
            return ""
        shown = f"{len(self.targets):,} of {counted(self.n_targets, 'product')}"
        return f"Shown below: {shown}, those most reviewed."


def timeline_rows(case: Case) -> TimelineRows | None:
    """Return the rows of a case's timeline.

    Parameters
    ----------
    case
        One ring.

    Returns
    -------
    TimelineRows or None
        None when no ring review has a time.
    """
    counts = count_by_step(case.reviews)
    if counts is None:
        return None
    ring = case.reviews.filter(pl.col("in_ring") & pl.col("posted_at").is_not_null())
    spans = ring.group_by("product_id").agg(pl.len().alias("n"), pl.col("posted_at").min().alias("first_at"))
    most = spans.sort("n", "product_id", descending=[True, False]).head(MOST_TARGETS)
    targets = most.sort("first_at", "product_id")["product_id"].to_list()
    place = {name: number for number, name in enumerate(targets)}
    dots = [
        (place[product], moment, tone(rating))
        for product, moment, rating in ring.select("product_id", "posted_at", "rating").iter_rows()
        if product in place
    ]
    return TimelineRows(counts, tuple(targets), tuple(sorted(dots)), spans.height)


def timeline(rows: TimelineRows) -> Chart:
    """Draw the timeline.

    Parameters
    ----------
    rows
        What `timeline_rows` returned.

    Returns
    -------
    Chart
    """
    counts = rows.counts
    top = max(range(len(counts.n_ring)), key=lambda place: counts.n_ring[place])
    every = f"{counted(sum(counts.n_ring), 'review')} of these products by {counts.step}"
    most = f"most in the {counts.step} of {day(counts.starts[top])}: {counts.n_ring[top]:,}"
    words = f"{every}; {most}. {rows.note}".strip()
    raster = 0.5 + 0.155 * max(len(rows.targets), 4)
    return paint(SPEC, 1.35 + raster + 0.3, words, lambda figure: _paint(figure, rows, raster))


def _paint(figure: Figure, rows: TimelineRows, raster: float) -> None:
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[1.35, raster])
    _paint_counts(upper, rows.counts)
    _paint_raster(lower, rows)


def _paint_counts(axes: Axes, counts: Timeline) -> None:
    from matplotlib.ticker import MaxNLocator

    starts = [_day_number(start) for start in counts.starts]
    width = 0.86 * {"day": 1.0, "week": 7.0, "month": 30.0}[counts.step]
    n_ring, n_other = list(counts.n_ring), list(counts.n_other)
    axes.bar(starts, n_ring, width, align="edge", color=LIGHT["ring"], label="reviews of these products")
    label = "the members' other reviews"
    axes.bar(starts, n_other, width, n_ring, align="edge", color=LIGHT["other"], label=label)
    axes.set_ylabel(f"reviews a {counts.step}")
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.spines["left"].set_visible(False)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=LIGHT["rule"], linewidth=0.6)
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1.0), ncols=2, fontsize=8, handlelength=1, borderaxespad=0.2
    )


def _paint_raster(axes: Axes, rows: TimelineRows) -> None:
    axes.hlines(range(len(rows.targets)), *axes.get_xlim(), color=LIGHT["rule"], linewidth=0.5)
    for name, (colour, _) in TONES.items():
        dots = [(_day_number(moment), place) for place, moment, kind in rows.dots if kind == name]
        if dots:
            x, y = zip(*dots, strict=True)
            axes.plot(
                x,
                y,
                linestyle="none",
                marker="o",
                markersize=3.4,
                color=LIGHT[colour],
                alpha=0.75,
                markeredgewidth=0,
            )
    names = [elide(name, 14) for name in rows.targets]
    axes.set_yticks(range(len(names)), names, fontsize=6.5, family="DejaVu Sans Mono")
    axes.set_ylim(max(len(names), 2) - 0.4, -0.6)
    ticks = _ticks(rows.counts.starts[0], rows.counts.starts[-1])
    axes.set_xticks([_day_number(tick) for tick in ticks], [_tick_label(tick, ticks[0]) for tick in ticks])
    axes.spines["left"].set_visible(False)


def _day_number(moment: datetime) -> float:
    return moment.timestamp() / 86_400


def _ticks(first: datetime, last: datetime) -> list[datetime]:
    length = last - first
    if length <= timedelta(days=70):
        step = timedelta(days=max(1, round(length.days / 7)))
        return [first + number * step for number in range(length // step + 1)]
    months = (last.year - first.year) * 12 + last.month - first.month
    every = max(1, math.ceil(months / 8))
    start = first.year * 12 + first.month
    numbers = range(start, start + months, every)
    return [datetime(number // 12, number % 12 + 1, 1, tzinfo=first.tzinfo) for number in numbers]


def _tick_label(tick: datetime, first: datetime) -> str:
    name = f"{tick:%b}" if tick.day == 1 and first.day == 1 else f"{tick.day} {tick:%b}"
    return f"{name}\n{tick.year}" if tick == first or tick.month == 1 else name
