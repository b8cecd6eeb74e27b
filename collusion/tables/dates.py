"""Times of any unit, zone and spelling become microseconds in UTC."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

import polars as pl

from collusion.minutes import DAY_SECONDS
from collusion.tables.mapping import UNIX_UNITS
from collusion.tables.months import ZONES
from collusion.tables.schema import TIME
from collusion.tables.spelled_times import FIRST_FAILURE, Style, read_time, zone_minutes

DATE_RANGE = "from 1970 to 2199"
_SECONDS_END = 7_258_118_400  # 2200-01-01
_TICKS_END = _SECONDS_END * 10**6
_SAMPLE = 20
_UNIT = {"ms": 10**3, "us": 10**6, "ns": 10**9}
_ZONE = "%Z"
_NAMED_ZONE = rf"\d\s*({'|'.join(name for name, minutes in ZONES.items() if minutes)})\b"

ISO_FORMATS = (
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f%#z",
    "%Y-%m-%d %H:%M:%S%.f%#z",
    "%Y-%m-%d %H:%M:%S%.f %#z",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M%#z",
)
"""Spellings of ISO 8601 that are tried first where no format is declared, the commonest first."""

#: Styles that mean one time whatever was declared.
_ALWAYS = (Style.ISO, Style.WORDS, Style.ABBREVIATED_ZONE)
# Digits of unix times in each unit, all plausible: 1973 to 2286.
_EPOCHS = ((r"^\d{9,10}$", 1, Style.SECONDS), (r"^\d{12,13}$", 10**3, Style.MILLISECONDS))
_PLAUSIBLE_FROM = 631_152_000  # 1990-01-01


def date_value(raw: pl.Expr, dtype: pl.DataType) -> pl.Expr | None:
    """Return the expression that makes times of a column of datetimes or dates.

    Parameters
    ----------
    raw
        The source's column.
    dtype
        Its type; a datetime without zone is UTC.

    Returns
    -------
    polars.Expr or None
        Of type Datetime("us", "UTC"), null outside of 1970 to 2199; None for other types.
    """
    if isinstance(dtype, pl.Datetime):
        ticks = raw.to_physical()
        inside = pl.when((ticks >= 0) & (ticks < _SECONDS_END * _UNIT[dtype.time_unit])).then(raw)
        zoned = (
            inside.dt.replace_time_zone("UTC")
            if dtype.time_zone is None
            else inside.dt.convert_time_zone("UTC")
        )
        return zoned.cast(TIME)
    if dtype == pl.Date:
        days = raw.to_physical()
        inside = pl.when((days >= 0) & (days < _SECONDS_END // DAY_SECONDS)).then(raw)
        return inside.cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    return None


def parse_dates(cells: pl.Series, formats: Sequence[str]) -> pl.Series:
    """Parse text as times of the declared formats alone.

    Parameters
    ----------
    cells
        Strings; surrounding blanks do not count.
    formats
        Each is tried on what the ones before left over.

    Returns
    -------
    polars.Series
        Datetime("us", "UTC"), null where no format fits, or the year is not from 1970 to 2199.
    """
    text = cells.str.strip_chars()
    text = text.set((text == "").fill_null(value=False), None)
    times = _parsed(text, formats[0])
    for form in formats[1:]:
        left = (times.is_null() & text.is_not_null()).arg_true()
        if left.is_empty():
            break
        times = times.scatter(left, _parsed(text.gather(left), form))
    return times.set(~_is_inside(times), None).alias(cells.name)


def read_times(cells: pl.Series, formats: Sequence[str]) -> tuple[pl.Series, pl.Series]:
    """Read times by the declared formats, or as they are spelled.

    Parameters
    ----------
    cells
        Text, stripped, null where empty.
    formats
        strptime's or "unix seconds" …; none to take every spelling that means one time.

    Returns
    -------
    tuple
        Datetime("us", "UTC"), and codes of `Style`. Cells that no declared format fits are read where their
        spelling means one time whatever was declared; those that two of them fit differently are at fault.
    """
    tried = tuple(formats) or _commonest_first(cells)
    times = _parsed(cells, tried[0])
    codes = pl.select(pl.when(times.is_not_null()).then(int(Style.NONE)).cast(pl.UInt8)).to_series()
    for form in tried[1:]:
        if formats:
            other = _parsed(cells, form)
            codes = codes.set((times != other).fill_null(value=False), int(Style.TWO_FORMATS))
            times = times.zip_with(times.is_not_null(), other)
        else:
            left = (times.is_null() & cells.is_not_null()).arg_true()
            if left.is_empty():
                break
            times = times.scatter(left, _parsed(cells.gather(left), form))
        codes = codes.set(times.is_not_null() & codes.is_null(), int(Style.NONE))
    left = (times.is_null() & cells.is_not_null()).arg_true()
    if len(left):
        spelled, styles = _spelled(cells.gather(left), formats)
        times, codes = times.scatter(left, spelled), codes.scatter(left, styles)
    if any(_ZONE in form for form in formats):
        named = cells.str.contains(_NAMED_ZONE) & times.is_not_null()
        codes = codes.set(named.fill_null(value=False), int(Style.ABBREVIATED_ZONE))
    codes = codes.set(times.is_not_null() & ~_is_inside(times), int(Style.OUT_OF_RANGE))
    has_time = (codes < FIRST_FAILURE).fill_null(value=False) & (codes != int(Style.OUT_OF_RANGE))
    return times.set(~has_time, None), codes


def plain_times(cells: pl.Series, formats: Sequence[str]) -> pl.Series | None:
    """Return the times of `cells` where one of `formats`, or of ISO 8601, fits all; None otherwise."""
    if len(formats) > 1 or any(_ZONE in form for form in formats):
        return None
    form = formats[0] if formats else _commonest_first(cells)[0]
    # A cell of another form shows soon, where it does.
    if _parsed(cells.head(_SAMPLE), form).null_count() != cells.head(_SAMPLE).null_count():
        return None
    times = _parsed(cells, form)
    ticks = times.to_physical()
    first, last = ticks.min(), ticks.max()
    is_inside = isinstance(first, int) and isinstance(last, int) and first >= 0 and last < _TICKS_END
    return times if is_inside and times.null_count() == cells.null_count() else None


def _is_inside(times: pl.Series) -> pl.Series:
    ticks = times.to_physical()
    return ((ticks >= 0) & (ticks < _TICKS_END)).fill_null(value=False)


def _commonest_first(cells: pl.Series) -> Sequence[str]:
    """Put the format of the first cells first; only for ISO 8601, no cell of which fits two formats."""
    sample = cells.head(_SAMPLE)
    return sorted(ISO_FORMATS, key=lambda form: _parsed(sample, form).null_count())


def _spelled(cells: pl.Series, formats: Sequence[str]) -> tuple[pl.Series, pl.Series]:
    """Read what no format fits: numbers by their size, other cells one by one, each distinct text once."""
    times = pl.repeat(None, len(cells), dtype=TIME, eager=True)
    styles = pl.repeat(None, len(cells), dtype=pl.UInt8, eager=True)
    if not formats:
        for digits, per_second, style in _EPOCHS:
            numbers = cells.set(~cells.str.contains(digits), None).cast(pl.Int64, strict=False)
            numbers = numbers.set((numbers < _PLAUSIBLE_FROM * per_second).fill_null(value=False), None)
            found = (numbers * (10**6 // per_second)).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
            times = found.zip_with(found.is_not_null(), times)
            styles = styles.set(found.is_not_null(), int(style))
    distinct = cells.set(times.is_not_null(), None).drop_nulls().unique()
    read = [read_time(text) for text in distinct.to_list()]
    if formats:
        is_known = [one.style in _ALWAYS or one.style >= FIRST_FAILURE for one in read]
        code = [int(Style.OTHERWISE) if one.time else int(Style.MISFIT) for one in read]
        values = [one.time if known else None for one, known in zip(read, is_known, strict=True)]
        code = [c if known else int(Style.MISFIT) for c, known in zip(code, is_known, strict=True)]
    else:
        values, code = [one.time for one in read], [int(one.style) for one in read]
    left = times.is_null().arg_true()
    rest = cells.gather(left)
    new = rest.replace_strict(distinct, _instants(values), default=None, return_dtype=TIME)
    codes = rest.replace_strict(
        distinct, pl.Series(code, dtype=pl.UInt8), default=None, return_dtype=pl.UInt8
    )
    return times.scatter(left, new), styles.scatter(left, codes)


def _instants(times: Sequence[datetime | None]) -> pl.Series:
    return pl.Series(
        [None if time is None else time.replace(tzinfo=None) for time in times], dtype=pl.Datetime("us")
    ).dt.replace_time_zone("UTC")


def _parsed(cells: pl.Series, form: str) -> pl.Series:
    if form in UNIX_UNITS:
        return _from_unix(cells, UNIX_UNITS[form])
    if _ZONE in form:
        return _with_zone_names(cells, form)
    times = cells.str.to_datetime(form, time_unit="us", strict=False, exact=True, ambiguous="earliest")
    zone = times.dtype.time_zone if isinstance(times.dtype, pl.Datetime) else None
    return times.dt.replace_time_zone("UTC") if zone is None else times.dt.convert_time_zone("UTC")


def _with_zone_names(cells: pl.Series, form: str) -> pl.Series:
    """Honour ``%Z``, which polars would read over: take the zone out, parse the rest, subtract the zone.

    An abbreviation that several countries use has no time.
    """
    before, after = (re.escape(part) for part in form.split(_ZONE, 1))
    directive = re.compile(r"%(?:\\?[-#_.0-9])*[A-Za-z]")
    before, after = (directive.sub(".+?", part) for part in (before, after))
    pattern = f"^({before})([A-Za-z]{{0,5}}(?:[+-]\\d{{1,2}}:?\\d{{0,2}})?)({after})$"
    distinct = cells.drop_nulls().unique()
    parts = [re.match(pattern, text) for text in distinct.to_list()]
    rests = pl.Series([found and found[1] + found[3] for found in parts], dtype=pl.String)
    shifts = pl.Series([found and zone_minutes(found[2]) for found in parts], dtype=pl.Int64)
    plain = _parsed(rests, form.replace(_ZONE, "", 1))
    times = plain - (shifts * 60_000_000).cast(pl.Duration("us"))
    return cells.replace_strict(distinct, times, default=None, return_dtype=TIME)


def _from_unix(cells: pl.Series, per_second: int) -> pl.Series:
    """Translate unix times; whole ones exactly."""
    limit = min(2 * _TICKS_END * per_second // 10**6, 2**63 - 1)
    whole = cells.str.strip_suffix(".0").cast(pl.Int64, strict=False).clip(-limit, limit)
    micros = whole * (10**6 // per_second) if per_second <= 10**6 else whole // (per_second // 10**6)
    left = (whole.is_null() & cells.is_not_null()).arg_true()
    if len(left):
        number = cells.gather(left).cast(pl.Float64, strict=False) / per_second * 1e6
        number = number.set(~number.is_finite().fill_null(value=False), None).clip(
            -2.0 * _TICKS_END, 2.0 * _TICKS_END
        )
        micros = micros.scatter(left, number.round(0).cast(pl.Int64))
    return micros.cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
