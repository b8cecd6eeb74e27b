"""A run and a ring on a terminal: the ranked table, and one ring in sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from collusion.cases.brief import brief
from collusion.cases.case import Case
from collusion.cases.narrative import narrate
from collusion.cases.operators import operator_lines, siblings_of
from collusion.cases.provenance import false_discovery_level, provenance_of, unavailable_evidence
from collusion.cases.records import Reason, chance_of_service
from collusion.cases.run_folder import Run
from collusion.cases.timeline import Timeline, count_by_step
from collusion.cases.wording import FAMILY_QUESTIONS, counted, day, elide, odds_short, percent, span, stars
from collusion.evidence.families import FAMILIES
from collusion.foreign import printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

MOST_LINES = 12
MOST_OPERATORS = 8
MOST_BARS = 16
#: Longest line of words.
_WIDEST = 120
#: Columns from which tables of accounts and products show all that they have.
_ROOMY = 78

#: From this many columns on, the ring table has room for these.
_LAYOUTS = (
    (0, ("rank", "", "ring", "accounts", "odds", "false")),
    (78, ("rank", "", "ring", "accounts", "prod.", "span", "odds", "false", "evidence")),
    (112, ("rank", "", "ring", "kind", "accounts", "prod.", "span", "odds", "false", "evidence",
           "innocent explanation")),
    (150, ("rank", "", "ring", "kind", "accounts", "products", "sellers", "reviews", "span", "odds", "false",
           "evidence", "innocent explanation")),
)  # fmt: skip
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
        nothing = "nothing in this source looks like more than chance and shared taste"
        console.print(f"No group stands out: {nothing}.")
    else:
        console.print(_rings_table(rings, console.width))
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
    story = narrate(case)
    most = None if everything else MOST_LINES
    _print_head(case, console)
    _print_text(story.verdict, console, "bold")
    _print_section(console, "Why", [_reason(reason) for reason in case.reasons_for()])
    _print_section(console, "How sure", story.how_sure)
    _print_section(console, "What speaks against", story.against or ("Nothing that was looked at.",))
    _print_section(console, "Who", story.who, _members_table(case, most, console.width))
    _print_section(
        console,
        _deed(case),
        story.what,
        _clients_table(case, most, console.width),
    )
    _print_section(console, "When", story.when)
    counts = count_by_step(case.reviews)
    if counts is not None:
        for line in (timeline_heading(counts), *timeline_lines(counts)):
            console.print(line)
    _print_section(console, "Shared identifiers", story.identifiers, _identifiers_table(case, most))
    _print_section(console, "What to check next", story.next_steps)


def print_brief(case: Case, console: Console) -> None:
    """Print the head of a `case` and what `collusion.cases.brief` says of it, on a `console`."""
    _print_head(case, console)
    for sentence in brief(case):
        _print_text(sentence, console)


def _print_head(case: Case, console: Console) -> None:
    flag = "flagged" if case.flagged else "not flagged"
    kind = f"  {case.kind}" if case.flagged else ""
    head = f"{case.ring_id}  rank {case.rank} of {case.n_rings:,}  {flag}{kind}"
    console.print(head, style="bold red" if case.flagged else "bold")


def _print_text(sentence: str, console: Console, style: str = "") -> None:
    """Print a sentence as long as a reader's eye can follow."""
    from rich.text import Text

    for line in Text(printable(sentence)).wrap(console, min(console.width, _WIDEST)):
        line.rstrip()
        console.print(line, style=style)


def timeline_heading(counts: Timeline, *, most: int = MOST_BARS) -> str:
    """Return what a line of `timeline_lines` counts.

    Parameters
    ----------
    counts
        Reviews by step.
    most
        The most lines.

    Returns
    -------
    str
    """
    joined = _joined(counts, most)
    if joined == 1 and counts.step == "day":
        return "  Each bar: reviews of these products on that day."
    length = counts.step if joined == 1 else counted(joined, counts.step)
    return f"  Each bar: reviews of these products in the {length} from that day on."


def timeline_lines(counts: Timeline, *, most: int = MOST_BARS, width: int = 40) -> list[str]:
    """Return a timeline as lines of text, one a step; steps are joined until there are at most `most`.

    Parameters
    ----------
    counts
        Reviews by step.
    most
        The most lines.
    width
        Length of the longest bar.

    Returns
    -------
    list of str
    """
    first, last = _working(counts.n_ring)
    joined = _joined(counts, most)
    starts = counts.starts[first:last:joined]
    totals = [sum(counts.n_ring[place : min(place + joined, last)]) for place in range(first, last, joined)]
    top = max(totals)
    return [_timeline_line(start, n, round(width * n / top)) for start, n in zip(starts, totals, strict=True)]


def _timeline_line(start: datetime, n: int, length: int) -> str:
    bar = f"{'█' * length or '▏'} {n:,}" if n else "·"
    return f"  {day(start):>11}  {bar}"


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


def _rings_table(rings: pl.DataFrame, width: int) -> Table:
    from rich.table import Table
    from rich.text import Text

    names = [names for least, names in _LAYOUTS if width >= least][-1]
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    rows = [_ring_cells(ring) for ring in rings.iter_rows(named=True)]
    for name in names:
        side: Literal["left", "right"] = "right" if name in _NUMBERS else "left"
        # Only words give way on a narrow screen.
        least = None if name in _WORDS else max(len(name), *(len(row[name]) for row in rows))
        table.add_column(name, justify=side, no_wrap=True, overflow="ellipsis", min_width=least)
    table.columns[1].style = "bold red"
    for row, flagged in zip(rows, rings["flagged"].to_list(), strict=True):
        table.add_row(*(Text(row[name]) for name in names), style="" if flagged else "dim")
    return table


