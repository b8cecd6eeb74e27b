"""``collusion report``: a page to judge the rings of a run on, and each ring as Markdown."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from collusion.cli import terminal
from collusion.foreign import printable

if TYPE_CHECKING:
    from collusion.cases.run_folder import Run
    from collusion.view.report import Extras


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
    alternatives: Annotated[
        bool,
        typer.Option(
            "--alternatives",
            help="With --source: what would have cleared each account of a flagged ring, and how the ring "
            "stands without each family. A twentieth of a second an account or so.",
        ),
    ] = False,
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs",
            metavar="N",
            help="With --alternatives: processes that judge rings; 0: as many as processors, at most 8.",
            min=0,
            max=64,
        ),
    ] = 0,
    language: terminal.LanguageOption = "en",
    force: Annotated[bool, typer.Option("--force", help="Replace the report that is there.")] = False,
    quiet: terminal.QuietOption = False,
) -> None:
    """Write one page to judge rings on, and one Markdown page per ring with its charts.

    The page needs nothing but itself: no network, no server. Open DIR/index.html.
    """
    from collusion.cases.run_folder import open_run
    from collusion.errors import UsageError
    from collusion.reports.folder import write_report
    from collusion.resources import Resources
    from collusion.view.report import ReportPage

    if alternatives and source is None:
        raise UsageError("Found --alternatives without --source: the tables are judged anew. Give --source.")
    opened = open_run(run, language)
    rings = _rings(opened, ring, top)
    with _steps(quiet=quiet) as step:
        judged = rings if alternatives else []
        n_processes = jobs or Resources().n_threads()
        extras = _extras(run, source, language, (judged, n_processes), step("Judging accounts anew"))
        page = ReportPage(opened, extras)
        told = step("Writing rings")
        written = write_report(opened, out, page=page, rings=rings, force=force, progress=told)
    noun = "ring" if written.n_rings == 1 else "rings"
    terminal.message_console(quiet=quiet).print(f"{written.n_rings:,} {noun} written.")
    print(printable(str(written.index)))


@contextlib.contextmanager
def _steps(*, quiet: bool) -> Iterator[Callable[[str], Callable[[int, int], None]]]:
    """Give each step of the work, by its words, what it calls with the number done and of all."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=terminal.message_console(quiet=quiet), transient=True) as progress:

        def step(words: str) -> Callable[[int, int], None]:
            task = progress.add_task(words, total=None, visible=False)
            return lambda done, total: progress.update(task, completed=done, total=total, visible=True)

        yield step


def _rings(opened: Run, ring: list[str] | None, top: int | None) -> list[str]:
    """Return the ids of the rings to write, best first."""
    from collusion.cases.run_folder import select_ring
    from collusion.errors import UsageError

    if ring and top:
        raise UsageError("Found both --ring and --top. Give one of them.")
    ranked = opened.rings["ring_id"].to_list()
    named = {select_ring(opened, one) for one in ring or ()}
    return [one for one in ranked if one in named] if ring else ranked[:top]


def _extras(
    folder: Path,
    source: str | None,
    language: str,
    judged: tuple[list[str], int],
    progress: Callable[[int, int], None],
) -> Extras:
    """Return what the page shows of the source, and of the rings that are judged anew by some processes."""
    from collusion.api.page.alternatives import with_alternatives
    from collusion.api.page.source_rows import read_source_rows
    from collusion.api.run import open_run
    from collusion.view.report import Extras

    if source is None:
        return Extras()
    run = open_run(folder, source=source, language=language)
    extras = Extras(source=read_source_rows(run))
    rings, n_processes = judged
    return with_alternatives(run, extras, rings, progress, n_processes=n_processes) if rings else extras
