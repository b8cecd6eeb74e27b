"""Workspaces for tests, filled with hand-built runs."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from collusion.cases.run_folder import Run, open_run
from collusion.workspace.register import Registered, register
from collusion.workspace.workspace import Workspace, opened
from tests.cases.small_runs import Wish, make_run, save_run

#: The ring that the hand-built runs flag.
RING = "R-00000001"


@contextlib.contextmanager
def kept(folder: Path, *runs: Run) -> Iterator[Workspace]:
    """Open a workspace in which some runs were registered."""
    with opened(folder / "w", create=True) as workspace:
        for run in runs or (make_run(),):
            keep(workspace, run)
        yield workspace


def keep(workspace: Workspace, run: Run) -> Registered:
    """Take a hand-built run into a workspace."""
    n = len(list((workspace.folder / "runs").glob("*"))) if (workspace.folder / "runs").is_dir() else 0
    draft = open_run(
        save_run(replace(run, manifest=run.manifest | {"n": n}), workspace.folder / f".draft-{n}")
    )
    return register(workspace, draft, workspace.folder / "runs" / f"{n + 1:04}", Path("source"))


def grown(n_accounts: int) -> Run:
    """Return the hand-built run with a bigger ring that the run itself calls by another name."""
    run = make_run(Wish(n_accounts=n_accounts))
    names = {name for name, frame in vars_of(run).items() if "ring_id" in frame.columns}
    other = pl.col("ring_id").replace(RING, "R-0000000F")
    return replace(run, **{name: vars_of(run)[name].with_columns(other) for name in names})


def vars_of(run: Run) -> dict[str, pl.DataFrame]:
    """Return the tables of a run by name."""
    fields = ("rings", "members", "clients", "evidence", "ring_reviews", "ring_identifiers", "labels")
    return {name: getattr(run, name) for name in fields}


def with_devices(run: Run) -> Run:
    """Let each of the first two accounts of the flagged ring hold a device of its own."""
    rows = [
        {"ring_id": RING, "token": f"device:{n}", "n_members": 1, "n_accounts": 1, "reviewer_ids": [name]}
        for n, name in enumerate(sorted(run.members.filter(ring_id=RING)["reviewer_id"])[:2])
    ]
    return replace(run, footprints=pl.DataFrame(rows, schema=run.footprints.schema))


def back_again(run: Run) -> Run:
    """Return the run half a year later, with other accounts and products."""

    def later(frame: pl.DataFrame) -> pl.DataFrame:
        times = pl.col(pl.Datetime("us", "UTC")).dt.offset_by("180d")
        names = [
            pl.format("{}-2", name).alias(name)
            for name in ("reviewer_id", "review_id", "product_id")
            if name in frame.columns
        ]
        return frame.with_columns(times, *names)

    return replace(run, **{name: later(frame) for name, frame in vars_of(run).items()})
