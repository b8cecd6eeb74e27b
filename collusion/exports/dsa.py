"""Statements of reasons for the DSA Transparency Database, of actions that were ordered; no personal data.

Facts are counts and kinds of evidence. No account, product or person is named; `puid` is the name of the
action. Where a person said that the content is deceptive, commercial and in high volume, none is owed
(Art. 17(2)) and none is made; no rule and no score says so in a person's place.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from collusion.cases.run_folder import Run
from collusion.cases.wording import FAMILY_QUESTIONS, counted, listed
from collusion.errors import InputError, UsageError
from collusion.exports.dsa_rules import MOST_A_CALL, statement_faults
from collusion.foreign import excerpt
from collusion.policy.actions import Action
from collusion.provenance import readable_json, write_text_whole

#: What each action is in the words of the database; a warning restricts nothing.
_RESTRICTION: Mapping[str, Mapping[str, Any]] = {
    "suppress_reviews": {"decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"]},
    "suspend": {"decision_account": "DECISION_ACCOUNT_SUSPENDED", "account_type": "ACCOUNT_TYPE_PRIVATE"},
    "terminate": {"decision_account": "DECISION_ACCOUNT_TERMINATED", "account_type": "ACCOUNT_TYPE_PRIVATE"},
    "delist": {"decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"]},
    "ban_seller": {
        "decision_account": "DECISION_ACCOUNT_TERMINATED",
        "account_type": "ACCOUNT_TYPE_BUSINESS",
    },
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a platform says once for all statements.

    Attributes
    ----------
    clause
        The clause of the terms that was broken.
    explanation
        Why the content breaks it.
    url
        Where the terms are.
    countries
        Two-letter codes of the countries where the restriction applies; empty: not told.
    """

    clause: str = "Terms of use: reviews must come from a genuine experience"
    explanation: str = (
        "The reviews come from accounts that act together for the benefit of sellers, not from experience."
    )
    url: str = ""
    countries: tuple[str, ...] = ()


def statements(run: Run, actions: Iterable[Action], terms: Terms) -> list[dict[str, Any]]:
    """Make the statements of reasons of some actions.

    Parameters
    ----------
    run
        The run that the rings are in.
    actions
        Actions that hold.
    terms
        The platform's terms.

    Returns
    -------
    list of dict
        One an action that restricts something, in order; each checked by the database's rules.

    Raises
    ------
    InputError
        When the database would refuse one, e.g. because of the terms given.
    """
    rings = {row["ring_id"]: row for row in run.rings.iter_rows(named=True)}
    wrote = run.accused_reviews()
    posted = dict(run.ring_reviews.select("review_id", "posted_at").iter_rows())
    made = []
    for action in actions:
        if action.action in _RESTRICTION and action.high_volume is not True:
            ring = rings.get(action.ring_id, {})
            facts = _facts(action, ring, wrote)
            made.append(_statement(action, ring, posted.get(action.entity_id), terms, facts))
    faults = Counter(fault for one in made for fault in statement_faults(one, where=""))
    if faults:
        raise InputError([replace(fault, where=counted(n, "statement")) for fault, n in faults.items()])
    return made


def _statement(
    action: Action, ring: Mapping[str, Any], posted: dt.datetime | None, terms: Terms, facts: str
) -> dict[str, Any]:
    restriction = dict(_RESTRICTION[action.action])
    first = posted or ring.get("first_at")
    ends = {"end_date_account_restriction": action.expires_at[:10]} if action.expires_at else {}
    product = ["CONTENT_TYPE_PRODUCT"] if action.entity_type == "product" else ["CONTENT_TYPE_TEXT"]
    return {
        **restriction,
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": terms.clause,
        "incompatible_content_explanation": terms.explanation,
        "incompatible_content_illegal": "No",
        **({"decision_ground_reference_url": terms.url} if terms.url else {}),
        "content_type": product,
        "category": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
        "category_specification": ["KEYWORD_INAUTHENTIC_USER_REVIEWS"],
        **({"territorial_scope": list(terms.countries)} if terms.countries else {}),
        "content_date": (first.date().isoformat() if first else action.decided_at[:10]),
        "application_date": action.ordered_at[:10],
        **(ends if action.entity_type == "account" else {}),
        "decision_facts": facts,
        "source_type": "SOURCE_VOLUNTARY",
        "automated_detection": "Yes",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
        "puid": action.action_id,
    }


def _facts(action: Action, ring: Mapping[str, Any], wrote: pl.DataFrame) -> str:
    """Say what was found, in counts over reviews of rings by accounts that are accused (`wrote`)."""
    if not ring:
        return "The content is part of a group of reviews that a person found to be coordinated."
    loud = [FAMILY_QUESTIONS.get(family, family) for family in ring["abnormal"] or ()]
    mine = wrote.filter(pl.col("ring_id") == action.ring_id)
    n_accounts, n_products = mine["reviewer_id"].n_unique(), mine["product_id"].n_unique()
    group = f"{counted(n_accounts, 'account')} wrote {counted(mine.height, 'review')}"
    found = f"{group} of {counted(n_products, 'product')} together"
    signs = f" What shows it: {listed(loud, most=7)}." if loud else ""
    return (
        f"{found}.{signs} The group was found by automated means; a person decided on "
        f"{action.decided_at[:10]}. A complaint is heard until {action.appeal_until[:10]}."
    )


def write_statements(made: Sequence[Mapping[str, Any]], out: Path) -> list[Path]:
    """Write statements as bodies of calls, each of at most 100.

    Parameters
    ----------
    made
        The statements.
    out
        A new folder.

    Returns
    -------
    list of Path
        ``statements-0001.json`` and on, each ``{"statements": […]}`` for one POST to ``/api/v1/statements``.

    Raises
    ------
    UsageError
        When something is there.
    """
    if out.exists():
        raise UsageError(f"{excerpt(out)}: found something there. Give a new folder.")
    draft = out.parent / f".{out.name}.draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    names = []
    try:
        for place in range(0, max(len(made), 1), MOST_A_CALL):
            name = f"statements-{place // MOST_A_CALL + 1:04}.json"
            body = {"statements": list(made[place : place + MOST_A_CALL])}
            write_text_whole(draft / name, readable_json(body))
            names.append(name)
        draft.rename(out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return [out / name for name in names]
