"""Seeds of the group scan: bursts of a product's reviews, and holders of one identifier value.

Sparse rings hide from pairs: where 40 accounts each review 30 % of the targets, two of them share next to
nothing, yet sixteen of them meet within days on every target.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from collusion.arrays import ROWS_AT_ONCE, BoolArray, Int32Array, Int64Array, distinct, frozen
from collusion.detection.candidates import Seeds, joined
from collusion.detection.params import DetectionParams
from collusion.evidence.identifiers import IdentifierEvidence
from collusion.evidence.timing import TimeOrder
from collusion.graph.build import EntityGraph
from collusion.kernels import scans
from collusion.minutes import DAY

#: Fewest holders of a value that seed a search; pairs and small households do so through the link graph.
_MIN_HOLDERS = 5
#: Products of one seller at which an account must have reviews that count, the purer cohorts first.
_TIMES_AT_SELLER = (3, 2)


def find_bursts(graph: EntityGraph, order: TimeOrder, *, params: DetectionParams) -> scans.Cohorts:
    """Find the bursts of every product's reviews.

    Parameters
    ----------
    graph
        The graph.
    order
        Its reviews in order of time.
    params
        Length and size of bursts.

    Returns
    -------
    Cohorts
        Places in column order, ascending: O(n_edges). None without times.
    """
    if not graph.has_times:
        nowhere = np.zeros(0, np.int64)
        return scans.Cohorts(nowhere, nowhere, np.zeros(0, np.int32))
    return scans.scan_bursts(
        graph.reviews.t_indptr,
        order.minute,
        float(params.cohort_days * DAY),
        order.span_minutes,
        params.cohort_size,
    )


def burst_seeds(
    graph: EntityGraph,
    order: TimeOrder,
    bursts: scans.Cohorts,
    products: BoolArray,
    *,
    params: DetectionParams,
) -> Seeds:
    """Propose the reviewers of some products' bursts.

    Parameters
    ----------
    graph
        The graph.
    order
        Its reviews in order of time.
    bursts
        The bursts of all products.
    products
        Which products are meant, shape (n_products,).
    params
        Size of bursts, and how many at most.

    Returns
    -------
    Seeds
        Most surprising bursts first: O(n log n).
    """
    size = bursts.high - bursts.low + 1
    meant = products[_product_of(graph, bursts.low)]
    fit = np.flatnonzero((size <= params.max_cohort) & meant)
    ranked = fit[np.argsort(-bursts.surplus[fit], kind="stable")][: params.max_seeds]
    seeds = _pack(bursts.low[ranked], bursts.high[ranked] + 1, order.reviewers, "bursts")
    return replace(seeds, n_cut=len(fit) - len(ranked), n_crowds=int(meant.sum()) - len(fit))


def product_seeds(
    graph: EntityGraph, products: BoolArray, surprising: BoolArray, *, params: DetectionParams
) -> Seeds:
    """Propose the reviewers of each product by the reviews that count: what bursts are for slow rings.

    A slow ring hides among a product's honest buyers; among the few who praised a mediocre product, or damned
    a good one, it does not. Where buyers give five stars anyway, it is among all who reviewed.

    Parameters
    ----------
    graph
        The graph.
    products
        Which products are taken, shape (n_products,).
    surprising
        Which reviews count, shape (n_edges,).
    params
        Size of cohorts, and how many at most.

    Returns
    -------
    Seeds
        Smallest cohorts first: O(n_edges).
    """
    if not products.any():
        return _pack(np.zeros(0, np.int64), np.zeros(0, np.int64), graph.reviews.t_indices, "products")
    kept = surprising[graph.reviews.t_edges]
    before = np.concatenate(([0], np.cumsum(kept)))
    low, high = before[graph.reviews.t_indptr[:-1]], before[graph.reviews.t_indptr[1:]]
    size = high - low
    meant = products & (size >= params.cohort_size)
    fit = np.flatnonzero(meant & (size <= params.max_cohort))
    ranked = fit[np.argsort(size[fit], kind="stable")][: params.max_seeds]
    seeds = _pack(low[ranked], high[ranked], graph.reviews.t_indices[kept], "products")
    return replace(seeds, n_cut=len(fit) - len(ranked), n_crowds=int(meant.sum()) - len(fit))


def seller_seeds(graph: EntityGraph, surprising: BoolArray, *, params: DetectionParams) -> Seeds:
    """Propose the accounts with reviews that count at several products of one seller.

    A client pays for more than one listing, so that the hired meet again at his others, whenever that is;
    honest customers of one seller do not all praise what other people find mediocre.

    Parameters
    ----------
    graph
        The graph.
    surprising
        Which reviews count, shape (n_edges,).
    params
        Size of cohorts.

    Returns
    -------
    Seeds
        First every seller's accounts with three such products, then those with two; smallest cohorts first,
        and all of them: there are few. O(n_edges log n_edges).
    """
    pairs, times = np.unique(_seller_and_reviewer(graph, surprising), return_counts=True)
    low, high, members, offset, n_crowds = [], [], [], 0, 0
    for least in _TIMES_AT_SELLER:
        chosen = pairs[times >= least]
        bounds = np.searchsorted(chosen >> 32, np.arange(len(graph.sellers) + 1))
        size = np.diff(bounds)
        fit = np.flatnonzero((size >= params.cohort_size) & (size <= params.max_cohort))
        if least == _TIMES_AT_SELLER[-1]:  # those who came more often are among these
            n_crowds = int((size > params.max_cohort).sum())
        fit = fit[np.argsort(size[fit], kind="stable")]
        low.append(bounds[fit] + offset)
        high.append(bounds[fit + 1] + offset)
        members.append((chosen & 0xFFFFFFFF).astype(np.int32))
        offset += len(chosen)
    seeds = _pack(np.concatenate(low), np.concatenate(high), np.concatenate(members), "sellers")
    return replace(seeds, n_crowds=n_crowds)


def _seller_and_reviewer(graph: EntityGraph, surprising: BoolArray) -> Int64Array:
    """Pack, for each review that counts and whose seller is known, the seller and the reviewer."""
    reviews = graph.reviews
    keys = []
    for start in range(0, reviews.n_edges, ROWS_AT_ONCE):
        edges = start + np.flatnonzero(surprising[start : start + ROWS_AT_ONCE])
        sellers = graph.product_seller[reviews.indices[edges]]
        edges, sellers = edges[sellers >= 0], sellers[sellers >= 0]
        rows = np.searchsorted(reviews.indptr, edges, side="right") - 1
        keys.append(sellers.astype(np.int64) << 32 | rows)
    return np.concatenate(keys) if keys else np.zeros(0, np.int64)


def identifier_seeds(evidence: IdentifierEvidence, *, params: DetectionParams) -> Seeds:
    """Propose the holders of each identifier value that five to `params.max_cohort` accounts hold.

    Parameters
    ----------
    evidence
        The prepared identifiers.
    params
        Size of cohorts.

    Returns
    -------
    Seeds
        In order of kind and value.
    """
    nowhere = np.zeros(0, np.int64)
    found = _pack(nowhere, nowhere, np.zeros(0, np.int32), "identifiers")
    for kind in evidence.kinds.values():
        adjacency, holders = kind.relation.adjacency, kind.holders()
        fit = np.flatnonzero((holders >= _MIN_HOLDERS) & (holders <= params.max_cohort))
        low, high = (adjacency.t_indptr[at].astype(np.int64) for at in (fit, fit + 1))
        seeds = _pack(low, high, adjacency.t_indices, "identifiers")
        found = joined(found, replace(seeds, n_crowds=int((holders > params.max_cohort).sum())))
    return found


def _product_of(graph: EntityGraph, places: Int64Array) -> Int64Array:
    """Return the product of each place in column order."""
    return np.searchsorted(graph.reviews.t_indptr, places, side="right") - 1


def _pack(low: Int64Array, high: Int64Array, reviewers: Int32Array, origin: str) -> Seeds:
    """Pack slices of `reviewers` into seeds, ascending and distinct within each."""
    lengths = high - low
    indptr = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    places = np.arange(indptr[-1]) + np.repeat(low - indptr[:-1], lengths)
    seed = np.repeat(np.arange(len(low), dtype=np.int64), lengths)
    key = distinct(seed << 32 | reviewers[places])
    counts = np.bincount(key >> 32, minlength=len(low))
    indptr = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    return Seeds(frozen(indptr), frozen((key & 0xFFFFFFFF).astype(np.int32)), origin, origin != "identifiers")
