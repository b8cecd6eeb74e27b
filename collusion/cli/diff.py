"""``collusion diff``: what became of the rings between two runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from collusion.cli import terminal
from collusion.foreign import printable

if TYPE_CHECKING:
    from collusion.workspace.lineage import Event
    from collusion.workspace.snapshot import Snapshot


def diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="The older run: a run folder, or a number with --workspace.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The newer run.")],
    workspace: Annotated[
        Path | None, typer.Option("--workspace", metavar="W", help="OLD and NEW are runs of this workspace.")
    ] = None,
    as_json: terminal.JsonOption = False,
) -> None:
    """Print what became of each ring: born, grew, shrank, merged, split, gone, returned.

    Try: collusion diff runs/monday runs/tuesday
    """
    from collusion.workspace.diff import diff as compare
    from collusion.workspace.history import Happening
    from collusion.workspace.inbox import in_words

    told = _told_in(workspace, old, new) if workspace else compare(_rings(old), _rings(new))
    if as_json:
        terminal.print_json([asdict(event) for event in told])
        return
    for event in told:
        said = in_words(Happening(0, event)).partition(": ")[2]
        print(printable(f"{event.ring_id}  {event.kind:8}  {said}"))
    terminal.message_console().print(f"{len(told)} changes.")


def _rings(folder: str) -> Mapping[str, Snapshot]:
    from collusion.cases.run_folder import open_run
    from collusion.workspace.snapshot import snapshots

    return snapshots(open_run(Path(folder)))


def _told_in(workspace: Path, old: str, new: str) -> list[Event]:
    """Return what became of the rings of a workspace by their ids, and the links that its runs told."""
    from collusion.workspace import history
    from collusion.workspace.diff import diff as compare
    from collusion.workspace.workspace import opened

    with opened(workspace) as space:
        first, last = (history.run_numbered(space.database, name).run_no for name in (old, new))
        rings = [history.rings_of(space.database, number) for number in (first, last)]
        told = compare(*rings, are_for_life=True)
        return told + history.links(space.database, after=first, until=last)
