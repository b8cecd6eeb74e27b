"""A run and a ring on a terminal: the ranked table, and one ring in sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from collusion.cases.brief import brief
from collusion.cases.case import Case
from collusion.cases.narrative import deed_of, narrate, silent_families
from collusion.cases.operators import operator_lines, siblings_of
from collusion.cases.provenance import false_discovery_level, provenance_of, unavailable_evidence
from collusion.cases.records import Reason
from collusion.cases.run_folder import Run
from collusion.cases.timeline import Timeline, count_by_step
from collusion.cases.wording import elide
from collusion.evidence.families import FAMILIES
from collusion.foreign import printable
from collusion.reports import case_tables
from collusion.words.catalogue import DEFAULT, Words, words_of
from collusion.words.style import Style

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

MOST_LINES = 12
MOST_OPERATORS = 8
MOST_BARS = 16
_LONGEST_BAR = 40
#: Longest line of words.
_WIDEST = 120

#: From this many columns on, the ring table has room for these.
_LAYOUTS = (
    (0, ("rank", "", "ring", "accounts", "odds", "false")),
    (78, ("rank", "", "ring", "accounts", "prod.", "span", "odds", "false", "evidence")),
    (112, ("rank", "", "ring", "kind", "accounts", "prod.", "span", "odds", "false", "evidence",
           "innocent explanation")),
    (150, ("rank", "", "ring", "kind", "accounts", "products", "sellers", "reviews", "span", "odds", "false",
           "evidence", "innocent explanation")),
)  # fmt: skip
_ENGLISH = words_of(DEFAULT)
_NOTHING = "No group stands out: nothing in this source looks like more than chance and shared taste."
_COLUMNS = "Span: nine tenths of the reviews. Odds: of a ring. False: expected share so far."
_WORDS = frozenset(("innocent explanation",))
_NUMBERS = frozenset(("rank", "accounts", "prod.", "products", "sellers", "reviews", "odds", "false"))

_LEVELS = " ▁▂▃▄▅▆▇█"


def print_rings(run: Run, rings: pl.DataFrame, console: Console) -> None:
    """Print the ring table of a run with its footer.

    Parameters
    ----------
    run
        An opened run.
    rings
        The rows of its ``rings`` to print.
    console
        Where to; its width decides on the columns.
    """
    if run.rings.height == 0:
        console.print(words_of(run.language).label(_NOTHING))
    else:
        console.print(_rings_table(rings, console.width, words_of(run.language)))
    for line in _footer(run, rings):
        console.print(line, style="dim")


def evidence_bars(ring: Mapping[str, Any]) -> str:
    """Return seven characters, one a family in their fixed order, as tall as its bits.

    Parameters
    ----------
    ring
        A row of ``rings``.

    Returns
    -------
    str
        ``▁`` to ``█`` from 1 to 500 bits and more, on a logarithmic scale; a blank near none; ``−`` against
        a ring; ``·`` no data.

    Examples
    --------
    >>> values = [842, 31, None, -7, 0.2, 3, 1]
    >>> evidence_bars({f"bits_{family}": value for family, value in zip(FAMILIES, values)})
    '█▅·− ▂▁'
    """
    return "".join(_bar(ring[f"bits_{family}"]) for family in FAMILIES)


def print_case(case: Case, console: Console, *, everything: bool = False) -> None:
    """Print one ring in sentences: why, who, what, when, what is shared, what speaks against, what next.

    Parameters
    ----------
    case
        One ring.
    console
        Where to.
    everything
        Print every member, product and identifier instead of the first dozen.
    """
    story, words = narrate(case), words_of(case.language)
    label = words.label
    most = None if everything else MOST_LINES
    _print_head(case, console)
    _print_text(story.verdict, console, "bold")
    _print_section(console, label("Why"), [_reason(reason, words) for reason in case.reasons_for()])
    _print_section(console, label("How sure"), story.how_sure)
    nothing = (label("Nothing that was looked at."),)
    _print_section(console, label("What speaks against"), story.against or nothing)
    if story.ordinary:
        _print_section(console, label("What does not stand out"), story.ordinary)
    _print_section(console, label("Who"), story.who, case_tables.members_table(case, most, console.width))
    _print_section(console, _deed(case), story.what, case_tables.clients_table(case, most, console.width))
    _print_section(console, label("When"), story.when)
    counts = count_by_step(case.reviews)
    if counts is not None:
        _print_timeline(counts, console, words)
    _print_section(
        console, label("Shared identifiers"), story.identifiers, case_tables.identifiers_table(case, most)
    )
    _print_section(console, label("What to check next"), story.next_steps)


def print_brief(case: Case, console: Console) -> None:
    """Print the head of a `case` and what `collusion.cases.brief` says of it, on a `console`."""
    _print_head(case, console)
    for sentence in brief(case):
        _print_text(sentence, console)


def _print_head(case: Case, console: Console) -> None:
    words = words_of(case.language)
    flag = words.label("flagged" if case.flagged else "not flagged")
    head = words.say("screen.head", ring=case.ring_id, rank=case.rank, rings=case.n_rings, flag=flag)
    kind = f"  {words.label(case.kind)}" if case.flagged else ""
    console.print(head + kind, style="bold red" if case.flagged else "bold")


def _print_text(sentence: str, console: Console, style: str = "") -> None:
    """Print a sentence as long as a reader's eye can follow."""
    from rich.text import Text

    for line in Text(printable(sentence)).wrap(console, min(console.width, _WIDEST)):
        line.rstrip()
        console.print(line, style=style)


