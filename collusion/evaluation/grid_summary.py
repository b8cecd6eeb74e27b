"""The results of a grid as a table in Markdown: methods, markets and hardness side by side."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from collusion.evaluation.experiments import OWN_METHOD
from collusion.simulate.spec import HARDNESS

NOTHING = "–"
CELL = ("preset", "reviews", "hardness", "withheld", "method")


def summary(table: pl.DataFrame) -> str:
    """Return one line a method, market and hardness, pooled over seeds, as a Markdown table.

    Parameters
    ----------
    table
        From `experiments.run_grid`.

    Returns
    -------
    str
        Counts are summed and shares taken of the sums; B-cubed, AP, AUC, realised rates and seconds are means
        over seeds.
    """
    every = in_order(table.filter(pl.col("kind") == "all"))
    cell = ("market", "hardness", "without", "method", "seeds", "rings")
    found = ("precision at k", "by operator", "flagged and found", "or joined")
    header = (*cell, *found, "realised FDR", "innocent flagged", "in top k", "B³ F1", "AP", "AUC", "s")
    rows = []
    for (preset, reviews, hardness, withheld, method), cells in every.group_by(CELL, maintain_order=True):
        ranks_only = method != OWN_METHOD
        innocent = _innocent_of(table, preset, reviews, hardness, withheld, method)
        rows.append(
            (
                f"{preset}, {reviews:,}",
                str(hardness).replace("_", " "),
                NOTHING if withheld == "nothing" else str(withheld),
                str(method),
                f"{cells.height}",
                f"{total(cells, 'n_groups'):,}",
                ratio(cells, "top_50"),
                NOTHING if ranks_only else ratio(cells, "top_joined"),
                NOTHING if ranks_only else percent_of(cells, "flagged_05"),
                NOTHING if ranks_only else percent_of(cells, "joined_50"),
                NOTHING if ranks_only else mean_percent(cells, "realised_05"),
                NOTHING if ranks_only else f"{total(cells, 'innocent_05')}",
                f"{total(innocent, 'top_50')}",
                mean(cells, "bcubed_f1_top" if ranks_only else "bcubed_f1"),
                mean(cells, "ap"),
                mean(cells, "auc"),
                mean(cells, "seconds", digits=1),
            )
        )
    return markdown(header, rows)


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; every column but the first is aligned to the right."""
    rule = ["---" if i == 0 else "---:" for i in range(len(header))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, rule, *rows))


def in_order(cells: pl.DataFrame) -> pl.DataFrame:
    """Sort by market, from plain to very hard, nothing withheld first, our own method first."""
    place = {name: i for i, name in enumerate(HARDNESS)}
    return cells.sort(
        "preset",
        "reviews",
        pl.col("hardness").replace_strict(place, default=len(place), return_dtype=pl.Int64),
        pl.col("withheld") != "nothing",
        "withheld",
        pl.col("method") != OWN_METHOD,
        "method",
        "seed",
    )


def _innocent_of(table: pl.DataFrame, *cell: object) -> pl.DataFrame:
    wanted = (pl.col(name) == value for name, value in zip(CELL, cell))
    return table.filter(pl.col("kind") == "innocent", *wanted)


def total(cells: pl.DataFrame, column: str) -> int:
    """Return the sum of a column over cells."""
    return int(cells[column].sum())


def share_of(cells: pl.DataFrame, column: str) -> float | None:
    """Return the sum of a column over that of the groups; None where it is unknown or there are none."""
    groups = total(cells, "n_groups")
    unknown = cells[column].null_count() > 0
    return None if unknown or not groups else total(cells, column) / groups


def ratio(cells: pl.DataFrame, column: str) -> str:
    """Return the share as a number, or a dash."""
    share = share_of(cells, column)
    return NOTHING if share is None else f"{share:.3f}"


def percent_of(cells: pl.DataFrame, column: str) -> str:
    """Return the share in percent, or a dash."""
    share = share_of(cells, column)
    return NOTHING if share is None else f"{share:.1%}"


def _known(cells: pl.DataFrame, column: str) -> list[float]:
    return [float(value) for value in cells[column].to_list() if value is not None]


def mean(cells: pl.DataFrame, column: str, *, digits: int = 3) -> str:
    """Return the mean of what is known of a `column` of `cells`, with so many `digits`, or a dash."""
    known = _known(cells, column)
    return f"{sum(known) / len(known):,.{digits}f}" if known else NOTHING


def mean_percent(cells: pl.DataFrame, column: str) -> str:
    """Return the mean of what is known of a column in percent, or a dash."""
    known = _known(cells, column)
    return f"{sum(known) / len(known):.1%}" if known else NOTHING
