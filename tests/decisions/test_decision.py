from __future__ import annotations

import datetime as dt
import json

import pytest

from collusion.decisions.decision import check_words, decision_from, expiry, same_person, sorted_accounts
from collusion.errors import InputError
from tests.decisions.making import PLAIN, entries

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def test_decision__survives_the_chain():
    assert decision_from(json.loads(json.dumps(PLAIN.content()))) == PLAIN


def test_words__say_who_and_when():
    assert entries({})[0].words == "confirmed by M. Berg on 2026-03-02"


@pytest.mark.parametrize(
    ("by", "note", "n"),
    [
        ("", " ", 2),
        ("x" * 201, "why", 1),
        ("M", "y" * 20_001, 1),
        ("M\x1b[2J", "why", 1),
        ("M\udcff", "why\udcff", 2),
    ],
)
def test_check_words__tells_every_fault(by, note, n):
    with pytest.raises(InputError) as caught:
        check_words(by, note)

    assert n == len(caught.value.faults)


@pytest.mark.parametrize(
    ("text", "until"),
    [(None, None), ("30d", "2026-04-01T09:00:00+00:00"), ("2026-05-01", "2026-05-01T00:00:00+00:00")],
)
def test_expiry__is_a_date_or_days(text, until):
    assert until == expiry(text, NOW)


@pytest.mark.parametrize("text", ["yesterday", "2026-03-01", "0d", "99999999999d", "-3d"])
def test_expiry__lies_ahead(text):
    with pytest.raises(InputError, match="a date such as"):
        expiry(text, NOW)


def test_sorted_accounts__each_once():
    assert ("a", "b") == sorted_accounts(["b", "a", "b"])


def test_same_person__whatever_case_blanks_and_forms_of_letters():
    for name in ("m. berg", " M.  BERG", "Ｍ. Berg", "M Berg"):
        assert same_person("M. Berg", name)
    assert not same_person("M. Berg", "A. Berg")
