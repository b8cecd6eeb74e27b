"""Ids, words and texts of a column."""

from __future__ import annotations

import polars as pl
import pytest

from collusion.tables.formats.staging import FLOAT, LETTERS, OBJECT
from collusion.tables.words import Flag, read_text, read_words


def one(read, cell, *, emptied=False):
    found = read(pl.Series([cell], dtype=pl.String), emptied=emptied).struct.unnest().row(0)
    return found[0], Flag(found[1])


@pytest.mark.parametrize(
    "cell, text, flags",
    [
        ("A1", "A1", Flag(0)),
        (" A1", "A1", Flag.BLANK | Flag.LEADING),
        ("A1 ", "A1", Flag.BLANK),
        ("a\x07b", "a\x07b", Flag.CONTROL),
        ('="0001"', "0001", Flag.QUOTED),
        ("“A1”", "A1", Flag.QUOTED),
        (OBJECT, None, Flag.OBJECT),
        (FLOAT + "1e17", "1e17", Flag.FLOAT),
        (LETTERS + "a\ufffd", "a\ufffd", Flag.LETTERS),
        ("", None, Flag(0)),
        (None, None, Flag(0)),
        ("nan", "nan", Flag(0)),
    ],
)
def test_read_words(cell, text, flags):
    assert one(read_words, cell) == (text, flags)


@pytest.mark.parametrize("cell", ["NULL", "None", "nan", "NaN", "N/A", "\\N", "<NA>"])
def test_read_words__that_say_that_they_are_empty(cell):
    assert one(read_words, cell, emptied=True) == (None, Flag.EMPTY_WORD)
    assert one(read_text, cell, emptied=True) == (None, Flag.EMPTY_WORD)


@pytest.mark.parametrize(
    "cell, text, flags",
    [
        (" two words \n", " two words \n", Flag(0)),
        ("a\x00b", "a\x00b", Flag.CONTROL),
        (LETTERS + "a\ufffd", "a\ufffd", Flag(0)),
        (OBJECT, None, Flag.OBJECT),
    ],
)
def test_read_text(cell, text, flags):
    assert one(read_text, cell) == (text, flags)
