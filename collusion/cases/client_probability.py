"""Whom a ring serves: how likely each target is a client's product, and not a bystander that hides the ring.

Members also review what nobody paid them for, often the same bestsellers. Four things tell the two apart:
the stars (clients' are lifted, bystanders' are anybody's), the seller (clients have many products in the
ring, or as many sellers as products), popularity (camouflage goes where everybody goes) and time (a client's
reviews come in a burst, camouflage all the while). What the ring's habit is, is learned from the ring.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from collusion.arrays import BoolArray, Float64Array, Int32Array, Int64Array, IntArray, frozen
from collusion.evidence.contrast import polya_log_likelihoods
from collusion.evidence.group import Group
from collusion.graph.bipartite import spans
from collusion.graph.build import EntityGraph
from collusion.minutes import NO_TIME
from collusion.tables.known_labels import HONEST, UNLABELLED

#: Posterior probability of being a client's product below which a target is perhaps a bystander.
BYSTANDER_BELOW = 0.5
#: Probability at which targets are held that are no client's for want of reviews or by the way stars move.
_HELD = 0.49
#: Log-odds in nats that a target is a client's before it is looked at.
_PRIOR = 1.0
#: Most nats that stars, seller, popularity and time may say for a client, and against one.
_MOST_STARS, _MOST_SELLER, _MOST_POPULARITY, _MOST_TIME = (6.0, 6.0), (3.0, 4.5), (1.0, 2.0), (2.0, 2.0)
_ROUNDS = 12
#: Reviews of a habit of stars, and of all products' habit, that are granted to each.
_HABIT, _OVERALL = 30.0, 4.0
#: How freely a ring takes new clients: from one seller for all to a seller for each.
_SPREADS = (0.5, 2.0, 8.0, 32.0, 128.0, 1e6)
#: Dated reviews from which a target has a pace.
_DATED = 4
_PIECE = 4_000_000


@dataclass(frozen=True, slots=True)
class MarketBaseline:
    """What everybody does, against which rings are held.

    Attributes
    ----------
    overall
        Share of each number of stars, shape (5,).
    seller_share
        Share of all reviews that are of each seller's products, shape (n_sellers,).
    mean_degree
        Mean number of reviews of a product.
    """

    overall: Float64Array
    seller_share: Float64Array
    mean_degree: float


def market_baseline(graph: EntityGraph) -> MarketBaseline:
    """Count what everybody does: O(n_edges), in pieces."""
    degrees = graph.reviews.col_degrees()
    sold = graph.product_seller >= 0
    by_seller = np.bincount(graph.product_seller[sold], degrees[sold], max(len(graph.sellers), 1))
    overall = np.ones(6)
    for start in range(0, len(graph.stars), _PIECE):
        overall += np.bincount(graph.stars[start : start + _PIECE], minlength=6)
    return MarketBaseline(
        overall=frozen(overall[1:] / overall[1:].sum()),
        seller_share=frozen((by_seller + 1.0) / (by_seller.sum() + len(by_seller))),
        mean_degree=float(degrees.mean()) if len(degrees) else 0.0,
    )


class TargetStars(NamedTuple):
    """Reviews of each target by stars, the ring's own and everybody's, shape (n_targets, 5) each."""

    own: Int64Array
    everyone: Int64Array


def target_stars(graph: EntityGraph, group: Group) -> TargetStars:
    """Count the reviews of each target of a ring by stars: O(reviews of the targets)."""
    places, counts = spans(graph.reviews.t_indptr, group.products)
    everyone = np.repeat(np.arange(len(counts)), counts)
    return TargetStars(
        _histograms(graph, group.edges, _target_of(graph, group), len(counts)),
        _histograms(graph, graph.reviews.t_edges[places], everyone, len(counts)),
    )


def _target_of(graph: EntityGraph, group: Group) -> Int64Array:
    """Return the place among the targets of each review of the ring, shape (n_reviews,)."""
    return np.searchsorted(group.products, graph.reviews.indices[group.edges])


def client_probabilities(
    graph: EntityGraph, group: Group, stars: TargetStars, baseline: MarketBaseline
) -> Float64Array:
    """Return the posterior probability that each target of a ring is a client's product.

    Parameters
    ----------
    graph
        The graph.
    group
        The ring: members, targets and reviews of targets.
    stars
        From `target_stars`.
    baseline
        From `market_baseline`.

    Returns
    -------
    Float64Array
        Shape (n_targets,), in the order of ``group.products``. Each of up to 12 rounds learns stars,
        sellers and pace from the targets that are likely clients', leaving out the one that is held against
        them (expectation-maximisation): O(reviews of the targets).
    """
    place, (own, everyone) = _target_of(graph, group), stars
    counts = np.bincount(place, minlength=len(group.products))
    outside = graph.reviews.col_degrees(group.products) - counts
    popularity = _held(np.log(baseline.mean_degree / (outside + 1.0)), _MOST_POPULARITY)
    sellers = graph.product_seller[group.products].astype(np.int64)
    paces = _paces(graph, group, place)
    # What everybody's stars make of the ring's does not depend on who is a client.
    by_anybody = polya_log_likelihoods(own, everyone - own + _OVERALL * baseline.overall)
    weight = np.full(len(group.products), 0.7)
    for _ in range(_ROUNDS):
        by_stars = _held(_of_habit(own, weight, baseline.overall) - by_anybody, _MOST_STARS)
        by_seller = _held(_of_sellers(sellers, weight, baseline.seller_share), _MOST_SELLER)
        by_time = _held(_of_time(paces, counts, weight), _MOST_TIME)
        odds = _PRIOR + (by_stars + by_seller + popularity + by_time)
        before, weight = weight, 1.0 / (1.0 + np.exp(-odds))
        if np.array_equal(before, weight):
            break
    return frozen(weight)


def _held(nats: Float64Array, most: tuple[float, float]) -> Float64Array:
    """Return nats, but no more than they may say for a client and against one."""
    return np.minimum(np.maximum(nats, -most[1]), most[0])


def held_to_direction(
    probability: Float64Array, graph: EntityGraph, group: Group, stars: TargetStars, *, is_attack: bool
) -> Float64Array:
    """Hold targets below even odds that nobody may be told to profit by, whatever else is alike.

    Parameters
    ----------
    probability
        From `client_probabilities`, shape (n_targets,).
    graph, group
        The graph and the ring.
    stars
        From `target_stars`.
    is_attack
        Whether the ring pulls stars down.

    Returns
    -------
    Float64Array
        Shape (n_targets,). Held are those that fewer than two members reviewed, those whose stars the
        ring's reviews move against its direction, and, but of an attack, those that a label calls honest or
        whose seller one does: O(reviews of the targets).
    """
    # A member has one review of a target.
    n_members = np.bincount(_target_of(graph, group), minlength=len(group.products))
    own, others, number = stars.own, stars.everyone - stars.own, np.arange(1, 6)
    # The ring lowers a mean where its own is below the others': compared in whole numbers.
    lift = (own @ number) * others.sum(axis=1) - (others @ number) * own.sum(axis=1)
    is_against = lift > 0 if is_attack else (lift < 0) | _is_cleared(graph, group.products)
    return frozen(np.where(is_against | (n_members < 2), np.minimum(probability, _HELD), probability))


def _is_cleared(graph: EntityGraph, products: Int32Array) -> BoolArray:
    """Return which of some products a label calls honest, or their seller."""
    known, seller = graph.labels, graph.product_seller[products]
    if known is None:
        return np.zeros(len(products), dtype=np.bool_)
    of_seller = (seller >= 0) & (np.append(known.seller, UNLABELLED)[seller] == HONEST)
    return np.asarray(of_seller | (known.product[products] == HONEST))


def _histograms(graph: EntityGraph, edges: IntArray, row: Int64Array, n_rows: int) -> Int64Array:
    stars = graph.stars[edges].astype(np.int64)
    rated = stars > 0
    flat = row[rated].astype(np.int64) * 5 + stars[rated] - 1
    return np.bincount(flat, minlength=n_rows * 5).reshape(n_rows, 5).astype(np.int64)


def _of_habit(own: Int64Array, weight: Float64Array, overall: Float64Array) -> Float64Array:
    """Return the log-likelihood of the ring's stars of each target by its habit at the others."""
    served = own * weight[:, None]
    habit = served.sum(axis=0) - served + overall
    habit *= _HABIT / habit.sum(axis=1, keepdims=True)
    return polya_log_likelihoods(own, habit)


