"""Cores of the bipartite graph: ours stops at the one it needs, the others number all."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.densest import networkx_graph
from tests.benchmarks.methods import OURS, Method

CORES = "core as dense as its threshold"


def _ours(graph):
    from collusion.kernels import peel

    core = peel._densest_core(graph.indptr, graph.indices, np.ones(graph.n_products, dtype=np.uint32))
    return -(-core.total // core.members.size), core.members.size


def _our_answer(_graph, result):
    return {"k": int(result[0]), "nodes": int(result[1])}


def _answer(graph, number):
    """Raise k to the density of the k-core, rounded up, until it stays."""
    rows, columns = graph.rows(), graph.indices + graph.n_reviewers
    k, n_nodes = -1, graph.n_reviewers + graph.n_products
    n_edges = rows.size
    while -(-n_edges // n_nodes) > k:
        k = -(-n_edges // n_nodes)
        n_nodes = int(np.count_nonzero(number >= k))
        n_edges = int(np.count_nonzero((number[rows] >= k) & (number[columns] >= k)))
    return {"k": k, "nodes": n_nodes}


def _edges(graph):
    return np.column_stack((graph.rows(), graph.indices + graph.n_reviewers)).astype(np.int64)


def _igraph_graph(graph):
    import igraph

    return igraph.Graph(n=graph.n_reviewers + graph.n_products, edges=_edges(graph))


def _networkit_graph(graph):
    import networkit

    edges = _edges(graph)
    ends = (np.ascontiguousarray(edges[:, 0]), np.ascontiguousarray(edges[:, 1]))
    return networkit.GraphFromCoo(ends, n=graph.n_reviewers + graph.n_products, directed=False)


def _networkit(whole):
    import networkit

    return networkit.centrality.CoreDecomposition(whole).run().scores()


def _networkx(bipartite):
    import networkx as nx

    return nx.core_number(bipartite)


def _networkx_answer(graph, by_node):
    number = np.zeros(graph.n_reviewers + graph.n_products)
    number[list(by_node)] = list(by_node.values())
    return _answer(graph, number)


METHODS = (
    Method(CORES, OURS, None, lambda graph: graph, _ours, _our_answer),
    Method(CORES, "networkit", ("networkit", "networkit"), _networkit_graph, _networkit,
           lambda graph, scores: _answer(graph, np.array(scores))),
    Method(CORES, "igraph", ("igraph", "igraph"), _igraph_graph, lambda whole: whole.coreness(),
           lambda graph, numbers: _answer(graph, np.array(numbers))),
    Method(CORES, "networkx", ("networkx", "networkx"), networkx_graph, _networkx, _networkx_answer),
)  # fmt: skip
