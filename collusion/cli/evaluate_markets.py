"""Sub-commands of ``collusion evaluate`` that run simulated markets one by one, and sum them up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from collusion.cli import terminal
from collusion.errors import UsageError
from collusion.foreign import printable

_MOST_SEEDS = 10_000
_OutOption = Annotated[
    Path, typer.Option("--out", metavar="DIR", help="Folder of trials: a file for each, kept.")
]


def market(
    out: _OutOption,
    presets: Annotated[
        str, typer.Option("--preset", metavar="NAME,…", help="Presets of `collusion simulate`.")
    ] = "lifelike",
    seeds: Annotated[
        str, typer.Option("--seeds", metavar="N,N-N", help="Seeds; 1000-1039 are for reports only.")
    ] = "1",
    withheld: Annotated[
        str,
        typer.Option(
            "--withhold",
            metavar="WHAT,…",
            help="nothing, reviews_times, identifiers_reviews, times, stars, text, identifiers, accounts, "
            "orders, private; or labels_1, labels_3, labels_honest, labels_wrong: a second run with labels.",
        ),
    ] = "nothing",
    styles: Annotated[
        str, typer.Option("--styles", metavar="SET", help="Of lifelike markets: tuned, held-out, all.")
    ] = "all",
    reviews: Annotated[
        int, typer.Option("--reviews", metavar="N", help="Reviews of a market.", min=2000)
    ] = 200_000,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Configuration of the runs.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Run trials that have a file, too.")] = False,
    quiet: terminal.QuietOption = False,
) -> None:
    """Simulate markets, run on each, and keep what became of every group and every flag.

    A trial has a file of its own in DIR: any market can be run alone, and the rest later.
    Try: collusion evaluate market --preset lifelike --seeds 1000-1019 --out trials
    """
    import tempfile

    from collusion.config import load_config
    from collusion.evaluation.markets import Market
    from collusion.evaluation.trials import Trial, check_trials, run_trial, write_trial
    from collusion.simulate.lifelike.styles import style_set
    from collusion.simulate.presets import OF_STYLES

    of = style_set(styles)
    trials = [
        Trial(Market(preset, reviews, seed, styles=of if preset in OF_STYLES else "tuned"), what)
        for preset in presets.split(",")
        for seed in _seeds(seeds)
        for what in withheld.split(",")
    ]
    check_trials(trials)
    console = terminal.message_console(quiet=quiet)
    settings = None if config is None else load_config(config.parent, config)
    markets: dict[str, list[Trial]] = {}
    for trial in trials:
        if again or not (out / f"{trial.name}.parquet").is_file():
            markets.setdefault(trial.market.name, []).append(trial)
    for name, wanted in markets.items():
        console.print(printable(f"{name}: {', '.join(trial.withheld for trial in wanted)} withheld"))
        with tempfile.TemporaryDirectory() as work:
            for trial in wanted:
                file = write_trial(run_trial(trial, Path(work), config=settings), trial.name, out)
                console.print(printable(f"wrote {file}"))


def background(
    sources: Annotated[
        list[Path], typer.Argument(metavar="SOURCE…", help="Sources of real reviews, presumed honest.")
    ],
    out: _OutOption,
    plant: Annotated[
        str,
        typer.Option(
            "--plant",
            metavar="STYLE,…",
            help="crew_45, crew_20, crew_45_existing, attack_45, one_product, batches; all; or nobody.",
        ),
    ] = "all",
    seeds: Annotated[str, typer.Option("--seeds", metavar="N,N-N", help="Seeds of the plantings.")] = "1",
    drop_times: Annotated[
        bool, typer.Option("--without-times", help="Forget when reviews were written.")
    ] = False,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Configuration of the runs.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Run trials that have a file, too.")] = False,
    quiet: terminal.QuietOption = False,
) -> None:
    """Plant rings into real reviews, run, and keep what became of rings and of real people.

    The sources are only read. `--plant nobody` runs on the real people alone: every flag is then false.
    Try: collusion evaluate background data --out trials
    """
    import tempfile

    from collusion.config import load_config
    from collusion.evaluation import backgrounds
    from collusion.evaluation.trials import write_trial

    console = terminal.message_console(quiet=quiet)
    settings = None if config is None else load_config(config.parent, config)
    styles = list(backgrounds.BACKGROUND_STYLES) if plant == "all" else plant.split(",")
    for source in sources:
        real = backgrounds.read_background(source)
        if drop_times:
            real = backgrounds.without_times(real)
        jobs: list[list[str]] = (
            [[]] if plant == backgrounds.UNPLANTED else [*backgrounds.batches(real, styles)]
        )
        for seed in _seeds(seeds):
            for i, job in enumerate(jobs):
                name = f"{real.name}-{seed}.{'-'.join(job) or backgrounds.UNPLANTED}".replace(" ", "-")
                if not again and (out / f"{name}.parquet").is_file():
                    continue
                console.print(printable(f"{name}"))
                with tempfile.TemporaryDirectory() as work:
                    rows = backgrounds.run_background(real, job, seed + 1000 * i, Path(work), config=settings)
                file = write_trial(rows, name, out)
                console.print(printable(f"wrote {file}"))


def summary(
    out: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of trials.")],
    misses: Annotated[bool, typer.Option("--misses", help="Name every ring that was not flagged.")] = False,
    as_json: terminal.JsonOption = False,
) -> None:
    """Sum trials up by preset and by style: found, flagged, false, innocents, misses.

    Try: collusion evaluate summary trials
    """
    from collusion.evaluation import trial_summary
    from collusion.evaluation.trials import read_trials

    trials = read_trials(out)
    if as_json:
        tables = {
            "settings": trial_summary.by_setting(trials),
            "styles": trial_summary.by_style(trials),
            "innocent": trial_summary.innocent_kinds(trials),
            "misses": trial_summary.misses(trials),
        }
        terminal.print_json({name: table.to_dicts() for name, table in tables.items()})
        return
    typer.echo(trial_summary.summary_text(trials, with_misses=misses), nl=False)


def _seeds(text: str) -> list[int]:
    found: list[int] = []
    for word in text.split(","):
        first, _, last = word.partition("-")
        if not first.isdecimal() or (last and not last.isdecimal()):
            raise UsageError(
                f"--seeds: found {word!r}; allowed are whole numbers and ranges such as 1000-1019. Correct it"
            )
        several = range(int(first), int(last or first) + 1)
        if not 0 < len(several) <= _MOST_SEEDS:
            raise UsageError(
                f"--seeds: found {word!r}, {len(several):,} seeds; "
                f"allowed are 1 to {_MOST_SEEDS:,}. Correct it"
            )
        found += several
    return found
