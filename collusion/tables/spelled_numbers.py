"""Read numbers and stars as people and programs spell them, and the words that say that a cell is empty."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from types import MappingProxyType

EMPTY_WORDS = (
    *(
        "null",
        "none",
        "nan",
        "NaN",
        "nat",
        "NaT",
        "n/a",
        "#n/a",
        "<na>",
        "(null)",
        "[null]",
        "\\n",
        "undefined",
        "nil",
    ),
    *("#value!", "#ref!", "#div/0!", "#name?", "#null!", "#num!", "(blank)"),
)
"""Words by which programs write an empty cell, also in capitals."""

SHORT_EMPTY_WORDS = (
    "na",
    "-",
    "--",
    "---",
    "–",
    "—",
    ".",
    "?",
    "inf",
    "-inf",
    "infinity",
    "0000-00-00",
    "0000-00-00 00:00:00",
)
"""Further ones that say nothing where a number, a time or a yes is expected; elsewhere they may be words."""

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’_]+(?=\d{3}(?:\D|$))")
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_COMMA_GROUPS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_DOT_GROUPS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d*)?")
_COMMA = re.compile(r"[+-]?\d*,\d+")
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")

_OUT_OF = re.compile(
    r"([\d.,]+)\s*(?:/|out of|of|von|sur|su|de|van de|van|av|na|z|üzerinden)\s*([\d.,]+)\b.*", re.IGNORECASE
)
_JAPANESE = re.compile(r"([\d.,]+)つ星のうち\s*([\d.,]+)")
_WITH_UNIT = re.compile(
    r"([\d.,]+)\s*(?:-|\s)?\s*"
    r"(?:stars?|★|⭐|\*|stell[ae]|étoiles?|estrellas?|estrelas?|sterne?n?|sterren|pts?|points?)",
    re.IGNORECASE,
)
_WORD_STARS = re.compile(r"([a-z]+)(?:[-\s]+stars?)?")
_LEAD = re.compile(r"^(rated|rating|score|stars?|note)\s*:?\s+")
_PERCENT = 100.0
_HALF = "⯨"
_FULL_STARS, _HOLLOW_STARS = "★⭐🌟*✭", "☆✩"
_COUNTED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDS = MappingProxyType({word: number for number, word in enumerate(_COUNTED)})


def spellings(words: Iterable[str]) -> list[str]:
    """Return `words` as they are, in capitals, and with a capital first, each once."""
    return list(dict.fromkeys(form for word in words for form in (word, word.upper(), word.capitalize())))


def is_empty_word(text: str, *, also_short: bool) -> bool:
    """Say whether a cell says that it is empty; `also_short` words count where no words are expected."""
    return text.strip() in spellings((*EMPTY_WORDS, *SHORT_EMPTY_WORDS) if also_short else EMPTY_WORDS)


def read_amount(text: str, decimal: str = "") -> float | None:
    """Read a number with a decimal point or comma and with groups of thousands.

    Parameters
    ----------
    text
        The cell.
    decimal
        ``"."`` or ``","`` where it is known which of them begins the fraction; empty to tell by the digits.

    Returns
    -------
    float or None
        None for what is no number, and for ``1,234``, which means two numbers where `decimal` is empty.

    Examples
    --------
    >>> [read_amount(text) for text in ("12,5", "1,234.5", "1.234,5", "1,234")]
    [12.5, 1234.5, 1234.5, None]
    """
    text = _SPACES.sub("", unicodedata.normalize("NFKC", text).strip())
    if decimal == ",":
        text = text.replace(".", "") if _DOT_GROUPS.fullmatch(text) else text
        text = text.replace(",", ".", 1)
    elif decimal == ".":
        text = text.replace(",", "") if _COMMA_GROUPS.fullmatch(text) else text
    elif _AMBIGUOUS.fullmatch(text):
        return None
    elif _COMMA_GROUPS.fullmatch(text) and ("." in text or text.count(",") > 1):
        text = text.replace(",", "")
    elif _DOT_GROUPS.fullmatch(text) and ("," in text or text.count(".") > 1):
        text = text.replace(".", "").replace(",", ".")
    elif _COMMA.fullmatch(text):
        text = text.replace(",", ".")
    return float(text) if _PLAIN.fullmatch(text) else None


def read_stars(text: str, maximum: float) -> float | None:
    """Read stars: a number, "4.0 out of 5 stars", "4/5", "4 stars", "four", or drawn stars.

    Parameters
    ----------
    text
        The cell.
    maximum
        The most stars that the scale has; a cell that names another maximum is not of this scale.

    Returns
    -------
    float or None
        On the scale of the cell; None where it is none.

    Examples
    --------
    >>> [read_stars(text, 5.0) for text in ("4.0 out of 5 stars", "4/5", "★★★★☆", "four", "8/10")]
    [4.0, 4.0, 4.0, 4.0, None]
    """
    text = unicodedata.normalize("NFKC", text.replace("½", _HALF)).strip().replace("\ufe0f", "")
    if found := _JAPANESE.fullmatch(text):
        return _of(found[2], found[1], maximum)
    lowered = _LEAD.sub("", text.casefold())
    if maximum == _PERCENT:
        lowered = lowered.removesuffix("%").strip()
    if (number := read_amount(lowered)) is not None:
        return number
    if found := _OUT_OF.fullmatch(lowered):
        return _of(found[1], found[2], maximum)
    if found := _WITH_UNIT.fullmatch(lowered):
        return read_amount(found[1])
    if found := _WORD_STARS.fullmatch(lowered):
        word = _WORDS.get(found[1])
        return None if word is None else float(word)
    return _drawn(text, maximum)


def _of(stars: str, maximum: str, wanted: float) -> float | None:
    return read_amount(stars) if read_amount(maximum) == wanted else None


def _drawn(text: str, maximum: float) -> float | None:
    """Count drawn stars, filled and half ones; the empty ones must fill the scale."""
    drawn = text.replace(" ", "")
    full = sum(drawn.count(star) for star in _FULL_STARS)
    half = drawn.count(_HALF)
    hollow = sum(drawn.count(star) for star in _HOLLOW_STARS)
    if full + half + hollow != len(drawn) or not drawn or (hollow and full + half + hollow != maximum):
        return None
    return full + half / 2 if full + half <= maximum else None
