"""Plain figures of a candidate, from which its kind and its innocent explanations are told."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from collusion.arrays import Int64Array
from collusion.evidence.group import edges_of
from collusion.evidence.identifiers import shared_values
from collusion.graph.bipartite import spans
from collusion.graph.build import EntityGraph
from collusion.minutes import DAY, NO_TIME
from collusion.scoring.families import Assessment


@dataclass(frozen=True, slots=True)
class SharedValue:
    """The identifier value that most members hold: its kind, and how many hold it.

    Attributes
    ----------
    kind
        The kind of identifier.
    n_members, n_accounts
        Members, and accounts in all, that hold the value.
    """

    kind: str
    n_members: int
    n_accounts: int


@dataclass(frozen=True, slots=True)
class RingStats:
    """Plain figures of a candidate.

    Attributes
    ----------
    n_members, n_targets, n_sellers, n_reviews
        Accounts, targets, known sellers of the targets, and all the members' reviews of targets.
    span_days
        Days between the first and the last of those reviews; None without times.
    crowd_share
        Share of the reviews within the targets' windows that outsiders wrote.
    target_share
        Share of the members' own reviews that are of targets.
    mean_stars
        Mean stars of the ring's reviews; None without stars.
    star_gap
        That mean minus the stars expected from outsiders; None without stars of either.
    widest
        The identifier value that most members share; None when none is shared.
    """

    n_members: int
    n_targets: int
    n_sellers: int
    n_reviews: int
    span_days: float | None
    crowd_share: float
    target_share: float
    mean_stars: float | None
    star_gap: float | None
    widest: SharedValue | None


def ring_stats(graph: EntityGraph, assessment: Assessment, edges: Int64Array) -> RingStats:
    """Collect the figures of a candidate: O(reviews of its members and targets).

    Parameters
    ----------
    graph
        The graph.
    assessment
        The candidate and what each family found.
    edges
        Every review of a target by a member.

    Returns
    -------
    RingStats
        Its figures.
    """
    group = assessment.candidate.group
    minutes = graph.minute[edges]
    minutes = minutes[minutes != NO_TIME]
    sellers = graph.product_seller[group.products]
    stars = assessment.findings["stars"]
    return RingStats(
        n_members=len(group.members),
        n_targets=len(group.products),
        n_sellers=len(np.unique(sellers[sellers >= 0])),
        n_reviews=len(edges),
        span_days=(int(minutes.max()) - int(minutes.min())) / DAY if len(minutes) else None,
        crowd_share=_crowd_share(graph, group.edges),
        target_share=len(edges) / max(len(edges_of(graph, group.members)), 1),
        mean_stars=None if stars is None else stars.observed,
        star_gap=None if stars is None or math.isnan(stars.expected) else stars.observed - stars.expected,
        widest=_widest(graph, assessment),
    )


def _crowd_share(graph: EntityGraph, edges: Int64Array) -> float:
    """Return the share of outsiders' reviews of the targets between the group's first and last of each."""
    products, own = np.unique(graph.reviews.indices[edges], return_inverse=True)
    first, last = np.full(len(products), np.iinfo(np.int32).max), np.full(len(products), NO_TIME)
    np.minimum.at(first, own, graph.minute[edges])
    np.maximum.at(last, own, graph.minute[edges])
    places, counts = spans(graph.reviews.t_indptr, products)
    times, product = graph.minute[graph.reviews.t_edges[places]], np.repeat(np.arange(len(products)), counts)
    total = int(np.count_nonzero((times >= first[product]) & (times <= last[product])))
    return 1.0 - len(edges) / total if total else 0.0


def _widest(graph: EntityGraph, assessment: Assessment) -> SharedValue | None:
    best: SharedValue | None = None
    for kind, relation in graph.identifiers.items():
        shared = shared_values(relation, assessment.candidate.group.members)
        if len(shared.values) == 0:
            continue
        top = int(np.argmax(shared.n_members))
        ends = relation.adjacency.t_indptr[shared.values[top] : shared.values[top] + 2]
        n_accounts = int(ends[1] - ends[0])
        found = SharedValue(kind, int(shared.n_members[top]), n_accounts)
        if best is None or found.n_members > best.n_members:
            best = found
    return best
