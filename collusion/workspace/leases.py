"""Lease rings to people, so that two who work at once never judge the same ring."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from collusion.store.database import Database

#: How long a ring stays with the person who opened it, unless opened again.
LEASE_MINUTES = 15
#: A lease that would last longer was made by a clock that was wrong, and does not count.
_LONGEST = dt.timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Lease:
    """Who has a ring: the `ring_id`, the person's name (`by`), and `until` when (ISO 8601, UTC)."""

    ring_id: str
    by: str
    until: str


def take(database: Database, ring_id: str, by: str, *, minutes: int = LEASE_MINUTES) -> Lease:
    """Lease a ring to a person, or extend the person's lease, unless somebody else has it.

    Parameters
    ----------
    database
        The store.
    ring_id
        The whole id of a ring.
    by
        The person's name.
    minutes
        How long.

    Returns
    -------
    Lease
        The lease that holds now; somebody else's where the ring was taken.
    """
    now = dt.datetime.now(tz=dt.UTC)
    until = (now + dt.timedelta(minutes=minutes)).isoformat(timespec="seconds")
    with database.writing():
        held = holding(database, now).get(ring_id)
        if held is not None and held.by != by:
            return held
        database.run(
            "INSERT INTO collusion_leases (ring_id, by_name, until) VALUES (?, ?, ?) "
            "ON CONFLICT (ring_id) DO UPDATE SET by_name = excluded.by_name, until = excluded.until",
            *(ring_id, by, until),
        )
    return Lease(ring_id, by, until)


def give_back(database: Database, ring_id: str, by: str) -> None:
    """End the lease of a person on a `ring_id`, held `by` that name in `database`; others stay."""
    with database.writing():
        database.run("DELETE FROM collusion_leases WHERE ring_id = ? AND by_name = ?", ring_id, by)


def holding(database: Database, now: dt.datetime | None = None) -> dict[str, Lease]:
    """Return the leases that hold.

    Parameters
    ----------
    database
        The store.
    now
        The moment, UTC; the present when None.

    Returns
    -------
    dict of str to Lease
        By ring.
    """
    moment = now or dt.datetime.now(tz=dt.UTC)
    rows = database.rows(
        "SELECT ring_id, by_name, until FROM collusion_leases WHERE until > ? AND until < ?",
        *(moment.isoformat(timespec="seconds"), (moment + _LONGEST).isoformat(timespec="seconds")),
    )
    return {ring_id: Lease(ring_id, by, until) for ring_id, by, until in rows}