def _ring_cells(ring: Mapping[str, Any]) -> dict[str, str]:
    return {
        "rank": str(ring["rank"]),
        "": "●" if ring["flagged"] else " ",
        "ring": elide(ring["ring_id"], 12),
        "kind": elide(ring["kind"], 12) if ring["flagged"] else "–",
        "accounts": f"{ring['n_reviewers']:,}",
        "prod.": _products(ring),
        "products": _products(ring),
        "sellers": f"{ring['n_sellers']:,}",
        "reviews": f"{ring['n_reviews']:,}",
        "span": span(ring["most_from"], ring["most_until"]),
        "odds": odds_short(ring["score"]),
        "false": percent(ring["q_value"]).replace("under ", "<") if ring["flagged"] else "–",
        "evidence": evidence_bars(ring),
        "innocent explanation": printable(ring["best_innocent_explanation"] or "–"),
    }


def _products(ring: Mapping[str, Any]) -> str:
    if not ring["flagged"]:
        return f"{ring['n_products']:,}"
    bystanders = ring["n_products"] - ring["n_clients"]
    return f"{ring['n_clients']:,}" + (f"+{bystanders:,}" if bystanders else "")


def _footer(run: Run, rings: pl.DataFrame) -> list[str]:
    lines = []
    n_flagged = int(run.rings["flagged"].sum())
    level = false_discovery_level(run.manifest)
    at = "" if level is None else f" at a false-discovery level of {percent(level)}"
    if run.rings.height:
        lines.append(f"\n● {n_flagged:,} of {counted(run.rings.height, 'group')} flagged{at}.")
    if rings.height < run.rings.height:
        lines[-1] += f" {run.rings.height - rings.height:,} more: --all."
    if rings.height:
        order = ", ".join(FAMILIES)
        lines.append("Span: nine tenths of the reviews. Odds: of a ring. False: expected share so far.")
        lines.append(f"Evidence, left to right: {order}.")
        lines.append("▁ some, █ most, blank near none, − against, · no data.")
        if (rings["flagged"] & (rings["n_clients"] < rings["n_products"])).any():
            lines.append("Products of a flagged ring: likely served + perhaps bystanders that hide it.")
        operators = operator_lines(rings, siblings_of(run.rings, run.members, run.ring_identifiers))
        lines.extend(operators[:MOST_OPERATORS])
        if len(operators) > MOST_OPERATORS:
            lines.append(f"{counted(len(operators) - MOST_OPERATORS, 'more operator')} of several rings.")
    lines.extend(printable(limit) for limit in provenance_of(run.manifest).limits)
    silent = unavailable_evidence(run.manifest)
    if silent:
        reasons = [f"{FAMILY_QUESTIONS[family]} ({printable(reason)})" for family, reason in silent.items()]
        lines.append(f"Not looked at: {'; '.join(reasons)}.")
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


def _plain_table(*columns: tuple[str, bool]) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name, is_number in columns:
        table.add_column(name, justify="right" if is_number else "left", no_wrap=True, overflow="ellipsis")
    return table


def _add_rest(table: Table, n_all: int, most: int | None, noun: str) -> Table:
    # No row, or it would set the width of the first column.
    if most is not None and n_all > most:
        table.caption = f"and {counted(n_all - most, 'more ' + noun)}: --all"
        table.caption_justify = "left"
    return table


def _members_table(case: Case, most: int | None, width: int) -> Table:
    roles = [("role", False)] if width >= _ROOMY else []
    created = [("created", True)] if width >= _ROOMY else []
    theirs, every = ("of these products", "all reviews") if width >= _ROOMY else ("of these", "all")
    table = _plain_table(
        ("account", False), *roles, ("membership", True), (theirs, True), (every, True), *created
    )
    for member in case.members[:most]:
        table.add_row(
            elide(member.reviewer_id, 28),
            *([member.role] if roles else []),
            percent(member.membership),
            f"{member.n_ring_reviews:,}",
            f"{member.n_reviews:,}",
            *([day(member.created_at)] if created else []),
        )
    return _add_rest(table, len(case.members), most, "account")


def _clients_table(case: Case, most: int | None, width: int) -> Table:
    served = [("hit" if case.kind == "attack" else "served", False)] if case.flagged else []
    sellers = [("seller", False)] if width >= _ROOMY else []
    table = _plain_table(
        ("product", False),
        *sellers,
        ("their\nrev.", True),
        ("all\nrev.", True),
        ("stars\nwithout", True),
        ("stars\nwith", True),
        *served,
    )
    for client in case.clients[:most]:
        table.add_row(
            elide(client.product_id, 15),
            *([elide(client.seller_id or "–", 14)] if sellers else []),
            f"{client.n_ring_reviews:,}",
            f"{client.n_reviews:,}",
            f"{stars(client.rating_without)} ★",
            f"{stars(client.rating_with)} ★",
            *([chance_of_service(client)] if case.flagged else []),
        )
    return _add_rest(table, len(case.clients), most, "product")


def _identifiers_table(case: Case, most: int | None) -> Table:
    table = _plain_table(("token", False), ("kind", False), ("members", True), ("all accounts", True))
    for shared in case.identifiers[:most]:
        table.add_row(
            elide(shared.token, 30), elide(shared.kind, 14), f"{shared.n_members:,}", f"{shared.n_accounts:,}"
        )
    return _add_rest(table, len(case.identifiers), most, "value")


def _reason(reason: Reason) -> str:
    return f"{reason.family}: {reason.sentence}"


def _deed(case: Case) -> str:
    if not case.flagged:
        return "Products reviewed together"
    return "Who is hit" if case.kind == "attack" else "Who profits"
