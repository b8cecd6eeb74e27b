"""Actions: what a named person ordered, on the ground of a named person's decision; and what takes them back.

There is no way to make one from a score: `Action` is made of an `Entry` of the ledger, and only an entry of a
person is one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from collusion.decisions import chain
from collusion.decisions.decision import Entry
from collusion.decisions.standing import Standing
from collusion.policy.policy import ACTIONS, Rule
from collusion.signing import Signer
from collusion.store.database import Database

CHAIN = "actions"
#: What ``status`` says.
ISSUE, REVERSAL = "issue", "reversal"


@dataclass(frozen=True, slots=True)
class Action:
    """One line of the feed for those who carry actions out.

    Attributes
    ----------
    action_id
        Names the action: the same action on the ground of the same decision has the same id, so that a feed
        that is replayed changes nothing.
    status
        ``issue``, or ``reversal``: what was done is to be undone.
    action, entity_type, entity_id
        What is done to what; see `collusion.policy.policy.ACTIONS`.
    account
        The account that is hit: itself, or who wrote the review; empty for products and sellers.
    ring_id, run_id
        The ring, and the run that was decided on.
    reason
        Reason code.
    decided_by, decided_at, decision, decision_hash
        Who decided when; number and hash of the entry in the ledger.
    ordered_by, ordered_at
        Who approved the plan when.
    expires_at
        When it ends by itself; None: it does not.
    appeal_until
        Until when a complaint is heard.
    policy_sha256
        Digest of the policy.
    reverses
        The action that a reversal takes back.
    why
        Why, in words.
    high_volume
        What the person said about "deceptive high-volume commercial content"; None: nothing.
    """

    action_id: str
    status: str
    action: str
    entity_type: str
    entity_id: str
    account: str
    ring_id: str
    run_id: str
    reason: str
    decided_by: str
    decided_at: str
    decision: int
    decision_hash: str
    ordered_by: str
    ordered_at: str
    expires_at: str | None
    appeal_until: str
    policy_sha256: str
    reverses: str | None = None
    why: str = ""
    high_volume: bool | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An action that the policy allows and nobody has ordered yet.

    Attributes
    ----------
    rule
        The rule.
    entity_id
        The entity.
    entry
        The decision that it rests on.
    account
        The account that is hit: itself, or who wrote the review; empty for products and sellers.
    """

    rule: Rule
    entity_id: str
    entry: Entry
    account: str = ""

    @property
    def action_id(self) -> str:
        """Name of the action that it would become."""
        return action_id(self.rule.action, self.entity_id, self.entry.hash)


