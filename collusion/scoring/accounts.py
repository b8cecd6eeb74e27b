"""A suspicion score for every account, ring member or not, so that ranked lists can be compared."""

from __future__ import annotations

import numpy as np

from collusion.arrays import Float64Array, frozen
from collusion.evidence.links import Links
from collusion.evidence.stars import StarEvidence
from collusion.scoring.hypotheses import probability
from collusion.scoring.rank import RankedRings

#: What a single review is worth against a long history; it decides only where nothing else does.
_BRIEF = 0.05
#: Bits that separate any member of a ring from everybody outside rings.
_OUTSIDE = -50.0


def score_accounts(ranked: RankedRings, links: Links, stars: StarEvidence) -> Float64Array:
    """Score every account.

    A member has the log-odds in bits of its surest ring and its own membership together. Everybody else
    stands below: by the weight of the links to others, then by how far its stars deviate from its products'
    mean, the more the fewer reviews it wrote; where there are no stars, by the brevity of its history.

    Parameters
    ----------
    ranked
        Ranked rings.
    links
        The fused link graph.
    stars
        Star histograms.

    Returns
    -------
    Float64Array
        Shape (n_reviewers,); comparable within a run. O(n_edges + n_links).
    """
    graph = stars.graph
    n = len(graph.reviewers)
    strength = np.bincount(links.source, links.weight, n) + np.bincount(links.target, links.weight, n)
    activity = graph.reviews.row_degrees()
    written = np.maximum(activity, 1)
    deviation, brief = _away(stars) / written**2, _BRIEF / written
    score = _OUTSIDE + np.minimum(np.log1p(strength), 10.0) + deviation + brief
    for i, assessment in enumerate(ranked.assessments):
        sure = probability(float(ranked.score[i]))
        candidate = assessment.candidate
        belongs = sure / (1.0 + np.exp(-np.clip(candidate.membership, -500, 500)))
        bits = np.log2(np.maximum(belongs, 2.0**-40)) - np.log2(np.maximum(1.0 - belongs, 2.0**-40))
        np.maximum.at(score, candidate.group.members, np.maximum(bits, _OUTSIDE))
    return frozen(np.round(score, 6))


def _away(stars: StarEvidence) -> Float64Array:
    """Sum up how far each account's stars are from its products' means, some accounts at a time."""
    from collusion.kernels.timeline import parts  # keeps numba out of light commands

    graph, reviews = stars.graph, stars.graph.reviews
    mean = (stars.histogram @ np.arange(1, 6)) / np.maximum(stars.histogram.sum(axis=1), 1)
    total = np.empty(reviews.n_rows)
    for first, last in parts(reviews.indptr):
        some = slice(reviews.indptr[first], reviews.indptr[last])
        given = graph.stars[some]
        away = np.abs(given - mean[reviews.indices[some]]) * (given > 0)
        owner = np.repeat(np.arange(last - first), np.diff(reviews.indptr[first : last + 1]))
        total[first:last] = np.bincount(owner, away, last - first)
    return total
