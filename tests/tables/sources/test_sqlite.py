"""SQLite as a source."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import polars as pl
import pytest

from collusion.errors import InputError
from collusion.tables.sources.relation import Relation, Selection
from collusion.tables.sources.sqlite import SQLite

REVIEWS = Relation("reviews", ("reviews",))


def write(path: Path, *statements: str) -> Path:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


@pytest.fixture
def market(tmp_path):
    rows = "('a', 1, 5.0, NULL), ('b', 9007199254740993, 'five', ''), (x'6300', 2.5, NULL, 'c')"
    return write(
        tmp_path / "m.db",
        "CREATE TABLE reviews (reviewer_id, product_id, rating, text)",
        f"INSERT INTO reviews VALUES {rows}",
        'CREATE TABLE "odd.name" (a)',
        "CREATE VIEW best AS SELECT * FROM reviews WHERE rating = 5",
    )


def copied(database: SQLite, relation: Relation, folder: Path, limit: int | None = None) -> pl.DataFrame:
    folder.mkdir()
    database.copy(Selection(relation, database.columns(relation), limit), folder)
    return pl.concat(pl.read_parquet(part, glob=False) for part in sorted(folder.iterdir()))


def test_sqlite__what_it_holds(market):
    database = SQLite(market)

    assert ("best", '"odd.name"', "reviews") == database.tables()
    assert ["reviewer_id", "product_id", "rating", "text"] == list(database.columns(REVIEWS))
    assert 3 == database.count(REVIEWS)
    database.close()


def test_sqlite__every_cell_is_text_whatever_its_type(market, tmp_path):
    database = SQLite(market)
    frame = copied(database, REVIEWS, tmp_path / "copy")
    database.close()

    assert [pl.String] * 4 == frame.dtypes
    assert ["1", "9007199254740993", "2.5"] == frame["product_id"].to_list()
    assert ["5.0", "five", None] == frame["rating"].to_list()
    assert ["a", "b", "c\0"] == frame["reviewer_id"].to_list()


def test_sqlite__an_empty_table_and_a_limit(market, tmp_path):
    database = SQLite(market)
    empty = Relation("reviews", query="SELECT * FROM reviews WHERE 0")

    assert 0 == len(copied(database, empty, tmp_path / "empty"))
    assert 2 == len(copied(database, REVIEWS, tmp_path / "two", limit=2))
    database.close()


def test_sqlite__all_answers_are_of_one_moment(market, tmp_path):
    write(market, "PRAGMA journal_mode = WAL")
    database = SQLite(market)
    write(market, "INSERT INTO reviews VALUES ('late', 1, 1, '')")

    assert 3 == database.count(REVIEWS)
    assert 3 == len(copied(database, REVIEWS, tmp_path / "copy"))
    database.close()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1; DROP TABLE reviews",
        "DELETE FROM reviews RETURNING *",
        "SELECT load_extension('x')",
        "SELECT * FROM pragma_database_list",
        "SELECT * FROM nowhere",
    ],
)
def test_sqlite__a_query_can_do_nothing_but_read(market, query):
    before = market.read_bytes()
    database = SQLite(market)
    with pytest.raises(InputError, match="Allowed"):
        database.columns(Relation("reviews", query=query))
    database.close()

    assert before == market.read_bytes()


def test_sqlite__a_cell_that_is_no_utf8_is_named_not_replaced(tmp_path):
    path = write(tmp_path / "m.db", "CREATE TABLE reviews (a)", "INSERT INTO reviews VALUES (x'ff')")
    database = SQLite(path)
    with pytest.raises(InputError, match="not UTF-8"):
        copied(database, REVIEWS, tmp_path / "copy")
    database.close()


@pytest.mark.parametrize(
    "content", [b"SQLite format 3\0" + b"\0" * 100, b"no database at all, not even short"]
)
def test_sqlite__a_damaged_file(tmp_path, content):
    (tmp_path / "m.db").write_bytes(content)
    with pytest.raises(InputError, match="damaged or no SQLite database"):
        SQLite(tmp_path / "m.db")


def test_sqlite__an_absent_file_is_not_made(tmp_path):
    with pytest.raises(InputError, match="cannot be opened"):
        SQLite(tmp_path / "a?b#c.db")

    assert not list(tmp_path.iterdir())
