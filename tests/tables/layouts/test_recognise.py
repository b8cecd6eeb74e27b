"""Recognising tables and columns by names and by cells."""

from __future__ import annotations

import pytest

from collusion.tables.layouts.head import Head
from collusion.tables.layouts.recognise import recognise


def head(file: str, *, has_header: bool = True, **columns: list[str]) -> Head:
    return Head(file, {key: tuple(cells) for key, cells in columns.items()}, None, has_header)


def only(*heads: Head):
    (found,), _ = recognise(heads)
    return found


IDS = [f"u{i}" for i in range(12)]
ITEMS = [f"p{i % 3}" for i in range(12)]
STARS = [str(i % 5 + 1) for i in range(12)]
DAYS = [f"2024-01-{i + 10}" for i in range(12)]


def test_recognise__each_file_is_one_table_the_surest(tmp_path):
    tables, others = recognise(
        [
            head("comments.csv", user_id=IDS, asin=ITEMS, stars=STARS, date=DAYS),
            head("old_reviews.csv", user_id=IDS, asin=ITEMS),
            head("users.csv", user_id=IDS, signup_date=DAYS),
            head("items.csv", asin=ITEMS, merchant_id=ITEMS, name=ITEMS),
            head("log.csv", level=["info"] * 12, message=["a b"] * 12),
        ]
    )

    assert [("reviews", "comments.csv"), ("products", "items.csv"), ("accounts", "users.csv")] == [
        (found.table, found.head.name) for found in tables
    ]
    assert ["old_reviews.csv", "log.csv"] == [other.name for other in others]


def test_recognise__a_file_of_the_tables_own_name_goes_first():
    (found,), others = recognise(
        [head("aaa.csv", user_id=IDS, asin=ITEMS, stars=STARS), head("reviews.csv", user_id=IDS, asin=ITEMS)]
    )

    assert "reviews.csv" == found.head.name
    assert ["aaa.csv"] == [other.name for other in others]


def test_recognise__columns_by_cells_where_their_names_say_nothing():
    found = only(head("x.csv", a=ITEMS, b=IDS, c=STARS, d=DAYS, e=["some words"] * 12))

    assert {
        "reviewer_id": "a",
        "product_id": "b",
        "rating": "c",
        "posted_at": "d",
        "text": "e",
    } == found.columns
    assert "Check which id is the account" in found.remarks[0]


def test_recognise__names_hint_at_which_id_is_the_account():
    found = only(head("x.csv", Artikel=ITEMS, Kundennummer=IDS, Sterne=STARS))

    assert {"reviewer_id": "Kundennummer", "product_id": "Artikel", "rating": "Sterne"} == found.columns


def test_recognise__two_words_a_row_are_no_reviews():
    tables, others = recognise([head("settings.csv", key=IDS, value=ITEMS)])

    assert () == tables
    assert 1 == len(others)


def test_recognise__counts_of_votes_are_no_stars():
    found = only(head("x.csv", user_id=IDS, asin=ITEMS, helpful=STARS))

    assert {"reviewer_id": "user_id", "product_id": "asin"} == found.columns


@pytest.mark.parametrize(
    "cells, section",
    [
        (STARS, {}),
        (["0.5", "5", "4.5"], {"minimum": 0.5, "maximum": 5.0}),
        (["0", "5", "3"], {"minimum": 0.0, "maximum": 5.0}),
        (["1", "10", "7"], {"minimum": 1.0, "maximum": 10.0}),
        (["0", "100", "55"], {"minimum": 0.0, "maximum": 100.0}),
        (["True", "False", "True"], {"values": {"False": 1, "True": 5}}),
        (["great", "bad", "meh"], {}),
    ],
)
def test_recognise__the_scale_of_stars(cells, section):
    found = only(head("reviews.csv", reviewer_id=IDS[:3], product_id=ITEMS[:3], rating=cells[:3]))

    assert section == found.rating
    assert bool(section) == bool(found.remarks)


@pytest.mark.parametrize(
    "cells, form, n_remarks",
    [
        (DAYS, "", 0),
        (["1588687728", "1588687729", ""], "unix seconds", 0),
        (["1588687728923", "1588687728924", ""], "unix milliseconds", 0),
        (["13.02.2024", "01.02.2024", ""], "", 0),
    ],
)
def test_recognise__formats_of_times(cells, form, n_remarks):
    found = only(head("reviews.csv", reviewer_id=IDS[:3], product_id=ITEMS[:3], posted_at=cells[:3]))

    assert form == found.dates.get("posted_at", "") or "13.02.2024" in cells
    assert n_remarks == len(found.remarks)


def test_recognise__a_day_that_may_be_a_month_is_told():
    found = only(
        head("reviews.csv", reviewer_id=IDS[:2], product_id=ITEMS[:2], posted_at=["01/02/2024", "03/04/2024"])
    )

    assert "would fit, too" in found.remarks[0]


def test_recognise__rivals_are_told():
    found = only(head("reviews.csv", user=IDS, User=IDS, asin=ITEMS))

    assert "fit equally" in found.remarks[0]
    assert "user" == found.columns["reviewer_id"]


def test_recognise__amazons_listings_without_a_header():
    columns = {"column_1": ["B000123456", "0123456479"], "column_2": ["A1YJEY40YUW4SE", "A60XNB876KYML"]}
    found = only(head("r.csv", has_header=False, **columns, column_3=["5.0", "3.0"]))

    assert ["product_id", "reviewer_id", "rating"] == found.layout["column_names"]
    assert found.layout["has_header"] is False
