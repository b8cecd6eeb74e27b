"""The waterfall: how each family of evidence pushes a ring's score up or down."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from collusion.cases.case import Case
from collusion.cases.contributions import Contribution, Waterfall, waterfall_of
from collusion.cases.wording import FAMILY_QUESTIONS, elide, factor, odds
from collusion.reports.charts.canvas import Chart, ChartSpec, paint
from collusion.reports.palette import LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SPEC = ChartSpec(
    name="waterfall",
    title="Weight of the evidence",
    reading=(
        "Each bar starts where the one above ends and multiplies the odds of a ring: red raises them, blue "
        "lowers them; right of the line a ring is likelier than not. Each family is capped, so that none "
        "decides alone."
    ),
    width=7.4,
)


def waterfall_rows(case: Case) -> Waterfall:
    """Return the steps of a case's waterfall; see `waterfall_of`."""
    return waterfall_of(case)


def waterfall(rows: Waterfall) -> Chart:
    """Draw the waterfall.

    Parameters
    ----------
    rows
        What `waterfall_rows` returned.

    Returns
    -------
    Chart
    """
    spoken = [f"{step.family} {factor(step.amount)}" for step in rows.steps if step.amount is not None]
    silent = [step.family for step in rows.steps if step.amount is None]
    words = f"Odds of a ring: {odds(rows.prior)} before looking; {', '.join(spoken) or 'no family speaks'}"
    words += f"; held to what all evidence carries: {factor(rows.held)}" if rows.held else ""
    words += f"; together {odds(rows.total)}."
    if silent:
        words += f" Without data: {', '.join(silent)}."
    height = 0.75 + 0.32 * (len(rows.steps) + 2 + bool(rows.held))
    return paint(SPEC, height, words, lambda figure: _paint(figure.subplots(), rows))


def _paint(axes: Axes, rows: Waterfall) -> None:
    levels = [0.0, rows.prior, rows.total, rows.total - rows.held]
    levels += [step.start + (step.amount or 0.0) for step in rows.steps]
    low, high = min(levels), max(levels)
    room = (high - low) or 1.0
    axes.axvline(0, color=LIGHT["muted"], linewidth=0.8, zorder=0)
    names = ["before looking", *(step.family for step in rows.steps), *["held"] * bool(rows.held), "odds"]
    axes.barh(0, rows.prior, height=0.62, color=LIGHT["other"])
    axes.text(0.012 * room, 0, f"{odds(rows.prior)} · rings are rare", va="center")
    for place, step in enumerate(rows.steps, 1):
        _paint_step(axes, place, step, (low, room))
    for place, (_, below) in enumerate(pairwise(rows.steps), 1):
        if below.amount is not None:
            axes.plot([below.start] * 2, [place + 0.31, place + 0.69], color=LIGHT["muted"], linewidth=0.7)
    if rows.held:
        _paint_held(axes, len(names) - 2, rows, room)
    _paint_total(axes, len(names) - 1, rows.total, room)
    axes.set_yticks(range(len(names)), names, color=LIGHT["ink"])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(low - (0.08 * room if low < 0 else 0), high + 0.5 * room)
    axes.set_xticks([0], ["even odds"])
    axes.spines["left"].set_visible(False)


def _paint_held(axes: Axes, place: int, rows: Waterfall, room: float) -> None:
    axes.barh(place, rows.held, left=rows.total - rows.held, height=0.62, color=LIGHT["other"])
    edge = max(rows.total - rows.held, 0.0) + 0.012 * room
    axes.text(edge, place, f"{factor(rows.held)} · held to what all evidence carries", va="center")


def _paint_total(axes: Axes, place: int, total: float, room: float) -> None:
    axes.barh(place, total, height=0.62, color=LIGHT["ink"])
    edge = max(total, 0.0) + 0.012 * room
    axes.text(edge, place, odds(total), va="center", fontweight="bold")


def _paint_step(axes: Axes, place: int, step: Contribution, view: tuple[float, float]) -> None:
    low, room = view
    gap = 0.012 * room
    if step.amount is None:
        words = elide(f"no data: {step.silence}", 70)
        axes.text(max(low, 0.0) + gap, place, words, va="center", style="italic", color=LIGHT["muted"])
        return
    end = step.start + step.amount
    colour = LIGHT["ring" if step.amount >= 0 else "against"]
    axes.barh(place, step.amount, left=step.start, height=0.62, color=colour)
    label = f"{factor(step.amount)} · {FAMILY_QUESTIONS[step.family]}"
    axes.text(max(step.start, end) + gap, place, label, va="center")
