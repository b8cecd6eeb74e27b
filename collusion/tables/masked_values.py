"""Recognise identifier values of which a part is hidden: many people have what is left of one."""

from __future__ import annotations

import polars as pl

#: What hides characters; in numbers and addresses of networks X does so, too.
_STARS = "*\N{BULLET}\N{BLACK CIRCLE}\N{FULL BLOCK}\N{FULLWIDTH ASTERISK}\N{ASTERISK OPERATOR}"
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_ANY = rf"[{_STARS}]{{2,}}|\.{{3,}}|{_ELLIPSIS}"
#: Digits and what stands between them, and a run of three X or # at least.
_NUMBER = r"^[\d\s().+/\-xX#]*(?:[xX]{3,}|#{3,})[\d\s().+/\-xX#]*$"
#: The last digits of a card alone, after what says so or its brand.
_LAST_FOUR = (
    r"(?i)^(?:(?:x|#|\*)\s?|(?:[a-z]+\s+)*(?:ending(?:\s+(?:in|with))?|last\s*(?:4|four)|endet\s+(?:auf|mit)):?\s*"
    r"|(?:visa|master\s?card|mc|amex|american\s+express|discover|diners|jcb|maestro|girocard|debit|credit)"
    r"(?:\s+(?:card|debit|credit))?[\s\-:#*]*)\d{4}$"
)
_EMAIL = rf"^[^@]*[{_STARS}][^@]*@|@[^@]*[{_STARS}]|^[^@]?[xX]{{3,}}[^@]?@"
_IP = rf"[xX{_STARS}]"
_PARTS = {"card": (_NUMBER, _LAST_FOUR), "email": (_EMAIL,), "ip": (_IP,), "phone": (_NUMBER,)}
#: Kinds of words in which X may stand for itself.
_OF_WORDS = frozenset({"address", "device", "promo_code"})
_KNOWN_NETWORK = rf"^(\d{{1,3}}\.\d{{1,3}}\.\d{{1,3}})\.[xX{_STARS}]{{1,3}}$"


def is_masked(kind: str, values: pl.Series) -> pl.Series:
    """Say which values of a kind show only a part of what they stand for.

    Parameters
    ----------
    kind
        Kind of identifier.
    values
        Values as found, shape (n,).

    Returns
    -------
    polars.Series
        True for such as ``**** 1234``, ``XXXX-1234``, ``Visa ending in 1234``, ``j***@gmail.com``,
        ``192.168.x.x``; False for null. Shape (n,): O(n).
    """
    patterns = _PARTS.get(kind, () if kind in _OF_WORDS else (_NUMBER,))
    found = values.str.contains("|".join(f"(?:{one})" for one in (_ANY, *patterns)))
    return found.fill_null(False)


def networks_left(values: pl.Series) -> pl.Series:
    """Return the network of IP addresses of which the last number alone is hidden, null of others: O(n)."""
    return values.str.extract(_KNOWN_NETWORK) + ".0/24"
