"""Spellings of times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.tables.dates import ISO_FORMATS, date_value, parse_dates
from collusion.tables.schema import TIME


@pytest.mark.parametrize(
    "text, expected",
    [
        ("2015-10-16", "2015-10-16T00:00:00"),
        (" 2015-10-16 ", "2015-10-16T00:00:00"),
        ("2015-10-16 07:08", "2015-10-16T07:08:00"),
        ("2015-10-16T07:08", "2015-10-16T07:08:00"),
        ("2015-10-16T07:08:09", "2015-10-16T07:08:09"),
        ("2015-10-16 07:08:09.5", "2015-10-16T07:08:09.500000"),
        ("2015-10-16T07:08:09.123456789Z", "2015-10-16T07:08:09.123456"),
        ("2015-10-16T07:08:09+02:00", "2015-10-16T05:08:09"),
        ("2015-10-16T07:08:09-0730", "2015-10-16T14:38:09"),
        ("2015-10-16 07:08:09+02", "2015-10-16T05:08:09"),
        ("2015-10-16 07:08:09 +0200", "2015-10-16T05:08:09"),
        ("2015-10-16T07:08Z", "2015-10-16T07:08:00"),
        ("1970-01-01", "1970-01-01T00:00:00"),
        ("2199-12-31T23:59:59.999999", "2199-12-31T23:59:59.999999"),
    ],
)
def test_parse_dates__iso(text, expected):
    (time,) = parse_dates(pl.Series([text]), ISO_FORMATS)

    assert time == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "  ", "x", "2015-13-01", "16/10/2015", "2015", "1969-12-31T23:59:59", "2200-01-01"]
)
def test_parse_dates__null_for_what_is_no_time(text):
    assert parse_dates(pl.Series([text, None]), ISO_FORMATS).to_list() == [None, None]


@given(st.lists(st.none() | st.datetimes(datetime(1970, 1, 1), datetime(2199, 12, 31))))  # noqa: DTZ001
def test_parse_dates__agrees_with_the_standard_library(times):
    cells = pl.Series([None if t is None else t.isoformat() for t in times], dtype=pl.String)

    parsed = parse_dates(cells, ISO_FORMATS)

    assert parsed.dtype == TIME
    assert parsed.to_list() == [None if t is None else t.replace(tzinfo=UTC) for t in times]


def test_parse_dates__several_formats_each_cell_by_the_first_that_fits():
    cells = pl.Series(["16.10.2015", "2015/10/17", "1445000000", "nonsense"])

    parsed = parse_dates(cells, ("%d.%m.%Y", "%Y/%m/%d", "unix seconds")).to_list()

    assert parsed == [
        datetime(2015, 10, 16, tzinfo=UTC),
        datetime(2015, 10, 17, tzinfo=UTC),
        datetime(2015, 10, 16, 12, 53, 20, tzinfo=UTC),
        None,
    ]


@pytest.mark.parametrize("form, factor", [("unix seconds", 1), ("unix milliseconds", 1000)])
def test_date_value__unix_numbers(form, factor):
    seconds = [0, 1_445_000_000, 7_258_118_399, 7_258_118_400, -1, 2**62]
    frame = pl.DataFrame({"t": pl.Series([s * factor if s < 2**60 else s for s in seconds], dtype=pl.Int64)})

    times = frame.select(date_value(pl.col("t"), pl.Int64(), (form,))).to_series()

    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    assert times.to_list() == [*(epoch + timedelta(seconds=s) for s in seconds[:3]), None, None, None]


@pytest.mark.parametrize(
    "dtype, formats", [(pl.Int64(), ()), (pl.Int64(), ("%Y",)), (pl.Boolean(), ("unix seconds",))]
)
def test_date_value__none_for_types_that_hold_no_time(dtype, formats):
    assert date_value(pl.col("t"), dtype, formats) is None
