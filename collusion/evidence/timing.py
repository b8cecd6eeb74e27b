"""Timing: the order of each product's reviews in time, and its bursts.

The chance of coincidence is set by the product's own arrivals, never by a uniform clock: on a launch or deal
day many strangers arrive together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collusion.arrays import Int32Array, Int64Array, frozen
from collusion.graph.build import EntityGraph

_TOGETHER = 1 << 22


@dataclass(frozen=True, slots=True)
class TimeOrder:
    """The reviews of each product in order of time.

    Attributes
    ----------
    edges
        Edges in row order, sorted by (product, time, reviewer), shape (n_edges,).
    position
        Place in `edges` of each edge, shape (n_edges,).
    reviewers, minute
        Reviewer and time of ``edges``, shape (n_edges,).
    span_minutes
        Time between the first and the last review, at least a day.
    """

    edges: Int64Array
    position: Int64Array
    reviewers: Int32Array
    minute: Int32Array
    span_minutes: float


def order_by_time(graph: EntityGraph) -> TimeOrder:
    """Sort each product's reviews by time.

    Parameters
    ----------
    graph
        The graph.

    Returns
    -------
    TimeOrder
        O(n_edges), with little beside the result.
    """
    from collusion.kernels import timeline  # keeps numba out of light commands

    reviews = graph.reviews
    edges = timeline.order_by_time(reviews.t_indptr, reviews.t_edges, graph.minute)
    position = np.empty_like(edges)
    for start in range(0, len(edges), _TOGETHER):
        part = edges[start : start + _TOGETHER]
        position[part] = np.arange(start, start + len(part))
    first, last = timeline.span_of(graph.minute)
    return TimeOrder(
        frozen(edges),
        frozen(position),
        frozen(reviews.rows()[edges]),
        frozen(graph.minute[edges]),
        max(float(last - first), 1440.0),
    )
