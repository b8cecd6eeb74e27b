"""Guess what a column holds from some of its cells: formats of times, the scale of stars, an id, words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from collusion.tables.dates import parse_dates
from collusion.tables.mapping import RatingScale
from collusion.tables.spelled_numbers import is_empty_word, read_amount, read_stars
from collusion.tables.spelled_times import FIRST_FAILURE, Style, read_time

_NUMBER_ORDERS = ("%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%y/%m/%d", "%y/%d/%m")
_CLOCKS = (
    *("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S", " %I.%M.%S%.f %p"),
    *(", %H:%M", ", %H:%M:%S", ", %I:%M %p", ", %I:%M:%S %p"),
)
_TEXT_FORMATS = ("%d-%b-%y", "%b %d, %y", "%d %b %y", "%B %d, %y")
#: Most stars of the scales that are tried.
_MAXIMA = (5.0, 10.0, 100.0)
_FIFTHS = {20.0, 40.0, 60.0, 80.0, 100.0}


@dataclass(frozen=True, slots=True)
class DateGuess:
    """What the cells of a column are as times.

    Attributes
    ----------
    formats
        To be declared; empty where the cells are read as they are.
    share
        Share of the cells that are not empty and parse so, 0 to 1.
    rivals
        Further formats that fit as many cells and mean other days: a person must choose.
    style
        How most cells are spelled.
    """

    formats: tuple[str, ...]
    share: float
    rivals: tuple[str, ...] = ()
    style: Style = Style.ISO


@dataclass(frozen=True, slots=True)
class ScaleGuess:
    """The scale of stars of a column, and the `share` of its cells that are not empty and on it, 0 to 1."""

    scale: RatingScale
    share: float


def guess_dates(cells: Sequence[str]) -> DateGuess:
    """Guess how the times of a column are spelled.

    Parameters
    ----------
    cells
        Some of its cells; empty ones and those that say that they are empty do not count.

    Returns
    -------
    DateGuess
        With `share` 0 where the column holds no times.
    """
    given = [cell for cell in cells if cell.strip() and not is_empty_word(cell, also_short=True)]
    if not given:
        return DateGuess((), 0.0)
    styles = Counter(read_time(cell).style for cell in given)
    n_read = sum(n for style, n in styles.items() if style < FIRST_FAILURE)
    if n_read == len(given):
        return DateGuess((), 1.0, style=styles.most_common(1)[0][0])
    shares = {form: _share(given, form) for form in _candidates(given)}
    best = max(shares.values(), default=0.0)
    if best <= n_read / len(given):
        return DateGuess((), n_read / len(given), style=styles.most_common(1)[0][0])
    first, *others = [form for form, share in shares.items() if share == best]
    return DateGuess((first,), best, tuple(others), styles.most_common(1)[0][0])


def formats_that_fit(cells: Sequence[str]) -> tuple[str, ...]:
    """Return every format of dates in numbers that fits all `cells` which say something."""
    given = [cell for cell in cells if cell.strip() and not is_empty_word(cell, also_short=True)]
    return tuple(form for form in _candidates(given) if _share(given, form) == 1.0) if given else ()


def _candidates(cells: Sequence[str]) -> list[str]:
    """Return the formats that may fit, with the separators and clocks that the cells have."""
    text = cells[0].strip()
    marks = [mark for mark in "/-. " if text[:3].count(mark)] or ["/"]
    orders = [form.replace("/", marks[0]) for form in _NUMBER_ORDERS]
    return [form + clock for form in (*orders, *_TEXT_FORMATS) for clock in _CLOCKS]


def _share(cells: Sequence[str], form: str) -> float:
    return 1.0 - parse_dates(pl.Series(cells, dtype=pl.String), (form,)).null_count() / len(cells)


def guess_scale(cells: Sequence[str]) -> ScaleGuess:
    """Guess the scale of the stars of a column.

    Parameters
    ----------
    cells
        Some of its cells; empty ones and those that say that they are empty do not count.

    Returns
    -------
    ScaleGuess
        The narrowest of 1 to 5, 0 to 5, 1 to 10, 0 to 10 and 0 to 100 that holds all numbers; with `share`
        0 where there are none.
    """
    given = [cell for cell in cells if cell.strip() and not is_empty_word(cell, also_short=True)]
    best = ScaleGuess(RatingScale(), 0.0)
    for maximum in _MAXIMA:
        stars = [number for cell in given if (number := read_stars(cell, maximum)) is not None]
        inside = [number for number in stars if 0.0 <= number <= maximum]
        share = len(inside) / len(given) if given else 0.0
        if share > best.share:
            best = ScaleGuess(RatingScale(_minimum(set(inside), maximum), maximum), share)
    return best


def _minimum(found: set[float], maximum: float) -> float:
    """Return where a scale begins by the numbers `found` on it; five stars in per cent begin at 20."""
    if maximum == _MAXIMA[-1]:
        return 20.0 if len(found) > 1 and found <= _FIFTHS else 0.0
    least = min(found)
    lows = (1.0, 0.5, 0.0) if maximum == _MAXIMA[0] else (1.0, 0.0)
    return next(low for low in lows if least >= low)


def looks_like_ids(cells: Sequence[str]) -> bool:
    """Say whether the cells of a column may be ids: one word each, few of them decimal fractions."""
    given = [cell.strip() for cell in cells if cell.strip()]
    words = [cell for cell in given if not any(letter.isspace() for letter in cell)]
    fractions = sum(1 for cell in words if "." in cell and read_amount(cell) is not None)
    return bool(given) and len(words) == len(given) and fractions < len(given) / 10
