"""Stars: do the members rate their targets unlike the targets' other reviewers, and unlike themselves
elsewhere?
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from collusion.arrays import (
    ROWS_AT_ONCE,
    BoolArray,
    Float32Array,
    Float64Array,
    Int32Array,
    Int64Array,
    IntArray,
    frozen,
)
from collusion.evidence.contrast import (
    HONEST_DIVERGENCE,
    N_TILTS,
    polya_log_likelihoods,
    tilted_log_likelihoods,
)
from collusion.evidence.group import Finding, Group, contemporaries, member_of_edges
from collusion.evidence.leniency import PRODUCT_PRIOR, Leniency, others_mean, prepare_leniency
from collusion.graph.build import EntityGraph
from collusion.minutes import NO_TIME

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
#: Shares of a group's products that its habit may lift; the others are camouflage.
_LIFTED = (0.3, 0.6, 0.9, 0.98)
#: Others' reviews of a product within the group's days from which only those are compared with.
_ENOUGH_THEN = 8
#: Their share of the group's own, below which they may be what of a ring was not found.
_AS_MANY_THEN = 0.5
#: Reviews, by others of the product or by the member elsewhere, with which each one must be comparable on
#: average, of either at most `_ENOUGH_THEN`: below, there is nobody to compare with.
_LEAST_COMPARED = 2.0
#: Least variance of a review's deviation, in square stars, where nearly all reviews have the same.
_LEAST_VARIANCE = 0.1
#: Reviews of expected stars, and stars left to gain, by which a group's shift is shrunk.
_SHIFT_PRIOR, _STARS_PRIOR = 3.0, 1.5


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
    mean
        Mean stars of all reviews, 0 without any.
    max_tilt
        Largest honest tilt, log-odds a star.
    leniency
        What each account gives elsewhere.
    variance
        Variance of the stars of one product, over all reviews, in square stars.
    """

    graph: EntityGraph
    histogram: Int64Array
    prior: Float64Array
    mean: float
    max_tilt: float
    leniency: Leniency
    variance: float

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
        others = self._others(group, where, own)
        lenient = self._own_leniency(group, edges)
        bits = lifted_bits(own, others + self.prior, self.max_tilt, tilt_of(lenient, self.leniency.spread))
        heard = others.sum(axis=1)
        number = int(heard.sum())
        observed = float(stars.mean() + 1)
        means = others @ np.arange(1, 6) / np.maximum(heard, 1)
        known = heard[index] > 0
        expected = float(means[index][known].mean()) if known.any() else float("nan")
        sentence = f"{len(edges):,} reviews of the targets average {observed:.2f} stars"
        if number:
            sentence += (
                f"; {number:,} other reviews of the same products average {expected:.2f}, weighed alike"
            )
        effects = self._effects(edges, others, index, lenient)
        return Finding(FAMILY, bits, observed, expected, sentence + ".", edges, effects=effects)

    def _others(self, group: Group, products: Int32Array, own: Int64Array) -> Int64Array:
        """Return the others' reviews of `products` by stars: within the group's days where there are enough.

        `own` are the group's by product and stars, shape (n_products, 5).
        """
        others = self.histogram[products] - own
        if not (self.graph.minute[group.edges] != NO_TIME).all():
            return others
        then = contemporaries(self.graph, group)
        then = then[self.graph.stars[then] > 0]
        product = np.searchsorted(products, self.graph.reviews.indices[then])
        product = np.minimum(product, len(products) - 1)
        known = products[product] == self.graph.reviews.indices[then]
        flat = product[known] * 5 + self.graph.stars[then[known]] - 1
        near = np.bincount(flat, minlength=others.size).reshape(others.shape)
        heard = near.sum(axis=1)
        enough = (heard >= _ENOUGH_THEN) & (heard >= _AS_MANY_THEN * own.sum(axis=1))
        return np.where(enough[:, None], near, others)

    def _own_leniency(self, group: Group, edges: Int64Array) -> Float64Array:
        """Return for each of the group's rated reviews how lenient its author is elsewhere, in stars."""
        authors = np.searchsorted(group.members, member_of_edges(self.graph, edges))
        given, products = self.graph.stars[edges], self.graph.reviews.indices[edges]
        away = given - others_mean(given, products, self.histogram, self.mean)
        n = len(group.members)
        sums = np.bincount(authors, away, n).astype(np.float64)
        counts = np.bincount(authors, minlength=n)
        return self.leniency.elsewhere(group.members, sums, counts)[authors]

    def _effects(
        self, edges: Int64Array, others: Int64Array, index: IntArray, lenient: Float64Array
    ) -> dict[str, float]:
        """Return how far the group's stars are from what one expects, as a share of how far they could be.

        Where buyers give 4.8 of 5 stars, a ring can add but 0.2 to the mean. `others` are those of each
        product by stars, shape (n_products, 5), `index` says which of them each of the `edges` reviews, and
        `lenient` how lenient its author is; where others agree, lenient people and critics do, too, so that
        it counts in standard deviations. None where there is nobody to compare with.
        """
        stars = np.arange(1, 6)
        heard = others.sum(axis=1)
        authors = member_of_edges(self.graph, edges)
        elsewhere = self.leniency.n_rated[authors] - np.bincount(authors)[authors]
        compared = np.minimum(heard[index], _ENOUGH_THEN) + np.minimum(elsewhere, _ENOUGH_THEN)
        if compared.mean() < _LEAST_COMPARED:
            return {}
        overall = np.array([self.mean, self.mean**2 + self.variance])
        moments = np.stack([stars, stars**2], axis=1)
        alike = (others.sum(axis=0) @ moments + PRODUCT_PRIOR * overall) / (heard.sum() + PRODUCT_PRIOR)
        own = (others @ moments + PRODUCT_PRIOR * alike) / (heard[:, None] + PRODUCT_PRIOR)
        mean, square = own[index].T
        varied = np.sqrt(np.minimum((square - mean**2) / max(self.variance, _LEAST_VARIANCE), 1.0))
        moved = float((self.graph.stars[edges] - mean - varied * lenient).sum())
        room = 5.0 - mean if moved > 0.0 else mean - 1.0
        return {"stars_shift": abs(moved) / (float(room.sum() + _SHIFT_PRIOR * room.mean()) + _STARS_PRIOR)}


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
    given = histogram.sum(axis=0)
    mean = float(given @ np.arange(1, 6)) / max(int(given.sum()), 1)
    overall = given + 1.0
    prior = _fitted_strength(histogram, overall / overall.sum()) * overall / overall.sum()
    leniency = prepare_leniency(graph, histogram)
    variance = _variance_within(histogram)
    return StarEvidence(graph, frozen(histogram), frozen(prior), mean, max_tilt, leniency, variance)


