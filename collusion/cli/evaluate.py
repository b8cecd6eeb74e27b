"""``collusion evaluate``: hold runs against the truth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from collusion.cli import terminal
from collusion.errors import UsageError


def evaluate(
    runs: Annotated[
        list[Path], typer.Argument(metavar="RUN...", help="Folders that `collusion detect` wrote.")
    ],
    truth: Annotated[
        list[Path],
        typer.Option("--truth", help="The truth of each run, in the same order."),
    ],
    as_json: terminal.JsonOption = False,
) -> None:
    """Hold runs against the truth: precision, recall, realised false-discovery rate, by style.

    Try: collusion evaluate runs/demo --truth market/truth
    """
    from collusion.cases.run_folder import open_run
    from collusion.evaluation.claims import claims_of_run
    from collusion.evaluation.metrics import figures
    from collusion.evaluation.outcome import assess
    from collusion.evaluation.screen import figures_record, print_figures
    from collusion.evaluation.truth import read_truth

    if len(runs) != len(truth):
        raise UsageError(
            f"found {len(runs)} runs and {len(truth)} --truth. "
            "Give one --truth for each run, in the same order"
        )
    outcomes = [
        assess(claims_of_run(open_run(run)), read_truth(folder))
        for run, folder in zip(runs, truth, strict=True)
    ]
    methods = {"collusion": figures(outcomes)}
    if as_json:
        terminal.print_json({name: figures_record(each) for name, each in methods.items()})
    else:
        print_figures(methods, terminal.data_console())
