"""How every hypothesis stands for every ring, and by which effects: two tables of the run folder."""

from __future__ import annotations

import polars as pl

from collusion.cases import schema
from collusion.cases.compose import Ring
from collusion.evidence.families import FAMILIES, MEASURES
from collusion.scoring.hypotheses import bins_of


def compose_hypotheses(rings: list[Ring]) -> pl.DataFrame:
    """Compose ``hypotheses.parquet``: of each ring all hypotheses, the likeliest first."""
    rows = [
        {
            "ring_id": ring.ring_id,
            "hypothesis": one.name,
            "is_ring": one.is_ring,
            "prior": round(one.prior, 6),
            "log_odds": round(one.log_odds, 6),
        }
        | {f"by_{family}": _rounded(one.by_family.get(family)) for family in FAMILIES}
        for ring in rings
        for one in ring.standings
    ]
    return pl.DataFrame(rows, schema=schema.HYPOTHESES.schema, orient="row")


def compose_effects(rings: list[Ring]) -> pl.DataFrame:
    """Compose ``effects.parquet``: of each ring the measures that are known of it."""
    rows = []
    for ring in rings:
        bins = bins_of(ring.assessment)
        for finding in filter(None, ring.assessment.findings.values()):
            rows += [
                {
                    "ring_id": ring.ring_id,
                    "family": finding.family,
                    "measure": measure,
                    "value": round(value, 6),
                    "bin": bins.get(measure),
                    "meaning": MEASURES[measure].meaning if measure in MEASURES else "observed over expected",
                }
                for measure, value in finding.effects.items()
            ]
    return pl.DataFrame(rows, schema=schema.EFFECTS.schema, orient="row")


def _rounded(bits: float | None) -> float | None:
    return None if bits is None else round(bits, 6)
