"""Everything that is held about one account: for its owner's request for access, and for the defence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from collusion.cases.run_folder import Run
from collusion.decisions.decision import Entry
from collusion.decisions.standing import Standing
from collusion.exports.redaction import SHOWN, Profile
from collusion.policy.actions import Action
from collusion.workspace.history import Happening

#: Counts and numbers of a ring that say nothing about any other account.
_RING = ("ring_id", "rank", "n_reviewers", "n_products", "n_reviews", "score", "q_value", "flagged", "kind")


@dataclass(frozen=True, slots=True)
class Records:
    """What is held in all.

    Attributes
    ----------
    run
        The latest run.
    entries, standing
        The ledger, and what holds of it.
    actions
        All actions ever issued.
    happenings
        What happened to rings.
    rows
        Rows of the source that are the account's, by table.
    """

    run: Run
    entries: Sequence[Entry]
    standing: Standing
    actions: Sequence[Action]
    happenings: Sequence[Happening]
    rows: Mapping[str, pl.DataFrame]


def subject(account: str, records: Records, *, profile: Profile = Profile.EXHIBIT) -> dict[str, Any]:
    """Gather what is held about one account, and nothing about any other.

    Parameters
    ----------
    account
        The account.
    records
        What is held in all.
    profile
        ``internal`` adds the notes of decisions and who made them; they may speak of others.

    Returns
    -------
    dict
        For JSON. Other accounts of a ring are a number only.
    """
    run, held = records.run, records.standing
    mine = pl.col("reviewer_id") == account
    member = run.members.filter(mine)
    rings = run.rings.filter(pl.col("ring_id").is_in(member["ring_id"].implode()))
    behind = set(run.ring_reviews.filter(mine)["review_id"].to_list())
    cited = run.evidence.filter(pl.col("ring_id").is_in(member["ring_id"].implode()))
    joined = [h for h in records.happenings if account in (*h.event.joined, *h.event.left)]
    return {
        "account": account,
        "run_id": run.manifest.get("run_id"),
        "score": run.scores().filter(mine)["score"].to_list(),
        "membership": member.to_dicts(),
        "rings": rings.select(*_RING, "best_innocent_explanation", "innocent_verdict").to_dicts(),
        "reasons_that_cite_its_reviews": [
            {
                "ring_id": row["ring_id"],
                "family": row["family"],
                "sentence": row["sentence"],
                "bits": row["bits"],
                "own_reviews": sorted(behind & set(row["review_ids"] or ())),
            }
            for row in cited.iter_rows(named=True)
            if behind & set(row["review_ids"] or ())
        ],
        "reviews": run.ring_reviews.filter(mine).to_dicts(),
        "shared_values": run.ring_identifiers.filter(mine).select("kind", "token", "n_accounts").to_dicts(),
        "footprint_values": run.footprints.filter(pl.col("reviewer_ids").list.contains(account))
        .select("ring_id", "token", "n_accounts")
        .to_dicts(),
        "labels": run.labels.filter(pl.col("entity_id") == account).to_dicts(),
        "is_cleared": account in held.honest or account in run.honest_accounts(),
        "decisions": [
            _decision(entry, held, profile) for entry in records.entries if account in entry.decision.accounts
        ],
        "actions": [_action(action, profile) for action in records.actions if action.account == account],
        "events": [{"run_no": h.run_no, "kind": h.event.kind, "ring_id": h.event.ring_id} for h in joined],
        "source_rows": {name: frame.to_dicts() for name, frame in records.rows.items() if frame.height},
    }


def _decision(entry: Entry, held: Standing, profile: Profile) -> dict[str, Any]:
    made = entry.decision
    content = {
        "seq": entry.seq,
        "ring_id": made.ring_id,
        "verdict": made.verdict,
        "decided_at": made.decided_at,
        "expires_at": made.expires_at,
        "void": held.void.get(entry.seq),
    }
    if SHOWN[profile].notes:
        content |= {"by": made.by, "note": made.note}
    return content


def _action(action: Action, profile: Profile) -> dict[str, Any]:
    kept = ("action_id", "status", "action", "entity_type", "entity_id", "reason", "decided_at")
    more = ("ordered_at", "expires_at", "appeal_until", "reverses")
    content = {name: getattr(action, name) for name in (*kept, *more)}
    if SHOWN[profile].notes:
        content |= {"decided_by": action.decided_by, "ordered_by": action.ordered_by, "why": action.why}
    return content
