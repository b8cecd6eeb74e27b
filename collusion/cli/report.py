"""``collusion report``: a page to judge the rings of a run on, and each ring as Markdown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from collusion.cli import terminal

if TYPE_CHECKING:
    from collusion.cases.run_folder import Run
    from collusion.view.payload import FromSource


def report(
    run: terminal.RunArgument,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write.")],
    top: Annotated[
        int | None, typer.Option("--top", metavar="N", help="Only the first N rings.", min=1)
    ] = None,
    ring: Annotated[
        list[str] | None,
        typer.Option("--ring", metavar="RING", help="Only this ring (id or rank); repeatable."),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="SOURCE", help="The tables of the run: adds the words of reviews."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the report that is there.")] = False,
    quiet: terminal.QuietOption = False,
) -> None:
    """Write one page to judge rings on, and one Markdown page per ring with its charts.

    The page needs nothing but itself: no network, no server. Open DIR/index.html.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from collusion.cases.run_folder import open_run
    from collusion.reports.folder import write_report
    from collusion.view.report import Extras, ReportPage

    opened = open_run(run)
    rings = _rings(opened, ring, top)
    page = ReportPage(opened, Extras(source=_from_source(run, source)))
    columns = (TextColumn("Writing rings"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=terminal.message_console(quiet=quiet), transient=True) as progress:
        task = progress.add_task("", total=None)
        written = write_report(
            opened,
            out,
            page=page,
            rings=rings,
            force=force,
            progress=lambda done, total: progress.update(task, completed=done, total=total),
        )
    noun = "ring" if written.n_rings == 1 else "rings"
    terminal.message_console(quiet=quiet).print(f"{written.n_rings:,} {noun} written.")
    print(terminal.plain(str(written.index)))


def _rings(opened: Run, ring: list[str] | None, top: int | None) -> list[str]:
    """Return the ids of the rings to write, best first."""
    from collusion.cases.run_folder import select_ring
    from collusion.errors import UsageError

    if ring and top:
        raise UsageError("Found both --ring and --top. Give one of them.")
    ranked = opened.rings["ring_id"].to_list()
    named = {select_ring(opened, one) for one in ring or ()}
    return [one for one in ranked if one in named] if ring else ranked[:top]


def _from_source(folder: Path, source: str | None) -> FromSource:
    """Return the words of reviews and the pace of products, where the source is given."""
    from collusion.api.page.source_rows import read_source_rows
    from collusion.api.run import open_run
    from collusion.view.payload import FromSource

    return FromSource() if source is None else read_source_rows(open_run(folder, source=source))
