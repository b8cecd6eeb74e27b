"""Read one time as people and programs spell it; say why it cannot be read, and never guess."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum
from zoneinfo import ZoneInfo

from collusion.tables.months import MONTHS, VAGUE_ZONES, ZONES


class Style(IntEnum):
    """How a time was spelled, or why it was not understood."""

    NONE = 0
    #: The cell says that it is empty.
    EMPTY_WORD = 1
    ISO = 2
    WORDS = 13
    SECONDS = 3
    MILLISECONDS = 4
    MICROSECONDS = 5
    NANOSECONDS = 6
    EXCEL = 7
    COMPACT = 8
    ABBREVIATED_ZONE = 9
    NUMERIC = 10
    #: In another spelling than the declared formats.
    OTHERWISE = 11
    OUT_OF_RANGE = 12
    # From here on the cell has no time.
    UNKNOWN = 50
    ORDER = 51
    NO_DAY = 52
    SHORT_YEAR = 53
    VAGUE_ZONE = 54
    RELATIVE = 55
    NOT_A_DATE = 56
    MISFIT = 57
    #: Two declared formats fit, and mean two times.
    TWO_FORMATS = 58
    #: A number in scientific notation that lacks digits.
    LOST_DIGITS = 59


#: Styles of cells without a time begin here.
FIRST_FAILURE = Style.UNKNOWN


@dataclass(frozen=True, slots=True)
class SpelledTime:
    """A time in UTC, None where it cannot be told, and its style."""

    time: datetime | None
    style: Style


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXCEL_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_NUMBER = re.compile(r"(-?\d+)(?:\.(\d*))?")
_SCIENTIFIC = re.compile(r"\d(?:\.(\d+))?[eE]\+?\d{1,2}")
#: Spreadsheets show so many digits after the point at most, and cut off the others.
_CUT_DIGITS = 5
_EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_COMMENT = re.compile(r"\s*\([^()]*\)\s*$")
_REGION = re.compile(r"\s*\[?([A-Z][A-Za-z_]+/[A-Za-z_/+-]+)\]?$")
_OFFSET = re.compile(r"\s*(?:GMT|UTC|UT)?\s*([+-])(\d{2}):?(\d{2})?(?:\s+[A-Z]{1,5})?$")
_NAMED_OFFSET = re.compile(r"\s*(?:GMT|UTC|UT)\s*([+-])(\d{1,2})(?::?(\d{2}))?$")
_ABBREVIATION = re.compile(r"(?<=[\d\sMm.])\s*([A-Z]{1,5})$")
_CLOCK = re.compile(
    r"(?:(?<=\d)T|[\s,]+(?:at\s+|um\s+|à\s+)?|\b)(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,](\d+))?)?"
    r"\s*(am|pm|a\.m\.|p\.m\.)?(?!\d)",
    re.IGNORECASE,
)
_HOUR = re.compile(r"[\s,]+(?:at\s+)?(\d{1,2})\s*(am|pm)$", re.IGNORECASE)
_HOUR_ALONE = re.compile(r"(?<=\d)T(\d{2})$")
_COMPACT_CLOCK = re.compile(r"(?<=^\d{8})T(\d{2})(\d{2})(?:(\d{2})(?:[.,](\d+))?)?$")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DIGIT = re.compile(r"\d")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WEEK = re.compile(r"(\d{4})-?W(\d{2})-?(\d)")
_DAY_OF_YEAR = re.compile(r"(\d{4})-(\d{3})")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?!\d)")
_PARTIAL = re.compile(r"\d{4}|\d{4}[-/.]\d{1,2}|\d{1,2}[-/.]\d{4}")
_RELATIVE = re.compile(
    r"\b(ago|yesterday|today|just now|last (week|month|year)|vor \d+|hace \d+|il y a)\b", re.IGNORECASE
)
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th|er|º|ª|\.)(?=\W|$)", re.IGNORECASE)
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_MAX_CHARS = 120
_UNITS = (
    (9, 10, Style.SECONDS, 1),
    (12, 13, Style.MILLISECONDS, 10**3),
    (15, 16, Style.MICROSECONDS, 10**6),
    (18, 19, Style.NANOSECONDS, 10**9),
)
# Nothing on the web was reviewed before; nothing will be for a while.
_PLAUSIBLE = (datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def read_time(text: str) -> SpelledTime:
    """Read one time.

    Parameters
    ----------
    text
        A date, with or without a time of day and a zone; without a zone it is UTC.

    Returns
    -------
    SpelledTime
        Without a time where the text is none, or means several.

    Examples
    --------
    >>> read_time("Reviewed in the United States on September 3, 2018").time.date()
    datetime.date(2018, 9, 3)
    >>> read_time("03/09/2018").style.name
    'ORDER'
    """
    text = unicodedata.normalize("NFKC", text).strip().strip("\"'“”").strip()
    if not text or len(text) > _MAX_CHARS:
        return SpelledTime(None, Style.UNKNOWN)
    if number := _NUMBER.fullmatch(text):
        return read_number(number[1], number[2] or "")
    if number := _SCIENTIFIC.fullmatch(text):
        if len(number[1] or "") <= _CUT_DIGITS:
            return SpelledTime(None, Style.LOST_DIGITS)
        whole, _, fraction = f"{Decimal(text):f}".partition(".")
        return read_number(whole, fraction)
    text = _EAST_ASIAN.sub(r"\1-\2-\3 ", text)
    try:
        return _read(text)
    except (ValueError, OverflowError):
        return SpelledTime(None, Style.NOT_A_DATE)


def read_number(whole: str, fraction: str = "") -> SpelledTime:
    """Tell dates of digits alone, epochs of four units and days of a spreadsheet apart by plausibility."""
    n = len(whole)
    for form, size in (("%Y%m%d", 8), ("%Y%m%d%H%M", 12), ("%Y%m%d%H%M%S", 14)):
        if n == size and not fraction.strip("0"):
            try:
                time = datetime.strptime(whole, form).replace(tzinfo=UTC)
            except ValueError:
                continue
            if _PLAUSIBLE[0] <= time < _PLAUSIBLE[1]:
                return SpelledTime(time, Style.COMPACT)
    for low, high, style, per_second in _UNITS:
        if low <= n <= high and whole.isdigit():
            micros = int(whole) * 10**6 // per_second
            micros += int((fraction + "000000")[:6]) if per_second == 1 else 0
            time = _EPOCH + timedelta(microseconds=micros)
            return _plausible(time, style)
    if n == 5 and whole.isdigit():
        days = timedelta(days=float(f"{whole}.{fraction}"))
        return _plausible(_EXCEL_EPOCH + timedelta(seconds=round(days.total_seconds())), Style.EXCEL)
    is_partial = n in (4, 6) and whole[:2] in ("19", "20") and not fraction
    return SpelledTime(None, Style.NO_DAY if is_partial else Style.UNKNOWN)


_LAST_WORD = re.compile(r"[(\[][^()\[\]]*[)\]]$|[^\s_()\[\]]+$")
_ZONE_WORDS = frozenset(
    {"local", "local time", "localtime", "ortszeit", "pacific", "eastern", "pt", "et", "ct", "mt"}
)


#: Names of zones as the tz database has them.
_IANA = re.compile(
    r"\b(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|US|Canada|Brazil)/[A-Z]\w+"
)


def zone_minutes(name: str) -> int | None:
    """Return how many minutes an offset or an abbreviation is ahead of UTC; None when it is neither."""
    for pattern in (_OFFSET, _NAMED_OFFSET):
        if found := pattern.fullmatch(name):
            return _minutes(found)
    return ZONES.get(name.upper())


def names_other_zone(column: str) -> bool:
    """Say whether the name of a column of times ends in a zone that is not UTC, or in a word for one.

    Examples
    --------
    >>> [names_other_zone(name) for name in ("posted_at (PST)", "Date [local]", "posted (UTC)")]
    [True, True, False]
    >>> [names_other_zone(name) for name in ("at (Europe/Paris)", "Date/Time Opened")]
    [True, False]
    """
    if _IANA.search(column):
        return True
    found = _LAST_WORD.search(column.strip())
    word = found[0].strip(" ()[]_") if found else ""
    is_named = word.upper() in VAGUE_ZONES or word.casefold() in _ZONE_WORDS
    return is_named or bool(zone_minutes(word))


def _plausible(time: datetime, style: Style) -> SpelledTime:
    inside = _PLAUSIBLE[0] <= time < _PLAUSIBLE[1]
    return SpelledTime(time, style) if inside else SpelledTime(None, Style.UNKNOWN)


def _minutes(found: re.Match[str]) -> int:
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    return -minutes if found[1] == "-" else minutes


def _read(text: str) -> SpelledTime:
    """Take the zone off the end, then the time of day, and read the date that is left."""
    if _RELATIVE.search(text) and not re.search(r"\d{4}", text):
        return SpelledTime(None, Style.RELATIVE)
    text = _COMMENT.sub("", text)
    text, zone, style = _zone(text)
    if style is Style.VAGUE_ZONE:
        return SpelledTime(None, style)
    text, clock = _clock(text)
    day, found = _date(text.strip(" ,T"))
    if day is None:
        return SpelledTime(None, found)
    time = datetime(day.year, day.month, day.day, tzinfo=zone) + clock
    return SpelledTime(time.astimezone(UTC), style if style is not Style.NONE else found)


def _zone(text: str) -> tuple[str, timezone | ZoneInfo, Style]:
    """Return the text before the zone, the zone, and a style where it was an abbreviation."""
    style = Style.NONE
    has_clock = bool(re.search(r"\d[:hT]\d", text))
    region = _REGION.search(text)
    if region is not None:
        text = text[: region.start()]
    if has_clock or "GMT" in text or "UTC" in text:
        for pattern in (_OFFSET, _NAMED_OFFSET):
            if found := pattern.search(text):
                return text[: found.start()], timezone(timedelta(minutes=_minutes(found))), style
    if region is not None:
        try:
            return text, ZoneInfo(region[1]), style
        except (KeyError, OSError, ValueError):
            return text, UTC, Style.VAGUE_ZONE
    found = _ABBREVIATION.search(text) if has_clock else None
    if found is not None and found[1] not in ("AM", "PM"):
        if found[1] in ZONES:
            minutes = ZONES[found[1]]
            style = Style.ABBREVIATED_ZONE if minutes else Style.NONE
            return text[: found.start()], timezone(timedelta(minutes=minutes)), style
        return text, UTC, Style.VAGUE_ZONE
    return text, UTC, style


def _clock(text: str) -> tuple[str, timedelta]:
    """Return the text without its time of day, and that time."""
    if compact := _COMPACT_CLOCK.search(text):
        hour, minute, second, fraction = compact.groups()
        half = None
    elif found := _CLOCK.search(text):
        hour, minute, second, fraction, half = found.groups()
        text = f"{text[: found.start()]} {text[found.end() :]}"
        return text, _time_of_day(hour, minute, second, fraction, half)
    elif found := _HOUR_ALONE.search(text):
        return text[: found.start()], _time_of_day(found[1], "0", None, None, None)
    elif found := _HOUR.search(text):
        return text[: found.start()], _time_of_day(found[1], "0", None, None, found[2])
    else:
        return text, timedelta()
    return text[: compact.start()], _time_of_day(hour, minute, second, fraction, half)


def _time_of_day(
    hour: str, minute: str, second: str | None, fraction: str | None, half: str | None
) -> timedelta:
    h, m, s = int(hour), int(minute), int(second or 0)
    if half is not None:
        if not 1 <= h <= 12:
            raise ValueError(half)
        h = h % 12 + (12 if half.lower().startswith("p") else 0)
    micros = int(((fraction or "") + "000000")[:6])
    is_midnight = h == 24 and m == s == micros == 0
    # A leap second is the first of the next minute.
    if not (h < 24 or is_midnight) or m > 59 or s > 60:
        raise ValueError(hour)
    return timedelta(hours=h, minutes=m, seconds=s, microseconds=micros)


def _date(text: str) -> tuple[date | None, Style]:
    found = _YEAR_FIRST.search(text)
    if found and not _DIGIT.search(text[: found.start()] + text[found.end() :]):
        return date(int(found[1]), int(found[2]), int(found[3])), Style.ISO
    if found := _COMPACT.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3])), Style.COMPACT
    if found := _WEEK.fullmatch(text):
        return date.fromisocalendar(int(found[1]), int(found[2]), int(found[3])), Style.ISO
    if found := _DAY_OF_YEAR.fullmatch(text):
        first = date(int(found[1]), 1, 1)
        day = first + timedelta(days=int(found[2]) - 1)
        return (day, Style.ISO) if day.year == first.year else (None, Style.NOT_A_DATE)
    if _PARTIAL.fullmatch(text):
        return None, Style.NO_DAY
    words = _ORDINAL.sub("", text)
    if found := _YEAR_LAST.search(words):
        return _numeric(found, _month_in(words))
    return _in_words(words)


def _numeric(found: re.Match[str], month: int | None) -> tuple[date | None, Style]:
    """Read a date of three numbers, the year last; only one order may give a date."""
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    if month is not None:
        return None, Style.UNKNOWN
    if len(found[3]) == 2:
        return None, Style.SHORT_YEAR
    if first > 12 and second > 12:
        return None, Style.NOT_A_DATE
    if first <= 12 and second <= 12 and first != second:
        return None, Style.ORDER
    return date(year, min(first, second), max(first, second)), Style.NUMERIC


def _month_in(text: str) -> int | None:
    return next((MONTHS[word] for word in map(_bare, _TOKEN.findall(text)) if word in MONTHS), None)


def _in_words(text: str) -> tuple[date | None, Style]:
    """Read a date with the name of its month, words around it or not."""
    tokens = [_bare(token) for token in _TOKEN.findall(text)]
    numbers = [token for token in tokens if token.isdigit()]
    years = [token for token in numbers if len(token) == 4]
    days = [token for token in numbers if len(token) < 3]
    months = [i for i, token in enumerate(tokens) if token in MONTHS]
    # "May" may be a word of the sentence before the date: the month stands next to its day.
    beside = [i for i in months if any(token in days for token in tokens[max(i - 2, 0) : i + 2])]
    if not months or len(numbers) != len(years) + len(days):
        return None, Style.UNKNOWN
    if not years and len(days) == 2:
        return None, Style.SHORT_YEAR
    if not days or not beside:
        return None, Style.NO_DAY
    if len(years) != 1 or len(days) != 1 or len({tokens[i] for i in beside}) != 1:
        return None, Style.UNKNOWN
    return date(int(years[0]), MONTHS[tokens[beside[-1]]], int(days[0])), Style.WORDS


def _bare(word: str) -> str:
    """Write a word in lower-case letters without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
