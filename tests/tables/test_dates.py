"""Spellings of times."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.tables.dates import ISO_FORMATS, date_value, parse_dates, read_times
from collusion.tables.schema import TIME
from collusion.tables.spelled_times import Style


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


@pytest.mark.parametrize(
    "form, per_second",
    [
        ("unix seconds", 1),
        ("unix milliseconds", 10**3),
        ("unix microseconds", 10**6),
        ("unix nanoseconds", 10**9),
    ],
)
def test_read_times__unix_numbers_exactly(form, per_second):
    seconds = [0, 1_445_000_000, 7_258_118_399]
    cells = pl.Series([str(s * per_second) for s in seconds] + ["1445000000.0", "-1", "9" * 30, "x"])

    times, codes = read_times(cells, (form,))

    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    assert times.to_list()[:3] == [epoch + timedelta(seconds=s) for s in seconds]
    assert times.to_list()[3] == epoch + timedelta(seconds=1_445_000_000 / per_second)
    assert times.to_list()[4:] == [None, None, None]
    assert codes.to_list()[4:] == [Style.OUT_OF_RANGE, Style.OUT_OF_RANGE, Style.MISFIT]


def read(text, *formats):
    times, codes = read_times(pl.Series([text]), formats)
    return times[0], Style(codes[0])


@pytest.mark.parametrize(
    "text, form, expected",
    [
        ("Mon Aug 10 2015 14:16:38 GMT+0200 (CEST)", "%a %b %d %Y %H:%M:%S %Z (CEST)", "2015-08-10T12:16:38"),
        ("Mon Aug 10 2015 14:16:38 GMT+0200", "%a %b %d %Y %H:%M:%S %Z", "2015-08-10T12:16:38"),
        ("2018-09-03T10:00:00-07:00", "%Y-%m-%dT%H:%M:%S%Z", "2018-09-03T17:00:00"),
        ("2018-09-03 10:00:00 UTC", "%Y-%m-%d %H:%M:%S %Z", "2018-09-03T10:00:00"),
        ("2018-09-03 10:00:00 EST", "%Y-%m-%d %H:%M:%S %Z", "2018-09-03T15:00:00"),
    ],
)
def test_read_times__names_of_zones_are_honoured(text, form, expected):
    time, style = read(text, form)

    assert time == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert style is (Style.ABBREVIATED_ZONE if " EST" in text else Style.NONE)


def test_read_times__a_zone_that_several_countries_use_is_refused():
    assert read("2018-09-03 10:00:00 IST", "%Y-%m-%d %H:%M:%S %Z") == (None, Style.MISFIT)


def test_read_times__formats_that_overlap():
    formats = ("%d/%m/%Y", "%m/%d/%Y")

    assert read("03/04/2018", *formats) == (None, Style.TWO_FORMATS)
    assert read("25/12/2018", *formats) == (datetime(2018, 12, 25, tzinfo=UTC), Style.NONE)
    assert read("03/03/2018", *formats) == (datetime(2018, 3, 3, tzinfo=UTC), Style.NONE)


def test_read_times__other_spellings_only_where_they_mean_one_time():
    assert read("June 2, 2019", "%b %d, %Y") == (datetime(2019, 6, 2, tzinfo=UTC), Style.OTHERWISE)
    assert read("2019-06-02", "%b %d, %Y") == (datetime(2019, 6, 2, tzinfo=UTC), Style.OTHERWISE)
    assert read("1535932800", "%b %d, %Y") == (None, Style.MISFIT)


@pytest.mark.parametrize("text", ["1969-12-31T23:59:59", "2200-01-01", "0001-01-01", "9999-12-31"])
def test_read_times__out_of_range(text):
    assert read(text) == (None, Style.OUT_OF_RANGE)


def test_read_times__many_spellings_in_one_column():
    cells = pl.Series(
        ["2018-09-03", None, "1535932800", "43346", "Sep 3, 2018", "1535932800000", "03/04/2018"]
    )

    times, codes = read_times(cells, ())

    day = datetime(2018, 9, 3, tzinfo=UTC)
    assert times.to_list() == [day, None, day, day, day, day, None]
    assert codes.to_list() == [
        Style.NONE,
        None,
        Style.SECONDS,
        Style.EXCEL,
        Style.WORDS,
        Style.MILLISECONDS,
        Style.ORDER,
    ]


@pytest.mark.parametrize("dtype", [pl.Int64(), pl.Boolean(), pl.String()])
def test_date_value__none_for_types_that_hold_no_time(dtype):
    assert date_value(pl.col("t"), dtype) is None
