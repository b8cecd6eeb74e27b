"""Null markets: same accounts, products, periods and strata; who reviewed what is shuffled.

What the whole search finds there, it finds by chance (target–decoy, Elias & Gygi 2007).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collusion.arrays import BoolArray, Int32Array, frozen
from collusion.evidence.strata import Strata
from collusion.graph.bipartite import biadjacency
from collusion.graph.build import EntityGraph
from collusion.scoring.families import Assessment
from collusion.scoring.params import ScoringParams

#: Reviews of one stratum that trade places, about: with fewer, a ring alone in its stratum would survive.
_POOL = 2000
_TIME_BITS = 32


@dataclass(frozen=True, slots=True)
class NullWorld:
    """A rewired graph.

    Attributes
    ----------
    graph
        The same nodes, with shuffled reviews.
    strata
        The same strata, with the number of reviews that they have there.
    share
        Share of all reviews that are in its strata.
    """

    graph: EntityGraph
    strata: Strata
    share: float


@dataclass(frozen=True, slots=True)
class Decoys:
    """What was found in a null world.

    Attributes
    ----------
    found
        Assessed candidates.
    share
        Share of the real world's reviews that are in its strata: each candidate stands for one over it.
    """

    found: list[Assessment]
    share: float


def null_world(
    graph: EntityGraph,
    strata: Strata,
    *,
    seed: int,
    params: ScoringParams,
    without: Int32Array | None = None,
) -> NullWorld:
    """Rewire a graph so that nobody colludes.

    Parameters
    ----------
    graph
        The graph.
    strata
        Strata of its products.
    seed
        Which null world.
    params
        How many of the reviews take part.
    without
        Accounts whose reviews take no part.

    Returns
    -------
    NullWorld
        Whole strata of a large graph, all of a small one. Each account keeps its number of reviews in each
        period and stratum, each product its reviews with their times and stars, but for those `without`;
        identifiers stay with their accounts. O(n_edges log n_edges).
    """
    from collusion.kernels import rewire

    reviews = graph.reviews
    drawn = drawn_strata(strata, reviews.n_edges, seed=seed, params=params)
    taking_part = drawn[strata.labels[reviews.indices]]
    share = int(taking_part.sum()) / max(reviews.n_edges, 1)
    if without is not None:
        writing = np.ones(reviews.n_rows, dtype=np.bool_)
        writing[without] = False
        taking_part &= np.repeat(writing, reviews.row_degrees())
    edges = np.flatnonzero(taking_part)
    products, reviewers = reviews.indices[edges], reviews.rows()[edges]
    groups, n_groups = _pools(graph.minute[edges], strata.labels[products])
    shuffled = rewire.rewire(products, reviewers, groups, n_groups, seed)
    adjacency, order = biadjacency(shuffled.product, products, reviews.n_rows, reviews.n_cols)
    kept = edges[order]
    null = dataclasses.replace(
        graph,
        reviews=adjacency,
        minute=frozen(graph.minute[kept]),
        stars=frozen(graph.stars[kept]),
        verified=frozen(graph.verified[kept]),
        review_row=frozen(graph.review_row[kept]),
    )
    left = np.bincount(strata.labels[adjacency.indices], minlength=len(strata))
    there = dataclasses.replace(strata, reviews=frozen(np.maximum(left, 1).astype(np.float64)))
    return NullWorld(null, there, share)


def drawn_strata(strata: Strata, n_reviews: int, *, seed: int, params: ScoringParams) -> BoolArray:
    """Draw strata until they have the share of all reviews, and the number, that a null world takes.

    Parameters
    ----------
    strata
        Strata of the products.
    n_reviews
        Reviews in all of them.
    seed
        Which null world.
    params
        The share and the number.

    Returns
    -------
    BoolArray
        Which strata take part, shape (n_strata,).
    """
    order = np.random.default_rng(seed).permutation(len(strata))
    before = np.cumsum(strata.reviews[order]) - strata.reviews[order]
    wanted = max(params.decoy_share * n_reviews, min(params.decoy_reviews, n_reviews))
    drawn = np.zeros(len(strata), dtype=np.bool_)
    drawn[order[before < wanted]] = True
    return drawn


def _pools(minute: Int32Array, stratum: Int32Array) -> tuple[Int32Array, int]:
    """Cut each stratum's reviews, in order of time, into periods of about `_POOL`; label and count them."""
    order = _by_stratum_and_time(minute, stratum)
    sizes = np.bincount(stratum)
    n_pools = np.maximum(sizes // _POOL, 1)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    ranked = stratum[order]
    place = np.arange(len(order)) - starts[ranked]
    first = np.concatenate(([0], np.cumsum(n_pools)[:-1]))
    labels = np.empty(len(order), dtype=np.int32)
    labels[order] = first[ranked] + place * n_pools[ranked] // sizes[ranked]
    return labels, int(n_pools.sum())


def _by_stratum_and_time(minute: Int32Array, stratum: Int32Array) -> NDArray[np.uint32]:
    """Return the order of reviews by stratum and time, unknown times first, ties as they come."""
    from collusion.kernels import radix  # keeps numba out of light commands

    since = minute.astype(np.int64) - np.iinfo(np.int32).min
    keys = (stratum.astype(np.int64) << _TIME_BITS | since).astype(np.uint64)
    places = np.arange(len(keys), dtype=np.uint32)
    fields = ((0, _TIME_BITS), (_TIME_BITS, radix.bits_for(int(stratum.max(initial=0)) + 1)))
    return radix.sort_packed(keys, places, fields)[1]
