from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.kernels import csr, peel
from tests.awkward_graphs import GRAPHS
from tests.oracles import peel as oracle


def _arrays(graph):
    rows = csr.build_csr(graph.reviewer, graph.product, graph.n_reviewers, graph.n_products)
    return rows.indptr, rows.indices, csr.row_pointers(graph.product, graph.n_products)


def _edges(graph):
    return list(zip(graph.reviewer.tolist(), graph.product.tolist()))


def _check_density(block, edges, weighting):
    """The density that is claimed is that of the nodes that are returned."""
    nodes = {("u", u) for u in block.reviewers.tolist()} | {("p", p) for p in block.products.tolist()}
    weights = oracle.product_weights(edges, weighting)

    assert block.density == pytest.approx(oracle.density(edges, nodes, weights) / 2**20 if nodes else 0.0)


@pytest.mark.parametrize("weighting", ["log", "plain"])
@pytest.mark.parametrize("name", GRAPHS)
def test_densest_block__published_greedy(name, weighting):
    graph, edges = GRAPHS[name], _edges(GRAPHS[name])
    block = peel.densest_block(*_arrays(graph), weighting=weighting)

    assert block.density == pytest.approx(
        oracle.greedy_density(graph.n_reviewers, graph.n_products, edges, weighting)
    )
    if edges:
        _check_density(block, edges, weighting)


@settings(deadline=None, max_examples=40)
@given(
    st.sets(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=14),
    st.sampled_from(["log", "plain"]),
)
def test_densest_block__at_least_half_the_optimum(pairs, weighting):
    reviewer, product = (np.array([pair[i] for pair in sorted(pairs)], dtype=np.int32) for i in (0, 1))
    graph = GRAPHS["empty"]._replace(n_reviewers=5, n_products=4, reviewer=reviewer, product=product)
    edges = _edges(graph)
    block = peel.densest_block(*_arrays(graph), weighting=weighting)
    optimum = oracle.optimal_density(edges, weighting)

    assert optimum / 2 <= block.density + 1e-9
    assert block.density <= optimum + 1e-9
    assert block.density == pytest.approx(oracle.greedy_density(5, 4, edges, weighting))


def test_densest_block__finds_the_block_of_the_paper():
    """A full block in sparse noise, as in the experiments of FRAUDAR, scaled down."""
    rng = np.random.default_rng(3)
    pairs = {(int(u), int(p)) for u, p in zip(rng.integers(0, 150, 200), rng.integers(0, 100, 200))}
    pairs |= {(u, p) for u in range(20, 32) for p in range(50, 60)}
    reviewer, product = (np.array([pair[i] for pair in sorted(pairs)], dtype=np.int32) for i in (0, 1))
    graph = GRAPHS["empty"]._replace(n_reviewers=150, n_products=100, reviewer=reviewer, product=product)
    block = peel.densest_block(*_arrays(graph), weighting="plain")

    assert list(range(20, 32)) == block.reviewers.tolist()
    assert list(range(50, 60)) == block.products.tolist()


@pytest.mark.parametrize("name", [name for name in GRAPHS if GRAPHS[name].reviewer.size])
def test_densest_core__is_a_core_of_networkx(name):
    """What survives is the k-core for k the threshold, which no core's density undercuts."""
    graph = GRAPHS[name]
    indptr, indices, _ = _arrays(graph)
    core = peel._densest_core(indptr, indices, np.ones(graph.n_products, dtype=np.uint32))
    names = np.concatenate((core.reviewers, core.products + graph.n_reviewers))
    bipartite = nx.Graph()
    bipartite.add_edges_from((u, graph.n_reviewers + p) for u, p in _edges(graph))
    densest = max(
        cored.number_of_edges() / len(cored)
        for cored in (nx.k_core(bipartite, k) for k in range(graph.n_reviewers + graph.n_products))
        if len(cored)
    )

    assert sorted(nx.k_core(bipartite, core.threshold)) == sorted(names[core.members].tolist())
    assert core.total / core.members.size <= densest
    assert core.threshold <= math.ceil(densest)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32), st.integers(2, 60), st.integers(0, 12), st.sampled_from(["log", "plain"]))
def test_densest_block__in_noise_of_any_density(seed, n_noise, n_dense, weighting):
    """Whichever threshold is tried first, and however many passes there are, the greedy is the same."""
    rng = np.random.default_rng(seed)
    pairs = {(int(u), int(p)) for u, p in zip(rng.integers(0, 40, n_noise), rng.integers(0, 30, n_noise))}
    pairs |= {(u, p) for u in range(n_dense) for p in range(n_dense)}
    reviewer, product = (np.array([pair[i] for pair in sorted(pairs)], dtype=np.int32) for i in (0, 1))
    graph = GRAPHS["empty"]._replace(n_reviewers=40, n_products=30, reviewer=reviewer, product=product)
    block = peel.densest_block(*_arrays(graph), weighting=weighting)

    assert block.density == pytest.approx(oracle.greedy_density(40, 30, sorted(pairs), weighting))
    _check_density(block, sorted(pairs), weighting)


def test_densest_core__tries_lower_thresholds_until_one_holds():
    """A star is no denser than the whole, a clique in a crowd is far denser."""
    crowd = [(i, i) for i in range(400)]
    clique = [(i, j) for i in range(20) for j in range(20) if i != j]
    for edges, expected in (([(i, 0) for i in range(9)], 10), (crowd + clique, 40)):
        reviewer, product = (np.array(column, dtype=np.int32) for column in zip(*sorted(edges)))
        n_reviewers, n_products = int(reviewer.max()) + 1, int(product.max()) + 1
        rows = csr.build_csr(reviewer, product, n_reviewers, n_products)
        core = peel._densest_core(rows.indptr, rows.indices, np.ones(n_products, dtype=np.uint32))

        assert expected == core.members.size


def test_iterated_blocks__removes_edges_and_starts_afresh():
    graph = GRAPHS["two cliques"]
    indptr, indices, _ = _arrays(graph)
    blocks = peel.iterated_blocks(indptr, indices, graph.n_products, weighting="plain", n_blocks=5)

    assert [[0, 1, 2, 3], [4, 5, 6, 7]] == [block.reviewers.tolist() for block in blocks]
    assert [2.0, 12 / 7] == [block.density for block in blocks]


def test_iterated_blocks__each_block_is_the_densest_of_what_is_left():
    graph = GRAPHS["power law"]
    indptr, indices, _ = _arrays(graph)
    left = set(_edges(graph))
    blocks = peel.iterated_blocks(indptr, indices, graph.n_products, n_blocks=4)

    assert len(blocks) == 4
    for block in blocks:
        edges = sorted(left)
        expected = oracle.greedy_density(graph.n_reviewers, graph.n_products, edges, "log")
        assert block.density == pytest.approx(expected)
        _check_density(block, edges, "log")
        left -= {(u, p) for u in block.reviewers.tolist() for p in block.products.tolist()}


def test_iterated_blocks__no_edges_no_blocks():
    assert [] == peel.iterated_blocks(np.zeros(1, np.int64), np.zeros(0, np.int32), 0)
