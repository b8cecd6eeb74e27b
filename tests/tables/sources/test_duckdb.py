"""DuckDB as a source."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest

from collusion.errors import InputError, UsageError
from collusion.tables.sources.duckdb import DuckDB
from collusion.tables.sources.relation import Relation, Selection

REVIEWS_TABLE = """
CREATE TABLE reviews AS SELECT 'a' || i AS reviewer_id, i::HUGEINT AS product_id,
  4.50::DECIMAL(3,2) AS rating, TIMESTAMPTZ '2015-10-16 07:08:09+02' AS posted_at,
  true AS verified, [1, 2] AS text
FROM range(3) AS numbers(i)
"""
REVIEWS = Relation("reviews", ("reviews",))


@pytest.fixture
def market(tmp_path) -> Path:
    path = tmp_path / "m.duckdb"
    with duckdb.connect(str(path)) as connection:
        for statement in (
            REVIEWS_TABLE,
            'CREATE SCHEMA "a.b"',
            'CREATE VIEW "a.b".seen AS SELECT * FROM reviews',
        ):
            connection.execute(statement).fetchall()
    return path


@pytest.fixture
def database(market, tmp_path):
    opened = DuckDB(market, tmp_path / "work")
    yield opened
    opened.close()


def copied(database: DuckDB, relation: Relation, folder: Path, limit: int | None = None) -> pl.DataFrame:
    folder.mkdir(parents=True)
    database.copy(Selection(relation, database.columns(relation), limit), folder)
    return pl.concat(pl.read_parquet(part, glob=False) for part in sorted(folder.iterdir()))


def test_duckdb__what_it_holds(database):
    assert ("reviews", '"a.b".seen') == database.tables()
    assert "HUGEINT" == database.columns(REVIEWS)["product_id"]
    assert 3 == database.count(Relation("reviews", ("a.b", "seen")))


def test_duckdb__types_that_only_duckdb_has_are_text(database, tmp_path):
    frame = copied(database, REVIEWS, tmp_path / "work" / "copy", limit=2)

    assert ["0", "1"] == frame["product_id"].to_list()
    assert "4.50" == frame["rating"][0]
    assert "[1, 2]" == frame["text"][0]
    assert pl.Datetime("us", "UTC") == frame["posted_at"].dtype
    assert 5 == frame["posted_at"][0].hour


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM 'https://example.org/x.parquet'",
        "SELECT * FROM nowhere",
        "SELECT 1; DROP TABLE reviews",
        "SELECT",
    ],
)
def test_duckdb__a_query_can_reach_nothing_but_its_file(database, query, market):
    before = market.read_bytes()
    with pytest.raises(InputError, match="Allowed"):
        database.columns(Relation("reviews", query=query))

    assert before == market.read_bytes()


def test_duckdb__an_error_quotes_no_cell(database, tmp_path):
    relation = Relation("reviews", query="SELECT reviewer_id::INT AS reviewer_id FROM reviews")
    with pytest.raises(InputError) as refused:
        copied(database, relation, tmp_path / "work" / "copy")

    assert "a0" not in str(refused.value)


def test_duckdb__a_damaged_and_an_absent_file(tmp_path):
    (tmp_path / "m.duckdb").write_bytes(b"12345678DUCK and then nothing that fits")
    with pytest.raises(InputError, match="DuckDB"):
        DuckDB(tmp_path / "m.duckdb", tmp_path)
    with pytest.raises(InputError, match="no file"):
        DuckDB(tmp_path / "absent", tmp_path)

    assert not (tmp_path / "absent").exists()


def test_duckdb__without_the_driver(market, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(UsageError, match=r"pip install 'collusion\[duckdb\]'"):
        DuckDB(market, tmp_path)
