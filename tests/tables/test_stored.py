"""Tables that stay in their files answer as those in memory do."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.errors import UsageError
from collusion.graph.build import build_graph
from collusion.tables import batching, collector
from collusion.tables.read import read_tables
from tests.conftest import ROOT
from tests.tables.sources import csv

SAMPLE = ROOT / "sample_graphs" / "gift-cards"
REVIEWS = (
    "reviewer_id,product_id,rating,posted_at,review_id,verified,marketplace\n"
    "b,p,4,2020-01-02T10:00:30,R1,yes,us\n"
    "b,p,5,2020-01-02T10:00:10,,no,uk\n"
    "a,q,9,2020-01-01,R3,,us\n"
    "c,p,1,,R4,yes,\n"
    "c,p,1,,R4,yes,\n"
    "a,p,3,2020-01-03,R5,,us\n"
    "d,p,3,2020-01-03,R6,,us\n"
    "e,p,3,2020-01-03,R6,,us\n"
)
OTHERS = {
    "products": "product_id,seller_id,category,item_weight_g\nq,s,tools,10\np,s,,20\np,s,,20\nz,t,toys,1\n",
    "accounts": "reviewer_id,created_at\nc,2019-01-01\na,2018-01-01\nd,2017-01-01\na,2016-01-01\n",
    "identifiers": "reviewer_id,kind,value\n"
    "b,ip,1\nd,ip,1\na,wallet,2\na,ip,1\nc,ip,1\nb,card,3\nb,card,3\nx,phone,7\n",
    "orders": "reviewer_id,product_id,shipped_weight_g,refunded\n"
    "b,p,9,no\nb,p,2,\nb,p,,yes\na,p,30,no\nx,p,1,yes\n",
}


def same(first, second) -> None:
    """Compare tables by their frames and by what their graphs are made of."""
    assert first.notes == second.notes
    assert list(first.stored) == list(second.stored)
    for name, frame in first.frames().items():
        assert frame.equals(second.stored[name].frame()), name
        assert first.stored[name].null_counts == second.stored[name].null_counts
    one, other = build_graph(first), build_graph(second)
    for left, right in ((first.codes.pairs, second.codes.pairs), (one.reviews, other.reviews)):
        for name in type(left).__slots__:
            assert getattr(left, name).tolist() == getattr(right, name).tolist(), name
    assert first.codes.aliases.equals(second.codes.aliases)
    for name in ("created", "parcel_g", "refunded"):
        assert np.array_equal(getattr(first.codes, name), getattr(second.codes, name), equal_nan=True)
    assert first.codes.product_facts.equals(second.codes.product_facts)
    assert list(one.identifiers) == list(other.identifiers)
    for kind, relation in one.identifiers.items():
        assert relation.nodes.ids.to_list() == other.identifiers[kind].nodes.ids.to_list()
        assert relation.nodes.digest() == other.identifiers[kind].nodes.digest()
        assert relation.adjacency.t_indices.tolist() == other.identifiers[kind].adjacency.t_indices.tolist()


def test_read_tables__in_files_as_in_memory():
    same(read_tables(SAMPLE), read_tables(SAMPLE, hold=0))


@pytest.mark.parametrize("batch_rows", [1, 3, 1000])
def test_read_tables__in_files_as_in_memory_without_bad_and_repeated_rows(tmp_path, monkeypatch, batch_rows):
    """A bad cell, merged rows, clashing keys and unknown kinds are left out alike, whatever the batches."""
    monkeypatch.setattr(batching, "BATCH_ROWS", batch_rows)
    source = csv(tmp_path / "source", reviews=REVIEWS, **OTHERS)
    held = read_tables(source, quarantine=tmp_path / "held")
    filed = read_tables(source, quarantine=tmp_path / "filed", hold=0)
    notes = [note for note in held.notes if "quarantined" not in note.message]

    assert held.reviews["review_id"].to_list() == ["R5", "#2", "R1", "R4"]
    assert held.codes.reviewers.to_list() == ["a", "b", "c"]
    assert notes == [note for note in filed.notes if "quarantined" not in note.message]
    for name in ("reviews", "identifiers"):
        quarantined = [pl.read_parquet(tmp_path / folder / f"{name}.parquet") for folder in ("held", "filed")]
        assert quarantined[0].equals(quarantined[1])
    object.__setattr__(filed, "notes", held.notes)  # they name the folder
    same(held, filed)


def test_orders__the_lightest_parcel_and_any_refund_count(tmp_path):
    reviews = REVIEWS.replace(",9,", ",5,").replace("R6,,us\ne", "R7,,us\ne")
    codes = read_tables(csv(tmp_path, reviews=reviews, orders=OTHERS["orders"])).codes

    assert [30.0, None, 2.0, None, None, None] == [
        None if np.isnan(g) else g for g in codes.parcel_g.tolist()
    ]
    assert [0, -1, 1, -1, -1, -1] == codes.refunded.tolist()


@given(st.lists(st.integers(0, 5), max_size=12))
@settings(max_examples=20, deadline=None)
def test_take__rows_in_any_order_and_repeated(rows):
    text = "reviewer_id,product_id,text\n" + "".join(f"u{i},p,t{i}\n" for i in (3, 1, 0, 5, 2, 4))
    with tempfile.TemporaryDirectory() as folder:
        source = csv(Path(folder), reviews=text)
        held, filed = (read_tables(source, hold=hold).stored["reviews"] for hold in (100, 0))
        asked = np.array(rows, dtype=np.int64)

        assert held.take(asked).equals(filed.take(asked))
        assert [f"t{i}" for i in rows] == filed.take(asked, ["text"]).to_series().to_list()
        assert held.column("review_id").to_list() == filed.column("review_id").to_list()


def test_take__of_a_column_that_some_parts_have(tmp_path):
    csv(
        tmp_path / "reviews", a="reviewer_id,product_id\nb,p\na,p\n", b="reviewer_id,product_id,text\nc,p,x\n"
    )
    reviews = read_tables(tmp_path, hold=0).stored["reviews"]

    assert reviews.take(np.array([2, 0]), ["text"]).to_series().to_list() == ["x", None]
    assert reviews.take(np.array([2, 1]), ["review_id"]).to_series().to_list() == ["3", "2"]


@pytest.mark.parametrize("batch_rows", [100, 1_000_000])
@pytest.mark.parametrize("name", ["reviews", "identifiers", "products"])
def test_take__few_rows_are_those_of_many(monkeypatch, name, batch_rows):
    """Few rows are picked before they are converted, many after."""
    monkeypatch.setattr(batching, "BATCH_ROWS", batch_rows)
    table = read_tables(SAMPLE, hold=0).stored[name]
    every = table.take(np.arange(table.height))
    for rows in ([], [table.height - 1, 0, 0, table.height // 2]):
        assert every[rows].equals(table.take(np.array(rows, dtype=np.int64)))


def test_take__few_rows_of_a_column_that_some_parts_have(tmp_path):
    rows = "".join(f"u{i},p\n" for i in range(20))
    csv(tmp_path / "reviews", a=f"reviewer_id,product_id\n{rows}", b="reviewer_id,product_id,text\nz,p,x\n")
    reviews = read_tables(tmp_path, hold=0).stored["reviews"]

    assert reviews.take(np.array([20, 0]), ["text"]).to_series().to_list() == ["x", None]


def test_read_tables__raise_on_more_rows_than_can_be_numbered(tmp_path, monkeypatch):
    monkeypatch.setattr(collector, "MAX_ROWS", 2)

    with pytest.raises(UsageError, match="reviews: found more than 2 rows"):
        read_tables(csv(tmp_path, reviews="reviewer_id,product_id\na,p\nb,p\nc,p\n"))


@pytest.mark.parametrize("hold", [0, 1000])
def test_span__of_the_rows_that_count(tmp_path, hold):
    """Bad rows and those left out have no part in it, wherever the rows are."""
    rows = "a,p,1,2020-01-05,R1\nb,p,9,2019-01-01,R2\nc,p,1,2021-01-01,R3\nc,p,1,2020-06-01,R3\nd,p,2,,R4\n"
    source = csv(tmp_path, reviews=f"reviewer_id,product_id,rating,posted_at,review_id\n{rows}")
    tables = read_tables(source, quarantine=tmp_path / "bad", hold=hold)

    first, last = tables.stored["reviews"].span("posted_at")
    assert ("2020-01-05", "2021-01-01") == (f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}")
    assert (1, 2) == tables.stored["reviews"].span("rating")


def test_span__of_nothing(tmp_path):
    tables = read_tables(csv(tmp_path, reviews="reviewer_id,product_id,rating,posted_at\na,p,1,\n"), hold=0)

    assert (None, None) == tables.stored["reviews"].span("posted_at")


def test_take__keeps_only_the_texts_of_the_rows_in_memory(tmp_path):
    """Polars picks rows without letting go of the batch that they are of: here 150 MB."""
    (tmp_path / "reviews").mkdir()
    for part in range(10):
        ids = pl.DataFrame({"product_id": [f"p{part:02}{i:05}" for i in range(50_000)]})
        text = pl.concat_str("product_id", pl.lit("x" * 300))
        ids.with_columns(reviewer_id=pl.lit("u"), text=text).write_parquet(
            tmp_path / "reviews" / f"{part:02}.parquet"
        )
    reviews = read_tables(tmp_path, hold=0).stored["reviews"]
    before = _resident()
    taken = reviews.take(np.arange(0, reviews.height, 1000), ["text"])

    assert 500 == taken["text"].str.starts_with("p").sum()
    assert _resident() - before < 100 * 2**20


def _resident() -> int:
    """Return the bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
