"""Stars: do the members rate their targets unlike everybody else who reviewed them?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collusion.arrays import Float32Array, Float64Array, Int64Array, frozen
from collusion.evidence.group import Finding, Group
from collusion.evidence.contrast import beyond_tilt
from collusion.graph.build import EntityGraph

FAMILY = "stars"
#: How the stars of a promoting and of an attacking ring are spread over 1…5.
_PRAISE = np.array([0.01, 0.01, 0.03, 0.15, 0.80])
_BLAME = np.array([0.85, 0.09, 0.03, 0.02, 0.01])
#: Reviews by which a product's own histogram is shrunk towards that of all products.
_PRIOR_REVIEWS = 4.0


@dataclass(frozen=True, slots=True)
class StarEvidence:
    """Star histograms of every product, ready to judge groups.

    Attributes
    ----------
    graph
        The graph they were counted on.
    histogram
        Reviews of each product by stars, shape (n_products, 5).
    overall
        Share of each number of stars over all reviews, shape (5,).
    max_tilt
        Largest honest tilt, log-odds a star.
    """

    graph: EntityGraph
    histogram: Int64Array
    overall: Float64Array
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
        products = self.graph.reviews.indices[edges]
        where, index = np.unique(products, return_inverse=True)
        own = np.zeros((len(where), 5), dtype=np.int64)
        np.add.at(own, (index, stars), 1)
        others = self.histogram[where] - own
        smoothed = others + _PRIOR_REVIEWS * self.overall
        reference = smoothed / smoothed.sum(axis=1, keepdims=True)
        bits = beyond_tilt(stars, reference[index], self.max_tilt)
        levels = np.arange(1, 6)
        observed = float(stars.mean() + 1)
        expected = float((reference[index] @ levels).mean())
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
    return StarEvidence(graph, frozen(histogram), frozen(overall / overall.sum()), max_tilt)


def star_weights(evidence: StarEvidence) -> tuple[Float32Array, Float32Array]:
    """Weigh each review's stars: a ring's against those of the product's buyers.

    Parameters
    ----------
    evidence
        The star histograms.

    Returns
    -------
    tuple
        Log-likelihood ratio in nats of each edge under a promoting and under an attacking ring, shape (n_edges,) each;
        0 where the stars are unknown.

    Notes
    -----
    O(n_edges). The review itself is left out of its product's histogram.
    """
    graph = evidence.graph
    rated = graph.stars > 0
    index = np.where(rated, graph.stars - 1, 0).astype(np.int64)
    products = graph.reviews.indices
    prior = _PRIOR_REVIEWS * evidence.overall
    mine = evidence.histogram[products, index] - 1 + prior[index]
    total = evidence.histogram.sum(axis=1)[products] - 1 + prior.sum()
    honest = np.log(np.maximum(mine, 1e-9) / np.maximum(total, 1e-9))
    praise = np.where(rated, np.log(_PRAISE)[index] - honest, 0.0)
    blame = np.where(rated, np.log(_BLAME)[index] - honest, 0.0)
    return frozen(praise.astype(np.float32)), frozen(blame.astype(np.float32))
