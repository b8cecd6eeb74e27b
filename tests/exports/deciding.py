"""A decided ring, for tests of exports."""

from __future__ import annotations

import datetime as dt

import polars as pl

from collusion.cases.run_folder import Run
from collusion.decisions.standing import Standing, standing
from collusion.exports.exhibits import Held
from collusion.policy.actions import Action, Order, Proposal, _action
from collusion.policy.plan import propose
from collusion.policy.policy import DEFAULT
from tests.decisions.making import entries

RING = "R-00000001"
NOW = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
KEY = b"k" * 32
ORDER = Order("Chief", NOW, DEFAULT.digest(), 183)


def decided(run: Run, *more: dict[str, object], **fields: object) -> Standing:
    """Return what holds when the first ring of a run is confirmed, and more was decided."""
    members = tuple(sorted(run.members.filter(pl.col("ring_id") == RING)["reviewer_id"]))
    return standing(entries({"ring_id": RING, "accounts": members} | fields, *more), NOW)


def held(run: Run, *more: dict[str, object], rows: dict[str, pl.DataFrame] | None = None) -> Held:
    """Return the same with what else exhibits rest on."""
    return Held(decided(run, *more), KEY, rows or {})


def actions(run: Run, **fields: object) -> list[Action]:
    """Return what the default policy allows on that decision, ordered."""
    proposals: tuple[Proposal, ...] = propose(run, decided(run, **fields), DEFAULT, ()).proposals
    return [_action(proposal, ORDER) for proposal in proposals]
