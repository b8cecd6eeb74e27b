"""Experiments: a grid of markets, seeds, hardness, withheld evidence and methods, into one table.

One cell at a time, in one process. The table is written after every cell, so that a run that was stopped goes
on where it was.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from collusion import __version__
from collusion.config import RunConfig
from collusion.errors import Fault, InputError
from collusion.evaluation.markets import WITHHELD, Market, make_market, run_market, withhold
from collusion.evaluation.match import THRESHOLDS
from collusion.evaluation.metrics import Figures, figures
from collusion.evaluation.outcome import LEVELS, assess, level_digits
from collusion.evaluation.predictions import Predictions, predictions_of_run
from collusion.evaluation.reference import REFERENCES, reference_predictions
from collusion.evaluation.truth import read_truth
from collusion.graph.build import build_graph
from collusion.provenance import written_whole
from collusion.settings import load_settings, option, read_toml
from collusion.simulate.presets import PRESETS
from collusion.simulate.spec import HARDNESS
from collusion.tables.read import read_tables

OWN_METHOD = "collusion"
RESULTS = "results.parquet"
#: Every ring that our own method claimed, with how sure it was and how true it is: what calibration looks at.
CLAIMS = "claims.parquet"

_FLAGS = ("flagged", "n_flagged", "n_false", "realised", "innocent")
SCHEMA = pl.Schema(
    {
        "preset": pl.String(),
        "reviews": pl.Int64(),
        "hardness": pl.String(),
        "seed": pl.Int64(),
        "withheld": pl.String(),
        "method": pl.String(),
        "kind": pl.String(),
        "style": pl.String(),
        "n_groups": pl.Int64(),
        "n_claimed": pl.Int64(),
        **{f"found_{level_digits(t)}": pl.Int64() for t in THRESHOLDS},
        **{f"top_{level_digits(t)}": pl.Int64() for t in THRESHOLDS},
        **{
            f"{name}_{level_digits(level)}": pl.Float64() if name == "realised" else pl.Int64()
            for name in _FLAGS
            for level in LEVELS
        },
        **{f"joined_{level_digits(t)}": pl.Int64() for t in THRESHOLDS},
        "top_joined": pl.Int64(),
        "jaccard": pl.Float64(),
        "bcubed_precision": pl.Float64(),
        "bcubed_recall": pl.Float64(),
        "bcubed_f1": pl.Float64(),
        "bcubed_f1_top": pl.Float64(),
        "ap": pl.Float64(),
        "auc": pl.Float64(),
        "base_rate": pl.Float64(),
        "best_rank": pl.Int64(),
        "missed": pl.List(pl.String()),
        "seconds": pl.Float64(),
        "version": pl.String(),
    }
)
"""A row is a cell of the grid (kind ``all``), or one style of ring or innocent group in it."""

CLAIMS_SCHEMA = pl.Schema(
    {
        "preset": pl.String(),
        "reviews": pl.Int64(),
        "hardness": pl.String(),
        "seed": pl.Int64(),
        "withheld": pl.String(),
        "rank": pl.UInt32(),
        "probability": pl.Float64(),
        "q_value": pl.Float64(),
        "corroborated": pl.Boolean(),
        "jaccard": pl.Float64(),
        "is_false": pl.Boolean(),
    }
)
"""A row is a ring that our own method claimed in a cell of the grid."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of experiments: every combination of its lists."""

    name: str = option("grid", "What the grid is called.")
    presets: tuple[str, ...] = option(("ordinary",), "Markets, presets of `collusion simulate`.")
    reviews: tuple[int, ...] = option((200_000,), "Reviews of a market.", minimum=2000)
    hardness: tuple[str, ...] = option(("plain",), "How well rings hide: plain, hard, very_hard.")
    seeds: tuple[int, ...] = option((1,), "Seeds of the markets.", minimum=0)
    methods: tuple[str, ...] = option((OWN_METHOD,), "collusion, or reference detectors.")
    withheld: tuple[str, ...] = option(
        ("nothing",),
        "Evidence to withhold: nothing, identifiers, private, times, text, stars, accounts, orders.",
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    market: Market
    withheld: str
    method: str

    @property
    def key(self) -> tuple[object, ...]:
        """What tells this row from every other of the table."""
        market = self.market
        return market.preset, market.n_reviews, market.hardness, market.seed, self.withheld, self.method


def read_grid(file: Path) -> Grid:
    """Read a grid from TOML.

    Parameters
    ----------
    file
        Keys as the fields of `Grid`.

    Returns
    -------
    Grid
        The grid.

    Raises
    ------
    InputError
        With every fault: unknown keys, wrong types, names that nobody knows.
    """
    faults: list[Fault] = []
    grid = load_settings(Grid, read_toml(file), where=file.name, faults=faults)
    known = {
        "presets": tuple(PRESETS),
        "hardness": HARDNESS,
        "methods": (OWN_METHOD, *REFERENCES),
        "withheld": tuple(WITHHELD),
    }
    for key, names in known.items():
        for word in getattr(grid, key):
            if word not in names:
                faults.append(Fault(file.name, key, repr(word), ", ".join(names), "Correct the name."))
    if faults:
        raise InputError(faults)
    return grid


def run_grid(
    grid: Grid,
    out: Path,
    *,
    config: RunConfig | None = None,
    advance: Callable[[str], None] = lambda _: None,
) -> pl.DataFrame:
    """Run the cells of a grid that have no row yet.

    Parameters
    ----------
    grid
        The grid.
    out
        Folder of ``results.parquet`` and ``claims.parquet``, made where it is missing. Rows that are there
        are kept, whatever version made them: after a change of the program, name another folder. Rows of
        cells that the grid does not have are dropped.
    config
        Configuration of our own runs; the default one when None.
    advance
        Called with a line on every cell.

    Returns
    -------
    pl.DataFrame
        The whole table, by the columns of `SCHEMA` that name a cell. A reference detector, which looks at
        reviews only, is run where nothing is withheld.
    """
    out.mkdir(parents=True, exist_ok=True)
    table, claimed = _read_or_empty(out / RESULTS, SCHEMA), _read_or_empty(out / CLAIMS, CLAIMS_SCHEMA)
    every = list(_cells(grid))
    table, claimed = (_of_cells(rows, every) for rows in (table, claimed))
    done = set(table.select(list(SCHEMA)[:6]).iter_rows())
    cells = [cell for cell in every if cell.key not in done]
    with tempfile.TemporaryDirectory(prefix="collusion-grid-") as folder:
        for i, cell in enumerate(cells):
            _forget_others(Path(folder), cell.market)
            rows, rings, seconds = _run_cell(cell, Path(folder), config or RunConfig())
            # The table of results says which cells are done: it is written last.
            claimed = _with_claims(claimed, cell, rings)
            _write(claimed, out / CLAIMS)
            table = pl.concat([table, pl.DataFrame(rows, schema=SCHEMA)])
            table = table.sort(list(SCHEMA)[:8], nulls_last=False)
            _write(table, out / RESULTS)
            name = " ".join(str(word) for word in cell.key)
            advance(f"{i + 1}/{len(cells)} {name}: {seconds:.0f} s")
    return table


def _read_or_empty(file: Path, schema: pl.Schema) -> pl.DataFrame:
    """Return a table; columns that it has not yet, since an older version wrote it, are null."""
    empty = pl.DataFrame(schema=schema)
    if not file.is_file():
        return empty
    return pl.concat([empty, pl.read_parquet(file, glob=False)], how="diagonal").select(schema.names())


def _of_cells(table: pl.DataFrame, cells: list[_Cell]) -> pl.DataFrame:
    """Return the rows of these cells; a table without a column for the method is our own method's."""
    names = [name for name in list(SCHEMA)[:6] if name in table.columns]
    keys = {cell.key[: len(names)] for cell in cells}
    kept = [tuple(row) in keys for row in table.select(names).iter_rows()]
    return table.filter(pl.Series(kept, dtype=pl.Boolean))


def _write(table: pl.DataFrame, file: Path) -> None:
    with written_whole(file) as partial:
        table.write_parquet(partial)


def _with_claims(claimed: pl.DataFrame, cell: _Cell, rings: pl.DataFrame) -> pl.DataFrame:
    if cell.method != OWN_METHOD:
        return claimed
    place = {name: pl.lit(value) for name, value in zip(CLAIMS_SCHEMA.names()[:5], cell.key)}
    mine = rings.with_columns(**place).select(CLAIMS_SCHEMA.names()).cast(CLAIMS_SCHEMA)
    others = claimed.join(mine, on=CLAIMS_SCHEMA.names()[:5], how="anti")
    return pl.concat([others, mine]).sort(CLAIMS_SCHEMA.names()[:6])


def _cells(grid: Grid) -> Iterator[_Cell]:
    for preset in grid.presets:
        for reviews in grid.reviews:
            for hardness in grid.hardness:
                for seed in grid.seeds:
                    for withheld in grid.withheld:
                        for method in grid.methods:
                            if method == OWN_METHOD or withheld == "nothing":
                                yield _Cell(Market(preset, reviews, seed, hardness), withheld, method)


def _forget_others(folder: Path, market: Market) -> None:
    """Delete the markets that are done with, not the key of the tokens beside them."""
    import shutil

    for other in folder.iterdir():
        if other.is_dir() and not other.name.startswith(market.name):
            shutil.rmtree(other)


def _run_cell(
    cell: _Cell, folder: Path, config: RunConfig
) -> tuple[list[dict[str, Any]], pl.DataFrame, float]:
    whole = make_market(cell.market, folder)
    truth = read_truth(whole)
    hidden = folder / f"{cell.market.name}.without-{cell.withheld}"
    source = hidden if hidden.is_dir() else withhold(whole, cell.withheld, hidden)
    start = time.perf_counter()
    predictions = _predictions(cell, source, folder, config)
    seconds = time.perf_counter() - start
    outcome = assess(predictions, truth)
    return _rows(cell, figures([outcome]), seconds), outcome.rings, seconds


def _predictions(cell: _Cell, source: Path, folder: Path, config: RunConfig) -> Predictions:
    if cell.method == OWN_METHOD:
        return predictions_of_run(run_market(source, folder / f"{cell.market.name}.run", config=config))
    return reference_predictions(cell.method, build_graph(read_tables(source)), seed=config.seed)


def _rows(cell: _Cell, judged: Figures, seconds: float) -> list[dict[str, Any]]:
    place = dict(zip(list(SCHEMA)[:6], cell.key))
    rows = [{"kind": "all", "style": None, "seconds": seconds, **_overall(judged)}]
    rows += [
        {
            "kind": "ring",
            "style": style.style,
            "n_groups": style.n_rings,
            **_named("found", THRESHOLDS, style.found),
            f"top_{level_digits(0.5)}": style.in_top,
            **_named("flagged", LEVELS, style.flagged),
            **_named("joined", THRESHOLDS, style.joined),
            "jaccard": style.jaccard,
            "bcubed_recall": style.bcubed_recall,
            "ap": style.ap,
            "auc": style.auc,
        }
        for style in judged.styles
    ]
    rows += [
        {
            "kind": "innocent",
            "style": style.style,
            "n_groups": style.n_groups,
            f"top_{level_digits(0.5)}": style.in_top,
            **_named("flagged", LEVELS, style.flagged),
            "best_rank": style.best_rank,
        }
        for style in judged.innocent
    ]
    blank = dict.fromkeys(SCHEMA)
    return [blank | place | {"version": __version__} | row for row in rows]


def _overall(judged: Figures) -> dict[str, Any]:
    top = [None if share is None else round(share * judged.n_rings) for share in judged.precision_at_k]
    levels = judged.levels
    return {
        "n_groups": judged.n_rings,
        "n_claimed": judged.n_claimed,
        **_named("found", THRESHOLDS, judged.found),
        **_named("top", THRESHOLDS, top),
        **_named("flagged", LEVELS, [level.n_found for level in levels]),
        **_named("joined", THRESHOLDS, judged.joined),
        "top_joined": judged.top_joined,
        **_named("n_flagged", LEVELS, [level.n_flagged for level in levels]),
        **_named("n_false", LEVELS, [level.n_false for level in levels]),
        **_named("realised", LEVELS, [level.realised for level in levels]),
        **_named("innocent", LEVELS, [level.n_innocent for level in levels]),
        "bcubed_precision": judged.bcubed_precision,
        "bcubed_recall": judged.bcubed_recall,
        "bcubed_f1": judged.bcubed_f1,
        "bcubed_f1_top": judged.bcubed_f1_top,
        "ap": judged.ap,
        "auc": judged.auc,
        "base_rate": judged.base_rate,
        "missed": list(judged.missed),
    }


def _named(name: str, shares: tuple[float, ...], values: Any) -> dict[str, Any]:
    return {f"{name}_{level_digits(share)}": value for share, value in zip(shares, values)}
