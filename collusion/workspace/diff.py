"""Compare two runs: what became of each ring from the older to the newer one."""

from __future__ import annotations

from collections.abc import Mapping

from collusion.workspace.lineage import Event, events, match
from collusion.workspace.snapshot import Snapshot


def diff(
    old: Mapping[str, Snapshot], new: Mapping[str, Snapshot], *, are_for_life: bool = False
) -> list[Event]:
    """Say what became of the rings of one run in another.

    Parameters
    ----------
    old, new
        The rings of the two runs.
    are_for_life
        Whether the names are ids for life, as in one workspace: then one name is one ring. Else rings are
        compared as `collusion.workspace.lineage.match` does.

    Returns
    -------
    list of Event
        As `collusion.workspace.lineage.events` tells them. A ring of the newer run is called by its name in
        the older one where it is the same; of two names that mean different rings, the newer one is told
        with ``(new)``.
    """
    ids = {name: name for name in new} if are_for_life else match(old, new)
    for name in new:
        if name not in ids:
            ids[name] = f"{name} (new)" if name in old else name
    return events(ids, old, new, frozenset(old))
