"""Fill the page templates: one ring as HTML without scripts or as Markdown, and the index of a report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from collusion.cases import wording
from collusion.cases.case import Case
from collusion.cases.narrative import narrate
from collusion.cases.provenance import Provenance
from collusion.cases.records import chance_of_service
from collusion.foreign import printable
from collusion.reports.charts.canvas import Chart
from collusion.reports.palette import css_variables

if TYPE_CHECKING:
    from jinja2 import Environment

MOST_ROWS = 500
#: Words that templates use as filters, by their own names.
_WORDING = (
    wording.bits, wording.counted, wording.day, wording.elide, wording.factor, wording.figure,
    wording.listed, wording.odds, wording.odds_short, wording.percent, wording.span, wording.stars,
)  # fmt: skip

# Backslashes keep Markdown from reading a stranger's text; HTML is escaped besides.
_MARKDOWN = re.compile(r"([\\`*\[\]|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<=[A-Za-z]):(?=//)|^[#+=-])")


@dataclass(frozen=True, slots=True)
class RingLine:
    """What the index says of one ring: its `case` without reviews, its `verdict` and its `thumbnail`."""

    case: Case
    verdict: str
    thumbnail: str


@dataclass(frozen=True, slots=True)
class IndexRows:
    """Rows of the index.

    Attributes
    ----------
    lines
        The rings shown, best first.
    n_rings, n_flagged
        How many rings the run ranked, and flagged.
    provenance
        The run.
    unavailable
        Families on which the run had nothing to say, with the reason.
    operators
        Sentences on operators of several rings.
    """

    lines: tuple[RingLine, ...]
    n_rings: int
    n_flagged: int
    provenance: Provenance
    unavailable: Mapping[str, str]
    operators: tuple[str, ...] = ()


def ring_html(case: Case, charts: Mapping[str, Chart]) -> str:
    """Return one ring as an HTML page that needs nothing but itself.

    Parameters
    ----------
    case
        One ring.
    charts
        Its charts, by name.

    Returns
    -------
    str
    """
    from markupsafe import Markup

    inline = {name: (chart, Markup(chart.inline())) for name, chart in charts.items()}  # noqa: S704 (own SVG)
    return _render("ring.html", case=case, charts=inline, story=narrate(case))


def ring_markdown(case: Case, charts: Mapping[str, Chart], folder: str) -> str:
    """Return one ring as a Markdown page.

    Parameters
    ----------
    case
        One ring.
    charts
        Its charts, by name.
    folder
        Where the chart files lie, relative to the page.

    Returns
    -------
    str
    """
    return _render("ring.md", case=case, charts=charts, folder=folder, story=narrate(case))


def index_markdown(rows: IndexRows) -> str:
    """Return the index of a report as Markdown.

    Parameters
    ----------
    rows
        What the index lists.

    Returns
    -------
    str
    """
    return _render("index.md", index=rows)


def ring_table_html(lines: Sequence[RingLine]) -> str:
    """Return the ring table alone, with its own styles, for a notebook.

    Parameters
    ----------
    lines
        The rings, best first.

    Returns
    -------
    str
    """
    from markupsafe import Markup

    thumbnails = {line.case.ring_id: Markup(line.thumbnail) for line in lines}  # noqa: S704 (own SVG)
    return _render("table.html", lines=lines, thumbnails=thumbnails)


def escape_markdown(text: str) -> str:
    r"""Return `text` so that Markdown shows it as it is.

    >>> escape_markdown("[a](javascript:x)|`b` gift_card")
    '\\[a\\](javascript:x)\\|\\`b\\` gift_card'
    """
    return _MARKDOWN.sub(r"\\\1", text)


def products(case: Case) -> str:
    """Return how many products a ring likely serves, after a plus the bystanders; of a group, all."""
    return _with_bystanders(case.n_products, case.n_products - case.n_clients if case.flagged else 0)


def sellers(case: Case) -> str:
    """Return how many known sellers a ring likely serves, after a plus the bystanders; of a group, all."""
    known = [seller for seller in case.sellers if seller.seller_id is not None]
    n_bystanders = sum(seller.is_bystander for seller in known) if case.flagged else 0
    return _with_bystanders(len(known), n_bystanders)


def _with_bystanders(n_all: int, n_bystanders: int) -> str:
    return f"{n_all - n_bystanders:,}" + (f" + {n_bystanders:,}" if n_bystanders else "")


def _render(name: str, **values: Any) -> str:
    return _environment(markdown=name.endswith(".md")).get_template(name).render(**values)


@cache
def _environment(*, markdown: bool) -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("collusion.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown_in_markdown if markdown else _shown,
    )
    environment.filters |= {word.__name__: word for word in _WORDING}
    environment.filters |= {"service": chance_of_service, "products": products, "sellers": sellers}
    environment.filters["thousands"] = lambda n: f"{n:,}"
    environment.globals |= {
        "light": css_variables(0),
        "dark": css_variables(1),
        "questions": wording.FAMILY_QUESTIONS,
        "most_rows": MOST_ROWS,
    }
    return environment


def _shown(value: Any) -> Any:
    # Markup is a str too, but our own: it may hold line breaks.
    return printable(value) if type(value) is str else value


def _shown_in_markdown(value: Any) -> Any:
    return escape_markdown(printable(value)) if type(value) is str else value
