"""Cores of the bipartite graph: ours stops at the one it needs, the others number all."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.densest import networkx_graph
from tests.benchmarks.methods import OURS, Method

CORES = "core that holds the densest block"


def ours(graph):
    """Return the threshold of the core that holds the densest block, and its nodes."""
    from collusion.kernels import peel

    core = peel._densest_core(graph.indptr, graph.indices, np.ones(graph.n_products, dtype=np.uint32))
    return {"k": core.threshold, "nodes": core.members.size}


def _answer(graph, number):
    """Count the nodes of the core that ours stopped at."""
    k = int(graph.k)
    return {"k": k, "nodes": int(np.count_nonzero(np.asarray(number) >= k))}


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
    Method(CORES, OURS, None, lambda graph: graph, ours, lambda _graph, core: core),
    Method(CORES, "networkit", ("networkit", "networkit"), _networkit_graph, _networkit,
           _answer),
    Method(CORES, "igraph", ("igraph", "igraph"), _igraph_graph, lambda whole: whole.coreness(),
           _answer),
    Method(CORES, "networkx", ("networkx", "networkx"), networkx_graph, _networkx, _networkx_answer),
)  # fmt: skip
