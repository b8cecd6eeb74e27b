"""One time at a time, as people and programs spell it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.tables.months import MONTHS
from collusion.tables.spelled_times import FIRST_FAILURE, Style, read_time, zone_minutes


@pytest.mark.parametrize(
    "text, expected",
    [
        ("2018-09-03T10:00:00+02:00[Europe/Berlin]", "2018-09-03T08:00:00"),
        ("2018-09-03 10:00:00 America/New_York", "2018-09-03T14:00:00"),
        ("2018-09-03 10:00:00 UTC", "2018-09-03T10:00:00"),
        ("2018-09-03 10:00:00 +0000 UTC", "2018-09-03T10:00:00"),
        ("2018-09-03T10:00:00-07:00", "2018-09-03T17:00:00"),
        ("2018-09-03T10:00:00,123Z", "2018-09-03T10:00:00.123000"),
        ("2018-09-03T24:00:00", "2018-09-04T00:00:00"),
        ("2018-09-03T10Z", "2018-09-03T10:00:00"),
        ("2018/09/03", "2018-09-03T00:00:00"),
        ("20180903T101112Z", "2018-09-03T10:11:12"),
        ("2018-W36-1", "2018-09-03T00:00:00"),
        ("2018-246", "2018-09-03T00:00:00"),
        ("Mon Aug 10 2015 14:16:38 GMT+0200 (CEST)", "2015-08-10T12:16:38"),
        ("Mon, 03 Sep 2018 10:00:00 +0200", "2018-09-03T08:00:00"),
        ("Mon Sep  3 10:00:00 2018", "2018-09-03T10:00:00"),
        ("Thu Sep 03 00:00:00 UTC 1970", "1970-09-03T00:00:00"),
        ("Sept. 3, 2018", "2018-09-03T00:00:00"),
        ("Monday, September 3rd, 2018 at 10:05 PM", "2018-09-03T22:05:00"),
        ("Reviewed in the United States on September 3, 2018", "2018-09-03T00:00:00"),
        ("I may say: reviewed on May 5, 2018", "2018-05-05T00:00:00"),
        ("Rezension aus Deutschland vom 3. September 2018", "2018-09-03T00:00:00"),
        ("Commenté en France le 3 août 2018", "2018-08-03T00:00:00"),
        ("2018年9月3日に日本でレビュー済み", "2018-09-03T00:00:00"),
        ("25/12/2018", "2018-12-25T00:00:00"),
        ("12/25/2018 5:04:01 PM", "2018-12-25T17:04:01"),
        ("2018-09-03 10:00:00 EST", "2018-09-03T15:00:00"),
    ],
)
def test_read_time__spellings(text, expected):
    assert read_time(text).time == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text, style",
    [
        ("1535932800", Style.SECONDS),
        ("1535932800.0", Style.SECONDS),
        ("1535932800000", Style.MILLISECONDS),
        ("1535932800000000", Style.MICROSECONDS),
        ("1535932800000000000", Style.NANOSECONDS),
        ("43346", Style.EXCEL),
        ("20180903", Style.COMPACT),
        ("201809030000", Style.COMPACT),
    ],
)
def test_read_time__numbers_are_told_apart_by_plausibility(text, style):
    found = read_time(text)

    assert found.style is style
    assert found.time == datetime(2018, 9, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "text, style",
    [
        ("03/09/2018", Style.ORDER),
        ("3.9.2018 10:00", Style.ORDER),
        ("25/12/18", Style.SHORT_YEAR),
        ("3-Sep-18", Style.SHORT_YEAR),
        ("2018", Style.NO_DAY),
        ("2018-09", Style.NO_DAY),
        ("September 2018", Style.NO_DAY),
        ("2018-09-03 10:00 IST", Style.VAGUE_ZONE),
        ("2018-09-03 10:00 Europe/Atlantis", Style.VAGUE_ZONE),
        ("2 days ago", Style.RELATIVE),
        ("2018-02-30", Style.NOT_A_DATE),
        ("2018-09-03 25:00", Style.NOT_A_DATE),
        ("2018-09-03 13:00 pm", Style.NOT_A_DATE),
        ("2018-366", Style.NOT_A_DATE),
        ("13/13/2018", Style.NOT_A_DATE),
        ("17777", Style.UNKNOWN),
        ("500000000", Style.UNKNOWN),
        ("x" * 200, Style.UNKNOWN),
        ("Sep 3 4 2018", Style.UNKNOWN),
        ("", Style.UNKNOWN),
    ],
)
def test_read_time__never_guesses(text, style):
    found = read_time(text)

    assert found.time is None
    assert found.style is style
    assert found.style >= FIRST_FAILURE


@given(st.text(max_size=40) | st.from_regex(r"[0-9T:/. +-]{1,25}|[A-Z]?[a-z]{2,8} \d{1,2},? \d{2,4}"))
def test_read_time__any_text_is_a_time_or_none(text):
    found = read_time(text)

    assert (found.time is None) == (found.style >= FIRST_FAILURE)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001
def test_read_time__agrees_with_the_standard_library(time):
    expected = time.replace(microsecond=0, tzinfo=UTC)

    for form in ("%Y-%m-%dT%H:%M:%S%z", "%a, %d %b %Y %H:%M:%S %z", "%B %d, %Y %I:%M:%S %p", "%s"):
        text = str(int(expected.timestamp())) if form == "%s" else expected.strftime(form)
        if form != "%s" or len(text) > 8:
            assert read_time(text).time == expected, text


def test_months__no_name_means_two():
    assert MONTHS["mai"] == 5
    assert set(MONTHS.values()) == set(range(1, 13))


@pytest.mark.parametrize(
    "name, minutes", [("+0530", 330), ("GMT-7", -420), ("UTC", 0), ("pst", -480), ("BST", None), ("x", None)]
)
def test_zone_minutes(name, minutes):
    assert zone_minutes(name) == minutes
