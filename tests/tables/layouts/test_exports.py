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
    with pytest.raises(InputError, match=r"nothing in .* that looks like reviews"):
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
