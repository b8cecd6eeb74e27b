"""What may be found in the cells of a column: sentences of notes, and faults with their remedies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from collusion.tables.cells import FALSE_WORDS, TRUE_WORDS, Read
from collusion.tables.mapping import RatingScale
from collusion.tables.sniff import guess_dates, guess_scale
from collusion.tables.spelled_times import Style
from collusion.tables.words import Flag

EMPTY_CELL = "an empty cell"
EMPTY_WORD = "cells that say that they are empty (NULL, nan, N/A …), read as empty"
OUT_OF_RANGE = "times before 1970 or after 2199, which no review has, read as empty"
WHOLE = "numbers with a fraction of zero, read as whole ones (7.0 as 7)"
ROUNDED = "stars between two whole ones, rounded half up"
SHIFTED = "cells that begin with a blank: where others do not, an unquoted separator may have shifted cells"
NO_ID = (
    "a number that is not whole, or too large to be exact",
    "text, or whole numbers below 2^53",
    "Export the column as text or integers.",
)
OBJECT = (
    "an object or a list in place of a value",
    "one value a cell",
    "Map the inner value by its path in [tables.{table}.columns], or read with --quarantine DIR.",
)
_EMPTY_THEM = "Correct them, or empty the cells that say nothing."

_TIME_NOTES = {
    Style.EMPTY_WORD: EMPTY_WORD,
    Style.SECONDS: "numbers read as unix seconds, as their size says",
    Style.MILLISECONDS: "numbers read as unix milliseconds, as their size says",
    Style.MICROSECONDS: "numbers read as unix microseconds, as their size says",
    Style.NANOSECONDS: "numbers read as unix nanoseconds, as their size says",
    Style.EXCEL: "numbers read as days of a spreadsheet, as their size says",
    Style.ABBREVIATED_ZONE: "times with an abbreviated zone, read as RFC 2822 has it (EST: UTC-5)",
    Style.NUMERIC: "dates in numbers of which only one order of day and month is possible",
    Style.OTHERWISE: "times in another spelling than the declared formats, read as they mean one time only",
    Style.OUT_OF_RANGE: OUT_OF_RANGE,
}
_TIME_FAULTS = {
    Style.UNKNOWN: "",
    Style.ORDER: "dates that mean two days, the day or the month standing first",
    Style.NO_DAY: "dates without a day",
    Style.SHORT_YEAR: "dates whose year has two digits",
    Style.VAGUE_ZONE: "times in a zone that several countries abbreviate so, or that is not known",
    Style.RELATIVE: "times before now, without saying when now was",
    Style.NOT_A_DATE: "dates that no calendar has",
    Style.MISFIT: "",
    Style.TWO_FORMATS: "dates that two of the declared formats fit, and mean two days",
    Style.LOST_DIGITS: "numbers in scientific notation, of which a spreadsheet may have cut digits off",
}
_LEAVE_OUT = 'leave the column out with [tables.{table}.columns] {column} = "".'
_TIME_REMEDIES = {
    Style.NO_DAY: f"Export the whole date, or {_LEAVE_OUT}",
    Style.VAGUE_ZONE: "Write the offset, e.g. +05:30.",
    Style.RELATIVE: f"Export the date itself, or {_LEAVE_OUT}",
    Style.TWO_FORMATS: "Declare only the one that is meant in [tables.{table}.dates] {column} = ….",
    Style.LOST_DIGITS: (
        "Export the column as text; if no digit is missing, declare "
        '[tables.{table}.dates] {column} = "unix seconds" or "unix milliseconds".'
    ),
}


@dataclass(frozen=True, slots=True)
class Check:
    """A question to every row; True is a fault, or a note where `remedy` is empty.

    Attributes
    ----------
    column
        Column of the contract.
    cell
        Name of the source's column, whose cells illustrate a fault; empty where they may not.
    is_bad
        The question, over the source's columns and the converted ones.
    found, allowed, remedy
        As in `Fault`; `found` alone is the sentence of a note.
    quotable
        Pattern of the cells that may be quoted; any when empty.
    skips
        A note whose rows are left out.
    code, is_bit
        Instead of the question: the code that such cells of the column have, or one bit of it; −1 for none.
    propose
        Makes the remedy of some of the bad cells; None where it is always the same.
    sees_column
        It makes it of the bad cells and some of the others.
    propose_for_few
        Makes the remedy where hardly a row of the file is bad; None where that is the same.
    """

    column: str
    cell: str
    is_bad: pl.Expr | None
    found: str
    allowed: str = ""
    remedy: str = ""
    quotable: str = ""
    skips: bool = False
    code: int = -1
    is_bit: bool = False
    propose: Callable[[Sequence[str]], str] | None = None
    sees_column: bool = False
    propose_for_few: Callable[[Sequence[str]], str] | None = None

    @property
    def is_empty(self) -> bool:
        """The fault is that a cell says nothing."""
        return self.found == EMPTY_CELL

    @property
    def is_note(self) -> bool:
        """The rows are counted and kept."""
        return not self.remedy


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reader may find in a cell.

    Attributes
    ----------
    code
        The code of such cells, or one bit of it.
    found, allowed, remedy
        As in `Check`.
    is_bit
        The code is one bit of several.
    propose, propose_for_few
        As in `Check`.
    """

    code: int
    found: str
    allowed: str = ""
    remedy: str = ""
    is_bit: bool = False
    propose: Callable[[Sequence[str]], str] | None = None
    propose_for_few: Callable[[Sequence[str]], str] | None = None

    def check(self, column: str, cell: str) -> Check:
        """Return the check of a `column` whose cells have the code; a fault quotes its `cell`."""
        return replace(self.on(column, cell, None), code=self.code, is_bit=self.is_bit)

    def on(self, column: str, cell: str, is_bad: pl.Expr | None) -> Check:
        """Return the check of a `column` whose rows `is_bad` says; a fault quotes its `cell`."""
        cell = "" if self.found == OBJECT[0] else cell
        return Check(
            column,
            cell,
            is_bad,
            self.found,
            self.allowed,
            self.remedy,
            propose=self.propose,
            propose_for_few=self.propose_for_few,
        )


