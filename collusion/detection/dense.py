"""Seeds of the dense-subgraph search: blocks of reviewers × products by surplus over expectation.

Density itself does not find rings: it returns the organic core of busy accounts and popular products.
"""

from __future__ import annotations

from collusion.detection.candidates import Seeds, seeds_of
from collusion.detection.params import DetectionParams
from collusion.graph.build import EntityGraph


def dense_seeds(graph: EntityGraph, *, params: DetectionParams) -> Seeds:
    """Propose the reviewers of each block that the surplus peel finds.

    Parameters
    ----------
    graph
        The graph.
    params
        Least size of a block.

    Returns
    -------
    Seeds
        Largest surplus first.
    """
    from collusion.kernels import surplus

    found = surplus.surplus_blocks(
        graph.reviews.indptr,
        graph.reviews.indices,
        len(graph.products),
        params=surplus.SurplusParams(min_reviewers=params.min_members, min_products=params.min_products),
    )
    return seeds_of([block.reviewers for block in found], "dense blocks")
