"""The words for numbers, at the edges where they change."""

from __future__ import annotations

import datetime as dt

import pytest

from collusion.cases import wording
from collusion.words import style

DAY0 = dt.datetime(2015, 3, 2, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "0 %"), (0.000999, "under 0.1 %"), (0.001, "0.1 %"), (0.0994, "9.9 %"), (0.0995, "10 %"),
        (0.994, "99 %"), (0.995, "over 99 %"), (0.9999, "over 99 %"), (1.0, "100 %"),
    ],
)  # fmt: skip
def test_percent__never_pretends_to_be_nothing_or_all(share, words):
    assert words == wording.percent(share)


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0499, "0"), (0.05, "+0.1"), (-0.05, "−0.1"), (9.94, "+9.9"), (9.95, "+10"), (-1234.0, "−1,234")],
)
def test_bits__have_a_sign_and_two_digits(value, words):
    assert words == wording.bits(value)


@pytest.mark.parametrize(
    ("bits", "words"),
    [(0.0, "×1"), (-0.01, "×1"), (-1.0, "÷2"), (3.3, "×9.8"), (3.315, "×10"), (15.0, "×33,000")],
)
def test_factor__says_what_bits_do_to_odds(bits, words):
    assert words == wording.factor(bits)


@pytest.mark.parametrize(
    ("value", "words"), [(412.0, "412"), (99.96, "100.0"), (100.4, "100"), (1.04, "1.0"), (0.994, "0.99")]
)
def test_figure__has_the_digits_that_a_reader_needs(value, words):
    assert words == wording.figure(value)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "1 day"),
        (20, "21 days"),
        (21, "4 weeks"),
        (179, "26 weeks"),
        (180, "6 months"),
        (364, "12 months"),
    ],
)
def test_span__rounds_up_and_changes_its_unit(days, words):
    assert words == wording.span(DAY0, DAY0 + dt.timedelta(days=days))


def test_span__of_unknown_times():
    assert "no times" == wording.span(DAY0, None) == wording.span(None, DAY0)


@pytest.mark.parametrize("hours", range(0, 24 * 400, 7))
def test_span__is_never_shorter_than_the_time(hours):
    """Within so many days is true of the first and the last moment, whatever their hours."""
    last = DAY0 + dt.timedelta(hours=hours)
    number, unit = wording.span(DAY0, last).split()
    days = {"day": 1, "week": 7, "month": style.DAYS_OF_MONTH}[unit.removesuffix("s")]

    assert last - DAY0 <= dt.timedelta(days=int(number) * days)


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (1.0499, "even"), (1.06, "1.1 to 1"), (9.94, "9.9 to 1"), (9.96, "10 to 1"), (123.0, "120 to 1"),
        (1_000_000.0, "1,000,000 to 1"), (1_000_001.0, "over 1,000,000 to 1"),
    ],
)  # fmt: skip
def test_odds__to_two_digits_and_no_larger_than_a_model_can_bear(ratio, words):
    import math

    turned = {"even": "even", "over 1,000,000 to 1": "under 1 to 1,000,000"}
    against = turned.get(words, f"1 to {words.removesuffix(' to 1')}")

    assert words == wording.odds(math.log2(ratio))
    assert against == wording.odds(-math.log2(ratio))


@pytest.mark.parametrize(("n", "words"), [(2, "a and b"), (3, "a, b and 1 more")])
def test_listed__counts_what_it_leaves_out(n, words):
    assert words == wording.listed(list("abc")[:n], most=2)


@pytest.mark.parametrize(("text", "words"), [("abcde", "abcde"), ("abcdef", "ab…ef"), ("a\x1bb", "a\\…bb")])
def test_elide__keeps_both_ends(text, words):
    assert words == wording.elide(text, 5)


def test_counted__one_is_singular():
    assert ("1 day", "0 days", "2 days") == tuple(wording.counted(n, "day") for n in (1, 0, 2))
    assert ("1 body", "2 bodies") == tuple(wording.counted(n, "body", "bodies") for n in (1, 2))


def test_stars_and_days_that_are_unknown_are_a_dash():
    assert ("–", "–") == (wording.stars(None), wording.day(None))
    assert ("4.4", "2 Mar 2015") == (wording.stars(4.44), wording.day(DAY0))
