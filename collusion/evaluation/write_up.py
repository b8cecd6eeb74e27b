"""``python -m collusion.evaluation.write_up``: write the page of the evaluation from its tables."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from collusion.evaluation.experiments import OWN_METHOD, RESULTS
from collusion.provenance import write_text_whole
from collusion.simulate.spec import HARDNESS

_CELL = ("preset", "reviews", "hardness", "withheld", "method")
_NOTHING = "–"
_PREFACE = """# Evaluation

How well rings are found, on simulated markets whose truth is known. A command writes this page from the
tables of the experiments, and every table names the command that measured it; nothing in it is typed by
hand.

## What is measured

A ring counts as **found** when it is matched, one to one, to a true ring with which it shares at least
half of the members of both together (Jaccard index ≥ 0.5). The matching is the one with the most pairs,
and among those the one with the greatest overlap. Nested and overlapping rings are two true rings that
share members.

- **Precision at k**: found among the first k of the list, over k, the number of true rings.
- **Flagged and found**: true rings matched by a ring with q ≤ 5 % and two abnormal families.
- **Realised FDR**: flagged rings whose Jaccard index with *every* true ring is below 0.3, over all
  flagged; the mean over markets. Between 0.3 and 0.5 a ring is badly delimited: not false, yet not found.
- **Innocent flagged**: planted look-alikes of which a flagged *false* ring holds half, or which hold half
  of it; and the same **in top k**.
- **B³ F1**: B-cubed F1 of members, extended to overlapping clusters (Amigó et al. 2009): precision over
  accounts in flagged rings, recall over accounts in true rings.
- **AP, AUC** of the score of every account, at the true base rate; accounts in no true ring are the
  negatives.

Rows that are in a table already are not measured again: to measure anew, name another folder or delete it.

Reference detectors only rank. They flag nothing, so their B³ F1 is that of their first k rings: they are
told k, which nobody knows.
"""


def summary(table: pl.DataFrame) -> str:
    """Return one line a method, market and hardness, pooled over seeds, as a Markdown table.

    Parameters
    ----------
    table
        From `experiments.run_grid`.

    Returns
    -------
    str
        Counts are summed and shares taken of the sums; B-cubed, AP, AUC and realised rates are means over
        seeds.
    """
    every = _in_order(table.filter(pl.col("kind") == "all"))
    cell = ("market", "hardness", "without", "method", "seeds", "rings")
    flags = ("precision at k", "flagged and found", "realised FDR", "innocent flagged", "in top k")
    header = (*cell, *flags, "B³ F1", "AP", "AUC")
    rows = []
    for (preset, reviews, hardness, withheld, method), cells in every.group_by(_CELL, maintain_order=True):
        ranks_only = method != OWN_METHOD
        innocent = _innocent_of(table, preset, reviews, hardness, withheld, method)
        rows.append(
            (
                f"{preset}, {reviews:,}",
                str(hardness).replace("_", " "),
                _NOTHING if withheld == "nothing" else str(withheld),
                str(method),
                f"{cells.height}",
                f"{_total(cells, 'n_groups'):,}",
                _ratio(cells, "top_50"),
                _NOTHING if ranks_only else _percent_of(cells, "flagged_05"),
                _NOTHING if ranks_only else _mean_percent(cells, "realised_05"),
                _NOTHING if ranks_only else f"{_total(cells, 'innocent_05')}",
                f"{_total(innocent, 'top_50')}",
                _mean(cells, "bcubed_f1_top" if ranks_only else "bcubed_f1"),
                _mean(cells, "ap"),
                _mean(cells, "auc"),
            )
        )
    return _markdown(header, rows)


def by_style(table: pl.DataFrame) -> str:
    """Return what became of our rings of each style, pooled over seeds, as a Markdown table.

    Parameters
    ----------
    table
        From `experiments.run_grid`; only our own method with nothing withheld counts.

    Returns
    -------
    str
        One line a style and hardness.
    """
    mine = table.filter(
        (pl.col("kind") == "ring") & (pl.col("method") == OWN_METHOD) & (pl.col("withheld") == "nothing")
    )
    header = ("style", "hardness", "rings", "J ≥ 0.5", "J ≥ 0.8", "flagged and found", "mean J", "AP")
    rows = [
        (
            str(style),
            str(hardness).replace("_", " "),
            f"{_total(cells, 'n_groups'):,}",
            f"{_total(cells, 'found_50'):,}",
            f"{_total(cells, 'found_80'):,}",
            _percent_of(cells, "flagged_05"),
            _mean(cells, "jaccard"),
            _mean(cells, "ap"),
        )
        for (style, hardness), cells in _in_order(mine)
        .sort("style", maintain_order=True)
        .group_by(("style", "hardness"), maintain_order=True)
    ]
    return _markdown(header, rows)


def write_page(folders: Sequence[Path]) -> str:
    """Return the page.

    Parameters
    ----------
    folders
        Of grids that were run: each has ``results.parquet``, and is named as the grid's file is.

    Returns
    -------
    str
        Markdown: the definitions, then the tables of each grid under the command that measured them.
    """
    parts = [_PREFACE]
    for folder in folders:
        table = pl.read_parquet(folder / RESULTS)
        name = folder.name
        command = f"collusion evaluate --grid docs/experiments/{name}.toml --out docs/experiments/{name}"
        parts += [f"## {name.replace('-', ' ').capitalize()}", f"```text\n{command}\n```", summary(table)]
        if table.filter((pl.col("kind") == "ring") & (pl.col("method") == OWN_METHOD)).height:
            parts += ["By style of ring, nothing withheld:", by_style(table)]
        missed = _missed(table)
        if missed:
            parts += ["Not flagged at 5 %, nothing withheld:", missed]
    sources = " ".join(f"docs/experiments/{folder.name}" for folder in folders)
    parts.append(
        "This page:\n\n```text\n"
        f"python -m collusion.evaluation.write_up {sources} --out docs/explanation/evaluation.md\n```"
    )
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page; `arguments` are those of the command line when None."""
    parser = argparse.ArgumentParser(prog="python -m collusion.evaluation.write_up")
    parser.add_argument(
        "folders", nargs="+", type=Path, help="folders that `collusion evaluate --grid` wrote"
    )
    parser.add_argument("--out", type=Path, required=True, help="the page to write")
    options = parser.parse_args(arguments)
    write_text_whole(options.out, write_page(options.folders))


