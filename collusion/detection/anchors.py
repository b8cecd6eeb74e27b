"""Seeds from labelled fakes: the accounts nearest to each by personalised PageRank on the review graph."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from collusion.arrays import Float64Array, Int32Array
from collusion.detection.candidates import Seeds, seeds_of
from collusion.detection.params import DetectionParams
from collusion.graph.bipartite import Biadjacency, spans
from collusion.graph.build import EntityGraph

#: How seeds of labels are called.
ORIGIN = "labels"
#: Chance that the walk goes back to where it began, its steps, and accounts kept after each.
_RESTART, _STEPS, _KEPT = 0.15, 3, 200
#: Accounts of a seed, and labelled accounts that get one of their own.
_NEAREST, MOST_ANCHORS = 60, 1000


def anchor_seeds(graph: EntityGraph, anchors: Int32Array, *, params: DetectionParams) -> Seeds:
    """Propose the neighbourhood of each labelled fake, and all of them together.

    Parameters
    ----------
    graph
        The graph.
    anchors
        Accounts known to be fake, ascending.
    params
        Sizes of products: those above the lowest rung of the ladder lead nowhere in particular.

    Returns
    -------
    Seeds
        One for each anchor, at most 1,000, and one for all when there are three or more.

    Notes
    -----
    Personalised PageRank (Page et al. 1999; Haveliwala 2002) by three steps of power iteration from account
    to account through products, of which the 200 heaviest accounts are kept: O(reviews of their products).
    """
    cap = params.product_ladder[0] if params.product_ladder else len(graph.reviewers)
    groups = [_nearest(graph.reviews, int(anchor), cap) for anchor in anchors[:MOST_ANCHORS]]
    if len(anchors) >= params.min_members - 2:
        groups.append(anchors[: params.max_cohort])
    n_beyond, n_crowds = max(len(anchors) - MOST_ANCHORS, 0), int(len(anchors) > params.max_cohort)
    return replace(seeds_of(groups, ORIGIN, sparse=True), n_beyond=n_beyond, n_crowds=n_crowds)


def _nearest(reviews: Biadjacency, anchor: int, product_cap: int) -> Int32Array:
    """Return the anchor and the accounts of highest personalised PageRank from it."""
    accounts, mass = np.array([anchor], dtype=np.int32), np.ones(1)
    rank: dict[int, float] = {}
    for step in range(_STEPS):
        accounts, mass = _walk(reviews, accounts, mass, product_cap)
        share = _RESTART * (1.0 - _RESTART) ** (step + 1)
        for account, weight in zip(accounts.tolist(), mass.tolist(), strict=True):
            rank[account] = rank.get(account, 0.0) + share * weight
    rank.pop(anchor, None)
    best = sorted(rank, key=lambda account: (-rank[account], account))[:_NEAREST]
    return np.array([anchor, *best], dtype=np.int32)


def _walk(
    reviews: Biadjacency, accounts: Int32Array, mass: Float64Array, product_cap: int
) -> tuple[Int32Array, Float64Array]:
    """Walk from accounts to products of up to `product_cap` reviews and back; keep the heaviest accounts."""
    edges, counts = spans(reviews.indptr, accounts)
    owner = np.repeat(np.arange(len(accounts)), counts)
    products, at = np.unique(reviews.indices[edges], return_inverse=True)
    degree = reviews.row_degrees(accounts)
    arrived = np.bincount(at, weights=mass[owner] / degree[owner], minlength=len(products))
    small = reviews.col_degrees(products) <= product_cap
    products, arrived = products[small], arrived[small]
    places, counts = spans(reviews.t_indptr, products)
    of_product = np.repeat(np.arange(len(products)), counts)
    found, at = np.unique(reviews.t_indices[places], return_inverse=True)
    spread = arrived / reviews.col_degrees(products)
    landed = np.bincount(at, weights=spread[of_product], minlength=len(found))
    heaviest = np.sort(np.argsort(-landed, kind="stable")[:_KEPT])
    return found[heaviest].astype(np.int32), np.asarray(landed[heaviest], dtype=np.float64)
