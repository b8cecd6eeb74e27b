from __future__ import annotations

import datetime as dt
import random

import pytest

from collusion.tables.read import read_tables
from tests.tables.sources import csv

REVIEWS = "reviewer_id,product_id\nu,p\nv,q\n"


def shuffled(text: str, seed: int) -> str:
    head, *rows = text.splitlines(keepends=True)
    random.Random(seed).shuffle(rows)
    return head + "".join(rows)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("hold", [0, 1000])
def test_resolve_keys__of_an_edited_review_the_latest_counts(tmp_path, seed, hold):
    rows = (
        "review_id,reviewer_id,product_id,rating,posted_at\nR1,u,p,5,2018-01-01\nR1,u,p,1,2018-03-01\n"
        "R1,u,p,3,2018-02-01\nR2,v,p,4,\nR2,v,p,2,\nR3,v,q,4,2018-01-01\n"
    )
    tables = read_tables(csv(tmp_path, reviews=shuffled(rows, seed)), hold=hold)

    assert [("R1", 1), ("R2", 2), ("R3", 4)] == tables.reviews.select("review_id", "rating").sort(
        "review_id"
    ).rows()
    (note,) = [note for note in tables.notes if "edited" in note.message]
    assert ("review_id", 3) == (note.column, note.count)


@pytest.mark.parametrize("seed", range(3))
def test_resolve_keys__of_an_account_the_earliest_creation_counts(tmp_path, seed):
    rows = "reviewer_id,created_at,closed_at\nu,2015-01-01,\nu,2014-01-01,2019-01-01\nu,,\nv,2016-01-01,\n"
    tables = read_tables(csv(tmp_path, reviews=REVIEWS, accounts=shuffled(rows, seed)))

    assert {"u": 2014, "v": 2016} == {row[0]: row[1].year for row in tables.accounts.rows()}
    assert [2014, 2016] == [
        dt.datetime.fromtimestamp(m * 60, dt.UTC).year for m in tables.codes.created.tolist()
    ]


@pytest.mark.parametrize("seed", range(3))
def test_resolve_keys__the_fullest_description_of_a_product_counts(tmp_path, seed):
    rows = "product_id,seller_id,title,category\np,s,Red,\np,s,red,tools\np,,,\nq,s,,\nq,t,,toys\n"
    tables = read_tables(csv(tmp_path, reviews=REVIEWS, products=shuffled(rows, seed)))
    facts = tables.codes.product_facts
    (warning,) = [note for note in tables.notes if note.is_warning]

    assert [("p", "red"), ("q", None)] == tables.products.select("product_id", "title").sort(
        "product_id"
    ).rows()
    assert ["tools", "toys"] == facts["category"].to_list()
    assert ["s", None] == facts["seller_id"].to_list(), "who profits from q is not known"
    assert ("products", "seller_id", 1) == (warning.table, warning.column, warning.count)


def test_resolve_keys__rows_that_repeat_are_merged(tmp_path):
    tables = read_tables(
        csv(tmp_path, reviews=REVIEWS, accounts="reviewer_id,created_at\nu,2015-01-01\nu,2015-01-01\n")
    )

    assert 1 == tables.height("accounts")
    assert any(note.message == "rows that repeat another in every column, merged" for note in tables.notes)
