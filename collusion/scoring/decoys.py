"""Null worlds: the same accounts, products, months and strata, with who reviewed what shuffled among them.

What the whole search finds there, it finds by chance (target–decoy, Elias & Gygi 2007).
"""

from __future__ import annotations

import dataclasses

import numpy as np

from collusion.arrays import frozen
from collusion.evidence.strata import Strata
from collusion.graph.bipartite import biadjacency
from collusion.graph.build import NO_TIME, EntityGraph

_MONTH = 1440 * 30


def null_world(graph: EntityGraph, strata: Strata, *, seed: int) -> EntityGraph:
    """Rewire a graph so that nobody colludes.

    Parameters
    ----------
    graph
        The graph.
    strata
        Strata of its products.
    seed
        Which null world.

    Returns
    -------
    EntityGraph
        Each account keeps its number of reviews in each month and stratum, each product its reviews with their times
        and stars; identifiers stay with their accounts. O(n_edges).
    """
    from collusion.kernels import rewire

    reviews = graph.reviews
    month = np.where(graph.minute == NO_TIME, -1, graph.minute // _MONTH).astype(np.int64)
    groups, index = np.unique(month * len(strata) + strata.labels[reviews.indices], return_inverse=True)
    shuffled = rewire.rewire(reviews.indices, reviews.rows(), index.astype(np.int32), len(groups), seed)
    adjacency, order = biadjacency(shuffled.product, reviews.indices, reviews.n_rows, reviews.n_cols)
    return dataclasses.replace(
        graph,
        reviews=adjacency,
        minute=frozen(graph.minute[order]),
        stars=frozen(graph.stars[order]),
        verified=frozen(graph.verified[order]),
        review_row=frozen(graph.review_row[order]),
    )
