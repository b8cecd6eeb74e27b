"""Numbers and stars as people spell them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.tables.spelled_numbers import is_empty_word, read_amount, read_stars


@pytest.mark.parametrize(
    "text, expected",
    [
        ("12.5", 12.5),
        ("12,5", 12.5),
        ("0,250", 0.25),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234,567", 1234567.0),
        ("1.234.567", 1234567.0),
        ("1 234,5", 1234.5),
        ("1\u202f234", 1234.0),
        ("1'234.5", 1234.5),
        (" -3e2 ", -300.0),
        (".5", 0.5),
        ("1,234", None),
        ("250 g", None),
        ("1.2.3", None),
        ("", None),
        ("nan", None),
    ],
)
def test_read_amount__tells_point_and_comma_apart(text, expected):
    assert read_amount(text) == expected


@pytest.mark.parametrize(
    "text, decimal, expected",
    [("1,234", ",", 1.234), ("1,234", ".", 1234.0), ("1.234", ",", 1234.0), ("1.234", ".", 1.234)],
)
def test_read_amount__as_declared(text, decimal, expected):
    assert read_amount(text, decimal) == expected


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_read_amount__reads_what_python_writes(number):
    assert read_amount(repr(number)) == number


@pytest.mark.parametrize(
    "text, expected",
    [
        ("5.0 out of 5 stars", 5.0),
        ("Rated 4 out of 5", 4.0),
        ("Rating: 4", 4.0),
        ("4 / 5", 4.0),
        ("4,5", 4.5),
        ("4,0 su 5 stelle", 4.0),
        ("4.0 von 5 Sternen", 4.0),
        ("5つ星のうち4.0", 4.0),
        ("five stars", 5.0),
        ("Five", 5.0),
        ("1 star", 1.0),
        ("4★", 4.0),
        ("★★★★☆", 4.0),
        ("⭐⭐⭐", 3.0),
        ("★★★★½", 4.5),
        ("****", 4.0),
        ("8/10", None),
        ("★★☆", None),
        ("★★★★★★", None),
        ("good", None),
        ("", None),
    ],
)
def test_read_stars__spellings(text, expected):
    assert read_stars(text, 5.0) == expected


def test_read_stars__another_maximum():
    assert read_stars("8/10", 10.0) == 8.0


@given(st.text(max_size=30))
def test_read_stars__any_text(text):
    assert read_stars(text, 5.0) is None or isinstance(read_stars(text, 5.0), float)


@pytest.mark.parametrize(
    "text, expected",
    [("NULL", True), (" NaN ", True), ("\\N", True), ("NA", False), ("-", False), ("a", False)],
)
def test_is_empty_word(text, expected):
    assert is_empty_word(text, also_short=False) == expected
    assert is_empty_word(text, also_short=True) == (text != "a")
