"""Object stores as a source, against a store that speaks S3 and a folder that is addressed as one."""

from __future__ import annotations

import sys

import pytest

from collusion.errors import InputError, UsageError
from collusion.tables.locate import locate
from collusion.tables.mapping import NO_MAPPING, Layout, SourceMapping, TableMapping
from collusion.tables.sources.opening import open_source
from tests.tables.sources import REVIEWS, csv
from tests.tables.sources.servers import object_store

KEY, SECRET = "AKIAEXAMPLE", "a-secret-of-the-store"


@pytest.fixture
def bucket(tmp_path, monkeypatch):
    """Serve a bucket with a market in parts, and with what is no table."""
    folder = tmp_path / "served" / "bucket"
    csv(folder / "market" / "reviews", a=REVIEWS, b=REVIEWS.replace("u1", "u9"))
    csv(folder / "market", products="product_id,seller_id\np1,s1\n", elsewhere="x\n")
    csv(folder / "market" / "logs", today="x\n")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    with object_store(folder.parent) as endpoint:
        monkeypatch.setenv("AWS_ENDPOINT", endpoint)
        yield folder


def test_objects__a_prefix_is_the_folder_that_it_looks_like(bucket):
    with open_source("s3://bucket/market", NO_MAPPING) as source:
        located = source.locate()
        expected = locate(bucket / "market", NO_MAPPING)

        assert expected.digests() == located.digests()
        assert ("reviews", "products") == source.tables()
        assert 4 == source.count("reviews")
        assert ["product_id", "seller_id"] == list(source.columns("products"))
        assert "p1" == source.scan("products").collect()["product_id"].item()
        assert any("elsewhere.csv" in note.message for note in located.notes)
        kept = located.source
        assert not (kept / "logs").exists()
    assert not kept.exists()


def test_objects__one_object_is_the_reviews_table(bucket):
    with open_source("s3://bucket/market/reviews/a.csv", NO_MAPPING) as source:
        assert {"a.csv"} == set(source.locate().digests())
        assert 2 == source.count("reviews")


def test_objects__a_declared_file_is_fetched_too(bucket):
    mapping = SourceMapping({"reviews": TableMapping(Layout(file="./elsewhere.csv"))})
    with open_source("s3://bucket/market", mapping) as source:
        assert {"elsewhere.csv", "products.csv"} == set(source.locate().digests())


def test_objects__nobody_else_can_read_them(bucket, tmp_path):
    with open_source("s3://bucket/market", NO_MAPPING, copy_to=tmp_path / "copy") as source:
        source.locate()

    modes = {path.is_dir(): path.stat().st_mode & 0o077 for path in (tmp_path / "copy").rglob("*.csv")}
    assert {False: 0} == modes
    assert 0o700 == (tmp_path / "copy").stat().st_mode & 0o777


@pytest.mark.parametrize("url", ["s3://bucket/nothing", "s3://bucket/market/none.csv"])
def test_objects__nothing_there(bucket, url):
    with open_source(url, NO_MAPPING) as source, pytest.raises(InputError, match="nothing at s3://bucket"):
        source.locate()


def test_objects__a_store_that_refuses_is_named_without_the_secret(bucket, monkeypatch):
    monkeypatch.setenv("AWS_SKIP_SIGNATURE", "true")
    url = f"s3://{KEY}:{SECRET}@bucket/market"
    with open_source(url, NO_MAPPING) as source, pytest.raises(InputError, match="credentials") as refused:
        source.locate()

    assert SECRET not in str(refused.value)


def test_objects__files_by_url(tmp_path):
    folder = csv(tmp_path / "a b", reviews=REVIEWS)
    with open_source(f"file://{tmp_path}/a%20b", NO_MAPPING) as source:
        assert locate(folder, NO_MAPPING).digests() == source.locate().digests()


def test_objects__without_the_client(monkeypatch):
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    with (
        open_source("s3://x/y", NO_MAPPING) as source,
        pytest.raises(UsageError, match=r"collusion\[objects\]"),
    ):
        source.locate()
