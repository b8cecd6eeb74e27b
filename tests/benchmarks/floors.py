"""What the machine cannot go below, and what building the graph costs."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.methods import OURS, Method

FLOOR, BUILD = "floor", "build"
GATHER = "random gather, one an edge"


def _gather_columns(graph):
    values = np.diff(graph.t_indptr)
    return values, graph.indices.astype(np.intp), np.empty(graph.indices.size, dtype=values.dtype)


def _gather_rows(graph):
    values = np.diff(graph.indptr)
    return values, graph.t_indices.astype(np.intp), np.empty(graph.indices.size, dtype=values.dtype)


def _take(arrays):
    values, indices, out = arrays
    return np.take(values, indices, out=out, mode="clip")


def _shuffled(graph):
    order = np.random.default_rng(0).permutation(graph.indices.size)
    return graph.rows()[order], graph.indices[order], graph.n_reviewers, graph.n_products


def _build(edges):
    from collusion.kernels import csr

    return csr.build_csr(*edges).indices


def _build_and_transpose(edges):
    from collusion.kernels import csr

    rows = csr.build_csr(*edges)
    csr.transpose(rows.indptr, rows.indices, edges[3])
    return rows.indices


def _lexsort(edges):
    return edges[1][np.lexsort((edges[1], edges[0]))]


def _scipy(edges):
    from scipy import sparse

    rows, columns, n_rows, n_columns = edges
    matrix = sparse.csr_matrix((np.ones(rows.size, np.int8), (rows, columns)), shape=(n_rows, n_columns))
    matrix.sort_indices()
    return matrix.indices


def _nothing(_graph, _result):
    return {}


def _checksum(_graph, columns):
    """The order of all columns, in one number that differs for nearly any other order."""
    places = np.arange(1, columns.size + 1, dtype=np.uint64) % np.uint64(1_000_003)
    return {"checksum": int(np.sum(columns.astype(np.uint64) * places) % np.uint64(2**40))}


METHODS = (
    Method(FLOOR, "streaming the edges", None, lambda graph: graph.indices, np.sum, _nothing),
    Method(FLOOR, GATHER, None, _gather_columns, _take, _nothing),
    Method(FLOOR, "the same by column", None, _gather_rows, _take, _nothing),
    Method(BUILD, f"{OURS}, radix CSR", None, _shuffled, _build, _checksum),
    Method(BUILD, f"{OURS}, radix CSR and transpose", None, _shuffled, _build_and_transpose, _checksum),
    Method(BUILD, "scipy COO to CSR", ("scipy", "scipy.sparse"), _shuffled, _scipy, _checksum),
    Method(BUILD, "numpy lexsort", None, _shuffled, _lexsort, _checksum),
)
