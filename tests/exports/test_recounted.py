from __future__ import annotations

import polars as pl
import pytest

from collusion.exports.recounted import recounted
from tests.cases.small_runs import make_run
from tests.exports.deciding import RING


def _wrote(run):
    return run.ring_reviews.filter((pl.col("ring_id") == RING) & pl.col("in_ring"))


def test_recounted__over_fewer_accounts_by_the_source():
    run = make_run()
    mine = _wrote(run).filter(pl.col("reviewer_id") != "A101")
    found = recounted(run.clients, mine)

    assert run.clients.columns == found.columns
    assert found.height == mine["product_id"].n_unique()
    for row in found.iter_rows(named=True):
        rows = mine.filter(product_id=row["product_id"])
        assert (rows.height, rows["posted_at"].min()) == (row["n_ring_reviews"], row["first_at"])
        left = row["n_rated"] - rows["rating"].count()
        without = (round(row["rating_with"] * row["n_rated"]) - rows["rating"].sum()) / left
        assert without == pytest.approx(row["rating_without"], abs=0.0001)


def test_recounted__nobody_else_rated_it():
    run = make_run()
    alone = run.clients.with_columns(n_rated=pl.col("n_ring_reviews"))

    assert recounted(alone, _wrote(run))["rating_without"].is_null().all()


def test_recounted__a_product_of_nobody_is_left_out():
    run = make_run()
    [first, *_] = run.clients["product_id"]

    assert (
        first not in recounted(run.clients, _wrote(run).filter(pl.col("product_id") != first))["product_id"]
    )