def timeline_heading(counts: Timeline, *, most: int = MOST_BARS, words: Words = _ENGLISH) -> str:
    """Return what a line of `timeline_lines` counts.

    Parameters
    ----------
    counts
        Reviews by step.
    most
        The most lines.
    words
        The language.

    Returns
    -------
    str
    """
    joined = _joined(counts, most)
    if joined == 1 and counts.step == "day":
        return f"  {words.say('screen.bars_day')}"
    if joined == 1:
        return f"  {words.say('screen.bars', step=words.style.noun(1, counts.step))}"
    return f"  {words.say('screen.bars_some', steps=words.style.counted(joined, counts.step))}"


def timeline_lines(
    counts: Timeline, *, most: int = MOST_BARS, width: int = _LONGEST_BAR, words: Words = _ENGLISH
) -> list[str]:
    """Return a timeline as lines of text, one a step; steps are joined until there are at most `most`.

    Parameters
    ----------
    counts
        Reviews by step.
    most
        The most lines.
    width
        Length of the longest bar.
    words
        The language.

    Returns
    -------
    list of str
    """
    first, last = _working(counts.n_ring)
    joined = _joined(counts, most)
    starts = counts.starts[first:last:joined]
    totals = [sum(counts.n_ring[place : min(place + joined, last)]) for place in range(first, last, joined)]
    top = max(totals)
    return [
        _timeline_line(start, n, round(width * n / top), words)
        for start, n in zip(starts, totals, strict=True)
    ]


def _timeline_line(start: datetime, n: int, length: int, words: Words) -> str:
    bar = f"{'█' * length or '▏'} {words.style.number(n)}" if n else "·"
    return f"  {words.style.day(start):>11}  {bar}"


def _print_timeline(counts: Timeline, console: Console, words: Words) -> None:
    from rich.padding import Padding
    from rich.text import Text

    heading = timeline_heading(counts, words=words).strip()
    console.print(Padding(Text(heading), (0, 0, 0, 2)))
    # Beside a bar there are its day and its number.
    for line in timeline_lines(counts, width=max(min(_LONGEST_BAR, console.width - 25), 5), words=words):
        console.print(line)


def _joined(counts: Timeline, most: int) -> int:
    first, last = _working(counts.n_ring)
    return math.ceil((last - first) / most)


def _working(n_ring: Sequence[int]) -> tuple[int, int]:
    busy = [place for place, n in enumerate(n_ring) if n]
    return busy[0], busy[-1] + 1


def _bar(value: float | None) -> str:
    if value is None:
        return "·"
    if value <= -1:
        return "\N{MINUS SIGN}"
    return _LEVELS[sum(value >= edge for edge in (1, 2, 5, 10, 30, 100, 250, 500))]


