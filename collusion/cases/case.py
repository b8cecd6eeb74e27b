"""A case: one ring with everything that is shown about it, built from a run and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import polars as pl

from collusion.cases.headline import headline
from collusion.cases.innocent import closest_innocent
from collusion.cases.operators import Sibling, Siblings, siblings_of
from collusion.cases.provenance import Provenance, provenance_of, unavailable_evidence
from collusion.cases.records import (
    LABELS,
    LEAST_BITS,
    Client,
    Explanation,
    FamilyBits,
    Member,
    Reason,
    Seller,
    SharedIdentifier,
)
from collusion.cases.run_folder import Run
from collusion.cases.silences import silence_of
from collusion.evidence.families import FAMILIES
from collusion.words.catalogue import DEFAULT, UNTELLABLE, unpacked, words_of

#: Tables of which a case takes the rows of its ring.
_TABLES = ("members", "clients", "evidence", "ring_reviews", "ring_identifiers", "hypotheses", "effects")
#: Columns of ``rings`` that a case takes as they are.
_OWN_COLUMNS = (
    "ring_id", "rank", "kind", "flagged", "corroborated", "n_reviewers", "n_products", "n_reviews",
    "n_sellers", "n_clients", "operator", "first_at", "last_at", "most_from", "most_until", "n_most",
    "score", "q_value", "summary", "innocent_verdict",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One ring with everything shown about it.

    Attributes
    ----------
    ring_id, rank, n_rings
        Its name, its place, and how many rings the run ranked.
    kind, flagged
        One hand, hired crowd, attack or unclear; whether the run flagged it.
    corroborated
        Whether enough families are out of the ordinary for a flag.
    n_reviewers, n_products, n_reviews, n_sellers
        Its accounts, its targets, its reviews of them, their known sellers.
    n_clients
        Targets that are likely a client's; the others are perhaps bystanders.
    operator, siblings
        Its operator's name, and the operator's other rings, those that share most first.
    first_at, last_at
        Its first and last review of a target; None without times.
    most_from, most_until, n_most
        The shortest period with nine tenths of these reviews, and how many are in it; None without times.
    score, q_value
        Log-odds in bits, and the expected share of false rings at this rank or above.
    summary
        What it is, and how sure that is or what is missing for a flag.
    innocent_explanation, innocent_verdict
        The innocent explanation that comes closest, and why it fails or holds.
    families
        The families in their fixed order.
    abnormal
        Those beyond chance and beyond honest groups.
    hypotheses
        What the group may be, the likeliest first.
    reasons
        In the order of what they add to the score; reasons in words only last.
    members
        Core first, surest first.
    clients, sellers
        The likeliest clients first, of those alike the one whose stars moved most; bystanders last.
    identifiers
        Held by most members first.
    reviews
        The members' reviews (columns of ``ring_reviews``), by time.
    provenance
        The run.
    effects
        Its effects by measure, those that are known.
    n_decided
        Members that a decision in the workspace calls fake.
    language
        The language of what is said.
    """

    ring_id: str
    rank: int
    n_rings: int
    kind: str
    flagged: bool
    corroborated: bool
    n_reviewers: int
    n_products: int
    n_reviews: int
    n_sellers: int
    n_clients: int
    operator: str
    siblings: tuple[Sibling, ...]
    first_at: datetime | None
    last_at: datetime | None
    most_from: datetime | None
    most_until: datetime | None
    n_most: int | None
    score: float
    q_value: float
    summary: str
    innocent_explanation: str
    innocent_verdict: str
    families: tuple[FamilyBits, ...]
    abnormal: tuple[str, ...]
    hypotheses: tuple[Explanation, ...]
    reasons: tuple[Reason, ...]
    members: tuple[Member, ...]
    clients: tuple[Client, ...]
    sellers: tuple[Seller, ...]
    identifiers: tuple[SharedIdentifier, ...]
    reviews: pl.DataFrame
    provenance: Provenance
    effects: Mapping[str, float]
    n_decided: int = 0
    language: str = DEFAULT

    @property
    def noun(self) -> str:
        """What it may be called: below the flag a group is no ring."""
        return "ring" if self.flagged else "group"

    def reasons_for(self) -> tuple[Reason, ...]:
        """Return the reasons that speak for a ring; what weighs nothing does not."""
        mine = (reason for reason in self.reasons if reason.direction == "for")
        return tuple(reason for reason in mine if reason.bits is None or reason.bits >= LEAST_BITS)

    def reasons_against(self) -> tuple[Reason, ...]:
        """Return the reasons that speak against one."""
        return tuple(reason for reason in self.reasons if reason.direction == "against")

    def reasons_neither(self) -> tuple[Reason, ...]:
        """Return what was looked at and does not stand out."""
        return tuple(reason for reason in self.reasons if reason.direction == "neither")


