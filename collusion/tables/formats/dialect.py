"""Tell how a text table is written: separator, quote, escape, and the lines before its header."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from collusion.tables.names import plain_name

#: Separators that are tried, the commonest first.
SEPARATORS = (",", "\t", ";", "::", "||", "|", "\x01", "^", "~", "¦", "§", " ")
_BLANK = " "
#: Names that a header must hold before a blank is taken for a separator.
_MIN_HITS = 2
#: A line that only draws a rule, as clients of databases and Markdown do beneath a header.
RULE = re.compile(r"[\s|+:;,\t-]*-[-=]+[\s|+:;,\t=-]*")
#: Lines that are looked at.
SAMPLE_LINES = 200
#: Lines before the header at most.
_MAX_PREAMBLE = 50
_SEP_LINE = re.compile(r"sep=(.{1,3})")
_COMMENTS = ("#", "//", "--", "%", "/*")
#: Share of lines that must have as many cells as most.
_REGULAR = 0.8
#: What stands for a separator of several characters while Python's csv reads.
UNIT = "\x1f"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text table is written.

    Attributes
    ----------
    separator
        One character or more between cells.
    quote
        The character around cells; empty for none.
    escape
        The character that takes the meaning from the next one; empty for none.
    skips_blanks
        Blanks after a separator belong to no cell.
    preamble
        Lines before the header, or before the first row where there is no header.
    """

    separator: str = ","
    quote: str = '"'
    escape: str = ""
    skips_blanks: bool = False
    preamble: int = 0


def sniff_dialect(
    lines: Sequence[str], *, names: Collection[str] = (), separator: str = "", quote: str | None = None
) -> Dialect:
    """Tell how a text table is written from its first lines.

    Parameters
    ----------
    lines
        The first lines, with or without line ends.
    names
        Column names that the header may hold; the separator under which most appear wins.
    separator
        The separator, where it is known.
    quote
        The quote, where it is known.

    Returns
    -------
    Dialect
        With a comma where nothing tells; `escape` is left empty, since only whole rows can show it.
    """
    lines = [line.lstrip("\ufeff").rstrip("\r\n") for line in lines[:SAMPLE_LINES]]
    start = 0
    if lines and (marked := _SEP_LINE.fullmatch(lines[0].strip().strip('"'))):
        separator, start = separator or marked[1], 1
    quote = _quote_of(lines) if quote is None else quote
    wanted = {plain_name(name) for name in names}
    best: tuple[int, int, float, int] = (0, 0, 0.0, 0)
    found = Dialect(separator or ",", quote, preamble=start + _comments(lines[start:]))
    for rank, candidate in enumerate((separator,) if separator else SEPARATORS):
        at, hits, width = _header(lines, start, candidate, quote, wanted)
        if candidate == _BLANK and not separator and (hits < _MIN_HITS or best[0] >= _MIN_HITS):
            continue  # dates and texts hold blanks, too
        regular, usual = _regularity(lines[at:], candidate, quote)
        if candidate == _BLANK and not separator and abs(usual - width) > 1:
            continue  # R leaves out the name of the first column, nobody more
        score = (hits, int(width > 1 and regular >= _REGULAR), regular if width > 1 else 0.0, -rank)
        if score > best and (width > 1 or hits):
            best, found = score, Dialect(candidate, quote, preamble=at)
    return Dialect(
        found.separator,
        found.quote,
        skips_blanks=_skips_blanks(lines[found.preamble :], found.separator, quote),
        preamble=found.preamble,
    )


def cells_of(line: str, separator: str, quote: str) -> list[str]:
    """Split one `line` by `separator` and `quote`; one that Python's csv refuses is one cell."""
    if len(separator) > 1:
        line, separator = line.replace(separator, UNIT), UNIT
    is_blank = separator == _BLANK  # several are one
    try:
        if quote:
            rows = list(csv.reader([line], delimiter=separator, quotechar=quote, skipinitialspace=is_blank))
        else:
            rows = list(
                csv.reader([line], delimiter=separator, quoting=csv.QUOTE_NONE, skipinitialspace=is_blank)
            )
    except csv.Error:
        return [line]
    return rows[0] if rows else []


def _comments(lines: Sequence[str]) -> int:
    """Return how many lines at the beginning are comments or blank, 0 where all are."""
    for n, line in enumerate(lines):
        if line.strip() and not line.lstrip().startswith(_COMMENTS):
            return n
    return 0


def _header(
    lines: Sequence[str], start: int, separator: str, quote: str, wanted: set[str]
) -> tuple[int, int, int]:
    """Return the line of the header, how many wanted names it holds, and its number of cells."""
    first = start + _comments(lines[start:])
    best = (first, 0, 1)
    for at in range(start, min(len(lines), start + _MAX_PREAMBLE)):
        if separator not in lines[at] and at != first:
            continue
        cells = cells_of(lines[at], separator, quote)
        hits = len(wanted & {plain_name(cell) for cell in cells})
        if at == first or hits > max(best[1], 1):
            best = (at, hits, len(cells))
    return best


def _regularity(lines: Sequence[str], separator: str, quote: str) -> tuple[float, int]:
    """Return the share of lines with as many cells as most lines have, and how many those are."""
    counts = Counter(len(cells_of(line, separator, quote)) for line in lines if line.strip())
    [(width, n)] = counts.most_common(1) or [(0, 0)]
    return n / max(counts.total(), 1), width


def _quote_of(lines: Sequence[str]) -> str:
    """Return the single quote where the first line is written in it, the double quote otherwise."""
    first = next((line.strip() for line in lines if line.strip()), "")
    is_single = first.count("'") >= 4 and first.startswith("'") and first.endswith("'")
    return "'" if is_single and '"' not in first else '"'


def _skips_blanks(lines: Sequence[str], separator: str, quote: str) -> bool:
    """Say whether quoted cells stand after a separator and a blank, and none directly after one."""
    if separator == _BLANK:
        return True
    if not quote or separator.isspace():
        return False
    text = "\n".join(lines)
    return f"{separator} {quote}" in text and f"{separator}{quote}" not in text
