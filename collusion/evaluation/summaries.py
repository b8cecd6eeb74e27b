"""Tables of results as Markdown: methods side by side, styles, families withheld, the adaptive operator."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from collusion.evaluation.experiments import OWN_METHOD
from collusion.simulate.spec import HARDNESS

NOTHING = "–"
_CELL = ("preset", "reviews", "hardness", "withheld", "method")


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
    every = _in_order(table.filter(pl.col("kind") == "all"))
    cell = ("market", "hardness", "without", "method", "seeds", "rings")
    found = ("precision at k", "by operator", "flagged and found", "or joined")
    header = (*cell, *found, "realised FDR", "innocent flagged", "in top k", "B³ F1", "AP", "AUC", "s")
    rows = []
    for (preset, reviews, hardness, withheld, method), cells in every.group_by(_CELL, maintain_order=True):
        ranks_only = method != OWN_METHOD
        innocent = _innocent_of(table, preset, reviews, hardness, withheld, method)
        rows.append(
            (
                f"{preset}, {reviews:,}",
                str(hardness).replace("_", " "),
                NOTHING if withheld == "nothing" else str(withheld),
                str(method),
                f"{cells.height}",
                f"{_total(cells, 'n_groups'):,}",
                _ratio(cells, "top_50"),
                NOTHING if ranks_only else _ratio(cells, "top_joined"),
                NOTHING if ranks_only else _percent_of(cells, "flagged_05"),
                NOTHING if ranks_only else _percent_of(cells, "joined_50"),
                NOTHING if ranks_only else _mean_percent(cells, "realised_05"),
                NOTHING if ranks_only else f"{_total(cells, 'innocent_05')}",
                f"{_total(innocent, 'top_50')}",
                _mean(cells, "bcubed_f1_top" if ranks_only else "bcubed_f1"),
                _mean(cells, "ap"),
                _mean(cells, "auc"),
                _mean(cells, "seconds", digits=1),
            )
        )
    return markdown(header, rows)


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
    found = ("J ≥ 0.5", "J ≥ 0.8", "flagged and found", "or joined", "joined, J ≥ 0.8")
    rows = [
        (
            str(style),
            str(hardness).replace("_", " "),
            f"{_total(cells, 'n_groups'):,}",
            f"{_total(cells, 'found_50'):,}",
            f"{_total(cells, 'found_80'):,}",
            _percent_of(cells, "flagged_05"),
            _percent_of(cells, "joined_50"),
            _percent_of(cells, "joined_80"),
            _mean(cells, "jaccard"),
            _mean(cells, "ap"),
        )
        for (style, hardness), cells in _in_order(mine)
        .sort("style", maintain_order=True)
        .group_by(("style", "hardness"), maintain_order=True)
    ]
    return markdown(("style", "hardness", "rings", *found, "mean J", "AP"), rows)


def worth(table: pl.DataFrame) -> str:
    """Return what is lost without each kind of evidence, on the same markets, as a Markdown table.

    Parameters
    ----------
    table
        From `experiments.run_grid`, with something withheld.

    Returns
    -------
    str
        One line a hardness and kind of evidence; losses are in percentage points of rings flagged and found.
    """
    every = _in_order(table.filter((pl.col("kind") == "all") & (pl.col("method") == OWN_METHOD)))
    rows = []
    for (preset, reviews, hardness), cells in every.group_by(_CELL[:3], maintain_order=True):
        whole = _share(cells.filter(pl.col("withheld") == "nothing"), "joined_50")
        for (withheld,), part in cells.group_by("withheld", maintain_order=True):
            share = _share(part, "joined_50")
            known = share is not None and whole is not None and withheld != "nothing"
            rows.append(
                (
                    f"{preset}, {reviews:,}",
                    str(hardness).replace("_", " "),
                    str(withheld),
                    f"{_total(part, 'n_groups'):,}",
                    _percent_of(part, "joined_50"),
                    f"{100 * ((share or 0.0) - (whole or 0.0)):+.1f}" if known else NOTHING,
                    _ratio(part, "top_50"),
                    _mean_percent(part, "realised_05"),
                    f"{_total(part, 'innocent_05')}",
                    _mean(part, "bcubed_f1"),
                    _mean(part, "ap"),
                )
            )
    lost = ("flagged and found", "points", "precision at k", "realised FDR", "innocent flagged")
    return markdown(("market", "hardness", "without", "rings", *lost, "B³ F1", "AP"), rows)


def missed(table: pl.DataFrame) -> str:
    """Return the rings that were not flagged with nothing withheld, one line a market; maybe none."""
    mine = table.filter(
        (pl.col("kind") == "all") & (pl.col("method") == OWN_METHOD) & (pl.col("withheld") == "nothing")
    )
    lines = [
        f"- {preset}, {hardness.replace('_', ' ')}, seed {seed}: {', '.join(rings)}"
        for preset, hardness, seed, rings in mine.select("preset", "hardness", "seed", "missed").iter_rows()
        if rings
    ]
    return "\n".join(lines)


def adaptive_operator(table: pl.DataFrame) -> str:
    """Return what each setting of the adaptive operator delivers and costs, as a Markdown table.

    Parameters
    ----------
    table
        From `adaptive.measure`.

    Returns
    -------
    str
        One line a setting, means over its rings; a cost without survivors is a dash.
    """
    knobs = ("turned", "coverage", "camouflage", "extreme_share", "days_per_target")
    order = {"coverage": 0, "camouflage": 1, "extreme_share": 2, "days_per_target": 3, "all": 4}
    rows = []
    ordered = table.sort(
        pl.col("turned").replace_strict(order, return_dtype=pl.Int64), *knobs[1:], descending=False
    )
    for key, rings in ordered.group_by(knobs, maintain_order=True):
        turned, *values = key
        surviving, wrote = (
            _total(rings, "n_surviving"),
            _total(rings, "n_delivered") + _total(rings, "n_other"),
        )
        cost = f"{wrote / surviving:,.0f}" if surviving else NOTHING
        rows.append(
            (
                str(turned).replace("_", " "),
                *(f"{value:g}" for value in values if isinstance(value, float)),
                f"{rings.height}",
                f"{int(rings['flagged'].sum()) / rings.height:.0%}",
                _mean(rings, "n_delivered", digits=0),
                _mean(rings, "n_surviving", digits=0),
                cost,
                _mean(rings, "lift", digits=2),
                _mean(rings, "lift_surviving", digits=2),
            )
        )
    knob_names = ("turned", "coverage", "camouflage", "5-star share", "days a target")
    fate = (
        "rings",
        "flagged",
        "ring reviews",
        "surviving",
        "written per surviving",
        "lift",
        "surviving lift",
    )
    return markdown((*knob_names, *fate), rows)


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; every column but the first is aligned to the right."""
    rule = ["---" if i == 0 else "---:" for i in range(len(header))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, rule, *rows))


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


