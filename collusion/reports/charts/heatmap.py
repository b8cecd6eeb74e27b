"""The accounts × products heat map, ordered so that the ring's block shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from collusion.cases.case import Case
from collusion.cases.wording import elide
from collusion.reports.charts.canvas import Canvas, Chart, ChartSpec, Letters
from collusion.words.catalogue import ENGLISH, Words, said

SPEC = ChartSpec(
    name="heatmap",
    title="Who reviewed what",
    reading=(
        "One row an account, one column a product, one square a review. Left of the line are the products "
        "reviewed together; right of it others that at least two of the accounts reviewed."
    ),
)
MOST_ACCOUNTS = 90
MOST_TARGETS = 60
MOST_OTHERS = 30
#: Where the squares begin, from the left and from the top.
_LEFT, _TOP = 72.0, 62.0

#: Tone of a cell -> the colour it is painted in, and what it means.
TONES = {
    "high": ("ring", "4–5 stars"),
    "middle": ("ring-soft", "3 stars"),
    "low": ("low", "1–2 stars"),
    "unrated": ("muted", "no stars given"),
}


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Rows of the heat map.

    Attributes
    ----------
    accounts, targets, others
        Ids in the order shown; `others` are products outside the ring's block.
    cells
        (row, column, tone) of every review shown; columns count on from `targets` into `others`.
    n_accounts, n_targets
        How many there are in all; more than are shown when the map was cut.
    """

    accounts: tuple[str, ...]
    targets: tuple[str, ...]
    others: tuple[str, ...]
    cells: tuple[tuple[int, int, str], ...]
    n_accounts: int
    n_targets: int

    def note(self, words: Words = ENGLISH) -> str:
        """Say what was cut, in `words`, or nothing."""
        return cut_note(
            words,
            accounts=(len(self.accounts), self.n_accounts),
            products=(len(self.targets), self.n_targets),
        )


def heatmap_rows(
    case: Case, *, most: tuple[int, int, int] = (MOST_ACCOUNTS, MOST_TARGETS, MOST_OTHERS)
) -> HeatMap:
    """Order a case's accounts and products so that the block shows.

    Accounts are sorted by their ring reviews, most first; targets by how far their stars moved, so that the
    clients stand before bestsellers that hide the ring, and then by their ring reviews.

    Parameters
    ----------
    case
        One ring.
    most
        How many accounts, targets and other products to show.

    Returns
    -------
    HeatMap
    """
    columns = ("reviewer_id", "product_id", "rating", "in_ring")
    reviews = list(zip(*(case.reviews[name].to_list() for name in columns), strict=True))
    by_account = Counter(member.reviewer_id for member in case.members for _ in range(member.n_ring_reviews))
    by_target = Counter(product for _, product, _, inside in reviews if inside)
    ranked = [client.product_id for client in case.clients if by_target[client.product_id]]
    all_targets = list(dict.fromkeys([*ranked, *_top(by_target)]))
    all_accounts = [member.reviewer_id for member in case.members]
    accounts = sorted(all_accounts, key=lambda name: (-by_account[name], name))[: most[0]]
    targets = all_targets[: most[1]]
    # A member may review a target outside the job as well; that belongs into the target's column.
    elsewhere = Counter(product for _, product, _, _ in reviews if product not in by_target)
    others = [product for product in _top(elsewhere) if elsewhere[product] > 1][: most[2]]
    row_of = {name: place for place, name in enumerate(accounts)}
    column_of = {name: place for place, name in enumerate([*targets, *others])}
    shown = {
        (row_of[account], column_of[product], tone(rating))
        for account, product, rating, _ in reviews
        if account in row_of and product in column_of
    }
    return HeatMap(
        tuple(accounts),
        tuple(targets),
        tuple(others),
        tuple(sorted(shown)),
        len(all_accounts),
        len(all_targets),
    )


def cut_note(words: Words, **parts: tuple[int, int]) -> str:
    """Say in `words` what a picture leaves out, or nothing.

    Each of the `parts` is how many are shown, of how many; its name says of what, and so which ones.
    """
    told = [said(f"chart.cut_{what}", n=n, all=of) for what, (n, of) in parts.items() if n < of]
    return words.say("chart.cut", parts=told) if told else ""


def tone(rating: int | None) -> str:
    """Return the tone of a review: high, middle, low, or unrated."""
    if rating is None:
        return "unrated"
    return "high" if rating >= 4 else "middle" if rating == 3 else "low"


def heatmap(rows: HeatMap, words: Words = ENGLISH) -> Chart:
    """Draw the heat map.

    Parameters
    ----------
    rows
        What `heatmap_rows` returned.
    words
        The language.

    Returns
    -------
    Chart
    """
    inside = sum(column < len(rows.targets) for _, column, _ in rows.cells)
    area = len(rows.accounts) * len(rows.targets)
    counts = {"accounts": len(rows.accounts), "products": len(rows.targets), "inside": inside, "area": area}
    told = words.say("chart.heatmap", **counts, share=inside / max(area, 1))
    return _draw(rows, words).chart(f"{told} {rows.note(words)}".strip())


def mini_heatmap(rows: HeatMap) -> str:
    """Return a thumbnail of the heat map as a few hundred bytes of SVG, for lists of rings.

    Parameters
    ----------
    rows
        What `heatmap_rows` returned, cut small.

    Returns
    -------
    str
        SVG text without labels; decorative, so hidden from screen readers.
    """
    width, height = max(len(rows.targets), 1), max(len(rows.accounts), 1)
    paths = []
    for name, (colour, _) in TONES.items():
        squares = [
            f"M{x} {y}h.9v.9h-.9z" for y, x, kind in rows.cells if kind == name and x < len(rows.targets)
        ]
        if squares:
            paths.append(f'<path fill="var(--{colour})" d="{"".join(squares)}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="mini" viewBox="0 0 {width} {height}" '
        f'preserveAspectRatio="none" aria-hidden="true">{"".join(paths)}</svg>'
    )


def _top(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda name: (-counts[name], name))


def _draw(rows: HeatMap, words: Words) -> Canvas:
    wall, n_columns = len(rows.targets), len(rows.targets) + len(rows.others)
    gap = 0.8 if rows.others else 0.0
    side = min(14.0, (SPEC.width - _LEFT - 8) / max(n_columns + gap, 1))
    bottom = _TOP + side * max(len(rows.accounts), 3)
    canvas = Canvas(SPEC, bottom + 22, words)
    lefts = [_LEFT + side * (column + (gap if column >= wall else 0.0)) for column in range(n_columns)]
    used = []
    for name, (colour, meaning) in TONES.items():
        squares = [
            (lefts[x], _TOP + side * y, 0.9 * side, 0.9 * side) for y, x, kind in rows.cells if kind == name
        ]
        canvas.boxes(squares, colour)
        used += [(colour, words.label(meaning))] if squares else []
    if rows.others:
        x = _LEFT + side * (wall + gap / 2)
        canvas.lines([((x, _TOP), (x, bottom))], "muted", width=1)
    size = max(min(7.0, 0.9 * side), 5.0)
    for left, name in zip(lefts, (*rows.targets, *rows.others), strict=True):
        at = left + 0.45 * side, _TOP - 4
        canvas.text(at, elide(name, 12), Letters(size, "muted", style="mono"), turn=-90)
    for place, name in enumerate(rows.accounts):
        at = _LEFT - 4, _TOP + side * (place + 0.45)
        canvas.text(at, elide(name, 14), Letters(size, "muted", "end", "mono"))
    canvas.legend((_LEFT, bottom + 12), used)
    return canvas
