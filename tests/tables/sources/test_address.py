"""Addresses of sources: what they mean, and that no word of them tells a password."""

from __future__ import annotations

import pickle
import sqlite3
from pathlib import Path

import pytest

from collusion.errors import UsageError
from collusion.tables.sources.address import (
    DUCKDB,
    FILES,
    OBJECTS,
    POSTGRESQL,
    SQLITE,
    parse_address,
    without_credentials,
)


@pytest.mark.parametrize(
    "source, kind, name, stem",
    [
        ("data/reviews.csv.gz", FILES, "reviews.csv.gz", "reviews"),
        (Path("postgresql:x"), FILES, "postgresql:x", "postgresql:x"),
        ("./s3:x", FILES, "s3:x", "s3:x"),
        ("duckdb:data/m.duckdb", DUCKDB, "m.duckdb", "m"),
        ("sqlite:///m.db", SQLITE, "m.db", "m"),
        ("postgresql://db.example:5433/shop", POSTGRESQL, "postgresql://db.example:5433/shop", "shop"),
        ("postgres://ann:pw@db.example/shop", POSTGRESQL, "postgresql://db.example/shop", "shop"),
        ("postgresql://?service=trust", POSTGRESQL, "postgresql:///trust", "trust"),
        ("s3://bucket/market/reviews.parquet", OBJECTS, "s3://bucket/market/reviews.parquet", "reviews"),
        ("gs://bucket", OBJECTS, "gs://bucket", "bucket"),
    ],
)
def test_parse_address__what_it_means(source, kind, name, stem):
    address = parse_address(source)

    assert (kind, name, stem) == (address.kind, address.name, address.stem)


def test_parse_address__an_absolute_path_of_sqlite():
    assert Path("/data/m.db") == parse_address("sqlite:////data/m.db").path
    assert Path("/data/m.db") == parse_address("sqlite:/data/m.db").path


def test_parse_address__knows_a_database_file_by_its_first_bytes(tmp_path):
    with sqlite3.connect(tmp_path / "reviews.db") as connection:
        connection.execute("CREATE TABLE reviews (reviewer_id)")
    connection.close()
    (tmp_path / "m.bin").write_bytes(b"12345678DUCK0123")
    (tmp_path / "short").write_bytes(b"SQL")

    assert SQLITE == parse_address(str(tmp_path / "reviews.db")).kind
    assert DUCKDB == parse_address(tmp_path / "m.bin").kind
    assert FILES == parse_address(tmp_path / "short").kind


@pytest.mark.parametrize("source", ["mysql://ann:secret@db/x", "jdbc:postgresql://db/x", "ftp://x"])
def test_parse_address__what_is_no_source(source):
    with pytest.raises(UsageError, match=r"duckdb:FILE") as refused:
        parse_address(source)

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "source",
    [f"postgresql://ann:{word}cret@db/x" for word in ("se/", "12/", "se#", "se?", "se@")],
)
def test_parse_address__an_unescaped_password_is_not_repeated(source):
    with pytest.raises(UsageError, match="percent-encoded") as refused:
        parse_address(source)

    assert "cret" not in str(refused.value)


def test_parse_address__several_hosts():
    assert "postgresql://a:1,b:2/x" == parse_address("postgresql://ann:pw@a:1,b:2/x").name


def test_parse_address__its_repr_tells_no_password():
    address = parse_address("postgresql://ann:secret@db/x?sslpassword=secret")

    assert "secret" not in repr(address) + str(address)
    assert "secret" in address.url


@pytest.mark.parametrize(
    "source, lasting",
    [
        (
            "postgresql://ann:secret@db:5/x?sslmode=require&password=a",
            "postgresql://ann@db:5/x?sslmode=require",
        ),
        ("postgresql:///x", "postgresql:///x"),
        ("s3://bucket/a", "s3://bucket/a"),
        ("duckdb:/data/./m.duckdb", "/data/m.duckdb"),
    ],
)
def test_lasting__what_may_be_kept(source, lasting):
    assert lasting == parse_address(source).lasting


def test_parse_address__survives_a_copy():
    address = parse_address("s3://bucket/a")

    assert address == pickle.loads(pickle.dumps(address))


@pytest.mark.parametrize(
    "text, masked",
    [
        ("to postgresql://ann:a@b@db/x failed", "to postgresql://***@db/x failed"),
        ("postgres:/ann:pw@db", "postgres:/***@db"),
        ("s3://AK:SK@host/b?X-Amz-Signature=ab12&x=1", "s3://***@host/b?X-Amz-Signature=***&x=1"),
        ("a@b.example wrote https://x.example/p?q=1", "a@b.example wrote https://x.example/p?q=1"),
        ("postgresql://db/x?user=u&password=p%20q", "postgresql://db/x?user=u&password=***"),
    ],
)
def test_without_credentials(text, masked):
    assert masked == without_credentials(text)
