"""``collusion detect``: find the rings in a source, write a run folder, say what was found."""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any, Self

import typer

from collusion.cli import terminal
from collusion.cli.show import DEFAULT_TOP
from collusion.foreign import printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import TaskID

    from collusion.cases.run_folder import Run
    from collusion.config import RunConfig
    from collusion.provenance import Recorder, Stage
    from collusion.workspace.register import Registered

_DOING = {
    "copy": "copying the tables from where they are",
    "read": "reading and checking the tables",
    "graph": "joining accounts, products and identifiers",
    "evidence": "preparing the evidence",
    "detection": "searching for candidates",
    "decoys": "searching rewired markets for what chance makes",
    "scoring": "judging the candidates",
    "decoys again": "searching rewired markets without proven rings",
    "cases": "writing down the cases",
}
#: What libraries look for and no run uses: igraph draws with matplotlib, numba multiplies matrices with
#: scipy.linalg and reports to coverage. Together they would be a third of the start.
_UNUSED = ("matplotlib", "scipy.linalg", "coverage")
#: Further objects from which garbage is looked for; with Python's own 700 that is a hundredth of a run.
_OBJECTS = 20_000
_STEPS = {"detection": "seeds", "decoys": "seeds", "scoring": "candidates"}
_SINGULAR = {"strata": "stratum"}
_WIDEST_NAME = max(map(len, _DOING))


def detect(
    source: terminal.SourceArgument,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="RUN", help="Run folder to write; default: runs/ and SOURCE's name."),
    ] = None,
    config: terminal.ConfigOption = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", metavar="N", help="Seed of every random choice.", min=0, max=2**32 - 1),
    ] = None,
    fdr: Annotated[
        float | None,
        typer.Option(
            "--fdr",
            metavar="SHARE",
            help="Share of false rings to expect among the flagged.",
            min=1e-6,
            max=0.5,
        ),
    ] = None,
    quarantine: terminal.QuarantineOption = None,
    memory: Annotated[
        str | None,
        typer.Option("--memory", metavar="SIZE", help="Most memory to use, e.g. 8GB; default: what is free."),
    ] = None,
    workspace: Annotated[
        Path | None,
        typer.Option(
            "--workspace", metavar="W", help="Keep the run in this workspace; rings get ids for life."
        ),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="URL",
            help="Where a new workspace keeps its data: postgresql://…; default: SQLite.",
        ),
    ] = None,
    sign: Annotated[
        Path | None,
        typer.Option(
            "--sign",
            metavar="KEYFILE",
            help="Sign the run with this Ed25519 key (PEM); default: COLLUSION_SIGNING_KEY, if set.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the run folder that is there.")] = False,
    quiet: terminal.QuietOption = False,
    as_json: terminal.JsonOption = False,
) -> None:
    """Find the rings in a source; write a run folder; print the ranked rings.

    --seed, --fdr and --memory override the configuration. Run the same command again to resume what was
    interrupted. Try: collusion detect reviews.csv --out runs/first
    """
    from collusion import memory as process_memory
    from collusion.config import load_config
    from collusion.signing import load_signer
    from collusion.tables.records import Inputs
    from collusion.tables.sources.address import parse_address
    from collusion.workspace.workspace import opened

    process_memory.map_large_blocks()
    pipeline = import_pipeline()
    from collusion.daily import detect_in

    resolved = _override(load_config(source, config), seed, fdr, memory)
    console = terminal.message_console(quiet=quiet)
    inputs = Inputs(source, quarantine, signer=load_signer(sign, named="--sign") if sign else None)
    told: list[str] = []
    with contextlib.ExitStack() as stack:
        stack.enter_context(terminal.proposing(source, config))
        space = None
        if workspace is not None:
            space = stack.enter_context(opened(workspace, store=store, create=True))
        stack.enter_context(compiled_kernels(console))
        recorder = stack.enter_context(Display(console)).recorder()
        if space is None:
            target = Path("runs") / parse_address(source).stem if out is None else out
            run = pipeline.detect_from(inputs, target, config=resolved, force=force, recorder=recorder)
        else:
            done = detect_in(space, inputs, out, config=resolved, force=force, recorder=recorder)
            run, told = done.run, news_lines(done, space.folder)
    for note in run.manifest["notes"]:
        console.print(printable(terminal.note_line(note)), soft_wrap=True)
    console.print()
    if as_json:
        terminal.print_json(_as_json(run))
    else:
        _print(run, resolved, source)
    for line in told:
        console.print(printable(line), soft_wrap=True)


def news_lines(done: Registered, workspace: Path) -> list[str]:
    """Say what a run changed in a workspace."""
    kinds = Counter(event.kind for event in done.events)
    said = ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())) or "nothing new"
    folder = shlex.quote(str(workspace))
    return [f"Run {done.record.run_no} of {workspace}: {said}.", f"Next:       collusion inbox {folder}"]


class Display:
    """Shows what a run does: a spinner for the running stage on a terminal, a line for each stage done."""

    def __init__(self, console: Console) -> None:
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self._console = console
        hidden = console.quiet or not console.is_terminal
        self._live = Progress(*columns, console=console, transient=True, disable=hidden)
        self._task: TaskID | None = None
        self._name = ""
        self._steps = 0

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._live.stop()

    def recorder(self) -> Recorder:
        """Return a recorder that tells this display what happens."""
        from collusion.provenance import Recorder

        return Recorder(progress=self._on_stage, advance=self._on_steps, say=self._on_word)

    def _on_word(self, text: str) -> None:
        self._console.print(printable(text), soft_wrap=True)

    def _on_stage(self, name: str, done: Stage | None) -> None:
        if done is not None:
            self._console.print(_stage_line(done), soft_wrap=True)
        else:
            if self._task is not None:
                self._live.remove_task(self._task)
            self._name, self._steps = name, 0
            self._task = self._live.add_task(self._description(), total=None)

    def _on_steps(self, steps: int) -> None:
        self._steps += steps
        if self._task is not None:
            self._live.update(self._task, description=self._description())

    def _description(self) -> str:
        text = f"{self._name:{_WIDEST_NAME}}  {_DOING.get(self._name, 'working')}"
        if self._steps:
            text += f": {self._steps:,} {_STEPS.get(self._name, 'steps')}"
        return text


