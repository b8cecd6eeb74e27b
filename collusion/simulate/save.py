"""Write the files of a market, and say what was planted."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from collusion.simulate.rows import Group
from collusion.simulate.spec import StyleCount


def save_frame(frame: pl.DataFrame, work: Path, table: str, part: str, *, csv: bool) -> None:
    """Write a table, or a part of one.

    Parameters
    ----------
    frame
        Its rows.
    work
        Folder of the market.
    table
        Name of the table.
    part
        Name of the part; empty when the table is one file.
    csv
        Write CSV in place of Parquet.
    """
    folder = work / table if part else work
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{part or table}.{'csv' if csv else 'parquet'}"
    if csv:
        frame.write_csv(path, datetime_format="%Y-%m-%dT%H:%M:%SZ")
    else:
        # fixed row groups: polars would otherwise choose them by the number of threads
        frame.write_parquet(path, compression="zstd", compression_level=1, row_group_size=262_144)


def style_counts(groups: tuple[Group, ...]) -> tuple[StyleCount, ...]:
    """Count what was planted of each style, rings first."""
    styles = sorted({(group.kind != "ring", group.style, group.kind) for group in groups})
    found = []
    for _, style, kind in styles:
        mine = [group for group in groups if group.style == style]
        members = sum(len(group.members) for group in mine)
        targets = sum(len(group.targets) for group in mine)
        found.append(StyleCount(style, kind, len(mine), members, targets))
    return tuple(found)
