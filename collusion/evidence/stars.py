"""Stars: do the members rate their targets unlike everybody else who reviewed them?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from collusion.arrays import BoolArray, Float32Array, Float64Array, Int64Array, frozen
from collusion.evidence.contrast import HONEST_DIVERGENCE, polya_log_likelihoods
from collusion.evidence.group import Finding, Group
from collusion.graph.build import EntityGraph

FAMILY = "stars"
#: How the stars of a promoting, a mildly promoting and an attacking ring are spread over 1…5.
_PRAISE = np.array([0.01, 0.01, 0.03, 0.15, 0.80])
_MILD = np.array([0.01, 0.02, 0.07, 0.45, 0.45])
_BLAME = np.array([0.85, 0.09, 0.03, 0.02, 0.01])
_STRICT = np.array([0.004, 0.004, 0.012, 0.08, 0.90])
_VARIED = np.array([0.004, 0.004, 0.012, 0.49, 0.49])
#: Habits with which groups are compared: beside the three, strict praise, and praise that avoids uniformity.
_HABITS = np.stack([_PRAISE, _MILD, _BLAME, _STRICT, _VARIED])
#: Candidates for how alike products are: reviews by which a histogram is shrunk towards that of all.
_STRENGTHS = (2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
#: Products on which that is fitted.
_FITTED = 5000
#: Reviews looked up at a time.
_TOGETHER = 1 << 22
#: Shares of a group's products that its habit may lift; the others are camouflage.
_LIFTED = (0.3, 0.6, 0.9, 0.98)


@dataclass(frozen=True, slots=True)
class StarEvidence:
    """Star histograms of every product, ready to judge groups.

    Attributes
    ----------
    graph
        The graph they were counted on.
    histogram
        Reviews of each product by stars, shape (n_products, 5).
    prior
        Reviews by stars that every product is granted before any is seen, shape (5,); their number is fitted.
    max_tilt
        Largest honest tilt, log-odds a star.
    """

    graph: EntityGraph
    histogram: Int64Array
    prior: Float64Array
    max_tilt: float

    def missing(self) -> str | None:
        """Return why the tables cannot say, or None when they can."""
        return None if self.graph.has_stars else "no review has a rating"

    def assess(self, group: Group) -> Finding | None:
        """Compare the members' stars with other reviewers' stars on the same products.

        Parameters
        ----------
        group
            The group.

        Returns
        -------
        Finding or None
            None when no review of the group has stars.
        """
        edges = group.edges[self.graph.stars[group.edges] > 0]
        if len(edges) == 0:
            return None
        stars = self.graph.stars[edges].astype(np.int64) - 1
        where, index = np.unique(self.graph.reviews.indices[edges], return_inverse=True)
        own = np.zeros((len(where), 5), dtype=np.int64)
        np.add.at(own, (index, stars), 1)
        others = self.histogram[where] - own
        prior = others + self.prior
        bits = lifted_bits(own, prior, self.max_tilt)
        honest = prior @ np.arange(1, 6) / prior.sum(axis=1)
        observed, expected = float(stars.mean() + 1), float(honest[index].mean())
        heard = int(others.sum())
        sentence = (
            f"{len(edges):,} reviews of the targets average {observed:.2f} stars, "
            f"where {heard:,} other reviews of the same products lead one to expect {expected:.2f}."
        )
        return Finding(FAMILY, bits, observed, expected, sentence, edges)


def prepare_stars(graph: EntityGraph, *, max_tilt: float) -> StarEvidence:
    """Count the stars of every product.

    Parameters
    ----------
    graph
        The graph.
    max_tilt
        Largest honest tilt, log-odds a star.

    Returns
    -------
    StarEvidence
        The histograms: O(n_edges).
    """
    rated = graph.stars > 0
    flat = graph.reviews.indices[rated].astype(np.int64) * 5 + graph.stars[rated] - 1
    n_products = len(graph.products)
    histogram = np.bincount(flat, minlength=n_products * 5).reshape(n_products, 5).astype(np.int64)
    overall = histogram.sum(axis=0) + 1.0
    prior = _fitted_strength(histogram, overall / overall.sum()) * overall / overall.sum()
    return StarEvidence(graph, frozen(histogram), frozen(prior), max_tilt)


def _fitted_strength(histogram: Int64Array, overall: Float64Array) -> float:
    """Return how many reviews the habits of all products are worth for one, by marginal likelihood."""
    busiest = np.argsort(-histogram.sum(axis=1), kind="stable")[:_FITTED]
    sample = histogram[busiest]
    priors = [np.broadcast_to(strength * overall, sample.shape) for strength in _STRENGTHS]
    return _STRENGTHS[int(np.argmax([polya_log_likelihoods(sample, prior).sum() for prior in priors]))]


def lifted_bits(own: Int64Array, prior: Float64Array, max_tilt: float) -> float:
    """Measure how far a group's stars exceed the most generous honest tilt, some targets being camouflage.

    Each product is either lifted by the ring's habit of stars or reviewed like by anybody. The habit and the
    share of products that it lifts are those that fit best, paid for by their number.

    Parameters
    ----------
    own
        The group's reviews of each product by stars, shape (n_products, 5).
    prior
        Others' reviews plus the prior, shape (n_products, 5).
    max_tilt
        Largest honest tilt, log-odds a star.

    Returns
    -------
    float
        Bits, at the honest tilt that explains the group best.
    """
    steps = np.arange(5) - 2.0
    strength = prior.sum(axis=1, keepdims=True)
    ring = own @ np.log(_HABITS).T - own.sum(axis=1, keepdims=True) * HONEST_DIVERGENCE * math.log(2)
    shares = np.array(_LIFTED)[:, None, None]
    best = np.full((len(_LIFTED), len(_HABITS)), np.inf)
    for tilt in np.linspace(-max_tilt, max_tilt, 17):
        weighted = prior * np.exp(tilt * steps)
        honest = polya_log_likelihoods(own, weighted * strength / weighted.sum(axis=1, keepdims=True))
        each = np.logaddexp(np.log(shares) + ring - honest[:, None], np.log1p(-shares))
        best = np.minimum(best, each.sum(axis=1))
    return float(best.max() - math.log(best.size)) / math.log(2)


def star_weights(evidence: StarEvidence) -> tuple[Float32Array, Float32Array]:
    """Weigh each number of stars at each product: a ring's against those of the product's buyers.

    Parameters
    ----------
    evidence
        The star histograms.

    Returns
    -------
    tuple
        Log-likelihood ratio in nats of 0…5 stars under a promoting and under an attacking ring, shape
        (n_products, 6) each; 0 at 0 stars, which are unknown.

    Notes
    -----
    O(n_products). The review itself is left out of its product's histogram.
    """
    prior = evidence.prior
    mine = evidence.histogram - 1 + prior
    total = evidence.histogram.sum(axis=1, keepdims=True) - 1 + prior.sum()
    honest = np.log(np.maximum(mine, 1e-9) / np.maximum(total, 1e-9))
    return _with_unknown(np.log(_PRAISE) - honest), _with_unknown(np.log(_BLAME) - honest)


def _with_unknown(nats: Float64Array) -> Float32Array:
    """Put a column for unknown stars before those of 1…5."""
    return frozen(np.concatenate([np.zeros((len(nats), 1)), nats], axis=1).astype(np.float32))


def surprising(weights: Float32Array, graph: EntityGraph, least: float) -> BoolArray:
    """Find the reviews whose stars are unlike their product's buyers'.

    Parameters
    ----------
    weights
        Evidence of the stars, as `star_weights` weighs them, shape (n_products, 6).
    graph
        The graph.
    least
        Nats from which stars surprise.

    Returns
    -------
    BoolArray
        Shape (n_edges,): O(n_edges).
    """
    is_rare = weights >= least
    found = np.empty(graph.reviews.n_edges, dtype=np.bool_)
    for start in range(0, len(found), _TOGETHER):
        some = slice(start, start + _TOGETHER)
        found[some] = is_rare[graph.reviews.indices[some], graph.stars[some]]
    return frozen(found)