def _innocent_of(table: pl.DataFrame, *cell: object) -> pl.DataFrame:
    wanted = (pl.col(name) == value for name, value in zip(_CELL, cell))
    return table.filter(pl.col("kind") == "innocent", *wanted)


def _total(cells: pl.DataFrame, column: str) -> int:
    return int(cells[column].sum())


def _share(cells: pl.DataFrame, column: str) -> float | None:
    groups = _total(cells, "n_groups")
    unknown = cells[column].null_count() > 0
    return None if unknown or not groups else _total(cells, column) / groups


def _ratio(cells: pl.DataFrame, column: str) -> str:
    share = _share(cells, column)
    return NOTHING if share is None else f"{share:.3f}"


def _percent_of(cells: pl.DataFrame, column: str) -> str:
    share = _share(cells, column)
    return NOTHING if share is None else f"{share:.1%}"


def _known(cells: pl.DataFrame, column: str) -> list[float]:
    return [float(value) for value in cells[column].to_list() if value is not None]


def _mean(cells: pl.DataFrame, column: str, *, digits: int = 3) -> str:
    known = _known(cells, column)
    return f"{sum(known) / len(known):,.{digits}f}" if known else NOTHING


def _mean_percent(cells: pl.DataFrame, column: str) -> str:
    known = _known(cells, column)
    return f"{sum(known) / len(known):.1%}" if known else NOTHING
