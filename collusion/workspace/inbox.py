"""The inbox: what is new since it was last looked at, what changed, what waits for a decision, by harm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from collusion.cases.wording import counted
from collusion.decisions.decision import Entry, same_person
from collusion.decisions.standing import Standing, standing
from collusion.workspace import history
from collusion.workspace.history import Happening, RunRecord
from collusion.workspace.snapshot import Snapshot
from collusion.workspace.workspace import Workspace

State: TypeAlias = Literal["new", "grown", "changed", "open", "decided", "quiet"]

#: Accounts, and their share of those at the decision, by which a dismissed ring must grow to speak up again.
_GROWN_BY, _GROWN_SHARE = 3, 0.2


@dataclass(frozen=True, slots=True)
class Item:
    """One ring in the inbox.

    Attributes
    ----------
    ring_id
        The ring.
    state
        ``new`` (no run before had it), ``grown``, ``changed`` (decided, and no longer what was decided on),
        ``open`` (nothing new, no decision), ``decided``, or ``quiet`` (dismissed, or a piece of a dismissed
        ring, and not materially changed).
    now
        The ring in the latest run.
    decision
        What holds, if anything does.
    news
        What happened, in words; of a decided ring, and of a piece of a dismissed one, what changed since.
    is_plain_birth
        Whether the news is no more than that it was first seen.
    """

    ring_id: str
    state: State
    now: Snapshot
    decision: Entry | None
    news: tuple[str, ...]
    is_plain_birth: bool = False


#: States that wait for somebody.
WAITING: tuple[State, ...] = ("new", "grown", "changed", "open")


@dataclass(frozen=True, slots=True)
class Inbox:
    """The `items` of an inbox, those that wait first, and the latest `run`, which they are of."""

    items: tuple[Item, ...]
    run: RunRecord


def load_inbox(workspace: Workspace, *, since: str | None = None, now: dt.datetime | None = None) -> Inbox:
    """Read the inbox of a workspace.

    Parameters
    ----------
    workspace
        The workspace.
    since
        What runs after this one showed is news: its number or id, or a date; None: the run before the latest.
    now
        The moment for which decisions hold, UTC; the present when None.

    Returns
    -------
    Inbox
        Items as `inbox` sorts them.

    Raises
    ------
    UsageError
        When the workspace has no run, or `since` names none.
    IntegrityError
        When the ledger does not verify.
    """
    database = workspace.database
    latest = history.latest_run(database)
    after = latest.run_no - 1 if since is None else _run_before(workspace, since)
    held = standing(workspace.ledger(), now or dt.datetime.now(tz=dt.UTC))
    then = {
        ring: history.snapshot_of(database, entry.decision.snapshot) for ring, entry in held.rings.items()
    }
    seen = {ring: snapshot for ring, snapshot in then.items() if snapshot is not None}
    rings = history.rings_of(database, latest.run_no)
    return Inbox(tuple(inbox(rings, history.happenings(database, after=after), held, seen)), latest)


def _run_before(workspace: Workspace, since: str) -> int:
    try:
        day = dt.date.fromisoformat(since).isoformat()
    except ValueError:
        return history.run_numbered(workspace.database, since).run_no
    runs = history.runs(workspace.database)
    return max((run.run_no for run in runs if run.registered_at < day), default=0)


def needs_second(item: Item, entries: Sequence[Entry], reviewer: str) -> bool:
    """Return whether a second opinion of a person is wanted on a ring.

    Parameters
    ----------
    item
        The ring.
    entries
        The ledger.
    reviewer
        Name of the person.

    Returns
    -------
    bool
        Whether somebody else decided on it and the person has given no opinion since.
    """
    if item.decision is None or same_person(item.decision.decision.by, reviewer):
        return False
    return not any(
        same_person(entry.decision.by, reviewer)
        for entry in entries
        if entry.decision.ring_id == item.ring_id and entry.seq > item.decision.seq
    )


def inbox(
    rings: Mapping[str, Snapshot],
    told: Sequence[Happening],
    held: Standing,
    then: Mapping[str, Snapshot],
) -> list[Item]:
    """Sort the rings of the latest run by whether they wait for a decision, and by harm.

    Parameters
    ----------
    rings
        The rings of the latest run.
    told
        What happened since the inbox was last looked at.
    held
        The decisions that hold.
    then
        Each decided ring as the person saw it who decided, dismissed ones also when they are not in `rings`.

    Returns
    -------
    list of Item
        Those that wait first; active before inactive, then the most harmful, then by rank.
    """
    news: dict[str, list[Happening]] = {}
    for happening in told:
        news.setdefault(happening.event.ring_id, []).append(happening)
    items = [
        _item(ring_id, now, news.get(ring_id, ()), held.rings.get(ring_id), then.get(ring_id))
        for ring_id, now in rings.items()
    ]
    dismissed = _dismissed(held, then)
    items = [_as_piece(item, dismissed) if item.decision is None else item for item in items]
    joined = _joined([one for one in told if one.event.ring_id not in rings], held)
    items = [replace(item, news=(*item.news, *joined.get(item.ring_id, ()))) for item in items]
    return sorted(
        items,
        key=lambda one: (
            one.state not in WAITING,
            not one.now.flagged,
            not one.now.is_active,
            -one.now.harm,
            one.now.rank,
        ),
    )


def _item(
    ring_id: str, now: Snapshot, told: Sequence[Happening], entry: Entry | None, then: Snapshot | None
) -> Item:
    if entry is not None:
        changes = material_changes(then, now) if then is not None else ()
        quiet: State = "quiet" if entry.decision.verdict == "dismiss" else "decided"
        return Item(ring_id, "changed" if changes else quiet, now, entry, changes)
    kinds = {happening.event.kind for happening in told}
    state: State = "new" if kinds & {"born", "split"} else "grown" if kinds & {"grew", "returned"} else "open"
    is_plain = kinds == {"born"} and not any(happening.event.others for happening in told)
    return Item(ring_id, state, now, None, tuple(in_words(happening) for happening in told), is_plain)


def _joined(told: Sequence[Happening], held: Standing) -> dict[str, list[str]]:
    """Return by ring which others, that are gone, came to it, and what was decided about them."""
    found: dict[str, list[str]] = {}
    for happening in told:
        event = happening.event
        if event.kind == "merged":
            entry = held.rings.get(event.ring_id)
            decided = "" if entry is None else f", {entry.words}"
            words = f"run {happening.run_no}: most accounts of {event.ring_id} came to it{decided}"
            found.setdefault(event.others[0], []).append(words)
    return found


def _dismissed(held: Standing, then: Mapping[str, Snapshot]) -> dict[str, list[tuple[Entry, Snapshot]]]:
    """Return by account the dismissed rings that had it, as the person saw them, each with the decision."""
    found: dict[str, list[tuple[Entry, Snapshot]]] = {}
    for ring_id, entry in held.rings.items():
        if entry.decision.verdict == "dismiss" and ring_id in then:
            for account in then[ring_id].members:
                found.setdefault(account, []).append((entry, then[ring_id]))
    return found


def _as_piece(item: Item, dismissed: Mapping[str, Sequence[tuple[Entry, Snapshot]]]) -> Item:
    """Return an undecided ring as a piece of the dismissed ring that had most of its accounts, if one did.

    However a run cuts a dismissed ring up, and on whatever day: a piece is quiet as the whole ring would be.
    """
    shared: dict[int, list[str]] = {}
    sources: dict[int, tuple[Entry, Snapshot]] = {}
    for account in item.now.members:
        for entry, then in dismissed.get(account, ()):
            shared.setdefault(entry.seq, []).append(account)
            sources[entry.seq] = entry, then
    seq = max(sorted(shared), key=lambda one: len(shared[one]), default=None)
    if seq is None or 2 * len(shared[seq]) <= len(item.now.members):
        return item
    entry, then = sources[seq]
    changes = material_changes(replace(then, members=tuple(shared[seq])), item.now)
    n = f"{len(shared[seq]):,} of its {counted(len(item.now.members), 'account')}"
    source = f"{n} were in {entry.decision.ring_id}, {entry.words}"
    return replace(item, state="changed" if changes else "quiet", news=(source, *changes))


def material_changes(then: Snapshot, now: Snapshot) -> tuple[str, ...]:
    """Say what changed so much about a ring that a decision on it should be looked at again.

    Parameters
    ----------
    then
        The ring as it was when it was decided on.
    now
        The ring now.

    Returns
    -------
    tuple of str
        Empty when nothing did. Score and rank alone are no change: they move with the market.
    """
    changes = []
    joined = now.member_set - then.member_set
    if len(joined) >= max(_GROWN_BY, _GROWN_SHARE * len(then.members)):
        changes.append(f"{counted(len(joined), 'account')} joined the {len(then.members):,} of then")
    families = [family for family in now.families if family not in then.families]
    if families:
        changes.append(f"out of the ordinary now, not then: {', '.join(families)}")
    sellers = set(now.sellers) - set(then.sellers)
    if then.sellers and len(sellers) >= len(then.sellers):
        changes.append(
            f"{counted(len(sellers), 'seller')} served that were not, beside {len(then.sellers):,}"
        )
    if now.flagged and not then.flagged:
        changes.append("flagged now, not then")
    return tuple(changes)


def in_words(happening: Happening) -> str:
    """Say what happened to a ring in one run, e.g. ``run 3: 4 accounts joined``."""
    event = happening.event
    joined, left = (counted(len(accounts), "account") for accounts in (event.joined, event.left))
    other = event.others[0] if event.others else ""
    said = {
        "born": f"first seen, {joined}" if not other else f"first seen; {'; '.join(event.reasons)}",
        "grew": f"{joined} joined",
        "shrank": f"{left} left",
        "merged": f"most of its accounts went to {other}",
        "split": f"split off {other}",
        "gone": "no longer found",
        "returned": f"in part or whole probably {other} again: {'; '.join(event.reasons)}"
        if other
        else "found again",
    }[event.kind]
    return f"run {happening.run_no}: {said}"
