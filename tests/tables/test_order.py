"""The canonical order against a plain sort of Python rows."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from collusion.tables.order import numbered, repeated, sorted_rows
from collusion.tables.schema import TABLES

WORDS = st.none() | st.text(max_size=2)
ROWS = st.lists(
    st.tuples(WORDS, WORDS, st.none() | st.integers(-(2**40), 2**40), WORDS, st.none() | st.booleans())
)
SCHEMA = {
    "reviewer_id": pl.String,
    "product_id": pl.String,
    "posted_at": pl.Int64,
    "text": pl.String,
    "verified": pl.Boolean,
}


def nulls_first(row):
    return tuple((cell is not None, cell.encode() if isinstance(cell, str) else cell or 0) for cell in row)


@given(ROWS)
def test_sorted_rows__agrees_with_a_plain_sort(rows):
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")

    assert sorted_rows(frame, TABLES["reviews"]).rows() == sorted(rows, key=nulls_first)


@given(st.lists(st.tuples(st.integers(-(2**61), 2**61), st.integers(-(2**61), 2**61))))
def test_sorted_rows__keys_too_wide_for_one_word(rows):
    """Two columns of 63 bits each cannot be packed together; the second breaks ties."""
    schema = {"posted_at": pl.Int64, "rating": pl.Int64}
    frame = pl.DataFrame(rows, schema=schema, orient="row")

    assert sorted_rows(frame, TABLES["reviews"]).rows() == sorted(rows)


def test_numbered__absent_or_null_or_partly_given():
    frame = pl.DataFrame({"a": [1, 2]})

    assert numbered(frame, "id")["id"].to_list() == ["1", "2"]
    assert numbered(frame.with_columns(id=pl.lit(None, pl.String)), "id")["id"].to_list() == ["1", "2"]
    assert numbered(frame.with_columns(id=pl.Series(["x", None])), "id")["id"].to_list() == ["x", "#2"]
    assert numbered(frame.with_columns(id=pl.Series(["x", "y"])), "id")["id"].to_list() == ["x", "y"]


def test_repeated__rows_beyond_the_first():
    assert repeated(pl.DataFrame({"a": ["x", "x", "x", "y"], "b": [1, 1, 2, 2]}), ("a", "b")) == 1
    assert repeated(pl.DataFrame({"a": [], "b": []}), ("a", "b")) == 0
