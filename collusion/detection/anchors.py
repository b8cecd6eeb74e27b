"""Seeds from labelled fakes: the accounts nearest to each by personalised PageRank on the review graph.

The walk goes from a review to those of the same product, of the same days and of the same mind: of a
bestseller's thousand reviewers a dozen wrote within these days, and a crew is among them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from collusion.arrays import Float64Array, Int32Array, Int64Array
from collusion.detection.candidates import Seeds, seeds_of
from collusion.detection.params import DetectionParams
from collusion.evidence.timing import TimeOrder
from collusion.graph.bipartite import spans
from collusion.graph.build import NO_TIME, EntityGraph
from collusion.minutes import DAY

#: How seeds of labels are called.
ORIGIN = "labels"
#: Chance that the walk goes back to where it began, its steps, and accounts kept after each.
_RESTART, _STEPS, _KEPT = 0.15, 3, 200
#: Days before and after a review in which others of the product are met.
_DAYS = 12
#: Stars from which a review praises.
_PRAISE = 4
#: Accounts of a seed, which are tried in several sizes, and labelled accounts that get seeds of their own.
_NEAREST, MOST_ANCHORS = (40, 80, 150), 1000


@dataclass(frozen=True, slots=True)
class _Meetings:
    """Where accounts meet: a `graph`, its reviews in `order`, and by product and time at once as `when`.

    A review without a time has no window: it meets all of its product, if that has `product_cap` at most.
    """

    graph: EntityGraph
    order: TimeOrder
    when: Int64Array
    stride: int
    product_cap: int

    def windows(self, edges: Int64Array) -> tuple[Int64Array, Int64Array]:
        """Return where each edge's window begins in the order of products and times, and one past its end."""
        reviews = self.graph.reviews
        product = reviews.indices[edges].astype(np.int64)
        at = self.when[self.order.position[edges]] - product * self.stride
        low = product * self.stride + np.maximum(at - _DAYS * DAY, 1)
        high = product * self.stride + at + _DAYS * DAY
        first, last = (
            np.searchsorted(self.when, low),
            np.searchsorted(self.when, np.minimum(high, (product + 1) * self.stride - 1), side="right"),
        )
        untimed = at == 0
        small = reviews.col_degrees(product) <= self.product_cap
        first = np.where(untimed, reviews.t_indptr[product], first)
        last = np.where(untimed, np.where(small, reviews.t_indptr[product + 1], first), last)
        return first, last


def anchor_seeds(
    graph: EntityGraph, order: TimeOrder, anchors: Int32Array, *, params: DetectionParams
) -> Seeds:
    """Propose the neighbourhood of each labelled fake, in several sizes, and all of them together.

    Parameters
    ----------
    graph
        The graph.
    order
        Its reviews in order of time.
    anchors
        Accounts known to be fake, ascending.
    params
        Sizes of products: without a time, those above the lowest rung lead nowhere in particular.

    Returns
    -------
    Seeds
        Three at most for each anchor, of at most 1,000, and one for all when there are three or more.

    Notes
    -----
    Personalised PageRank (Page et al. 1999; Haveliwala 2002) by three steps of power iteration from account
    to account through reviews of one product within twelve days that praise, or do not, alike; the 200
    heaviest accounts are kept: O(n_edges + reviews met).
    """
    if not len(anchors):
        return seeds_of([], ORIGIN, sparse=True)
    meetings = _meetings(graph, order, params)
    groups = []
    for anchor in anchors[:MOST_ANCHORS].tolist():
        nearest = _nearest(meetings, anchor)
        sizes = sorted({min(n + 1, len(nearest)) for n in _NEAREST})
        groups += [nearest[:size] for size in sizes]
    if len(anchors) >= params.min_members - 2:
        groups.append(anchors[: params.max_cohort])
    n_beyond, n_crowds = max(len(anchors) - MOST_ANCHORS, 0), int(len(anchors) > params.max_cohort)
    return replace(seeds_of(groups, ORIGIN, sparse=True), n_beyond=n_beyond, n_crowds=n_crowds)


def _meetings(graph: EntityGraph, order: TimeOrder, params: DetectionParams) -> _Meetings:
    reviews = graph.reviews
    known = order.minute != NO_TIME
    first = int(order.minute[known].min()) if known.any() else 0
    stride = (int(order.minute[known].max()) - first if known.any() else 0) + 2
    product = np.repeat(np.arange(reviews.n_cols, dtype=np.int64), np.diff(reviews.t_indptr))
    minute = np.where(known, order.minute.astype(np.int64) - first + 1, 0)
    cap = params.product_ladder[0] if params.product_ladder else len(graph.reviewers)
    return _Meetings(graph, order, product * stride + minute, stride, cap)


def _nearest(meetings: _Meetings, anchor: int) -> Int32Array:
    """Return the anchor and the accounts of highest personalised PageRank from it."""
    accounts, mass = np.array([anchor], dtype=np.int32), np.ones(1)
    rank: dict[int, float] = {}
    for step in range(_STEPS):
        accounts, mass = _walk(meetings, accounts, mass)
        share = _RESTART * (1.0 - _RESTART) ** (step + 1)
        for account, weight in zip(accounts.tolist(), mass.tolist(), strict=True):
            rank[account] = rank.get(account, 0.0) + share * weight
    rank.pop(anchor, None)
    best = sorted(rank, key=lambda account: (-rank[account], account))[: _NEAREST[-1]]
    return np.array([anchor, *best], dtype=np.int32)


def _walk(meetings: _Meetings, accounts: Int32Array, mass: Float64Array) -> tuple[Int32Array, Float64Array]:
    """Walk from accounts to those they meet; keep the heaviest."""
    graph, order = meetings.graph, meetings.order
    edges, counts = spans(graph.reviews.indptr, accounts)
    owner = np.repeat(np.arange(len(accounts)), counts)
    first, last = meetings.windows(edges)
    lengths = last - first
    of_edge = np.repeat(np.arange(len(edges)), lengths)
    places = np.arange(len(of_edge)) + np.repeat(first - np.cumsum(lengths) + lengths, lengths)
    own, theirs = graph.stars[edges][of_edge], order.stars[places]
    alike = ((own >= _PRAISE) == (theirs >= _PRAISE)) | (own == 0) | (theirs == 0)
    of_edge, places = of_edge[alike], places[alike]
    n_met = np.bincount(of_edge, minlength=len(edges))
    spread = mass[owner] / counts[owner] / np.maximum(n_met, 1)
    found, at = np.unique(order.reviewers[places], return_inverse=True)
    landed = np.bincount(at, weights=spread[of_edge], minlength=len(found))
    heaviest = np.sort(np.argsort(-landed, kind="stable")[:_KEPT])
    return found[heaviest].astype(np.int32), np.asarray(landed[heaviest], dtype=np.float64)
