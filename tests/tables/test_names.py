"""Which column of a file is which of the contract."""

from __future__ import annotations

import pytest

from collusion.tables.names import ALIASES, match_columns, plain_name
from collusion.tables.schema import TABLES


@pytest.mark.parametrize(
    "name",
    [
        "reviewer_id",
        " Reviewer ID ",
        "reviewerID",
        "ReviewerId",
        "REVIEWER-ID",
        "\ufeffreviewer_id",
        "reviewer\u200b_id",
    ],
)
def test_plain_name__near_misses(name):
    assert plain_name(name) == "reviewer_id"


def test_match_columns__exact_and_declared_names_come_first():
    found = match_columns("reviews", ["reviewer_id", "Reviewer_ID", "asin"], {"product_id": "asin"})

    assert dict(found.sources) == {"reviewer_id": "reviewer_id", "product_id": "asin"}
    assert not found.guesses


def test_match_columns__near_misses_also_of_declared_names():
    found = match_columns("reviews", ["User ", "product_id", "Rating", " posted_at"], {"reviewer_id": "user"})

    assert found.guesses == {"reviewer_id": "User ", "rating": "Rating", "posted_at": " posted_at"}


def test_match_columns__two_near_misses_are_rivals():
    found = match_columns("reviews", ["reviewer_id", "product_id", "Rating", "RATING"], {})

    assert found.rivals == {"rating": ("Rating", "RATING")}
    assert "rating" not in found.sources


def test_match_columns__well_known_names_where_a_required_column_is_missing():
    found = match_columns(
        "reviews", ["reviewerID", "asin", "overall", "unixReviewTime", "reviewTime", "reviewText"], {}
    )

    assert found.guesses == {
        "reviewer_id": "reviewerID",
        "product_id": "asin",
        "rating": "overall",
        "posted_at": "unixReviewTime",
        "text": "reviewText",
    }


def test_match_columns__well_known_names_are_left_alone_where_the_contract_is_met():
    found = match_columns("reviews", ["reviewer_id", "product_id", "score", "date"], {})

    assert not found.guesses


def test_match_columns__well_known_names_of_what_is_missing_are_hints():
    found = match_columns("reviews", ["reviewer_id", "product_id", "Timestamp", "rating"], {})

    assert found.hints == {"posted_at": "Timestamp"}
    assert "posted_at" not in found.sources


def test_match_columns__units_and_prefixes_are_near_misses():
    names = ["reviews.reviewer_id", "reviews.product_id", "rating (1-5)", "posted_at [UTC]"]

    assert match_columns("reviews", names, {}).guesses == {
        "reviewer_id": names[0],
        "product_id": names[1],
        "rating": names[2],
        "posted_at": names[3],
    }


def test_match_columns__a_declared_column_that_is_not_there_is_not_guessed():
    found = match_columns("reviews", ["user", "product_id"], {"reviewer_id": "user_id"})

    assert "reviewer_id" not in found.sources


def test_aliases__belong_to_columns_of_the_contract_and_are_plain():
    names = {column.name for table in TABLES.values() for column in table.columns}

    assert set(ALIASES) - {"parent_id"} <= names
    assert all(plain_name(alias) == alias for aliases in ALIASES.values() for alias in aliases)
