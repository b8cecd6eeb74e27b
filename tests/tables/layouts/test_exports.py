"""Exports of the programs that analysts have: recognised for what they are, or refused."""

from __future__ import annotations

import json
import tomllib

import pytest

from collusion.errors import InputError
from collusion.tables.declarations import mapping_from_toml
from collusion.tables.layouts.proposal import propose
from collusion.tables.read import read_tables

#: Accounts write several reviews each; stars and times vary.
ROWS = [
    (f"u{i % 7:03}", f"p{i % 5:02}", i % 5 + 1, f"2024-01-{i % 28 + 1:02} 0{i % 10}:30:00") for i in range(33)
]


def as_csv(head, rows):
    return "\n".join([head, *(",".join(map(str, row)) for row in rows), ""])


def proposed(tmp_path, text, name="reviews.csv"):
    """Return what init proposes for a file, and the tables that it gives."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    proposal = propose(str(tmp_path))
    faults = []
    mapping = mapping_from_toml(tomllib.loads(proposal.text), faults=faults)
    assert [] == faults
    [(found, preview)] = proposal.tables
    assert preview.n_valid == preview.n_rows > 0
    return found, read_tables(tmp_path, mapping=mapping)


EXPORTS = {
    "Looker, with the view's name and marks of thousands": as_csv(
        "Reviews Reviewer ID,Reviews Product ID,Reviews Rating,Reviews Created Time,Reviews Helpful Votes",
        [(f'"1,{a[1:]}"', f'"2,0{b[1:]}"', c, t, '"1,234"') for a, b, c, t in ROWS],
    ),
    "Zendesk, whose first id is the ticket's": as_csv(
        "Id,Requester,Requester id,Subject,Created at,Product [list]",
        [(9000 + 3 * i, f"Jo {a}", a, "x", t, b) for i, (a, b, _, t) in enumerate(ROWS)],
    ),
    "a join with a name twice": as_csv(
        "reviewer_id,product_id,rating,posted_at,product_id,seller_id", [(*row, row[1], "s") for row in ROWS]
    ),
    "R's write.table": "\n".join(
        ["reviewer_id product_id rating posted_at"]
        + [f'"{i}" "{a}" "{b}" {c} "{t}"' for i, (a, b, c, t) in enumerate(ROWS, start=1)]
    ),
    "a client's box": "\n".join(
        ["+---+---+---+---+", "| reviewer_id | product_id | rating | posted_at |", "+---+---+---+---+"]
        + [f"| {a} | {b} | {c} | {t} |" for a, b, c, t in ROWS]
        + ["+---+---+---+---+"]
    ),
    "stars in words of another language": as_csv(
        "Rezensent,ASIN,Sterne,Datum", [(a, b, f'"{c},0 von 5 Sternen"', t) for a, b, c, t in ROWS]
    ),
    "accounts by e-mail address": as_csv(
        "title,body,rating,review_date,reviewer_name,reviewer_email,product_id",
        [("t", "x", c, t, f"N {a}", f"{a}@x.example", b) for a, b, c, t in ROWS],
    ),
    "Salesforce's times": as_csv(
        "Reviewer ID,Product ID,Rating,Date/Time Opened",
        [(a, b, c, f'"1/{i % 28 + 1}/2024, {i % 12 + 1}:30 PM"') for i, (a, b, c, _) in enumerate(ROWS)],
    ),
    "pandas, by column": json.dumps(
        {
            name: {str(i): row[k] for i, row in enumerate(ROWS)}
            for k, name in enumerate(("user", "item", "stars", "date"))
        }
    ),
    "pandas, a row under each key": json.dumps(
        {str(i): {"user_id": a, "item_id": b, "stars": c, "date": t} for i, (a, b, c, t) in enumerate(ROWS)}
    ),
    "MongoDB": "\n".join(
        json.dumps(
            {
                "_id": {"$oid": f"5a{i:022x}"},
                "user_id": {"$numberLong": a[1:]},
                "item_id": b,
                "stars": {"$numberInt": str(c)},
            }
        )
        for i, (a, b, c, _) in enumerate(ROWS)
    ),
}


def in_lines(*, of):
    return "\n".join(json.dumps(of(a, b, c, t)) for a, b, c, t in ROWS)


STORES = {
    "WooCommerce's comments, whose guests are user 0": (
        as_csv(
            "comment_ID,comment_post_ID,comment_author,comment_author_email,comment_date,comment_date_gmt,"
            "comment_content,user_id,rating",
            [
                (i, b, "Jo", f"{a}@x.example", t, t, "c", (i % 2) * i, c)
                for i, (a, b, c, t) in enumerate(ROWS)
            ],
        ),
        ("comment_author_email", "comment_post_ID", "comment_date_gmt"),
    ),
    "Outscraper, with the place's mean stars first": (
        as_csv(
            "query,place_id,rating,review_id,author_title,author_id,review_rating,review_datetime_utc",
            [("cafe", b, 4.4, i, "Jo", a, c, t) for i, (a, b, c, t) in enumerate(ROWS)],
        ),
        ("author_id", "place_id", "review_datetime_utc"),
    ),
    "Apify's places, with a rating that is always empty": (
        in_lines(
            of=lambda a, b, c, t: {
                "title": "Cafe",
                "placeId": b,
                "stars": c,
                "name": "Jo",
                "reviewerId": a,
                "text": "x",
                "isLocalGuide": False,
                "publishAt": "2 months ago",
                "publishedAtDate": t,
                "rating": None,
            }
        ),
        ("reviewerId", "placeId", "publishedAtDate"),
    ),
    "Bright Data, with the time of scraping": (
        in_lines(
            of=lambda a, b, c, t: {
                "asin": b,
                "rating": c,
                "author_name": "Jo",
                "author_id": a,
                "review_posted_date": t,
                "product_rating": 4.4,
                "timestamp": "2024-09-01T00:00:00Z",
                "review_country": "US",
            }
        ),
        ("author_id", "asin", "review_posted_date"),
    ),
    "Elasticsearch": (
        in_lines(
            of=lambda a, b, c, t: {
                "_index": "r",
                "_id": t,
                "_source": {"user": a, "sku": b, "stars": c, "time": t},
            }
        ),
        ("_source.user", "_source.sku", "_source.time"),
    ),
    "Feefo, with one product an order": (
        json.dumps(
            {
                "reviews": [
                    {
                        "customer": {"display_name": a},
                        "products": [{"product": {"sku": b}, "rating": c, "created_at": t}],
                    }
                    for a, b, c, t in ROWS
                ]
            }
        ),
        ("customer.display_name", "products.0.product.sku", "products.0.created_at"),
    ),
    "Zomato, with a number in its header and a word among its stars": (
        as_csv(
            "Restaurant,Reviewer,Review,Rating,Time,7514",
            [(b, f"Jo {a}", "x", "Like" if i == 5 else c, t, "") for i, (a, b, c, t) in enumerate(ROWS)],
        ),
        ("Reviewer", "Restaurant", "Time"),
    ),
    "MyAnimeList, where -1 is no rating": (
        as_csv(
            "user_id,anime_id,rating,at",
            [(a, b, c * 2 if i % 3 else -1, t) for i, (a, b, c, t) in enumerate(ROWS)],
        ),
        ("user_id", "anime_id", "at"),
    ),
    "a shop in Chinese": (
        as_csv("用户ID,商品ID,评分,评论时间,评论内容", [(a, b, c, t, "很好") for a, b, c, t in ROWS]),
        ("用户ID", "商品ID", "评论时间"),
    ),
}


@pytest.mark.parametrize("name", STORES)
def test_propose__of_several_columns_the_surest(tmp_path, name):
    text, expected = STORES[name]
    found, tables = proposed(tmp_path, text, "export.json" if text.startswith("{") else "export.csv")

    assert expected == tuple(found.columns[role] for role in ("reviewer_id", "product_id", "posted_at"))
    assert (7, 5) == (len(tables.codes.reviewers), len(tables.codes.products))
    assert {1, 2, 3, 4, 5} <= set(tables.codes.pairs.stars.tolist())


@pytest.mark.parametrize("encoding", ["gb18030", "cp1251", "cp932", "cp949"])
def test_propose__an_encoding_that_bytes_do_not_tell(tmp_path, encoding):
    words = {
        "gb18030": ("用户ID,商品ID,评分,评论内容", "很好，质量不错，下次还来"),
        "cp1251": ("ID покупателя,ID товара,Оценка,Отзыв", "Отличный товар, спасибо продавцу"),
        "cp932": ("投稿者ID,商品コード,評価,レビュー内容", "とても良い商品でした。また買います"),
        "cp949": ("작성자ID,상품ID,평점,내용", "좋아요 배송 빠르고 좋습니다"),
    }
    header, said = words[encoding]
    text = as_csv(header, [(a, b, c, f'"{said}"') for a, b, c, _ in ROWS])
    (tmp_path / "export.csv").write_bytes(text.encode(encoding))
    proposal = propose(str(tmp_path))
    mapping = mapping_from_toml(tomllib.loads(proposal.text), faults=[])
    [(found, _)] = proposal.tables

    assert {"reviewer_id", "product_id", "rating"} <= set(found.columns)
    assert (7, 5) == tuple(
        len(ids)
        for codes in [read_tables(tmp_path, mapping=mapping).codes]
        for ids in (codes.reviewers, codes.products)
    )


def test_propose__leaves_out_what_its_cells_are_not(tmp_path):
    rows = [(a, b, c, "buyer", f"Jan, {2020 + i % 3}") for i, (a, b, c, _) in enumerate(ROWS)]
    text = as_csv("user_id,asin,rating,is_verified,date", [(*row[:4], f'"{row[4]}"') for row in rows])
    found, _ = proposed(tmp_path, text)

    assert ("posted_at", "verified") == found.left_out
    assert "posted_at: the cells of date are not times of day and date; they are left out." in found.remarks


@pytest.mark.parametrize("name", EXPORTS)
def test_propose__the_export_of_a_program(tmp_path, name):
    text = EXPORTS[name]
    found, tables = proposed(tmp_path, text, "reviews.json" if text.startswith("{") else "reviews.csv")
    has_times = name != "MongoDB"
    has_stars = "Zendesk" not in name

    assert (7, 5) == (len(tables.codes.reviewers), len(tables.codes.products))
    assert has_times == ("posted_at" in found.columns)
    assert has_stars == ("rating" in found.columns)
    assert not has_stars or {1, 2, 3, 4, 5} == set(tables.codes.pairs.stars.tolist())
    assert not [remark for remark in found.remarks if "every row" in remark.casefold()]


def test_propose__stars_in_per_cent_begin_at_twenty(tmp_path):
    text = as_csv("reviewer_id,product_id,rating,posted_at", [(a, b, f"{20 * c}%", t) for a, b, c, t in ROWS])
    found, tables = proposed(tmp_path, text)

    assert {"minimum": 20.0, "maximum": 100.0} == found.rating
    assert {1, 2, 3, 4, 5} == set(tables.codes.pairs.stars.tolist())
    with pytest.raises(InputError, match="minimum = 20, maximum = 100 if that is the scale"):
        read_tables(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        as_csv(
            ",Clothing ID,Age,Title,Review Text,Rating",
            [(i, 7, 33, "t", "x", c) for i, (_, _, c, _) in enumerate(ROWS)],
        ),
        as_csv("Clothing ID,Age,Rating", [(a, 33, c) for a, _, c, _ in ROWS]),
    ],
    ids=["row numbers are no accounts", "an id of something else is no account"],
)
def test_propose__no_account_is_made_up(tmp_path, text):
    (tmp_path / "reviews.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"no column that names an account"):
        propose(str(tmp_path))


def test_propose__says_that_every_row_has_another_account(tmp_path):
    text = as_csv("customer,product_id,rating", [(f"c{3 * i}", b, c) for i, (_, b, c, _) in enumerate(ROWS)])
    found, _ = proposed(tmp_path, text)

    assert "Every row looked at has another customer: does it name the row, no account?" in found.remarks


@pytest.mark.parametrize("name", ["Created Date", "Day of Posted At", "Date/Time Opened", "submitted_on"])
def test_read_tables__hints_at_what_may_be_the_time(tmp_path, name):
    (tmp_path / "reviews.csv").write_text(
        as_csv(f"reviewer_id,product_id,rating,Updated Date,{name}", [(a, b, c, t, t) for a, b, c, t in ROWS])
    )
    notes = [str(note) for note in read_tables(tmp_path).notes]

    assert any(
        f"{name!r} may be it: if so, declare [tables.reviews.columns] posted_at" in note for note in notes
    )
