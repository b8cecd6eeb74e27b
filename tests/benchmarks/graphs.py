"""The graphs that all tools are given: folders of arrays that a child process reads with numpy alone."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

LARGE = 10_000_000  # reviews from which the projection's cap is lower


class Graph(NamedTuple):
    """Reviews in row order and by column, links, planted rings (n_rings, 30), and the core to count."""

    indptr: np.ndarray
    indices: np.ndarray
    t_indptr: np.ndarray
    t_indices: np.ndarray
    t_edges: np.ndarray
    minute: np.ndarray
    links: np.ndarray
    weights: np.ndarray
    rings: np.ndarray
    k: np.ndarray

    @property
    def n_reviewers(self):
        return self.indptr.size - 1

    @property
    def n_products(self):
        return self.t_indptr.size - 1

    @property
    def product_cap(self):
        return 200 if self.indices.size < LARGE * 0.9 else 100

    def rows(self):
        return np.repeat(np.arange(self.n_reviewers, dtype=np.int32), np.diff(self.indptr))

    def capped(self):
        """Rows and columns of the edges whose product has at most `product_cap` reviews."""
        kept = np.diff(self.t_indptr)[self.indices] <= self.product_cap
        return self.rows()[kept], self.indices[kept]


class _Edges(NamedTuple):
    indptr: np.ndarray
    indices: np.ndarray
    n_products: int


def make(n_edges, folder, seed=0):
    """Write the market of `n_edges` reviews, with the links that the projection finds in it."""
    from collusion.kernels import pairs
    from tests.benchmarks.cores import ours
    from tests.benchmarks.markets import market

    world = market(n_edges, seed)
    folder.mkdir(parents=True)
    for name, array in zip(pairs.ReviewGraph._fields, world.graph):
        np.save(folder / f"{name}.npy", array)
    np.save(folder / "rings.npy", np.array(world.rings))
    edges = _Edges(world.graph.indptr, world.graph.indices, world.n_products)
    np.save(folder / "k.npy", ours(edges)["k"])
    stratum = (np.arange(world.n_products) % 8).astype(np.int32)
    params = pairs.PairParams(product_cap=200 if n_edges < LARGE else 100)
    found = pairs.project(world.graph, stratum, params=params)
    np.save(folder / "links.npy", np.column_stack((found.source, found.target)).astype(np.int64))
    np.save(folder / "weights.npy", np.minimum(found.score, 20.0).astype(np.float64) / 20.0)


def load(folder):
    """Read a graph back."""
    return Graph(*(np.load(Path(folder) / f"{name}.npy") for name in Graph._fields))
