"""Recognise identifier values that are no one person's: hidden in part, or a stand-in for none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from collusion.arrays import BoolArray
from collusion.tables.characters import (
    AT,
    BEYOND,
    DOT,
    HASH,
    LARGE_X,
    LETTERS,
    LOWER,
    SMALL_X,
    STAR,
    UPPER,
    Characters,
    characters_of,
)

if TYPE_CHECKING:
    from collusion.kernels.addresses import Addresses

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
_HIDDEN = rf"[xX{_STARS}]{{1,4}}"
_REST = rf"(?:\.(?:\d{{1,3}}|{_HIDDEN}))"
#: Addresses with hidden numbers, ranges and networks of them; pseudonyms of addresses have any letter.
_IP = (
    rf"^(?:\d{{1,3}}\.){{1,3}}{_HIDDEN}{_REST}*$|^{_HIDDEN}{_REST}{{1,3}}$|^[\da-fA-F:]*:{_HIDDEN}(?::|$)"
    r"|^(?:\d{1,3}\.){3}\d{1,3}\s*(?:[-\u2013]\s*\d|/(?:[12]?\d|3[01])$)|^[\da-fA-F]*:[\da-fA-F:]*/\d{1,2}$"
)
_PARTS = {"card": (_NUMBER, _LAST_FOUR), "email": (_EMAIL,), "ip": (_IP,), "phone": (_NUMBER,)}
#: Kinds of words in which X may stand for itself.
_OF_WORDS = frozenset({"address", "device", "promo_code"})
_KNOWN_NETWORK = rf"^(\d{{1,3}}\.\d{{1,3}}\.\d{{1,3}})\.(?:[xX{_STARS}]{{1,3}}|0/24)$"
#: What hashing an empty text gives, and ids of devices that are all zeros or all f.
_OF_NOTHING = (
    "d41d8cd98f00b204e9800998ecf8427e",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
)
_NO_DEVICE = r"^(?:0{8}-(?:0{4}-){3}0{12}|f{8}-(?:f{4}-){3}f{12}|0+|(?:00[:-]){5}00|(?:ff[:-]){5}ff)$"
_LENGTHS = [12, 15, 16, 17, *sorted(map(len, _OF_NOTHING)), 36]
#: What begins as the ids of no device do, and as what hashing an empty text gives.
_LOOKS_LIKE_NONE = (
    *(first * length for first in "0fF" for length in _LENGTHS),
    *(word for hashed in _OF_NOTHING for word in (hashed, hashed.upper())),
)
_NOBODYS_EMAIL = (
    r"^(?:no-?reply|do-?not-?reply|redacted|deleted|removed|anonym(?:ous|i[sz]ed)?|unknown|none|null|nobody)"
    r"[+\d]*@|@(?:[^@]*\.)?invalid$"
)
_PRIVATE = r"^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd][\da-f]{2}:|fe80:)"
_SEVERAL = {"ip": r"[.:][\da-fA-F]+\s*[,;|\s]\s*[\da-fA-F]+[.:]", "email": r"@[^@]*[,;|\s][^@]*@"}


def is_masked(kind: str, values: pl.Series, characters: Characters | None = None) -> pl.Series:
    """Say which values of a kind show only a part of what they stand for.

    Parameters
    ----------
    kind
        Kind of identifier.
    values
        Values as found, shape (n,).
    characters
        Their characters, where these are known.

    Returns
    -------
    polars.Series
        True for such as ``**** 1234``, ``XXXX-1234``, ``Visa ending in 1234``, ``j***@gmail.com``,
        ``192.168.x.x``; False for null. Shape (n,): O(n).
    """
    patterns = _PARTS.get(kind, () if kind in _OF_WORDS else (_NUMBER,))
    may_be = _may_be_masked(characters_of(values) if characters is None else characters, patterns)
    return _matching(values, may_be, "|".join(f"(?:{one})" for one in (_ANY, *patterns)))


def _may_be_masked(seen: Characters, patterns: tuple[str, ...]) -> BoolArray:
    """Say which values have what each of some patterns, and `_ANY`, cannot do without."""
    may_be = seen.have(STAR | BEYOND | DOT)
    if _NUMBER in patterns:
        may_be |= seen.have(SMALL_X | LARGE_X | HASH) & ~seen.have(LOWER | UPPER)
    if _LAST_FOUR in patterns:
        may_be |= seen.have(LETTERS | HASH) & (seen.last >= ord("0")) & (seen.last <= ord("9"))
    if _EMAIL in patterns or _IP in patterns:
        return np.ones(len(may_be), dtype=np.bool_)
    return may_be


def _matching(values: pl.Series, may_be: BoolArray, pattern: str) -> pl.Series:
    """Say which values match a pattern, of those that may."""
    if may_be.all():
        return values.str.contains(pattern).fill_null(False)
    found = pl.repeat(False, len(values), dtype=pl.Boolean, eager=True)
    places = pl.Series(np.flatnonzero(may_be))
    return found.scatter(places, values.gather(places).str.contains(pattern)) if len(places) else found


def networks_left(values: pl.Series) -> pl.Series:
    """Return the network of IP addresses of which the last number alone is hidden, null of others: O(n)."""
    return values.str.extract(_KNOWN_NETWORK) + ".0/24"


def is_nobodys(kind: str, values: pl.Series, characters: Characters | None = None) -> pl.Series:
    """Say which values stand for none: the hash of an empty text, ids of zeros, ``deleted@…``: O(n).

    Parameters
    ----------
    kind
        Kind of identifier.
    values
        Values in normal form, shape (n,).
    characters
        Their characters, where these are known.

    Returns
    -------
    polars.Series
        Shape (n,), False for null.
    """
    seen = characters_of(values) if characters is None else characters
    # Few values are as long as these, and begin like them.
    may_be = seen.resemble(_LOOKS_LIKE_NONE)
    if kind == "email":
        may_be |= seen.have(AT)
    found = pl.repeat(False, len(values), dtype=pl.Boolean, eager=True)
    places = pl.Series(np.flatnonzero(may_be))
    if places.is_empty():
        return found
    lower = values.gather(places).str.to_lowercase()
    is_it = lower.is_in(list(_OF_NOTHING)) | lower.str.contains(_NO_DEVICE)
    if kind == "email":
        is_it |= lower.str.contains(_NOBODYS_EMAIL)
    return found.scatter(places, is_it)


def n_private(addresses: pl.Series, plain: Addresses | None = None) -> int:
    """Count the IP addresses of private networks, which may be the exporter's own machines: O(n).

    Parameters
    ----------
    addresses
        Addresses, shape (n,).
    plain
        What they are where all of them are digits and dots.

    Returns
    -------
    int
        How many.
    """
    is_private = addresses.str.contains(_PRIVATE) if plain is None else pl.Series(plain.is_private)
    return int((is_private & addresses.is_not_null()).sum())


def n_with_several(kind: str, values: pl.Series) -> int:
    """Count the cells of a `kind` whose `values` are several, such as ``1.2.3.4, 5.6.7.8``: O(n)."""
    pattern = _SEVERAL.get(kind)
    return 0 if pattern is None else int(values.str.contains(pattern).sum())
