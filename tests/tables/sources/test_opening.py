"""Opening a source by its address; what a mapping may say of which kind; databases against files."""

from __future__ import annotations

import sqlite3

import duckdb
import polars as pl
import pytest

from collusion import pipeline, stages
from collusion.config import config_from_toml
from collusion.errors import InputError
from collusion.provenance import Recorder
from collusion.tables.declarations import mapping_from_toml
from collusion.tables.mapping import NO_MAPPING
from collusion.tables.read import read_located
from collusion.tables.sources.opening import open_source
from tests.tables.sources import REVIEWS, csv, markets


def mapping_of(**tables):
    faults = []
    mapping = mapping_from_toml({"tables": tables}, faults=faults)
    assert not faults
    return mapping


def faults_of(source, **tables) -> str:
    with pytest.raises(InputError) as refused, open_source(source, mapping_of(**tables)) as opened:
        opened.locate()
    return str(refused.value)


@pytest.fixture
def reviews(tmp_path):
    """Return a SQLite file of names that are not the contract's."""
    connection = sqlite3.connect(tmp_path / "shop.db")
    connection.execute('CREATE TABLE Reviews ("Reviewer_ID " TEXT, product_id, stars, note)')
    connection.execute("INSERT INTO Reviews VALUES ('a', 'p', 5, 'x')")
    connection.commit()
    connection.close()
    return tmp_path / "shop.db"


@pytest.mark.parametrize("make", [markets.as_duckdb, markets.as_sqlite])
def test_open_source__a_database_gives_the_tables_that_files_give(tmp_path, make):
    path = make(tmp_path / "market.bin")
    with open_source(path, NO_MAPPING) as source:
        assert source.count("orders") == source.scan("orders").collect().height
        tables = read_located(source.locate()).frames()
    with open_source(markets.as_folder(tmp_path / "files"), NO_MAPPING) as source:
        expected = read_located(source.locate()).frames()

    assert list(expected) == list(tables)
    for name, frame in expected.items():
        assert frame.equals(tables[name], null_equal=True), name


def test_detect__a_duckdb_file_gives_the_bytes_that_files_give(tmp_path, cli):
    config = config_from_toml({"scoring": {"n_decoys": 1}})
    first = pipeline.detect(markets.as_folder(tmp_path / "files"), tmp_path / "a", config=config)
    path = markets.as_duckdb(tmp_path / "m.duckdb")
    second = pipeline.detect(f"duckdb:{path}", tmp_path / "b", config=config)

    for name in sorted(path.name for path in first.path.glob("*.parquet")):
        assert (first.path / name).read_bytes() == (second.path / name).read_bytes(), name
    assert "m.duckdb" == second.manifest["source"]
    assert 0 == cli("verify", tmp_path / "b", "--source", path).code
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE reviews SET rating = 2 WHERE rating = 1; DROP TABLE orders").fetchall()
    changed = cli("verify", tmp_path / "b", "--source", f"duckdb:{path}")
    assert 4 == changed.code
    assert "orders: no such table" in changed.err
    assert "reviews: other rows than the run read" in changed.err
    assert "products" not in changed.err


def test_detect__an_interrupted_run_of_a_database_resumes_from_its_copy(tmp_path, monkeypatch):
    """The rows come in another order the second time: the copy that the checkpoint refers to stays."""
    source = markets.as_duckdb(tmp_path / "m.duckdb")
    config = config_from_toml({"scoring": {"n_decoys": 0}, "run": {"checkpoint_seconds": 0}})
    whole = pipeline.detect(source, tmp_path / "whole", config=config)

    def stop(*_words, **_named):
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(stages, "find_candidates", stop)
        with pytest.raises(KeyboardInterrupt):
            pipeline.detect(source, tmp_path / "run", config=config)
    assert (tmp_path / "run.part" / "source" / "reviews").is_dir()
    with duckdb.connect(str(source)) as connection:
        turn = "CREATE OR REPLACE TABLE reviews AS SELECT * FROM reviews ORDER BY md5(review_id)"
        connection.execute(turn).fetchall()
    told: list[str] = []
    resumed = pipeline.detect(source, tmp_path / "run", config=config, recorder=Recorder(say=told.append))

    assert not (tmp_path / "run.part").exists()
    assert "copy" == whole.manifest["stages"][0]["name"]
    assert any("resuming after stage" in word for word in told)
    assert whole.rings.equals(resumed.rings)
    assert whole.manifest["run_id"] == resumed.manifest["run_id"]


def test_open_source__names_in_other_case_are_found(reviews):
    with open_source(reviews, mapping_of(reviews={"columns": {"rating": "STARS"}})) as source:
        (name,) = source.tables()

        assert "reviews" == name
        assert ["Reviewer_ID ", "product_id", "stars", "note"] == list(source.columns(name))
        assert 1 == source.count(name)
        (note,) = source.passed_over()
        assert "left out: note" in note.message


def test_open_source__every_missing_table_and_column_at_once(reviews):
    words = faults_of(
        reviews,
        reviews={"columns": {"rating": "score"}},
        accounts={"query": "SELECT 1 AS who"},
        orders={"relation": "nowhere"},
    )

    assert "reviews.rating: found no column score, only Reviewer_ID , product_id, stars, note" in words
    assert "accounts.reviewer_id: found no column reviewer_id, only who" in words
    assert "nowhere: found no such table" in words


def test_open_source__the_only_database_in_a_folder(reviews):
    with open_source(reviews.parent, NO_MAPPING) as source:
        assert ("reviews",) == source.tables()
        (part,) = source.locate().files["reviews"].paths
        assert {"Reviewer_ID ": ["a"], "product_id": ["p"]} == pl.read_parquet(part, glob=False).to_dict(
            as_series=False
        )
    (reviews.parent / "more.csv").write_text(REVIEWS)

    with open_source(reviews.parent, NO_MAPPING) as source:
        assert "no such table" in str(source.locate().faults[0])


def test_open_source__a_relation_that_has_a_tables_name_by_chance_is_passed_over(reviews):
    connection = sqlite3.connect(reviews)
    connection.execute("CREATE TABLE orders (id, total)")
    connection.commit()
    connection.close()
    with open_source(reviews, NO_MAPPING) as source:
        notes = [note for note in source.passed_over() if note.table == "orders"]

        assert ("reviews",) == source.tables()
        assert "passed over: found no column reviewer_id, only id, total" in notes[0].message
    assert "orders.product_id: found no column product_id" in faults_of(
        reviews, orders={"columns": {"reviewer_id": "id"}}
    )


def test_open_source__no_reviews_at_all(tmp_path):
    connection = sqlite3.connect(tmp_path / "m.db")
    connection.execute("CREATE TABLE ratings (a)")
    connection.close()

    assert "the database shows ratings. Allowed: a table or view reviews" in faults_of(tmp_path / "m.db")


def test_mapping_faults__what_fits_the_other_kind_of_source(reviews, tmp_path):
    folder = csv(tmp_path / "files", reviews=REVIEWS)
    of_files = faults_of(folder, reviews={"relation": "a.b"}, products={"query": "SELECT 1"})
    of_database = faults_of(
        reviews,
        reviews={"file": "r.csv"},
        products={"relation": "a..b"},
        orders={"relation": "a", "query": "SELECT 1"},
    )

    assert "2 faults" in of_files
    assert "a relation, but the source is files" in of_files
    assert "a file, but the source is a database" in of_database
    assert "no name of a relation" in of_database
    assert "a query beside a relation" in of_database
