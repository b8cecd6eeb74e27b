"""Reasons for and against every ring, in words and numbers: ``evidence.parquet``."""

from __future__ import annotations

import polars as pl

from collusion.cases import schema
from collusion.cases.compose import Ring
from collusion.evidence.group import Finding
from collusion.graph.build import EntityGraph
from collusion.tables.records import ReviewTables
from collusion.tables.tokens import tokenise

#: Most reviews and identifier values listed behind one reason.
_MAX_ROWS = 5000


def compose_evidence(
    rings: list[Ring], graph: EntityGraph, tables: ReviewTables, *, abnormal_bits: float, key: bytes
) -> pl.DataFrame:
    """Compose ``evidence.parquet``: the families that speak for each ring, strongest first, then against it.

    Parameters
    ----------
    rings
        The rings, best first.
    graph
        The graph.
    tables
        The tables.
    abnormal_bits
        Bits from which a family is abnormal; a family below that speaks against.
    key
        Key of the tokens.

    Returns
    -------
    polars.DataFrame
        See `collusion.cases.schema.EVIDENCE`.
    """
    rows = []
    for ring in rings:
        findings = [finding for finding in ring.assessment.findings.values() if finding is not None]
        for finding in sorted(findings, key=lambda f: (-f.bits, f.family)):
            rows.append(_row(ring, finding, graph, tables, abnormal_bits, key))
        verdict = ring.verdict
        rows.append(
            {
                "ring_id": ring.ring_id,
                "family": "innocent explanation",
                "bits": None,
                "observed": None,
                "expected": None,
                "direction": "against" if verdict.holds else "for",
                "sentence": f"Closest innocent explanation: {verdict.explanation}. {verdict.sentence}",
                "review_ids": [],
                "identifiers": [],
            }
        )
    return pl.DataFrame(rows, schema=schema.EVIDENCE.schema, orient="row")


def _row(
    ring: Ring, finding: Finding, graph: EntityGraph, tables: ReviewTables, abnormal_bits: float, key: bytes
) -> dict[str, object]:
    against = finding.bits < abnormal_bits and finding.family != "benefit"
    sentence = finding.sentence
    if against:
        sentence += (
            f" That is within what honest groups show ({finding.bits:+.1f} bits, {abnormal_bits:.0f} needed)."
        )
    return {
        "ring_id": ring.ring_id,
        "family": finding.family,
        "bits": round(finding.bits, 3),
        "observed": round(finding.observed, 4),
        "expected": round(finding.expected, 4),
        "direction": "against" if against else "for",
        "sentence": sentence,
        "review_ids": tables.reviews["review_id"]
        .gather(graph.review_row[finding.edges[:_MAX_ROWS]])
        .to_list(),
        "identifiers": _tokens(finding, graph, key),
    }


def _tokens(finding: Finding, graph: EntityGraph, key: bytes) -> list[str]:
    tokens: list[str] = []
    for kind in sorted({kind for kind, _ in finding.values}):
        values = [value for named, value in finding.values if named == kind][:_MAX_ROWS]
        tokens += tokenise(kind, graph.identifiers[kind].nodes.ids.gather(values), key=key).to_list()
    return tokens
