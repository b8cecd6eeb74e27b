"""``collusion review``: walk the inbox in the terminal, one ring after the other, one key a decision."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from collusion.cli import terminal
from collusion.foreign import printable

if TYPE_CHECKING:
    from collusion.cases.case import Case
    from collusion.decisions.decision import Verdict
    from collusion.signing import Signer
    from collusion.workspace.deciding import Said
    from collusion.workspace.inbox import Item
    from collusion.workspace.workspace import Workspace

_KEYS: dict[str, Verdict] = {"c": "confirm", "d": "dismiss", "w": "watch", "u": "unsure"}
_HELP = "c confirm, d dismiss, w watch, u unsure, s skip, q quit"
#: Reasons shown of a ring.
_MOST_REASONS = 8


def review(
    workspace: terminal.WorkspaceArgument,
    by: terminal.ByOption,
    blind: Annotated[bool, typer.Option("--blind", help="Show no scores, ranks or probabilities.")] = False,
    second: Annotated[
        bool, typer.Option("--second", help="Give second opinions on what others decided, without seeing it.")
    ] = False,
) -> None:
    """Walk through the rings that wait for a decision: read, press a key, say why.

    Each decision is recorded at once; leave with q at any time. A ring that somebody else has before them is
    passed over. With --second the rings are those that somebody else decided on, and nothing of that
    decision is shown.
    """
    from collusion.decisions.decision import check_words
    from collusion.signing import signer_of_environment
    from collusion.workspace.deciding import Said
    from collusion.workspace.inbox import WAITING, load_inbox, needs_second
    from collusion.workspace.leases import give_back
    from collusion.workspace.workspace import opened

    check_words(by, "-")
    by = by.strip()
    signer = signer_of_environment()
    with opened(workspace) as space:
        found, entries = load_inbox(space), space.ledger()
        chosen = [
            item
            for item in found.items
            if (needs_second(item, entries, by) if second else item.state in WAITING)
        ]
        cases = _cases(found.run.folder, chosen)
        done = 0
        for place, item in enumerate(chosen, 1):
            if not _takes(space, item, by):
                continue
            _show(item, cases.get(item.ring_id), f"{place} of {len(chosen)}", blind=blind or second)
            try:
                said = _ask(by, blind=blind, second=second)
                done += _record(space, item, said, signer) if isinstance(said, Said) else 0
            finally:
                give_back(space.database, item.ring_id, by)
            if said is None:
                break
    left = len(chosen) - done
    print(f"{done} decided, {left} left.")


def _takes(space: Workspace, item: Item, by: str) -> bool:
    """Take a ring for review; a word about it where somebody else has it."""
    from collusion.workspace.leases import take

    lease = take(space.database, item.ring_id, by)
    if lease.by != by:
        said = f"{item.ring_id}: passed over, {lease.by} has it until {lease.until[11:16]} UTC."
        terminal.message_console().print(printable(said), soft_wrap=True)
    return lease.by == by


def _cases(folder: str, items: list[Item]) -> dict[str, Case]:
    """Return the cases of some rings, where the run folder is still there."""
    from pathlib import Path

    from collusion.cases.case import build_cases
    from collusion.cases.run_folder import open_run
    from collusion.cases.seal import MANIFEST

    if not (Path(folder) / MANIFEST).is_file():
        return {}
    names = [item.ring_id for item in items]
    return dict(zip(names, build_cases(open_run(Path(folder)), names), strict=True))


def _show(item: Item, case: Case | None, place: str, *, blind: bool) -> None:
    now = item.now
    size = f"{len(now.members):,} accounts, {len(now.targets):,} products, {now.n_reviews:,} reviews"
    when = f"{(now.first_at or 'undated')[:10]} to {(now.last_at or 'undated')[:10]}"
    recent = f"{now.recent_reviews:,} reviews in the last 30 days, {now.stars_gained:+.2f} stars"
    lines = ["", f"{item.ring_id}  ({place})", f"{size}, {when}; {recent}."]
    if not blind:
        lines += [now.summary, f"Rank {now.rank}, {'flagged' if now.flagged else 'not flagged'}."]
        lines += list(item.news)
    if case is not None:
        lines += [f"  + {reason.sentence}" for reason in case.reasons_for()[:_MOST_REASONS]]
        lines += [f"  - {reason.sentence}" for reason in case.reasons_against()[:_MOST_REASONS]]
        lines.append(f"  ? {case.innocent_explanation}: {case.innocent_verdict}")
    for line in lines:
        print(printable(line))


def _ask(by: str, *, blind: bool, second: bool) -> Said | Literal[0] | None:
    """Ask for a decision; return what was said, 0 when the ring was skipped, None to stop."""
    from collusion.workspace.deciding import Said

    while True:
        key = _read(f"[{_HELP}] ").lower()
        if key in ("", "q"):
            return None
        if key == "s":
            return 0
        if key in _KEYS:
            break
        print(f"Found {key!r}. Allowed: {_HELP}.")
    note = _read("Why? ")
    if not note:
        print("Nothing recorded: a decision needs a reason.")
        return 0
    return Said(verdict=_KEYS[key], by=by, note=note, is_second=second, is_blind=blind or second)


def _record(space: Workspace, item: Item, said: Said, signer: Signer | None) -> int:
    """Record a decision; return how many were recorded: a reason that cannot be kept is told, and skipped."""
    from collusion.errors import InputError
    from collusion.workspace.deciding import decide

    try:
        entry, _ = decide(space, item.ring_id, said, signer=signer)
    except InputError as error:
        print(printable(f"{item.ring_id}: nothing recorded. {error.faults[0]}"))
        return 0
    print(printable(f"{item.ring_id}: recorded as entry {entry.seq}."))
    return 1


def _read(prompt: str) -> str:
    """Read one line; an end of the input is an empty one."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    return sys.stdin.readline().strip()
