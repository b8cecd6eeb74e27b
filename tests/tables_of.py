"""Checked tables from a few rows, without files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from collusion.tables.read import read_tables
from collusion.tables.records import ReviewTables

START = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def day(number: float) -> dt.datetime:
    """Return the time so many days after the start of 2020."""
    return START + dt.timedelta(days=number)


def tables_of(reviews: Sequence[Mapping[str, Any]], **others: Sequence[Mapping[str, Any]]) -> ReviewTables:
    """Write rows as a source and read them through the same door as everybody."""
    with TemporaryDirectory() as folder:
        for name, rows in {"reviews": reviews, **others}.items():
            pl.DataFrame(rows, infer_schema_length=None).write_parquet(Path(folder) / f"{name}.parquet")
        return read_tables(Path(folder))
