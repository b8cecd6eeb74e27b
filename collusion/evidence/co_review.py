"""Co-review: pairs of accounts that meet more often than popularity, activity and taste explain."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from collusion.arrays import Float32Array, Int32Array, frozen
from collusion.evidence.links import Links
from collusion.evidence.params import EvidenceParams
from collusion.evidence.strata import Strata
from collusion.graph.build import EntityGraph
from collusion.minutes import DAY


@dataclass(frozen=True, slots=True)
class CoReviews:
    """Significant pairs.

    Attributes
    ----------
    links
        The pairs, weighted by significance in nats.
    n_shared, n_close
        Products both reviewed, and those both reviewed close in time, shape (n_links,).
    threshold
        Nats from which a pair is significant at the false-discovery rate.
    """

    links: Links
    n_shared: Int32Array
    n_close: Int32Array
    threshold: float


def link_co_reviews(
    graph: EntityGraph, strata: Strata, *, n_threads: int = 1, params: EvidenceParams
) -> CoReviews:
    """Project the reviews onto significant pairs of accounts.

    Parameters
    ----------
    graph
        The graph.
    strata
        Strata of its products.
    n_threads
        Threads; the result does not depend on them.
    params
        Caps, window and false-discovery rate.

    Returns
    -------
    CoReviews
        Pairs significant over all pairs of accounts (Benjamini & Hochberg 1995), linked or not.
    """
    from collusion.kernels import pairs

    adjacency = graph.reviews
    reviews = pairs.ReviewGraph(
        adjacency.indptr,
        adjacency.indices,
        adjacency.t_indptr,
        adjacency.t_indices,
        adjacency.t_edges,
        graph.minute,
    )
    limits = pairs.PairParams(
        window=round(params.window_days * DAY),
        product_cap=params.product_cap,
        window_cap=params.window_cap,
        reviewer_cap=params.reviewer_cap,
        threshold=params.pair_score,
    )
    found = pairs.project(reviews, strata.labels, params=limits, n_threads=n_threads)
    threshold = discovery_threshold(found.score, len(graph.reviewers), params.pair_fdr, params.pair_score)
    kept = found.score >= threshold
    links = Links(frozen(found.source[kept]), frozen(found.target[kept]), frozen(found.score[kept]))
    return CoReviews(links, frozen(found.n_shared[kept]), frozen(found.n_close[kept]), threshold)


def discovery_threshold(score: Float32Array, n_reviewers: int, fdr: float, least: float) -> float:
    """Find the score from which pairs are significant over all N(N − 1)/2 pairs of accounts.

    Parameters
    ----------
    score
        −ln of the p-value of each pair that was kept, shape (n,).
    n_reviewers
        Number of accounts.
    fdr
        Level of the step-up procedure.
    least
        Score from which pairs were kept.

    Returns
    -------
    float
        The threshold, at least `least`; infinite when no pair is significant. O(n log n).
    """
    n_pairs = max(n_reviewers * (n_reviewers - 1) / 2, 1.0)
    ranked = np.sort(score)[::-1].astype(np.float64)
    needed = math.log(n_pairs / fdr) - np.log(np.arange(1, len(ranked) + 1))
    passing = np.flatnonzero(ranked >= needed)
    return max(float(ranked[passing[-1]]), least) if len(passing) else math.inf
