"""Compose the tables of a run folder from ranked rings."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from collusion.arrays import BoolArray, Float64Array, Int32Array, Int64Array, IntArray
from collusion.cases import schema
from collusion.cases.client_probability import BYSTANDER_BELOW, client_probabilities, market_baseline
from collusion.cases.innocent import Verdict, closest_innocent, ring_kind
from collusion.cases.operators import Footprint, join_footprints
from collusion.cases.ring_stats import RingStats, ring_stats
from collusion.cases.wording import counted, listed
from collusion.evidence.group import Group, member_of_edges
from collusion.evidence.identifiers import holders_among, shared_values
from collusion.graph.build import NO_TIME, EntityGraph
from collusion.scoring.families import Assessment
from collusion.scoring.model import probability
from collusion.scoring.rank import RankedRings

#: Posterior probability of membership from which a member is core.
_CORE = 0.9
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
    score, q_value, flagged
        See `collusion.scoring.rank`.
    assessment
        The candidate and what each family found.
    stats
        Plain figures.
    verdict
        The closest innocent explanation.
    kind
        One hand, hired crowd, attack or unclear.
    client_probability
        Probability that each target is a client's, shape (n_targets,).
    abnormal_bits
        Bits from which a family is abnormal.
    operator
        Its name; rings that share members or instruments have the same.
    """

    ring_id: str
    rank: int
    score: float
    q_value: float
    flagged: bool
    assessment: Assessment
    stats: RingStats
    verdict: Verdict
    kind: str
    client_probability: Float64Array
    abnormal_bits: float
    operator: str = ""

    @property
    def group(self) -> Group:
        """The members, targets and reviews."""
        return self.assessment.candidate.group

    @property
    def is_served(self) -> BoolArray:
        """Which targets are likelier a client's than a bystander's, shape (n_targets,)."""
        return self.client_probability >= BYSTANDER_BELOW


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
    baseline = market_baseline(graph)
    for i, assessment in enumerate(ranked.assessments):
        stats = ring_stats(graph, assessment)
        ring_id = _ring_id(graph, assessment.candidate.group, used)
        used.add(ring_id)
        verdict = closest_innocent(stats, assessment, abnormal_bits=ranked.abnormal_bits)
        kind = ring_kind(stats, assessment, abnormal_bits=ranked.abnormal_bits)
        rings.append(
            Ring(
                ring_id=ring_id,
                rank=i + 1,
                score=float(ranked.score[i]),
                q_value=float(ranked.q_value[i]),
                flagged=bool(ranked.flagged[i]),
                assessment=assessment,
                stats=stats,
                verdict=verdict,
                kind=kind,
                client_probability=client_probabilities(graph, assessment.candidate.group, baseline),
                abnormal_bits=ranked.abnormal_bits,
            )
        )
    return _with_operators(rings, graph)


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
        edges, stats = ring.group.edges, ring.stats
        first, last = _first_last(graph.minute[edges])
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
            "score": round(ring.score, 6),
            "q_value": ring.q_value,
            "flagged": ring.flagged,
            "kind": ring.kind,
            "best_innocent_explanation": ring.verdict.explanation,
            "innocent_verdict": ring.verdict.sentence,
            "summary": summarise(ring, graph),
            "operator": ring.operator,
        }
        row |= {f"bits_{family}": _rounded(ring.assessment.bits(family)) for family in schema.FAMILIES}
        rows.append(row)
    return _frame(rows, schema.RINGS)


def summarise(ring: Ring, graph: EntityGraph) -> str:
    """Say in two sentences with numbers what the ring is and how sure that is."""
    p = ring.stats
    span = f" within {counted(max(round(p.span_days), 1), 'day')}" if p.span_days is not None else ""
    stars = f", {p.mean_stars:.1f} stars on average" if p.mean_stars is not None else ""
    wrote = f"{counted(p.n_members, 'account')} wrote {counted(p.n_reviews, 'review')}"
    first = f"{wrote} of {_targets(ring, graph)}{span}{stars}."
    families = [f for f in schema.FAMILIES if (ring.assessment.bits(f) or 0.0) >= ring.abnormal_bits]
    sure = probability(ring.score)
    chance = "over 99.9 %" if sure > 0.999 else "under 0.1 %" if sure < 0.001 else f"{100 * sure:.1f} %"
    why = f", by {listed(families, most=7)}" if families else "; no family of evidence is abnormal"
    verdict = f"{ring.verdict.explanation}, and {'it holds' if ring.verdict.holds else 'it fails'}"
    second = f"Probability of a ring: {chance}{why}; the closest innocent explanation is {verdict}."
    return f"{first} {second}"


