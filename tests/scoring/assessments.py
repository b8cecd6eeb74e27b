"""Candidates and what families found, by hand."""

from __future__ import annotations

import numpy as np

from collusion.detection.candidates import Candidate
from collusion.evidence.families import FAMILIES, REGISTRY, Measure
from collusion.evidence.group import Finding, Group
from collusion.scoring.families import Assessment


def assessment(first: int = 0, *, size: int = 6, **bits: float | None) -> Assessment:
    """Return a group of `size` accounts from `first` on, with the bits given; other families cannot say."""
    group = Group(
        np.arange(first, first + size, dtype=np.int32), np.arange(3, dtype=np.int32), np.zeros(0, np.int64)
    )
    surplus = (bits.get("behaviour") or 0.0) * float(np.log(2))
    candidate = Candidate(
        group=group,
        membership=np.full(size, 5.0),
        n=np.full(3, 4, np.int32),
        expected=np.full(3, 0.5),
        surplus=surplus,
        stars=0.0,
        life=0.0,
        origin="hand",
    )
    findings = {family: _finding(family, bits.get(family)) for family in FAMILIES}
    return Assessment(candidate, findings)


def _finding(family: str, bits: float | None) -> Finding | None:
    """Return a finding whose effects grow with its bits: from 10 bits on beyond those of honest groups."""
    if bits is None:
        return None
    measures = next(one.measures for one in REGISTRY if one.name == family)
    effects = {one.name: _effect(one, bits) for one in measures}
    return Finding(family, float(bits), 4.0, 1.0, f"{bits} bits.", effects=effects)


def _effect(measure: Measure, bits: float) -> float:
    if measure.name == "breadth":
        return 3.0
    if measure.name in ("identity_public", "one_sitting"):  # they speak for a crowd, or a list
        return 0.0
    level = int(np.searchsorted((10.0, 40.0, 100.0, 300.0), bits, side="right"))
    if level == 0:
        return 0.0
    first = 0 if measure.telling == float("inf") else measure.edges.index(measure.telling)
    return measure.edges[min(first + level - 1, len(measure.edges) - 1)]
