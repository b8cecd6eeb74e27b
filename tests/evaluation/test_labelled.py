from __future__ import annotations

import polars as pl
import pytest

from collusion.errors import UsageError
from collusion.evaluation.labelled import label_figures, labelled_accounts
from collusion.tables.read import read_tables
from tests.evaluation.by_hand import predictions


@pytest.fixture
def source(tmp_path):
    """Accounts a to f with one review each; a and f by name, b and c by their reviews, d and e unknown."""
    reviews = {"reviewer_id": list("abcdef"), "product_id": ["p"] * 6, "review_id": list("ABCDEF")}
    pl.DataFrame(reviews).write_csv(tmp_path / "reviews.csv")
    rows = [
        ("reviewer", "a", "fake"), ("review", "A", "honest"), ("review", "B", "fake"),
        ("review", "C", "honest"), ("reviewer", "f", "honest"), ("product", "p", "fake"),
    ]  # fmt: skip
    labels = pl.DataFrame(rows, schema=["entity_type", "entity_id", "label"], orient="row")
    labels.write_csv(tmp_path / "labels.csv")
    return tmp_path


def test_labelled_accounts__believes_an_accounts_own_label_first(source):
    labelled = labelled_accounts(read_tables(source))

    assert [("a", True), ("b", True), ("c", False), ("f", False)] == labelled.rows()


def test_labelled_accounts__raises_without_labels(source):
    (source / "labels.csv").unlink()

    with pytest.raises(UsageError, match="no labels of reviewers"):
        labelled_accounts(read_tables(source))


def test_label_figures__count_labelled_accounts_only(source):
    """Scores fall from the first ring to the last: a and c, then b, then the rest."""
    figures = label_figures(predictions(["ac", "b", "de"]), labelled_accounts(read_tables(source)))

    assert (4, 2, 0.5) == (figures.n_accounts, figures.n_fake, figures.base_rate)
    assert (1 / 2 * 1 / 2 + 1 / 2 * 2 / 3) == pytest.approx(figures.ap)
    assert (0.5 + 1 + 0 + 1) / 4 == pytest.approx(figures.auc)
    assert (2, (0.5 + 1.0) / 2) == (figures.n_rings, figures.purity)


def test_label_figures__of_no_rings(source):
    assert label_figures(predictions([]), labelled_accounts(read_tables(source))).purity is None
