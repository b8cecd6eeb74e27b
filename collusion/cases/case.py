"""A case: one ring with everything that is shown about it, built from a run and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from collusion.cases.run_folder import Run
from collusion.cases.schema import FAMILIES

#: Bits from which a family is out of the ordinary, for a manifest that does not say.
DEFAULT_ABNORMAL_BITS = 10.0

#: Columns of ``rings`` that a case takes as they are.
_OWN_COLUMNS = (
    "ring_id", "rank", "kind", "flagged", "n_reviewers", "n_products", "n_reviews", "n_sellers",
    "first_at", "last_at", "score", "q_value", "summary", "innocent_verdict",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FamilyBits:
    """What one family of evidence says: its bits, or why it is silent (`bits` None)."""

    family: str
    bits: float | None
    silence: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for or against.

    Attributes
    ----------
    family
        Its family of evidence.
    bits
        Its weight; None for a reason in words only.
    observed, expected
        What was found, and what honest reviewers would show.
    direction
        ``for`` or ``against``.
    sentence
        The reason in words and numbers.
    review_ids, identifiers
        The reviews and identifier tokens behind it.
    """

    family: str
    bits: float | None
    observed: float | None
    expected: float | None
    direction: str
    sentence: str
    review_ids: tuple[str, ...]
    identifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """An account of the ring.

    Attributes
    ----------
    reviewer_id
        The account.
    membership
        Probability, 0 to 1, that it belongs to the ring.
    role
        ``core`` or ``fringe``.
    first_at, last_at
        Its first and last review of a target.
    n_ring_reviews, n_reviews
        Its reviews of targets, and all its reviews.
    bits
        What its own reviews add to its membership.
    """

    reviewer_id: str
    membership: float
    role: str
    first_at: datetime | None
    last_at: datetime | None
    n_ring_reviews: int
    n_reviews: int
    bits: float | None


@dataclass(frozen=True, slots=True)
class Client:
    """A product that the ring served.

    Attributes
    ----------
    product_id, seller_id
        The product and, when known, its seller.
    n_ring_reviews, n_reviews
        The ring's reviews of it, and all its reviews.
    rating_with, rating_without
        Its mean stars with and without the ring's reviews.
    first_at, last_at
        The ring's first and last review of it.
    """

    product_id: str
    seller_id: str | None
    n_ring_reviews: int
    n_reviews: int
    rating_with: float | None
    rating_without: float | None
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Seller:
    """A seller who profits.

    Attributes
    ----------
    seller_id
        The seller; None gathers the products whose seller is not known.
    n_products
        Its products that the ring served.
    n_ring_reviews, n_reviews
        The ring's reviews of them, and all their reviews.
    rating_with, rating_without
        Their mean stars over reviews, with and without the ring's.
    """

    seller_id: str | None
    n_products: int
    n_ring_reviews: int
    n_reviews: int
    rating_with: float | None
    rating_without: float | None


