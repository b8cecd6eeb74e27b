"""``collusion update``: a workspace's latest source with a day's new rows."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path
from typing import Annotated

import typer

from collusion.cli import terminal
from collusion.cli.detect import Display, compiled_kernels, import_pipeline, news_lines
from collusion.errors import UsageError
from collusion.foreign import printable


def update(
    workspace: terminal.WorkspaceArgument,
    delta: Annotated[Path, typer.Argument(metavar="SOURCE_DELTA", help="A source with the new rows only.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="RUN", help="Run folder to write; default: in the workspace."),
    ] = None,
    config: terminal.ConfigOption = None,
    quarantine: terminal.QuarantineOption = None,
    quiet: terminal.QuietOption = False,
    as_json: terminal.JsonOption = False,
) -> None:
    """Add new rows to the source of the latest run, and run on all of it.

    The configuration is that of the latest run. The tables are the same bytes as those of a run on all rows
    at once. It takes as long, too, and says so.
    Try: collusion update W monday/
    """
    import_pipeline()
    from collusion import daily
    from collusion.config import load_config
    from collusion.tables.records import Inputs
    from collusion.workspace import history
    from collusion.workspace.workspace import opened

    console = terminal.message_console(quiet=quiet)
    with contextlib.ExitStack() as stack:
        space = stack.enter_context(opened(workspace))
        latest = history.latest_run(space.database)
        source = _files_of(latest.source)
        resolved = load_config(source, config) if config else daily.config_of_folder(Path(latest.folder))
        whole = space.folder / "sources" / f"{latest.run_no + 1:04}"
        console.print(daily.WHOLE, soft_wrap=True)
        stack.enter_context(compiled_kernels(console))
        recorder = stack.enter_context(Display(console)).recorder()
        shutil.rmtree(whole, ignore_errors=True)  # of an update that did not come to its end
        merged = daily.merge_sources([source, delta], whole, resolved.mapping, config_of=source)
        inputs = Inputs(merged, quarantine)
        done = daily.detect_in(space, inputs, out, config=daily.without_files(resolved), recorder=recorder)
    if as_json:
        terminal.print_json({"run": str(done.run.path), "run_no": done.record.run_no, "source": str(merged)})
        return
    for line in news_lines(done, workspace):
        console.print(printable(line), soft_wrap=True)
    print(printable(str(done.run.path)))


def _files_of(source: str) -> Path:
    """Return the folder or file that the latest run read."""
    from collusion.tables.sources.address import FILES, parse_address

    address = parse_address(source)
    if address.kind != FILES or address.path is None:
        raise UsageError(
            f"{printable(address.name)}: found no files, which is what the latest run read. Allowed: a "
            "source of files. A database has its new rows already: run `collusion detect` on it again."
        )
    return address.path