def times(table: str, column: str, allowed: str) -> list[Finding]:
    """Return what may be found in a `column` of times of a `table`, `allowed` formats being declared."""
    notes = [Finding(int(style), words) for style, words in _TIME_NOTES.items()]
    section = f"[tables.{table}.dates] {column}"
    faults = [
        Finding(
            int(style),
            words,
            allowed,
            _TIME_REMEDIES.get(style, f"Correct them, or declare the format with {section} = ….").format(
                table=table, column=column
            ),
            propose=None if style in _TIME_REMEDIES else lambda cells: _date_remedy(section, cells),
        )
        for style, words in _TIME_FAULTS.items()
    ]
    return [*notes, *faults, Finding(Read.OBJECT, *OBJECT)]


def _date_remedy(section: str, cells: Sequence[str]) -> str:
    guess = guess_dates(cells)
    if not guess.formats or guess.share < 1.0:
        return f"Correct them, or declare the format with {section} = …."
    choices = " or ".join(f'{section} = "{form}"' for form in (*guess.formats, *guess.rivals[:2]))
    return f"Declare {choices}{', whichever is meant' if guess.rivals else ''}."


def words(*, free: bool, is_text_file: bool) -> list[Finding]:
    """Return what may be found in ids and words, or in `free` text; `is_text_file` where it is CSV."""
    control = "a NUL byte" if free else "a control character"
    found = [
        Finding(
            Flag.CONTROL, control, "printable text", "Remove the characters, or read with --quarantine DIR."
        ),
        Finding(Flag.EMPTY_WORD, EMPTY_WORD),
        Finding(Flag.OBJECT, *OBJECT),
    ]
    if not free:
        found += [
            Finding(Flag.BLANK, "cells stripped of surrounding blanks"),
            Finding(
                Flag.QUOTED, 'cells within curly quotes or written as ="…", of which the inside was taken'
            ),
            Finding(Flag.FLOAT, *NO_ID),
            Finding(
                Flag.LETTERS,
                "an id of which letters were lost",
                "text in the encoding of the file",
                "Export the file again in UTF-8, or read with --quarantine DIR.",
            ),
        ]
        if is_text_file:
            found.append(Finding(Flag.LEADING, SHIFTED))
    return [Finding(one.code, one.found, one.allowed, one.remedy, is_bit=True) for one in found]


