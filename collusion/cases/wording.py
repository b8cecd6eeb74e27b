"""Numbers, dates and foreign strings in words, the same way in every output."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime

from collusion.evidence.families import REGISTRY
from collusion.evidence.wording import joined
from collusion.foreign import printable

#: Mean length of a month.
DAYS_OF_MONTH = 30.44
#: Larger odds are not told: no market shows that a model of it is right so far out.
MOST_ODDS = 1_000_000
#: What a family of evidence asks, in words an investigator uses.
FAMILY_QUESTIONS = {family.name: family.brief for family in REGISTRY}
#: Kinds of identifiers whose name is not what people say, as one and as several.
_KINDS = {
    "ip": ("IP", "IPs"),
    "ip_24": ("network of 256 IPs", "networks of 256 IPs"),
    "ip_64": ("IPv6 network", "IPv6 networks"),
    "address": ("address", "addresses"),
    "email": ("e-mail address", "e-mail addresses"),
    "phone": ("telephone number", "telephone numbers"),
}


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


def kind_words(kind: str, n: int = 2) -> str:
    """Return what `n` values of a `kind` of identifier are called.

    >>> kind_words("gift_card"), kind_words("ip"), kind_words("ip_24", 1), kind_words("x", 1)
    ('gift cards', 'IPs', 'network of 256 IPs', 'x')
    """
    plain = kind.replace("_", " ")
    one, several = _KINDS.get(kind, (plain, f"{plain}s"))
    return one if n == 1 else several


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


def odds_short(score: float) -> str:
    """Return odds as a cell of a table has room for them.

    >>> odds_short(18.6), odds_short(-3.2), odds_short(1000.0), odds_short(0.0)
    ('400,000:1', '1:9.2', '>1,000,000:1', 'even')
    """
    return odds(score).replace(" to ", ":").replace("over ", ">").replace("under ", "<")


def factor(bits: float) -> str:
    """Return by how much log-odds in bits multiply odds, to two digits.

    >>> factor(2.0), factor(15.0), factor(-1.0), factor(0.01)
    ('×4', '×33,000', '÷2', '×1')
    """
    size = 2.0 ** min(abs(bits), 64.0)
    digits = f"{float(f'{size:.2g}'):,.0f}" if size >= 9.95 else f"{size:.1f}".removesuffix(".0")
    return ("÷" if bits < 0 and digits != "1" else "×") + digits


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
    """Return within how long `first` and `last` lie, rounded up, in the unit a reader would use.

    >>> span(datetime(2015, 3, 2), datetime(2015, 5, 18)), span(datetime(2015, 3, 2), datetime(2015, 3, 2, 5))
    ('12 weeks', '1 day')
    >>> span(datetime(2014, 1, 1), datetime(2015, 6, 30)), span(None, None)
    ('18 months', 'no times')
    """
    if first is None or last is None:
        return "no times"
    days = n_days(first, last)
    if days <= 21:
        return counted(days, "day")
    if days <= 180:
        return counted(math.ceil(days / 7), "week")
    return counted(math.ceil(days / DAYS_OF_MONTH), "month")


def n_days(first: datetime, last: datetime) -> int:
    """Return on how many days of the calendar something went on, the first and the last included.

    >>> n_days(datetime(2015, 3, 2, 23), datetime(2015, 3, 3, 1))
    2
    """
    return (last.date() - first.date()).days + 1


def odds(score: float) -> str:
    """Return log-odds in bits as odds to two digits, no larger than what evidence of such rings can bear.

    >>> odds(18.6), odds(-3.2), odds(0.0), odds(1000.0), odds(-1000.0)
    ('400,000 to 1', '1 to 9.2', 'even', 'over 1,000,000 to 1', 'under 1 to 1,000,000')
    """
    ratio = 2.0 ** min(abs(score), 64.0)
    if ratio < 1.05:
        return "even"
    if ratio > MOST_ODDS:
        return f"over {MOST_ODDS:,} to 1" if score > 0 else f"under 1 to {MOST_ODDS:,}"
    digits = f"{float(f'{ratio:.2g}'):,.0f}" if ratio >= 9.95 else f"{ratio:.1f}".removesuffix(".0")
    return f"{digits} to 1" if score > 0 else f"1 to {digits}"


def listed(names: Sequence[str], most: int = 4) -> str:
    """Return `names` as a list in words, cut after `most` with the number left out.

    >>> listed(["a", "b"]), listed(["a", "b", "c", "d"], most=2)
    ('a and b', 'a, b and 2 more')
    """
    more = [f"{len(names) - most:,} more"] if len(names) > most else []
    return joined([*map(printable, names[:most]), *more])