def build_case(run: Run, ring_id: str, siblings: Siblings | None = None) -> Case:
    """Build the case of one ring.

    Parameters
    ----------
    run
        An opened run.
    ring_id
        A ring of that run (`collusion.cases.run_folder.select_ring` resolves what a user typed).
    siblings
        Those of all rings of the run, where they are known already.

    Returns
    -------
    Case
    """
    return next(build_cases(run, [ring_id], siblings))


def build_cases(run: Run, ring_ids: Sequence[str], siblings: Siblings | None = None) -> Iterator[Case]:
    """Build the cases of `ring_ids`, in that order, one at a time.

    Each table is split by ring once, so that hundreds of cases cost one pass; a case is made when asked for.

    Parameters
    ----------
    run
        An opened run.
    ring_ids
        Rings of that run.
    siblings
        Those of all rings of the run, where they are known already.

    Yields
    ------
    Case
    """
    wanted = run.rings.filter(pl.col("ring_id").is_in(list(ring_ids)))
    ring_rows = {row["ring_id"]: row for row in wanted.iter_rows(named=True)}
    parts = {name: _by_ring(getattr(run, name), ring_ids) for name in _TABLES}
    if siblings is None:
        siblings = siblings_of(run.rings, run.members, run.ring_identifiers, wanted=ring_ids)
    provenance = provenance_of(run.manifest, run.language)
    silences, decided = unavailable_evidence(run.manifest), run.decided_fakes()
    is_honest = [pl.col(f"{one}_id").is_in(sorted(run.honest(one))) for one in ("product", "seller")]
    parts["clients"] = {
        name: part.with_columns(pl.any_horizontal(is_honest).fill_null(value=False).alias("is_honest"))
        for name, part in parts["clients"].items()
    }
    for ring_id in ring_ids:
        tables = {name: part.get(ring_id, getattr(run, name).clear()) for name, part in parts.items()}
        n_decided = len(decided.intersection(tables["members"]["reviewer_id"]))
        ring = ring_rows[ring_id] | {"siblings": siblings.get(ring_id, ()), "n_decided": n_decided}
        case = _case(ring, tables, silences, provenance, run.rings.height)
        yield case if run.language == DEFAULT else _told_in(run.language, case, ring, tables["evidence"])


def _by_ring(frame: pl.DataFrame, ring_ids: Sequence[str]) -> dict[str, pl.DataFrame]:
    wanted = frame.filter(pl.col("ring_id").is_in(list(ring_ids)))
    return {str(key[0]): part for key, part in wanted.partition_by("ring_id", as_dict=True).items()}


def _case(
    ring: dict[str, Any],
    tables: dict[str, pl.DataFrame],
    silences: dict[str, str],
    provenance: Provenance,
    n_rings: int,
) -> Case:
    clients = _clients(tables["clients"])
    added = dict(tables["evidence"].select("family", "contribution").iter_rows())
    families = tuple(
        FamilyBits(
            family,
            ring[f"bits_{family}"],
            added.get(family),
            silences.get(family) or silence_of(family, ring),
        )
        for family in FAMILIES
    )
    return Case(
        **{name: ring[name] for name in (*_OWN_COLUMNS, "siblings", "n_decided")},
        innocent_explanation=ring["best_innocent_explanation"] or "",
        n_rings=n_rings,
        families=families,
        abnormal=tuple(ring["abnormal"]),
        hypotheses=_hypotheses(tables["hypotheses"]),
        reasons=_reasons(tables["evidence"]),
        members=_members(tables["members"]),
        clients=clients,
        sellers=_sellers(clients, _rated(tables), is_flagged=ring["flagged"]),
        identifiers=_identifiers(tables["ring_identifiers"]),
        reviews=tables["ring_reviews"].sort("posted_at", "review_id", nulls_last=True),
        provenance=provenance,
        effects=dict(tables["effects"].select("measure", "value").iter_rows()),
    )


def _told_in(language: str, case: Case, ring: Mapping[str, Any], evidence: pl.DataFrame) -> Case:
    """Return a case as it is told in another language than that of the run folder."""
    told = dict(evidence.select("family", "told").iter_rows())
    sellers = [one for one in case.sellers if one.seller_id is not None and not one.is_bystander]
    verdict = case.innocent_verdict
    if any(not one.is_ring for one in case.hypotheses):
        unexplained = ring["unexplained"] or ()
        verdict = closest_innocent(
            case.hypotheses, case.score, case.abnormal, unexplained, language=language
        ).sentence
    return replace(
        case,
        language=language,
        summary=headline(
            ring,
            n_client_sellers=len(sellers),
            likeliest=next(iter(case.hypotheses), None),
            language=language,
        ),
        innocent_verdict=verdict,
        families=tuple(
            replace(one, silence=words_of(language).phrase("silence", one.silence)) for one in case.families
        ),
        reasons=tuple(
            replace(one, sentence=_sentence(language, told[one.family], one.sentence)) for one in case.reasons
        ),
    )


def _sentence(language: str, told: str | None, english: str) -> str:
    """Return what is told in a language; in English where a run of an earlier version kept nothing else."""
    if told is None:
        return english
    try:
        return words_of(language).tell(*unpacked(json.loads(told)))
    except UNTELLABLE:
        return english