def flags() -> list[Finding]:
    """Return what may be found in a column of yes and no."""
    allowed = f"{', '.join(TRUE_WORDS)} or {', '.join(FALSE_WORDS)}"
    return [
        Finding(Read.EMPTY_WORD, EMPTY_WORD),
        Finding(Read.OBJECT, *OBJECT),
        Finding(Read.BAD, "", allowed, _EMPTY_THEM),
    ]


def amounts(table: str, allowed: str) -> list[Finding]:
    """Return what may be found in a column of numbers of a `table`, `allowed` being so."""
    declare = (
        f'Declare [tables.{table}] decimal = "," where the comma begins the fraction, "." where it groups '
        "thousands."
    )
    return [
        Finding(Read.EMPTY_WORD, EMPTY_WORD),
        Finding(Read.SPELLED, "numbers with a decimal comma or groups of thousands"),
        Finding(Read.AMBIGUOUS, "", allowed, declare),
        Finding(Read.OBJECT, *OBJECT),
        Finding(Read.BAD, "", allowed, _EMPTY_THEM),
    ]


def ratings(table: str, scale: RatingScale) -> list[Finding]:
    """Return what may be found in the stars of a `table` on a `scale`; the last is what is off the scale."""
    section = f"[tables.{table}.rating]"
    general = f"Correct them, or declare the scale with {section} minimum = …, maximum = …"
    if scale.values:
        allowed = ", ".join(repr(word) for word in scale.values)
        off = Finding(Read.BAD, "", allowed, f"Correct them, or add the words to {section} values.")
    else:
        allowed = f"stars from {scale.minimum:g} to {scale.maximum:g}"
        off = Finding(
            Read.BAD,
            "",
            allowed,
            general,
            propose=lambda cells: _scale_remedy(table, scale, cells),
            propose_for_few=lambda cells: _scale_remedy(table, scale, cells, are_few=True),
        )
    return [
        Finding(Read.EMPTY_WORD, EMPTY_WORD),
        Finding(Read.SPELLED, "stars spelled out, e.g. 4/5, four stars, ★★★★☆"),
        Finding(Read.ROUNDED, ROUNDED),
        Finding(Read.OBJECT, *OBJECT),
        off,
    ]


def _scale_remedy(table: str, scale: RatingScale, cells: Sequence[str], *, are_few: bool = False) -> str:
    guess = guess_scale(cells)
    if are_few and guess.scale.maximum > scale.maximum:
        # All other stars would be next to none on such a scale.
        return "Correct them, or read with --quarantine DIR to set these rows apart."
    section = f"[tables.{table}.rating]"
    if guess.share < 1.0 or guess.scale == scale:
        return f"Correct them, or declare the words with [tables.{table}.rating.values]."
    # Stars in per cent begin at 20, beyond the default scale.
    low = (
        guess.scale.minimum
        if guess.scale.minimum > scale.maximum
        else min(guess.scale.minimum, scale.minimum)
    )
    declare = f"declare {section} minimum = {low:g}, maximum = {max(guess.scale.maximum, scale.maximum):g}"
    none = f'[tables.{table}] null_values = ["{cells[0]}"]'
    are_none = set(cells) in ({"0"}, {"-1"}, {"0.0"})
    says_none = f"; if they mean that no stars were given, {none}" if are_none else ""
    return f"Correct them, or {declare} if that is the scale{says_none}."
