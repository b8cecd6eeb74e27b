from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.graph.bipartite import biadjacency, spans
from tests.awkward_graphs import DUPLICATED, GRAPHS


def _check(n_rows, n_cols, pairs):
    rows, cols = (np.array([pair[i] for pair in pairs], dtype=np.int32) for i in (0, 1))
    found, order = biadjacency(rows, cols, n_rows, n_cols)
    distinct = sorted(set(pairs))
    edges = list(zip(found.rows().tolist(), found.indices.tolist()))

    assert (n_rows, n_cols, len(distinct)) == (found.n_rows, found.n_cols, found.n_edges)
    assert distinct == edges
    assert [pairs.index(pair) for pair in distinct] == order.tolist()
    assert [sum(r == row for r, _ in distinct) for row in range(n_rows)] == found.row_degrees().tolist()
    assert [sum(c == col for _, c in distinct) for col in range(n_cols)] == found.col_degrees().tolist()
    across = sorted(range(len(distinct)), key=lambda e: (distinct[e][1], distinct[e][0]))
    assert across == found.t_edges.tolist()
    assert [distinct[e][0] for e in across] == found.t_indices.tolist()
    arrays = (found.indptr, found.indices, found.t_indptr, found.t_indices, found.t_edges, order)
    assert not any(array.flags.writeable for array in arrays)


@pytest.mark.parametrize("name", GRAPHS)
def test_biadjacency__awkward_graphs(name):
    graph = GRAPHS[name]
    _check(graph.n_reviewers, graph.n_products, list(zip(graph.reviewer.tolist(), graph.product.tolist())))


def test_biadjacency__repeated_pairs_are_one_edge_and_the_first_stands_for_it():
    _check(3, 3, list(zip(DUPLICATED.reviewer.tolist(), DUPLICATED.product.tolist())))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), max_size=40))
def test_biadjacency__random_pairs(pairs):
    _check(6, 5, pairs)


@pytest.mark.parametrize("rows", [[], [0], [3, 1, 3], [2]], ids=str)
def test_spans__row_after_row(rows):
    indptr = np.array([0, 2, 2, 5, 6], dtype=np.int32)
    places, counts = spans(indptr, np.array(rows, dtype=np.int32))

    assert [place for row in rows for place in range(indptr[row], indptr[row + 1])] == places.tolist()
    assert [int(indptr[row + 1] - indptr[row]) for row in rows] == counts.tolist()