@dataclass(frozen=True, slots=True)
class SharedIdentifier:
    """An identifier value, and who holds it.

    Attributes
    ----------
    kind, token
        What it is, and its keyed hash.
    holders
        The members that hold it.
    n_accounts
        How many accounts hold it in all.
    """

    kind: str
    token: str
    holders: tuple[str, ...]
    n_accounts: int

    @property
    def n_members(self) -> int:
        """How many members hold it."""
        return len(self.holders)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which run made the case, from what.

    Attributes
    ----------
    run_id, version, source, created_at
        Name of the run, of the software, of the source, and when.
    inputs
        (file, SHA-256) of every input.
    fdr
        False-discovery level of the flags, when the manifest tells it.
    abnormal_bits
        Bits from which a family counts as out of the ordinary.
    notes
        What the readers counted and reported.
    """

    run_id: str
    version: str
    source: str
    created_at: str
    inputs: tuple[tuple[str, str], ...]
    fdr: float | None
    abnormal_bits: float
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One ring with everything shown about it.

    Attributes
    ----------
    ring_id, rank, n_rings
        Its name, its place, and how many rings the run ranked.
    kind, flagged
        One hand, hired crowd, attack or unclear; whether the run flagged it.
    n_reviewers, n_products, n_reviews, n_sellers
        Its accounts, its targets, its reviews of them, their known sellers.
    first_at, last_at
        Its first and last review of a target; None without times.
    score, q_value
        Log-odds in bits, and the expected share of false rings at this rank or above.
    summary, innocent_explanation, innocent_verdict
        The run's own words.
    families
        The seven families in their fixed order.
    reasons
        Strongest first; reasons without bits last.
    members
        Core first, surest first.
    clients, sellers
        Most served first.
    identifiers
        Held by most members first.
    reviews
        The members' reviews (columns of ``ring_reviews``), by time.
    provenance
        The run.
    """

    ring_id: str
    rank: int
    n_rings: int
    kind: str
    flagged: bool
    n_reviewers: int
    n_products: int
    n_reviews: int
    n_sellers: int
    first_at: datetime | None
    last_at: datetime | None
    score: float
    q_value: float
    summary: str
    innocent_explanation: str
    innocent_verdict: str
    families: tuple[FamilyBits, ...]
    reasons: tuple[Reason, ...]
    members: tuple[Member, ...]
    clients: tuple[Client, ...]
    sellers: tuple[Seller, ...]
    identifiers: tuple[SharedIdentifier, ...]
    reviews: pl.DataFrame
    provenance: Provenance

    def reasons_for(self) -> tuple[Reason, ...]:
        """Return the reasons that speak for a ring."""
        return tuple(reason for reason in self.reasons if reason.direction != "against")

    def reasons_against(self) -> tuple[Reason, ...]:
        """Return the reasons that speak against one."""
        return tuple(reason for reason in self.reasons if reason.direction == "against")


def build_case(run: Run, ring_id: str) -> Case:
    """Build the case of one ring.

    Parameters
    ----------
    run
        An opened run.
    ring_id
        A ring of that run (`collusion.cases.run_folder.select_ring` resolves what a user typed).

    Returns
    -------
    Case
    """
    return next(build_cases(run, [ring_id]))


def build_cases(run: Run, ring_ids: Sequence[str]) -> Iterator[Case]:
    """Build the cases of `ring_ids`, in that order, one at a time.

    Each table is split by ring once, so that hundreds of cases cost one pass; a case is made when asked for.

    Parameters
    ----------
    run
        An opened run.
    ring_ids
        Rings of that run.

    Yields
    ------
    Case
    """
    ring_rows = {row["ring_id"]: row for row in run.rings.iter_rows(named=True)}
    parts = {
        name: _by_ring(getattr(run, name), ring_ids)
        for name in ("members", "clients", "evidence", "ring_reviews", "ring_identifiers")
    }
    provenance = provenance_of(run.manifest)
    silences = unavailable_evidence(run.manifest)
    for ring_id in ring_ids:
        tables = {name: part.get(ring_id, getattr(run, name).clear()) for name, part in parts.items()}
        yield _case(ring_rows[ring_id], tables, silences, provenance, run.rings.height)


