"""Decisions for tests."""

from __future__ import annotations

from dataclasses import replace

from collusion.decisions.decision import Decision, Entry

PLAIN = Decision(
    ring_id="R-1",
    verdict="confirm",
    by="M. Berg",
    note="Same card, same texts.",
    accounts=("A1", "A2", "A3"),
    decided_at="2026-03-02T09:00:00+00:00",
    run_id="run-1",
    snapshot="0" * 64,
)


def entries(*changes: dict[str, object]) -> list[Entry]:
    """Return a ledger of the plain decision, each time with other fields."""
    made = [replace(PLAIN, **change) for change in changes]  # type: ignore[arg-type]
    return [Entry(seq, f"{seq:064}", decision) for seq, decision in enumerate(made, 1)]
