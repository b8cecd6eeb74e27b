"""The whole search for candidates on one graph: links, seeds of every kind, block growth.

The same search runs on the real graph and on its rewired null worlds, so that what it finds by chance is
counted.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from collusion.arrays import Int32Array
from collusion.detection import blocks, cohorts
from collusion.detection.anchors import anchor_seeds
from collusion.detection.candidates import Candidate
from collusion.detection.dense import dense_seeds
from collusion.detection.params import DetectionParams
from collusion.evidence.co_review import CoReviews, link_co_reviews
from collusion.evidence.identifiers import IdentifierEvidence, link_identifiers
from collusion.evidence.links import Links, fuse
from collusion.evidence.params import EvidenceParams
from collusion.evidence.stars import StarEvidence, star_weights
from collusion.evidence.strata import Strata
from collusion.evidence.timing import order_by_time
from collusion.graph.build import EntityGraph

#: Nats at which a channel of links saturates.
_CO_REVIEW_CAP, _IDENTITY_CAP = 20.0, 20.0
#: Nats below which a shared identifier value links nobody.
_MIN_IDENTITY = 4.0
_NO_CAP = 2**40


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the search reads besides the graph.

    Attributes
    ----------
    strata
        Strata of the products.
    stars
        Histograms of stars.
    identity
        Shared identifiers.
    created
        Minute in which each account was created, shape (n_reviewers,).
    fakes
        Accounts that labels call fake, ascending.
    """

    strata: Strata
    stars: StarEvidence
    identity: IdentifierEvidence
    created: Int32Array
    fakes: Int32Array = field(default_factory=lambda: np.zeros(0, np.int32))


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found.

    Attributes
    ----------
    candidates
        Distinct candidates by falling surplus.
    co_reviews
        Significant pairs of accounts.
    links
        Fused link graph.
    n_seeds
        Seeds of each origin.
    """

    candidates: list[Candidate]
    co_reviews: CoReviews
    links: Links
    n_seeds: dict[str, int]


def find_candidates(
    graph: EntityGraph,
    evidence: Evidence,
    *,
    seed: int,
    evidence_params: EvidenceParams,
    params: DetectionParams,
    advance: Callable[[int], None] = lambda _: None,
) -> Search:
    """Search a graph for groups that may be rings.

    Parameters
    ----------
    graph
        The graph.
    evidence
        What was prepared on it.
    seed
        Seed of Leiden's random order.
    evidence_params
        Parameters of the links.
    params
        Parameters of the search.
    advance
        Called with the number of seeds done, for progress.

    Returns
    -------
    Search
        The candidates, and the links they came from.
    """
    from collusion.detection.communities import link_communities

    co_reviews = link_co_reviews(graph, evidence.strata, params=evidence_params)
    identity = link_identifiers(evidence.identity, min_weight=_MIN_IDENTITY)
    links = fuse([(co_reviews.links, _CO_REVIEW_CAP), (identity, _IDENTITY_CAP)])
    order = order_by_time(graph)
    praise, blame = star_weights(evidence.stars)
    world = blocks.make_world(graph, order, evidence.strata, (praise, blame), evidence.created)
    rules = blocks.make_rules(order.span_minutes, evidence_params.reviewer_cap, params)
    communities = link_communities(links, seed=seed, params=params)
    holders = cohorts.identifier_seeds(evidence.identity, params=params)
    surprising = [weight >= params.surprise for weight in (praise, blame)]
    if not graph.has_stars:
        surprising = [np.ones(graph.reviews.n_edges, dtype=bool)]
    sellers = [cohorts.seller_seeds(graph, kept, params=params) for kept in surprising]
    labels = anchor_seeds(graph, evidence.fakes, params=params)
    first = [labels, *sellers, communities, holders, dense_seeds(graph, params=params)]
    ladder = []
    for low, high in itertools.pairwise((0, *params.product_ladder, _NO_CAP)):
        rung = (graph.reviews.col_degrees() > low) & (graph.reviews.col_degrees() <= high)
        bursts = cohorts.burst_seeds(graph, order, rung, params=params)
        unsold = rung & (graph.product_seller < 0)
        products = [cohorts.product_seeds(graph, unsold, kept, params=params) for kept in surprising]
        others = first if low == 0 else [communities] if high == _NO_CAP else []
        ladder.append(blocks.Rung(high, [*others, bursts, *products]))
    candidates = blocks.grow_candidates(ladder, world, rules, params=params, advance=advance)
    counts = Counter[str]()
    for step in ladder:
        for part in step.seeds:
            counts[part.origin] += len(part)
    return Search(candidates, co_reviews, links, dict(counts))
