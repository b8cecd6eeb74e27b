"""Orders that no shuffling of the input changes."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from collusion.tables.order import numbered, row_order

WORDS = st.none() | st.text(max_size=2)
ROWS = st.lists(st.tuples(WORDS, st.none() | st.integers(-(2**40), 2**40), st.none() | st.booleans()))
SCHEMA = {"reviewer_id": pl.String, "posted_at": pl.Int64, "verified": pl.Boolean}


@given(ROWS, st.randoms(use_true_random=False))
def test_row_order__equal_rows_come_out_identical(rows, random):
    shuffled = random.sample(rows, len(rows))
    first, second = (pl.DataFrame(part, schema=SCHEMA, orient="row") for part in (rows, shuffled))

    assert first[row_order(first)].rows() == second[row_order(second)].rows()
    assert sorted(first[row_order(first)].rows(), key=repr) == sorted(rows, key=repr)


def test_numbered__absent_or_null_or_partly_given():
    frame = pl.DataFrame({"a": [1, 2]})

    assert numbered(frame, "id")["id"].to_list() == ["1", "2"]
    assert numbered(frame.with_columns(id=pl.lit(None, pl.String)), "id")["id"].to_list() == ["1", "2"]
    assert numbered(frame.with_columns(id=pl.Series(["x", None])), "id")["id"].to_list() == ["x", "#2"]
    assert numbered(frame.with_columns(id=pl.Series(["x", "y"])), "id")["id"].to_list() == ["x", "y"]