def unavailable_evidence(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return the families on which a run had nothing to say, in their fixed order, with the reason.

    Parameters
    ----------
    manifest
        The run's manifest; its ``evidence_available`` holds true, false or a reason in words.

    Returns
    -------
    dict of str to str
    """
    stated = manifest.get("evidence_available", {})
    reasons = {}
    for family in FAMILIES:
        value = stated.get(family, True)
        if value is not True:
            reasons[family] = str(value) if value else "the tables do not say"
    return reasons


def false_discovery_level(manifest: Mapping[str, Any]) -> float | None:
    """Return the false-discovery level at which the run flagged rings, when its manifest tells it."""
    level = manifest.get("config", {}).get("scoring", {}).get("fdr")
    return None if level is None else float(level)


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
    families = tuple(
        FamilyBits(family, ring[f"bits_{family}"], silences.get(family, "nothing found for this ring"))
        for family in FAMILIES
    )
    return Case(
        **{name: ring[name] for name in _OWN_COLUMNS},
        innocent_explanation=ring["best_innocent_explanation"] or "",
        n_rings=n_rings,
        families=families,
        reasons=_reasons(tables["evidence"]),
        members=_members(tables["members"]),
        clients=clients,
        sellers=_sellers(clients),
        identifiers=_identifiers(tables["ring_identifiers"]),
        reviews=tables["ring_reviews"].sort("posted_at", "review_id", nulls_last=True),
        provenance=provenance,
    )


def _reasons(frame: pl.DataFrame) -> tuple[Reason, ...]:
    # The innocent explanation has a row too; a case holds it in fields of its own.
    own = frame.filter(pl.col("family").is_in(FAMILIES))
    ordered = own.with_columns(pl.col("bits").abs().alias("size")).sort(
        "size", "family", "sentence", descending=[True, False, False], nulls_last=True
    )
    reasons = []
    for row in ordered.drop("ring_id", "size").iter_rows(named=True):
        behind = {name: tuple(row[name] or ()) for name in ("review_ids", "identifiers")}
        reasons.append(Reason(**(row | behind)))
    return tuple(reasons)


def _members(frame: pl.DataFrame) -> tuple[Member, ...]:
    ordered = frame.with_columns((pl.col("role") == "core").alias("core")).sort(
        "core",
        "membership",
        "n_ring_reviews",
        "reviewer_id",
        descending=[True, True, True, False],
        nulls_last=True,
    )
    return tuple(Member(**row) for row in ordered.drop("ring_id", "core").iter_rows(named=True))


def _clients(frame: pl.DataFrame) -> tuple[Client, ...]:
    ordered = frame.sort("n_ring_reviews", "product_id", descending=[True, False])
    return tuple(Client(**row) for row in ordered.drop("ring_id").iter_rows(named=True))


def _sellers(clients: Sequence[Client]) -> tuple[Seller, ...]:
    groups: dict[str | None, list[Client]] = {}
    for client in clients:
        groups.setdefault(client.seller_id, []).append(client)
    sellers = [
        Seller(
            seller_id=seller_id,
            n_products=len(group),
            n_ring_reviews=sum(client.n_ring_reviews for client in group),
            n_reviews=sum(client.n_reviews for client in group),
            rating_with=_mean([(c.rating_with, c.n_reviews) for c in group]),
            rating_without=_mean([(c.rating_without, c.n_reviews - c.n_ring_reviews) for c in group]),
        )
        for seller_id, group in groups.items()
    ]
    # Unknown sellers last: nobody can be asked.
    return tuple(sorted(sellers, key=lambda s: (s.seller_id is None, -s.n_ring_reviews, s.seller_id or "")))


def _mean(weighted: Sequence[tuple[float | None, int]]) -> float | None:
    known = [(value, weight) for value, weight in weighted if value is not None and weight > 0]
    total = sum(weight for _, weight in known)
    return sum(value * weight for value, weight in known) / total if total else None


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


def provenance_of(manifest: Mapping[str, Any]) -> Provenance:
    """Return which run a manifest describes, made from what."""
    scoring = manifest.get("config", {}).get("scoring", {})
    return Provenance(
        run_id=str(manifest.get("run_id", "unknown")),
        version=str(manifest.get("version", "unknown")),
        source=str(manifest.get("source", "unknown")),
        created_at=str(manifest.get("created_at", "unknown")),
        inputs=tuple(sorted((str(name), str(digest)) for name, digest in manifest.get("inputs", {}).items())),
        fdr=false_discovery_level(manifest),
        abnormal_bits=float(scoring.get("abnormal_bits", DEFAULT_ABNORMAL_BITS)),
        notes=tuple(str(note) for note in manifest.get("notes", ())),
    )
