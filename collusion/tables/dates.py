"""Times of any unit, zone and spelling become microseconds in UTC."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from collusion.tables.mapping import UNIX_MILLISECONDS, UNIX_SECONDS
from collusion.tables.schema import TIME

DATE_RANGE = "from 1970 to 2199"
_SECONDS_END = 7_258_118_400  # 2200-01-01
_SAMPLE = 20
_UNIT = {"ms": 10**3, "us": 10**6, "ns": 10**9}
_UNIX = {UNIX_SECONDS: 1, UNIX_MILLISECONDS: 10**3}

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
"""Spellings of ISO 8601 taken without a declared format, the commonest first."""


def date_value(raw: pl.Expr, dtype: pl.DataType, formats: Sequence[str]) -> pl.Expr | None:
    """Return the expression that makes times of `raw`, null where a cell is none.

    Parameters
    ----------
    raw
        The source's column.
    dtype
        Its type: datetime (without zone it is UTC), date, text, or a number with a unix format.
    formats
        Formats declared for it, strptime's or "unix seconds", "unix milliseconds"; ISO 8601 when empty.

    Returns
    -------
    polars.Expr or None
        Of type Datetime("us", "UTC"), from 1970 to 2199; None when the type holds no times.
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
        inside = pl.when((days >= 0) & (days < _SECONDS_END // 86_400)).then(raw)
        return inside.cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    if dtype == pl.String:
        spellings = tuple(formats) or ISO_FORMATS
        return raw.map_batches(
            lambda cells: parse_dates(cells, spellings), return_dtype=TIME, is_elementwise=True
        )
    if dtype.is_numeric() and formats and set(formats) <= set(_UNIX):
        return _from_unix(raw.cast(pl.Float64, strict=False), formats[0])
    return None


def date_problem(raw: pl.Expr, dtype: pl.DataType, done: pl.Expr) -> pl.Expr:
    """Return whether a cell `raw` of a `dtype` says something that was not understood (`done` is null)."""
    if dtype == pl.String:
        return (raw.str.strip_chars() != "") & done.is_null()
    given = raw.is_not_null() & raw.is_not_nan() if dtype.is_float() else raw.is_not_null()
    return given & done.is_null()


def parse_dates(cells: pl.Series, formats: Sequence[str]) -> pl.Series:
    """Parse text as times, each cell by the first of `formats` that fits it.

    Parameters
    ----------
    cells
        Strings; surrounding blanks do not count.
    formats
        In order of trial; each is tried on what the ones before left over.

    Returns
    -------
    polars.Series
        Datetime("us", "UTC"), null where no format fits or the year is not from 1970 to 2199.
    """
    text = cells.str.strip_chars()
    text = text.set((text == "").fill_null(False), None)
    first, *others = _commonest_first(text, formats)
    times = _parsed(text, first)
    for form in others:
        left = (times.is_null() & text.is_not_null()).arg_true()
        if left.is_empty():
            break
        times = times.scatter(left, _parsed(text.gather(left), form))
    return times.alias(cells.name)


def _commonest_first(cells: pl.Series, formats: Sequence[str]) -> Sequence[str]:
    """Put the format of the first cells first; only for ISO 8601, no cell of which fits two formats."""
    if formats != ISO_FORMATS:
        return formats
    sample = cells.head(_SAMPLE)
    return sorted(formats, key=lambda form: _parsed(sample, form).null_count())


def _parsed(cells: pl.Series, form: str) -> pl.Series:
    if form in _UNIX:
        return pl.select(_from_unix(pl.lit(cells.cast(pl.Float64, strict=False)), form)).to_series()
    times = cells.str.to_datetime(form, time_unit="us", strict=False, exact=True, ambiguous="earliest")
    zone = times.dtype.time_zone if isinstance(times.dtype, pl.Datetime) else None
    times = times.dt.replace_time_zone("UTC") if zone is None else times.dt.convert_time_zone("UTC")
    ticks = times.to_physical()
    inside = ((ticks >= 0) & (ticks < _SECONDS_END * 10**6)).fill_null(False)
    return times.set(~inside, None)


def _from_unix(number: pl.Expr, form: str) -> pl.Expr:
    seconds = number / _UNIX[form]
    inside = pl.when((seconds >= 0.0) & (seconds < float(_SECONDS_END))).then(seconds)
    return (inside * 1e6).round(0).cast(pl.Int64).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
