from __future__ import annotations

import datetime as dt

import pytest

from collusion.words.catalogue import words_of

STYLE = words_of("de").style


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.31, "31 %"),
        (0.0031, "0,3 %"),
        (0.0, "0 %"),
        (0.00002, "unter 0,1 %"),
        (0.999, "über 99 %"),
        (1.0, "100 %"),
    ],
)
def test_percent__in_german(share, told):
    assert told == STYLE.percent(share)


@pytest.mark.parametrize(
    ("score", "told", "short"),
    [
        (18.6, "400.000 zu 1", "400.000:1"),
        (-3.2, "1 zu 9,2", "1:9,2"),
        (0.0, "gleich", "gleich"),
        (1000.0, "über 1.000.000 zu 1", ">1.000.000:1"),
        (-1000.0, "unter 1 zu 1.000.000", "<1:1.000.000"),
    ],
)
def test_odds__in_german(score, told, short):
    assert (told, short) == (STYLE.odds(score), STYLE.odds_short(score))


def test_numbers__in_german():
    assert ["412", "10,8", "0,4", "0,004", "12.346"] == list(
        map(STYLE.figure, (412.0, 10.84, 0.4, 0.004, 12345.6))
    )
    assert ["×4", "×33.000", "÷2"] == list(map(STYLE.factor, (2.0, 15.0, -1.0)))
    assert ["+842", "−7,4", "0"] == list(map(STYLE.bits, (842.4, -7.42, 0.0)))
    assert ["1.234,6", "0,1", "unter 0,1"] == list(map(STYLE.expectation, (1234.56, 0.05, 0.0499)))
    assert ["4,4", "–"] == [STYLE.stars(4.4321), STYLE.stars(None)]


def test_times__in_german():
    first, last = (dt.datetime(2015, month, 2, 9, tzinfo=dt.UTC) for month in (3, 5))

    assert ["02.03.2015", "–"] == [STYLE.day(first), STYLE.day(None)]
    assert ["9 Wochen", "7 Monaten", "ohne Zeiten"] == [
        STYLE.span(first, last),
        STYLE.span(first, dt.datetime(2015, 9, 30, tzinfo=dt.UTC), ".dat"),
        STYLE.span(None, None),
    ]


def test_listed__cuts_in_german():
    assert "a, b und 2 weitere" == STYLE.listed(["a", "b", "c", "d"], 2)
    assert ["a und b", "a; b; und c"] == [STYLE.any_of(["a", "b"]), STYLE.any_of(["a", "b", "c"])]
