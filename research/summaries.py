"""Tables of results for the page of the evaluation: styles, families withheld, the adaptive operator."""

from __future__ import annotations

import polars as pl

from collusion.evaluation.experiments import OWN_METHOD
from collusion.evaluation.grid_summary import (
    CELL,
    NOTHING,
    in_order,
    markdown,
    mean,
    mean_percent,
    percent_of,
    ratio,
    share_of,
    total,
)


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
            f"{total(cells, 'n_groups'):,}",
            f"{total(cells, 'found_50'):,}",
            f"{total(cells, 'found_80'):,}",
            percent_of(cells, "flagged_05"),
            percent_of(cells, "joined_50"),
            percent_of(cells, "joined_80"),
            mean(cells, "jaccard"),
            mean(cells, "ap"),
        )
        for (style, hardness), cells in in_order(mine)
        .sort("style", maintain_order=True)
        .group_by(("style", "hardness"), maintain_order=True)
    ]
    return markdown(("style", "hardness", "rings", *found, "mean J", "AP"), rows)


def ablation(table: pl.DataFrame) -> str:
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
    every = in_order(table.filter((pl.col("kind") == "all") & (pl.col("method") == OWN_METHOD)))
    rows = []
    for (preset, reviews, hardness), cells in every.group_by(CELL[:3], maintain_order=True):
        whole = share_of(cells.filter(pl.col("withheld") == "nothing"), "joined_50")
        for (withheld,), part in cells.group_by("withheld", maintain_order=True):
            share = share_of(part, "joined_50")
            known = share is not None and whole is not None and withheld != "nothing"
            rows.append(
                (
                    f"{preset}, {reviews:,}",
                    str(hardness).replace("_", " "),
                    str(withheld),
                    f"{total(part, 'n_groups'):,}",
                    percent_of(part, "joined_50"),
                    f"{100 * ((share or 0.0) - (whole or 0.0)):+.1f}" if known else NOTHING,
                    ratio(part, "top_50"),
                    mean_percent(part, "realised_05"),
                    f"{total(part, 'innocent_05')}",
                    mean(part, "bcubed_f1"),
                    mean(part, "ap"),
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
            total(rings, "n_surviving"),
            total(rings, "n_delivered") + total(rings, "n_other"),
        )
        cost = f"{wrote / surviving:,.0f}" if surviving else NOTHING
        rows.append(
            (
                str(turned).replace("_", " "),
                *(f"{value:g}" for value in values if isinstance(value, float)),
                f"{rings.height}",
                f"{int(rings['flagged'].sum()) / rings.height:.0%}",
                mean(rings, "n_delivered", digits=0),
                mean(rings, "n_surviving", digits=0),
                cost,
                mean(rings, "lift", digits=2),
                mean(rings, "lift_surviving", digits=2),
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
