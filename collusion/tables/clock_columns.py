"""Join a column of days with the column of the time of day beside it: ``date`` and ``time``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from collusion.tables.mapping import TableMapping
from collusion.tables.names import plain_name
from collusion.tables.schema import TIME, Table

NOTE_JOINED = "days of column {!r} joined with the times of day of column {!r}"
#: Rows that are looked at.
_SAMPLE_ROWS = 1000
#: What a column of times of day is called, where it is not called like the column of days.
_CLOCK_NAMES = frozenset(
    {"time", "time_of_day", "clock", "hour", "uhrzeit", "zeit", "heure", "hora", "ora", "tijd"}
)
_OPPOSITES = (("date", "time"), ("datum", "zeit"), ("day", "time"))
_CLOCK = (
    r"^\s*(?:[01]?\d|2[0-4])[:.][0-5]\d(?:[:.][0-5]\d(?:\.\d+)?)?\s*(?:[aApP]\.?\s?[mM]\.?)?"
    r"\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?\s*$"
)
_CLOCK_FORMS = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p")
_HAS_CLOCK = r"\d:\d\d|\d\s*[aApP]\.?[mM]"


@dataclass(frozen=True, slots=True)
class Clock:
    """Columns of a file that make one time: its `day`, its `time` of day, and how the two are called."""

    day: str
    time: str

    @property
    def name(self) -> str:
        """The name of the joined column."""
        return f"{self.day} + {self.time}"


def clocks_beside(
    table: Table,
    rows: pl.LazyFrame,
    names: Sequence[str],
    sources: Mapping[str, str],
    declared: TableMapping,
) -> dict[str, Clock]:
    """Find the columns of days that have one column of times of day beside them.

    Parameters
    ----------
    table
        The table.
    rows
        Rows of a file, cells as it has them.
    names
        Columns of the file.
    sources
        The file's name of each column of the contract.
    declared
        A column whose declared formats have the time of day is read as they say.

    Returns
    -------
    dict
        By the contract's column. Nothing where any of the first days has a time of its own, any of the
        times of day is none, or two columns may be the one that is meant.
    """
    schema, used = rows.collect_schema(), set(sources.values())
    found = {}
    for column in table.columns:
        day = sources.get(column.name, "")
        forms = declared.dates.get(column.name, ())
        if column.dtype != TIME or schema.get(day) is None or not all(map(_is_of_days, forms)):
            continue
        beside = [name for name in names if name not in used and name in schema and _is_beside(name, day)]
        if len(beside) == 1 and _are_parts(rows, schema, day, beside[0]):
            found[column.name] = Clock(day, beside[0])
    return found


def formats_with_clocks(
    dates: Mapping[str, tuple[str, ...]], clocks: Mapping[str, Clock]
) -> dict[str, tuple[str, ...]]:
    """Return declared formats of `dates`, with a time of day too where `clocks` join one."""
    longer = {
        name: (*(f"{form} {clock}" for form in forms for clock in _CLOCK_FORMS), *forms)
        for name, forms in dates.items()
        if name in clocks
    }
    return {**dates, **longer}


def _is_of_days(form: str) -> bool:
    """Say whether a declared format is one of days without a time."""
    return "%" in form and not any(part in form for part in ("%H", "%I", "%T", "%R", "%c", "%X"))


def with_clocks(rows: pl.LazyFrame, clocks: Mapping[str, Clock]) -> pl.LazyFrame:
    """Add to some `rows` of a file the joined column of each of its `clocks`; a day alone stays one."""
    schema = rows.collect_schema()
    joined = {one.name: _joined(one, schema) for one in clocks.values()}
    return rows.with_columns(value.alias(name) for name, value in joined.items())


def _is_beside(name: str, of_day: str) -> bool:
    """Say whether a column is called as the time of day of a column of days is: ``review_time``, ``time``."""
    plain, of = plain_name(name), plain_name(of_day)
    swapped = {of.replace(day, time) for day, time in _OPPOSITES}
    return plain in _CLOCK_NAMES or plain in swapped - {of}


def _are_parts(rows: pl.LazyFrame, schema: pl.Schema, day: str, time: str) -> bool:
    """Say whether all of the first cells are days, or times of day."""
    sample = rows.select(day, time).head(_SAMPLE_ROWS).collect()
    days, times = sample[day].drop_nulls(), sample[time].drop_nulls()
    if days.is_empty() or times.is_empty():
        return False
    if schema[day] == pl.String:
        are_days = not days.str.contains(_HAS_CLOCK).any()
    elif isinstance(schema[day], pl.Datetime):
        are_days = bool((days.dt.time() == dt.time(0)).all())
    else:
        are_days = schema[day] == pl.Date
    if schema[time] == pl.String:
        filled = times.filter(times.str.strip_chars() != "")
        return are_days and not filled.is_empty() and bool(filled.str.contains(_CLOCK).all())
    return are_days and schema[time] == pl.Time


def _joined(clock: Clock, schema: pl.Schema) -> pl.Expr:
    day, time = pl.col(clock.day), pl.col(clock.time)
    if schema[clock.day] != pl.String:
        day = day.dt.date()
        if schema[clock.time] == pl.Time:
            return day.dt.combine(time.fill_null(dt.time(0)))
        day = day.cast(pl.String)
    if schema[clock.time] == pl.Time:
        time = time.dt.to_string("%H:%M:%S%.f")
    is_given = time.is_not_null() & (time.str.strip_chars() != "")
    whole = pl.concat_str([day.str.strip_chars(), time.str.strip_chars()], separator=" ")
    return pl.when(is_given & day.is_not_null()).then(whole).otherwise(day)
