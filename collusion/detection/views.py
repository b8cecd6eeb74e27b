"""Views of the review graph: only the reviews whose stars surprise.

A slow ring hides among a product's honest buyers; among the few who praised a mediocre product, or damned a good one, it
does not. Blocks found in a view are seeds for the whole graph, never rings by themselves.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from collusion.arrays import BoolArray, frozen
from collusion.evidence.strata import Strata
from collusion.graph.bipartite import biadjacency
from collusion.graph.build import EntityGraph


def restrict(graph: EntityGraph, kept: BoolArray) -> EntityGraph:
    """Keep some reviews of a graph.

    Parameters
    ----------
    graph
        The graph.
    kept
        Which edges to keep, shape (n_edges,).

    Returns
    -------
    EntityGraph
        The same nodes, fewer edges: O(n_edges).
    """
    edges = np.flatnonzero(kept)
    reviews = graph.reviews
    adjacency, order = biadjacency(
        reviews.rows()[edges], reviews.indices[edges], reviews.n_rows, reviews.n_cols
    )
    chosen = edges[order]
    return dataclasses.replace(
        graph,
        reviews=adjacency,
        minute=frozen(graph.minute[chosen]),
        stars=frozen(graph.stars[chosen]),
        verified=frozen(graph.verified[chosen]),
        review_row=frozen(graph.review_row[chosen]),
    )


def recount(strata: Strata, graph: EntityGraph) -> Strata:
    """Count the reviews of each stratum anew on a view of the graph."""
    totals = np.bincount(strata.labels, weights=graph.reviews.col_degrees(), minlength=len(strata))
    return dataclasses.replace(strata, reviews=frozen(np.maximum(totals, 1.0)))
