"""Pairs of accounts that share two products or more: ours judges each pair, the others only count."""

from __future__ import annotations

import operator

import numpy as np

from tests.benchmarks.methods import OURS, Method

PAIRS = "pairs that share two products"
_ALL = -1e6  # nats: no pair is left out, so that all tools answer alike


def _ours(graph, threshold):
    from collusion.kernels import pairs

    params = pairs.PairParams(
        product_cap=graph.product_cap, window_cap=0, reviewer_cap=65_535, threshold=threshold
    )
    stratum = (np.arange(graph.n_products) % 8).astype(np.int32)
    return pairs.project(pairs.ReviewGraph(*graph[:6]), stratum, params=params)


def _our_answer(_graph, found):
    return {"pairs": found.source.size, "meetings": int(found.n_shared.sum(dtype=np.int64))}


def _matrix(graph):
    from scipy import sparse

    rows, columns = graph.capped()
    shape = (graph.n_reviewers, graph.n_products)
    return sparse.csr_matrix((np.ones(rows.size, np.int32), (rows, columns)), shape=shape)


def _scipy(matrix):
    return operator.matmul(matrix, matrix.T)


def _scipy_answer(_graph, product):
    counts = product.tocoo()
    kept = counts.data[(counts.data >= 2) & (counts.row < counts.col)]
    return {"pairs": kept.size, "meetings": int(kept.sum())}


def _frame(graph):
    import polars as pl

    rows, columns = graph.capped()
    return pl.DataFrame({"reviewer": rows, "product": columns})


def _polars(frame):
    import polars as pl

    pairs = frame.lazy().join(frame.lazy(), on="product", suffix="_2")
    counted = pairs.filter(pl.col("reviewer") < pl.col("reviewer_2")).group_by("reviewer", "reviewer_2")
    return counted.len().filter(pl.col("len") >= 2).collect(engine="streaming")


def _igraph_graph(graph):
    import igraph

    rows, columns = graph.capped()
    kinds = np.repeat([False, True], [graph.n_reviewers, graph.n_products]).tolist()
    edges = np.column_stack((rows, columns + graph.n_reviewers)).astype(np.int64)
    bipartite = igraph.Graph(n=len(kinds), edges=edges)
    bipartite.vs["type"] = kinds
    return bipartite


def _igraph_answer(_graph, projected):
    counts = np.array(projected.es["weight"])
    return {"pairs": int((counts >= 2).sum()), "meetings": int(counts[counts >= 2].sum())}


METHODS = (
    Method(PAIRS, OURS, None, lambda graph: graph, lambda graph: _ours(graph, _ALL), _our_answer),
    Method(PAIRS, f"{OURS}, improbable pairs only", None, lambda graph: graph,
           lambda graph: _ours(graph, 10.0), lambda _graph, found: {"kept": found.source.size}),
    Method(PAIRS, "scipy A·Aᵀ", ("scipy", "scipy.sparse"), _matrix, _scipy, _scipy_answer),
    Method(PAIRS, "polars self-join", ("polars", "polars"), _frame, _polars,
           lambda _graph, found: {"pairs": found.height, "meetings": int(found["len"].sum())}),
    Method(PAIRS, "igraph bipartite_projection", ("igraph", "igraph"), _igraph_graph,
           lambda whole: whole.bipartite_projection(multiplicity=True, which=0), _igraph_answer),
)  # fmt: skip
