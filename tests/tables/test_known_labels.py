from __future__ import annotations

import polars as pl
import pytest

from collusion.errors import InputError
from collusion.tables.known_labels import FAKE, HONEST, UNLABELLED, known_labels
from collusion.tables.loader import with_labels
from collusion.tables.read import read_tables
from tests.tables.sources import csv

REVIEWS = (
    "review_id,reviewer_id,product_id,posted_at\nR1,ann,p,2018-01-01T10:01\nR2,ann,q,2018-01-02T10:02\n"
    "R3,bob,p,2018-01-03T10:03\nR4,bob,p,2018-01-04T10:04\n"
)
PRODUCTS = "product_id,seller_id,parent_id\np,s,\nq,t,\n"


def read(tmp_path, rows: str, **tables: str):
    header = "entity_type,entity_id,label,labelled_at\n"
    return read_tables(
        csv(tmp_path, **({"reviews": REVIEWS, "products": PRODUCTS} | tables), labels=header + rows)
    )


def test_known_labels__of_every_kind_of_entity_in_both_directions(tmp_path):
    entities = ["reviewer,ann,fake", "reviewer,bob,honest", "product,q,fake", "seller,t,honest"]
    rows = "".join(f"{row},\n" for row in [*entities, "review,R1,honest", "review,R4,fake"])
    known = known_labels(read(tmp_path, rows))

    assert [FAKE, HONEST] == known.reviewer.tolist()
    assert [UNLABELLED, FAKE] == known.product.tolist()
    assert [UNLABELLED, HONEST] == known.seller.tolist()
    assert [HONEST, UNLABELLED, FAKE] == known.review.tolist(), "R3 and R4 are one pair"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("reviewer,ann,fake,2018-01-01\nreviewer,ann,honest,2019-01-01\n", HONEST),
        ("reviewer,ann,fake,2020-01-01\nreviewer,ann,honest,2019-01-01\n", FAKE),
        ("reviewer,ann,fake,\nreviewer,ann,honest,2019-01-01\n", HONEST),
        ("reviewer,ann,fake,2019-01-01\nreviewer,ann,honest,2019-01-01\n", HONEST),
    ],
)
def test_known_labels__that_contradict_are_told_and_the_latest_counts(tmp_path, rows, expected):
    tables = read(tmp_path, rows)
    (told,) = [note for note in tables.notes if "both fake and honest" in note.message]

    assert expected == known_labels(tables).reviewer[0]
    assert (1, True) == (told.count, told.is_warning)
    assert "'ann'" in told.message


def test_known_labels__reach_what_stands_for_others(tmp_path):
    """A label on one spelling, or on one listing of a family, is a label on the account, or the family."""
    reviews = (
        REVIEWS + "R5,ann.0,p,2018-01-01T10:01\nR6,ann.0,q,2018-01-02T10:02\nR7,cid,v,2018-01-05T10:05\n"
    )
    products = PRODUCTS + "v,s,p\n"
    known = known_labels(read(tmp_path, "reviewer,ann.0,fake,\nproduct,v,fake,\nreview,R7,fake,\n",
                              reviews=reviews, products=products))  # fmt: skip

    assert [FAKE, UNLABELLED, UNLABELLED] == known.reviewer.tolist()
    assert [FAKE, UNLABELLED] == known.product.tolist()
    assert [UNLABELLED, UNLABELLED, UNLABELLED, FAKE] == known.review.tolist()


def test_report_labels__that_match_nothing_are_an_error_with_a_remedy(tmp_path):
    with pytest.raises(InputError, match="found 2 ids, of which the reviews have none") as caught:
        read(tmp_path, "reviewer,ANN,fake,\nreviewer,nobody,fake,\n")

    assert "'ANN' is nearly 'ann'" in str(caught.value)
    assert "Or leave the table of labels out." in str(caught.value)


def test_report_labels__few_matches_are_a_warning(tmp_path):
    tables = read(tmp_path, "reviewer,ann,fake,\nreviewer,BOB,fake,\nreviewer,x,fake,\nproduct,p,fake,\n")
    notes = {note.message.partition(" (")[0]: note for note in tables.notes if note.table == "labels"}

    assert not notes["labelled products of 1"].is_warning
    assert notes["labelled accounts of 3"].is_warning
    assert "'BOB' is nearly 'bob'" in notes["labelled accounts of 3"].message


def test_known_labels__none_without_labels(tmp_path):
    assert known_labels(read(tmp_path, "")) is None


def test_known_labels__of_decisions_may_name_nobody(tmp_path):
    tables = read_tables(csv(tmp_path, reviews=REVIEWS))
    labels = pl.DataFrame(
        [("reviewer", "bob", "fake"), ("reviewer", "gone", "fake")],
        schema=["entity_type", "entity_id", "label"],
        orient="row",
    )

    assert [UNLABELLED, FAKE] == known_labels(with_labels(tables, labels)).reviewer.tolist()
