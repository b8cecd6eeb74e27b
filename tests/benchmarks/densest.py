"""The densest block: ours, FRAUDAR's own code, networkx, and two tools in Java."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from functools import partial
from pathlib import Path

import numpy as np

from tests.benchmarks.methods import JARS, OURS, Method

LOG, PLAIN = "densest block, log weights", "densest block, plain weights"
_JAVA_SAYS = re.compile(r"Density: ([\d.]+)")
_JAVA_TOOK = re.compile(r"Running time: ([\d.]+)")


def _peel(weighting, graph):
    from collusion.kernels import peel

    return peel.densest_block(graph.indptr, graph.indices, graph.t_indptr, weighting=weighting).density


def _density(_graph, density):
    return {"density": round(float(density), 4)}


def _matrix(graph):
    from scipy import sparse

    ones = np.ones(graph.indices.size)
    shape = (graph.n_reviewers, graph.n_products)
    return sparse.csr_matrix((ones, graph.indices, graph.indptr), shape=shape)


def _fraudar(matrix):
    from fraudar.export import greedy

    return greedy.logWeightedAveDegree(matrix)[1]


def networkx_graph(graph):
    """Return the bipartite graph, products after reviewers."""
    import networkx as nx

    bipartite = nx.Graph()
    bipartite.add_edges_from(zip(graph.rows().tolist(), (graph.indices + graph.n_reviewers).tolist()))
    return bipartite


def _networkx(bipartite):
    from networkx.algorithms import approximation

    return approximation.densest_subgraph(bipartite, iterations=1, method="greedy++")[0]


def _tuples(graph):
    """Write the edges as the Java tools read them."""
    folder = tempfile.TemporaryDirectory()
    table = np.column_stack((graph.rows(), graph.indices, np.ones_like(graph.indices)))
    np.savetxt(Path(folder.name) / "tuples.csv", table, fmt="%d", delimiter=",")
    (Path(folder.name) / "out").mkdir()
    return folder


def _java(jar, words, folder):
    """Run a Java tool; its own seconds, without reading the edges, are what counts."""
    tuples, out = (str(Path(folder.name) / name) for name in ("tuples.csv", "out"))
    command = ["java", "-cp", str(Path(os.environ[JARS]) / jar), words[0], tuples, out, *words[1:]]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    took, density = _JAVA_TOOK.search(done.stdout), _JAVA_SAYS.search(done.stdout)
    assert took is not None, done.stdout
    assert density is not None, done.stdout
    return float(took[1]), float(density[1])


def _java_density(_graph, result):
    # their density divides by the mean of both sides' sizes, ours by their sum
    return {"density": round(result[1] / 2, 4), "own_seconds": result[0]}


_NETWORKX = ("networkx", "networkx")
_D_CUBE, _M_ZOOM = ("java", "DCube-2.0.jar"), ("java", "MZoom-2.0.jar")
METHODS = (
    Method(LOG, OURS, None, lambda graph: graph, partial(_peel, "log"), _density),
    Method(LOG, "FRAUDAR", ("rgmining-fraudar", "fraudar"), _matrix, _fraudar, _density),
    Method(PLAIN, OURS, None, lambda graph: graph, partial(_peel, "plain"), _density),
    Method(PLAIN, "D-Cube", _D_CUBE, _tuples,
           partial(_java, _D_CUBE[1], ("dcube.Proposed", "2", "ari", "density", "1", "1")), _java_density),
    Method(PLAIN, "M-Zoom", _M_ZOOM, _tuples,
           partial(_java, _M_ZOOM[1], ("mzoom.MZoom", "2", "ari", "1")), _java_density),
    Method(PLAIN, "networkx greedy++", _NETWORKX, networkx_graph, _networkx, _density),
)  # fmt: skip
