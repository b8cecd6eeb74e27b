"""Scale-free effects of meetings: what share of their lives the members spent on the targets, and how."""

from __future__ import annotations

import numpy as np

from collusion.arrays import Int32Array, is_among
from collusion.evidence.group import Group, member_of_edges
from collusion.graph.bipartite import spans
from collusion.graph.build import EntityGraph
from collusion.minutes import DAY, NO_TIME

#: Fewest members with several timed reviews of targets, from which their rhythm is known.
_LEAST_TIMED = 3


def meeting_effects(group: Group, graph: EntityGraph) -> dict[str, float]:
    """Measure how the members of a group met at its targets.

    Parameters
    ----------
    group
        The group.
    graph
        The graph.

    Returns
    -------
    dict
        By measure (`collusion.evidence.families`); ``one_sitting`` is left out where fewer than three members
        reviewed several targets at known times. O(reviews of the members and of the targets).
    """
    observed = len(group.edges)
    written = int(graph.reviews.row_degrees(group.members).sum())
    effects = {
        "dedication": observed / max(written, 1),
        "single_beyond": single_beyond(group, graph),
        "breadth": float(len(group.products)),
    }
    sitting = one_sitting(group, graph)
    return effects if sitting is None else effects | {"one_sitting": sitting}


def one_sitting(group: Group, graph: EntityGraph) -> float | None:
    """Return the share of members who reviewed all their targets, two at least, within a day.

    Parameters
    ----------
    group
        The group.
    graph
        The graph.

    Returns
    -------
    float or None
        Who enters a list of what he owns does so, or a tool does it for him. None where fewer than three
        members reviewed several targets at known times.
    """
    edges = group.edges[graph.minute[group.edges] != NO_TIME]
    if len(edges) == 0:
        return None
    member, minute = member_of_edges(graph, edges), graph.minute[edges].astype(np.int64)
    starts = np.flatnonzero(np.diff(member, prepend=-1))
    several = np.diff(starts, append=len(member)) > 1
    if np.count_nonzero(several) < _LEAST_TIMED:
        return None
    span = np.maximum.reduceat(minute, starts) - np.minimum.reduceat(minute, starts)
    return float((span[several] <= DAY).mean())


def single_beyond(group: Group, graph: EntityGraph) -> float:
    """Return the share of members that wrote of the targets only, beyond that of others with one review."""
    reviews, members = graph.reviews, group.members
    first, last = reviews.indptr[members], reviews.indptr[members + 1]
    own = np.searchsorted(group.edges, last) - np.searchsorted(group.edges, first)
    others = _others(group, graph)
    usual = float((reviews.row_degrees(others) == 1).mean()) if len(others) else 0.0
    return max(float((own == reviews.row_degrees(members)).mean()) - usual, 0.0)


def _others(group: Group, graph: EntityGraph) -> Int32Array:
    """Return the writers of the targets' other reviews, once a review."""
    places, _ = spans(graph.reviews.t_indptr, group.products)
    writers = graph.reviews.t_indices[places]
    return writers[~is_among(writers, group.members)]
