"""One small market in every kind of source, with all that makes databases differ from files."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import duckdb
import polars as pl
import psycopg

from tests.conftest import ROOT

SAMPLE = ROOT / "sample_graphs" / "gift-cards"
_SQL = {
    pl.String: "text",
    pl.Int8: "smallint",
    pl.Boolean: "boolean",
    pl.Float64: "double precision",
    pl.Datetime: "timestamptz",
}


def frames() -> dict[str, pl.DataFrame]:
    """Return the tables of a sample, awkward rows among them."""
    tables = {path.stem: pl.read_parquet(path) for path in sorted(SAMPLE.glob("*.parquet"))}
    odd = pl.DataFrame(
        {
            "reviewer_id": ["Ünï", 'quo"te', "com,ma", "000123"],
            "product_id": tables["products"]["product_id"].head(4),
            "rating": [5, None, 1, 3],
            "posted_at": [dt.datetime(2015, 10, 16, 7, 8, 9, 123456, tzinfo=dt.UTC), None, None, None],
            "review_id": ["odd-1", "odd-2", "odd-3", "odd-4"],
            "verified": [True, False, None, None],
            "text": ['two\nlines, "quoted"', "\\.", "", "back\\slash\ttab ' \r\n end"],
            "marketplace": [None, "us", "us", "uk"],
        },
        schema=tables["reviews"].schema,
    )
    return tables | {"reviews": pl.concat([tables["reviews"], odd])}


def as_folder(folder: Path) -> Path:
    """Write the market as Parquet."""
    folder.mkdir()
    for name, frame in frames().items():
        frame.write_parquet(folder / f"{name}.parquet")
    return folder


def as_duckdb(path: Path) -> Path:
    """Write the market as a DuckDB file, its rows the other way round."""
    with duckdb.connect(str(path)) as connection:
        for name, frame in frames().items():
            part = path.with_suffix(".parquet")
            frame.reverse().write_parquet(part)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM '{part}'").fetchall()
    return path


def as_sqlite(path: Path) -> Path:
    """Write the market as a SQLite file; times are text there."""
    connection = sqlite3.connect(path)
    for name, frame in frames().items():
        times = [name for name, dtype in frame.schema.items() if dtype.is_temporal()]
        rows = frame.with_columns(pl.col(times).dt.to_string("iso:strict")).reverse().rows()
        connection.execute(f"CREATE TABLE {name} ({', '.join(frame.columns)})")
        connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * frame.width)})", rows)
    connection.commit()
    connection.close()
    return path


def into_postgresql(url: str, schema: str) -> None:
    """Write the market into a new schema of a PostgreSQL database."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        for name, frame in frames().items():
            columns = ", ".join(f"{key} {_SQL[dtype.base_type()]}" for key, dtype in frame.schema.items())
            connection.execute(f"CREATE TABLE {schema}.{name} ({columns})")
            with connection.cursor().copy(f"COPY {schema}.{name} FROM STDIN") as copy:
                for row in frame.reverse().rows():
                    copy.write_row(row)
