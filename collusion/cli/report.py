"""``collusion report``: the reports of a run as HTML and Markdown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from collusion.cli import terminal


def report(
    run: terminal.RunArgument,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write.")],
    top: Annotated[
        int | None, typer.Option("--top", metavar="N", help="Only the first N rings.", min=1)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the report that is there.")] = False,
    quiet: terminal.QuietOption = False,
) -> None:
    """Write an index, and one HTML and one Markdown page per ring with its charts.

    The pages need nothing but themselves: no network, no scripts. Open DIR/index.html.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from collusion.cases.run_folder import open_run
    from collusion.reports.folder import write_report

    opened = open_run(run)
    columns = (TextColumn("Writing rings"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=terminal.message_console(quiet=quiet), transient=True) as progress:
        task = progress.add_task("", total=None)
        written = write_report(
            opened,
            out,
            top=top,
            force=force,
            progress=lambda done, total: progress.update(task, completed=done, total=total),
        )
    noun = "ring" if written.n_rings == 1 else "rings"
    terminal.message_console(quiet=quiet).print(f"{written.n_rings:,} {noun} written.")
    print(terminal.plain(str(written.index)))
