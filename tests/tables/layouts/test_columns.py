"""What names and cells of a column say about it."""

from __future__ import annotations

import pytest

from collusion.tables.layouts.columns import (
    account_grade,
    column_of,
    product_grade,
    star_grade,
    time_grade,
)

IDS = [f"u{i % 7:02}" for i in range(21)]
NAMES = [f"Jo N{i % 5}" for i in range(21)]
MAILS = [f"u{i % 7}@x.example" for i in range(21)]
PAGES = [f"https://maps.example/contrib/{i % 7}" for i in range(21)]


def test_account_grade__an_id_before_a_mailbox_before_a_page_before_a_login_before_a_name():
    graded = [
        account_grade(column_of(name, cells))
        for name, cells in (
            ("user_id", IDS),
            ("email", MAILS),
            ("reviewer_url", PAGES),
            ("username", IDS),
            ("author", NAMES),
        )
    ]

    assert [0, 1, 2, 3, 4] == graded


@pytest.mark.parametrize(
    "name, cells",
    [
        ("Reviewer_Nationality", IDS),
        ("userCity", NAMES),
        ("reviews_by_reviewer", IDS),
        ("Total_Number_of_Reviews_Reviewer_Has_Given", IDS),
        ("author.num_games_owned", IDS),
        ("reviewerPhotoUrl", PAGES),
        ("user_id", ["u1"] * 21),
        ("isLocalGuide", IDS),
        ("is_user", ["true", "false", "true"] * 7),
        ("users", ["[1, 2]"] * 21),
        ("language", ["en", "de", "fr"] * 7),
        ("user_no", list(map(str, range(21)))),
    ],
)
def test_account_grade__what_only_describes_is_no_account(name, cells):
    assert account_grade(column_of(name, cells)) is None


def test_account_grade__a_mailbox_goes_before_an_id_that_guests_share():
    guests = ["0" if i % 2 else cell for i, cell in enumerate(IDS)]

    assert account_grade(column_of("user_id", guests)) > account_grade(column_of("email", MAILS))
    assert account_grade(column_of("user_id", guests)) < account_grade(column_of("author", NAMES))


@pytest.mark.parametrize(
    "name, grade",
    [
        ("placeId", 0),
        ("locationId", 0),
        ("itemid", 0),
        ("comment_post_ID", 0),
        ("reviewable_object.id", 0),
        ("beer_beerid", 0),
        ("id_product", 0),
        ("Hotel_Name", 4),
        ("Restaurant", 4),
        ("商品ID", 0),
        ("relationships.product.data.id", 0),
        ("relationships.product.data.type", None),
        ("review_appearance", None),
        ("product_category", None),
        ("language", None),
        ("query", None),
        ("product.price", None),
    ],
)
def test_product_grade__by_its_name(name, grade):
    assert grade == product_grade(column_of(name, [f"p{i % 5}x" for i in range(21)]))


def test_star_grade__means_and_votes_are_no_stars():
    stars = [str(i % 5 + 1) for i in range(21)]
    names = ("Average_Score", "weighted_vote_score", "totalScore", "helpful_votes", "rating_number")

    assert [None] * len(names) == [star_grade(column_of(name, stars)) for name in names]
    assert star_grade(column_of("rating", stars)) < star_grade(column_of("review_rating", stars))
    assert star_grade(column_of("review_rating", stars)) < star_grade(column_of("rating", ["4.4"] * 21))


def test_time_grade__of_when_it_was_written():
    days = [f"2024-01-{i + 1:02}" for i in range(21)]
    graded = [
        time_grade(column_of(name, cells), is_named=True)
        for name, cells in (
            ("date_created_gmt", days),
            ("date_created", days),
            ("updated", days),
            ("timestamp", ["2024-02-01"] * 21),
        )
    ]

    assert sorted(graded) == graded
    assert len(set(graded)) == len(graded)
    assert time_grade(column_of("itemid", [str(45000 + i) for i in range(21)]), is_named=True) is None
