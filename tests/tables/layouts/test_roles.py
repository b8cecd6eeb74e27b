"""Which column of an unknown table is which of reviews."""

from __future__ import annotations

import pytest

from collusion.tables.layouts.head import Head
from collusion.tables.layouts.roles import by_content, lacking, surer

N = 40
IDS = tuple(f"u{i * 7 % 13}" for i in range(N))
NAMES = tuple(f"Jo {i * 7 % 5}" for i in range(N))
MAILS = tuple(f"u{i * 7 % 13}@x.example" for i in range(N))
ITEMS = tuple(f"p{i * 3 % 5}" for i in range(N))
STARS = tuple(str((i * 11 + i // 3) % 5 + 1) for i in range(N))
DAYS = tuple(f"2024-01-{i % 28 + 1:02}" for i in range(N))
ALIKE = ("2024-03-01",) * N
WORDS = ("good thing",) * N


def head(*, has_header: bool = True, **columns: tuple[str, ...]) -> Head:
    return Head("x.csv", columns, None, has_header)


def test_by_content__the_surest_account_and_product():
    found = by_content(
        head(
            language=("en", "de") * 20,
            Nickname=NAMES,
            Email=MAILS,
            Page_ID=ITEMS,
            Product_Name=WORDS,
            Rating=STARS,
            Created=DAYS,
            Comments=WORDS,
        )
    )

    assert {"reviewer_id": "Email", "product_id": "Page_ID", "rating": "Rating", "posted_at": "Created"} == {
        role: name for role, name in found.columns.items() if role != "text"
    }


@pytest.mark.parametrize(
    "columns",
    [
        {"Reviewer_Nationality": IDS, "Hotel_Name": ITEMS, "Reviewer_Score": STARS, "Review_Date": DAYS},
        {"": tuple(map(str, range(7, 7 + N))), "drugName": ITEMS, "rating": STARS, "date": DAYS},
        {"user_id": IDS, "language": ITEMS, "rating": STARS, "time": DAYS},
        {"reviewer": NAMES, "message": ITEMS, "star_rating": STARS, "date": DAYS},
        {"firm": ITEMS, "job_title": IDS, "overall_rating": STARS, "date_review": DAYS},
        {"user_id": IDS, "one": ITEMS, "two": ITEMS, "rating": STARS},
    ],
    ids=["nationality", "row number", "language", "message", "job", "two that may be the product"],
)
def test_by_content__nothing_is_made_up(columns):
    assert by_content(head(**columns)) is None


def test_by_content__a_product_is_what_is_left_beside_an_account():
    found = by_content(head(user=IDS, rating=STARS, ID=ITEMS, name=WORDS))

    assert "ID" == found.columns["product_id"]


def test_by_content__the_only_id_beside_an_account_is_what_it_reviewed():
    found = by_content(head(id=tuple(f"r{i}" for i in range(N)), critic=NAMES, recipe_id=ITEMS, rate=STARS))
    two = head(critic=NAMES, recipe_id=ITEMS, show_id=ITEMS, rate=STARS)

    assert ("critic", "recipe_id") == (found.columns["reviewer_id"], found.columns["product_id"])
    assert by_content(two) is None
    assert by_content(head(critic=NAMES, order_id=ITEMS, rate=STARS)) is None


def test_by_content__a_table_of_products_with_their_authors_is_none_of_reviews():
    isbn = tuple(f"97800000000{i:02}" for i in range(N))

    assert by_content(head(isbn=isbn, author=NAMES, rating=STARS, published=DAYS)) is None


def test_by_content__stars_of_the_review_not_of_the_place():
    of_place = tuple(str(3 + int(item[1]) % 3) for item in ITEMS)
    columns = {"author_id": IDS, "place_id": ITEMS, "rating": of_place, "review_rating": STARS}
    found = by_content(head(timestamp=ALIKE, review_date=DAYS, **columns))

    assert ("review_rating", "review_date") == (found.columns["rating"], found.columns["posted_at"])


def test_by_content__without_a_header_ids_are_no_stars():
    users, items = (tuple(str(n * i % 13 + 1) for i in range(N)) for n in (7, 3))
    found = by_content(head(has_header=False, column_1=users, column_2=items, column_3=STARS, column_4=DAYS))

    assert ["reviewer_id", "product_id", "rating", "posted_at"] == found.layout["column_names"]


def test_surer__takes_a_mailbox_for_a_name():
    named = head(author=NAMES, email=MAILS, asin=ITEMS)
    columns, remarks = surer(named, {"reviewer_id": "author", "product_id": "asin"})

    assert {"reviewer_id": "email", "product_id": "asin"} == columns
    assert ("reviewer_id is email rather than author, which tells accounts apart less surely.",) == remarks


def test_surer__an_id_stays():
    columns = {"reviewer_id": "user_id", "product_id": "asin"}

    assert (columns, ()) == surer(head(user_id=IDS, email=MAILS, asin=ITEMS), columns)


def test_lacking__names_what_is_there():
    found = lacking([head(level=WORDS), head(author=NAMES, stars=STARS, date=DAYS)])

    assert {"reviewer_id": "author"} == found.columns
    assert lacking([head(level=WORDS)]) is None
