"""Which groups get labels, and what labels say."""

from __future__ import annotations

import polars as pl
import pytest

from collusion.evaluation.label_trials import labelled_groups, labels_of, only_labelled, with_labels
from collusion.evaluation.truth import TrueGroup, Truth

TRUTH = Truth(
    tuple(
        TrueGroup(name, kind, "s", "plain", frozenset(f"{name}{i}" for i in range(6)), frozenset())
        for name, kind in (("a", "ring"), ("b", "ring"), ("f", "innocent"), ("g", "innocent"))
    )
)
BASE = pl.DataFrame(
    [
        {"row": "ring", "name": "a", "flagged": True, "rank": 1},
        {"row": "ring", "name": "b", "flagged": False, "rank": None},
        {"row": "innocent", "name": "f", "flagged": False, "rank": 9},
        {"row": "innocent", "name": "g", "flagged": False, "rank": None},
        {"row": "trial", "name": None, "flagged": None, "rank": None},
    ]
)


@pytest.mark.parametrize(("what", "count"), [("labels_1", 1), ("labels_3", 3)])
def test_labels_of__some_members_of_each_unflagged_ring_are_fake(what, count):
    labels = labels_of(TRUTH, BASE, what, 7)

    assert count == labels.height == labels["entity_id"].n_unique()
    assert ["fake"] == labels["label"].unique().to_list()
    assert set(labels["entity_id"]) <= TRUTH.groups[1].members
    assert labels.equals(labels_of(TRUTH, BASE, what, 7))
    assert any(not labels.equals(labels_of(TRUTH, BASE, what, seed)) for seed in range(8))


def test_labels_of__innocents_are_honest_flagged_ones_first():
    """Where none is flagged, those that were listed at least."""
    flagged = BASE.with_columns(flagged=pl.col("flagged") | (pl.col("name") == "g").fill_null(value=False))

    assert frozenset("f") == labelled_groups(BASE, "labels_honest")
    assert frozenset("g") == labelled_groups(flagged, "labels_honest")
    assert TRUTH.groups[2].members == set(labels_of(TRUTH, BASE, "labels_honest", 1)["entity_id"])
    assert {"honest"} == set(labels_of(TRUTH, BASE, "labels_honest", 1)["label"])


def test_labels_of__one_member_of_each_listed_innocent_group_is_wrongly_called_fake():
    labels = labels_of(TRUTH, BASE, "labels_wrong", 7)

    assert frozenset("f") == labelled_groups(BASE, "labels_wrong")
    assert [("reviewer", "fake")] == labels.select("entity_type", "label").rows()
    assert set(labels["entity_id"]) <= TRUTH.groups[2].members


def test_only_labelled__keeps_flags_and_labelled_groups():
    flag = pl.DataFrame([{"row": "flag", "name": "R", "flagged": None, "rank": 1}])
    rows = pl.concat([BASE, flag], how="diagonal_relaxed")

    assert ["b", None, "R"] == only_labelled(rows, frozenset("b"))["name"].to_list()


def test_with_labels__copies_tables_and_no_truth(tmp_path):
    (tmp_path / "m" / "truth").mkdir(parents=True)
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "m" / "reviews.parquet")
    source = with_labels(tmp_path / "m", labels_of(TRUTH, BASE, "labels_1", 1), tmp_path / "n")

    assert {"reviews.parquet", "labels.parquet"} == {file.name for file in source.iterdir()}
