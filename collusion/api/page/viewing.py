"""Show a run, or one ring of it, on the page within a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from collusion.api.page.host import PageHost
from collusion.cases.seal import MANIFEST
from collusion.errors import missing_extra
from collusion.provenance import file_digest
from collusion.signing import signer_of_environment
from collusion.workspace import history
from collusion.workspace.workspace import RUNS, TOKEN_KEY, opened

if TYPE_CHECKING:
    from collusion.api.page.widget import PageWidget
    from collusion.api.run import Run


def view(run: Run, *, start: str, by: str, workspace: str | Path | None) -> PageWidget:
    """Show a run on the page.

    Parameters
    ----------
    run
        The run.
    start
        The address within the page that is shown first; empty: the inbox.
    by
        Who decides.
    workspace
        Where decisions are written; None: the workspace in whose folder the run is, if it is the latest.

    Returns
    -------
    PageWidget

    Raises
    ------
    UsageError
        When the widget's library is not installed.
    """
    try:
        from collusion.api.page.widget import PageWidget
    except ImportError as error:
        raise missing_extra("A view in a notebook", "notebook") from error
    folder = _around(run) if workspace is None else Path(workspace)
    host = PageHost(run, workspace=folder, signer=signer_of_environment() if folder else None)
    return PageWidget(host, start=start, by=by)


def _around(run: Run) -> Path | None:
    """Return the workspace in whose folder a run is, when the run is the latest there."""
    folder = run.folder.resolve().parent
    if folder.name != RUNS or not (folder.parent / TOKEN_KEY).is_file():
        return None
    with opened(folder.parent) as space:
        latest = history.latest_run(space.database)
    return folder.parent if latest.manifest_sha256 == file_digest(run.folder / MANIFEST) else None
