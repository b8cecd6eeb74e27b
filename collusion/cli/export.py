"""``collusion export``: what other systems take from a run."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from collusion.cli import terminal


class Target(StrEnum):
    """What can be exported."""

    SUSPECTS = "suspects"


def export(
    run: terminal.RunArgument,
    target: Annotated[Target, typer.Option("--to", help="What to export.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="A file ending in .csv, .parquet or .jsonl.")
    ],
    force: terminal.ForceOption = False,
    quiet: terminal.QuietOption = False,
) -> None:
    """Write the accounts, products and sellers of flagged rings: suspects, for a human decision.

    Try: collusion export runs/demo --to suspects --out suspects.csv
    """
    from collusion.cases.run_folder import open_run
    from collusion.cases.wording import counted
    from collusion.exports.suspects import suspects, write_suspects

    table = suspects(open_run(run))
    written = write_suspects(table, out, force=force)
    rows = counted(table.height, target.value.removesuffix("s"))
    rings = counted(table["ring_id"].n_unique(), "flagged ring")
    message = f"{rows} of {rings}, each for a human decision."
    terminal.message_console(quiet=quiet).print(message)
    print(terminal.plain(str(written)))
