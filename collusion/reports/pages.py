"""Fill the page templates: one ring as HTML without scripts or as Markdown, and the index of a report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from collusion.cases.case import Case
from collusion.cases.narrative import deed_of, narrate, silent_families
from collusion.cases.provenance import Provenance
from collusion.cases.records import chance_of_service
from collusion.cases.wording import REASON_QUESTIONS, elide
from collusion.foreign import printable
from collusion.reports.charts.canvas import Chart
from collusion.reports.palette import css_variables
from collusion.words.catalogue import DEFAULT, words_of
from collusion.words.style import Style

if TYPE_CHECKING:
    from jinja2 import Environment

MOST_ROWS = 500
_ENGLISH = words_of(DEFAULT).style
#: How a language writes numbers, which templates use as filters.
_STYLED = ("bits", "counted", "factor", "figure", "listed", "odds", "odds_short", "percent", "span", "stars")

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
    language
        The language of the index.
    """

    lines: tuple[RingLine, ...]
    n_rings: int
    n_flagged: int
    provenance: Provenance
    unavailable: Mapping[str, str]
    operators: tuple[str, ...] = ()
    language: str = DEFAULT


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
    values = {"charts": inline, "story": narrate(case), "deed": deed_of(case)}
    return _render("ring.html", case.language, case=case, **values)


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
    values = {"charts": charts, "folder": folder, "story": narrate(case), "deed": deed_of(case)}
    return _render("ring.md", case.language, case=case, **values)


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
    return _render("index.md", rows.language, index=rows)


def ring_table_html(lines: Sequence[RingLine], language: str = DEFAULT) -> str:
    """Return the ring table alone, with its own styles, for a notebook.

    Parameters
    ----------
    lines
        The rings, best first.
    language
        Of the headings.

    Returns
    -------
    str
    """
    from markupsafe import Markup

    thumbnails = {line.case.ring_id: Markup(line.thumbnail) for line in lines}  # noqa: S704 (own SVG)
    return _render("table.html", language, lines=lines, thumbnails=thumbnails)


def escape_markdown(text: str) -> str:
    r"""Return `text` so that Markdown shows it as it is.

    >>> escape_markdown("[a](javascript:x)|`b` gift_card")
    '\\[a\\](javascript:x)\\|\\`b\\` gift_card'
    """
    return _MARKDOWN.sub(r"\\\1", text)


def products(case: Case, style: Style = _ENGLISH) -> str:
    """Return how many products a ring likely serves, after a plus the bystanders; of a group, all."""
    n_bystanders = case.n_products - case.n_clients if case.flagged else 0
    return _with_bystanders(case.n_products, n_bystanders, style)


def sellers(case: Case, style: Style = _ENGLISH) -> str:
    """Return how many known sellers a ring likely serves, after a plus the bystanders; of a group, all."""
    known = [seller for seller in case.sellers if seller.seller_id is not None]
    n_bystanders = sum(seller.is_bystander for seller in known) if case.flagged else 0
    return _with_bystanders(len(known), n_bystanders, style)


def _with_bystanders(n_all: int, n_bystanders: int, style: Style) -> str:
    return style.number(n_all - n_bystanders) + (f" + {style.number(n_bystanders)}" if n_bystanders else "")


def _render(name: str, language: str, **values: Any) -> str:
    return _environment(language, markdown=name.endswith(".md")).get_template(name).render(**values)


@cache
def _environment(language: str, *, markdown: bool) -> Environment:
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
    words = words_of(language)
    environment.filters |= {name: getattr(words.style, name) for name in _STYLED}
    environment.filters |= {
        "day": words.style.day,
        "elide": elide,
        "family": partial(words.phrase, "family"),
        "hypothesis": partial(words.phrase, "hypothesis"),
        "label": words.label,
        "question": partial(words.phrase, "question"),
        "products": partial(products, style=words.style),
        "sellers": partial(sellers, style=words.style),
        "service": partial(chance_of_service, words=words),
        "silent": silent_families,
        "thousands": words.style.number,
    }
    environment.globals |= {
        "words": words,
        "light": css_variables(0),
        "dark": css_variables(1),
        "questions": REASON_QUESTIONS,
        "most_rows": MOST_ROWS,
    }
    return environment


def _shown(value: Any) -> Any:
    # Markup is a str too, but our own: it may hold line breaks.
    return printable(value) if type(value) is str else value


def _shown_in_markdown(value: Any) -> Any:
    return escape_markdown(printable(value)) if type(value) is str else value
