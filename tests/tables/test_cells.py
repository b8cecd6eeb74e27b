"""Numbers, stars, yes and no as values and codes."""

from __future__ import annotations

from functools import partial

import polars as pl
import pytest

from collusion.tables.cells import Read, plain_number, read_cells, read_flags, read_numbers, read_ratings
from collusion.tables.formats.staging import FLOAT, OBJECT
from collusion.tables.mapping import RatingScale


def one(read, dtype, cell):
    frame = pl.DataFrame({"c": pl.Series([cell], dtype=pl.String)})
    found = frame.select(read_cells(pl.col("c"), read, dtype)).item()
    return found["value"], None if found["code"] is None else Read(found["code"])


@pytest.mark.parametrize(
    "cell, value, code",
    [
        ("5", 5, Read.PLAIN),
        (" 4.0 ", 4, Read.PLAIN),
        ("4.5", 5, Read.ROUNDED),
        ("5/5", 5, Read.SPELLED),
        ("NULL", None, Read.EMPTY_WORD),
        ("inf", None, Read.EMPTY_WORD),
        ("0.5", None, Read.BAD),
        ("6", None, Read.BAD),
        ("good", None, Read.BAD),
        (OBJECT, None, Read.OBJECT),
        ("", None, None),
        (None, None, None),
    ],
)
def test_read_ratings__one_to_five(cell, value, code):
    assert one(partial(read_ratings, scale=RatingScale()), pl.Int8(), cell) == (value, code)


def test_read_ratings__other_scales_and_words():
    ten, words = RatingScale(0.0, 10.0), RatingScale(values={"5": 5, "4.1": 4, "good": 4})

    assert one(partial(read_ratings, scale=ten), pl.Int8(), "8/10") == (4, Read.SPELLED)
    assert one(partial(read_ratings, scale=ten), pl.Int8(), "7") == (4, Read.PLAIN)
    for cell, stars in (("5.0", 5), ("4.10", 4), ("good", 4), ("3", None)):
        assert one(partial(read_ratings, scale=words), pl.Int8(), cell)[0] == stars


@pytest.mark.parametrize(
    "cell, value, code",
    [
        ("12.5", 12.5, Read.PLAIN),
        ("12,5", 12.5, Read.SPELLED),
        ("1,234", None, Read.AMBIGUOUS),
        ("-", None, Read.EMPTY_WORD),
        ("x", None, Read.BAD),
        (FLOAT + "1e17", 1e17, Read.PLAIN),
    ],
)
def test_read_numbers(cell, value, code):
    assert one(partial(read_numbers, decimal=""), pl.Float64(), cell) == (value, code)


@pytest.mark.parametrize(
    "cell, value",
    [
        ("TRUE", True),
        ("1.0", True),
        ("0,0", False),
        ("n", False),
        ("WAHR", True),
        ("Nein", False),
        ("NA", None),
        ("maybe", None),
    ],
)
def test_read_flags(cell, value):
    assert one(read_flags, pl.Boolean(), cell)[0] is value


def test_plain_number():
    assert [plain_number(text) for text in ("5.0", " 4.10 ", "1e3", "good", "9" * 30)] == [
        "5",
        "4.1",
        "1000",
        "good",
        "9" * 30,
    ]