def _of_sellers(seller: Int64Array, weight: Float64Array, share: Float64Array) -> Float64Array:
    """Return the log-likelihood ratio of the sellers: the ring's clients against shares of all reviews."""
    known = seller >= 0
    if not known.any():
        return np.zeros(len(seller))
    mine = np.where(known, seller, 0)
    served = np.where(known, weight, 0.0)
    beside = np.bincount(mine, served)[mine] - served
    total = served.sum() - served
    spreads = np.array(_SPREADS)[:, None]
    ratios = np.log((spreads * share[mine] + beside) / (spreads + total) / share[mine])
    ratios = np.where(known, ratios, 0.0)
    return np.asarray(ratios[np.argmax((ratios * weight).sum(axis=1))])


def _paces(graph: EntityGraph, group: Group, place: Int64Array) -> Float64Array:
    """Return the share of the ring's own reviews that pass while the middle half of a target's come.

    NaN where a target has under four dated reviews.
    """
    minute = graph.minute[group.edges]
    dated = minute != NO_TIME
    every = np.sort(minute[dated])
    paces = np.full(len(group.products), np.nan)
    for i in np.flatnonzero(np.bincount(place[dated], minlength=len(paces)) >= _DATED).tolist():
        low, high = np.searchsorted(every, np.quantile(minute[dated & (place == i)], (0.25, 0.75)))
        paces[i] = max(high - low, 1.0) / len(every)
    return paces


def _of_time(paces: Float64Array, counts: Int64Array, weight: Float64Array) -> Float64Array:
    """Return the log-likelihood ratio of the paces: like other clients' against half of the ring's life."""
    known = np.isfinite(paces)
    said = np.zeros(len(paces))
    if known.sum() < 2:
        return said
    level = np.log(paces[known])
    order = np.argsort(level)
    passed = np.cumsum(weight[known][order])
    usual = level[order][np.searchsorted(passed, passed[-1] / 2)]
    width = 0.25 + 1.0 / np.sqrt(counts[known])
    said[known] = -0.5 * ((level - usual) / 0.6) ** 2 - np.log(0.6)
    said[known] += 0.5 * ((level - np.log(0.5)) / width) ** 2 + np.log(width)
    return said
