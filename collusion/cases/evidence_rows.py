"""Compose the tables that show what members wrote and hold, from rows that stay in the source's files.

Each stored table is read once for all rings: at ten million rows a pass takes a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from collusion.arrays import Int32Array, Int64Array
from collusion.cases import schema
from collusion.cases.compose import Ring
from collusion.cases.tokens import Tokens, tokens_of
from collusion.evidence.group import Finding, edges_of, member_of_edges
from collusion.evidence.identifiers import SharedValues, holders_among, shared_values
from collusion.graph.bipartite import Relation
from collusion.graph.build import EntityGraph
from collusion.tables.records import ReviewTables

#: Columns of the reviews that the graph does not know as they were.
_READ = ("review_id", "posted_at")


@dataclass(frozen=True, slots=True)
class EvidenceRows:
    """What of the stored tables the cases show.

    Attributes
    ----------
    rows
        Places of reviews in the canonical order, ascending, shape (n,).
    reviews
        Id of each, and time where the table has times, n rows.
    shared
        For each ring, by kind, the values that members share, those of most members first.
    tokens
        Tokens of all values that are shown.
    """

    rows: Int64Array
    reviews: pl.DataFrame
    shared: tuple[dict[str, SharedValues], ...]
    tokens: Tokens

    def of(self, rows: Int32Array) -> pl.DataFrame:
        """Return id and time of the reviews at some of these places, shape (n,)."""
        return self.reviews[np.searchsorted(self.rows, rows)]


def fetch_evidence_rows(
    rings: Sequence[Ring], graph: EntityGraph, tables: ReviewTables, *, key: bytes
) -> EvidenceRows:
    """Fetch all that the cases of some rings show.

    Parameters
    ----------
    rings
        Rings by rank.
    graph
        The graph that they were found in.
    tables
        The tables behind it.
    key
        Key of the tokens; no raw value leaves.

    Returns
    -------
    EvidenceRows
        One pass over the reviews, and one over the identifiers.
    """
    findings = [f for ring in rings for f in ring.assessment.findings.values() if f is not None]
    edges = [edges_of(graph, ring.group.members) for ring in rings]
    edges += [finding.edges for finding in findings]
    rows = np.unique(graph.review_row[np.concatenate([np.zeros(0, np.int64), *edges])]).astype(np.int64)
    stored = tables.stored["reviews"]
    shared = tuple(
        {kind: _most_shared(relation, ring) for kind, relation in graph.identifiers.items()} for ring in rings
    )
    behind = [values_behind(finding) for finding in findings]
    wanted: dict[str, list[Int64Array | Int32Array]] = {
        kind: [
            *(found[kind].values for found in shared),
            *(values[kind] for values in behind if kind in values),
        ]
        for kind in graph.identifiers
    }
    return EvidenceRows(
        rows,
        stored.take(rows, [name for name in _READ if name in stored.columns]),
        shared,
        tokens_of(graph, wanted, key=key),
    )


def values_behind(finding: Finding) -> dict[str, Int64Array]:
    """Return the identifier values behind a finding, by kind."""
    values: dict[str, list[int]] = {}
    for kind, value in finding.values:
        values.setdefault(kind, []).append(value)
    return {kind: np.array(some, dtype=np.int64) for kind, some in values.items()}


def compose_ring_reviews(rings: Sequence[Ring], graph: EntityGraph, fetched: EvidenceRows) -> pl.DataFrame:
    """Compose ``ring_reviews.parquet``: every review of every member, the ring's own marked.

    Parameters
    ----------
    rings
        Rings by rank.
    graph
        The graph that they were found in.
    fetched
        What was fetched for them; a column that the table lacks is empty.

    Returns
    -------
    DataFrame
        One row a review, by rank of the ring, then in the order of the graph.
    """
    parts = [edges_of(graph, ring.group.members) for ring in rings]
    edges = np.concatenate([np.zeros(0, np.int64), *parts])
    in_ring = [np.isin(part, ring.edges) for ring, part in zip(rings, parts, strict=True)]
    in_window = [np.isin(part, ring.group.edges) for ring, part in zip(rings, parts, strict=True)]
    stars, verified = (pl.Series(column[edges]) for column in (graph.stars, graph.verified))
    columns = {
        "ring_id": _repeated([ring.ring_id for ring in rings], [len(part) for part in parts]),
        "reviewer_id": graph.reviewers.names(member_of_edges(graph, edges)),
        "product_id": graph.products.names(graph.reviews.indices[edges]),
        "rating": stars.set(stars == 0, None),
        "verified": verified.set(verified < 0, None),
        "in_ring": np.concatenate([np.zeros(0, bool), *in_ring]),
        "in_window": np.concatenate([np.zeros(0, bool), *in_window]),
        "posted_at": pl.Series([None], dtype=pl.Int64).new_from_index(0, len(edges)),
    }
    frame = pl.DataFrame(columns | fetched.of(graph.review_row[edges]).to_dict())
    return frame.select(pl.col(name).cast(kind) for name, kind in schema.RING_REVIEWS.schema.items())


def compose_ring_identifiers(
    rings: Sequence[Ring], graph: EntityGraph, fetched: EvidenceRows
) -> pl.DataFrame:
    """Compose ``ring_identifiers.parquet``: values that members share, as tokens, the most shared first.

    Parameters
    ----------
    rings
        Rings by rank.
    graph
        The graph that they were found in.
    fetched
        What was fetched for them.

    Returns
    -------
    DataFrame
        One row a ring, kind, value and member.
    """
    names: list[tuple[str, str]] = []
    holders: list[Int32Array] = []
    values: list[tuple[str, Int32Array]] = []
    counts: list[Int64Array] = []
    for ring, found in zip(rings, fetched.shared, strict=True):
        for kind, shared in found.items():
            relation = graph.identifiers[kind]
            who, n_members = holders_among(relation, shared.values, ring.group.members)
            n_accounts = relation.adjacency.t_indptr[shared.values + 1]
            n_accounts = n_accounts - relation.adjacency.t_indptr[shared.values]
            names.append((ring.ring_id, kind))
            holders.append(who)
            values.append((kind, np.repeat(shared.values, n_members)))
            counts.append(np.repeat(np.column_stack((n_members, n_accounts)), n_members, axis=0))
    lengths = [len(who) for who in holders]
    both = np.concatenate([np.zeros((0, 2), np.int64), *counts])
    columns = {
        "ring_id": _repeated([ring_id for ring_id, _ in names], lengths),
        "kind": _repeated([kind for _, kind in names], lengths),
        "token": fetched.tokens.of(values),
        "reviewer_id": graph.reviewers.names(np.concatenate([np.zeros(0, np.int32), *holders])),
        "n_members": both[:, 0],
        "n_accounts": both[:, 1],
    }
    return pl.DataFrame(columns).cast(schema.RING_IDENTIFIERS.schema)


def compose_labels(tables: ReviewTables) -> pl.DataFrame:
    """Compose ``labels.parquet``: what was known before the run, sorted."""
    known = tables.labels
    names = schema.LABELS.schema
    if known is None:
        return pl.DataFrame(schema=names)
    whole = known.with_columns(pl.lit(None).alias(name) for name in names if name not in known.columns)
    return whole.select(names.names()).cast(names).unique().sort(names.names())


def _most_shared(relation: Relation, ring: Ring) -> SharedValues:
    """Return the values that members share, those of most members first."""
    shared = shared_values(relation, ring.group.members)
    top = np.lexsort((shared.values, -shared.n_members))
    return SharedValues(shared.values[top], shared.n_members[top])


def _repeated(names: list[str], lengths: list[int]) -> pl.Series:
    """Return each name as many times as its length says."""
    return pl.Series(names, dtype=pl.String).gather(np.repeat(np.arange(len(names)), lengths))
