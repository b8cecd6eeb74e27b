"""Seal a run: a digest over every field of its manifest, and a signature where there is a key.

The digest tells of a field that was changed; whoever changes a field and the digest with it is told by the
signature, for readers who have the signer's public key by another way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict

import msgspec

from collusion.errors import IntegrityError, UsageError
from collusion.provenance import Difference, canonical_json
from collusion.signing import is_signed, public_key_of

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
#: The last field of a manifest: SHA-256 of the canonical JSON of all others.
SEAL = "manifest_sha256"
_AGAIN = "Run `collusion detect` again on the source."


class _Stage(TypedDict, total=False):
    name: str
    seconds: float
    peak_mb: float
    counts: dict[str, float]


class _Fields(TypedDict, total=False):
    """What fields of a manifest are, where they are there; readers rely on it."""

    run_id: str
    version: str
    source: str
    inputs: dict[str, str]
    outputs: dict[str, str]
    labels_of_decisions: str
    config: dict[str, Any]
    seed: int
    created_at: str
    stages: list[_Stage]
    totals: dict[str, float]
    counts: dict[str, int]
    strata: dict[str, int | str]
    notes: list[str]
    evidence_available: dict[str, bool | str]
    abnormal_bits: float
    manifest_sha256: str


def sealed(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return a `manifest` with the digest over all its fields as the last."""
    fields = {name: value for name, value in manifest.items() if name != SEAL}
    return fields | {SEAL: hashlib.sha256(canonical_json(fields).encode("utf-8")).hexdigest()}


def read_manifest(run: Path) -> dict[str, Any]:
    """Read the manifest of a run folder, sealed or not.

    Parameters
    ----------
    run
        The folder.

    Returns
    -------
    dict
        Its fields, of the types that they have in every manifest.

    Raises
    ------
    UsageError
        When there is no manifest.
    IntegrityError
        When it is no manifest of a run.
    """
    path = run / MANIFEST
    if not path.is_file():
        raise UsageError(
            f"{run}: found no {MANIFEST} there, so it is not a finished run folder. "
            "Give the folder that `collusion detect SOURCE --out RUN` wrote, or run that first."
        )
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_without_repetition)
    except (ValueError, RecursionError) as error:
        raise IntegrityError(f"{path}: found text that is not JSON ({error}). {_AGAIN}") from error
    if not isinstance(manifest, dict):
        raise IntegrityError(f"{path}: found JSON that is not an object. {_AGAIN}")
    try:
        msgspec.convert(manifest, _Fields)
    except msgspec.ValidationError as error:
        raise IntegrityError(f"{path}: found a field of another type ({error}). {_AGAIN}") from error
    return manifest


def seal_difference(manifest: Mapping[str, Any]) -> list[Difference]:
    """Return how a `manifest` differs from what its own digest says; nothing when it does not."""
    if SEAL not in manifest:
        return [Difference(MANIFEST, f"no {SEAL}, the digest over all its fields")]
    if manifest[SEAL] != sealed(manifest)[SEAL]:
        return [Difference(MANIFEST, f"other fields than were written: {SEAL} does not fit")]
    return []


def signature_of(run: Path) -> str | None:
    """Return the signature beside the manifest of a `run` folder, None where there is none."""
    path = run / SIGNATURE
    return path.read_text(encoding="ascii", errors="replace").strip() if path.is_file() else None


def signature_differences(run: Path, *, public_key: str | None) -> list[Difference]:
    """Return what is wrong with the signature of a run.

    Parameters
    ----------
    run
        Its folder.
    public_key
        The key that must have signed it, in base64; when None, any, or none at all.

    Returns
    -------
    list of Difference
        Empty when nothing is.
    """
    signature = signature_of(run)
    if signature is None:
        return [] if public_key is None else [Difference(SIGNATURE, "no signature")]
    if not is_signed((run / MANIFEST).read_bytes(), signature):
        return [Difference(SIGNATURE, "a signature that does not fit the manifest")]
    if public_key not in (None, public_key_of(signature)):
        return [Difference(SIGNATURE, f"a signature by another key, {public_key_of(signature)}")]
    return []


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object; refuse one that says a field twice, since readers differ in which they take."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a field stands twice in one object")
    return fields
