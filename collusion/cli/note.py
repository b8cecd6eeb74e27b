"""``collusion note``: keep a note on a ring without deciding, or read what was noted."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from collusion.cli import terminal
from collusion.foreign import printable

if TYPE_CHECKING:
    from collusion.workspace.notes import Note


def note(
    workspace: terminal.WorkspaceArgument,
    ring: Annotated[str, typer.Argument(metavar="RING", help="A ring id, or a rank in the latest run.")],
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="The note; left out: print the notes on the ring.")
    ] = None,
    by: terminal.ByOption = "",
    account: Annotated[
        str | None, typer.Option("--account", metavar="ID", help="The account of the ring that it is about.")
    ] = None,
    as_json: terminal.JsonOption = False,
) -> None:
    """Keep a note on a ring or one of its accounts, for good; it decides nothing.

    Try: collusion note W R-1A2B3C4D "Asked the seller for invoices." --by "M. Berg"
    """
    from collusion.signing import signer_of_environment
    from collusion.workspace.deciding import check_accounts, find_ring
    from collusion.workspace.notes import notes_on, write_note
    from collusion.workspace.workspace import opened

    with opened(workspace) as space:
        ring_id = find_ring(space, ring)
        if text is None:
            notes = notes_on(space.database, ring_id)
        else:
            check_accounts(space, ring_id, [account] if account else [])
            signer = signer_of_environment()
            notes = [write_note(space.database, ring_id, by, text, account=account, signer=signer)]
    if as_json:
        terminal.print_json([asdict(one) for one in notes])
        return
    for one in notes:
        print(printable(_line(one)))
    if not notes:
        terminal.message_console().print("No notes on it.")


def _line(note: Note) -> str:
    about = f"{note.ring_id}, {note.account}" if note.account else note.ring_id
    return f"{about}: {note.text} ({note.by}, {note.at[:10]})"
