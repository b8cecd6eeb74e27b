"""Small sources on disk for the tests of reading."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl

FORMATS = ("parquet", "csv", "csv.gz", "jsonl", "ndjson")


def write(frame: pl.DataFrame, path: Path) -> Path:
    """Write `frame` in the format that the extension of `path` says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.name.endswith(".parquet"):
        frame.write_parquet(path)
    elif path.name.endswith(".csv.gz"):
        path.write_bytes(gzip.compress(frame.write_csv().encode()))
    elif path.name.endswith(".csv"):
        frame.write_csv(path)
    else:
        frame.write_ndjson(path)
    return path


def csv(folder: Path, **tables: str) -> Path:
    """Write each table as CSV from text and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


REVIEWS = "reviewer_id,product_id,rating,posted_at\nu1,p1,5,2015-10-16\nu2,p1,4,2015-10-17\n"
