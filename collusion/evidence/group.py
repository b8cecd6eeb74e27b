"""A group of accounts under test, and what a channel finds about it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from collusion.arrays import Int32Array, Int64Array, is_among
from collusion.graph.bipartite import spans
from collusion.graph.build import EntityGraph
from collusion.minutes import NO_TIME


@dataclass(frozen=True, slots=True)
class Group:
    """Accounts that may be one ring, and the reviews by which they were proposed.

    Attributes
    ----------
    members
        Reviewers, ascending, shape (n_members,).
    products
        Targets, ascending, shape (n_targets,).
    edges
        Edges of ``graph.reviews`` by which members reviewed targets within the target's window, ascending.
    """

    members: Int32Array
    products: Int32Array
    edges: Int64Array


@dataclass(frozen=True, slots=True)
class Finding:
    """What one channel says about a group.

    Attributes
    ----------
    family
        The evidence family.
    bits
        Evidence in bits; at or below 0 when honest reviewers show as much.
    observed, expected
        What was seen, and what honest reviewers would show.
    sentence
        The same in words and numbers.
    edges
        The reviews behind it, as edges of the graph.
    values
        The identifier values behind it, as (kind, dense id).
    effects
        Measures of size that do not grow with the group or the market, by name; `collusion.evidence.families`
        lists them. A measure that nothing can be compared for is left out.
    """

    family: str
    bits: float
    observed: float
    expected: float
    sentence: str
    edges: Int64Array = field(default_factory=lambda: np.zeros(0, np.int64))
    values: tuple[tuple[str, int], ...] = ()
    effects: dict[str, float] = field(default_factory=dict)


def edges_of(graph: EntityGraph, members: Int32Array) -> Int64Array:
    """Return all edges of some reviewers, in the order of the reviewers: O(their reviews)."""
    return spans(graph.reviews.indptr, members)[0]


def member_of_edges(graph: EntityGraph, edges: Int64Array) -> Int32Array:
    """Return the reviewer of each edge: O(n log N)."""
    return (np.searchsorted(graph.reviews.indptr, edges, side="right") - 1).astype(np.int32)


def contemporaries(graph: EntityGraph, group: Group) -> Int64Array:
    """Find the reviews that others wrote of the group's products in the days in which the group did.

    Parameters
    ----------
    graph
        The graph.
    group
        The group.

    Returns
    -------
    Int64Array
        Edges, ascending: of each product those from the group's first to its last review of it, or all where
        the group's have no time. O(reviews of the products).
    """
    reviews, minute = graph.reviews, graph.minute
    own = np.searchsorted(group.products, reviews.indices[group.edges])
    first = np.full(len(group.products), np.iinfo(np.int64).max)
    last = np.full(len(group.products), NO_TIME, dtype=np.int64)
    timed = minute[group.edges] != NO_TIME
    np.minimum.at(first, own[timed], minute[group.edges[timed]])
    np.maximum.at(last, own[timed], minute[group.edges[timed]])
    timeless = last == NO_TIME
    places, counts = spans(reviews.t_indptr, group.products)
    when = minute[reviews.t_edges[places]]
    product = np.repeat(np.arange(len(group.products)), counts)
    then = places[timeless[product] | ((when >= first[product]) & (when <= last[product]))]
    others = then[~is_among(reviews.t_indices[then], group.members)]
    return np.sort(reviews.t_edges[others].astype(np.int64))
