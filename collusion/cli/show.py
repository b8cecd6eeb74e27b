"""``collusion show``: the ranked rings of a run."""

from __future__ import annotations

from typing import Annotated

import typer

from collusion.cli import terminal
from collusion.foreign import printable

#: As many rings as fit a screen.
DEFAULT_TOP = 20


def show(
    run: terminal.RunArgument,
    top: Annotated[
        int, typer.Option("--top", metavar="N", help="How many rings to print, best first.", min=1)
    ] = DEFAULT_TOP,
    everything: Annotated[bool, typer.Option("--all", help="Print every ring.")] = False,
    language: terminal.LanguageOption = "en",
    as_json: terminal.JsonOption = False,
) -> None:
    """Print the ranked rings of a run: how big, how sure, on what evidence, and what was not looked at.

    Open one with `collusion explain RUN 1`.
    """
    from collusion.cases.provenance import false_discovery_level, unavailable_evidence
    from collusion.cases.run_folder import open_run
    from collusion.reports.screen import print_rings

    opened = open_run(run, language)
    rings = opened.rings if everything else opened.rings.head(top)
    if as_json:
        terminal.print_json(
            {
                "run_id": opened.manifest.get("run_id"),
                "n_rings": opened.rings.height,
                "n_flagged": int(opened.rings["flagged"].sum()),
                "false_discovery_level": false_discovery_level(opened.manifest),
                "unavailable": unavailable_evidence(opened.manifest),
                "rings": rings.to_dicts(),
            }
        )
        return
    print_rings(opened, rings, terminal.data_console())
    if rings.height:
        best = rings["ring_id"][0]
        step = printable(f"Open the first: collusion explain {run} {best}")
        terminal.message_console().print(step, soft_wrap=True)
