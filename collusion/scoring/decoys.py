"""Null worlds: the same accounts, products, periods and strata, with who reviewed what shuffled among them.

What the whole search finds there, it finds by chance (target–decoy, Elias & Gygi 2007).
"""

from __future__ import annotations

import dataclasses

import numpy as np

from collusion.arrays import Int32Array, frozen
from collusion.evidence.strata import Strata
from collusion.graph.bipartite import biadjacency
from collusion.graph.build import EntityGraph

#: Reviews of one stratum that trade places, about: with fewer, a ring alone in its stratum would survive.
_POOL = 2000


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
        Each account keeps its number of reviews in each period and stratum, each product its reviews with
        their times and stars; identifiers stay with their accounts. O(n_edges log n_edges).
    """
    from collusion.kernels import rewire

    reviews = graph.reviews
    groups, n_groups = _pools(graph.minute, strata.labels[reviews.indices])
    shuffled = rewire.rewire(reviews.indices, reviews.rows(), groups, n_groups, seed)
    adjacency, order = biadjacency(shuffled.product, reviews.indices, reviews.n_rows, reviews.n_cols)
    return dataclasses.replace(
        graph,
        reviews=adjacency,
        minute=frozen(graph.minute[order]),
        stars=frozen(graph.stars[order]),
        verified=frozen(graph.verified[order]),
        review_row=frozen(graph.review_row[order]),
    )


def _pools(minute: Int32Array, stratum: Int32Array) -> tuple[Int32Array, int]:
    """Cut each stratum's reviews, in order of time, into periods of about `_POOL`; label and count them."""
    order = np.lexsort((minute, stratum))
    sizes = np.bincount(stratum)
    n_pools = np.maximum(sizes // _POOL, 1)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    ranked = stratum[order]
    place = np.arange(len(order)) - starts[ranked]
    first = np.concatenate(([0], np.cumsum(n_pools)[:-1]))
    labels = np.empty(len(order), dtype=np.int32)
    labels[order] = first[ranked] + place * n_pools[ranked] // sizes[ranked]
    return labels, int(n_pools.sum())
