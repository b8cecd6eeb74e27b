"""Reasons for and against every ring, in words and numbers: ``evidence.parquet``."""

from __future__ import annotations

import msgspec
import polars as pl

from collusion.cases import schema
from collusion.cases.compose import Ring
from collusion.cases.evidence_rows import EvidenceRows, values_behind
from collusion.cases.family_words import Told, sentences_of
from collusion.cases.market_rows import MarketRows
from collusion.cases.records import LEAST_BITS
from collusion.evidence.group import Finding
from collusion.words.catalogue import DEFAULT, packed, said, words_of

#: Bits by which a family lowers the odds of a ring to be told as what speaks against one: a half.
_LOWERS = 1.0


def compose_evidence(rings: list[Ring], market: MarketRows, fetched: EvidenceRows) -> pl.DataFrame:
    """Compose ``evidence.parquet``: for each ring its families, in the order of their weight.

    Parameters
    ----------
    rings
        The rings, best first.
    market
        The rows that sentences are counted from.
    fetched
        What was fetched for the rings.

    Returns
    -------
    polars.DataFrame
        See `collusion.cases.schema.EVIDENCE`.
    """
    rows = []
    for ring in rings:
        told = Told(ring.group, ring.edges, market)
        findings = [finding for finding in ring.assessment.findings.values() if finding is not None]
        rows += [_row(ring, finding, told, fetched) for finding in by_weight(ring, findings)]
        verdict = ring.verdict
        rows.append(
            {
                "ring_id": ring.ring_id,
                "family": "innocent explanation",
                "bits": None,
                "contribution": None,
                "observed": None,
                "expected": None,
                "direction": "against" if verdict.holds else "for",
                "sentence": f"Closest innocent explanation: {verdict.explanation}. {verdict.sentence}",
                "told": None,
                "review_ids": [],
                "identifiers": [],
            }
        )
    return pl.DataFrame(rows, schema=schema.EVIDENCE.schema, orient="row")


def by_weight(ring: Ring, findings: list[Finding]) -> list[Finding]:
    """Sort the `findings` of a `ring` by what they add to the score, then by their evidence."""
    return sorted(findings, key=lambda f: (-ring.contributions.get(f.family, 0.0), -f.bits, f.family))


def _row(ring: Ring, finding: Finding, told: Told, fetched: EvidenceRows) -> dict[str, object]:
    return reason_row(ring, finding, told) | {
        "review_ids": fetched.of(told.market.graph.review_row[finding.edges])["review_id"].to_list(),
        "identifiers": fetched.tokens.of(sorted(values_behind(finding).items())).to_list(),
    }


def reason_row(ring: Ring, finding: Finding, told: Told) -> dict[str, object]:
    """Return a row of ``evidence`` but for the reviews and identifiers behind it.

    Parameters
    ----------
    ring
        A ring.
    finding
        What a family found about it.
    told
        Its rows.

    Returns
    -------
    dict
        By column.
    """
    contribution = ring.contributions.get(finding.family, 0.0)
    lowers = contribution <= -_LOWERS
    is_usual = finding.family not in ring.abnormal and finding.family != "benefit"
    sentences = [*sentences_of(finding, told)]
    if lowers:
        sentences.append(said("reason.lowers"))
    elif is_usual:
        sentences.append(said("reason.usual"))
    return {
        "ring_id": ring.ring_id,
        "family": finding.family,
        "bits": round(finding.bits, 3),
        "contribution": round(contribution, 6),
        "observed": round(finding.observed, 4),
        "expected": round(finding.expected, 4),
        "direction": "against" if lowers or (is_usual and contribution < LEAST_BITS) else "for",
        "sentence": words_of(DEFAULT).tell(*sentences),
        "told": msgspec.json.encode(packed(sentences)).decode(),
    }
