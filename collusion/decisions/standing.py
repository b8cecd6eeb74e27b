"""Where things stand: which decisions hold now, for which rings and accounts, and which labels they give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from collusion.decisions.decision import Entry, same_person
from collusion.tables.schema import TABLES


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds at one moment.

    Attributes
    ----------
    rings
        The decision that holds for each ring that has one: the last first opinion.
    second
        Second opinions on it that were given after it, by ring.
    honest
        The decision that cleared each account whose appeal was won.
    void
        Number of each decision that holds no more, and why in words.
    """

    rings: Mapping[str, Entry]
    second: Mapping[str, tuple[Entry, ...]]
    honest: Mapping[str, Entry]
    void: Mapping[int, str]

    def accused(self, entry: Entry) -> tuple[str, ...]:
        """Return the accounts of a decision without those whose appeal was won."""
        return tuple(account for account in entry.decision.accounts if account not in self.honest)

    def agreed(self, ring_id: str) -> bool:
        """Return whether another person gave a second opinion that agrees with the decision on a ring."""
        first = self.rings.get(ring_id)
        return first is not None and any(
            other.decision.verdict == first.decision.verdict
            and not same_person(other.decision.by, first.decision.by)
            for other in self.second.get(ring_id, ())
        )


def latest_time(entries: Iterable[Entry], now: dt.datetime) -> dt.datetime:
    """Return the later of `now` and the latest time in a ledger.

    Ends of decisions are judged by it: a clock that is set back brings nothing back that had expired.
    """
    known = (dt.datetime.fromisoformat(entry.decision.decided_at) for entry in entries)
    return max((now, *known))


def standing(entries: Sequence[Entry], now: dt.datetime) -> Standing:
    """Work out what holds.

    Parameters
    ----------
    entries
        The ledger, in order.
    now
        The moment, UTC; what expired before it, or before the latest time in the ledger, no longer holds.

    Returns
    -------
    Standing
        O(entries). The order is that of the ledger, not of the clock.
    """
    void: dict[int, str] = {}
    for entry in entries:
        if entry.decision.undoes is not None:
            void[entry.decision.undoes] = f"undone by {entry.decision.by} ({entry.decision.decided_at[:10]})"
    moment = latest_time(entries, now).isoformat(timespec="seconds")
    for entry in entries:
        until = entry.decision.expires_at
        if until is not None and until <= moment:
            void.setdefault(entry.seq, f"expired ({until[:10]})")
    rings: dict[str, Entry] = {}
    second: dict[str, list[Entry]] = {}
    honest: dict[str, Entry] = {}
    undone = {entry.decision.undoes for entry in entries}
    for entry in entries:
        made = entry.decision
        if entry.seq in undone or made.verdict == "undo":
            continue
        if made.verdict == "honest":
            honest |= dict.fromkeys(made.accounts, entry)
        elif made.is_second:
            second.setdefault(made.ring_id, []).append(entry)
        else:
            rings[made.ring_id] = entry
            second.pop(made.ring_id, None)
    # What expired replaces what was decided before it, so that no old accusation comes back by itself.
    rings = {name: entry for name, entry in rings.items() if entry.seq not in void}
    return Standing(rings, {name: tuple(found) for name, found in second.items()}, honest, void)


def labels_of(held: Standing) -> pl.DataFrame:
    """Return what holds as rows of the ``labels`` table, for the next run.

    Parameters
    ----------
    held
        What holds.

    Returns
    -------
    DataFrame
        Accounts of confirmed rings as ``fake``, accounts whose appeal was won as ``honest``; no account is
        both. Dismissed rings give no label: that a group is no ring shows nothing about its accounts.
    """
    rows: list[dict[str, object]] = []
    for account, entry in held.honest.items():
        rows.append(_row(account, "honest", entry))
    fake: dict[str, Entry] = {}
    for entry in held.rings.values():
        if entry.decision.verdict == "confirm":
            for account in held.accused(entry):
                fake.setdefault(account, entry)
    rows += [_row(account, "fake", entry) for account, entry in fake.items()]
    schema = {column.name: column.dtype for column in TABLES["labels"].columns}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("entity_id")


def _row(account: str, label: str, entry: Entry) -> dict[str, object]:
    return {
        "entity_type": "reviewer",
        "entity_id": account,
        "label": label,
        "source": f"decision {entry.seq} by {entry.decision.by}",
        "labelled_at": dt.datetime.fromisoformat(entry.decision.decided_at),
    }
