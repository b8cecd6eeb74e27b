"""The expert view of a ring on a terminal: evidence in bits, told nowhere else, and every hypothesis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from collusion.cases.case import Case
from collusion.cases.innocent import ruled_out_by
from collusion.cases.wording import elide
from collusion.words.catalogue import Words, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console
    from rich.table import Table

#: Columns from which the table of hypotheses has room for what rules one out.
_ROOMY = 110
_WHY = "what rules it out"


def print_expert(case: Case, console: Console) -> None:
    """Print what each family weighs, in bits beside odds, and how every hypothesis stands.

    Parameters
    ----------
    case
        One ring.
    console
        Where to.
    """
    label = words_of(case.language).label
    console.print(f"\n{label('Evidence in bits')}", style="bold")
    console.print(_families(case))
    told = label("Bits against chance grow with the group; what a family adds to the score does not.")
    console.print(f"  {told}")
    if case.hypotheses:
        console.print(f"\n{label('What it may be')}", style="bold")
        console.print(_hypotheses(case, console.width))


def _families(case: Case) -> Table:
    words = words_of(case.language)
    style, label = words.style, words.label
    reasons = {reason.family: reason for reason in case.reasons}
    rows = []
    for family in case.families:
        reason = reasons.get(family.family)
        counts = (None, None) if reason is None else (reason.observed, reason.expected)
        rows.append(
            (
                words.phrase("family", family.family),
                _told(family.bits, style.bits),
                _told(family.contribution, style.bits),
                _told(family.contribution, style.factor),
                *(_told(count, style.figure) for count in counts),
                label("yes" if family.family in case.abnormal else "no"),
            )
        )
    rows.append((label("score"), "", style.bits(case.score), style.odds(case.score), "", "", ""))
    names = (
        "family",
        "against\nchance",
        "of the\nscore",
        "odds",
        "found",
        "expected",
        "out of the\nordinary",
    )
    return _table(words, names, rows, "lrrrrrl")


def _hypotheses(case: Case, width: int) -> Table:
    words = words_of(case.language)
    names = ["hypothesis", "sort", "odds", "bits"]
    rows = [
        [
            elide(words.phrase("hypothesis", one.name), 40),
            words.label("ring" if one.is_ring else "innocent"),
            words.style.odds_short(one.log_odds),
            words.style.bits(one.log_odds),
        ]
        for one in case.hypotheses
    ]
    if width >= _ROOMY:
        names.append(_WHY)
        for row, one in zip(rows, case.hypotheses, strict=True):
            row.append(ruled_out_by(one, case.language) or "–")
    return _table(words, names, rows, "llrrl")


def _told(value: float | None, words: Callable[[float], str]) -> str:
    return "–" if value is None else words(value)


def _table(words: Words, names: Sequence[str], rows: Sequence[Sequence[str]], sides: str) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name, side in zip(names, sides, strict=False):
        is_words = name == _WHY
        overflow: Literal["fold", "ellipsis"] = "fold" if is_words else "ellipsis"
        justify: Literal["left", "right"] = "right" if side == "r" else "left"
        table.add_column(words.label(name), justify=justify, no_wrap=not is_words, overflow=overflow)
    for row in rows:
        table.add_row(*map(Text, row))
    return table
