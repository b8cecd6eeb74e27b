"""Stars: how the members rate the ring's targets and all else, and what that does to each client."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from collusion.cases.case import Case
from collusion.cases.records import Client
from collusion.cases.wording import elide
from collusion.reports.charts.canvas import ID, TICK_END, Canvas, Chart, ChartSpec, Letters, Scale, even_ticks
from collusion.words.catalogue import ENGLISH, Words

SPEC = ChartSpec(
    name="stars",
    title="What it does to the stars",
    reading=(
        "Left: the stars that the accounts give to these products, and to everything else. Right: each "
        "product's mean stars without their reviews (hollow) and with them (filled); grey: perhaps not part "
        "of it."
    ),
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

    def note(self, words: Words = ENGLISH) -> str:
        """Say what was cut, in `words`, or nothing."""
        if len(self.clients) == self.n_clients:
            return ""
        return words.say("chart.stars_cut", n=len(self.clients), all=self.n_clients)


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


def stars_chart(rows: StarsRows, words: Words = ENGLISH) -> Chart:
    """Draw the stars chart.

    Parameters
    ----------
    rows
        What `stars_rows` returned.
    words
        The language.

    Returns
    -------
    Chart
    """
    if sum(rows.other):
        told = words.say("chart.stars_elsewhere", own=_mean(rows.ring), other=_mean(rows.other))
    else:
        told = words.say("chart.stars", own=_mean(rows.ring))
    canvas = Canvas(SPEC, max(187.0, 60 + 11.5 * len(rows.clients)), words)
    _draw_shares(canvas, rows)
    _draw_clients(canvas, rows)
    return canvas.chart(f"{told} {rows.note(words)}".strip())


def _lift(client: Client) -> float:
    return (client.rating_with or 0.0) - (client.rating_without or 0.0)


def _mean(counts: tuple[int, ...]) -> float:
    return sum(star * n for star, n in enumerate(counts, 1)) / sum(counts)


def _draw_shares(canvas: Canvas, rows: StarsRows) -> None:
    """Draw, on the left, which share of reviews gives how many stars."""
    label, number = canvas.words.label, canvas.words.style.number
    kinds = [("ring", label("these products"), rows.ring, 0), ("other", label("elsewhere"), rows.other, 1)]
    shares = {colour: [100 * n / (sum(counts) or 1) for n in counts] for colour, _, counts, _ in kinds}
    up = Scale(0, max(map(max, shares.values())), 165, 32)
    for tick in even_ticks(up.high):
        canvas.lines([((26, up(tick)), (206, up(tick)))], "rule", width=0.6)
        canvas.text((23, up(tick)), f"{tick}", TICK_END)
    for colour, _, _, side in kinds:
        bars = [
            (32 + 36 * place + 14 * side, up(0), 13.0, up(share) - up(0))
            for place, share in enumerate(shares[colour])
        ]
        canvas.boxes(bars, colour)
    for place in range(5):
        canvas.text((46 + 36 * place, 175), f"{place + 1} ★", Letters(colour="muted", anchor="middle"))
    canvas.text((4, 22), label("% of reviews"), Letters(8.0, "muted"))
    told = [(colour, f"{name} ({number(sum(counts))})") for colour, name, counts, _ in kinds if sum(counts)]
    canvas.legend((4, 8), told)


def _draw_clients(canvas: Canvas, rows: StarsRows) -> None:
    """Draw, on the right, the mean stars of each product without the ring and with it."""
    across = Scale(0.9, 5.1, 312, SPEC.width - 8)
    bottom = 32 + 11.5 * max(len(rows.clients), 2)
    for star in range(1, 6):
        canvas.lines([((across(star), 26), (across(star), bottom))], "rule", width=0.6)
        canvas.text((across(star), bottom + 9), f"{star} ★", Letters(colour="muted", anchor="middle"))
    for place, client in enumerate(rows.clients):
        y = 34 + 11.5 * place
        before, after = across(client.rating_without or 0.0), across(client.rating_with or 0.0)
        colour = "muted" if client.is_bystander else "ring" if _lift(client) >= 0 else "low"
        canvas.lines([((before, y), (after, y))], colour, width=1.6)
        canvas.dots([(before, y)], colour, size=6, hollow=True)
        canvas.dots([(after, y)], colour, size=6)
        name = elide(client.product_id, 14)
        canvas.text((306, y), name, ID)
    if not rows.clients:
        middle = across(3), 44.0
        nobody = canvas.words.label("nobody else rated these products")
        canvas.text(middle, nobody, Letters(9.0, "muted", "middle", "italic"))
