"""Compose the tables of a run folder from ranked rings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from collusion.arrays import BoolArray, Float64Array, Int8Array, Int32Array, Int64Array, IntArray
from collusion.cases import schema
from collusion.cases.client_probability import (
    BYSTANDER_BELOW,
    MarketBaseline,
    client_probabilities,
    held_to_direction,
    market_baseline,
    target_stars,
)
from collusion.cases.headline import headline
from collusion.cases.innocent import Verdict, closest_innocent, is_attack, ring_kind, unexplained_by
from collusion.cases.market_rows import reviews_of_targets
from collusion.cases.operators import Footprint, join_footprints
from collusion.cases.records import LABELS
from collusion.cases.ring_stats import RingStats, ring_stats
from collusion.cases.timeline import shortest_period
from collusion.evidence.families import FAMILIES
from collusion.evidence.group import Group, member_of_edges
from collusion.evidence.identifiers import holders_among, shared_values
from collusion.graph.bipartite import spans
from collusion.graph.build import EntityGraph
from collusion.minutes import NO_TIME
from collusion.scoring.families import Assessment
from collusion.scoring.hypotheses import Standing, probability, shipped_model, standings_at
from collusion.scoring.labelled import is_cleared, told_by_labels
from collusion.scoring.rank import RankedRings

#: Posterior probability of membership from which a member is core.
_CORE = 0.9
#: Microseconds of a minute.
MICROSECONDS = 60_000_000
#: No account is a member for certain, nor certainly none.
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Ring:
    """A ranked ring with all that is said of it.

    Attributes
    ----------
    ring_id
        Its stable name.
    rank
        1 = best.
    score, q_value, flagged, corroborated
        See `collusion.scoring.rank`.
    assessment
        The candidate and what each family found.
    edges
        Every review of a target by a member, ascending; the group's own edges are those within windows.
    stats
        Plain figures.
    verdict
        The closest innocent explanation.
    unexplained
        Families out of the ordinary that it does not cover.
    kind
        One hand, hired crowd, attack or unclear.
    client_probability
        Probability that each target is a client's, shape (n_targets,).
    abnormal_bits
        Bits from which a family is abnormal.
    contributions
        What each family, and what labels say, adds to the score, in bits of log-odds.
    standings
        How all hypotheses stand for it, the likeliest first.
    operator
        Its name; rings that share members or instruments have the same.
    """

    ring_id: str
    rank: int
    score: float
    q_value: float
    flagged: bool
    corroborated: bool
    assessment: Assessment
    edges: Int64Array
    stats: RingStats
    verdict: Verdict
    unexplained: tuple[str, ...]
    kind: str
    client_probability: Float64Array
    abnormal_bits: float
    contributions: dict[str, float]
    standings: list[Standing]
    operator: str = ""

    @property
    def group(self) -> Group:
        """The members, targets and reviews."""
        return self.assessment.candidate.group

    @property
    def is_served(self) -> BoolArray:
        """Which targets are likelier a client's than a bystander's, shape (n_targets,)."""
        return self.client_probability >= BYSTANDER_BELOW

    @property
    def abnormal(self) -> tuple[str, ...]:
        """The families that are out of the ordinary, in their fixed order."""
        return self.assessment.abnormal(self.abnormal_bits)


def name_rings(ranked: RankedRings, graph: EntityGraph) -> list[Ring]:
    """Give every ranked ring its id, figures, kind, clients, operator and closest innocent explanation.

    The id comes from the ring's earliest review, so a ring keeps it while it grows. Only rings that are
    likelier rings than not are joined into operators.

    Parameters
    ----------
    ranked
        Rings, best first.
    graph
        The graph.

    Returns
    -------
    list of Ring
        In the order of rank.
    """
    rings: list[Ring] = []
    used: set[str] = set()
    baseline, model = market_baseline(graph), shipped_model()
    for i, assessment in enumerate(ranked.assessments):
        group = assessment.candidate.group
        edges = reviews_of_targets(graph, group)
        stats = ring_stats(graph, assessment, edges)
        ring_id = _ring_id(graph, group, used)
        used.add(ring_id)
        standings = standings_at(model.standings(assessment), float(ranked.score[i]))
        abnormal = assessment.abnormal(ranked.abnormal_bits)
        closest = next(one.name for one in standings if not one.is_ring)
        unexplained = unexplained_by(closest, assessment, model, abnormal)
        verdict = closest_innocent(standings, float(ranked.score[i]), abnormal, unexplained)
        clients = _clients(graph, replace(group, edges=edges), baseline, is_attack=is_attack(stats))
        kind = ring_kind(stats, standings)
        rings.append(
            Ring(
                ring_id=ring_id,
                rank=i + 1,
                score=float(ranked.score[i]),
                q_value=float(ranked.q_value[i]),
                flagged=bool(ranked.flagged[i]),
                corroborated=bool(ranked.corroborated[i]),
                assessment=assessment,
                edges=edges,
                stats=stats,
                verdict=verdict,
                unexplained=unexplained,
                # Below the flag nobody is told to have been hired, or to be one hand.
                kind=kind if ranked.flagged[i] else "unclear",
                client_probability=clients,
                abnormal_bits=ranked.abnormal_bits,
                contributions=model.contributions(assessment) | _of_labels(assessment),
                standings=standings,
            )
        )
    return _with_operators(rings, graph)


def _of_labels(assessment: Assessment) -> dict[str, float]:
    """Return what labels add to the score of a group, by `LABELS`, if anything, but where they clear it."""
    told = told_by_labels(assessment)
    return {LABELS: told} if told and not is_cleared(assessment) else {}


def _clients(graph: EntityGraph, whole: Group, baseline: MarketBaseline, *, is_attack: bool) -> Float64Array:
    """Return the probability that each target of a ring with all its reviews of them is a client's."""
    stars = target_stars(graph, whole)
    clients = client_probabilities(graph, whole, stars, baseline)
    return held_to_direction(clients, graph, whole, stars, is_attack=is_attack)


