"""Where a case comes from: the run, its inputs, its false-discovery level, what it could not look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from collusion.evidence.families import FAMILIES
from collusion.words.catalogue import DEFAULT, UNTELLABLE, unpacked, words_of
from collusion.words.notes import told_note

#: Bits from which a family is out of the ordinary, for a manifest that does not say.
DEFAULT_ABNORMAL_BITS = 10.0
#: Families that a flag takes, for a manifest that does not say.
DEFAULT_FAMILIES = 2


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
    prior_bits
        Log-odds in bits of a group of which nothing is known; None when the manifest does not tell it.
    limits
        Sentences on what the run left out by a limit of its configuration.
    notes
        What the readers counted and reported.
    min_families
        Families of evidence that a flag takes.
    """

    run_id: str
    version: str
    source: str
    created_at: str
    inputs: tuple[tuple[str, str], ...]
    fdr: float | None
    abnormal_bits: float
    prior_bits: float | None
    limits: tuple[str, ...]
    notes: tuple[str, ...]
    min_families: int


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


def provenance_of(manifest: Mapping[str, Any], language: str = DEFAULT) -> Provenance:
    """Return which run a `manifest` describes, from what, with limits and notes in a `language`."""
    return Provenance(
        run_id=str(manifest.get("run_id", "unknown")),
        version=str(manifest.get("version", "unknown")),
        source=str(manifest.get("source", "unknown")),
        created_at=str(manifest.get("created_at", "unknown")),
        inputs=tuple(sorted((str(name), str(digest)) for name, digest in manifest.get("inputs", {}).items())),
        fdr=false_discovery_level(manifest),
        abnormal_bits=float(manifest.get("abnormal_bits", DEFAULT_ABNORMAL_BITS)),
        prior_bits=None if manifest.get("prior_bits") is None else float(manifest["prior_bits"]),
        limits=_limits(manifest, language),
        notes=tuple(told_note(str(note), language) for note in manifest.get("notes", ())),
        min_families=int(manifest.get("config", {}).get("scoring", {}).get("min_families", DEFAULT_FAMILIES)),
    )


def _limits(manifest: Mapping[str, Any], language: str) -> tuple[str, ...]:
    english = tuple(str(limit) for limit in manifest.get("limits", ()))
    told = manifest.get("limits_told")
    if language == DEFAULT or told is None:
        return english
    try:
        return tuple(words_of(language).tell(one) for one in unpacked(told))
    except UNTELLABLE:
        return english
