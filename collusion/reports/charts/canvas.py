"""Draw a chart as SVG text that is the same bytes every time.

A chart is three things apart: its `ChartSpec`, a function that makes its rows from a case, and a function
that draws the rows on a `Canvas`. Here are the canvas and what comes of it. The few shapes that are needed
are written down as they are: a plotting library takes a second for the five charts of a ring, this takes
milliseconds (decision 55).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Literal

from collusion.foreign import printable
from collusion.reports.palette import LIGHT
from collusion.words.catalogue import ENGLISH, Words

Point = tuple[float, float]

_FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif"
_MONO = "ui-monospace, 'DejaVu Sans Mono', monospace"
_STYLES = {
    "": "",
    "bold": ' font-weight="bold"',
    "italic": ' font-style="italic"',
    "mono": f' font-family="{_MONO}"',
}
#: From the baseline to the middle of letters, and the width of one, roughly; shares of their size.
_HALF_HEIGHT, _WIDTH = 0.35, 0.6


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """What does not depend on the rows of a chart.

    Attributes
    ----------
    name
        Names the file.
    title
        The chart's heading, in words.
    reading
        One sentence: how to read it.
    width
        In SVG units.
    """

    name: str
    title: str
    reading: str
    width: float = 533.0


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart; a notebook shows it as a picture.

    Attributes
    ----------
    spec
        What does not depend on the rows.
    svg
        SVG text without a ground, in the light colours.
    alternative
        What it shows, in words, for those who cannot see it.
    """

    spec: ChartSpec
    svg: str = field(repr=False)
    alternative: str

    def inline(self) -> str:
        """Return the SVG for use inside an HTML page, its colours following the page's scheme."""
        svg = self.svg
        for name, light in LIGHT.items():
            svg = svg.replace(light, f"var(--{name},{light})")
        return svg

    def file(self) -> str:
        """Return the SVG as a file of its own, on paper of its own."""
        ground = f'<rect width="100%" height="100%" fill="{LIGHT["paper"]}"/>'
        end = self.svg.index(">") + 1
        return f'<?xml version="1.0" encoding="utf-8"?>\n{self.svg[:end]}{ground}{self.svg[end:]}\n'

    def _repr_svg_(self) -> str:
        return self.file()


@dataclass(frozen=True, slots=True)
class Letters:
    """How words look: their `size`, `colour`, which end is the `anchor`, and their `style`."""

    size: float = 9.0
    colour: str = "ink"
    anchor: Literal["start", "middle", "end"] = "start"
    style: Literal["", "bold", "italic", "mono"] = ""


