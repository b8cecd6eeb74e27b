"""``collusion inbox``: what is new in a workspace and waits for a decision, the most harmful first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from collusion.cli import terminal
from collusion.foreign import printable

if TYPE_CHECKING:
    from collusion.workspace.history import RunRecord
    from collusion.workspace.inbox import Item

_COLUMNS = ("ring", "state", "flag", "harm", "stars", "recent", "accounts", "last review", "news")
_NUMBERS = {"harm", "stars", "recent", "accounts"}


def inbox(
    workspace: terminal.WorkspaceArgument,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="RUN|DATE",
            help="What runs after this one showed; default: the latest run's news.",
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Decided and quiet rings as well.")] = False,
    runs: Annotated[bool, typer.Option("--runs", help="List the runs instead.")] = False,
    as_json: terminal.JsonOption = False,
) -> None:
    """Print the rings that wait for a decision: new, grown, changed since they were decided on, still open.

    Ordered by harm: stars gained times reviews of the last 30 days, flagged and active rings first.
    Try: collusion inbox W --since 2026-03-01
    """
    from collusion.workspace import history
    from collusion.workspace.inbox import WAITING, load_inbox
    from collusion.workspace.workspace import opened

    with opened(workspace) as space:
        if runs:
            _print_runs(history.runs(space.database), as_json=as_json)
            return
        found = load_inbox(space, since=since)
    items, latest = found.items, found.run
    chosen = [item for item in items if everything or item.state in WAITING]
    if as_json:
        rings = [_record(item) for item in chosen]
        terminal.print_json({"run_no": latest.run_no, "run_id": latest.run_id, "rings": rings})
        return
    _print_items(chosen, latest, n_hidden=len(items) - len(chosen), workspace=workspace)


def _record(item: Item) -> dict[str, Any]:
    now, entry = item.now, item.decision
    return {
        "ring_id": item.ring_id,
        "state": item.state,
        "rank": now.rank,
        "flagged": now.flagged,
        "is_active": now.is_active,
        "harm": now.harm,
        "stars_gained": now.stars_gained,
        "recent_reviews": now.recent_reviews,
        "n_reviewers": len(now.members),
        "n_products": len(now.targets),
        "q_value": now.q_value,
        "last_at": now.last_at,
        "decision": None if entry is None else {"seq": entry.seq, **entry.decision.content()},
        "news": list(item.news),
        "summary": now.summary,
    }


def _print_runs(runs: list[RunRecord], *, as_json: bool) -> None:
    if as_json:
        terminal.print_json(runs)
        return
    console = terminal.data_console()
    for run in runs:
        line = f"{run.run_no:4}  {run.run_id}  {run.registered_at}  {run.folder}"
        console.print(printable(line), soft_wrap=True)


def _print_items(items: Sequence[Item], latest: RunRecord, *, n_hidden: int, workspace: Path) -> None:
    from rich.table import Table
    from rich.text import Text

    console = terminal.data_console()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in _COLUMNS:
        table.add_column(name, justify="right" if name in _NUMBERS else "left", overflow="fold")
    for item in items:
        table.add_row(*(Text(printable(cell)) for cell in _cells(item)))
    if items:
        console.print(table)
    else:
        console.print("Nothing waits for a decision.")
    messages = terminal.message_console()
    hidden = f" {n_hidden} decided or quiet: --all shows them." if n_hidden else ""
    messages.print(printable(f"Run {latest.run_no}, {latest.run_id}.{hidden}"), soft_wrap=True)
    if items:
        step = f"collusion explain {latest.folder} {items[0].ring_id}"
        messages.print(printable(f"Open the first: {step}"), soft_wrap=True)
        messages.print(
            printable(f"Decide one by one: collusion review {workspace} --by NAME"), soft_wrap=True
        )


def _cells(item: Item) -> tuple[str, ...]:
    now = item.now
    decided = item.decision.words if item.decision else ""
    # Of a ring that is new the state says it already.
    news = () if item.state == "new" and item.is_plain_birth else item.news
    return (
        item.ring_id,
        item.state,
        "●" if now.flagged else "",
        f"{now.harm:.1f}",
        f"{now.stars_gained:+.2f}",
        f"{now.recent_reviews:,}",
        f"{len(now.members):,}",
        (now.last_at or "")[:10],
        "; ".join(filter(None, (decided, *news))),
    )
