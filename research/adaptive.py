"""``python -m research.adaptive``: what an operator who knows the tool must give up to survive.

Such an operator buys accounts with a history, gives each a network of its own, and turns what is left to
turn: fewer reviews of each member, more camouflage, milder praise, slower work. Rings of every setting are
planted into honest markets, and what survives of their reviews is weighed against what they cost.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from collusion.arrays import BoolArray
from collusion.config import RunConfig
from collusion.evaluation.inject import Injected, inject, write_source
from collusion.evaluation.market_from_tables import market_from_tables
from collusion.evaluation.markets import Market, make_market, run_market
from collusion.evaluation.outcome import LEVEL, assess
from collusion.evaluation.predictions import Predictions, predictions_of_run
from collusion.evaluation.truth import TrueGroup
from collusion.graph.build import build_graph
from collusion.provenance import written_whole
from collusion.simulate.ring_plan import RingPlan
from collusion.tables.read import read_tables

ADAPTIVE = "adaptive.parquet"
#: A market without rings, with innocent look-alikes of every kind.
PRESET = "innocent"
BASE = RingPlan(
    style="adaptive",
    n_members=38,
    network="own",
    accounts="bought",
    coverage=0.4,
    camouflage=3.0,
    extreme_share=0.6,
    days_per_target=45.0,
    verified=0.85,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """How an operator hides: what it turns (`turned`), and the plan that comes of it."""

    turned: str
    plan: RingPlan


def settings() -> tuple[Setting, ...]:
    """Return the settings: each knob alone, from bold to timid, then all of them together."""
    alone: dict[str, tuple[float, ...]] = {
        "coverage": (0.4, 0.25, 0.15, 0.1),
        "camouflage": (1.0, 6.0, 12.0),
        "extreme_share": (0.9, 0.3, 0.1),
        "days_per_target": (6.0, 120.0, 240.0),
    }
    found = [
        Setting(knob, replace(BASE, **{knob: value}))  # type: ignore[arg-type]
        for knob, values in alone.items()
        for value in values
    ]
    together = ((0.3, 4.0, 0.5, 90.0), (0.2, 6.0, 0.4, 150.0), (0.12, 8.0, 0.3, 240.0))
    for coverage, camouflage, praise, days in together:
        plan = replace(
            BASE, coverage=coverage, camouflage=camouflage, extreme_share=praise, days_per_target=days
        )
        found.append(Setting("all", plan))
    return tuple(found)


SCHEMA = pl.Schema(
    {
        "reviews": pl.Int64(),
        "seed": pl.Int64(),
        "turned": pl.String(),
        "coverage": pl.Float64(),
        "camouflage": pl.Float64(),
        "extreme_share": pl.Float64(),
        "days_per_target": pl.Float64(),
        "jaccard": pl.Float64(),
        "flagged": pl.Boolean(),
        "n_delivered": pl.Int64(),
        "n_other": pl.Int64(),
        "n_surviving": pl.Int64(),
        "lift": pl.Float64(),
        "lift_surviving": pl.Float64(),
    }
)
"""A row is a planted ring: its setting, whether it was flagged, its reviews of targets and its others, how
many of the former are by accounts of no flagged ring, by how many stars all and those lift a target."""


def measure(
    seeds: Sequence[int],
    out: Path,
    *,
    n_reviews: int = 200_000,
    turned: Sequence[Setting] | None = None,
    advance: Callable[[str], None] = lambda _: None,
) -> pl.DataFrame:
    """Plant a ring of every setting into a market of each seed, and see what survives.

    Parameters
    ----------
    seeds
        Of the markets.
    out
        Folder of ``adaptive.parquet``; seeds that are in it are not measured again.
    n_reviews
        Reviews of a market, before rings are planted.
    turned
        The settings, of which each market gets a ring; all when None.
    advance
        Called with a line on every market.

    Returns
    -------
    pl.DataFrame
        The whole table, by `SCHEMA`.
    """
    out.mkdir(parents=True, exist_ok=True)
    file = out / ADAPTIVE
    table = pl.read_parquet(file, glob=False) if file.is_file() else pl.DataFrame(schema=SCHEMA)
    done = set(table.select("reviews", "seed").iter_rows())
    for seed in seeds:
        if (n_reviews, seed) in done:
            continue
        rows = _one_market(Market(PRESET, n_reviews, seed), turned or settings())
        table = pl.concat([table, rows]).sort(SCHEMA.names()[:7])
        with written_whole(file) as partial:
            table.write_parquet(partial)
        advance(f"seed {seed}: {int(rows['flagged'].sum())} of {rows.height} rings flagged")
    return table


def _one_market(market: Market, turned: Sequence[Setting]) -> pl.DataFrame:
    with tempfile.TemporaryDirectory(prefix="collusion-adaptive-") as name:
        folder = Path(name)
        tables = read_tables(make_market(market, folder))
        own = market_from_tables(tables, build_graph(tables), seed=market.seed)
        injected = inject(tables, own, [setting.plan for setting in turned], seed=market.seed)
        write_source(injected, folder / "planted")
        run = run_market(folder / "planted", folder / "run", config=RunConfig())
        predictions = predictions_of_run(run)
    judged = assess(predictions, injected.truth).groups.sort("group_id")
    rows = [
        {
            "reviews": market.n_reviews,
            "seed": market.seed,
            "turned": setting.turned,
            **{knob: getattr(setting.plan, knob) for knob in SCHEMA.names()[3:7]},
            "jaccard": jaccard,
            "flagged": flagged,
            **_delivered(injected, ring, predictions),
        }
        for setting, ring, (jaccard, flagged) in zip(
            turned, injected.truth.rings, judged.select("jaccard", "joined_50").iter_rows(), strict=True
        )
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def _delivered(injected: Injected, ring: TrueGroup, predictions: Predictions) -> dict[str, object]:
    """Count a ring's reviews, and what is left when those of every flagged account are taken away."""
    flagged: BoolArray = predictions.flagged(LEVEL)
    caught = frozenset[str]().union(*(predictions.rings[i] for i in flagged.nonzero()[0].tolist()))
    reviews = injected.frames["reviews"].select("reviewer_id", "product_id", "review_id", "rating")
    is_member = pl.col("reviewer_id").is_in(sorted(ring.members))
    is_target = pl.col("product_id").is_in(sorted(ring.targets))
    # What a bought account wrote before it was sold is no cost of the operator's.
    wrote = reviews.filter(is_member, pl.col("review_id").str.starts_with("injected-"))
    about = reviews.filter(is_target).with_columns(
        own=is_member, left=is_member & ~pl.col("reviewer_id").is_in(sorted(caught))
    )
    return {
        "n_delivered": int(about["own"].sum()),
        "n_other": wrote.filter(~is_target).height,
        "n_surviving": int(about["left"].sum()),
        "lift": _lift(about, "own"),
        "lift_surviving": _lift(about, "left"),
    }


def _lift(about: pl.DataFrame, column: str) -> float:
    """Return by how many stars the reviews in `column` lift a target, a mean over the targets."""
    honest = about.filter(~pl.col("own")).group_by("product_id").agg(pl.col("rating").mean().alias("without"))
    counted = about.filter(pl.col(column) | ~pl.col("own"))
    every = counted.group_by("product_id").agg(pl.col("rating").mean().alias("with"))
    both = honest.join(every, on="product_id").sort("product_id")
    lifted = (both["with"] - both["without"]).to_list()
    return sum(lifted) / len(lifted) if lifted else 0.0


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure; `arguments` are those of the command line when None."""
    parser = argparse.ArgumentParser(prog="python -m research.adaptive")
    parser.add_argument("--seeds", required=True, help="seeds of the markets, with commas between them")
    parser.add_argument("--reviews", type=int, default=200_000, help="reviews of a market")
    parser.add_argument("--out", type=Path, required=True, help="the folder of results")
    options = parser.parse_args(arguments)
    seeds = [int(seed) for seed in options.seeds.split(",")]
    measure(seeds, options.out, n_reviews=options.reviews, advance=_tell)


if __name__ == "__main__":
    main()
