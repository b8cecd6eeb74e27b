"""Numbers, dates and foreign strings in words, the same way in every output."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from collusion.evidence.families import REGISTRY
from collusion.foreign import printable
from collusion.words.catalogue import DEFAULT, words_of
from collusion.words.style import MOST_NAMES

_WORDS = words_of(DEFAULT)
_STYLE = _WORDS.style
#: What a family of evidence asks, in words an investigator uses.
FAMILY_QUESTIONS = {family.name: family.brief for family in REGISTRY}
#: The same of every reason that a case gives.
REASON_QUESTIONS = {
    **FAMILY_QUESTIONS,
    "labels": "what labels say",
    "beyond honest groups": "more than honest groups show",
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
    return f"{n:,} {noun if n == 1 else plural}" if plural else _STYLE.counted(n, noun)


def kind_words(kind: str, n: int = 2) -> str:
    """Return what `n` values of a `kind` of identifier are called.

    >>> kind_words("gift_card"), kind_words("ip"), kind_words("ip_24", 1), kind_words("x", 1)
    ('gift cards', 'IPs', 'network of 256 IPs', 'x')
    """
    return _WORDS.kind(kind, n)


def percent(share: float) -> str:
    """Return a share between 0 and 1 as a percentage that never pretends to be nothing or all.

    >>> percent(0.31), percent(0.0031), percent(0.0), percent(0.00002), percent(0.999)
    ('31 %', '0.3 %', '0 %', 'under 0.1 %', 'over 99 %')
    """
    return _STYLE.percent(share)


def bits(value: float) -> str:
    """Return signed bits.

    >>> bits(842.4), bits(-7.42), bits(0.0)
    ('+842', '−7.4', '0')
    """
    return _STYLE.bits(value)


def odds_short(score: float) -> str:
    """Return odds as a cell of a table has room for them.

    >>> odds_short(18.6), odds_short(-3.2), odds_short(1000.0), odds_short(0.0)
    ('400,000:1', '1:9.2', '>1,000,000:1', 'even')
    """
    return _STYLE.odds_short(score)


def factor(bits: float) -> str:
    """Return by how much log-odds in bits multiply odds, to two digits.

    >>> factor(2.0), factor(15.0), factor(-1.0), factor(0.01)
    ('×4', '×33,000', '÷2', '×1')
    """
    return _STYLE.factor(bits)


def figure(value: float) -> str:
    """Return a quantity with as many digits as a reader needs.

    >>> figure(412.0), figure(10.84), figure(0.4), figure(0.004), figure(12345.6)
    ('412', '10.8', '0.4', '0.004', '12,346')
    """
    return _STYLE.figure(value)


def stars(value: float | None) -> str:
    """Return mean stars with one digit, or a dash when there are none.

    >>> stars(4.4321), stars(None)
    ('4.4', '–')
    """
    return _STYLE.stars(value)


def day(moment: datetime | None) -> str:
    """Return the day of `moment`, or a dash when it is unknown.

    >>> day(datetime(2015, 3, 2, 9, 30)), day(None)
    ('2 Mar 2015', '–')
    """
    return _STYLE.day(moment)


def span(first: datetime | None, last: datetime | None) -> str:
    """Return within how long `first` and `last` lie, rounded up, in the unit a reader would use.

    >>> span(datetime(2015, 3, 2), datetime(2015, 5, 18)), span(datetime(2015, 3, 2), datetime(2015, 3, 2, 5))
    ('12 weeks', '1 day')
    >>> span(datetime(2014, 1, 1), datetime(2015, 6, 30)), span(None, None)
    ('18 months', 'no times')
    """
    return _STYLE.span(first, last)


def odds(score: float) -> str:
    """Return log-odds in bits as odds to two digits, no larger than what evidence of such rings can bear.

    >>> odds(18.6), odds(-3.2), odds(0.0), odds(1000.0), odds(-1000.0)
    ('400,000 to 1', '1 to 9.2', 'even', 'over 1,000,000 to 1', 'under 1 to 1,000,000')
    """
    return _STYLE.odds(score)


def listed(names: Sequence[str], most: int = MOST_NAMES) -> str:
    """Return `names` as a list in words, cut after `most` with the number left out.

    >>> listed(["a", "b"]), listed(["a", "b", "c", "d"], most=2)
    ('a and b', 'a, b and 2 more')
    """
    return _STYLE.listed(names, most)
