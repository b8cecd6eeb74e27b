"""Reasons for and against every ring, in words and numbers: ``evidence.parquet``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from collusion.arrays import Int32Array, Int64Array
from collusion.cases import schema
from collusion.cases.compose import Ring
from collusion.cases.tokens import Tokens, tokens_of
from collusion.evidence.group import Finding
from collusion.graph.build import EntityGraph
from collusion.tables.records import ReviewTables

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
    behind = _Behind.all(rings, graph, tables, key)
    for ring in rings:
        findings = [finding for finding in ring.assessment.findings.values() if finding is not None]
        for finding in sorted(findings, key=lambda f: (-f.bits, f.family)):
            rows.append(_row(ring, finding, graph, behind, abnormal_bits))
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


@dataclass(frozen=True, slots=True)
class _Behind:
    """What is behind all findings, fetched at once: ids of the reviews at `rows`, ascending, and tokens."""

    rows: Int64Array
    ids: pl.Series
    tokens: Tokens

    @classmethod
    def all(cls, rings: list[Ring], graph: EntityGraph, tables: ReviewTables, key: bytes) -> _Behind:
        """Fetch the ids and the tokens that the findings of all rings rest on."""
        findings = [f for ring in rings for f in ring.assessment.findings.values() if f is not None]
        edges = [np.zeros(0, np.int64), *(finding.edges[:_MAX_ROWS] for finding in findings)]
        rows = np.unique(graph.review_row[np.concatenate(edges)]).astype(np.int64)
        ids = tables.stored["reviews"].take(rows, ["review_id"]).to_series()
        values = [_values(finding) for finding in findings]
        kinds = {kind: [some[kind] for some in values if kind in some] for kind in graph.identifiers}
        return cls(rows, ids, tokens_of(graph, kinds, key=key))

    def reviews(self, rows: Int32Array) -> list[str]:
        """Return the ids of the reviews at some of `rows`."""
        return self.ids.gather(np.searchsorted(self.rows, rows)).to_list()

    def identifiers(self, finding: Finding) -> list[str]:
        """Return the tokens of the values that a finding names, kinds in alphabetical order."""
        found = _values(finding)
        return [token for kind in sorted(found) for token in self.tokens.of(kind, found[kind]).to_list()]


def _row(
    ring: Ring, finding: Finding, graph: EntityGraph, behind: _Behind, abnormal_bits: float
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
        "review_ids": behind.reviews(graph.review_row[finding.edges[:_MAX_ROWS]]),
        "identifiers": behind.identifiers(finding),
    }


def _values(finding: Finding) -> dict[str, Int64Array]:
    """Return the identifier values behind a finding, by kind."""
    values: dict[str, list[int]] = {}
    for kind, value in finding.values:
        values.setdefault(kind, []).append(value)
    return {kind: np.array(some[:_MAX_ROWS], dtype=np.int64) for kind, some in values.items()}