def _in_order(cells: pl.DataFrame) -> pl.DataFrame:
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


def _missed(table: pl.DataFrame) -> str:
    mine = table.filter(
        (pl.col("kind") == "all") & (pl.col("method") == OWN_METHOD) & (pl.col("withheld") == "nothing")
    )
    lines = [
        f"- {preset}, {hardness.replace('_', ' ')}, seed {seed}: {', '.join(missed)}"
        for preset, hardness, seed, missed in mine.select("preset", "hardness", "seed", "missed").iter_rows()
        if missed
    ]
    return "\n".join(lines)


def _innocent_of(table: pl.DataFrame, *cell: object) -> pl.DataFrame:
    wanted = (pl.col(name) == value for name, value in zip(_CELL, cell))
    return table.filter(pl.col("kind") == "innocent", *wanted)


def _total(cells: pl.DataFrame, column: str) -> int:
    return int(cells[column].sum())


def _ratio(cells: pl.DataFrame, column: str) -> str:
    groups = _total(cells, "n_groups")
    return f"{_total(cells, column) / groups:.3f}" if groups else _NOTHING


def _percent_of(cells: pl.DataFrame, column: str) -> str:
    groups = _total(cells, "n_groups")
    return f"{_total(cells, column) / groups:.1%}" if groups else _NOTHING


def _known(cells: pl.DataFrame, column: str) -> list[float]:
    return [float(value) for value in cells[column].to_list() if value is not None]


def _mean(cells: pl.DataFrame, column: str) -> str:
    known = _known(cells, column)
    return f"{sum(known) / len(known):.3f}" if known else _NOTHING


def _mean_percent(cells: pl.DataFrame, column: str) -> str:
    known = _known(cells, column)
    return f"{sum(known) / len(known):.1%}" if known else _NOTHING


def _markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rule = ["---" if i == 0 else "---:" for i in range(len(header))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, rule, *rows))


if __name__ == "__main__":
    main()
