"""Timing: the order of each product's reviews in time, and its bursts.

The chance of coincidence is set by the product's own arrivals, never by a uniform clock: on a launch or deal
day many strangers arrive together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collusion.arrays import Int32Array, Int64Array, frozen
from collusion.graph.build import NO_TIME, EntityGraph


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
        O(n_edges log n_edges).
    """
    reviews = graph.reviews
    products = np.repeat(np.arange(reviews.n_cols, dtype=np.int64), reviews.col_degrees())
    minute = graph.minute[reviews.t_edges]
    key = products << 32 | (minute.astype(np.int64) - NO_TIME)
    order = np.argsort(key, kind="stable")
    edges = reviews.t_edges[order]
    position = np.empty_like(edges)
    position[edges] = np.arange(len(edges))
    known = minute[minute != NO_TIME]
    span = float(int(known.max()) - int(known.min())) if len(known) else 0.0
    return TimeOrder(
        frozen(edges),
        frozen(position),
        frozen(reviews.t_indices[order]),
        frozen(minute[order]),
        max(span, 1440.0),
    )
