"""How lenient accounts are, against a slow twin and against cases by hand."""

from __future__ import annotations

import numpy as np
import pytest

from collusion.evidence.leniency import others_mean, prepare_leniency
from collusion.graph.build import build_graph
from tests.tables_of import tables_of


def _graph(stars):
    """Reviews by name of account and product: stars, None for a review without."""
    return build_graph(
        tables_of([{"reviewer_id": who, "product_id": what, "rating": n} for (who, what), n in stars.items()])
    )


def _prepared(stars):
    graph = _graph(stars)
    flat = [(p, s) for p, s in zip(graph.reviews.indices, graph.stars, strict=True) if s > 0]
    histogram = np.zeros((len(graph.products), 5), np.int64)
    for product, n in flat:
        histogram[product, n - 1] += 1
    return graph, prepare_leniency(graph, histogram)


def _by_hand(stars, who):
    """The deviations of an account from what others give, three average reviews being granted to each."""
    rated = {pair: n for pair, n in stars.items() if n is not None}
    overall = sum(rated.values()) / len(rated)
    away = []
    for (account, product), n in rated.items():
        others = [s for (a, p), s in rated.items() if p == product and a != account]
        mean = (sum(others) + 3 * overall) / (len(others) + 3)
        away += [n - mean] if account == who else []
    return away


STARS = {
    ("a", "p"): 5,
    ("a", "q"): 4,
    ("a", "r"): None,
    ("b", "p"): 3,
    ("b", "r"): 1,
    ("c", "q"): 2,
    ("c", "r"): 2,
    ("d", "r"): 5,
    ("e", "p"): None,
}


@pytest.mark.parametrize("who", ["a", "b", "c", "d", "e"])
def test_prepare_leniency__is_what_others_gave_to_the_same_products(who):
    """Reviews without stars are no low stars: they count neither as given nor as rated."""
    graph, leniency = _prepared(STARS)
    place = graph.reviewers.ids.to_list().index(who)
    away = _by_hand(STARS, who)

    assert (sum(away), len(away)) == (
        pytest.approx(float(leniency.total[place]), abs=1e-5),
        leniency.n_rated[place],
    )


def test_prepare_leniency__spreads_over_reviews_with_stars():
    _, leniency = _prepared(STARS)
    away = [one for who in "abcde" for one in _by_hand(STARS, who)]

    assert np.sqrt(np.mean(np.square(away))) == pytest.approx(leniency.spread)


def test_elsewhere__is_shrunk_by_two_reviews_of_nothing_out_of_the_ordinary():
    graph, leniency = _prepared(STARS)
    names = graph.reviewers.ids.to_list()
    members = np.array([names.index("a"), names.index("d")], dtype=np.int32)
    first, second = _by_hand(STARS, "a")
    found = leniency.elsewhere(members, np.array([first, leniency.total[members[1]]]), np.array([1, 1]))

    assert [second / 3, 0.0] == pytest.approx(found.tolist(), abs=1e-6)


def test_others_mean__is_shrunk_by_three_average_reviews():
    histogram = np.array([[0, 0, 1, 0, 2], [1, 0, 0, 0, 0]])
    found = others_mean(np.array([5, 1], np.int8), np.array([0, 1], np.int32), histogram, 4.0)

    assert [(3 + 5 + 3 * 4.0) / 5, 4.0] == pytest.approx(found.tolist())
