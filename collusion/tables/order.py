"""The canonical order of rows, which no shuffling of the input changes, and what depends on it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from collusion.tables.schema import Table


def sorted_rows(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Sort the rows of a table canonically, nulls first.

    Parameters
    ----------
    frame
        Columns of `table`.
    table
        Whose `order` leads; every other column breaks ties.

    Returns
    -------
    polars.DataFrame
        The same rows. Two frames with equal rows come out identical.

    Notes
    -----
    Strings are ranked first, so that the sort itself compares integers: O(n + u log u) on n rows with u
    distinct strings, then O(n log n) on integers. The remaining columns are compared only among the rows
    that the leading ones leave equal, which are few.
    """
    leading = [name for name in table.order if name in frame.columns]
    rest = [name for name in frame.columns if name not in leading]
    codes = frame.select([_sortable(frame[name]) for name in leading])
    order = codes.select(pl.arg_sort_by(leading, nulls_last=False, maintain_order=True)).to_series()
    codes, ordered = codes[order], frame[order]
    if not rest or len(frame) < 2:
        return ordered
    follows = codes.select(
        pl.all_horizontal([pl.col(name).eq_missing(pl.col(name).shift(1)) for name in leading])
        & (pl.int_range(pl.len()) > 0)
    ).to_series()
    if not follows.any():
        return ordered
    tied = (follows | follows.shift(-1, fill_value=False)).arg_true()
    run = (~follows).cum_sum()
    among = pl.DataFrame({"\x00run": run[tied]}).hstack(ordered[tied].select(rest))
    places = among.select(
        pl.arg_sort_by(["\x00run", *rest], nulls_last=False, maintain_order=True)
    ).to_series()
    final = pl.int_range(len(frame), eager=True, dtype=pl.UInt32).scatter(tied, tied[places])
    return ordered[final]


def _sortable(column: pl.Series) -> pl.Series:
    """Return integers in the order of the column's values."""
    if column.dtype == pl.String:
        words = column.drop_nulls().unique().sort()
        return column.cast(pl.Enum(words)).to_physical()
    return column.to_physical()


def numbered(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return `frame` with column `name` filled by row numbers from 1 as text, where it is absent or null.

    Parameters
    ----------
    frame
        Rows in canonical order.
    name
        The column.

    Returns
    -------
    polars.DataFrame
        Where some cells are given, the numbers are written "#1", "#2" … so that they hardly meet a given one.
    """
    number = pl.int_range(1, pl.len() + 1).cast(pl.String)
    if name not in frame.columns or frame[name].null_count() == len(frame):
        return frame.with_columns(number.alias(name))
    return (
        frame.with_columns(pl.coalesce(pl.col(name), pl.lit("#") + number))
        if frame[name].null_count()
        else frame
    )


def repeated(frame: pl.DataFrame, names: Sequence[str]) -> int:
    """Count the rows of a frame sorted by `names` whose values there equal those of the row before.

    Parameters
    ----------
    frame
        Rows sorted by `names`.
    names
        The columns.

    Returns
    -------
    int
        Rows beyond the first of each group.
    """
    if frame.is_empty():
        return 0
    same = pl.all_horizontal([pl.col(name) == pl.col(name).shift(1) for name in names])
    return int(frame.select(same.fill_null(False).sum()).item())
