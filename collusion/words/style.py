"""How a language writes numbers, dates and lists; the words of it stand in the language's catalogue."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from collusion.foreign import printable

#: Mean length of a month.
DAYS_OF_MONTH = 30.44
#: Larger odds are not told: no market shows that a model of it is right so far out.
MOST_ODDS = 1_000_000
#: Names of a list that are told before the rest is counted.
MOST_NAMES = 4
_NONE = "–"


@dataclass(frozen=True, slots=True)
class Style:
    """Numbers, dates and lists in one language.

    Attributes
    ----------
    signs
        ``thousands`` and ``decimal``; ``and``, ``or``, ``or_of_many`` and what stands ``between`` in a list,
        ``more`` of one that is cut; how a ``date`` is written; ``even``, ``for``, ``against``, ``over`` and
        ``under`` of odds; ``over_share`` and ``under_share`` of percentages; ``no_times``.
    months
        Names of the months as dates write them.
    nouns
        By noun, what one and several of it are called.
    """

    signs: Mapping[str, str]
    months: Sequence[str]
    nouns: Mapping[str, Sequence[str]]

    def number(self, value: float, spec: str = ",") -> str:
        """Return a number as Python's format `spec` says, with the signs of the language."""
        table = {",": self.signs["thousands"], ".": self.signs["decimal"]}
        return "".join(table.get(char, char) for char in format(value, spec))

    def counted(self, n: int, noun: str) -> str:
        """Return a count with its noun: ``1,200 accounts``; a noun without a row of its own takes an s."""
        return f"{self.number(n)} {self.noun(n, noun)}"

    def noun(self, n: int, noun: str) -> str:
        """Return what `n` of a noun are called."""
        one, several = self.nouns.get(noun, (noun, f"{noun}s"))
        return one if n == 1 else several

    def joined(self, words: Sequence[str]) -> str:
        """Return words as a list: ``a, b and c``."""
        return self.signs["and"].join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)

    def any_of(self, words: Sequence[str]) -> str:
        """Return words as a list of which any will do: ``a, b, or c``; each may hold an "and" itself."""
        last = self.signs["or_of_many" if len(words) > 2 else "or"]
        return last.join([self.signs["between"].join(words[:-1]), words[-1]] if len(words) > 1 else words)

    def listed(self, names: Sequence[str], most: int = MOST_NAMES) -> str:
        """Return foreign names as a list, cut after `most` with the number left out."""
        left = len(names) - most
        more = [self.signs["more"].format(n=self.number(left))] if left > 0 else []
        return self.joined([*map(printable, names[:most]), *more])

    def percent(self, share: float) -> str:
        """Return a share between 0 and 1 as a percentage that never pretends to be nothing or all."""
        if 0.995 <= share < 1:
            return self.signs["over_share"].format(value=self.number(99))
        if 0 < share < 0.001:
            return self.signs["under_share"].format(value=self.number(0.1, ".1f"))
        return f"{self._digits(100 * share, math.inf if share < 0.0995 else 0.0)} %"

    def odds(self, score: float) -> str:
        """Return log-odds in bits as odds to two digits, no larger than what evidence can bear."""
        ratio = 2.0 ** min(abs(score), 64.0)
        if ratio < 1.05:
            return self.signs["even"]
        side = "for" if score > 0 else "against"
        if ratio > MOST_ODDS:
            beyond = self.signs["over" if score > 0 else "under"]
            return beyond.format(value=self.signs[side].format(value=self.number(MOST_ODDS)))
        return self.signs[side].format(value=self._two_digits(ratio))

    def odds_short(self, score: float) -> str:
        """Return odds as a cell of a table has room for them."""
        ratio = 2.0 ** min(abs(score), 64.0)
        if ratio < 1.05:
            return self.signs["even"]
        sign = "" if ratio <= MOST_ODDS else ">" if score > 0 else "<"
        value = self._two_digits(ratio) if ratio <= MOST_ODDS else self.number(MOST_ODDS)
        return f"{sign}{value}:1" if score > 0 else f"{sign}1:{value}"

    def factor(self, bits: float) -> str:
        """Return by how much log-odds in bits multiply odds, to two digits: ``×4``."""
        digits = self._two_digits(2.0 ** min(abs(bits), 64.0))
        return ("÷" if bits < 0 and digits != "1" else "×") + digits

    def bits(self, value: float) -> str:
        """Return signed bits."""
        size = abs(value)
        if size < 0.05:
            return "0"
        digits = self.number(size, ",.0f") if size >= 9.95 else self.number(size, ".1f")
        return ("+" if value > 0 else "\N{MINUS SIGN}") + digits

    def figure(self, value: float) -> str:
        """Return a quantity with as many digits as a reader needs."""
        if value == round(value) or abs(value) >= 100:
            return self.number(value, ",.0f")
        return self.number(value, ".1f") if abs(value) >= 1 else self.number(value, ".2g")

    def expectation(self, value: float) -> str:
        """Return what honest reviewers would show, to one digit, but never as 0.0."""
        if value >= 0.05:
            return self.number(value, ",.1f")
        return self.signs["under"].format(value=self.number(0.1, ".1f"))

    def stars(self, value: float | None) -> str:
        """Return mean stars with one digit, or a dash when there are none."""
        return _NONE if value is None else self.number(value, ".1f")

    def day(self, moment: date | None) -> str:
        """Return the day of a moment, or a dash when it is unknown."""
        if moment is None:
            return _NONE
        month = self.months[moment.month - 1]
        return self.signs["date"].format(
            day=moment.day, month=month, month_number=moment.month, year=moment.year
        )

    def span(self, first: datetime | None, last: datetime | None, case: str = "") -> str:
        """Return within how long two moments, `first` and `last`, lie, in the unit a reader would use.

        Rounded up; `case` is the ending of the nouns that are taken, such as ``.dat``.
        """
        if first is None or last is None:
            return self.signs["no_times"]
        days = n_days(first, last)
        if days <= 21:
            return self.counted(days, f"day{case}")
        if days <= 180:
            return self.counted(math.ceil(days / 7), f"week{case}")
        return self.counted(math.ceil(days / DAYS_OF_MONTH), f"month{case}")

    def _two_digits(self, ratio: float) -> str:
        if ratio >= 9.95:
            return self.number(float(f"{ratio:.2g}"), ",.0f")
        return self._digits(ratio, math.inf)

    def _digits(self, value: float, whole_from: float) -> str:
        """Return a number with one digit, and with none where that is 0 or from `whole_from` on."""
        digits = f"{value:.1f}" if value < whole_from else f"{value:.0f}"
        return digits.removesuffix(".0").replace(".", self.signs["decimal"])


def n_days(first: datetime, last: datetime) -> int:
    """Return on how many days of the calendar something went on, the first and the last included.

    >>> n_days(datetime(2015, 3, 2, 23), datetime(2015, 3, 3, 1))
    2
    """
    return (last.date() - first.date()).days + 1
