from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from collusion.config import load_config
from collusion.evidence.params import EvidenceParams
from collusion.evidence.strata import merge_small, metadata_strata
from collusion.graph.build import build_graph
from tests.markets import clean_market, prepare
from tests.tables_of import tables_of

PARAMS = EvidenceParams()
REVIEWS = [
    {"reviewer_id": f"a{i}", "product_id": f"p{j}", "marketplace": "de" if j < 3 else "fr"}
    for j in range(6)
    for i in range(10 + j)
]


def _strata(products=(), *, marketplaces=True, params=PARAMS):
    rows = [row if marketplaces else {**row, "marketplace": None} for row in REVIEWS]
    tables = tables_of(rows, **({"products": products} if products else {}))
    return metadata_strata(tables, build_graph(tables), params=params)


def _products(categories):
    return [{"product_id": f"p{j}", "category": name} for j, name in enumerate(categories)]


def _kinds(strata):
    """Name the strata in order of first appearance, so that only who is with whom matters."""
    seen = {}
    return [seen.setdefault(label, len(seen)) for label in strata.labels.tolist()]


def test_metadata_strata__categories():
    found = _strata(_products("xxyyyx"), marketplaces=False)

    assert [0, 0, 1, 1, 1, 0] == _kinds(found)
    assert "categories" == found.source


def test_metadata_strata__marketplaces():
    found = _strata()

    assert [0, 0, 0, 1, 1, 1] == _kinds(found)
    assert "marketplaces" == found.source


def test_metadata_strata__categories_in_marketplaces():
    found = _strata(_products("xxyyyx"))

    assert [0, 0, 1, 2, 2, 3] == _kinds(found)
    assert "categories × marketplaces" == found.source


@pytest.mark.parametrize("categories", [["x", None, None, None, None, None], [None] * 6])
def test_metadata_strata__categories_of_few_products_are_none(categories):
    assert _strata(_products(categories), marketplaces=False) is None


@pytest.mark.parametrize(("n_known", "are_enough"), [(2, False), (3, True)])
def test_metadata_strata__categories_of_half_of_the_products_are_enough(n_known, are_enough):
    categories = [*"xyz"[:n_known], *[None] * (6 - n_known)]

    assert are_enough == (_strata(_products(categories), marketplaces=False) is not None)


def test_metadata_strata__none_where_tables_say_nothing():
    assert _strata(marketplaces=False) is None


@pytest.mark.parametrize("seed", range(3))
def test_merge_small__few_and_none_small(seed):
    graph = clean_market().graph
    rng = np.random.default_rng(seed)
    labels = rng.integers(-1, 60, len(graph.products))
    params = EvidenceParams(max_strata=20, min_stratum_share=0.02)
    found = merge_small(labels, graph, params=params)
    degree = graph.reviews.col_degrees()
    sizes = np.bincount(found.labels, weights=degree, minlength=len(found))

    assert len(found) <= 20
    assert sizes[1:].tolist() == sorted(sizes[1:], reverse=True)
    assert (sizes[1:] >= 0.02 * graph.reviews.n_edges).all()
    assert np.maximum(sizes, 1).tolist() == found.reviews.tolist()
    assert (found.labels[labels < 0] == 0).all()
    for stratum in range(1, len(found)):
        assert 1 == len(np.unique(labels[found.labels == stratum]))


def test_merge_small__what_has_just_the_least_share_is_a_stratum():
    """Two labels of half of the reviews each; neither is what is too small or unknown."""
    rows = [{"reviewer_id": f"a{i}", "product_id": f"p{j}"} for i in range(5) for j in range(4)]
    params = EvidenceParams(max_strata=20, min_stratum_share=0.5)
    found = merge_small(np.array([0, 0, 1, 1]), build_graph(tables_of(rows)), params=params)

    assert [1, 1, 2, 2] == found.labels.tolist()


def test_merge_small__nothing_known_is_one_stratum():
    graph = clean_market().graph
    found = merge_small(np.full(len(graph.products), -1), graph, params=PARAMS)

    assert 1 == len(found)
    assert not found.labels.any()


def test_prepare__without_metadata_strata_are_communities_of_products():
    """Two worlds that share no reviewer fall apart into two strata."""
    rng = np.random.default_rng(1)
    rows = [
        {"reviewer_id": f"{world} a{i}", "product_id": f"{world} p{p}"}
        for world in "xy"
        for i in range(60)
        for p in rng.choice(10, 5, replace=False).tolist()
    ]
    market = prepare(tables_of(rows), load_config(Path(), None))
    found = dict(zip(market.graph.products.ids, market.strata.labels.tolist()))
    worlds = [{found[f"{world} p{p}"] for p in range(10)} for world in "xy"]

    assert 0 == len(worlds[0] & worlds[1])
