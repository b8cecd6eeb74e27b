"""Stars: how the members rate the ring's targets and all else, and what that does to each client."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collusion.cases.case import Case
from collusion.cases.records import Client
from collusion.cases.wording import counted, elide, stars
from collusion.reports.charts.canvas import Chart, ChartSpec, paint
from collusion.reports.palette import LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SPEC = ChartSpec(
    name="stars",
    title="What it does to the stars",
    reading=(
        "Left: the stars that the accounts give to these products, and to everything else. Right: each "
        "product's mean stars without their reviews (hollow) and with them (filled); grey: perhaps not part "
        "of it."
    ),
    width=7.4,
)
MOST_TARGETS = 40


@dataclass(frozen=True, slots=True)
class StarsRows:
    """Rows of the stars chart.

    Attributes
    ----------
    ring, other
        Reviews of targets, and the members' other reviews, with 1 to 5 stars; five counts each.
    clients
        The targets shown whose mean stars are known with and without the ring, largest lift first.
    n_clients
        How many such targets there are in all.
    """

    ring: tuple[int, ...]
    other: tuple[int, ...]
    clients: tuple[Client, ...]
    n_clients: int

    @property
    def note(self) -> str:
        """Say what was cut, or nothing."""
        if len(self.clients) == self.n_clients:
            return ""
        return f"Shown: {len(self.clients):,} of {counted(self.n_clients, 'product')}, those that moved most."


def stars_rows(case: Case) -> StarsRows | None:
    """Return the rows of a case's stars chart.

    Parameters
    ----------
    case
        One ring.

    Returns
    -------
    StarsRows or None
        None when no ring review has stars.
    """
    counts: dict[bool, Counter[int]] = {True: Counter(), False: Counter()}
    for rating, inside in case.reviews.select("rating", "in_ring").iter_rows():
        if rating is not None:
            counts[inside][rating] += 1
    if not counts[True]:
        return None
    known = [
        client
        for client in case.clients
        if client.rating_with is not None and client.rating_without is not None
    ]
    moved = sorted(known, key=lambda client: (-abs(_lift(client)), client.product_id))[:MOST_TARGETS]
    shown = sorted(moved, key=lambda client: (-_lift(client), client.product_id))
    ring, other = (tuple(counts[inside][star] for star in range(1, 6)) for inside in (True, False))
    return StarsRows(ring, other, tuple(shown), len(known))


def stars_chart(rows: StarsRows) -> Chart:
    """Draw the stars chart.

    Parameters
    ----------
    rows
        What `stars_rows` returned.

    Returns
    -------
    Chart
    """
    words = f"The accounts give these products {stars(_mean(rows.ring))} stars on average"
    if sum(rows.other):
        words += f", and everything else {stars(_mean(rows.other))}"
    words = f"{words}. {rows.note}".strip()

    height = max(2.6, 1.0 + 0.16 * len(rows.clients))
    return paint(SPEC, height, words, lambda figure: _paint(figure, rows))


def _paint(figure: Figure, rows: StarsRows) -> None:
    left, right = figure.subplots(1, 2, width_ratios=[1, 1.5])
    _paint_shares(left, rows)
    _paint_clients(right, rows)


def _lift(client: Client) -> float:
    return (client.rating_with or 0.0) - (client.rating_without or 0.0)


def _mean(counts: tuple[int, ...]) -> float:
    return sum(star * n for star, n in enumerate(counts, 1)) / sum(counts)


def _paint_shares(axes: Axes, rows: StarsRows) -> None:
    for counts, colour, label, side in (
        (rows.ring, "ring", f"these products ({sum(rows.ring):,})", -0.2),
        (rows.other, "other", f"elsewhere ({sum(rows.other):,})", 0.2),
    ):
        total = sum(counts)
        if total:
            shares = [100 * n / total for n in counts]
            axes.bar(
                [star + side for star in range(1, 6)], shares, width=0.38, color=LIGHT[colour], label=label
            )
    axes.set_xticks(range(1, 6), [f"{star} ★" for star in range(1, 6)])
    axes.set_ylabel("% of reviews")
    axes.spines["left"].set_visible(False)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=LIGHT["rule"], linewidth=0.6)
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        fontsize=8,
        handlelength=1,
        borderaxespad=0.2,
        ncols=2,
        columnspacing=1.0,
    )


def _paint_clients(axes: Axes, rows: StarsRows) -> None:
    for place, client in enumerate(rows.clients):
        before, after = client.rating_without or 0.0, client.rating_with or 0.0
        side = "ring" if _lift(client) >= 0 else "low"
        colour = LIGHT["muted" if client.is_bystander else side]
        axes.plot([before, after], [place, place], color=colour, linewidth=1.6, zorder=2)
        axes.plot(
            [before],
            [place],
            marker="o",
            markersize=5,
            markerfacecolor=LIGHT["paper"],
            markeredgecolor=colour,
            zorder=3,
        )
        axes.plot([after], [place], marker="o", markersize=5, color=colour, zorder=3)
    names = [elide(client.product_id, 14) for client in rows.clients]
    axes.set_yticks(range(len(names)), names, fontsize=6.5, family="DejaVu Sans Mono")
    axes.set_ylim(max(len(names), 2) - 0.4, -0.6)
    axes.set_xlim(0.9, 5.1)
    axes.set_xticks(range(1, 6), [f"{star} ★" for star in range(1, 6)])
    axes.set_axisbelow(True)
    axes.grid(axis="x", color=LIGHT["rule"], linewidth=0.6)
    axes.spines["left"].set_visible(False)
    if not rows.clients:
        axes.text(
            3, 0.2, "nobody else rated these products", ha="center", color=LIGHT["muted"], style="italic"
        )