def _with_operators(rings: list[Ring], graph: EntityGraph) -> list[Ring]:
    n_accounts: dict[tuple[str, int], int] = {}
    nobody = Footprint(frozenset())
    footprints = [_footprint(ring, graph, n_accounts) if ring.score > 0 else nobody for ring in rings]
    places = join_footprints(footprints, n_accounts)
    return [
        replace(ring, operator=f"O-{rings[place].ring_id.removeprefix('R-')}")
        for ring, place in zip(rings, places, strict=True)
    ]


def _footprint(ring: Ring, graph: EntityGraph, n_accounts: dict[tuple[str, int], int]) -> Footprint:
    """Return the members and what instruments they share; `n_accounts` learns how many hold each."""
    holders = {}
    for kind, relation in graph.identifiers.items():
        values = shared_values(relation, ring.group.members).values
        who, n_members = holders_among(relation, values, ring.group.members)
        held_by = np.split(who, np.cumsum(n_members)[:-1])
        everybody = relation.adjacency.t_indptr[values + 1] - relation.adjacency.t_indptr[values]
        for value, n, members in zip(values.tolist(), everybody.tolist(), held_by):
            n_accounts[kind, value] = n
            holders[kind, value] = frozenset(members.tolist())
    return Footprint(frozenset(ring.group.members.tolist()), holders)


def _ring_id(graph: EntityGraph, group: Group, used: set[str]) -> str:
    edges = group.edges
    reviewers = member_of_edges(graph, edges)
    for place in np.lexsort((graph.reviews.indices[edges], reviewers, graph.minute[edges])):
        anchor = [
            graph.reviewers.ids[int(reviewers[place])],
            graph.products.ids[int(graph.reviews.indices[edges[place]])],
        ]
        digest = hashlib.blake2b("\0".join(anchor).encode(), digest_size=4).hexdigest().upper()
        if f"R-{digest}" not in used:
            return f"R-{digest}"
    return f"R-{hashlib.blake2b(group.members.tobytes(), digest_size=4).hexdigest().upper()}"


