"""``collusion evaluate``: hold runs against a truth or labels, plant rings, run markets and grids.

``collusion evaluate RUN --truth DIR`` is the sub-command ``runs``; the options ``--labels``, ``--inject`` and
``--grid``, which were modes of one command before, still stand for the sub-commands of those names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer.core import TyperGroup

from collusion.cli import evaluate_markets, terminal
from collusion.errors import UsageError
from collusion.foreign import printable

if TYPE_CHECKING:
    from collusion.evaluation.outcome import Outcome
    from collusion.evaluation.truth import Truth

_Number = TypeVar("_Number", int, float)
_FORMER_OPTIONS = {"--inject": "inject", "--grid": "grid", "--labels": "labels"}


class _EvaluateGroup(TyperGroup):
    """Finds the sub-command that former versions of this command meant."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the name of the sub-command before `args`, in the context `ctx`."""
        return super().parse_args(ctx, _with_command(args, tuple(self.commands)))


def _with_command(args: list[str], names: Sequence[str]) -> list[str]:
    if not args:
        raise UsageError(
            f"found nothing to evaluate. Give runs with their --truth, or a sub-command: {', '.join(names)}"
        )
    if args[0] in (*names, "--help", "-h"):
        return args
    words = [part for word in args for part in (word.split("=", 1) if word.startswith("--") else (word,))]
    for option, name in _FORMER_OPTIONS.items():
        if option in words:
            place = words.index(option)
            source, others = words[place + 1 : place + 2], words[:place] + words[place + 2 :]
            return [name, *others, *source] if name == "labels" else [name, *source, *others]
    return ["runs", *args]


evaluate = typer.Typer(
    cls=_EvaluateGroup,
    add_completion=False,
    rich_markup_mode=None,
    help="Compare runs with the truth; plant rings into your own tables; run simulated markets.\n\n"
    "Try: collusion evaluate runs/demo --truth market/truth",
)
evaluate.command("market")(evaluate_markets.market)
evaluate.command("background")(evaluate_markets.background)
evaluate.command("summary")(evaluate_markets.summary)

_Against = Annotated[
    str,
    typer.Option("--against", metavar="NAMES", help="Reference detectors: fraudar,dcube,leiden,co-reviews."),
]


@evaluate.command()
def runs(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN…", help="Folders that `detect` wrote.")],
    truth: Annotated[
        list[Path] | None,
        typer.Option("--truth", metavar="DIR", help="The truth of a RUN; give one for each, in order."),
    ] = None,
    against: _Against = "",
    source: Annotated[
        list[Path] | None,
        typer.Option("--source", metavar="DIR", help="The source of a RUN, for --against; one for each."),
    ] = None,
    plots: Annotated[
        Path | None, typer.Option("--plots", metavar="DIR", help="Folder for calibration plots of the runs.")
    ] = None,
    seed: terminal.SeedOption = 0,
    as_json: terminal.JsonOption = False,
) -> None:
    """Hold runs against the truth, and compare them with reference detectors.

    Try: collusion evaluate runs runs/demo --truth market/truth
    """
    names = [name for name in against.split(",") if name]
    _judge(runs, truth or [], source or [], names, plots, as_json=as_json, seed=seed)


@evaluate.command()
def labels(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A folder that `collusion detect` wrote.")],
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="A source with the table `labels`.")],
    against: _Against = "",
    seed: terminal.SeedOption = 0,
    as_json: terminal.JsonOption = False,
) -> None:
    """Judge the account scores of a run by labels that it did not use.

    Try: collusion evaluate labels runs/demo data
    """
    names = [name for name in against.split(",") if name]
    _judge_by_labels(run, source, names, as_json=as_json, seed=seed)


@evaluate.command()
def inject(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="Plant rings into this source.")],
    sizes: Annotated[
        str, typer.Option("--sizes", metavar="N,…", help="Accounts of planted rings.")
    ] = "10,30",
    targets: Annotated[
        str, typer.Option("--targets", metavar="N,…", help="Products that they serve.")
    ] = "15",
    coverage: Annotated[
        str,
        typer.Option("--coverage", metavar="SHARE,…", help="Shares of the targets that a member reviews."),
    ] = "0.2,0.45",
    camouflage: Annotated[
        str, typer.Option("--camouflage", metavar="RATIO,…", help="Other reviews per ring review.")
    ] = "1,3",
    spread: Annotated[
        str, typer.Option("--spread", metavar="DAYS,…", help="Days within which reviews of one target fall.")
    ] = "7,90",
    trials: Annotated[
        int, typer.Option("--trials", metavar="N", help="Rings of each combination.", min=1)
    ] = 3,
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="Configuration; default: the source's own."),
    ] = None,
    seed: terminal.SeedOption = 0,
    as_json: terminal.JsonOption = False,
    quiet: terminal.QuietOption = False,
) -> None:
    """Plant rings into your own tables, and see which would be found.

    Try: collusion evaluate inject data --sizes 10,30
    """
    from collusion.evaluation.power import PowerGrid

    chosen = PowerGrid(
        sizes=_numbers(sizes, int, "--sizes", least=2),
        targets=_numbers(targets, int, "--targets", least=2),
        coverages=_numbers(coverage, float, "--coverage", least=0.0),
        camouflages=_numbers(camouflage, float, "--camouflage", least=0.0),
        spreads=_numbers(spread, float, "--spread", least=0.01),
        n_trials=trials,
    )
    _measure_power(source, chosen, config, seed=seed, as_json=as_json, quiet=quiet)