def _rings_table(rings: pl.DataFrame, width: int, words: Words) -> Table:
    from rich.table import Table
    from rich.text import Text

    names = [names for least, names in _LAYOUTS if width >= least][-1]
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    rows = [_ring_cells(ring, words) for ring in rings.iter_rows(named=True)]
    for name in names:
        title = words.label(name)
        side: Literal["left", "right"] = "right" if name in _NUMBERS else "left"
        # Only words give way on a narrow screen.
        least = None if name in _WORDS else max(len(title), *(len(row[name]) for row in rows))
        table.add_column(title, justify=side, no_wrap=True, overflow="ellipsis", min_width=least)
    table.columns[1].style = "bold red"
    for row, flagged in zip(rows, rings["flagged"].to_list(), strict=True):
        table.add_row(*(Text(row[name]) for name in names), style="" if flagged else "dim")
    return table


def _ring_cells(ring: Mapping[str, Any], words: Words) -> dict[str, str]:
    style = words.style
    share = style.percent(ring["q_value"]).replace(style.signs["under"].format(value=""), "<")
    innocent = ring["best_innocent_explanation"]
    return {
        "rank": str(ring["rank"]),
        "": "●" if ring["flagged"] else " ",
        "ring": elide(ring["ring_id"], 12),
        "kind": elide(words.label(ring["kind"]), 12) if ring["flagged"] else "–",
        "accounts": style.number(ring["n_reviewers"]),
        "prod.": _products(ring, style),
        "products": _products(ring, style),
        "sellers": style.number(ring["n_sellers"]),
        "reviews": style.number(ring["n_reviews"]),
        "span": style.span(ring["most_from"], ring["most_until"]),
        "odds": style.odds_short(ring["score"]),
        "false": share if ring["flagged"] else "–",
        "evidence": evidence_bars(ring),
        "innocent explanation": printable(words.phrase("hypothesis", innocent) if innocent else "–"),
    }


def _products(ring: Mapping[str, Any], style: Style) -> str:
    if not ring["flagged"]:
        return style.number(ring["n_products"])
    bystanders = ring["n_products"] - ring["n_clients"]
    return style.number(ring["n_clients"]) + (f"+{style.number(bystanders)}" if bystanders else "")


def _footer(run: Run, rings: pl.DataFrame) -> list[str]:
    lines, words = [], words_of(run.language)
    n_flagged = int(run.rings["flagged"].sum())
    level = false_discovery_level(run.manifest)
    if run.rings.height:
        key = "screen.flagged" if level is None else "screen.flagged_at"
        lines.append(f"\n● {words.say(key, n=n_flagged, groups=run.rings.height, level=level)}")
    if rings.height < run.rings.height:
        lines[-1] += f" {words.say('screen.hidden', n=run.rings.height - rings.height)}"
    if rings.height:
        lines.append(
            words.label("Span: nine tenths of the reviews. Odds: of a ring. False: expected share so far.")
        )
        families = [words.phrase("family", family) for family in FAMILIES]
        lines.append(words.say("screen.evidence", families=", ".join(families)))
        lines.append(words.label("▁ some, █ most, blank near none, − against, · no data."))
        if (rings["flagged"] & (rings["n_clients"] < rings["n_products"])).any():
            lines.append(
                words.label("Products of a flagged ring: likely served + perhaps bystanders that hide it.")
            )
        siblings = siblings_of(run.rings, run.members, run.ring_identifiers)
        operators = operator_lines(rings, siblings, run.language)
        lines.extend(operators[:MOST_OPERATORS])
        if len(operators) > MOST_OPERATORS:
            lines.append(words.say("screen.operators", n=len(operators) - MOST_OPERATORS))
    lines.extend(printable(limit) for limit in provenance_of(run.manifest, run.language).limits)
    silent = unavailable_evidence(run.manifest)
    if silent:
        lines.append(words.say("screen.silent", parts=silent_families(silent)))
    return lines


def _print_section(
    console: Console, title: str, sentences: Sequence[str], table: Table | None = None
) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(f"\n{title}", style="bold")
    for sentence in sentences:
        lines = Text(printable(sentence)).wrap(console, min(console.width, _WIDEST) - 4)
        for number, line in enumerate(lines):
            line.rstrip()
            console.print(Text("    " if number else "  • ").append_text(line))
    if table is not None and table.row_count:
        console.print(Padding(table, (0, 0, 0, 2)))


def _reason(reason: Reason, words: Words) -> str:
    return words.say("reason.of_family", family=reason.family, sentence=reason.sentence)


def _deed(case: Case) -> str:
    return words_of(case.language).label(deed_of(case))