def compose_rings(rings: list[Ring], graph: EntityGraph) -> pl.DataFrame:
    """Compose ``rings.parquet``: one row a ring, best first."""
    rows = []
    for ring in rings:
        stats, minutes = ring.stats, graph.minute[ring.edges]
        first, last = _first_last(minutes)
        most = shortest_period(minutes[minutes != NO_TIME])
        row = {
            "ring_id": ring.ring_id,
            "rank": ring.rank,
            "n_reviewers": stats.n_members,
            "n_products": stats.n_targets,
            "n_reviews": stats.n_reviews,
            "n_sellers": stats.n_sellers,
            "n_clients": int(ring.is_served.sum()),
            "first_at": first,
            "last_at": last,
            "most_from": most.first * MICROSECONDS if most else None,
            "most_until": most.last * MICROSECONDS if most else None,
            "n_most": most.n if most else None,
            "score": round(ring.score, 6),
            "q_value": ring.q_value,
            "flagged": ring.flagged,
            "corroborated": ring.corroborated,
            "abnormal": list(ring.abnormal),
            "kind": ring.kind,
            "best_innocent_explanation": ring.verdict.explanation,
            "innocent_verdict": ring.verdict.sentence,
            "unexplained": list(ring.unexplained),
            "origin": ring.assessment.candidate.origin,
            "operator": ring.operator,
        }
        row |= {f"bits_{family}": _rounded(ring.assessment.bits(family)) for family in FAMILIES}
        rows.append(row)
    frame = _frame(rows, schema.RINGS)
    summaries = []
    for ring, row in zip(rings, frame.iter_rows(named=True), strict=True):
        n_sellers = _n_sellers(graph, ring.group.products[ring.is_served])
        summaries.append(headline(row, n_client_sellers=n_sellers, likeliest=ring.standings[0]))
    return frame.with_columns(pl.Series("summary", summaries, dtype=pl.String))


def _n_sellers(graph: EntityGraph, products: Int32Array) -> int:
    sellers = graph.product_seller[products]
    return len(np.unique(sellers[sellers >= 0]))


def compose_members(rings: list[Ring], graph: EntityGraph, created: Int32Array) -> pl.DataFrame:
    """Compose ``members.parquet``: by rank, then surest first.

    Parameters
    ----------
    rings
        Rings by rank.
    graph
        The graph.
    created
        Minute of each account's creation, `NO_TIME` when unknown, shape (n_reviewers,).

    Returns
    -------
    DataFrame
    """
    rows = []
    degrees = graph.reviews.row_degrees()
    for ring in rings:
        edges = ring.edges
        bounds = np.searchsorted(edges, graph.reviews.indptr[[ring.group.members, ring.group.members + 1]])
        ratio = ring.assessment.candidate.membership
        for i in np.lexsort((ring.group.members, -ratio)):
            member = int(ring.group.members[i])
            wrote = edges[bounds[0, i] : bounds[1, i]]
            first, last = _first_last(graph.minute[wrote])
            membership = probability(float(ratio[i]) / np.log(2))
            rows.append(
                {
                    "ring_id": ring.ring_id,
                    "reviewer_id": graph.reviewers.ids[member],
                    "membership": float(np.clip(round(membership, 6), _LEAST, 1.0 - _LEAST)),
                    "flagged": ring.flagged,
                    "role": ("core" if membership >= _CORE else "fringe") if ring.flagged else "member",
                    "created_at": _microseconds(int(created[member])),
                    "first_at": first,
                    "last_at": last,
                    "n_ring_reviews": len(wrote),
                    "n_reviews": int(degrees[member]),
                    "bits": round(float(ratio[i]) / float(np.log(2)), 3),
                }
            )
    return _frame(rows, schema.MEMBERS)


def compose_clients(rings: list[Ring], graph: EntityGraph) -> pl.DataFrame:
    """Compose ``clients.parquet``: by rank, then the likeliest client's product first."""
    return _frame([row for ring in rings for row in _clients_of(ring, graph)], schema.CLIENTS)


