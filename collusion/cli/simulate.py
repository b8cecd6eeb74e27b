"""``collusion simulate``: write a market with planted rings and innocent look-alikes, and the truth."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from collusion.cli import terminal

if TYPE_CHECKING:
    from collusion.simulate.spec import MarketSummary

_BAR_AFTER = 500_000  # reviews; smaller markets are done before a bar can be read


def simulate(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder to write.")],
    preset: Annotated[
        str,
        typer.Option(
            "--preset",
            metavar="NAME",
            help="Market: lifelike (or lifelike-innocent, -farms, -many, -dense), ordinary, hard, very-hard, "
            "held-out, relays, innocent, clean, benchmark, sample-…",
        ),
    ] = "ordinary",
    reviews: Annotated[
        int | None,
        typer.Option("--reviews", metavar="N", help="Reviews in all; default: the preset's own number."),
    ] = None,
    styles: Annotated[
        str,
        typer.Option(
            "--styles",
            metavar="SET",
            help="Styles of a lifelike market: tuned, held-out (nothing was tuned on them), or all.",
        ),
    ] = "tuned",
    seed: terminal.SeedOption = 0,
    force: terminal.ForceOption = False,
    quiet: terminal.QuietOption = False,
    as_json: terminal.JsonOption = False,
) -> None:
    """Write a market with planted rings and innocent look-alikes, and the truth about them.

    OUT holds the tables that `collusion detect` reads, and OUT/truth who was planted.
    Try: collusion simulate --preset lifelike --reviews 200000 --seed 1 market
    """
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from collusion.simulate.lifelike.styles import style_set
    from collusion.simulate.market import simulate_market
    from collusion.simulate.presets import preset as named

    spec = named(preset, n_reviews=reviews, seed=seed, styles=style_set(styles))
    console = terminal.message_console(quiet=quiet)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    hidden = quiet or spec.n_reviews < _BAR_AFTER
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task("world")

        def progress(stage: str, done: int, total: int) -> None:
            """Move the bar."""
            bar.update(task, description=stage, completed=done, total=total)

        summary = simulate_market(spec, out, force=force, progress=progress)
    if as_json:
        terminal.print_json({"preset": spec.name, "seed": seed, "out": str(out), **_as_json(summary)})
    else:
        _print(summary, out)


def _as_json(summary: MarketSummary) -> dict[str, Any]:
    return asdict(summary)


def _print(summary: MarketSummary, out: Path) -> None:
    from rich.table import Table

    console = terminal.data_console()
    console.print(
        f"{out}: {summary.n_reviews:,} reviews by {summary.n_reviewers:,} reviewers of "
        f"{summary.n_products:,} products; {summary.n_identifiers:,} identifiers, "
        f"{summary.n_orders:,} orders.",
        soft_wrap=True,
    )
    if not summary.planted:
        console.print("Nothing was planted.")
        return
    table = Table("planted", "kind", box=None, pad_edge=False)
    for heading in ("groups", "accounts", "targets"):
        table.add_column(heading, justify="right")
    for row in summary.planted:
        table.add_row(row.style, row.kind, f"{row.n_groups:,}", f"{row.n_members:,}", f"{row.n_targets:,}")
    console.print(table)
