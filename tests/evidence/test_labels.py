from __future__ import annotations

import polars as pl
import pytest

from collusion.evidence.labels import labelled_fakes
from collusion.graph.build import build_graph
from collusion.tables.loader import tables_from_frames


def _reviews():
    return pl.DataFrame(
        {
            "reviewer_id": ["a", "b", "c", "d"],
            "product_id": ["p", "p", "q", "q"],
            "review_id": ["r1", "r2", "r3", "r4"],
        }
    )


def _names(labels):
    frames = {"reviews": _reviews()}
    if labels is not None:
        frames["labels"] = pl.DataFrame(labels, schema=["entity_type", "entity_id", "label"], orient="row")
    tables = tables_from_frames(frames)
    graph = build_graph(tables)
    return graph.reviewers.ids.gather(labelled_fakes(graph)).to_list()


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (None, []),
        ([("reviewer", "c", "fake"), ("reviewer", "a", "fake")], ["a", "c"]),
        ([("review", "r2", "fake"), ("review", "r3", "honest")], ["b"]),
        ([("review", "r2", "fake"), ("reviewer", "b", "fake"), ("review", "r4", "fake")], ["b", "d"]),
        ([("product", "p", "fake"), ("seller", "s", "fake"), ("reviewer", "nobody", "fake")], []),
    ],
    ids=["no labels", "accounts", "reviews", "both", "others"],
)
def test_labelled_fakes__of_accounts_and_of_reviews(labels, expected):
    assert expected == _names(labels)


def test_labelled_fakes__who_won_an_appeal_is_left_out():
    labels = [("reviewer", "a", "fake"), ("reviewer", "a", "honest"), ("review", "r1", "fake")]

    assert [] == _names(labels)
