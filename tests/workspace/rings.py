"""Hand-built snapshots of rings."""

from __future__ import annotations

from typing import Any

from collusion.workspace.snapshot import Snapshot


def ring(members: str, **fields: Any) -> Snapshot:
    """Return a ring of the accounts that a string of letters names; other fields as given."""
    plain: dict[str, Any] = {
        "members": tuple(sorted(members)),
        "targets": ("P1", "P2", "P3"),
        "sellers": ("S1",),
        "tokens": (),
        "hours": (),
        "families": ("behaviour", "stars"),
        "rank": 1,
        "score": 50.0,
        "q_value": 0.001,
        "flagged": True,
        "kind": "one hand",
        "summary": "Accounts work together.",
        "n_reviews": 3 * len(members),
        "first_at": "2026-01-01T00:00:00+00:00",
        "last_at": "2026-02-01T00:00:00+00:00",
        "stars_gained": 1.0,
        "recent_reviews": 4,
    }
    return Snapshot(**(plain | fields))
