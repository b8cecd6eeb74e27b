"""The canonical order of rows of small and unordered tables, and the numbers of reviews without an id."""

from __future__ import annotations

import numpy as np
import polars as pl

from collusion.arrays import Int64Array


def row_order(frame: pl.DataFrame) -> Int64Array:
    """Return the order of rows by their hash: any order will do that does not depend on the input's.

    Parameters
    ----------
    frame
        The rows.

    Returns
    -------
    Int64Array
        Places of the rows, shape (n,); two frames with equal rows come out identical.
    """
    hashes = frame.hash_rows(seed=0) if len(frame) else pl.Series([], dtype=pl.UInt64)
    return np.argsort(hashes.to_numpy(), kind="stable")


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