#: Ordinary words; the words of an axis, from its middle or up to it; an id in front of its row.
INK = Letters()
TICK = Letters(8.0, "muted", "middle")
TICK_END = Letters(8.0, "muted", "end")
ID = Letters(7.0, "muted", "end", "mono")


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from values to places: `low` is drawn at `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return where `value` is drawn."""
        share = (value - self.low) / ((self.high - self.low) or 1.0)
        return self.start + share * (self.end - self.start)


class Canvas:
    """Shapes in the order in which they are painted; units from the left and from the top.

    Colours are names of `collusion.reports.palette`.

    Parameters
    ----------
    spec
        Name, words and width of the chart.
    height
        In SVG units.
    words
        The language of what is written.
    """

    def __init__(self, spec: ChartSpec, height: float, words: Words = ENGLISH) -> None:
        self._spec = replace(spec, title=words.label(spec.title), reading=words.label(spec.reading))
        self._height = height
        self.words = words
        self._shapes: list[str] = []

    def boxes(self, corners: Iterable[tuple[float, float, float, float]], colour: str) -> None:
        """Fill boxes, each its left, top, width and height, as one path, so that thousands stay small."""
        parts = []
        for x, y, width, height in corners:
            # A box may be told from either side.
            left, top = min(x, x + width), min(y, y + height)
            parts.append(f"M{_n(left)} {_n(top)}h{_n(abs(width))}v{_n(abs(height))}h{_n(-abs(width))}z")
        if parts:
            self._shapes.append(f'<path fill="{LIGHT[colour]}" d="{"".join(parts)}"/>')

    def lines(
        self, ends: Iterable[tuple[Point, Point]], colour: str, *, width: float = 0.7, opacity: float = 1.0
    ) -> None:
        """Draw straight lines between pairs of points, as one path.

        Parameters
        ----------
        ends
            Pairs of points.
        colour
            Name in the palette.
        width
            In SVG units.
        opacity
            1 for a line that hides what is below.
        """
        parts = [f"M{_n(a[0])} {_n(a[1])}L{_n(b[0])} {_n(b[1])}" for a, b in ends]
        if parts:
            self._stroke(parts, colour, width, f' stroke-opacity="{_n(opacity)}"' if opacity < 1 else "")

    def dots(self, places: Iterable[Point], colour: str, *, size: float, hollow: bool = False) -> None:
        """Draw round dots, as one path.

        Parameters
        ----------
        places
            Their middles.
        colour
            Name in the palette.
        size
            Diameter in SVG units.
        hollow
            Whether they are filled with paper.
        """
        # A line of no length with round ends is a dot.
        parts = [f"M{_n(x)} {_n(y)}h0" for x, y in places]
        if parts:
            self._stroke(parts, colour, size, ' stroke-linecap="round"')
            if hollow:
                self._stroke(parts, "paper", size - 2, ' stroke-linecap="round"')

    def diamonds(self, places: Iterable[Point], colour: str, *, size: float) -> None:
        """Draw squares that stand on a corner, as one path.

        Parameters
        ----------
        places
            Their middles.
        colour
            Name in the palette.
        size
            Height in SVG units.
        """
        half, side = size / 2, _n(size / 2)
        parts = [f"M{_n(x)} {_n(y - half)}l{side} {side}l-{side} {side}l-{side}-{side}z" for x, y in places]
        if parts:
            self._shapes.append(f'<path fill="{LIGHT[colour]}" d="{"".join(parts)}"/>')

    def text(self, at: Point, words: str, letters: Letters = INK, *, turn: float = 0.0) -> None:
        """Write words, which may be a stranger's, the middle of their letters at a height.

        Parameters
        ----------
        at
            Where the `letters.anchor` of the words is.
        words
            What to write.
        letters
            How they look.
        turn
            Degrees, clockwise.
        """
        size = f'font-size="{_n(letters.size)}" fill="{LIGHT[letters.colour]}"'
        anchor = f' text-anchor="{letters.anchor}"' if letters.anchor != "start" else ""
        turned = f' transform="translate({_n(at[0])} {_n(at[1])}) rotate({_n(turn)})"' if turn else ""
        x, y = (0.0, 0.0) if turn else at
        place = f'x="{_n(x)}" y="{_n(y + _HALF_HEIGHT * letters.size)}"'
        marks = f"{size}{anchor}{_STYLES[letters.style]}{turned}"
        self._shapes.append(f"<text {place} {marks}>{escape(printable(words))}</text>")

    def legend(self, at: Point, entries: Sequence[tuple[str, str]]) -> None:
        """Write what colours mean, side by side: (colour, words) each."""
        x, y = at
        for colour, words in entries:
            self.boxes([(x, y - 4, 8, 8)], colour)
            self.text((x + 12, y), words, Letters(8.0))
            x += 24 + _WIDTH * 8 * len(words)

    def chart(self, alternative: str) -> Chart:
        """Return what was drawn; `alternative` says it in words."""
        title, words = escape(self._spec.title), escape(alternative)
        size = f"{_n(self._spec.width)} {_n(self._height)}"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" font-family="{_FONT}" '
            f'role="img" aria-label="{words}"><title>{title}</title><desc>{words}</desc>'
        )
        return Chart(self._spec, "\n".join([head, *self._shapes, "</svg>"]), alternative)

    def _stroke(self, parts: Sequence[str], colour: str, width: float, more: str) -> None:
        stroke = f'fill="none" stroke="{LIGHT[colour]}" stroke-width="{_n(width)}"{more}'
        self._shapes.append(f'<path {stroke} d="{"".join(parts)}"/>')


def even_ticks(top: float, most: int = 4) -> list[int]:
    """Return whole numbers from 0 to `top`, evenly apart by 1, 2 or 5 times a power of ten.

    >>> even_ticks(7), even_ticks(100), even_ticks(0)
    ([0, 2, 4, 6], [0, 50, 100], [0])
    """
    least = max(top / most, 1.0)
    power = 10 ** math.floor(math.log10(least))
    step = next(power * digit for digit in (1, 2, 5, 10) if power * digit >= least)
    return list(range(0, math.floor(top) + 1, step))


def _n(value: float) -> str:
    """Return a number with at most two digits after the point, and no more than it needs."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0.", "-.").removeprefix("0") or "0"
