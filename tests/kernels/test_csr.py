from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.kernels import csr, radix
from tests.awkward_graphs import DUPLICATED, GRAPHS
from tests.oracles import csr as oracle


def _check(n_reviewers, n_products, reviewer, product):
    rows = oracle.rows(reviewer.tolist(), product.tolist(), n_reviewers)
    found = csr.build_csr(reviewer, product, n_reviewers, n_products)

    assert [p for row in rows for p, _ in row] == found.indices.tolist()
    assert [position for row in rows for _, position in row] == found.order.tolist()
    assert [len(row) for row in rows] == np.diff(found.indptr).tolist()

    columns = oracle.columns(rows, n_products)
    transposed = csr.transpose(found.indptr, found.indices, n_products)

    assert [u for column in columns for u, _ in column] == transposed.indices.tolist()
    assert [place for column in columns for _, place in column] == transposed.edges.tolist()
    assert [len(column) for column in columns] == np.diff(transposed.indptr).tolist()


@pytest.mark.parametrize("name", GRAPHS)
def test_build_csr__awkward_graphs(name):
    graph = GRAPHS[name]
    _check(graph.n_reviewers, graph.n_products, graph.reviewer, graph.product)


def test_build_csr__repeated_edges_keep_their_input_order():
    _check(DUPLICATED.n_reviewers, DUPLICATED.n_products, DUPLICATED.reviewer, DUPLICATED.product)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 5)), max_size=40))
def test_build_csr__random_edges(edges):
    reviewer, product = (np.array([edge[i] for edge in edges], dtype=np.int32) for i in (0, 1))
    _check(9, 6, reviewer, product)


def test_build_csr__ids_wider_than_one_digit():
    """Ids beyond 2^11 need several passes, and beyond 2^22 three."""
    reviewer = np.array([5_000_000, 3, 4096, 5_000_000, 3, 2048], dtype=np.int32)
    product = np.array([70_000, 9, 2048, 1, 70_000, 0], dtype=np.int32)

    found = csr.build_csr(reviewer, product, 5_000_001, 70_001)

    assert [1, 4, 5, 2, 3, 0] == found.order.tolist()
    assert [9, 70_000, 0, 2048, 1, 70_000] == found.indices.tolist()


@pytest.mark.parametrize("n_columns", [1, 2, 3_000, 5_000_000])
def test_build_csr__parts_of_a_large_input(n_columns):
    """Beyond 2^12 edges the highest bits cut the rows into parts, some empty, one with most of the edges."""
    rng = np.random.default_rng(7)
    rows = np.where(rng.random(9_000) < 0.6, 77, rng.integers(0, 70_000, 9_000)).astype(np.int32)
    columns = rng.integers(0, n_columns, 9_000).astype(np.int32)
    found = csr.build_csr(rows, columns, 70_000, n_columns)
    order = np.lexsort((columns, rows))

    assert order.tolist() == found.order.tolist()
    assert columns[order].tolist() == found.indices.tolist()
    assert np.bincount(rows, minlength=70_000).tolist() == np.diff(found.indptr).tolist()

    across = csr.transpose(found.indptr, found.indices, n_columns)
    order = np.argsort(found.indices, kind="stable")

    assert order.tolist() == across.edges.tolist()
    assert csr.rows_of(found.indptr)[order].tolist() == across.indices.tolist()


def test_build_csr__column_order_gives_back_the_rows():
    """Transposing twice changes nothing."""
    graph = GRAPHS["power law"]
    once = csr.build_csr(graph.reviewer, graph.product, graph.n_reviewers, graph.n_products)
    across = csr.transpose(once.indptr, once.indices, graph.n_products)
    back = csr.transpose(across.indptr, across.indices, graph.n_reviewers)

    assert once.indptr.tolist() == back.indptr.tolist()
    assert once.indices.tolist() == back.indices.tolist()


def test_build_csr__input_stays_writable():
    reviewer = np.array([1, 0], dtype=np.int32)
    csr.build_csr(reviewer, reviewer, 2, 2)

    assert reviewer.flags.writeable


@pytest.mark.parametrize("n_values, bits", [(0, 0), (1, 0), (2, 1), (3, 2), (2048, 11), (2049, 12)])
def test_bits_for__counts(n_values, bits):
    assert bits == radix.bits_for(n_values)


@pytest.mark.parametrize(("n", "n_bits"), [(0, 32), (1, 64), (300, 3), (20_000, 32), (20_000, 64)])
def test_ordered__as_a_stable_sort_does(n, n_bits):
    keys = np.random.default_rng(7).integers(0, 2**n_bits, n, dtype=np.uint64)
    if n_bits > 60:
        keys[::3] = keys[: len(keys[::3])]
    ascending, places = radix.ordered(keys, n_bits)

    assert np.argsort(keys, kind="stable").tolist() == places.tolist()
    assert sorted(keys.tolist()) == ascending.tolist()
