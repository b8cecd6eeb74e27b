"""Exhibit D: how a ring was found, how often that errs, what speaks against it, and who decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from collusion import __version__
from collusion.cases.case import Case
from collusion.cases.run_folder import Run
from collusion.decisions.decision import Entry
from collusion.decisions.standing import Standing
from collusion.words.catalogue import Words, words_of

_SCHEMA = {"what": pl.String, "finding": pl.String}


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided of a ring.

    Attributes
    ----------
    entry
        The decision that confirms it.
    standing
        All decisions that hold.
    error_rate
        What was measured of this market's error rate, in words; empty when nothing was.
    """

    entry: Entry
    standing: Standing
    error_rate: str = ""


def method_rows(run: Run, case: Case, decided: Decided, *, with_note: bool) -> pl.DataFrame:
    """Say how a ring was found and decided on, one finding a row.

    Parameters
    ----------
    run
        The run, whose language is that of the words.
    case
        The ring.
    decided
        The decision on it.
    with_note
        Whether the note of the decision is told.

    Returns
    -------
    DataFrame
        ``what`` and ``finding``.
    """
    words = words_of(run.language)
    found = [*_provenance(run, case, words), *_sureness(run, case, decided, words), *_copies(run, words)]
    judged = [*_decision(decided, words, with_note=with_note), *_left_out(run, decided, words)]
    lines = [
        *((words.say(f"exhibit.{key}"), finding) for key, finding in found),
        *_reasons(case, words),
        *((words.say(f"exhibit.{key}"), finding) for key, finding in judged),
    ]
    return pl.DataFrame(lines, schema=_SCHEMA, orient="row")


def _provenance(run: Run, case: Case, words: Words) -> Iterator[tuple[str, str]]:
    manifest, origin = run.manifest, case.provenance
    yield "system", f"Collusion {manifest.get('version', __version__)}"
    made = {"run": origin.run_id, "created": origin.created_at, "seed": str(manifest.get("seed"))}
    yield "run", words.say("exhibit.run_made", **made)
    for name, digest in origin.inputs:
        yield "input", f"{name}: SHA-256 {digest}"
    for name, digest in manifest.get("outputs", {}).items():
        yield "output", f"{name}: SHA-256 {digest}"


def _sureness(run: Run, case: Case, decided: Decided, words: Words) -> Iterator[tuple[str, str]]:
    yield "finding", case.summary
    yield "false_share", words.say("exhibit.false_share_of", share=case.q_value, rank=case.rank)
    level = _level(run.manifest.get("config", {}))
    yield "level", words.say("exhibit.level_unknown" if level is None else "exhibit.level_of", level=level)
    yield "error_rate", decided.error_rate or words.say("exhibit.error_rate_unknown")
    yield "weight", words.say("exhibit.weight_of")


def _level(config: Any) -> float | None:
    return config.get("scoring", {}).get("fdr") if isinstance(config, dict) else None


def _copies(run: Run, words: Words) -> Iterator[tuple[str, str]]:
    """Say what the run counted once although the source has it more often."""
    n = Counter(run.aliases["entity_type"].to_list())
    if n:
        yield "counted_once", words.say("exhibit.copies", listings=n["product"], accounts=n["reviewer"])


def _reasons(case: Case, words: Words) -> list[tuple[str, str]]:
    parts = (
        ("for", case.reasons_for()),
        ("against", case.reasons_against()),
        ("neither", case.reasons_neither()),
    )
    lines = [
        (words.say(f"exhibit.{key}", family=reason.family), reason.sentence)
        for key, reasons in parts
        for reason in reasons
    ]
    lines.append((words.say("exhibit.innocent"), f"{case.innocent_explanation}: {case.innocent_verdict}"))
    silent = [family for family in case.families if family.bits is None]
    said = [f"{words.phrase('family', family.family)}: {family.silence}" for family in silent]
    return lines + [(words.say("exhibit.silent"), one) for one in said]


def _decision(decided: Decided, words: Words, *, with_note: bool) -> Iterator[tuple[str, str]]:
    entry = decided.entry
    made = entry.decision
    told = {"by": made.by, "at": str(made.decided_at), "seq": entry.seq, "hash": entry.hash}
    yield "decided_by", words.say("exhibit.decided", **told)
    yield "automated", words.say("exhibit.automated_means")
    if with_note:
        yield "note", made.note


def _left_out(run: Run, decided: Decided, words: Words) -> Iterator[tuple[str, str]]:
    """Say who is in the ring or in the decision and in no exhibit."""
    decision = decided.entry.decision
    members = set(run.members.filter(pl.col("ring_id") == decision.ring_id)["reviewer_id"])
    named = set(decision.accounts)
    cleared = run.honest_accounts() | decided.standing.honest.keys()
    counts = {
        "appealed": len(named & cleared),
        "unnamed": len(members - named),
        "gone": len(named - members - cleared),
    }
    yield from (("left_out", words.say(f"exhibit.{key}", n=n)) for key, n in counts.items() if n)
