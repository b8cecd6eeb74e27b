from __future__ import annotations

import sqlite3

import pytest

from collusion.errors import IntegrityError, OutputError, UsageError
from collusion.store.database import is_address, open_database
from collusion.store.schema import CHAINS, create_tables


@pytest.fixture
def database(tmp_path):
    found = open_database(str(tmp_path / "x.db"))
    create_tables(found)
    yield found
    found.close()


def test_writing__keeps_all_or_nothing(database):
    with pytest.raises(RuntimeError), database.writing():
        database.run("INSERT INTO collusion_meta (name, value) VALUES (?, ?)", "a", "1")
        raise RuntimeError
    with database.writing(), database.writing():
        database.run("INSERT INTO collusion_meta (name, value) VALUES (?, ?)", "b", "2")

    assert [("b",), ("schema",)] == database.rows("SELECT name FROM collusion_meta ORDER BY name")


def test_writing__waits_for_no_writer_for_ever(database, tmp_path, monkeypatch):
    monkeypatch.setattr("collusion.store.database.PATIENCE", 0.05)
    other = open_database(str(tmp_path / "x.db"))

    with database.writing(), pytest.raises(UsageError, match="another writer"), other.writing():
        pass
    with other.writing():
        other.run("INSERT INTO collusion_meta (name, value) VALUES ('c', '3')")
    other.close()


@pytest.mark.parametrize("chain", CHAINS)
@pytest.mark.parametrize("verb", ["UPDATE {} SET body = 'x'", "DELETE FROM {}"])
def test_create_tables__chains_refuse_to_change(database, chain, verb):
    table = f"collusion_{chain}"
    database.run(f"INSERT INTO {table} (seq, hash, body) VALUES (1, 'h', 'b')")

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        database.run(verb.format(table))


def test_create_tables__refuses_tables_of_another_version(database):
    create_tables(database)
    database.run("UPDATE collusion_meta SET value = '0' WHERE name = 'schema'")

    with pytest.raises(IntegrityError, match=r"version 0\. Allowed: 1"):
        create_tables(database)


@pytest.mark.parametrize(
    ("pragma", "kind", "said"),
    [
        ("query_only = 1", UsageError, "may read it, and not write"),
        ("max_page_count = 1", OutputError, "database or disk is full"),
    ],
)
def test_writing__says_why_a_store_takes_nothing(database, pragma, kind, said):
    database.run(f"PRAGMA {pragma}")
    with pytest.raises(kind, match=said), database.writing():
        database.run("INSERT INTO collusion_meta (name, value) VALUES ('a', ?)", "x" * 100_000)

    assert [("schema",)] == database.rows("SELECT name FROM collusion_meta")
    assert not database.is_writing


def test_open_database__refuses_a_file_that_is_none(tmp_path):
    path = tmp_path / "x.db"
    path.write_text("hello " * 1000)

    with pytest.raises(IntegrityError, match="no database"):
        open_database(str(path))


def test_open_database__tells_no_password():
    with pytest.raises(UsageError) as caught:
        open_database("postgresql://ann:s3cret@127.0.0.1:1/none")

    assert "s3cret" not in str(caught.value)
    assert "--store" in str(caught.value)


def test_is_address__of_postgresql_only():
    assert is_address("postgresql://h/d")
    assert is_address("postgres://h/d")
    assert not is_address("folder/x.db")
