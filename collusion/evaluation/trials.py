"""Trials: one market, run once, judged group by group and flag by flag, as rows of a file of its own.

A trial can be run alone, and again; trials of one folder are summarised together, see `trial_summary`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from collusion import __version__
from collusion.cases.run_folder import Run, open_run
from collusion.config import RunConfig
from collusion.errors import UsageError
from collusion.evaluation.label_trials import (
    LABELLED,
    labelled_groups,
    labels_of,
    only_labelled,
    with_labels,
)
from collusion.evaluation.markets import WITHHELD, Market, make_market, run_market, seen_sources, withhold
from collusion.evaluation.outcome import Outcome, assess
from collusion.evaluation.predictions import predictions_of_run
from collusion.evaluation.truth import Truth, read_truth
from collusion.provenance import written_whole
from collusion.simulate.lifelike.plan import is_visible
from collusion.simulate.presets import PRESETS

TRIAL_SCHEMA = pl.Schema(
    {
        "preset": pl.String(),
        "styles": pl.String(),
        "reviews": pl.Int64(),
        "seed": pl.Int64(),
        "withheld": pl.String(),
        "row": pl.String(),
        "name": pl.String(),
        "style": pl.String(),
        "held_out": pl.Boolean(),
        "visible": pl.Boolean(),
        "n_members": pl.Int64(),
        "jaccard": pl.Float64(),
        "rank": pl.Int64(),
        "found": pl.Boolean(),
        "flagged": pl.Boolean(),
        "is_false": pl.Boolean(),
        "n_strangers": pl.Int64(),
        "n_likely": pl.Int64(),
        "probability": pl.Float64(),
        "nearest": pl.String(),
        "seconds": pl.Float64(),
        "version": pl.String(),
    }
)
"""A row is a true ring, an innocent group, a flagged ring, or the trial as a whole: `row` is ``ring``,
``innocent``, ``flag`` or ``trial``. `n_strangers` of a flag are its members in no true ring, `nearest` is
the group that it overlaps most; `n_likely` of a trial are the accounts in rings of even odds or better."""
_RING = ("row", "name", "style", "held_out", "visible", "n_members", "jaccard", "rank", "found", "flagged")
_FLAG = (
    "row",
    "name",
    "style",
    "n_members",
    "jaccard",
    "rank",
    "is_false",
    "n_strangers",
    "probability",
    "nearest",
)


@dataclass(frozen=True, slots=True)
class Trial:
    """A market, and what is withheld of it, or how it is labelled (`label_trials.LABELLED`)."""

    market: Market
    withheld: str = "nothing"

    @property
    def name(self) -> str:
        """A name for files."""
        return f"{self.market.name}.{self.withheld}"


def check_trials(trials: Sequence[Trial]) -> None:
    """Refuse presets and withheld evidence that there are not, before anything is run.

    Parameters
    ----------
    trials
        What is to be run.

    Raises
    ------
    UsageError
        With the names that are known.
    """
    for what, found, known in (
        ("preset", {trial.market.preset for trial in trials}, tuple(PRESETS)),
        ("evidence to withhold", {trial.withheld for trial in trials}, (*WITHHELD, *LABELLED)),
    ):
        wrong = sorted(found - set(known))
        if wrong:
            raise UsageError(f"found the {what} {', '.join(wrong)}; known: {', '.join(known)}. Correct it")


def run_trial(trial: Trial, work: Path, *, config: RunConfig | None = None) -> pl.DataFrame:
    """Simulate a market, run the pipeline on it, and judge the run.

    Parameters
    ----------
    trial
        What to run.
    work
        Folder for the market and the run; a market that is there is used again.
    config
        Configuration; the default one when None.

    Returns
    -------
    pl.DataFrame
        Rows in the shape of `TRIAL_SCHEMA`.
    """
    whole = make_market(trial.market, work)
    truth, hidden = read_truth(whole), work / trial.name
    chosen: frozenset[str] | None = None
    if trial.withheld in LABELLED:
        base = _first_run(trial.market, whole, truth, work, config)
        chosen = labelled_groups(base, trial.withheld)
        source = with_labels(whole, labels_of(truth, base, trial.withheld, trial.market.seed), hidden)
    else:
        source = withhold(whole, trial.withheld, hidden)
    start = time.perf_counter()
    run = run_market(source, work / f"{trial.name}.run", config=config or RunConfig())
    seconds = time.perf_counter() - start
    rows = judged_rows(run, truth, seen_sources(trial.withheld))
    if chosen is not None:
        rows = only_labelled(rows, chosen)
    market = trial.market
    place: dict[str, str | int] = {
        "preset": market.preset if not market.hardness else f"{market.preset} {market.hardness}",
        "styles": market.styles,
        "reviews": market.n_reviews,
        "seed": market.seed,
        "withheld": trial.withheld,
    }
    return located_rows(rows, place, seconds)


def _first_run(
    market: Market, whole: Path, truth: Truth, work: Path, config: RunConfig | None
) -> pl.DataFrame:
    """Judge the run without labels, which is made unless it is there already."""
    folder = work / f"{Trial(market).name}.run"
    is_there = (folder / "manifest.json").is_file()
    run = open_run(folder) if is_there else run_market(whole, folder, config=config or RunConfig())
    return judged_rows(run, truth, seen_sources("nothing"))


def located_rows(rows: pl.DataFrame, place: Mapping[str, str | int], seconds: float) -> pl.DataFrame:
    """Say of every row which trial it belongs to, and what that took.

    Parameters
    ----------
    rows
        From `judged_rows`.
    place
        The first five columns of `TRIAL_SCHEMA`.
    seconds
        Of the run.
    """
    placed = rows.with_columns(
        **{name: pl.lit(value) for name, value in place.items()},
        seconds=pl.when(pl.col("row") == "trial").then(pl.lit(seconds)),
        version=pl.lit(__version__),
    )
    return placed.select(TRIAL_SCHEMA.names()).cast(TRIAL_SCHEMA)


def judged_rows(run: Run, truth: Truth, seen: frozenset[str]) -> pl.DataFrame:
    """Judge a run, with the flags that the run itself has set.

    Parameters
    ----------
    run
        An opened run.
    truth
        What was planted.
    seen
        Which of `simulate.lifelike.plan.SOURCES` the run could see.

    Returns
    -------
    pl.DataFrame
        Rows, without the columns that say which trial they belong to.
    """
    outcome = assess(predictions_of_run(run), truth)
    members = {
        name: frozenset(ids) for name, ids in run.members.group_by("ring_id").agg("reviewer_id").iter_rows()
    }
    flagged = run.rings.filter("flagged").sort("rank")["ring_id"].to_list()
    likely = run.rings.filter(pl.col("score") >= 0)["ring_id"].to_list()
    n_likely = len(frozenset[str]().union(*(members.get(ring, frozenset()) for ring in likely)))
    return pl.concat(
        [
            _ring_rows(outcome, truth, seen, [members.get(ring, frozenset()) for ring in flagged]),
            _innocent_rows(outcome, truth, flagged),
            _flag_rows(outcome, truth, flagged, members),
            pl.DataFrame({"row": ["trial"], "n_likely": [n_likely]}),
        ],
        how="diagonal_relaxed",
    )


def _ring_rows(
    outcome: Outcome, truth: Truth, seen: frozenset[str], flags: Sequence[frozenset[str]]
) -> pl.DataFrame:
    from collusion.evaluation.match import jaccard, matching

    rings = truth.rings
    _, matched = matching(jaccard(flags, [ring.members for ring in rings]), 0.5)
    is_flagged = set(matched.tolist())
    by_name = {row["group_id"]: row for row in outcome.groups.to_dicts()}
    return pl.DataFrame(
        [
            {
                "row": "ring",
                "name": ring.name,
                "style": ring.style,
                "held_out": ring.held_out,
                "visible": is_visible(ring.visible_in, seen),
                "n_members": len(ring.members),
                "jaccard": by_name[ring.name]["jaccard"],
                "rank": by_name[ring.name]["rank"],
                "found": by_name[ring.name]["found_50"],
                "flagged": j in is_flagged,
            }
            for j, ring in enumerate(rings)
        ],
        schema=_part(
            "row", "name", "style", "held_out", "visible", "n_members", "jaccard", "rank", "found", "flagged"
        ),
    )


def _innocent_rows(outcome: Outcome, truth: Truth, flagged: Sequence[str]) -> pl.DataFrame:
    hit = set(outcome.rings.filter(pl.col("ring_id").is_in(flagged))["innocent"].drop_nulls())
    ranks = dict(outcome.groups.select("group_id", "rank").iter_rows())
    return pl.DataFrame(
        [
            {
                "row": "innocent",
                "name": group.name,
                "style": group.style,
                "held_out": group.held_out,
                "n_members": len(group.members),
                "rank": ranks[group.name],
                "flagged": group.name in hit,
            }
            for group in truth.innocent
        ],
        schema=_part("row", "name", "style", "held_out", "n_members", "rank", "flagged"),
    )


def _flag_rows(
    outcome: Outcome, truth: Truth, flagged: Sequence[str], members: dict[str, frozenset[str]]
) -> pl.DataFrame:
    guilty = frozenset[str]().union(*(ring.members for ring in truth.rings))
    rows = {row["ring_id"]: row for row in outcome.rings.to_dicts()}
    return pl.DataFrame(
        [
            {
                "row": "flag",
                "name": ring,
                "style": rows[ring]["style"],
                "n_members": len(members[ring]),
                "jaccard": rows[ring]["jaccard"],
                "rank": rows[ring]["rank"],
                "is_false": rows[ring]["is_false"],
                "n_strangers": len(members[ring] - guilty),
                "probability": rows[ring]["probability"],
                "nearest": rows[ring]["innocent"] or rows[ring]["nearest"],
            }
            for ring in flagged
        ],
        schema=_part(
            "row",
            "name",
            "style",
            "n_members",
            "jaccard",
            "rank",
            "is_false",
            "n_strangers",
            "probability",
            "nearest",
        ),
    )


def _part(*names: str) -> pl.Schema:
    return pl.Schema({name: TRIAL_SCHEMA[name] for name in names})


def write_trial(rows: pl.DataFrame, name: str, out: Path) -> Path:
    """Write the rows of a trial into a file of its own, and return it.

    Parameters
    ----------
    rows
        In the shape of `TRIAL_SCHEMA`.
    name
        Name of the trial.
    out
        Folder of trials.
    """
    file = out / f"{name}.parquet"
    with written_whole(file) as partial:
        rows.write_parquet(partial)
    return file


def read_trials(out: Path) -> pl.DataFrame:
    """Read all trials of a folder, by name; raises `UsageError` when there is none, or something else."""
    files = sorted(out.glob("*.parquet")) if out.is_dir() else []
    if not files:
        raise UsageError(f"{out}: found no trials there. Run some: collusion evaluate market --out {out}")
    wrong = [file.name for file in files if pl.read_parquet_schema(file) != TRIAL_SCHEMA]
    if wrong:
        raise UsageError(
            f"{out}: found {', '.join(wrong[:3])}{' and others' if len(wrong) > 3 else ''}, which "
            "`collusion evaluate` of this version did not write. Move it away, or run the trial --again"
        )
    return pl.concat([pl.read_parquet(file, glob=False) for file in files])
