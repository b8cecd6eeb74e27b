"""The canonical order of reviews against a plain sort of Python rows."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.tables import canonical
from collusion.tables.canonical import canonical_order

ROWS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 2),
        st.none() | st.integers(0, 2),
        st.none() | st.integers(0, 2),
        st.none() | st.sampled_from(["", "a", "b"]),
    ),
    max_size=40,
)
SECONDS = 40


def nulls_first(row):
    return tuple((cell is not None, cell or 0 if not isinstance(cell, str) else cell) for cell in row)


def columns_of(rows):
    """Give the rows as the source has them: times in seconds, several of which share a minute."""
    reviewer, product, time, rating, text = zip(*rows) if rows else ((),) * 5
    frame = pl.DataFrame(
        {
            "reviewer_id": pl.Series(reviewer, dtype=pl.Int64),
            "product_id": pl.Series(product, dtype=pl.Int64),
            "rating": pl.Series(rating, dtype=pl.Int8),
            "posted_at": pl.Series(time, dtype=pl.Int64) * SECONDS,
            "text": pl.Series(text, dtype=pl.String),
        }
    )
    minute = (frame["posted_at"] // 60).fill_null(-(2**31)).cast(pl.Int32).to_numpy()
    return frame, np.array(reviewer, np.int32), np.array(product, np.int32), minute


@given(ROWS)
def test_canonical_order__agrees_with_a_plain_sort(rows):
    frame, reviewer, product, minute = columns_of(rows)
    order, first = canonical_order(reviewer, product, minute, lambda places: frame[places])

    assert sorted(order.tolist()) == list(range(len(rows)))
    assert [rows[i] for i in order] == sorted(rows, key=nulls_first)
    assert int(first.sum()) == len({row[:2] for row in rows})


@pytest.mark.parametrize("bits", [(5, 5), (24, 24), (31, 3), (31, 31)])
@pytest.mark.parametrize("bucket_rows", [8, 1 << 21])
def test_canonical_order__numbers_of_any_width_in_any_buckets(monkeypatch, bits, bucket_rows):
    """Keys that fit a word, keys that only fit within buckets, and keys that fit nowhere."""
    monkeypatch.setattr(canonical, "_BUCKET_ROWS", bucket_rows)
    rng = np.random.default_rng(3)
    reviewer, product = (rng.integers(0, 2**b, 500).astype(np.int32) for b in bits)
    reviewer[::7] = reviewer[0]
    order, _ = canonical_order(
        reviewer, product, np.zeros(500, np.int32), lambda places: pl.DataFrame({"place": places})
    )

    expected = sorted(zip(reviewer.tolist(), product.tolist()))
    assert expected == list(zip(reviewer[order].tolist(), product[order].tolist()))


def test_canonical_order__asks_for_rows_only_where_the_minute_is_the_same():
    asked = []

    def fetch(places):
        asked.append(places.tolist())
        return pl.DataFrame({"text": ["b", "a"]})

    reviewer, product = np.array([1, 0, 1, 1], np.int32), np.zeros(4, np.int32)
    order, first = canonical_order(reviewer, product, np.array([7, 1, 7, 3], np.int32), fetch)

    assert [[0, 2]] == asked
    assert [1, 3, 2, 0] == order.tolist()
    assert [True, True, False, False] == first.tolist()
