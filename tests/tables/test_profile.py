"""What a source holds and what evidence it makes possible."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from collusion.tables.profile import KindProfile, profile_tables
from collusion.tables.read import read_tables
from tests.tables.sources import REVIEWS, csv


def profile_of(folder, **tables):
    return profile_tables(read_tables(csv(folder, **tables)))


def answers_of(profile):
    return {answer.family: (answer.is_possible, answer.reason) for answer in profile.evidence}


def test_profile_tables__counts(tmp_path):
    profile = profile_of(
        tmp_path,
        reviews=REVIEWS + "u2,p2,,\n",
        products="product_id,seller_id\np1,s\np2,\np3,s\n",
        identifiers="reviewer_id,kind,value\nu1,ip,1\nu2,ip,1\nu2,ip,2\nu1,card,1\nu1,card,1\n",
    )

    assert profile.rows == {"reviews": 3, "products": 3, "identifiers": 5}
    assert (profile.n_reviewers, profile.n_products, profile.n_sellers) == (2, 2, 1)
    assert (profile.first_at, profile.last_at) == (
        datetime(2015, 10, 16, tzinfo=UTC),
        datetime(2015, 10, 17, tzinfo=UTC),
    )
    assert profile.kinds == (KindProfile("card", 1, 1, 0), KindProfile("ip", 2, 2, 1))
    assert profile.null_shares["reviews"]["rating"] == pytest.approx(1 / 3)
    assert profile.null_shares["identifiers"] == {"reviewer_id": 0.0, "kind": 0.0, "value": 0.0}


def test_profile_tables__bare_reviews_give_behaviour_only(tmp_path):
    answers = answers_of(profile_of(tmp_path, reviews="reviewer_id,product_id\na,p\n"))

    assert answers == {
        "behaviour": (True, "who reviewed what together"),
        "timing": (False, "there is no column reviews.posted_at"),
        "stars": (False, "there is no column reviews.rating"),
        "identity": (False, "there is no table identifiers"),
        "text": (False, "there is no column reviews.text"),
        "fulfilment": (False, "there is no table orders"),
        "benefit": (False, "there is no table products"),
        "lifecycle": (
            False,
            "there is no table accounts, and there is no column reviews.posted_at",
        ),
    }


def test_profile_tables__a_column_that_is_there_and_empty_is_told_apart_from_none(tmp_path):
    answers = answers_of(profile_of(tmp_path, reviews="reviewer_id,product_id,rating\na,p,\n"))

    assert answers["stars"] == (False, "reviews.rating is empty in every row")
    assert answers["timing"] == (False, "there is no column reviews.posted_at")


def test_profile_tables__everything_is_possible(tmp_path):
    answers = answers_of(
        profile_of(
            tmp_path,
            reviews="reviewer_id,product_id,rating,posted_at,text\na,p,5,2015-01-01,x\n",
            products="product_id,seller_id,item_weight_g\np,s,10\n",
            accounts="reviewer_id,created_at\na,2014-01-01\n",
            identifiers="reviewer_id,kind,value\na,ip,1\n",
            orders="reviewer_id,product_id,shipped_weight_g,refunded\na,p,1,no\n",
        )
    )

    assert all(possible for possible, _ in answers.values())
    assert (
        answers["fulfilment"][1]
        == "orders.refunded and orders.shipped_weight_g against products.item_weight_g"
    )


@pytest.mark.parametrize(
    "orders, products, expected",
    [
        ("refunded\nu1,p1,no\n", None, (True, "orders.refunded")),
        (
            "shipped_weight_g\nu1,p1,1\n",
            "item_weight_g\np1,1\n",
            (True, "orders.shipped_weight_g against products.item_weight_g"),
        ),
        (
            "shipped_weight_g\na,p,1\n",
            None,
            (False, "there is no column orders.refunded, and there is no table products"),
        ),
        (
            "refunded\na,p,no\n",
            None,
            (
                False,
                "no row of orders belongs to the reviews, and there is no column orders.shipped_weight_g",
            ),
        ),
    ],
)
def test_profile_tables__fulfilment(tmp_path, orders, products, expected):
    tables = {"reviews": REVIEWS, "orders": "reviewer_id,product_id," + orders}
    if products:
        tables["products"] = "product_id," + products

    assert answers_of(profile_of(tmp_path, **tables))["fulfilment"] == expected


def test_profile_tables__empty_optional_tables(tmp_path):
    profile = profile_of(tmp_path, reviews=REVIEWS, identifiers="reviewer_id,kind,value\n")

    assert profile.kinds == ()
    assert answers_of(profile)["identity"] == (False, "no row of identifiers belongs to the reviews")
