"""Texts are the same wherever they are kept: in memory or in a file, in one part or several."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.evidence import review_texts
from collusion.evidence.review_texts import KeptBytes, gather_texts, normalised
from collusion.tables.read import read_tables
from tests.tables_of import tables_of

ODD = [
    "Grüße, an\u2028alle!\n",
    "",
    None,
    "  ",
    "same  same",
    "Same, same.",
    "x\x85y",
    "日本語 です",
    "SAME same",
]


def _tables(texts):
    rows = [
        {"reviewer_id": f"r{k % 3}", "product_id": f"p{k}", "rating": 5, "text": text}
        for k, text in enumerate(texts)
    ]
    return tables_of(rows)


def _plainly(tables):
    """The texts and their copies, as a data frame makes them."""
    words = tables.reviews.select(normalised(pl.col("text")).fill_null("").alias("words"))
    copies = pl.when(pl.col("words") != "").then(pl.len().over("words")).otherwise(0)
    return words["words"].to_list(), words.select(copies).to_series().to_list()


def _all(texts):
    n = len(texts.copies)
    return texts.take(np.arange(n)), texts.copies.tolist()


@given(st.lists(st.none() | st.text(st.characters(exclude_characters="\0")), min_size=1, max_size=30))
def test_gather_texts__as_a_data_frame_has_them(some):
    tables = _tables(some)
    found = gather_texts(tables)

    if found is None:
        assert "text" not in tables.stored["reviews"].columns
    else:
        assert _plainly(tables) == _all(found)


@pytest.mark.parametrize("held", [1 << 26, 1])
@pytest.mark.parametrize("together", [1 << 24, 1])
@pytest.mark.parametrize("hold", [0, 100])
def test_gather_texts__in_files_of_any_order_and_kept_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int, together: int, hold: int
) -> None:
    """One part has no texts, and a row that is left out stands in the middle of another."""
    monkeypatch.setattr(review_texts, "_HELD_BYTES", held)
    monkeypatch.setattr(review_texts, "_TOGETHER_BYTES", together)
    frame = pl.DataFrame({"text": ODD}).with_row_index("k")
    frame = frame.select(
        reviewer_id=pl.format("r{}", 9 - pl.col("k")), product_id=pl.lit("p"), rating=5, text="text"
    )
    (tmp_path / "reviews").mkdir()
    bad = frame[:1].with_columns(rating=77)
    pl.concat([frame[:4], bad, frame[4:]]).write_parquet(tmp_path / "reviews" / "a.parquet")
    other = frame[:2].drop("text").with_columns(product_id=pl.lit("q"))
    other.write_parquet(tmp_path / "reviews" / "b.parquet")
    tables = read_tables(tmp_path, quarantine=tmp_path / "bad", hold=hold)
    found = gather_texts(tables, tmp_path)
    assert found is not None
    batches = list(found.batches())

    assert _plainly(tables) == _all(found)
    assert 3 == found.copies.max()
    assert (found.kept._file is not None) == (held == 1)
    rows = np.concatenate([rows for rows, _, _ in batches])
    words = [text for _, content, _ in batches for text in content.tobytes().decode().splitlines()]
    expected = [(row, text) for row, text in enumerate(_plainly(tables)[0]) if text]
    assert all(content[ends - 1].tobytes() == b"\n" * len(ends) for _, content, ends in batches)
    assert expected == sorted((row, text) for row, text in zip(rows.tolist(), words) if row >= 0)
    assert ["bad", "reviews"] == sorted(path.name for path in tmp_path.iterdir())


def test_gather_texts__none_where_there_are_none():
    assert gather_texts(tables_of([{"reviewer_id": "r", "product_id": "p", "rating": 5}])) is None


@pytest.mark.parametrize(("beyond", "n_bytes"), [(0, 0), (1, 64 * 2**20 + 1)])
def test_kept_bytes__of_more_than_64_mebibytes_are_in_a_file(beyond, n_bytes, tmp_path):
    """A file without a name, which no other process finds."""
    kept = KeptBytes(tmp_path)
    for content in (bytes(64 * 2**20 - 1), b"a", b"b" * beyond):
        kept.write(memoryview(content))

    assert b"a" + b"b" * beyond == kept.read(64 * 2**20 - 1, 64 * 2**20 + beyond)
    assert n_bytes == (0 if kept._file is None else os.fstat(kept._file).st_size)
    assert [] == list(tmp_path.iterdir())
