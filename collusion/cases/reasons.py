"""Reasons for and against every ring, in words and numbers: ``evidence.parquet``."""

from __future__ import annotations

import polars as pl

from collusion.cases import schema
from collusion.cases.compose import Ring
from collusion.cases.evidence_rows import MAX_BEHIND, EvidenceRows, values_behind
from collusion.cases.records import LEAST_BITS
from collusion.evidence.group import Finding
from collusion.graph.build import EntityGraph


def compose_evidence(
    rings: list[Ring], graph: EntityGraph, fetched: EvidenceRows, *, abnormal_bits: float
) -> pl.DataFrame:
    """Compose ``evidence.parquet``: the families that speak for each ring, strongest first, then against it.

    Parameters
    ----------
    rings
        The rings, best first.
    graph
        The graph.
    fetched
        What was fetched for the rings.
    abnormal_bits
        Bits from which a family is abnormal; a family below that speaks against.

    Returns
    -------
    polars.DataFrame
        See `collusion.cases.schema.EVIDENCE`.
    """
    rows = []
    for ring in rings:
        findings = [finding for finding in ring.assessment.findings.values() if finding is not None]
        for finding in sorted(findings, key=lambda f: (-f.bits, f.family)):
            rows.append(_row(ring, finding, graph, fetched, abnormal_bits))
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
    ring: Ring, finding: Finding, graph: EntityGraph, fetched: EvidenceRows, abnormal_bits: float
) -> dict[str, object]:
    values = values_behind(finding)
    against = finding.bits < abnormal_bits and finding.family != "benefit"
    sentence = finding.sentence
    if against:
        bits = f"{finding.bits:+.1f} bits" if abs(finding.bits) >= LEAST_BITS else "no evidence"
        sentence += (
            f" That is within what honest groups show ({bits}; {abnormal_bits:.3g} bits would be abnormal)."
        )
    return {
        "ring_id": ring.ring_id,
        "family": finding.family,
        "bits": round(finding.bits, 3),
        "observed": round(finding.observed, 4),
        "expected": round(finding.expected, 4),
        "direction": "against" if against else "for",
        "sentence": sentence,
        "review_ids": fetched.of(graph.review_row[finding.edges[:MAX_BEHIND]])["review_id"].to_list(),
        "identifiers": fetched.tokens.of(sorted(values.items())).to_list(),
    }
