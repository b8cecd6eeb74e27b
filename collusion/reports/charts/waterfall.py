"""The waterfall: how each family of evidence pushes a ring's bits up or down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from collusion.cases.case import Case
from collusion.cases.wording import FAMILY_QUESTIONS, bits, elide
from collusion.reports.charts.canvas import Chart, ChartSpec, paint
from collusion.reports.palette import LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SPEC = ChartSpec(
    name="waterfall",
    title="Weight of the evidence",
    reading=(
        "Each bar starts where the one above ends: red bars push towards a ring, blue bars away from it. "
        "Bits double the odds; a family without data pushes nowhere."
    ),
    width=7.4,
)


@dataclass(frozen=True, slots=True)
class Push:
    """One bar: from `start` to `start + bits`; a family without bits says why in `silence`."""

    family: str
    start: float
    bits: float | None
    silence: str


def waterfall_rows(case: Case) -> tuple[Push, ...]:
    """Return the pushes of a case, largest first, silent families last.

    Parameters
    ----------
    case
        One ring.

    Returns
    -------
    tuple of Push
    """
    ordered = sorted(case.families, key=lambda family: (family.bits is None, -(family.bits or 0.0)))
    pushes, level = [], 0.0
    for family in ordered:
        pushes.append(Push(family.family, level, family.bits, family.silence))
        level += family.bits or 0.0
    return tuple(pushes)


def waterfall(rows: Sequence[Push]) -> Chart:
    """Draw the waterfall.

    Parameters
    ----------
    rows
        What `waterfall_rows` returned.

    Returns
    -------
    Chart
    """
    spoken = [f"{push.family} {bits(push.bits)}" for push in rows if push.bits is not None]
    total = sum(push.bits or 0.0 for push in rows)
    silent = [push.family for push in rows if push.bits is None]
    words = f"Bits by family: {', '.join(spoken) or 'none'}; together {bits(total)}."
    if silent:
        words += f" Without data: {', '.join(silent)}."

    def painter(figure: Figure) -> None:
        _paint(figure.subplots(), rows, total)

    return paint(SPEC, 0.75 + 0.34 * (len(rows) + 1), words, painter)


def _paint(axes: Axes, rows: Sequence[Push], total: float) -> None:
    levels = [0.0, total] + [push.start + (push.bits or 0.0) for push in rows]
    low, high = min(levels), max(levels)
    room = (high - low) or 1.0
    for place, push in enumerate(rows):
        _paint_push(axes, place, push, room)
    for place, (_, below) in enumerate(pairwise(rows)):
        if below.bits is not None:
            axes.plot([below.start] * 2, [place + 0.31, place + 0.69], color=LIGHT["muted"], linewidth=0.7)
    place = len(rows)
    axes.barh(place, total, height=0.62, color=LIGHT["ink"])
    side = 1 if total >= 0 else -1
    axes.text(
        total + side * 0.012 * room,
        place,
        bits(total),
        va="center",
        ha="left" if side > 0 else "right",
        fontweight="bold",
    )
    axes.axvline(0, color=LIGHT["muted"], linewidth=0.8)
    axes.set_yticks(range(place + 1), [*(push.family for push in rows), "together"], color=LIGHT["ink"])
    axes.set_ylim(place + 0.6, -0.6)
    axes.set_xlim(low - (0.14 * room if low < 0 else 0), high + 0.14 * room)
    axes.set_xlabel("bits")
    axes.spines["left"].set_visible(False)


def _paint_push(axes: Axes, place: int, push: Push, room: float) -> None:
    if push.bits is None:
        words = elide(f"no data: {push.silence}", 70)
        axes.text(0.012 * room, place, words, va="center", style="italic", color=LIGHT["muted"])
        return
    end = push.start + push.bits
    supports = push.bits >= 0
    axes.barh(place, push.bits, left=push.start, height=0.62, color=LIGHT["ring" if supports else "against"])
    left, right = min(push.start, end), max(push.start, end)
    label, gap = f"{bits(push.bits)}  {FAMILY_QUESTIONS[push.family]}", 0.012 * room
    if right - left > 0.45 * room:
        axes.text(left + gap, place, label, va="center", color=LIGHT["paper"])
    elif right > 0.55 * room:
        axes.text(left - gap, place, label, va="center", ha="right")
    else:
        axes.text(right + gap, place, label, va="center")
