"""The waterfall: how each family of evidence pushes a ring's score up or down."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from collusion.cases.case import Case
from collusion.cases.contributions import Contribution, Waterfall, waterfall_of
from collusion.cases.wording import FAMILY_QUESTIONS, bits, elide
from collusion.reports.charts.canvas import Chart, ChartSpec, paint
from collusion.reports.palette import LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SPEC = ChartSpec(
    name="waterfall",
    title="Weight of the evidence",
    reading=(
        "Each bar starts where the one above ends: red pushes towards a ring, blue away from it; right of 0 "
        "a ring is likelier than not. Each family is capped; in brackets its evidence before that. "
        "Nor is the score more than all e-values carry."
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
    spoken = [f"{step.family} {bits(step.amount)}" for step in rows.steps if step.amount is not None]
    silent = [step.family for step in rows.steps if step.amount is None]
    words = f"Bits by family: {', '.join(spoken) or 'none'}; together {bits(rows.total - rows.held)}."
    if rows.is_capped:
        words = f"From {bits(rows.prior)} bits before looking. {words}"
    if rows.held:
        words += f" Held to what the e-values carry: {bits(rows.held)}, which leaves {bits(rows.total)}."
    if silent:
        words += f" Without data: {', '.join(silent)}."

    height = 0.75 + 0.32 * (len(rows.steps) + 1 + rows.is_capped + bool(rows.held))
    return paint(SPEC, height, words, lambda figure: _paint(figure.subplots(), rows))


def _paint(axes: Axes, rows: Waterfall) -> None:
    levels = [0.0, rows.prior, rows.total, rows.total - rows.held]
    levels += [step.start + (step.amount or 0.0) for step in rows.steps]
    low, high = min(levels), max(levels)
    room = (high - low) or 1.0
    axes.axvline(0, color=LIGHT["muted"], linewidth=0.8, zorder=0)
    names = [step.family for step in rows.steps] + ["e-values"] * bool(rows.held)
    names.append("score" if rows.is_capped else "together")
    if rows.is_capped:
        names.insert(0, "before looking")
        axes.barh(0, rows.prior, height=0.62, color=LIGHT["other"])
        axes.text(0.012 * room, 0, f"{bits(rows.prior)} · rings are rare", va="center")
    first = int(rows.is_capped)
    for place, step in enumerate(rows.steps, first):
        _paint_step(axes, place, step, (low, room))
    for place, (_, below) in enumerate(pairwise(rows.steps), first):
        if below.amount is not None:
            axes.plot([below.start] * 2, [place + 0.31, place + 0.69], color=LIGHT["muted"], linewidth=0.7)
    if rows.held:
        _paint_held(axes, len(names) - 2, rows, room)
    _paint_total(axes, len(names) - 1, rows.total, room)
    axes.set_yticks(range(len(names)), names, color=LIGHT["ink"])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlim(low - (0.08 * room if low < 0 else 0), high + 0.5 * room)
    axes.set_xlabel("bits")
    axes.spines["left"].set_visible(False)


def _paint_held(axes: Axes, place: int, rows: Waterfall, room: float) -> None:
    axes.barh(place, rows.held, left=rows.total - rows.held, height=0.62, color=LIGHT["other"])
    edge = max(rows.total - rows.held, 0.0) + 0.012 * room
    axes.text(edge, place, f"{bits(rows.held)} · held to what they carry", va="center")


def _paint_total(axes: Axes, place: int, total: float, room: float) -> None:
    axes.barh(place, total, height=0.62, color=LIGHT["ink"])
    edge = max(total, 0.0) + 0.012 * room
    axes.text(edge, place, bits(total), va="center", fontweight="bold")


def _paint_step(axes: Axes, place: int, step: Contribution, view: tuple[float, float]) -> None:
    low, room = view
    gap = 0.012 * room
    if step.amount is None:
        words = elide(f"no data: {step.silence}", 70)
        axes.text(max(low, 0.0) + gap, place, words, va="center", style="italic", color=LIGHT["muted"])
        return
    end = step.start + step.amount
    axes.barh(
        place,
        step.amount,
        left=step.start,
        height=0.62,
        color=LIGHT["ring" if step.amount >= 0 else "against"],
    )
    evidence = f" ({bits(step.bits)})" if step.bits is not None and step.bits != step.amount else ""
    label = f"{bits(step.amount)}{evidence} · {FAMILY_QUESTIONS[step.family]}"
    axes.text(max(step.start, end) + gap, place, label, va="center")
