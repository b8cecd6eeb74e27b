"""Rows read in batches: all of them, in order, and none too large."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.tables import batching
from collusion.tables.batching import in_batches


@given(st.integers(0, 60), st.integers(1, 25), st.integers(1, 40), st.integers(1, 3000))
@settings(max_examples=60, deadline=None)
def test_in_batches__every_row_once_in_order(n_rows, group, most_rows, most_bytes):
    """Whatever the groups of a file: those that are large are cut, small ones put together."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batching, "BATCH_ROWS", most_rows)
        patch.setattr(batching, "BATCH_BYTES", most_bytes)
        frame = pl.DataFrame({"n": range(n_rows), "text": [f"{i}" * (i % 7) for i in range(n_rows)]})
        frames = [frame[first : first + group].lazy() for first in range(0, max(n_rows, 1), group)]

        batches = list(in_batches(pl.concat(frames)))

    assert all(0 < len(batch) <= most_rows for batch in batches)
    assert frame.equals(pl.concat([frame.clear(), *batches]))


def test_in_batches__as_many_rows_as_are_small_enough(tmp_path, monkeypatch):
    """A file of many small groups is few batches, and one of one long group is many."""
    frame = pl.DataFrame({"text": ["x" * 100] * 1000})
    frame.write_parquet(tmp_path / "small.parquet", row_group_size=10)
    frame.write_parquet(tmp_path / "large.parquet")
    monkeypatch.setattr(batching, "BATCH_BYTES", int(frame.estimated_size()) // 4)

    for name in ("small", "large"):
        heights = [len(batch) for batch in in_batches(pl.scan_parquet(tmp_path / f"{name}.parquet"))]

        assert 4 <= len(heights) <= 6
        assert max(heights) <= 250
