"""Numbers, dates and foreign strings in words, the same way in every output."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from collusion.evidence.wording import joined

#: What a family of evidence asks, in words an investigator uses.
FAMILY_QUESTIONS = {
    "behaviour": "same products, same days",
    "stars": "stars against everyone else's",
    "identity": "shared instruments and addresses",
    "text": "shared wording",
    "fulfilment": "parcels and orders",
    "benefit": "who profits",
    "lifecycle": "age and life of the accounts",
}


def printable(text: str) -> str:
    r"""Return `text` with every character that cannot be printed replaced by ``U+FFFD``.

    Foreign strings may carry terminal escapes, line breaks or right-to-left overrides; none may reach a
    screen or page. Markup is escaped by whoever prints.

    >>> printable("a\x1b[31mb") == "a\ufffd[31mb"
    True
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def elide(text: str, width: int) -> str:
    """Return `text` printable and at most `width` characters long, its middle replaced by ``…``.

    >>> elide("abcdefghij", 5)
    'ab…ij'
    """
    text = printable(text)
    if len(text) <= width:
        return text
    head = width // 2
    tail = width - head - 1
    return f"{text[:head]}…{text[len(text) - tail :]}"


def counted(n: int, noun: str, plural: str = "") -> str:
    """Return a count `n` with its `noun`, or its `plural` where an s will not do.

    >>> counted(1, "account"), counted(1200, "account"), counted(2, "identity", "identities")
    ('1 account', '1,200 accounts', '2 identities')
    """
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def percent(share: float) -> str:
    """Return a share between 0 and 1 as a percentage that never pretends to be nothing or all.

    >>> percent(0.31), percent(0.0031), percent(0.0), percent(0.00002), percent(0.999)
    ('31 %', '0.3 %', '0 %', 'under 0.1 %', 'over 99 %')
    """
    if 0.995 <= share < 1:
        return "over 99 %"
    if 0 < share < 0.001:
        return "under 0.1 %"
    digits = f"{100 * share:.1f}" if share < 0.0995 else f"{100 * share:.0f}"
    return f"{digits.removesuffix('.0')} %"


def bits(value: float) -> str:
    """Return signed bits.

    >>> bits(842.4), bits(-7.42), bits(0.0)
    ('+842', '−7.4', '0')
    """
    size = abs(value)
    if size < 0.05:
        return "0"
    digits = f"{size:,.0f}" if size >= 9.95 else f"{size:.1f}"
    return ("+" if value > 0 else "\N{MINUS SIGN}") + digits


def figure(value: float) -> str:
    """Return a quantity with as many digits as a reader needs.

    >>> figure(412.0), figure(10.84), figure(0.4), figure(0.004), figure(12345.6)
    ('412', '10.8', '0.4', '0.004', '12,346')
    """
    if value == round(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) >= 1:
        return f"{value:.1f}"
    return f"{value:.2g}"


def stars(value: float | None) -> str:
    """Return mean stars with one digit, or a dash when there are none.

    >>> stars(4.4321), stars(None)
    ('4.4', '–')
    """
    return "–" if value is None else f"{value:.1f}"


def day(moment: datetime | None) -> str:
    """Return the day of `moment`, or a dash when it is unknown.

    >>> day(datetime(2015, 3, 2, 9, 30)), day(None)
    ('2 Mar 2015', '–')
    """
    return "–" if moment is None else f"{moment.day} {moment:%b %Y}"


def span(first: datetime | None, last: datetime | None) -> str:
    """Return how long it is from `first` to `last`, in the unit a reader would use.

    >>> span(datetime(2015, 3, 2), datetime(2015, 5, 18)), span(datetime(2015, 3, 2), datetime(2015, 3, 2, 5))
    ('11 weeks', '1 day')
    >>> span(datetime(2014, 1, 1), datetime(2015, 7, 2)), span(None, None)
    ('18 months', 'no times')
    """
    if first is None or last is None:
        return "no times"
    days = max(1, round((last - first) / timedelta(days=1)))
    if days <= 21:
        return counted(days, "day")
    if days <= 180:
        return counted(round(days / 7), "week")
    return counted(round(days / 30.44), "month")


def listed(names: Sequence[str], most: int = 4) -> str:
    """Return `names` as a list in words, cut after `most` with the number left out.

    >>> listed(["a", "b"]), listed(["a", "b", "c", "d"], most=2)
    ('a and b', 'a, b and 2 more')
    """
    more = [f"{len(names) - most:,} more"] if len(names) > most else []
    return joined([*map(printable, names[:most]), *more])