@evaluate.command()
def grid(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Grid of experiments, in TOML.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder for the results; needed.")
    ] = None,
    as_json: terminal.JsonOption = False,
    quiet: terminal.QuietOption = False,
) -> None:
    """Run a grid of experiments: markets, seeds, methods, evidence withheld.

    Try: collusion evaluate grid docs/experiments/plain.toml --out plain
    """
    _run_grid(file, out, as_json=as_json, quiet=quiet)


def _judge(
    runs: list[Path],
    truth: list[Path],
    sources: list[Path],
    against: list[str],
    plots: Path | None,
    *,
    as_json: bool,
    seed: int,
) -> None:
    from collusion.cases.run_folder import open_run
    from collusion.evaluation.metrics import figures
    from collusion.evaluation.outcome import assess
    from collusion.evaluation.overlap import demand_overlap
    from collusion.evaluation.predictions import predictions_of_run
    from collusion.evaluation.terminal import figures_record, print_figures
    from collusion.evaluation.truth import read_truth

    _check_numbers(len(runs), len(truth), "--truth")
    truths = [read_truth(folder) for folder in truth]
    predictions = [predictions_of_run(open_run(run)) for run in runs]
    for of_run, known, folder in zip(predictions, truths, truth, strict=True):
        demand_overlap(known.accounts(), of_run, where=str(folder / "members.parquet"), column="reviewer_id")
    outcomes = {"collusion": [assess(of_run, known) for of_run, known in zip(predictions, truths)]}
    if against:
        _check_numbers(len(runs), len(sources), "--source")
        outcomes |= _references(sources, truths, against, seed)
    methods = {name: figures(each) for name, each in outcomes.items()}
    if plots is not None:
        from collusion.evaluation.plots import write_plots

        for file in write_plots([outcome.rings for outcome in outcomes["collusion"]], plots):
            terminal.message_console().print(printable(f"wrote {file}"))
    if as_json:
        terminal.print_json({name: figures_record(each) for name, each in methods.items()})
    else:
        print_figures(methods, terminal.data_console())


def _judge_by_labels(run: Path, source: Path, against: list[str], *, as_json: bool, seed: int) -> None:
    import dataclasses

    from collusion.cases.run_folder import open_run
    from collusion.config import load_config
    from collusion.evaluation.labelled import label_figures, labelled_accounts
    from collusion.evaluation.overlap import demand_overlap
    from collusion.evaluation.predictions import predictions_of_run
    from collusion.evaluation.reference import check_names, reference_predictions
    from collusion.evaluation.terminal import print_labels
    from collusion.graph.build import build_graph
    from collusion.tables.read import read_tables

    check_names(against)
    tables = read_tables(source, mapping=load_config(source).mapping)
    labelled = labelled_accounts(tables)
    predictions = predictions_of_run(open_run(run))
    demand_overlap(labelled["reviewer_id"], predictions, where="labels", column="entity_id")
    methods = {"collusion": label_figures(predictions, labelled)}
    if against:
        graph = build_graph(tables)
        methods |= {
            name: label_figures(reference_predictions(name, graph, seed=seed), labelled) for name in against
        }
    if as_json:
        terminal.print_json({name: dataclasses.asdict(each) for name, each in methods.items()})
    else:
        print_labels(methods, terminal.data_console())


def _references(
    sources: list[Path], truths: list[Truth], against: list[str], seed: int
) -> dict[str, list[Outcome]]:
    from collusion.config import load_config
    from collusion.evaluation.outcome import assess
    from collusion.evaluation.reference import check_names, reference_predictions
    from collusion.graph.build import build_graph
    from collusion.tables.read import read_tables

    check_names(against)
    outcomes: dict[str, list[Outcome]] = {name: [] for name in against}
    for source, truth in zip(sources, truths, strict=True):
        graph = build_graph(read_tables(source, mapping=load_config(source).mapping))
        for name in against:
            outcomes[name].append(assess(reference_predictions(name, graph, seed=seed), truth))
    return outcomes


def _measure_power(
    source: Path, grid: Any, config: Path | None, *, seed: int, as_json: bool, quiet: bool
) -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from collusion.config import load_config
    from collusion.evaluation.power import measure_power, power_frame
    from collusion.evaluation.terminal import print_power

    columns = (TextColumn("Running"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=terminal.message_console(quiet=quiet), transient=True) as bar:
        task = bar.add_task("", total=None)
        rows = measure_power(
            source,
            grid,
            config=load_config(source, config),
            seed=seed,
            advance=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if as_json:
        terminal.print_json(power_frame(rows).to_dicts())
    else:
        print_power(rows, terminal.data_console())


def _run_grid(file: Path, out: Path | None, *, as_json: bool, quiet: bool) -> None:
    from collusion.evaluation.experiments import read_grid, run_grid
    from collusion.evaluation.grid_summary import summary

    if out is None:
        raise UsageError("found --grid without --out. Name the folder for the results")
    console = terminal.message_console(quiet=quiet)
    table = run_grid(read_grid(file), out, advance=lambda text: console.print(printable(text)))
    if as_json:
        terminal.print_json(table.to_dicts())
    else:
        terminal.data_console().print(summary(table), soft_wrap=True)


def _check_numbers(n_runs: int, n_given: int, option: str) -> None:
    if n_runs != n_given:
        raise UsageError(
            f"found {n_runs} run{'' if n_runs == 1 else 's'} and {n_given} {option}. "
            f"Give one {option} for each run, in the same order"
        )


def _numbers(text: str, kind: Callable[[str], _Number], option: str, *, least: float) -> tuple[_Number, ...]:
    try:
        numbers = tuple(kind(word) for word in text.split(","))
    except ValueError:
        numbers = ()
    if not numbers or any(number < least for number in numbers):
        raise UsageError(
            f"{option}: found {text!r}; allowed are numbers of at least {least:g}, with commas between them. "
            "Correct them"
        )
    return numbers
