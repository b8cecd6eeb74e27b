from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from collusion.cases.client_probability import BYSTANDER_BELOW
from collusion.exports.clients import CLIENTS, OPERATORS, clients, operators
from tests.cases.small_runs import Wish, make_run
from tests.exports.deciding import RING


def test_clients__are_recounted_from_rows():
    run = make_run(Wish(n_bystanders=1))
    table = clients(run, {RING})
    mine = run.ring_reviews.filter((pl.col("ring_id") == RING) & pl.col("in_ring"))

    assert CLIENTS == table.schema
    assert 3 == table.height
    assert {"S1"} == set(table["seller_id"])
    assert table["confirmed"].all()
    for row in table.iter_rows(named=True):
        rows = mine.filter(product_id=row["product_id"])
        n = run.clients.filter(product_id=row["product_id"])["n_rated"][0]
        assert rows.height == row["n_ring_reviews"]
        without = (round(row["rating_with"] * n) - rows["rating"].sum()) / (n - rows.height)
        assert row["rating_without"] == pytest.approx(without, abs=0.005)
        assert row["stars_gained"] == pytest.approx(row["rating_with"] - row["rating_without"], abs=0.006)


def test_clients__a_review_that_two_rings_share_counts_once():
    run = make_run()
    twin = {
        name: pl.concat(
            [getattr(run, name), getattr(run, name).filter(ring_id=RING).with_columns(ring_id=pl.lit("R-9"))]
        )
        for name in ("rings", "clients", "ring_reviews")
    }
    single, double = clients(run), clients(replace(run, **twin))

    assert single["n_ring_reviews"].to_list() == double["n_ring_reviews"].to_list()
    assert [2] * 4 == double["n_rings"].to_list()


def test_clients__victims_are_none_and_honest_accounts_count_for_nobody():
    assert 0 == clients(make_run(Wish(kind="attack"))).height
    run = make_run()
    label = {"entity_type": "reviewer", "entity_id": "A101", "label": "honest"}
    cleared = replace(run, labels=pl.DataFrame([label], schema=run.labels.schema))

    assert clients(cleared)["n_ring_reviews"].sum() < clients(run)["n_ring_reviews"].sum()


def test_operators__with_the_sellers_that_they_serve():
    run = make_run()
    table = operators(run)
    mine = run.ring_reviews.filter((pl.col("ring_id") == RING) & pl.col("in_ring"))

    assert OPERATORS == table.schema
    [row] = table.to_dicts()
    assert ("O-00000001", ["S1"], 5, mine.height) == (
        row["operator"],
        row["sellers"],
        row["n_accounts"],
        row["n_ring_reviews"],
    )


@pytest.mark.parametrize("list_of", [clients, operators])
def test_clients__what_is_as_likely_a_client_as_not_is_one(list_of):
    run = make_run()
    edge = replace(run, clients=run.clients.with_columns(service=pl.lit(BYSTANDER_BELOW)))
    below = replace(run, clients=run.clients.with_columns(service=pl.lit(BYSTANDER_BELOW - 0.01)))

    assert list_of(run).height == list_of(edge).height > 0
    assert 0 == list_of(below).height


def test_clients__a_product_without_other_reviews_has_no_stars_without_the_ring():
    run = make_run()
    assert clients(run)["rating_without"].null_count() == 0
    alone = clients(replace(run, clients=run.clients.with_columns(n_rated=pl.col("n_ring_reviews"))))

    assert [None] * alone.height == alone["rating_without"].to_list()
    assert [None] * alone.height == alone["stars_gained"].to_list()
