"""The identifier values that members share, fetched at once instead of ring by ring."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from collusion.cases.compose import Ring
from collusion.evidence.identifiers import shared_values
from collusion.graph.build import EntityGraph


def with_shared_values(graph: EntityGraph, rings: list[Ring]) -> EntityGraph:
    """Return the graph with the values at hand that any ring's members share.

    Parameters
    ----------
    graph
        The graph.
    rings
        The rings.

    Returns
    -------
    EntityGraph
        The same graph: one pass over the table of identifiers for each kind.
    """
    identifiers = {}
    for kind, relation in graph.identifiers.items():
        shared = [shared_values(relation, ring.group.members).values for ring in rings]
        wanted = np.concatenate([np.zeros(0, np.int32), *shared])
        identifiers[kind] = replace(relation, nodes=relation.nodes.fetched(wanted))
    return replace(graph, identifiers=identifiers)