def import_pipeline() -> ModuleType:
    """Import the pipeline with all that it needs, and without what it does not."""
    with _without(_UNUSED), _without_collections():
        from collusion import pipeline
        from collusion.kernels.jit import load_compiler

        if not _is_compiled():
            load_compiler()
    return pipeline


@contextlib.contextmanager
def _without(names: Sequence[str]) -> Iterator[None]:
    """Let modules that nobody has loaded look as if they were not installed."""
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


@contextlib.contextmanager
def _without_collections() -> Iterator[None]:
    """Look for no garbage: what libraries make when they are loaded stays, and is never looked at again.

    A run makes many small objects and few circles of them: afterwards garbage is looked for more rarely.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(_OBJECTS, *gc.get_threshold()[1:])
        gc.enable()


@contextlib.contextmanager
def compiled_kernels(console: Console) -> Iterator[None]:
    """Let a process beside this one compile what a first run reaches last."""
    from collusion.kernels.compile_cache import cache_folders

    folders = cache_folders()
    if folders.warning:
        console.print(f"warning: {printable(folders.warning)}")
    if folders.write is None or _is_compiled():
        # What a process beside this one compiled would be lost.
        yield
        return
    console.print(
        "The first run after an install compiles the kernels: about half a minute more.", style="dim"
    )
    words = [sys.executable, "-m", "collusion.warmup"]
    silent = subprocess.DEVNULL
    # Its standard input is a pipe that closes when this process ends, and ends it.
    with subprocess.Popen(  # noqa: S603
        words, stdin=subprocess.PIPE, stdout=silent, stderr=silent
    ) as background:
        try:
            yield
        finally:
            background.terminate()


def _is_compiled() -> bool:
    """Return whether an earlier run left compiled kernels, so that nobody takes compiling for a hang."""
    from collusion.kernels import blocks
    from collusion.kernels.jit import is_compiled

    return is_compiled(blocks.next_growth)


def _stage_line(stage: Stage) -> str:
    counts = ", ".join(_counted(name, value) for name, value in stage.counts.items())
    return f"{stage.name:{_WIDEST_NAME}} {stage.seconds:7.1f} s {stage.peak_mb:7,.0f} MiB  {counts}"


def _counted(name: str, value: float) -> str:
    noun = _SINGULAR.get(name, name.removesuffix("s")) if value == 1 else name
    return f"{value:,} {noun.replace('_', ' ')}"


def _override(config: RunConfig, seed: int | None, fdr: float | None, memory: str | None) -> RunConfig:
    if seed is not None:
        config = dataclasses.replace(config, seed=seed)
    if fdr is not None:
        config = dataclasses.replace(config, scoring=dataclasses.replace(config.scoring, fdr=fdr))
    if memory is not None:
        config = dataclasses.replace(config, resources=dataclasses.replace(config.resources, memory=memory))
    return config


def _as_json(run: Run) -> dict[str, Any]:
    from collusion.cases.provenance import false_discovery_level, unavailable_evidence

    manifest = run.manifest
    return {
        "run": str(run.path),
        "run_id": manifest["run_id"],
        "seed": manifest["seed"],
        "n_rings": run.rings.height,
        "n_flagged": int(run.rings["flagged"].sum()),
        "false_discovery_level": false_discovery_level(manifest),
        "unavailable": unavailable_evidence(manifest),
        "best": run.rings.row(0, named=True) if run.rings.height else None,
        "counts": manifest["counts"],
        "stages": manifest["stages"],
        "totals": manifest["totals"],
        "notes": manifest["notes"],
    }


def _print(run: Run, config: RunConfig, source: str) -> None:
    from collusion.reports.screen import print_rings

    console = terminal.data_console()
    print_rings(run, run.rings.head(DEFAULT_TOP), console)
    console.print()
    if run.rings.height:
        best = run.rings.row(0, named=True)
        console.print(printable(f"First, {best['ring_id']}: {best['summary']}"))
    if run.rings.height and not run.rings["flagged"].any():
        console.print(
            "None is flagged: either chance makes as much too often, or fewer than "
            f"{config.scoring.min_families} families of evidence are abnormal. These are leads, not findings."
        )
    if not run.rings.height:
        least = config.detection
        console.print(
            "That does not show that every review is honest. What cannot be seen: single fake reviews, "
            f"groups of fewer than {least.min_members} accounts, or of fewer than {least.min_single_members} "
            f"on fewer than {least.min_products} products unless they share identifiers, and rings that only "
            "evidence missing from this source would show."
        )
    console.print(f"\nRun folder: {printable(str(run.path))}", soft_wrap=True)
    for head, step in zip(("Next:", "", ""), _next_steps(run, source), strict=False):
        console.print(f"{head:12}{printable(step)}", soft_wrap=True)


def _next_steps(run: Run, source: str) -> list[str]:
    from collusion.tables.sources.address import without_credentials

    folder = shlex.quote(str(run.path))
    if not run.rings.height:
        return [f"collusion validate {shlex.quote(without_credentials(source))}"]
    report = shlex.quote(f"{run.path}-report")
    return [f"collusion explain {folder} 1", f"collusion report {folder} --out {report}"]
