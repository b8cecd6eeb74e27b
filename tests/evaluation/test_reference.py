from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import polars as pl
import pytest

from collusion.errors import UsageError
from collusion.evaluation.outcome import assess
from collusion.evaluation.reference import N_LISTED, REFERENCES, co_review_counts, reference_predictions
from collusion.evaluation.truth import read_truth
from collusion.graph.build import build_graph
from collusion.tables.read import read_tables


@pytest.fixture(scope="module")
def graph(small_market):
    return build_graph(read_tables(small_market))


def test_co_review_counts__are_those_of_pairs(graph):
    links = co_review_counts(graph)
    counts: Counter[tuple[int, int]] = Counter()
    reviews = graph.reviews
    for product in range(reviews.n_cols):
        who = reviews.t_indices[reviews.t_indptr[product] : reviews.t_indptr[product + 1]]
        if len(who) <= 200:
            counts.update(itertools.combinations(who.tolist(), 2))
    expected = {pair: n for pair, n in counts.items() if n >= 2}

    found = zip(links.source.tolist(), links.target.tolist(), links.weight.tolist())
    assert expected == {(a, b): n for a, b, n in found}


@pytest.mark.parametrize("name", sorted(REFERENCES))
def test_reference_predictions__rank_rings_and_every_account(graph, small_market, name):
    predictions = reference_predictions(name, graph, seed=1)

    assert 1 <= len(predictions.rings) <= N_LISTED
    assert all(predictions.rings)
    assert len(graph.reviewers) == predictions.scores.height
    assert np.isfinite(predictions.scores["score"].to_numpy()).all()
    assert assess(predictions, read_truth(small_market)).ranking["auc"][0] > 0.5


@pytest.mark.parametrize("name", sorted(set(REFERENCES) - {"dcube-suspiciousness"}))
def test_reference_predictions__find_a_clique_among_strangers(tmp_path, name):
    """What every such method is made for: ten accounts that all review the same ten products."""
    rng = np.random.default_rng(3)
    rows = [(f"u{rng.integers(300)}", f"p{rng.integers(300)}") for _ in range(600)]
    rows += [(f"ring{i}", f"target{j}") for i in range(10) for j in range(10)]
    pl.DataFrame(rows, schema=["reviewer_id", "product_id"], orient="row").write_csv(tmp_path / "reviews.csv")
    predictions = reference_predictions(name, build_graph(read_tables(tmp_path)))

    assert frozenset(f"ring{i}" for i in range(10)) == predictions.rings[0]
    best = predictions.scores.sort("score", descending=True).head(10)
    assert predictions.rings[0] == set(best["reviewer_id"])


def test_reference_predictions__raises_on_unknown_names(graph):
    with pytest.raises(UsageError, match=r"'gsrank'; known: fraudar"):
        reference_predictions("gsrank", graph)
