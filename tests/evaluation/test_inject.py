from __future__ import annotations

import dataclasses

import numpy as np
import polars as pl
import pytest

from collusion.errors import UsageError
from collusion.evaluation.inject import inject, write_source
from collusion.evaluation.market_from_tables import market_from_tables
from collusion.evaluation.markets import withhold
from collusion.graph.build import build_graph
from collusion.simulate.ring_plan import RingPlan
from collusion.simulate.world import EVERYWHERE
from collusion.tables.loader import replaced
from collusion.tables.read import read_tables
from collusion.tables.records import ReviewTables

PLAN = RingPlan(style="injected", n_members=12, n_targets=8, coverage=0.6, span_days=60.0)


@pytest.fixture(scope="module")
def tables(small_market):
    return read_tables(small_market)


def _own(tables: ReviewTables):
    return market_from_tables(tables, build_graph(tables), seed=1)


def _with(tables: ReviewTables, **changes) -> ReviewTables:
    return replaced(tables, **changes)


def test_own_ground__is_laid_out_as_the_tables_are(tables):
    own = _own(tables)
    context = own.context

    assert len(own.reviewer_ids) == len(context.accounts)
    assert tables.reviews["reviewer_id"].n_unique() == len(context.accounts)
    assert tables.products.height == len(context.products)
    assert tables.products["seller_id"].n_unique() == context.n_sellers
    first, last = tables.reviews["posted_at"].min(), tables.reviews["posted_at"].max()
    assert (last.date() - first.date()).days + 1 == context.calendar.n_days
    assert np.all(np.diff(context.calendar.curve) > 0)
    assert context.accounts.n_reviews.sum() == context.products.popularity.sum() == tables.reviews.height


def test_inject__adds_a_ring_and_changes_nothing_else(tables):
    injected = inject(tables, _own(tables), [PLAN, PLAN], seed=3)
    reviews = injected.frames["reviews"]

    assert tables.reviews.schema == reviews.schema
    assert tables.reviews.equals(reviews.head(tables.reviews.height))
    assert ["ring-001", "ring-002"] == [ring.name for ring in injected.truth.rings]
    for ring in injected.truth.rings:
        theirs = reviews.filter(pl.col("reviewer_id").is_in(list(ring.members)))
        job = theirs.filter(pl.col("product_id").is_in(list(ring.targets)))
        assert 12 == job["reviewer_id"].n_unique()
        assert 8 == job["product_id"].n_unique()
        assert theirs.height > job.height
        assert job["rating"].min() >= 4


def test_inject__gives_new_accounts_what_accounts_there_have(tables):
    injected = inject(tables, _own(tables), [PLAN], seed=3)
    members = list(injected.truth.rings[0].members)
    held = injected.frames["identifiers"].filter(pl.col("reviewer_id").is_in(members))

    assert 12 == injected.frames["accounts"].filter(pl.col("reviewer_id").is_in(members)).height
    assert {"ip", "device"} <= set(held["kind"])
    assert injected.frames["orders"].height > tables.orders.height
    assert injected.frames["products"].height == tables.products.height + 8
    assert injected.frames["products"]["seller_id"].null_count() == tables.products["seller_id"].null_count()


def test_inject__follows_from_the_seed(tables):
    first, again, other = (inject(tables, _own(tables), [PLAN], seed=seed) for seed in (3, 3, 4))

    assert all(first.frames[name].equals(again.frames[name]) for name in first.frames)
    assert not first.frames["reviews"].equals(other.frames["reviews"])


def test_inject__takes_over_bought_accounts(tables):
    plan = dataclasses.replace(PLAN, accounts="bought")
    injected = inject(tables, _own(tables), [plan], seed=3)
    members = injected.truth.rings[0].members

    assert members <= set(tables.reviews["reviewer_id"])
    kept = injected.frames["reviews"].join(tables.reviews.select("review_id"), on="review_id")
    assert kept.height <= tables.reviews.height
    assert kept.filter(~pl.col("reviewer_id").is_in(list(members))).height == (
        tables.reviews.filter(~pl.col("reviewer_id").is_in(list(members))).height
    )


def test_inject__into_bare_reviews(tables):
    """Only what the user has is written: no times, no stars, no other tables."""
    bare = tables.reviews.select(
        "reviewer_id", "product_id", pl.lit(None, dtype=pl.Int8).alias("rating"),
        pl.lit(None, dtype=tables.reviews.schema["posted_at"]).alias("posted_at"), "review_id",
    )  # fmt: skip
    alone = _with(tables, reviews=bare, products=None, accounts=None, identifiers=None, orders=None)
    injected = inject(alone, _own(alone), [PLAN, dataclasses.replace(PLAN, accounts="bought")], seed=1)

    assert ["reviews"] == list(injected.frames)
    assert bare.columns == injected.frames["reviews"].columns
    assert injected.frames["reviews"]["posted_at"].null_count() == injected.frames["reviews"].height
    assert injected.frames["reviews"]["rating"].null_count() == injected.frames["reviews"].height


@pytest.mark.parametrize("n_markets", [1, 2, 6])
def test_own_ground__deals_marketplaces_out(tables, n_markets):
    rng = np.random.default_rng(n_markets)
    names = [f"m{i}" for i in rng.integers(0, n_markets, tables.reviews.height)]
    reviews = tables.reviews.with_columns(marketplace=pl.Series(names))
    own = _own(_with(tables, reviews=reviews))

    assert 4 == len(own.marketplaces)
    assert min(n_markets, 4) == len(set(own.marketplaces))
    assert {0, 1, 2, 3} == set(own.context.accounts.market.tolist())
    if n_markets < 4:
        assert {EVERYWHERE} == set(own.context.products.market.tolist())
    injected = inject(_with(tables, reviews=reviews), own, [PLAN], seed=2)
    assert set(injected.frames["reviews"]["marketplace"]) <= set(names)


def test_write_source__can_be_read_again(tables, tmp_path):
    injected = inject(tables, _own(tables), [PLAN], seed=3)
    write_source(injected, tmp_path / "source")
    again = read_tables(tmp_path / "source")

    assert injected.frames["reviews"].height == again.reviews.height
    assert () == tuple(note for note in again.notes if note.table == "reviews")


@pytest.mark.parametrize(
    "what, gone",
    [("identifiers", "identifiers"), ("private", "orders"), ("text", None), ("times", "accounts")],
)
def test_withhold__leaves_out_what_it_says(small_market, tmp_path, what, gone):
    left = read_tables(withhold(small_market, what, tmp_path / "left"))

    assert gone is None or gone not in left.frames()
    assert ("text" in left.reviews.columns) == (what != "text")
    assert (left.reviews["posted_at"].null_count() == left.reviews.height) == (what == "times")


def test_withhold__nothing_is_the_source_itself(small_market, tmp_path):
    assert small_market == withhold(small_market, "nothing", tmp_path / "left")
    assert not (tmp_path / "left").exists()


def test_withhold__raises_on_what_it_does_not_know(small_market, tmp_path):
    with pytest.raises(UsageError, match="'hope' to be withheld; known: nothing"):
        withhold(small_market, "hope", tmp_path / "left")