def _reasons(frame: pl.DataFrame) -> tuple[Reason, ...]:
    # The innocent explanation has a row too; a case holds it in fields of its own.
    own = frame.filter(pl.col("family").is_in((*FAMILIES, LABELS)))
    ordered = own.sort(
        "contribution", "bits", "family", "sentence", descending=[True, True, False, False], nulls_last=True
    )
    reasons = []
    for row in ordered.drop("ring_id", "told").iter_rows(named=True):
        behind = {name: tuple(row[name] or ()) for name in ("review_ids", "identifiers")}
        reasons.append(Reason(**(row | behind)))
    return tuple(reasons)


def _hypotheses(frame: pl.DataFrame) -> tuple[Explanation, ...]:
    return tuple(
        Explanation(
            row["hypothesis"],
            row["is_ring"],
            row["prior"],
            row["log_odds"],
            {family: row[f"by_{family}"] for family in FAMILIES if row[f"by_{family}"] is not None},
        )
        for row in frame.iter_rows(named=True)
    )


def _members(frame: pl.DataFrame) -> tuple[Member, ...]:
    ordered = frame.with_columns((pl.col("role") == "core").alias("core")).sort(
        "core",
        "membership",
        "n_ring_reviews",
        "reviewer_id",
        descending=[True, True, True, False],
        nulls_last=True,
    )
    return tuple(Member(**row) for row in ordered.drop("ring_id", "flagged", "core").iter_rows(named=True))


def _clients(frame: pl.DataFrame) -> tuple[Client, ...]:
    likely = pl.col("service").round(2).alias("likely")
    moved = (pl.col("rating_with") - pl.col("rating_without")).abs().round(2).fill_null(0.0).alias("moved")
    ordered = frame.with_columns(likely, moved).sort(
        "likely", "moved", "n_ring_reviews", "product_id", descending=[True, True, True, False]
    )
    own = ordered.drop("ring_id", "flagged", "n_rated", "n_met", "n_expected", "likely", "moved")
    return tuple(Client(**row) for row in own.iter_rows(named=True))


def _rated(tables: Mapping[str, pl.DataFrame]) -> dict[str, tuple[int, int]]:
    """Count of each target all reviews with stars, and those by others."""
    ours = tables["ring_reviews"].filter("in_ring").group_by("product_id").agg(pl.col("rating").count())
    both = tables["clients"].join(ours, on="product_id", how="left")
    counts = both.select("product_id", "n_rated", pl.col("rating").fill_null(0)).iter_rows()
    return {product: (every, every - own) for product, every, own in counts}


def _sellers(
    clients: Sequence[Client], rated: Mapping[str, tuple[int, int]], *, is_flagged: bool
) -> tuple[Seller, ...]:
    groups: dict[str | None, list[Client]] = {}
    for client in clients:
        groups.setdefault(client.seller_id, []).append(client)
    sellers = [_seller(seller_id, group, rated, is_flagged=is_flagged) for seller_id, group in groups.items()]
    # Unknown sellers last: nobody can be asked.
    return tuple(
        sorted(
            sellers,
            key=lambda s: (s.seller_id is None, s.is_bystander, -s.n_ring_reviews, s.seller_id or ""),
        )
    )


def _seller(
    seller_id: str | None,
    products: Sequence[Client],
    rated: Mapping[str, tuple[int, int]],
    *,
    is_flagged: bool,
) -> Seller:
    # Below the flag nobody is a client, and nobody a bystander.
    served = [client for client in products if is_flagged and not client.is_bystander] or products
    return Seller(
        seller_id=seller_id,
        n_products=len(served),
        n_ring_reviews=sum(client.n_ring_reviews for client in served),
        n_reviews=sum(client.n_reviews for client in served),
        rating_with=_mean([(c.rating_with, rated[c.product_id][0]) for c in served]),
        rating_without=_mean([(c.rating_without, rated[c.product_id][1]) for c in served]),
        service=max(client.service for client in served),
    )


def _mean(weighted: Sequence[tuple[float | None, int]]) -> float | None:
    known = [(value, weight) for value, weight in weighted if value is not None and weight > 0]
    total = sum(weight for _, weight in known)
    # Stars are whole, so that the mean of each product gives their exact sum.
    return sum(round(value * weight) for value, weight in known) / total if total else None


def _identifiers(frame: pl.DataFrame) -> tuple[SharedIdentifier, ...]:
    groups = (
        frame.sort("kind", "token", "reviewer_id")
        .group_by("kind", "token", maintain_order=True)
        .agg(pl.col("reviewer_id").alias("holders"), pl.col("n_accounts").max())
    )
    found = [
        SharedIdentifier(row["kind"], row["token"], tuple(row["holders"]), row["n_accounts"])
        for row in groups.iter_rows(named=True)
    ]
    return tuple(sorted(found, key=lambda one: (-one.n_members, one.n_accounts, one.kind, one.token)))
