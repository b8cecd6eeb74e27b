"""The plain twin of the share of members whom a job woke."""

from __future__ import annotations

from collusion.evidence.group import Group
from collusion.graph.build import EntityGraph
from collusion.minutes import DAY, NO_TIME


def awakened(group: Group, graph: EntityGraph) -> float | None:
    """Look at each account's reviews, one by one: O(reviews²)."""
    reviews = graph.reviews
    rows = range(reviews.n_rows)
    owner = {edge: row for row in rows for edge in range(reviews.indptr[row], reviews.indptr[row + 1])}
    minute = {edge: int(graph.minute[edge]) for edge in owner if graph.minute[edge] != NO_TIME}

    def ends_silence(edge: int) -> bool:
        earlier = [
            when for other, when in minute.items() if owner[other] == owner[edge] and when < minute[edge]
        ]
        return bool(earlier) and minute[edge] - max(earlier) >= 180 * DAY

    own = [edge for edge in group.edges.tolist() if edge in minute]
    first = {}
    for edge in sorted(own, key=lambda one: (owner[one], minute[one], own.index(one))):
        first.setdefault(owner[edge], edge)
    spans = {
        product: [minute[edge] for edge in own if reviews.indices[edge] == product]
        for product in group.products.tolist()
    }
    others = [
        edge
        for edge in minute
        if owner[edge] not in group.members.tolist()
        and reviews.indices[edge] in spans
        and (not (days := spans[reviews.indices[edge]]) or min(days) <= minute[edge] <= max(days))
    ]
    if len(first) < 5 or len(others) < 20:
        return None
    woken = [sum(map(ends_silence, some)) / len(some) for some in (list(first.values()), others)]
    return max(woken[0] - woken[1], 0.0)
