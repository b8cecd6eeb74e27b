"""Power: plant rings of chosen kinds into a user's own tables, and see which of them are found."""

from __future__ import annotations

import itertools
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from collusion.config import RunConfig
from collusion.errors import UsageError
from collusion.evaluation.inject import inject, write_source
from collusion.evaluation.market_from_tables import TablesMarket, market_from_tables
from collusion.evaluation.markets import run_market
from collusion.evaluation.outcome import assess
from collusion.evaluation.predictions import predictions_of_run
from collusion.graph.build import build_graph
from collusion.simulate.ring_plan import RingPlan
from collusion.tables.mapping import SourceMapping
from collusion.tables.read import read_tables
from collusion.tables.records import ReviewTables

#: Planted accounts are at most this share of the source's, or one ring, so that they stay what they are: few.
MOST_PLANTED = 0.02


@dataclass(frozen=True, slots=True)
class PowerGrid:
    """Which rings to plant: every combination of these.

    Attributes
    ----------
    sizes
        Accounts of a ring.
    targets
        Products that it serves.
    coverages
        Share of the targets that a member reviews.
    camouflages
        Reviews of other products per ring review.
    spreads
        Days within which the reviews of one target fall.
    n_trials
        Rings of each combination.
    """

    sizes: tuple[int, ...] = (10, 30)
    targets: tuple[int, ...] = (15,)
    coverages: tuple[float, ...] = (0.2, 0.45)
    camouflages: tuple[float, ...] = (1.0, 3.0)
    spreads: tuple[float, ...] = (7.0, 90.0)
    n_trials: int = 3

    def plans(self) -> list[RingPlan]:
        """Return one plan for each combination, in the order of the fields."""
        every = itertools.product(self.sizes, self.targets, self.coverages, self.camouflages, self.spreads)
        return [
            RingPlan(
                style="injected",
                n_members=size,
                n_targets=n_targets,
                coverage=coverage,
                camouflage=camouflage,
                days_per_target=spread,
            )
            for size, n_targets, coverage, camouflage, spread in every
        ]


@dataclass(frozen=True, slots=True)
class PowerRow:
    """What became of the rings of one combination.

    Attributes
    ----------
    size, targets, coverage, camouflage, spread
        The combination, as in `PowerGrid`.
    n_planted, n_found, n_flagged
        Rings planted, found (Jaccard ≥ 0.5), and flagged at 5 %.
    jaccard
        Median Jaccard index of the ring nearest to each.
    rank, q_value
        Medians over the rings found; None when none is.
    """

    size: int
    targets: int
    coverage: float
    camouflage: float
    spread: float
    n_planted: int
    n_found: int
    n_flagged: int
    jaccard: float
    rank: float | None
    q_value: float | None


@dataclass(frozen=True, slots=True)
class _Ring:
    """One planted ring: place of its plan in the grid, and what became of it."""

    place: int
    jaccard: float
    rank: int | None
    q_value: float | None
    flagged: bool


def measure_power(
    source: Path,
    grid: PowerGrid,
    *,
    config: RunConfig,
    seed: int = 0,
    advance: Callable[[int, int], None] = lambda _done, _total: None,
) -> tuple[PowerRow, ...]:
    """Plant rings into a user's tables, run the pipeline, and count what is found.

    Parameters
    ----------
    source
        The user's source; it is only read, everything is written to a temporary folder.
    grid
        Which rings.
    config
        The configuration of the runs.
    seed
        Everything follows from it.
    advance
        Called with runs done and runs in all.

    Returns
    -------
    tuple of PowerRow
        One for each combination. As many pipeline runs as it takes to keep planted accounts few.

    Raises
    ------
    InputError
        When the source is at fault.
    UsageError
        When the source is too small to plant anything in.
    """
    tables = read_tables(source, mapping=config.mapping)
    own = market_from_tables(tables, build_graph(tables), seed=seed)
    plans = grid.plans()
    _check(own, plans)
    jobs = [(trial, place) for trial in range(grid.n_trials) for place in range(len(plans))]
    batches = list(_batches(jobs, plans, len(own.reviewer_ids)))
    rings: list[_Ring] = []
    # the tables are written in the contract's own shape
    plain = replace(config, mapping=SourceMapping(kinds=config.mapping.kinds))
    for done, batch in enumerate(batches):
        advance(done, len(batches))
        places = [place for _, place in batch]
        fitted = [_fitted(plans[place], own) for place in places]
        rings += _outcomes(tables, own, fitted, places, config=plain, seed=seed + 1 + done)
    advance(len(batches), len(batches))
    return tuple(_row(plan, [ring for ring in rings if ring.place == i]) for i, plan in enumerate(plans))


