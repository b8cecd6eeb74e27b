from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.kernels import components
from tests.awkward_graphs import GRAPHS
from tests.oracles import components as oracle


def _check(n_nodes, edges):
    source, target = (np.array([edge[i] for edge in edges], dtype=np.int32) for i in (0, 1))
    labels = components.connected_components(n_nodes, source, target)

    assert oracle.components(n_nodes, edges) == labels.tolist()

    dense = components.dense_labels(labels)
    smallest = sorted(set(labels.tolist()))

    assert len(smallest) == dense.n_labels
    assert [smallest.index(label) for label in labels] == dense.labels.tolist()


@pytest.mark.parametrize("name", GRAPHS)
def test_connected_components__awkward_graphs(name):
    graph = GRAPHS[name]
    edges = list(zip(graph.reviewer.tolist(), (graph.product + graph.n_reviewers).tolist()))
    _check(graph.n_reviewers + graph.n_products, edges)


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=16))
def test_connected_components__random_edges(edges):
    """Loops, repeated edges and both directions occur."""
    _check(12, edges)
