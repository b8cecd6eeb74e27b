from __future__ import annotations

import polars as pl
import pytest

import collusion as co
from tests.api.runs import built
from tests.cases.small_runs import Wish


def test_reviews__are_all_of_the_account_once_each(tmp_path):
    run = built(tmp_path, Wish(one_operator=True))
    reviews = run.account("A100").reviews

    assert reviews["review_id"].is_unique().all()
    assert reviews.filter(~pl.col("in_ring"))["ring_ids"].list.len().sum() == 0
    assert reviews["posted_at"].is_sorted()
    assert run.account("A100").memberships.height == 2


def test_neighbours__are_recounted_from_the_rows(found):
    run = found
    account = run.account(run[1].members["reviewer_id"][0])
    reviews = run.records.ring_reviews.filter("in_ring")
    mine = set(reviews.filter(reviewer_id=account.id)["product_id"])
    neighbours = account.neighbours()

    assert account.id not in neighbours["reviewer_id"]
    assert neighbours["n_tokens"].is_sorted(descending=True)
    for row in neighbours.to_dicts():
        theirs = set(reviews.filter(reviewer_id=row["reviewer_id"])["product_id"])
        assert set(row["products"]) == mine & theirs
        assert row["n_products"] == len(mine & theirs)
        assert (row["rarest_token_held_by"] is None) == (row["n_tokens"] == 0)


def test_account__outside_of_rings_has_a_score_and_says_where_its_reviews_are(found):
    run = found
    outside = run.scores.filter(~pl.col("reviewer_id").is_in(run.members["reviewer_id"].implode()))
    account = run.account(outside["reviewer_id"][0])

    assert account.score == outside["score"][0]
    assert account.memberships.is_empty()
    assert account.neighbours().is_empty()
    assert repr(account).endswith("in no ring>")
    with pytest.raises(co.UsageError, match="Read its rows in the source's reviews table"):
        account.reviews  # noqa: B018
