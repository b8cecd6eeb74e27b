"""The timeline: reviews per day, week or month above; below, each target's ring reviews as dots in time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from collusion.cases.case import Case
from collusion.cases.timeline import Timeline, count_by_step
from collusion.cases.wording import elide
from collusion.minutes import DAY_SECONDS
from collusion.reports.charts.canvas import (
    ID,
    TICK,
    TICK_END,
    Canvas,
    Chart,
    ChartSpec,
    Letters,
    Scale,
    even_ticks,
)
from collusion.reports.charts.heatmap import TONES, tone
from collusion.words.catalogue import ENGLISH, Words

SPEC = ChartSpec(
    name="timeline",
    title="When",
    reading=(
        "Above: the accounts' reviews of these products, and in grey all else they wrote. Below: one line a "
        "product, one dot a review; products in the order in which the accounts came to them."
    ),
)
MOST_TARGETS = 40
#: Where the lines of products begin, below the bars.
_RASTER = 112.0
_LENGTHS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}


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
        How many targets with a dated review there are in all.
    """

    counts: Timeline
    targets: tuple[str, ...]
    dots: tuple[tuple[int, datetime, str], ...]
    n_targets: int

    def note(self, words: Words = ENGLISH) -> str:
        """Say what was cut, in `words`, or nothing."""
        if len(self.targets) == self.n_targets:
            return ""
        return words.say("chart.timeline_cut", n=len(self.targets), all=self.n_targets)


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


def timeline(rows: TimelineRows, words: Words = ENGLISH) -> Chart:
    """Draw the timeline.

    Parameters
    ----------
    rows
        What `timeline_rows` returned.
    words
        The language.

    Returns
    -------
    Chart
    """
    counts = rows.counts
    top = max(range(len(counts.n_ring)), key=lambda place: counts.n_ring[place])
    step = words.style.noun(1, counts.step)
    most = {"first": counts.starts[top], "most": counts.n_ring[top]}
    told = words.say("chart.timeline", n=sum(counts.n_ring), step=step, **most)
    raster = 8 + 11.2 * max(len(rows.targets), 2)
    canvas = Canvas(SPEC, _RASTER + raster + 24, words)
    first, last = counts.starts[0], counts.starts[-1] + _LENGTHS[counts.step]
    along = Scale(_day_number(first), _day_number(last), 96, SPEC.width - 8)
    _draw_counts(canvas, counts, along)
    _draw_raster(canvas, rows, along)
    _draw_ticks(canvas, counts, along, _RASTER + raster)
    return canvas.chart(f"{told} {rows.note(words)}".strip())


def _draw_counts(canvas: Canvas, counts: Timeline, along: Scale) -> None:
    words = canvas.words
    totals = [one + other for one, other in zip(counts.n_ring, counts.n_other, strict=True)]
    up = Scale(0, max(totals), _RASTER - 10, 30)
    for tick in even_ticks(up.high):
        canvas.lines([((96, up(tick)), (SPEC.width - 8, up(tick)))], "rule", width=0.6)
        canvas.text((92, up(tick)), words.style.number(tick), TICK_END)
    width = 0.86 * (along(_LENGTHS[counts.step] / timedelta(days=1)) - along(0))
    lefts = [along(_day_number(start)) for start in counts.starts]
    mine = zip(lefts, counts.n_ring, strict=True)
    canvas.boxes([(x, up(0), width, up(n) - up(0)) for x, n in mine if n], "ring")
    stacks = zip(lefts, counts.n_ring, totals, strict=True)
    canvas.boxes([(x, up(n), width, up(all_) - up(n)) for x, n, all_ in stacks if all_ > n], "other")
    step = words.style.noun(1, counts.step)
    canvas.text((4, 22), words.say("chart.a_step", step=step), Letters(8.0, "muted"))
    own, others = words.label("reviews of these products"), words.label("the members' other reviews")
    canvas.legend((96, 8), [("ring", own), ("other", others)])


def _draw_raster(canvas: Canvas, rows: TimelineRows, along: Scale) -> None:
    heights = [_RASTER + 8 + 11.2 * place for place in range(len(rows.targets))]
    canvas.lines([((96, y), (SPEC.width - 8, y)) for y in heights], "rule", width=0.5)
    for name, (colour, _) in TONES.items():
        dots = [(along(_day_number(when)), heights[place]) for place, when, kind in rows.dots if kind == name]
        canvas.dots(dots, colour, size=4)
    for name, y in zip(rows.targets, heights, strict=True):
        canvas.text((92, y), elide(name, 14), ID)


def _draw_ticks(canvas: Canvas, counts: Timeline, along: Scale, bottom: float) -> None:
    ticks = _ticks(counts.starts[0], counts.starts[-1])
    for tick in ticks:
        x = along(_day_number(tick))
        if x < along.start:
            continue
        canvas.lines([((x, bottom), (x, bottom + 3))], "muted")
        for line, text in enumerate(_tick_label(tick, ticks[0], canvas.words).split("\n")):
            canvas.text((x, bottom + 9 + 10 * line), text, TICK)


def _day_number(moment: datetime) -> float:
    return moment.timestamp() / DAY_SECONDS


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


def _tick_label(tick: datetime, first: datetime, words: Words = ENGLISH) -> str:
    month = words.style.months[tick.month - 1][:3]
    name = month if tick.day == 1 and first.day == 1 else words.say("chart.day", day=tick.day, month=month)
    return f"{name}\n{tick.year}" if tick == first or tick.month == 1 else name
