"""``collusion plan``: what the policy would allow, on which decisions, and who else would be hit."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from collusion.cli import terminal
from collusion.foreign import printable

if TYPE_CHECKING:
    from collusion.cases.run_folder import Run
    from collusion.decisions.standing import Standing
    from collusion.policy.plan import Plan, RingPlan
    from collusion.workspace.workspace import Workspace


def plan(
    workspace: terminal.WorkspaceArgument,
    policy: Annotated[
        Path | None,
        typer.Option("--policy", metavar="FILE", help="A TOML file of rules; default: a mild one."),
    ] = None,
    ring: Annotated[
        list[str] | None, typer.Option("--ring", metavar="RING", help="Only this ring; may be given again.")
    ] = None,
    approve: Annotated[
        bool, typer.Option("--approve", help="Order what is proposed: it becomes actions. Needs --by.")
    ] = False,
    by: terminal.ByOption = "",
    show_policy: Annotated[bool, typer.Option("--show-policy", help="Print the policy instead.")] = False,
    as_json: terminal.JsonOption = False,
) -> None:
    """Propose actions against rings that a person confirmed, and count who else would be hit.

    Nothing becomes an action until a named person orders it with --approve. Rings that nobody confirmed are
    never proposed. Try: collusion plan W --policy policy.toml
    """
    from collusion.decisions.decision import check_words
    from collusion.policy.actions import Order, issue
    from collusion.policy.policy import load_policy, policy_as_toml
    from collusion.signing import signer_of_environment
    from collusion.workspace.workspace import opened

    rules = load_policy(policy)
    if show_policy:
        print(policy_as_toml(rules), end="")
        return
    if approve:
        check_words(by, "-")
    with opened(workspace) as space:
        proposed = plan_of(space, policy, ring)
        issued = None
        if approve:
            order = Order(by.strip(), dt.datetime.now(tz=dt.UTC), rules.digest(), rules.appeal_days)
            issued = issue(space.database, proposed.proposals, order, signer_of_environment())
    if as_json:
        issued_ids = None if issued is None else [action.action_id for action in issued]
        terminal.print_json(_record(proposed) | {"issued": issued_ids})
        return
    _print(proposed)
    messages = terminal.message_console()
    if issued is not None:
        messages.print(printable(f"{len(issued)} actions ordered by {by.strip()}."))
    elif proposed.proposals:
        messages.print("Proposals only. Order them with: collusion plan W --approve --by NAME")


def latest_of(space: Workspace) -> tuple[Run, Standing]:
    """Return the latest run of an opened workspace and what holds now; the run knows appeals won since."""
    import dataclasses

    import polars as pl

    from collusion.cases.run_folder import open_run
    from collusion.decisions.standing import labels_of, standing
    from collusion.workspace import history

    run = open_run(Path(history.latest_run(space.database).folder))
    held = standing(space.ledger(), dt.datetime.now(tz=dt.UTC))
    cleared = labels_of(held).filter(pl.col("label") == "honest").select(run.labels.columns)
    return dataclasses.replace(run, labels=pl.concat([run.labels, cleared])), held


def plan_of(space: Workspace, policy: Path | None = None, rings: list[str] | None = None) -> Plan:
    """Return the plan of an opened workspace; `rings` limits it."""
    from collusion.policy.actions import in_force, read_actions
    from collusion.policy.plan import Plan, propose
    from collusion.policy.policy import load_policy
    from collusion.workspace.deciding import find_ring
    from collusion.workspace.inbox import load_inbox

    run, held = latest_of(space)
    acted = in_force(read_actions(space.database), dt.datetime.now(tz=dt.UTC))
    whole = propose(run, held, load_policy(policy), acted.values())
    wanted = {find_ring(space, name) for name in rings or ()}
    # A piece of a dismissed ring has no decision of its own, and waits for none.
    quiet = {item.ring_id for item in load_inbox(space).items if item.state == "quiet"}
    return Plan(
        tuple(one for one in whole.rings if not wanted or one.ring_id in wanted),
        tuple(ring for ring in whole.waiting if ring not in quiet),
    )


def _record(proposed: Plan) -> dict[str, Any]:
    return {
        "rings": [
            {
                "ring_id": one.ring_id,
                "decision": one.entry.seq,
                "decided_by": one.entry.decision.by,
                "proposals": [
                    {"action_id": p.action_id, "action": p.rule.action, "entity_id": p.entity_id}
                    for p in one.proposals
                ],
                "refused": [{"action": action, "why": why} for action, why in one.refused],
                "spared": dict(one.spared),
                "collateral": asdict(one.collateral),
            }
            for one in proposed.rings
        ],
        "waiting": list(proposed.waiting),
    }


def _print(proposed: Plan) -> None:
    for one in proposed.rings:
        for line in _lines(one):
            print(printable(line))
    if not proposed.rings:
        print("No ring is confirmed, so nothing is proposed.")
    if proposed.waiting:
        print(printable(f"Wait for a decision: {', '.join(proposed.waiting)}."))


def _lines(one: RingPlan) -> list[str]:
    from collusion.cases.wording import kind_words

    counts: dict[str, int] = {}
    for proposal in one.proposals:
        counts[proposal.rule.action] = counts.get(proposal.rule.action, 0) + 1
    said = ", ".join(f"{action} {n:,}" for action, n in counts.items()) or "nothing new"
    reasons: dict[str, list[str]] = {}
    for action, why in one.refused:
        reasons.setdefault(why, []).append(action)
    cost = one.collateral
    lines = [f"{one.ring_id}: {one.entry.words}. Proposed: {said}."]
    lines += [f"  not allowed: {', '.join(actions)}: {why}" for why, actions in reasons.items()]
    lines += [f"  spared: {account}: {why}" for account, why in sorted(one.spared.items())]
    lines.append(
        f"  {cost.n_other_reviews:,} reviews by these {cost.n_accounts:,} accounts are of other products"
    )
    lines += [
        f"  up to {n:,} accounts outside the ring share one {kind_words(kind, 1)} with them"
        for kind, n in cost.bystanders.items()
    ]
    for loss in cost.products:
        stars = (
            ""
            if loss.stars_after is None
            else f": {loss.stars_before:.2f} stars before, {loss.stars_after:.2f} after"
        )
        lines.append(f"  {loss.product_id} loses {loss.n_lost:,} of {loss.n_reviews:,} reviews{stars}")
    return lines
