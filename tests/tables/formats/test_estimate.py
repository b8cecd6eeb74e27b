"""Estimates of rows and bytes against files whose rows are known."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from pathlib import Path

import polars as pl
import pytest
import zstandard

from collusion.tables.formats.estimate import estimate

ROWS = [
    {"reviewer_id": f"r{i}", "product_id": f"p{i % 7}", "text": f'one, "two"\nthree {i}'} for i in range(5000)
]
NESTED = [{"user": {"id": "a", "place": {}}, "row": row} for row in ROWS]
FRAME = pl.DataFrame(ROWS)
CSV = FRAME.write_csv().encode()


def _zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("__MACOSX/._reviews.csv", b"x")
        archive.writestr("reviews.csv", data)
    return packed.getvalue()


def _workbook() -> bytes:
    packed = io.BytesIO()
    FRAME.write_excel(packed)
    return packed.getvalue()


FILES = {
    "plain": ("csv", CSV),
    "utf-16": ("csv", CSV.decode().encode("utf-16")),
    "cr": ("csv", FRAME.with_columns(text=pl.lit("a")).write_csv(line_terminator="\r").encode()),
    "gzip": ("csv", gzip.compress(CSV)),
    "bz2": ("csv", bz2.compress(CSV)),
    "xz": ("csv", lzma.compress(CSV)),
    "zstd": ("csv", zstandard.compress(CSV)),
    "zip": ("csv", _zipped(CSV)),
    "lines": ("jsonl", "\n".join(map(json.dumps, ROWS)).encode()),
    "nested": ("jsonl", "\n".join(map(json.dumps, NESTED)).encode()),
    "array": ("json", json.dumps(ROWS).encode()),
    "pretty": ("json", json.dumps(ROWS, indent=2).encode()),
    "workbook": ("xlsx", _workbook()),
}


@pytest.mark.parametrize(("form", "data"), FILES.values(), ids=FILES)
def test_estimate__the_rows_of_any_format(tmp_path: Path, form: str, data: bytes) -> None:
    (tmp_path / "file").write_bytes(data)
    assert estimate(tmp_path / "file", form).rows == pytest.approx(len(ROWS), rel=0.15)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, _zipped], ids=["plain", "gzip", "zip"])
def test_estimate__the_bytes_once_unpacked(tmp_path: Path, pack) -> None:  # type: ignore[no-untyped-def]
    large = CSV * 20
    (tmp_path / "file").write_bytes(pack(large))
    found = estimate(tmp_path / "file", "csv")
    assert found.n_bytes == pytest.approx(len(large), rel=0.15)
    assert found.rows == pytest.approx(20 * len(ROWS), rel=0.15)


def test_estimate__a_cell_without_end_is_counted_by_lines(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b'a,b\n"' + b"x\n" * 200_000)
    assert estimate(tmp_path / "file", "csv").rows == pytest.approx(200_000, rel=0.1)


def test_estimate__damaged(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(zstandard.compress(CSV)[:4] + b"x" * 999)
    with pytest.raises(EOFError):
        estimate(tmp_path / "file", "csv")


def test_estimate__nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert (estimate(tmp_path / "file", "json").rows, estimate(tmp_path / "file", "csv").n_bytes) == (0, 0)
