"""Draw a chart with matplotlib, headless, into SVG text that is the same bytes every time.

A chart is three things apart: its `ChartSpec`, a function that makes its rows from a case, and a function
that paints the rows. Here the three are joined.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from collusion.private_folders import give_matplotlib_a_folder
from collusion.reports.palette import LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_STYLE: dict[str, Any] = {
    "axes.edgecolor": LIGHT["rule"],
    "axes.facecolor": "none",
    "axes.grid": False,
    "axes.labelcolor": LIGHT["muted"],
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "legend.frameon": False,
    "svg.fonttype": "none",
    "text.color": LIGHT["ink"],
    "text.parse_math": False,
    "xtick.color": LIGHT["muted"],
    "xtick.major.size": 0.0,
    "xtick.minor.size": 0.0,
    "ytick.color": LIGHT["muted"],
    "ytick.major.size": 0.0,
}
_FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif"
_PREAMBLE = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_SIZE = re.compile(
    r'(<svg[^>]*?) height="[^"]*"([^>]*?) width="[^"]*"|(<svg[^>]*?) width="[^"]*"([^>]*?) height="[^"]*"'
)
_FONT_STYLE = re.compile(r"font: ([^;\"]*?px) [^;\"]*")
_BLANKS = re.compile(r"[ \t]+\n|\n\s*\n")


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """What does not depend on the rows of a chart.

    Attributes
    ----------
    name
        Names the file and prefixes the ids within the SVG.
    title
        The chart's heading, in words.
    reading
        One sentence: how to read it.
    width
        In inches; 72 SVG units each.
    """

    name: str
    title: str
    reading: str
    width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A painted chart; a notebook shows it as a picture.

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


def paint(spec: ChartSpec, height: float, alternative: str, painter: Callable[[Figure], None]) -> Chart:
    """Paint a chart.

    Parameters
    ----------
    spec
        Name, words and width.
    height
        In inches.
    alternative
        What the chart shows, in words, for those who cannot see it.
    painter
        Draws on an empty figure.

    Returns
    -------
    Chart
        Its SVG has no date, no metadata, no size but a view box, and ids prefixed by the chart's name.
    """
    give_matplotlib_a_folder()
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    style: Any = _STYLE | {"svg.hashsalt": spec.name}
    with mpl.rc_context(style), warnings.catch_warnings():
        # Ids come in every script; a missing glyph only makes the measured width a guess.
        warnings.filterwarnings("ignore", message=".*missing from font.*")
        figure = Figure(figsize=(spec.width, height), layout="constrained")
        FigureCanvasSVG(figure)
        painter(figure)
        buffer = io.StringIO()
        nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
        figure.savefig(buffer, format="svg", metadata=nothing, transparent=True)
    return Chart(spec, _clean(buffer.getvalue(), spec, alternative), alternative)


def cells(axes: Axes, places: Sequence[tuple[float, float]], *, size: float, colour: str) -> None:
    """Draw many squares as one path, which keeps a heat map of thousands of cells small.

    Parameters
    ----------
    axes
        Where to draw.
    places
        Centres, (x, y) in data units.
    size
        Side, in data units.
    colour
        What they are filled with.
    """
    import numpy as np
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    if not places:
        return
    half = size / 2
    corners = np.array([(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)])
    vertices = (np.asarray(places, dtype=float)[:, None, :] + corners[None, :, :]).reshape(-1, 2)
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(places)
    axes.add_patch(PathPatch(Path(vertices, codes), linewidth=0, facecolor=colour))


def _clean(svg: str, spec: ChartSpec, alternative: str) -> str:
    svg = _METADATA.sub("", _PREAMBLE.sub("", svg)).strip()
    svg = _SIZE.sub(lambda found: "".join(part or "" for part in found.groups()), svg, count=1)
    svg = _FONT_STYLE.sub(lambda found: f"font: {found[1]} {_FONT}", svg)
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{spec.name}-\1"', svg)
    svg = re.sub(r'href="#([^"]+)"', rf'href="#{spec.name}-\1"', svg)
    svg = svg.replace("url(#", f"url(#{spec.name}-")
    words = f"<title>{escape(spec.title)}</title><desc>{escape(alternative)}</desc>"
    head = svg.index(">")
    svg = f'{svg[:head]} role="img" aria-label="{escape(alternative)}">{words}{svg[head + 1 :]}'
    return _BLANKS.sub("\n", svg)
