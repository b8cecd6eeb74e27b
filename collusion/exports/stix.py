"""Confirmed rings as STIX 2.1: accounts, their group, the operator behind, what an analyst thinks.

The odds and the q-value travel in a property extension, since STIX knows no such numbers. Ids are made from
what they name (UUID version 5), so that the same hand-over is the same bundle.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from pathlib import Path
from typing import Any

import polars as pl

from collusion.cases.run_folder import Run
from collusion.cases.wording import counted
from collusion.decisions.decision import Entry
from collusion.decisions.standing import Standing
from collusion.errors import missing_extra
from collusion.exports.exhibits import confirmation
from collusion.exports.redaction import Profile, named
from collusion.exports.tabular import check_free_file
from collusion.provenance import write_text_whole

_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://collusion.invalid/stix")
_EXTENSION = f"extension-definition--{uuid.uuid5(_SPACE, 'ring')}"
_BORN = "2026-01-01T00:00:00Z"


def stix_bundle(run: Run, rings: Collection[str], held: Standing, *, profile: Profile, key: bytes) -> Any:
    """Return the STIX bundle of some confirmed rings.

    Parameters
    ----------
    run
        The run.
    rings
        Rings that a person confirmed.
    held
        The decisions that hold.
    profile
        For whom: whether accounts are named or pseudonyms.
    key
        Secret of pseudonyms.

    Returns
    -------
    stix2.v21.Bundle
        Checked by the library as it is built.

    Raises
    ------
    UsageError
        When nobody confirmed a ring, or the library is not installed.
    """
    try:
        import stix2
    except ImportError as error:
        raise missing_extra("STIX", "exports") from error
    v21 = stix2.v21
    producer, extension = _common(v21)
    objects: list[Any] = [producer, extension, stix2.TLP_AMBER]
    seen: set[str] = set()
    for row in run.rings.filter(pl.col("ring_id").is_in(sorted(rings))).iter_rows(named=True):
        entry = confirmation(held, row["ring_id"])
        accused = _accused(run, entry, held, profile, key)
        for made in _ring_objects(v21, row, entry, accused, producer.id):
            if made.id not in seen:
                objects.append(made)
                seen.add(made.id)
    return v21.Bundle(id=_id("bundle", str(run.manifest.get("run_id"))), objects=objects, allow_custom=True)


def write_stix(bundle: Any, out: Path, *, force: bool = False) -> Path:
    """Write a `bundle` as JSON to `out`; overwrite only by `force`."""
    check_free_file(out, force=force)
    write_text_whole(out, bundle.serialize(pretty=True) + "\n")
    return out


def _common(v21: Any) -> tuple[Any, Any]:
    """Return who speaks, and the definition of the numbers that STIX does not know."""
    producer = v21.Identity(
        id=_id("identity", "producer"),
        name="Collusion",
        identity_class="system",
        created=_BORN,
        modified=_BORN,
    )
    extension = v21.ExtensionDefinition(
        id=_EXTENSION,
        created=_BORN,
        modified=_BORN,
        created_by_ref=producer.id,
        name="Review ring",
        description="Log-odds in bits, q-value, rank and kind of a review ring.",
        schema="https://collusion.invalid/stix/ring.json",
        version="1.0.0",
        extension_types=["property-extension"],
    )
    return producer, extension


def _accused(run: Run, entry: Entry, held: Standing, profile: Profile, key: bytes) -> list[str]:
    members = run.members.filter(pl.col("ring_id") == entry.decision.ring_id)["reviewer_id"]
    accusable = {*members} - run.honest_accounts()
    accused = pl.Series([a for a in held.accused(entry) if a in accusable], dtype=pl.String)
    return named(accused, profile, key).to_list()


def _ring_objects(
    v21: Any, ring: dict[str, Any], entry: Entry, accused: Collection[str], producer: str
) -> list[Any]:
    import stix2

    made = entry.decision
    decided = dt.datetime.fromisoformat(made.decided_at)
    stamp = {"created": decided, "modified": decided, "created_by_ref": producer}
    marked = stamp | {"object_marking_refs": [stix2.TLP_AMBER.id]}
    accounts = [
        v21.UserAccount(id=_id("user-account", name), user_id=name, account_login=name)
        for name in sorted(accused)
    ]
    operator = v21.IntrusionSet(
        id=_id("intrusion-set", ring["operator"]),
        name=f"Operator {ring['operator']}",
        description="Who is behind the accounts of these rings, one hand or several.",
        **marked,
    )
    odds = {name: ring[name] for name in ("q_value", "rank", "kind")}
    odds |= {"extension_type": "property-extension", "log_odds_bits": ring["score"]}
    group = v21.Grouping(
        id=_id("grouping", ring["ring_id"]),
        name=f"Review ring {ring['ring_id']}",
        description=_description(ring, len(accounts)),
        context="suspicious-activity",
        object_refs=[account.id for account in accounts] or [operator.id],
        extensions={_EXTENSION: odds},
        **marked,
    )
    behind = v21.Relationship(
        id=_id("relationship", f"{operator.id} {group.id}"),
        relationship_type="related-to",
        source_ref=operator.id,
        target_ref=group.id,
        **marked,
    )
    return [*accounts, operator, group, behind, *_said(v21, ring, entry, group.id, marked)]


def _description(ring: dict[str, Any], n_named: int) -> str:
    """Return the run's sentence about the whole ring, and how many of its accounts are named."""
    if n_named == ring["n_reviewers"]:
        return str(ring["summary"])
    every = counted(ring["n_reviewers"], "account")
    verb = "is" if n_named == 1 else "are"
    return f"{ring['summary']} {n_named:,} of its {every} {verb} named here: of the others none is accused."


def _said(v21: Any, ring: dict[str, Any], entry: Entry, group: str, marked: dict[str, Any]) -> list[Any]:
    """Return what a person thinks of a group, and the closest innocent explanation."""
    opinion = v21.Opinion(
        id=_id("opinion", entry.hash),
        opinion="agree",
        authors=[entry.decision.by],
        explanation=f"Decision {entry.seq} of the ledger, SHA-256 {entry.hash}.",
        object_refs=[group],
        **marked,
    )
    innocent = v21.Note(
        id=_id("note", f"{group} {entry.hash}"),
        abstract="Closest innocent explanation",
        content=f"{ring['best_innocent_explanation']}: {ring['innocent_verdict']}",
        object_refs=[group],
        **marked,
    )
    return [opinion, innocent]


def _id(kind: str, name: str) -> str:
    return f"{kind}--{uuid.uuid5(_SPACE, f'{kind} {name}')}"