def action_id(action: str, entity_id: str, decision_hash: str) -> str:
    """Return the name of an `action` against `entity_id` on the ground of a decision, `decision_hash`."""
    named = f"{action}\0{entity_id}\0{decision_hash}"
    return hashlib.sha256(named.encode("utf-8")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Order:
    """Who ordered actions when, `by` and `at`, under which policy: its digest and the days for complaints.

    Attributes
    ----------
    by
        A named person.
    at
        The moment, UTC.
    policy_sha256
        Digest of the policy.
    appeal_days
        Days within which a complaint is heard.
    """

    by: str
    at: dt.datetime
    policy_sha256: str
    appeal_days: int


def read_actions(database: Database) -> list[Action]:
    """Read and check all actions ever issued in a `database`, in order.

    Raises
    ------
    IntegrityError
        When the chain does not verify.
    """
    return [Action(**link.content()) for link in chain.read(database, CHAIN)]


def in_force(actions: Iterable[Action], now: dt.datetime) -> dict[str, Action]:
    """Return the actions that hold at a moment, by their names.

    Parameters
    ----------
    actions
        The chain.
    now
        The moment, UTC. Where the chain knows a later one, that counts: a clock that is set back brings no
        action back that had ended.

    Returns
    -------
    dict of str to Action
        Neither reversed nor expired.
    """
    issued = list(actions)
    moment = max([now.isoformat(timespec="seconds"), *(action.ordered_at for action in issued)])
    return {
        name: action
        for name, action in standing_actions(issued).items()
        if action.expires_at is None or action.expires_at > moment
    }


def standing_actions(actions: Iterable[Action]) -> dict[str, Action]:
    """Return the `actions` that were not taken back, by their names, also those that ended by themselves."""
    kept: dict[str, Action] = {}
    for action in actions:
        if action.status == ISSUE:
            kept[action.action_id] = action
        elif action.reverses is not None:
            kept.pop(action.reverses, None)
    return kept


def issue(
    database: Database, proposals: Sequence[Proposal], order: Order, signer: Signer | None = None
) -> list[Action]:
    """Turn proposals into actions; what was issued before is not issued again.

    Parameters
    ----------
    database
        The store.
    proposals
        What was proposed.
    order
        Who orders it.
    signer
        Signs the chain.

    Returns
    -------
    list of Action
        Those that are new.
    """
    with database.writing():
        known = {action.action_id for action in read_actions(database)}
        fresh = [_action(p, order) for p in proposals if p.action_id not in known]
        chain.append(database, CHAIN, [asdict(action) for action in fresh], signer)
    return fresh


@dataclass(frozen=True, slots=True)
class Ground:
    """Why an action is taken back.

    Attributes
    ----------
    by, at, why
        Who decided so when, and why.
    seq, hash
        The entry of the ledger; for an appeal that a label of the source tells, that of the action itself.
    """

    by: str
    at: str
    why: str
    seq: int
    hash: str


def reverse(
    database: Database,
    entries: Sequence[Entry],
    held: Standing,
    cleared: Mapping[tuple[str, str], str],
    signer: Signer | None = None,
) -> list[Action]:
    """Take back every action whose ground is gone.

    Its decision was undone, its ring was dismissed since, or the appeal of the account, or of what it is
    against, was won.

    Parameters
    ----------
    database
        The store.
    entries
        The ledger.
    held
        What holds of it.
    cleared
        What a label of the source calls honest, by `entity_type` and `entity_id`, with who says so.
    signer
        Signs the chain.

    Returns
    -------
    list of Action
        The new reversals; of a suspension that has ended, too, since it counts against the account. A
        decision that merely expired, or was replaced by one that does not dismiss the ring, reverses nothing:
        its actions end when they say.
    """
    undone = {entry.decision.undoes: entry for entry in entries}
    with database.writing():
        issued = read_actions(database)
        now = dt.datetime.now(tz=dt.UTC)
        fresh = [
            _reversal(action, ground, now)
            for action in standing_actions(issued).values()
            if (ground := _lost_ground(action, undone, held, cleared)) is not None
        ]
        chain.append(database, CHAIN, [asdict(action) for action in fresh], signer)
    return fresh


def _lost_ground(
    action: Action,
    undone: Mapping[int | None, Entry],
    held: Standing,
    cleared: Mapping[tuple[str, str], str],
) -> Ground | None:
    entry = held.honest.get(action.account) or undone.get(action.decision) or _dismissal(action, held)
    if entry is not None:
        made = entry.decision
        return Ground(made.by, made.decided_at, made.note, entry.seq, entry.hash)
    for one in (("account", action.account), (action.entity_type, action.entity_id)):
        if one in cleared:
            why = f"a label of the source calls the {one[0]} honest"
            return Ground(cleared[one], action.decided_at, why, action.decision, action.decision_hash)
    return None


def _dismissal(action: Action, held: Standing) -> Entry | None:
    """Return the later decision by which the ring of an action is none, for the account it is about."""
    entry = held.rings.get(action.ring_id)
    if entry is None or entry.decision.verdict != "dismiss" or entry.seq <= action.decision:
        return None
    accounts = entry.decision.accounts
    return entry if not action.account or not accounts or action.account in accounts else None


def _action(proposal: Proposal, order: Order) -> Action:
    made, rule = proposal.entry.decision, proposal.rule
    until = order.at + dt.timedelta(days=rule.expires_days) if rule.expires_days else None
    return Action(
        action_id=proposal.action_id,
        status=ISSUE,
        action=rule.action,
        entity_type=ACTIONS[rule.action].entity_type,
        entity_id=proposal.entity_id,
        account=proposal.account,
        ring_id=made.ring_id,
        run_id=made.run_id,
        reason=rule.reason,
        decided_by=made.by,
        decided_at=made.decided_at,
        decision=proposal.entry.seq,
        decision_hash=proposal.entry.hash,
        ordered_by=order.by,
        ordered_at=order.at.isoformat(timespec="seconds"),
        expires_at=None if until is None else until.isoformat(timespec="seconds"),
        appeal_until=(order.at + dt.timedelta(days=order.appeal_days)).isoformat(timespec="seconds"),
        policy_sha256=order.policy_sha256,
        why=made.note,
        high_volume=made.high_volume,
    )


def _reversal(action: Action, ground: Ground, now: dt.datetime) -> Action:
    content: dict[str, Any] = asdict(action) | {
        "action_id": action_id(f"reversal of {action.action_id}", action.entity_id, ground.hash),
        "status": REVERSAL,
        "decided_by": ground.by,
        "decided_at": ground.at,
        "decision": ground.seq,
        "decision_hash": ground.hash,
        "ordered_by": ground.by,
        "ordered_at": now.isoformat(timespec="seconds"),
        "expires_at": None,
        "reverses": action.action_id,
        "why": ground.why,
    }
    return Action(**content)
