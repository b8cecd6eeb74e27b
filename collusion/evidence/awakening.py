"""Awakening: did the members' accounts sleep for long before the job?"""

from __future__ import annotations

import numpy as np

from collusion.arrays import Int64Array
from collusion.evidence.group import Group, contemporaries
from collusion.graph.bipartite import spans
from collusion.graph.build import EntityGraph
from collusion.minutes import DAY, NO_TIME

#: Silence in minutes from which an account slept.
_SILENT = 180 * DAY
#: Fewest members with times, fewest and most reviews of others that they are held against.
_LEAST, _FEWEST_OTHERS, _MOST_OTHERS = 5, 20, 2000


def awakened(group: Group, graph: EntityGraph) -> float | None:
    """Measure how many more members than others had slept before they came to the targets.

    Parameters
    ----------
    group
        The group.
    graph
        The graph.

    Returns
    -------
    float or None
        Share of the members whose first review of a target ended half a year of silence after an earlier
        review, less the same share of others' reviews of the targets in the same days, 0 at least. None where
        fewer than five members have times, or fewer than twenty of those reviews. O(reviews of the members,
        and of the sampled others).
    """
    timed = group.edges[graph.minute[group.edges] != NO_TIME]
    first = _first_of_each(graph, timed)
    if len(first) < _LEAST:
        return None
    others = contemporaries(graph, group)
    others = others[graph.minute[others] != NO_TIME]
    if len(others) < _FEWEST_OTHERS:
        return None
    others = others[:: -(-len(others) // _MOST_OTHERS)]
    return max(float(_ends_silence(graph, first).mean() - _ends_silence(graph, others).mean()), 0.0)


def _first_of_each(graph: EntityGraph, edges: Int64Array) -> Int64Array:
    """Return each account's earliest of some edges, by account."""
    owner = np.searchsorted(graph.reviews.indptr, edges, side="right") - 1
    order = np.lexsort((graph.minute[edges], owner))
    return edges[order[np.flatnonzero(np.diff(owner[order], prepend=-1))]]


def _ends_silence(graph: EntityGraph, edges: Int64Array) -> np.typing.NDArray[np.bool_]:
    """Return which of some timed reviews came half a year or more after the account's review before it."""
    owner = np.searchsorted(graph.reviews.indptr, edges, side="right") - 1
    accounts, place = np.unique(owner, return_inverse=True)
    own, counts = spans(graph.reviews.indptr, accounts.astype(np.int32))
    minute = graph.minute[own].astype(np.int64)
    whose = np.repeat(np.arange(len(accounts)), counts)
    known = minute != NO_TIME
    keys = np.sort((whose[known] << 33) + minute[known] + 2**32)
    wanted = (place.astype(np.int64) << 33) + graph.minute[edges].astype(np.int64) + 2**32
    before = np.searchsorted(keys, wanted, side="left") - 1
    previous = np.where(before >= 0, keys[np.maximum(before, 0)], -1)
    return np.asarray((previous >> 33 == place) & (wanted - previous >= _SILENT))
