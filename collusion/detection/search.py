"""The whole search for candidates on one graph: links, seeds of every kind, block growth.

The same search runs on the real graph and on its rewired null worlds, so that what it finds by chance is
counted.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np

from collusion.arrays import BoolArray, Float32Array, Int32Array, is_among
from collusion.detection import blocks, cohorts
from collusion.detection.anchors import anchor_seeds
from collusion.detection.bursts import burst_candidates
from collusion.detection.campaigns import campaign_candidates
from collusion.detection.candidates import Candidate, Seeds
from collusion.detection.creations import creation_seeds
from collusion.detection.dense import dense_seeds
from collusion.detection.holders import crews_about, holder_candidates
from collusion.detection.params import DetectionParams
from collusion.detection.tenures import tenure_seeds
from collusion.detection.tied import tied_candidates
from collusion.detection.wordings import wording_candidates
from collusion.evidence.co_review import CoReviews, link_co_reviews
from collusion.evidence.copied_texts import find_copied_texts
from collusion.evidence.homes import Homes
from collusion.evidence.identifiers import IdentifierEvidence, link_identifiers
from collusion.evidence.links import Links, fuse
from collusion.evidence.near_duplicates import link_near_duplicates
from collusion.evidence.params import EvidenceParams
from collusion.evidence.review_texts import ReviewTexts
from collusion.evidence.stars import StarEvidence, star_weights, surprising
from collusion.evidence.strata import Strata
from collusion.evidence.tenure import TenureEvidence
from collusion.evidence.timing import TimeOrder, order_by_time
from collusion.graph.build import EntityGraph

#: Nats at which a channel of links saturates.
_CO_REVIEW_CAP, _IDENTITY_CAP = 20.0, 20.0
#: Nats below which a shared identifier value links nobody.
_MIN_IDENTITY = 4.0
#: Share of the usual first strictness from which communities of texts are grown.
_TEXT_STRICTNESS = 0.5
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
    tenure
        When all accounts' reviews begin and end.
    homes
        The marketplace in which each account writes.
    fakes
        Accounts that labels call fake, ascending.
    alike
        Rows of reviews with texts nearly the same, shape (n_pairs, 2).
    texts
        The texts of all reviews, which null markets share; None where there are none.
    """

    strata: Strata
    stars: StarEvidence
    identity: IdentifierEvidence
    created: Int32Array
    tenure: TenureEvidence
    homes: Homes
    fakes: Int32Array = field(default_factory=lambda: np.zeros(0, np.int32))
    alike: Int32Array = field(default_factory=lambda: np.zeros((0, 2), np.int32))
    texts: ReviewTexts | None = None


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
    cut
        Groups that were not looked at: by the option that left them out, ``max_cohort`` with a point and the
        origin of the seeds; or by the origin of seeds of which a fixed number is.
    """

    candidates: list[Candidate]
    co_reviews: CoReviews
    links: Links
    n_seeds: dict[str, int]
    cut: dict[str, int]


@dataclass(frozen=True, slots=True)
class SearchParams:
    """How a graph is searched.

    Attributes
    ----------
    seed
        Seed of Leiden's random order.
    evidence
        Parameters of the links.
    detection
        Parameters of seeds and block growth.
    with_bursts
        Whether bursts of single reviews and copied wording are proposed; a null market keeps when products
        are reviewed and what is written of them, and so has the real one's.
    """

    seed: int
    evidence: EvidenceParams
    detection: DetectionParams
    with_bursts: bool = True


def find_candidates(
    graph: EntityGraph,
    evidence: Evidence,
    *,
    params: SearchParams,
    n_threads: int = 1,
    advance: Callable[[int], None] = lambda _: None,
) -> Search:
    """Search a graph for groups that may be rings.

    Parameters
    ----------
    graph
        The graph.
    evidence
        What was prepared on it.
    params
        Parameters of links, seeds and growth.
    n_threads
        Threads; the result does not depend on them.
    advance
        Called with the number of seeds done, for progress.

    Returns
    -------
    Search
        The candidates, and the links they came from.
    """
    order, weights = order_by_time(graph, n_threads=n_threads), star_weights(evidence.stars)
    with ThreadPoolExecutor(max_workers=1) as beside:
        # The dense blocks go with Leiden, which keeps the interpreter for itself: they do not need it.
        grouped = beside.submit(_cohorts, graph, evidence, order, weights, params.detection)
        if n_threads == 1:
            grouped.result()
        co_reviews = link_co_reviews(graph, evidence.strata, n_threads=n_threads, params=params.evidence)
        dense = beside.submit(dense_seeds, graph, params=params.detection)
        if n_threads == 1:
            dense.result()
        links, communities = _linked(co_reviews, evidence.identity, params)
        surest, rungs = grouped.result()
        rungs[-1].seeds.insert(0, _text_communities(graph, evidence.alike, params))
        ladder = _ladder([*surest, dense.result()], communities, rungs)
    accounts = blocks.Accounts(evidence.created, evidence.tenure.tenures, evidence.homes)
    world = blocks.make_world(graph, order, evidence.strata, weights, accounts)
    rules = blocks.make_rules(order.span_minutes, params.evidence.reviewer_cap, params.detection)
    candidates = blocks.grow_candidates(
        ladder, world, rules, params=params.detection, n_threads=n_threads, advance=advance
    )
    fakes = _unexplained(evidence.fakes, candidates)
    more, n_bursts_cut = _without_habit(graph, order, replace(evidence, fakes=fakes), params)
    candidates += more
    cut = Counter[str](max_seeds=n_bursts_cut)
    counts = Counter[str]()
    for part in itertools.chain.from_iterable(rung.seeds for rung in ladder):
        counts[part.origin] += len(part)
        cut["max_seeds"] += part.n_cut
        cut[f"max_cohort.{part.origin}"] += part.n_crowds
        if part.n_beyond:
            cut[part.origin] = part.n_beyond
    return Search(candidates, co_reviews, links, dict(counts), dict(+cut))


def _without_habit(
    graph: EntityGraph, order: TimeOrder, evidence: Evidence, params: SearchParams
) -> tuple[list[Candidate], int]:
    """Return the candidates that need no common habit, and how many bursts were not looked at."""
    found: list[Candidate] = []
    n_cut = 0
    if params.with_bursts:
        instruments = evidence.identity.instruments()
        found, n_cut = burst_candidates(graph, order, instruments, params=params.detection)
        copied = find_copied_texts(graph, evidence.alike, evidence.texts)
        found += campaign_candidates(graph, order, evidence.fakes, params=params.detection)
        found += wording_candidates(graph, copied, params=params.detection)
    found += holder_candidates(
        graph, evidence.identity, evidence.created, seed=params.seed, params=params.detection
    )
    found += crews_about(graph, evidence.identity, evidence.fakes, params=params.detection)
    return found + tied_candidates(graph, evidence.identity, params=params.detection), n_cut


def _unexplained(fakes: Int32Array, found: list[Candidate]) -> Int32Array:
    """Return the known fakes that are in no sure block: about the others nobody need be looked for."""
    sure = [one.group.members for one in found if one.evidence > blocks.SURE]
    return fakes[~is_among(fakes, np.unique(np.concatenate([np.zeros(0, np.int32), *sure])))]


def _linked(co_reviews: CoReviews, identity: IdentifierEvidence, params: SearchParams) -> tuple[Links, Seeds]:
    """Return the fused links of pairs and shared identifiers, and their communities."""
    from collusion.detection.communities import link_communities

    shared = link_identifiers(identity, min_weight=_MIN_IDENTITY)
    links = fuse([(co_reviews.links, _CO_REVIEW_CAP), (shared, _IDENTITY_CAP)])
    return links, link_communities(links, seed=params.seed, params=params.detection)


def _text_communities(graph: EntityGraph, alike: Int32Array, params: SearchParams) -> Seeds:
    """Return the communities of accounts that wrote nearly the same: a client's texts are handed round.

    Most of a community are of one ring, so that growth may start more leniently than elsewhere, after the
    members of all that is sure are barred.
    """
    from collusion.detection.communities import link_communities

    found = link_communities(link_near_duplicates(graph, alike), seed=params.seed, params=params.detection)
    return replace(found, origin="texts", sparse=True, strictness=_TEXT_STRICTNESS)


def _cohorts(
    graph: EntityGraph,
    evidence: Evidence,
    order: TimeOrder,
    weights: tuple[Float32Array, Float32Array],
    params: DetectionParams,
) -> tuple[list[Seeds], list[blocks.Rung]]:
    """Return the seeds of the whole graph but the dense blocks, surest first, and those of each rung.

    Accounts that begin and end together come last, on the first rung and again on the last: two rings may do
    so at the same time, and then other seeds tell them apart.
    """
    telling = _telling_reviews(graph, weights, params)
    labels = anchor_seeds(graph, order, evidence.fakes, params=params)
    sellers = [cohorts.seller_seeds(graph, kept, params=params) for kept, _ in telling]
    holders = cohorts.identifier_seeds(evidence.identity, params=params)
    found = cohorts.find_bursts(graph, order, params=params)
    rungs = []
    for low, high in itertools.pairwise((0, *params.product_ladder, _NO_CAP)):
        rung = (graph.reviews.col_degrees() > low) & (graph.reviews.col_degrees() <= high)
        bursts = cohorts.burst_seeds(graph, order, found, rung, params=params)
        products = [cohorts.product_seeds(graph, rung & at, kept, params=params) for kept, at in telling]
        rungs.append(blocks.Rung(high, [bursts, *products]))
    rungs[-1].seeds.append(creation_seeds(evidence.created, params=params))
    rungs[-1].seeds.append(labels)
    rungs[-1].seeds.append(tenure_seeds(evidence.tenure, params=params))
    return [labels, *sellers, holders], rungs


def _telling_reviews(
    graph: EntityGraph, weights: tuple[Float32Array, Float32Array], params: DetectionParams
) -> list[tuple[BoolArray, BoolArray]]:
    """Return the reviews from which a search begins, and the products at which it does, of praise and blame.

    Stars that surprise tell who was hired. Where fives (or ones) are too usual to surprise, all who gave them
    may have been, and sellers tell them apart no better than products; neither do sellers of one listing.
    """
    listings = np.bincount(graph.product_seller + 1, minlength=len(graph.sellers) + 1)
    alone = (graph.product_seller < 0) | (listings[graph.product_seller + 1] == 1)
    if not graph.has_stars:
        return [(np.ones(graph.reviews.n_edges, dtype=bool), alone)]
    least = [np.minimum(nats[:, top], params.surprise) for nats, top in zip(weights, (5, 1), strict=True)]
    return [
        (surprising(nats, graph, some), alone | (some < params.surprise))
        for nats, some in zip(weights, least, strict=True)
    ]


def _ladder(surest: list[Seeds], communities: Seeds, rungs: list[blocks.Rung]) -> list[blocks.Rung]:
    """Return the rungs with the seeds of the whole graph on the first, its communities on the last, too."""
    first, *rest = rungs
    foot = blocks.Rung(first.product_cap, [*surest[:-2], communities, *surest[-2:], *first.seeds])
    if not rest:
        return [foot]
    *middle, last = rest
    return [foot, *middle, blocks.Rung(last.product_cap, [communities, *last.seeds])]
