"""The frames that a ring shows: facts, hypotheses, what it shares with another, and what would clear whom."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from collusion.cases.case import Case
from collusion.cases.counterfactual import Counterfactual
from collusion.cases.innocent import ruled_out_by
from collusion.cases.records import Explanation
from collusion.cases.wording import REASON_QUESTIONS, factor, odds

_NAMES = pl.List(pl.String)
_FACTS = pl.Schema(
    {
        "family": pl.String(),
        "question": pl.String(),
        "direction": pl.String(),
        "odds_change": pl.String(),
        "observed": pl.Float64(),
        "expected": pl.Float64(),
        "sentence": pl.String(),
        "review_ids": _NAMES,
        "tokens": _NAMES,
    }
)
_HYPOTHESES = pl.Schema(
    {
        "hypothesis": pl.String(),
        "is_ring": pl.Boolean(),
        "odds_before": pl.String(),
        "odds": pl.String(),
        "speaks_for": pl.String(),
        "speaks_against": pl.String(),
        "ruled_out_by": pl.String(),
        "log_odds": pl.Float64(),
    }
)
_COUNTERFACTUALS = pl.Schema(
    {
        "reviewer_id": pl.String(),
        "outcome": pl.String(),
        "n_rows": pl.UInt32(),
        "review_ids": _NAMES,
        "tokens": _NAMES,
        "words": pl.String(),
    }
)
_COMPARISON = pl.Schema(
    {
        "what": pl.String(),
        "n_this": pl.UInt32(),
        "n_other": pl.UInt32(),
        "n_shared": pl.UInt32(),
        "shared_of_all": pl.Float64(),
        "shared": _NAMES,
    }
)


def facts(case: Case) -> pl.DataFrame:
    """Return the reasons of a `case` as `collusion.api.ring.Ring.facts` describes them."""
    rows = [
        {
            "family": reason.family,
            "question": REASON_QUESTIONS[reason.family],
            "direction": reason.direction,
            "odds_change": None if reason.contribution is None else factor(reason.contribution),
            "observed": reason.observed,
            "expected": reason.expected,
            "sentence": reason.sentence,
            "review_ids": list(reason.review_ids),
            "tokens": list(reason.identifiers),
        }
        for reason in case.reasons
    ]
    return pl.DataFrame(rows, schema=_FACTS, orient="row")


def hypotheses(case: Case) -> pl.DataFrame:
    """Return what a `case` may be as `collusion.api.ring.Ring.hypotheses` describes it."""
    rows = [
        {
            "hypothesis": one.name,
            "is_ring": one.is_ring,
            "odds_before": odds(one.prior),
            "odds": odds(one.log_odds),
            "speaks_for": _strongest(one, 1.0),
            "speaks_against": _strongest(one, -1.0),
            "ruled_out_by": ruled_out_by(one),
            "log_odds": one.log_odds,
        }
        for one in case.hypotheses
    ]
    return pl.DataFrame(rows, schema=_HYPOTHESES, orient="row")


def comparison(case: Case, other: Case) -> pl.DataFrame:
    """Return what two cases share as `collusion.api.ring.Ring.compare` describes it."""
    rows = []
    others = _entities(other)
    for what, mine in _entities(case).items():
        theirs = others[what]
        shared, every = sorted(mine & theirs), mine | theirs
        share = len(shared) / len(every) if every else None
        rows.append((what, len(mine), len(theirs), len(shared), share, shared))
    return pl.DataFrame(rows, schema=_COMPARISON, orient="row")


def counterfactuals(found: Sequence[Counterfactual]) -> pl.DataFrame:
    """Return what would clear each account as `collusion.api.ring.Ring.counterfactuals` describes it."""
    rows = [
        (one.account, one.outcome, one.n_rows, list(one.review_ids), list(one.tokens), one.words)
        for one in sorted(found, key=lambda one: (one.outcome is None, one.n_rows))
    ]
    return pl.DataFrame(rows, schema=_COUNTERFACTUALS, orient="row")


def _entities(case: Case) -> dict[str, set[str]]:
    return {
        "accounts": {member.reviewer_id for member in case.members},
        "products": {client.product_id for client in case.clients},
        "sellers": {client.seller_id for client in case.clients if client.seller_id is not None},
        "tokens": {value.token for value in case.identifiers},
    }


def _strongest(one: Explanation, sign: float) -> str | None:
    """Name the family that speaks most for a hypothesis (`sign` 1) or against it (-1), and how much."""
    weighed = [(sign * bits, family) for family, bits in one.by_family.items() if sign * bits > 0]
    if not weighed:
        return None
    bits, family = max(weighed)
    return f"{family} {factor(sign * bits)}"