def _variance_within(histogram: Int64Array) -> float:
    """Return the variance of the stars of one product, pooled over all, from each one's by stars."""
    stars, number = np.arange(1, 6), histogram.sum(axis=1)
    squares = histogram @ stars**2 - (histogram @ stars) ** 2 / np.maximum(number, 1)
    return float(squares.sum()) / max(int(np.maximum(number - 1, 0).sum()), 1)


def tilt_of(lenient: Float64Array, spread: float) -> float:
    """Return the tilt, in log-odds a star, that the mean leniency of a group's authors amounts to.

    A tilt t moves the mean of stars by t times their variance, to first order.
    """
    return float(lenient.mean()) / max(spread * spread, _LEAST_VARIANCE)


def _fitted_strength(histogram: Int64Array, overall: Float64Array) -> float:
    """Return how many reviews the habits of all products are worth for one, by marginal likelihood."""
    busiest = np.argsort(-histogram.sum(axis=1), kind="stable")[:_FITTED]
    sample = histogram[busiest]
    priors = [np.broadcast_to(strength * overall, sample.shape) for strength in _STRENGTHS]
    return _STRENGTHS[int(np.argmax([polya_log_likelihoods(sample, prior).sum() for prior in priors]))]


def lifted_bits(own: Int64Array, prior: Float64Array, max_tilt: float, own_tilt: float = 0.0) -> float:
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
    own_tilt
        Tilt that the authors show elsewhere: an honest group may show as much here, besides.

    Returns
    -------
    float
        Bits, at the honest tilt that explains the group best.
    """
    ring = own @ np.log(_HABITS).T - own.sum(axis=1, keepdims=True) * HONEST_DIVERGENCE * math.log(2)
    low, high = min(own_tilt, 0.0) - max_tilt, max(own_tilt, 0.0) + max_tilt
    honest = tilted_log_likelihoods(own, prior, np.linspace(low, high, N_TILTS))[:, :, None]
    best = [
        np.logaddexp(np.log(share) + ring - honest, np.log1p(-share)).sum(axis=1).min(axis=0)
        for share in _LIFTED
    ]
    return float(np.max(best) - math.log(np.size(best))) / math.log(2)


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
    honest = np.maximum(mine, 1e-9) / np.maximum(total, 1e-9)
    praise, blame = (_with_unknown(_surprise(honest, habit)) for habit in (_PRAISE, _BLAME))
    return praise, blame


def _surprise(honest: Float64Array, habit: Float64Array) -> Float64Array:
    """Return the log-likelihood ratio of each number of stars at each product, under a ring's habit.

    Where buyers give the stars that the `habit` is for as often as a ring would, a ring gives them as often
    as buyers do: they point nowhere then, never away from a ring. `honest` are the buyers' shares by stars,
    shape (n_products, 5).
    """
    most = int(habit.argmax())
    peak = np.maximum(honest[:, most], habit[most])
    spread = habit * ((1.0 - peak) / (1.0 - habit[most]))[:, None]
    spread[:, most] = peak
    return np.asarray(np.log(np.maximum(spread, 1e-9) / honest))


def _with_unknown(nats: Float64Array) -> Float32Array:
    """Put a column for unknown stars before those of 1…5."""
    return frozen(np.concatenate([np.zeros((len(nats), 1)), nats], axis=1).astype(np.float32))


def surprising(weights: Float32Array, graph: EntityGraph, least: float | Float32Array) -> BoolArray:
    """Find the reviews whose stars are unlike their product's buyers'.

    Parameters
    ----------
    weights
        Evidence of the stars, as `star_weights` weighs them, shape (n_products, 6).
    graph
        The graph.
    least
        Nats from which stars surprise; one number, or one of each product, shape (n_products,).

    Returns
    -------
    BoolArray
        Shape (n_edges,): O(n_edges).
    """
    is_rare = weights >= np.reshape(least, (-1, 1))
    found = np.empty(graph.reviews.n_edges, dtype=np.bool_)
    for start in range(0, len(found), ROWS_AT_ONCE):
        some = slice(start, start + ROWS_AT_ONCE)
        found[some] = is_rare[graph.reviews.indices[some], graph.stars[some]]
    return frozen(found)
