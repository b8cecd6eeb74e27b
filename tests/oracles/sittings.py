"""The plain twin of the share of members who wrote of all their targets in one sitting."""

from __future__ import annotations

from fractions import Fraction

from collusion.evidence.group import Group
from collusion.graph.build import EntityGraph
from collusion.minutes import DAY, NO_TIME


def one_sitting(group: Group, graph: EntityGraph) -> float | None:
    """Count member by member: O(members · reviews)."""
    reviews, spans = graph.reviews, []
    for member in group.members.tolist():
        first, last = int(reviews.indptr[member]), int(reviews.indptr[member + 1])
        own = [int(graph.minute[edge]) for edge in range(first, last) if edge in group.edges]
        times = [minute for minute in own if minute != NO_TIME]
        if len(times) >= 2:
            spans.append(max(times) - min(times))
    if len(spans) < 3:
        return None
    return float(Fraction(sum(span <= DAY for span in spans), len(spans)))
