"""Reference detectors on the same graph: baselines from the literature and simple heuristics."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import polars as pl

from collusion.arrays import Float64Array, Int32Array, frozen
from collusion.detection.communities import link_communities
from collusion.detection.params import DetectionParams
from collusion.errors import UsageError
from collusion.evaluation.dcube import Measure, dense_blocks
from collusion.evaluation.predictions import Predictions, ranked_predictions
from collusion.evidence.links import Links
from collusion.graph.build import EntityGraph

#: Rings that a reference detector may list.
N_LISTED = 100
#: Products with more reviewers than this pair nobody: bestsellers say nothing, and cost the square.
PRODUCT_CAP = 200
_FEWEST = 3

_Found = tuple[list[Int32Array], Float64Array]


def fraudar(graph: EntityGraph, *, seed: int = 0) -> _Found:
    """Find rings as FRAUDAR does (Hooi et al. KDD'16): densest blocks, an edge weighing 1/ln(d + 5).

    Parameters
    ----------
    graph
        The graph.
    seed
        Not needed.

    Returns
    -------
    tuple
        Reviewers of each block, in the order found; each account's score is how early a block holds it.
    """
    from collusion.kernels.peel import iterated_blocks

    del seed
    reviews = graph.reviews
    blocks = iterated_blocks(reviews.indptr, reviews.indices, reviews.n_cols, n_blocks=N_LISTED)
    return _in_order([block.reviewers for block in blocks], graph)


def dcube(graph: EntityGraph, *, seed: int = 0, measure: Measure = "arithmetic") -> _Found:
    """Find rings as D-Cube does (Shin et al. WSDM'17), on the tensor reviewer × product.

    Parameters
    ----------
    graph
        The graph. Weeks, days or stars as further modes found no more rings, and ranked accounts no better.
    seed
        Not needed.
    measure
        Its density measure.

    Returns
    -------
    tuple
        Reviewers of each block, in the order found; each account's score is how early a block holds it.
    """
    del seed
    reviewers = graph.reviews.rows()
    tuples = np.stack([reviewers, graph.reviews.indices], axis=1).astype(np.int64)
    blocks = dense_blocks(tuples, measure=measure, n_blocks=N_LISTED)
    return _in_order([np.unique(reviewers[block.rows]) for block in blocks], graph)


def leiden(graph: EntityGraph, *, seed: int = 0) -> _Found:
    """Find communities of plain co-review counts: Leiden, constant Potts model.

    Parameters
    ----------
    graph
        The graph.
    seed
        Of Leiden's random order.

    Returns
    -------
    tuple
        Communities by falling quality, Σ count − pairs; each account's score is its community's quality a
        member.
    """
    links = co_review_counts(graph)
    seeds = link_communities(links, seed=seed, params=DetectionParams(resolutions=(1.0,)))
    groups = [seeds.members[a:b] for a, b in zip(seeds.indptr[:-1], seeds.indptr[1:])]
    community = np.full(len(graph.reviewers), -1, dtype=np.int64)
    for i, group in enumerate(groups):
        community[group] = i
    inside = (community[links.source] == community[links.target]) & (community[links.source] >= 0)
    weight = np.bincount(community[links.source[inside]], links.weight[inside], len(groups))
    sizes = np.array([len(group) for group in groups], dtype=np.float64)
    quality = weight - sizes * (sizes - 1) / 2
    order = np.argsort(-quality, kind="stable")[:N_LISTED]
    score = np.zeros(len(graph.reviewers))
    known = community >= 0
    score[known] = quality[community[known]] / sizes[community[known]]
    return [groups[i] for i in order.tolist()], frozen(score)


def co_reviews(graph: EntityGraph, *, seed: int = 0) -> _Found:
    """Count each account's partners, with whom it reviewed two products or more; rings are their groups.

    Parameters
    ----------
    graph
        The graph.
    seed
        Not needed.

    Returns
    -------
    tuple
        Connected groups of accounts that share three products or more, by partners a member; each account's
        score is the number of its partners.
    """
    from collusion.kernels.components import connected_components

    del seed
    links = co_review_counts(graph)
    n = len(graph.reviewers)
    partners = np.bincount(links.source, minlength=n) + np.bincount(links.target, minlength=n)
    close = links.weight >= _FEWEST
    labels = connected_components(n, links.source[close], links.target[close])
    order = np.argsort(labels, kind="stable").astype(np.int32)
    groups = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
    groups = [group for group in groups if len(group) >= _FEWEST]
    groups.sort(key=lambda group: -float(partners[group].mean()))
    return groups[:N_LISTED], frozen(partners.astype(np.float64))


def co_review_counts(graph: EntityGraph) -> Links:
    """Count the products that two accounts both reviewed.

    Parameters
    ----------
    graph
        The graph.

    Returns
    -------
    Links
        Pairs with two common products or more, weighted by their number; products of more than 200 reviewers
        count for nobody. O(Σ d²) over the products of d reviewers.
    """
    from scipy import sparse

    reviews = graph.reviews
    kept = reviews.col_degrees()[reviews.indices] <= PRODUCT_CAP
    rows, columns = reviews.rows()[kept], reviews.indices[kept]
    shape = (reviews.n_rows, reviews.n_cols)
    matrix = sparse.csr_array((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)
    pairs = sparse.triu(matrix @ matrix.T, k=1, format="coo")
    twice = pairs.data >= 2
    source, target = pairs.row[twice].astype(np.int32), pairs.col[twice].astype(np.int32)
    order = np.lexsort((target, source))
    return Links(frozen(source[order]), frozen(target[order]), frozen(pairs.data[twice][order]))


def _in_order(groups: list[Int32Array], graph: EntityGraph) -> _Found:
    score = np.zeros(len(graph.reviewers))
    for i, group in enumerate(groups):
        score[group] = np.maximum(score[group], len(groups) - i)
    return groups, frozen(score)


def _dcube(measure: Measure) -> Callable[..., _Found]:
    return lambda graph, *, seed: dcube(graph, seed=seed, measure=measure)


REFERENCES: Mapping[str, Callable[..., _Found]] = MappingProxyType(
    {
        "fraudar": fraudar,
        "dcube": _dcube("arithmetic"),
        "dcube-geometric": _dcube("geometric"),
        "dcube-suspiciousness": _dcube("suspiciousness"),
        "leiden": leiden,
        "co-reviews": co_reviews,
    }
)


def check_names(names: Sequence[str]) -> None:
    """Raise a `UsageError` unless all `names` are keys of `REFERENCES`."""
    unknown = [name for name in names if name not in REFERENCES]
    if unknown:
        raise UsageError(
            f"found the detector {unknown[0]!r}; known: {', '.join(REFERENCES)}. Name some of them"
        )


def reference_predictions(name: str, graph: EntityGraph, *, seed: int = 0) -> Predictions:
    """Return what a reference detector predicts.

    Parameters
    ----------
    name
        A key of `REFERENCES`.
    graph
        The graph.
    seed
        Of its random choices, if it makes any.

    Returns
    -------
    Predictions
        At most `N_LISTED` rings. None of these methods knows how sure it is: they flag nothing.

    Raises
    ------
    UsageError
        When there is no such detector.
    """
    check_names([name])
    groups, score = REFERENCES[name](graph, seed=seed)
    ids = graph.reviewers.ids
    rings = [frozenset(ids.gather(pl.Series(group)).to_list()) for group in groups]
    return ranked_predictions(name, rings, pl.DataFrame({"reviewer_id": ids, "score": score}))
