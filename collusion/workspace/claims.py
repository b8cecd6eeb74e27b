"""Which accounts of a ring its id rests on, where some came only while detection joined it with others.

A ring that is found joined with others for some days and parts from them again shall not leave its id with
strangers: accounts of a ring that has not been found since are kept for it once they are found apart, and
accounts of a run in which a ring more than doubled have yet to stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from collusion.workspace.snapshot import Snapshot

#: What an account counts for an id that it came to in the last run, where that more than doubled the ring.
_NEWCOMER = 0.5


@dataclass(frozen=True, slots=True)
class Claim:
    """Accounts of a known ring that count less for its id.

    Attributes
    ----------
    guests
        They were another ring's, which has not been found since they came: where they are found without most
        of the ring's own accounts, they count for that one alone.
    newcomers
        They came when the ring was last seen, more of them than it had: they count half.
    """

    guests: frozenset[str] = frozenset()
    newcomers: frozenset[str] = frozenset()

    def count(self, members: frozenset[str], shared: frozenset[str]) -> float:
        """Return for how many accounts those of a ring's `members` count that another ring has, `shared`."""
        own = members - self.guests
        is_joined = 2 * len(shared & own) > len(own)
        new = len(shared & (self.newcomers - self.guests))
        return len(shared if is_joined else shared - self.guests) - (1 - _NEWCOMER) * new

    def size(self, members: frozenset[str]) -> float:
        """Return how large the ring is that has the id: guests are of it for now, newcomers half."""
        return len(members) - (1 - _NEWCOMER) * len(members & (self.newcomers - self.guests))


def rings_of_accounts(rings: Mapping[str, Snapshot]) -> dict[str, list[str]]:
    """Return the names of the `rings` that each account is in."""
    holders: dict[str, list[str]] = {}
    for name, snapshot in rings.items():
        for account in snapshot.members:
            holders.setdefault(account, []).append(name)
    return holders


def claims(
    known: Mapping[str, tuple[int, Snapshot]],
    seen: Callable[[str, int], Snapshot | None],
    found: Mapping[str, Snapshot],
) -> dict[str, Claim]:
    """Return the claims of known rings to the accounts they have, where some count less.

    Parameters
    ----------
    known
        Each known ring: the run that last found it, and how.
    seen
        A ring as it was last seen in or before a run; None where it had not been.
    found
        Rings of the new run: only what they share accounts with is looked at.

    Returns
    -------
    dict of str to Claim
        By known ring. O(accounts of known rings), and two of `seen` for each that is touched.
    """
    holders = rings_of_accounts({name: snapshot for name, (_, snapshot) in known.items()})
    accounts = {account for snapshot in found.values() for account in snapshot.members}
    touched = sorted({name for account in accounts for name in holders.get(account, ())})
    return {
        name: Claim(_guests(name, known, seen, holders), _newcomers(name, known, seen)) for name in touched
    }


def _guests(
    name: str,
    known: Mapping[str, tuple[int, Snapshot]],
    seen: Callable[[str, int], Snapshot | None],
    holders: Mapping[str, list[str]],
) -> frozenset[str]:
    run_no, ring = known[name]
    shared = Counter(other for account in ring.members for other in holders[account])
    guests: set[str] = set()
    for other, n_shared in shared.items():
        last_run, lost = known[other]
        if last_run < run_no and 2 * n_shared > len(lost.members):
            before = seen(name, last_run)
            if before is not None:
                guests |= (ring.member_set & lost.member_set) - before.member_set
    return frozenset(guests)


def _newcomers(
    name: str, known: Mapping[str, tuple[int, Snapshot]], seen: Callable[[str, int], Snapshot | None]
) -> frozenset[str]:
    run_no, ring = known[name]
    before = seen(name, run_no - 1)
    if before is None:
        return frozenset()
    joined = ring.member_set - before.member_set
    return joined if len(joined) > len(before.members) else frozenset()
