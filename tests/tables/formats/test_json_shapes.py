"""Rows are found within what databases and services wrap around them."""

from __future__ import annotations

import json

import pytest

from collusion.tables.formats.content import FormatError
from collusion.tables.formats.json_shapes import bare, inner_rows, is_row, page_key, page_rows, wrapping_key
from collusion.tables.read import read_tables

ROW = {"reviewer_id": "a", "product_id": "p"}
OTHER = {"reviewer_id": "b", "product_id": "q"}


@pytest.mark.parametrize(
    "value, found",
    [
        ({"$oid": "5a"}, "5a"),
        ({"$date": {"$numberLong": "1"}}, "1"),
        ({"N": "5"}, "5"),
        ({"NULL": True}, None),
        ({"id": "5"}, {"id": "5"}),
        ({"S": "a", "N": "1"}, {"S": "a", "N": "1"}),
        ("plain", "plain"),
    ],
)
def test_bare(value, found):
    assert bare(value) == found


def test_is_row__every_required_column_by_its_name_or_a_known_one():
    assert is_row({"userId": 1, "asin": 2}, "reviews")
    assert not is_row({"userId": 1}, "reviews")


def test_wrapping_key():
    assert wrapping_key({"_id": 1, "_source": ROW}, "reviews") == "_source"
    assert wrapping_key({**ROW, "meta": ROW}, "reviews") == ""
    assert wrapping_key({"meta": {"page": 1}}, "reviews") == ""


def test_page_key():
    assert page_key({"page": 1, "results": [ROW]}, "reviews") == "results"
    assert page_key({"a": [ROW], "b": [ROW]}, "reviews") == ""
    assert page_key({**ROW, "helpful": [ROW]}, "reviews") == ""


WANTED = frozenset({"author.uri", "rating", "product_id"})


def test_page_key__of_rows_that_are_known_only_by_what_is_wanted():
    page = {"reviews": [{"author": {"uri": 1}, "rating": 5}], "links": [{"rel": "next"}]}

    assert page_key(page, "reviews", WANTED) == "reviews"
    assert page_key(page, "reviews") == ""
    assert page_key({**page, "more": page["reviews"]}, "reviews", WANTED) == ""


def test_page_key__a_list_asked_for_by_place_is_no_page():
    order = {"customer": "a", "products": [{"product": "p", "rating": 5, "at": "x"}]}

    assert "products" == page_key(order, "reviews", ("rating", "at"))
    assert page_key(order, "reviews", ("customer", "products.0.product", "rating", "at")) == ""


def test_inner_rows__of_several_arrays_the_one_with_most_of_what_is_wanted():
    entries = [{"label": "the app"}, {"author": {"uri": 1}, "rating": 5}]
    feed = {"feed": {"entry": entries, "link": [{"rel": "self"}], "author": [{"author": 1}]}}

    assert inner_rows(feed, "reviews", WANTED) == entries
    with pytest.raises(FormatError, match="3 arrays"):
        inner_rows(feed, "reviews")


def test_inner_rows__the_only_array_that_holds_rows():
    assert inner_rows({"schema": {"fields": [{"name": "x"}]}, "data": [ROW]}, "reviews") == [ROW]
    with pytest.raises(FormatError, match="2 arrays"):
        inner_rows({"a": [ROW], "b": [ROW]}, "reviews")


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(json.dumps({"_index": "r", "_source": row}) for row in (ROW, OTHER)),
        json.dumps(
            {"hits": {"total": 2, "hits": [{"_id": "1", "_source": ROW}, {"_id": "2", "_source": OTHER}]}}
        ),
        "\n".join(json.dumps({"page": i, "results": [row]}) for i, row in enumerate((ROW, OTHER))),
        "\n".join([json.dumps({"results": []}), json.dumps({"results": [ROW, OTHER]})]),
        "\n".join(
            json.dumps({"Item": {key: {"S": cell} for key, cell in row.items()}}) for row in (ROW, OTHER)
        ),
        "\n".join(json.dumps({key: {"$oid": cell} for key, cell in row.items()}) for row in (ROW, OTHER)),
    ],
    ids=["Elasticsearch", "its answer", "pages", "an empty page", "DynamoDB", "MongoDB"],
)
def test_read_tables__rows_within_other_things(tmp_path, text):
    (tmp_path / "reviews.json").write_text(text)

    frame = read_tables(tmp_path).frames()["reviews"]

    assert frame.select("reviewer_id", "product_id").rows() == [("a", "p"), ("b", "q")]


def test_page_rows__take_ids_from_around_the_rows_and_nothing_else():
    page = {
        "asin": "p",
        "rating": 4.3,
        "title": "x",
        "reviews": [{"user_id": "a"}, {"user_id": "b", "item_id": "q"}, 7],
    }

    assert list(page_rows(page, "reviews")) == [
        {"asin": "p", "user_id": "a"},
        {"user_id": "b", "item_id": "q"},
        7,
    ]


def test_read_tables__of_products_that_hold_their_reviews(tmp_path):
    products = [
        {
            "product_id": f"p{k}",
            "rating": 4.9,
            "reviews": [{"reviewer_id": f"u{i}", "posted_at": "2024-01-02"} for i in range(3)],
        }
        for k in range(2)
    ]
    (tmp_path / "reviews.json").write_text(json.dumps(products))
    codes = read_tables(tmp_path).codes

    assert (3, 2) == (len(codes.reviewers), len(codes.products))
    assert {0} == set(codes.pairs.stars.tolist())