def _targets(ring: Ring, graph: EntityGraph) -> str:
    products, served = ring.group.products, ring.is_served
    sellers = graph.product_seller[products[served]]
    n_sellers = len(np.unique(sellers[sellers >= 0]))
    every = counted(len(products), "product")
    if served.all():
        return f"{every} of {counted(n_sellers, 'seller')}" if n_sellers else every
    how = "hit" if ring.kind == "attack" else "served"
    sellers_too = f" ({counted(n_sellers, 'seller')})" if n_sellers else ""
    return f"{every}, {served.sum():,} of them likely {how}{sellers_too},"


def compose_members(rings: list[Ring], graph: EntityGraph) -> pl.DataFrame:
    """Compose ``members.parquet``: by rank, then surest first."""
    rows = []
    degrees = graph.reviews.row_degrees()
    for ring in rings:
        edges = ring.group.edges
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
                    "role": "core" if membership >= _CORE else "fringe",
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
    rows = []
    for ring in rings:
        products = graph.reviews.indices[ring.group.edges]
        by_product = ring.group.edges[np.argsort(products, kind="stable")]
        ends = np.searchsorted(np.sort(products), ring.group.products, side="right")
        counts = ends - np.searchsorted(np.sort(products), ring.group.products)
        chance = np.clip(np.round(ring.client_probability, 4), 0.0001, 0.9999)
        for i in np.lexsort((ring.group.products, -counts, -chance)):
            mine = by_product[ends[i] - counts[i] : ends[i]]
            row = _client(int(ring.group.products[i]), mine, graph)
            rows.append(row | {"ring_id": ring.ring_id, "service": float(chance[i])})
    return _frame(rows, schema.CLIENTS)


def _client(p: int, edges: Int64Array, graph: EntityGraph) -> dict[str, object]:
    everyone = graph.reviews.t_edges[graph.reviews.t_indptr[p] : graph.reviews.t_indptr[p + 1]]
    first, last = _first_last(graph.minute[edges])
    (total, n_rated), (ours, n_ours) = _rated(graph, everyone), _rated(graph, edges)
    seller = int(graph.product_seller[p])
    return {
        "product_id": graph.products.ids[p],
        "seller_id": graph.sellers.ids[seller] if seller >= 0 else None,
        "n_ring_reviews": len(edges),
        "n_reviews": len(everyone),
        "rating_with": _mean(total, n_rated),
        "rating_without": _mean(total - ours, n_rated - n_ours),
        "first_at": first,
        "last_at": last,
    }


def _rated(graph: EntityGraph, edges: IntArray) -> tuple[int, int]:
    """Return the sum of the stars of some reviews, and how many have stars."""
    stars = graph.stars[edges]
    return int(stars.sum(dtype=np.int64)), int(np.count_nonzero(stars))


def _mean(total: int, n: int) -> float | None:
    return round(total / n, 4) if n else None


def _first_last(minutes: Int32Array) -> tuple[int | None, int | None]:
    """Return the first and the last known time in microseconds since 1970."""
    known = minutes[minutes != NO_TIME].astype(np.int64)
    return (int(known.min()) * 60_000_000, int(known.max()) * 60_000_000) if len(known) else (None, None)


def _rounded(bits: float | None) -> float | None:
    return None if bits is None else round(bits, 3)


def _frame(rows: list[dict[str, object]], table: schema.OutputTable) -> pl.DataFrame:
    """Build a frame of a declared table; times come as microseconds."""
    plain = {name: pl.Int64 if isinstance(kind, pl.Datetime) else kind for name, kind in table.schema.items()}
    return pl.DataFrame(rows, schema=plain, orient="row").cast(table.schema)