def _check(own: TablesMarket, plans: Sequence[RingPlan]) -> None:
    biggest = max((plan.n_members for plan in plans), default=0)
    if not plans or biggest > len(own.reviewer_ids):
        raise UsageError(
            f"found {len(own.reviewer_ids):,} accounts in the source, fewer than the {biggest:,} of a ring. "
            "Plant smaller rings, or give a larger source"
        )


def _batches(
    jobs: list[tuple[int, int]], plans: Sequence[RingPlan], n_accounts: int
) -> Iterator[list[tuple[int, int]]]:
    """Cut the jobs into runs in which few accounts are planted."""
    batch: list[tuple[int, int]] = []
    planted = 0
    for job in jobs:
        size = plans[job[1]].n_members
        if batch and planted + size > MOST_PLANTED * n_accounts:
            yield batch
            batch, planted = [], 0
        batch.append(job)
        planted += size
    if batch:
        yield batch


def _fitted(plan: RingPlan, own: TablesMarket) -> RingPlan:
    """Return the plan with a span that fits the source's own, and few sellers and markets as it has them."""
    room = own.context.calendar.n_days
    days = min(plan.days_per_target, room * 0.8)
    return replace(
        plan, days_per_target=days, span_days=min(plan.span_days, max(room - days - 60.0, room * 0.2))
    )


def _outcomes(
    tables: ReviewTables,
    own: TablesMarket,
    plans: Sequence[RingPlan],
    places: Sequence[int],
    *,
    config: RunConfig,
    seed: int,
) -> list[_Ring]:
    injected = inject(tables, own, plans, seed=seed)
    with tempfile.TemporaryDirectory(prefix="collusion-power-") as folder:
        write_source(injected, Path(folder) / "source")
        run = run_market(Path(folder) / "source", Path(folder) / "run", config=config)
        outcome = assess(predictions_of_run(run), injected.truth)
    q_values = dict(outcome.rings.select("rank", "q_value").iter_rows())
    groups = outcome.groups.sort("group_id").select("jaccard", "rank", "flagged_05")
    return [
        _Ring(place, jaccard, rank, q_values.get(rank), flagged)
        for place, (jaccard, rank, flagged) in zip(places, groups.iter_rows(), strict=True)
    ]


def _row(plan: RingPlan, rings: Sequence[_Ring]) -> PowerRow:
    found = [ring for ring in rings if ring.rank is not None]
    ranks = [ring.rank for ring in rings if ring.rank is not None]
    q_values = [ring.q_value for ring in found if ring.q_value is not None]
    return PowerRow(
        size=plan.n_members,
        targets=plan.n_targets,
        coverage=plan.coverage,
        camouflage=plan.camouflage,
        spread=plan.days_per_target,
        n_planted=len(rings),
        n_found=len(found),
        n_flagged=sum(ring.flagged for ring in rings),
        jaccard=statistics.median([ring.jaccard for ring in rings]) if rings else 0.0,
        rank=statistics.median(ranks) if ranks else None,
        q_value=statistics.median(q_values) if q_values else None,
    )


def power_frame(rows: Sequence[PowerRow]) -> pl.DataFrame:
    """Return the rows as a frame, one column an attribute of `PowerRow`."""
    return pl.DataFrame(
        [[getattr(row, name) for name in PowerRow.__slots__] for row in rows],
        schema=list(PowerRow.__slots__),
        orient="row",
    )
