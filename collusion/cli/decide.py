"""``collusion decide``: record what a named person decided about a ring."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from collusion.cli import terminal
from collusion.foreign import printable

if TYPE_CHECKING:
    from collusion.decisions.decision import Entry
    from collusion.signing import Signer
    from collusion.workspace.workspace import Workspace


class VerdictChoice(StrEnum):
    """What can be decided."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    WATCH = "watch"
    UNSURE = "unsure"
    HONEST = "honest"


def decide(
    workspace: terminal.WorkspaceArgument,
    ring: Annotated[str, typer.Argument(metavar="RING", help="A ring id, or a rank in the latest run.")],
    verdict: Annotated[
        VerdictChoice | None,
        typer.Argument(
            metavar="VERDICT",
            help="confirm, dismiss, watch, unsure; honest: an appeal was won, for good (with --accounts).",
        ),
    ] = None,
    by: terminal.ByOption = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why, in a sentence or more.")] = "",
    accounts: Annotated[
        list[str] | None,
        typer.Option(
            "--accounts", metavar="A,B", help="Only these accounts of the ring; may be given again."
        ),
    ] = None,
    expires: Annotated[
        str | None, typer.Option("--expires", metavar="WHEN", help="Until when it holds: 2026-05-01 or 30d.")
    ] = None,
    second: Annotated[
        bool, typer.Option("--second", help="A second opinion, given without sight of the first.")
    ] = False,
    high_volume: Annotated[
        bool | None,
        typer.Option(
            "--high-volume/--not-high-volume",
            help="Whether this is deceptive high-volume commercial content (DSA Art. 17(2)).",
        ),
    ] = None,
    undo: Annotated[
        bool,
        typer.Option("--undo", help="Take the ring's newest decision back; says which, and what holds then."),
    ] = False,
    entry: Annotated[
        int | None,
        typer.Option("--entry", metavar="N", help="With --undo: the entry to take back, by its number."),
    ] = None,
    as_json: terminal.JsonOption = False,
) -> None:
    """Record a decision. It is added to the ledger for good, and the next run knows it.

    Try: collusion decide W R-1A2B3C4D confirm --by "M. Berg" --note "Same card, same texts."
    """
    from collusion.decisions.decision import expiry
    from collusion.decisions.standing import latest_time
    from collusion.errors import UsageError
    from collusion.signing import signer_of_environment
    from collusion.workspace import deciding
    from collusion.workspace.workspace import opened

    if (verdict is None) != undo:
        raise UsageError(
            "Found no verdict, or one beside --undo. "
            "Give one of confirm, dismiss, watch, unsure, honest; or --undo."
        )
    if verdict is VerdictChoice.HONEST and (expires or second):
        raise UsageError(
            "An appeal that was won holds for good. Leave out --expires and --second; --undo takes it back."
        )
    if entry is not None and not undo:
        raise UsageError("Found --entry without --undo. It says which entry --undo takes back.")
    signer = signer_of_environment()
    with opened(workspace) as space:
        if undo:
            written, is_new = _undo(space, ring, (by, note), entry, signer)
        else:
            assert verdict is not None
            now = latest_time(space.ledger(), dt.datetime.now(tz=dt.UTC))
            said = deciding.Said(
                verdict=verdict.value,
                by=by,
                note=note,
                accounts=_accounts(space, ring, accounts or []),
                expires_at=expiry(expires, now),
                is_second=second,
                high_volume=high_volume,
            )
            written, is_new = deciding.decide(space, ring, said, signer=signer)
        replaced = _replaced(space, written) if is_new and not undo and not second else None
        told = filter(None, [replaced, deciding.whereabouts(space, written.decision.ring_id)])
    _print(written, is_new=is_new, as_json=as_json)
    for words in told:
        terminal.message_console().print(printable(words), soft_wrap=True)


def _replaced(space: Workspace, written: Entry) -> str | None:
    """Say which decision of another person a new one replaces, if there is one."""
    from collusion.decisions.decision import same_person
    from collusion.decisions.standing import standing

    made = written.decision
    if made.verdict == "honest":
        return None
    before = [entry for entry in space.ledger() if entry.seq < written.seq]
    held = standing(before, dt.datetime.now(tz=dt.UTC)).rings.get(made.ring_id)
    if held is None or same_person(held.decision.by, made.by):
        return None
    return f"It replaces entry {held.seq}: {held.words}."


def _undo(
    space: Workspace, ring: str, who: tuple[str, str], seq: int | None, signer: Signer | None
) -> tuple[Entry, bool]:
    """Say what is taken back and what holds then; take it back."""
    from collusion.workspace.undo import plan_undo, undo

    by, note = who
    planned = plan_undo(space, ring, by=by, note=note, seq=seq)
    if planned.done is None:
        terminal.message_console().print(printable(planned.words()), soft_wrap=True)
    return undo(space, ring, by=by, note=note, seq=planned.taken.seq, signer=signer)


def _print(entry: Entry, *, is_new: bool, as_json: bool) -> None:
    made = entry.decision
    if as_json:
        terminal.print_json({"seq": entry.seq, "hash": entry.hash, "is_new": is_new, **made.content()})
        return
    n = len(made.accounts)
    line = f"{made.ring_id}: {entry.words}, {n:,} account{'s' if n != 1 else ''}, entry {entry.seq}."
    print(printable(line))
    if not is_new:
        terminal.message_console().print("The same decision was there already; nothing was added.")


def _accounts(space: Workspace, ring: str, given: list[str]) -> tuple[str, ...]:
    """Return the accounts that were named; commas part them unless an account has one in its name."""
    from collusion.workspace import deciding, history

    if not given:
        return ()
    members = history.last_seen(space.database)[deciding.find_ring(space, ring)][1].member_set
    named: list[str] = []
    for text in given:
        named += [text] if text in members else [part.strip() for part in text.split(",") if part.strip()]
    return tuple(named)