def _clients_of(ring: Ring, graph: EntityGraph) -> Iterator[dict[str, object]]:
    """Yield the rows of one ring's targets: O(reviews of the targets)."""
    products, candidate = ring.group.products, ring.assessment.candidate
    place = np.searchsorted(products, graph.reviews.indices[ring.edges])
    counts = np.bincount(place, minlength=len(products))
    places, n_reviews = spans(graph.reviews.t_indptr, products)
    owner = np.repeat(np.arange(len(products)), n_reviews)
    total, n_rated = _rated(graph.stars[graph.reviews.t_edges[places]], owner, len(products))
    ours, n_ours = _rated(graph.stars[ring.edges], place, len(products))
    first, last = _first_last_of(graph.minute[ring.edges], place, len(products))
    sellers = graph.product_seller[products]
    known = iter(graph.sellers.names(sellers[sellers >= 0]).to_list())
    chance = np.clip(np.round(ring.client_probability, 4), 0.0001, 0.9999)
    columns: dict[str, list[Any]] = {
        "product_id": graph.products.names(products).to_list(),
        "seller_id": [next(known) if seller >= 0 else None for seller in sellers.tolist()],
        "n_ring_reviews": counts.tolist(),
        "n_reviews": n_reviews.tolist(),
        "n_rated": n_rated.tolist(),
        "rating_with": _means(total, n_rated),
        "rating_without": _means(total - ours, n_rated - n_ours),
        "first_at": [_microseconds(minute) for minute in first.tolist()],
        "last_at": [_microseconds(minute) for minute in last.tolist()],
        "service": chance.tolist(),
        "n_met": candidate.n.tolist(),
        "n_expected": candidate.expected.tolist(),
    }
    for i in np.lexsort((products, -counts, -chance)).tolist():
        own = {name: column[i] for name, column in columns.items()}
        yield {"ring_id": ring.ring_id, "flagged": ring.flagged} | own


def _rated(stars: Int8Array, owner: IntArray, n: int) -> tuple[Int64Array, Int64Array]:
    """Return the sum of the stars of each of `n` owners' reviews, and how many have any, shape (n,)."""
    total = np.bincount(owner, stars, minlength=n).astype(np.int64)
    return total, np.bincount(owner[stars > 0], minlength=n)


def _first_last_of(minutes: Int32Array, owner: IntArray, n: int) -> tuple[Int64Array, Int64Array]:
    """Return the first and the last known minute of each of `n` owners, `NO_TIME` without, shape (n,)."""
    first, last = np.full(n, np.iinfo(np.int64).max), np.full(n, NO_TIME)
    known = minutes != NO_TIME
    np.minimum.at(first, owner[known], minutes[known])
    np.maximum.at(last, owner[known], minutes[known])
    return np.where(last == NO_TIME, NO_TIME, first), last


def _means(total: Int64Array, n: Int64Array) -> list[float | None]:
    return [round(a / b, 4) if b else None for a, b in zip(total.tolist(), n.tolist(), strict=True)]


def _first_last(minutes: Int32Array) -> tuple[int | None, int | None]:
    """Return the first and the last known time in microseconds since 1970."""
    known = minutes[minutes != NO_TIME]
    return (_microseconds(int(known.min())), _microseconds(int(known.max()))) if len(known) else (None, None)


def _microseconds(minute: int) -> int | None:
    return None if minute == NO_TIME else minute * MICROSECONDS


def _rounded(bits: float | None) -> float | None:
    return None if bits is None else round(bits, 3)


def _frame(rows: list[dict[str, object]], table: schema.OutputTable) -> pl.DataFrame:
    """Build a frame of a declared table; times come as microseconds."""
    plain = {name: pl.Int64 if isinstance(kind, pl.Datetime) else kind for name, kind in table.schema.items()}
    return pl.DataFrame(rows, schema=plain, orient="row").cast(table.schema)
