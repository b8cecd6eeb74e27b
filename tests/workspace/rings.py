"""Hand-built snapshots of rings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from collusion.workspace.snapshot import Snapshot


def ring(members: str, **fields: Any) -> Snapshot:
    """Return a ring of the accounts that a string of letters names; other fields as given.

    All its accounts work from its first to its last review, and the first of them hold its values.
    """
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
    chosen = plain | fields
    if "holders" not in fields:
        chosen["holders"] = tuple(tuple(range(mine)) for _, mine, _ in chosen["tokens"])
    if "spans" not in fields and chosen["first_at"] is not None:
        chosen["spans"] = ((seconds(chosen["first_at"]), seconds(chosen["last_at"])),) * len(members)
    return Snapshot(**chosen)


def seconds(moment: str) -> int:
    """Return an ISO 8601 time as seconds since 1970."""
    return int(dt.datetime.fromisoformat(moment).timestamp())
