"""Compose the tables of a run folder from the ranked rings."""

from __future__ import annotations

import polars as pl

from collusion.cases import compose, evidence_rows, hypotheses, reasons, schema
from collusion.cases.footprints import compose_footprints
from collusion.cases.market_rows import market_rows
from collusion.evidence.channels import Channels
from collusion.evidence.links import Links
from collusion.graph.build import EntityGraph
from collusion.scoring.accounts import score_accounts
from collusion.scoring.rank import RankedRings
from collusion.tables.records import ReviewTables


def compose_tables(
    ranked: RankedRings,
    links: Links,
    channels: Channels,
    graph: EntityGraph,
    tables: ReviewTables,
    *,
    key: bytes,
) -> dict[str, pl.DataFrame]:
    """Compose every table of a run folder.

    Parameters
    ----------
    ranked
        The rings, best first.
    links
        Fused links of the accounts.
    channels
        The prepared channels of evidence.
    graph
        The graph.
    tables
        The source as read: reviews and identifiers that a case shows are fetched from its files.
    key
        Key of the tokens that stand for identifiers.

    Returns
    -------
    dict
        A frame for each table of `collusion.cases.schema`, by its name.
    """
    rings, market = compose.name_rings(ranked, graph), market_rows(graph, channels)
    fetched = evidence_rows.fetch_evidence_rows(rings, graph, tables, key=key)
    suspicion = score_accounts(ranked, links, channels.stars)
    return {
        "rings": compose.compose_rings(rings, graph),
        "members": compose.compose_members(rings, graph, market.created),
        "clients": compose.compose_clients(rings, graph),
        "evidence": reasons.compose_evidence(rings, market, fetched),
        "ring_reviews": evidence_rows.compose_ring_reviews(rings, graph, fetched),
        "ring_identifiers": evidence_rows.compose_ring_identifiers(rings, graph, fetched),
        "footprints": compose_footprints(rings, graph, key=key),
        "hypotheses": hypotheses.compose_hypotheses(rings),
        "effects": hypotheses.compose_effects(rings),
        "scores": pl.DataFrame(
            {"reviewer_id": graph.reviewers.ids, "score": suspicion}, schema=schema.SCORES.schema
        ),
        "labels": evidence_rows.compose_labels(tables),
        "aliases": tables.codes.aliases,
    }
