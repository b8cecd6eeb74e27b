"""The digest of rows: equal for equal rows, whatever their order; other for any other rows."""

from __future__ import annotations

import hashlib
import itertools
import random
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.tables.sources.digest import rows_digest

ROWS = st.lists(
    st.tuples(st.none() | st.text("a:-1\x1f", max_size=3), st.none() | st.integers(-2, 12)), max_size=6
)


def parts(folder: Path, rows, cuts=(), schema=("a", "b")) -> list[Path]:
    dtypes = dict(zip(schema, (pl.String, pl.Int64), strict=True))
    edges = [0, *cuts, len(rows)]
    paths = []
    for i, (low, high) in enumerate(itertools.pairwise(edges)):
        paths.append(folder / f"{len(list(folder.iterdir()))}-{i}.parquet")
        pl.DataFrame(rows[low:high], schema=dtypes, orient="row").write_parquet(paths[-1])
    return paths


def oracle(rows) -> str:
    """Add up the digests row by row, cells written with their lengths."""
    total = 0
    for row in rows:
        cells = "".join("-" if c is None else f"{len(str(c).encode())}:{c}" for c in row)
        total += int.from_bytes(hashlib.shake_128(cells.encode()).digest(256), "big")
    text = f"a\0b\0{len(rows)}\0".encode() + (total % 2**2048).to_bytes(256, "big")
    return hashlib.sha256(text).hexdigest()


@given(rows=ROWS, seed=st.integers(0, 99))
def test_rows_digest__of_no_order(tmp_path_factory, rows, seed):
    folder = tmp_path_factory.mktemp("rows")
    shuffled = random.Random(seed).sample(rows, len(rows))

    assert oracle(rows) == rows_digest(parts(folder, rows))
    assert oracle(rows) == rows_digest(parts(folder, shuffled, cuts=[len(rows) // 2]))


@given(first=ROWS, second=ROWS)
def test_rows_digest__other_rows_have_another(tmp_path_factory, first, second):
    folder = tmp_path_factory.mktemp("rows")
    are_equal = sorted(first, key=str) == sorted(second, key=str)

    assert are_equal == (rows_digest(parts(folder, first)) == rows_digest(parts(folder, second)))


def test_rows_digest__of_no_order_of_columns_but_of_their_names(tmp_path):
    frame = pl.DataFrame({"a": ["x"], "b": ["y"]})
    for name, written in {"1": frame, "2": frame.select("b", "a"), "3": frame.rename({"a": "c"})}.items():
        written.write_parquet(tmp_path / name)
    first, turned, renamed = (rows_digest([tmp_path / name]) for name in "123")

    assert first == turned
    assert first != renamed


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_rows_digest__times(tmp_path, unit):
    pl.DataFrame({"at": [1, 2]}).cast(pl.Datetime(unit, "UTC")).write_parquet(tmp_path / "a")
    pl.DataFrame({"at": [1, 3]}).cast(pl.Datetime(unit, "UTC")).write_parquet(tmp_path / "b")

    assert rows_digest([tmp_path / "a"]) != rows_digest([tmp_path / "b"])
