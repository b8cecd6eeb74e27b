"""Figures of trials by preset and by style: found, flagged, false, which innocents, what was missed."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

LEVEL = 0.95
#: What tells one line of the summary from another.
SETTING = ("preset", "styles", "reviews", "withheld")


def upper_bound(n_false: int, n_flagged: int, level: float = LEVEL) -> float:
    """Return the upper confidence bound of a false-discovery rate (Clopper and Pearson 1934, one-sided).

    Parameters
    ----------
    n_false, n_flagged
        False flags, and flags.
    level
        Confidence.

    Returns
    -------
    float
        1 when nothing was flagged.

    Examples
    --------
    >>> round(upper_bound(0, 59), 3)
    0.05
    """
    from scipy.stats import beta

    return 1.0 if n_false >= n_flagged else float(beta.ppf(level, n_false + 1, n_flagged - n_false))


def by_setting(trials: pl.DataFrame) -> pl.DataFrame:
    """Return a row a preset, set of styles, size and withheld evidence; never a mixture of presets.

    Parameters
    ----------
    trials
        Rows in the shape of `trials.TRIAL_SCHEMA`.

    Returns
    -------
    pl.DataFrame
        Counts of markets, rings, visible rings, those found and flagged (Jaccard index of 0.5 or more, one to
        one), flags, false flags, the rate of those with its upper bound, flagged members that are in no ring,
        accounts in rings more likely than not, innocent groups flagged, and the most markets in which one
        innocent kind was flagged.
    """
    row = pl.col("row")
    ring, flag, is_visible = row == "ring", row == "flag", pl.col("visible").fill_null(False)
    figures = trials.group_by(SETTING).agg(
        n_markets=pl.col("seed").filter(row == "trial").n_unique(),
        n_rings=ring.sum(),
        n_found=(ring & pl.col("found").fill_null(False)).sum(),
        n_flagged=(ring & pl.col("flagged").fill_null(False)).sum(),
        n_visible=(ring & is_visible).sum(),
        n_visible_found=(ring & is_visible & pl.col("found").fill_null(False)).sum(),
        n_visible_flagged=(ring & is_visible & pl.col("flagged").fill_null(False)).sum(),
        n_flags=flag.sum(),
        n_false=(flag & pl.col("is_false").fill_null(False)).sum(),
        n_accused=pl.col("n_members").filter(flag).sum(),
        n_strangers=pl.col("n_strangers").filter(flag).sum(),
        n_likely=pl.col("n_likely").filter(row == "trial").sum(),
        n_innocent=((row == "innocent") & pl.col("flagged").fill_null(False)).sum(),
        seconds=pl.col("seconds").filter(row == "trial").median(),
    )
    kinds = innocent_kinds(trials).group_by(SETTING).agg(worst_kind=pl.col("n_markets_flagged").max())
    figures = figures.join(kinds, on=SETTING, how="left").sort(SETTING)
    bounds = [upper_bound(n, k) for n, k in figures.select("n_false", "n_flags").iter_rows()]
    return figures.with_columns(
        fdr=pl.col("n_false") / pl.max_horizontal("n_flags", 1), fdr_upper=pl.Series(bounds, dtype=pl.Float64)
    )


def by_style(trials: pl.DataFrame) -> pl.DataFrame:
    """Return a row a setting and style of rings: how many, visible, found, flagged, and the mean overlap.

    Parameters
    ----------
    trials
        Rows in the shape of `trials.TRIAL_SCHEMA`.
    """
    return (
        trials.filter(row="ring")
        .group_by(*SETTING, "style", "held_out")
        .agg(
            n_rings=pl.len(),
            n_visible=pl.col("visible").sum(),
            n_found=pl.col("found").sum(),
            n_flagged=pl.col("flagged").sum(),
            jaccard=pl.col("jaccard").mean(),
        )
        .sort(*SETTING, "style")
    )


def innocent_kinds(trials: pl.DataFrame) -> pl.DataFrame:
    """Return a row a setting and kind of innocent group: in how many markets any of it was flagged.

    Parameters
    ----------
    trials
        Rows in the shape of `trials.TRIAL_SCHEMA`.
    """
    return (
        trials.filter(row="innocent")
        .group_by(*SETTING, "style", "held_out")
        .agg(
            n_groups=pl.len(),
            n_markets_flagged=pl.col("seed").filter(pl.col("flagged")).n_unique(),
            best_rank=pl.col("rank").min(),
        )
        .sort(*SETTING, "style")
    )


def misses(trials: pl.DataFrame) -> pl.DataFrame:
    """Return every ring that was not flagged, whether it could be seen, and whether it was listed.

    Parameters
    ----------
    trials
        Rows in the shape of `trials.TRIAL_SCHEMA`.
    """
    wanted = [*SETTING, "seed", "name", "style", "visible", "found", "rank", "jaccard", "n_members"]
    return (
        trials.filter(pl.col("row") == "ring", ~pl.col("flagged"))
        .select(wanted)
        .sort(*SETTING, "style", "seed")
    )


_SETTINGS = {
    "preset": "preset",
    "styles": "styles",
    "withheld": "withheld",
    "n_markets": "markets",
    "n_rings": "rings",
    "share_found": "found %",
    "share_flagged": "flagged %",
    "n_visible": "visible",
    "share_visible": "of those flagged %",
    "n_flags": "flags",
    "n_false": "false",
    "fdr": "FDR %",
    "fdr_upper": "at most %",
    "n_strangers": "strangers accused",
    "n_likely": "accounts at even odds",
    "n_innocent": "innocent groups flagged",
    "worst_kind": "markets, worst kind",
    "seconds": "s a market",
}
_CAUSES = {
    "not_visible": "not in the tables",
    "not_listed": "not listed",
    "badly_cut": "badly delimited",
    "not_flagged": "listed, not flagged",
}
_RESEMBLES = 0.3
_STYLES = {
    "style": "style",
    "held": "held out",
    "n_rings": "rings",
    "n_visible": "visible",
    "n_found": "found",
    "n_flagged": "flagged",
    "jaccard": "mean J",
}
_KINDS = {
    "style": "innocent kind",
    "held": "held out",
    "n_groups": "groups",
    "n_markets_flagged": "markets in which flagged",
    "best_rank": "best rank",
}


def summary_text(trials: pl.DataFrame, *, with_misses: bool = False, level: int = 2) -> str:
    """Return the figures of trials in Markdown: settings first, then styles and innocent kinds of each.

    Parameters
    ----------
    trials
        Rows in the shape of `trials.TRIAL_SCHEMA`.
    with_misses
        Whether to name every ring that was not flagged.
    level
        Of the headings.
    """
    settings = by_setting(trials).with_columns(
        share_found=pl.col("n_found") / pl.col("n_rings"),
        share_flagged=pl.col("n_flagged") / pl.col("n_rings"),
        share_visible=pl.col("n_visible_flagged") / pl.col("n_visible"),
    )
    parts = [as_markdown(settings, _SETTINGS)]
    held = pl.when("held_out").then(pl.lit("yes")).otherwise(pl.lit("")).alias("held")
    for setting in settings.select(SETTING).iter_rows(named=True):
        mine = [pl.col(name) == value for name, value in setting.items()]
        title = f"{setting['preset']}, {setting['styles']} styles, {setting['reviews']:,} reviews"
        parts.append(f"{'#' * level} {title}, {setting['withheld']} withheld\n")
        for table, headings in ((by_style(trials), _STYLES), (innocent_kinds(trials), _KINDS)):
            if table.filter(mine).height:
                parts.append(as_markdown(table.filter(mine).with_columns(held), headings))
        missed = miss_causes(trials).filter(mine)
        if missed.height:
            parts.append(as_markdown(missed, {"style": "missed style", "n_missed": "missed", **_CAUSES}))
        if with_misses:
            lines = [
                f"{row['seed']} {row['name']}: {'visible' if row['visible'] else 'not visible'}, "
                + (f"rank {row['rank']}" if row["found"] else f"nearest J {row['jaccard']:.2f}")
                for row in misses(trials).filter(mine).to_dicts()
            ]
            parts.append("Not flagged:\n\n" + "".join(f"- {line}\n" for line in lines))
    return "\n".join(parts)


def miss_causes(trials: pl.DataFrame) -> pl.DataFrame:
    """Return a row a setting and style of rings: how many were missed, by the stage that missed them.

    Parameters
    ----------
    trials
        Rows in the shape of `trials.TRIAL_SCHEMA`.

    Returns
    -------
    pl.DataFrame
        Rings not flagged that the tables cannot show (`not_visible`); that no listed ring resembles
        (`not_listed`, Jaccard index below 0.3) or not well enough (`badly_cut`, below 0.5, or taken by
        another); and that are listed without a flag (`not_flagged`).
    """
    missed = trials.filter(pl.col("row") == "ring", ~pl.col("flagged"))
    cause = (
        pl.when(~pl.col("visible"))
        .then(pl.lit("not_visible"))
        .when("found")
        .then(pl.lit("not_flagged"))
        .when(pl.col("jaccard") < _RESEMBLES)
        .then(pl.lit("not_listed"))
        .otherwise(pl.lit("badly_cut"))
    )
    counts = [(cause == name).sum().alias(name) for name in _CAUSES]
    return missed.group_by(*SETTING, "style").agg(pl.len().alias("n_missed"), *counts).sort(*SETTING, "style")


def as_markdown(table: pl.DataFrame, headings: Mapping[str, str]) -> str:
    """Return a table in Markdown.

    Parameters
    ----------
    table
        Rows.
    headings
        Columns to show, in order, and what they are called; shares have ``%`` at the end of their heading.
    """
    is_text = [table.schema[column] == pl.String for column in headings]
    lines = [
        "| " + " | ".join(headings.values()) + " |",
        "|" + "|".join("---" if text else "---:" for text in is_text) + "|",
    ]
    for row in table.select(*headings).iter_rows():
        cells = [_cell(value, heading) for value, heading in zip(row, headings.values(), strict=True)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(value: object, heading: str) -> str:
    if value is None or value != value:  # noqa: PLR0124  (a share of nothing is no number)
        return "–"
    if isinstance(value, float):
        return f"{100 * value:.1f}" if heading.endswith("%") else f"{value:.2f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return " ".join(str(value).replace("|", "\\|").split())
