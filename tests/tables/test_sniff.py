"""Guesses from some cells of a column."""

from __future__ import annotations

import pytest

from collusion.tables.sniff import guess_dates, guess_scale, looks_like_ids
from collusion.tables.spelled_times import Style


@pytest.mark.parametrize(
    "cells, formats, rivals",
    [
        (["2018-09-03", "", "NULL"], (), ()),
        (["1535932800"], (), ()),
        (["03/09/2018", "25/12/2018"], ("%d/%m/%Y",), ()),
        (["03/09/2018", "12/25/2018"], ("%m/%d/%Y",), ()),
        (["03/09/2018", "05/02/2018"], ("%d/%m/%Y",), ("%m/%d/%Y",)),
        (["9/3/18 5:04 PM", "12/25/18 5:04 AM"], ("%m/%d/%y %I:%M %p",), ()),
        (["3-Sep-18"], ("%d-%b-%y",), ()),
        (["03.09.2018 10:00", "25.12.2018 23:59"], ("%d.%m.%Y %H:%M",), ()),
    ],
)
def test_guess_dates__formats_to_declare_and_their_rivals(cells, formats, rivals):
    guess = guess_dates(cells)

    assert guess.share == 1.0
    assert guess.formats == formats
    assert guess.rivals == rivals


def test_guess_dates__no_times():
    assert guess_dates(["x", "y"]).share == 0.0
    assert guess_dates(["", "nan"]).share == 0.0
    assert guess_dates(["43346"]).style is Style.EXCEL


@pytest.mark.parametrize(
    "cells, minimum, maximum",
    [
        (["5", "4", "", "nan"], 1.0, 5.0),
        (["0.5", "4.5"], 0.5, 5.0),
        (["0", "5"], 0.0, 5.0),
        (["10", "7"], 1.0, 10.0),
        (["8/10", "0/10"], 0.0, 10.0),
        (["100", "30"], 0.0, 100.0),
        (["4.0 out of 5 stars"], 1.0, 5.0),
    ],
)
def test_guess_scale__the_narrowest_that_holds_all(cells, minimum, maximum):
    guess = guess_scale(cells)

    assert guess.share == 1.0
    assert (guess.scale.minimum, guess.scale.maximum) == (minimum, maximum)


def test_guess_scale__no_stars():
    assert guess_scale(["good", ""]).share == 0.0
    assert guess_scale([]).share == 0.0


def test_looks_like_ids():
    assert looks_like_ids(["A1", "7.0", "", *"bcdefghijkl"])
    assert not looks_like_ids(["two words"])
    assert not looks_like_ids(["1.5", "2.5"])
    assert not looks_like_ids([""])
