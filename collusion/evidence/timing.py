"""Timing: the order of each product's reviews in time, and its bursts.

The chance of coincidence is set by the product's own arrivals, never by a uniform clock: on a launch or deal
day many strangers arrive together.
"""

from __future__ import annotations

from dataclasses import dataclass

from collusion.arrays import Int8Array, Int32Array, frozen
from collusion.graph.build import EntityGraph
from collusion.minutes import DAY


@dataclass(frozen=True, slots=True)
class TimeOrder:
    """The reviews of each product in order of time.

    Attributes
    ----------
    position
        Place of each edge when sorted by (product, time, reviewer), shape (n_edges,).
    reviewers, minute, stars
        Reviewer, time and stars of the edges so sorted, shape (n_edges,).
    span_minutes
        Time between the first and the last review, at least a day.
    """

    position: Int32Array
    reviewers: Int32Array
    minute: Int32Array
    stars: Int8Array
    span_minutes: float


def order_by_time(graph: EntityGraph, *, n_threads: int = 1) -> TimeOrder:
    """Sort each product's reviews by time.

    Parameters
    ----------
    graph
        The graph.
    n_threads
        Threads; the result does not depend on them.

    Returns
    -------
    TimeOrder
        O(n_edges), with little beside the result.
    """
    from collusion.kernels import timeline  # keeps numba out of light commands

    reviews = graph.reviews
    found = timeline.order_by_time(
        reviews.t_indptr, reviews.t_indices, reviews.t_edges, graph.minute, n_threads=n_threads
    )
    first, last = timeline.span_of(graph.minute)
    return TimeOrder(
        frozen(timeline.inverse(found.edges)),
        frozen(found.reviewer),
        frozen(found.minute),
        frozen(timeline.taken(graph.stars, found.edges)),
        max(float(last - first), float(DAY)),
    )
