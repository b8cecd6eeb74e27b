"""The canonical order of rows, which no shuffling of the input changes, and what depends on it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from collusion.tables.schema import Table

_WORD_BITS = 63
_RUN = "\x00run"


def sorted_rows(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Sort the rows of a table canonically, nulls first.

    Parameters
    ----------
    frame
        Columns of `table`.
    table
        Whose `order` leads; every other column breaks ties. Without it, rows are ordered by their hash.

    Returns
    -------
    polars.DataFrame
        The same rows. Two frames with equal rows come out identical.

    Notes
    -----
    Strings are ranked first, and as many leading columns as fit are packed into one 64-bit integer, so that
    the sort compares single integers: O(n + u log u) on n rows with u distinct strings, then O(n log n) on
    integers. The remaining columns are compared only among the rows that these leave equal.
    """
    if len(frame) < 2:
        return frame
    if not table.order:
        return frame[frame.hash_rows(seed=0).arg_sort()]
    leading = [name for name in table.order if name in frame.columns]
    packed, n_packed = _packed(frame, leading)
    rest = [name for name in frame.columns if name not in leading[:n_packed]]
    order = packed.arg_sort()
    packed, ordered = packed.gather(order), frame[order]
    follows = (packed == packed.shift(1)).fill_null(False)
    if not rest or not follows.any():
        return ordered
    tied = (follows | follows.shift(-1, fill_value=False)).arg_true()
    run = (~follows).cum_sum().gather(tied)
    among = ordered.select(rest)[tied].insert_column(0, run.alias(_RUN))
    places = among.select(pl.arg_sort_by([_RUN, *rest], nulls_last=False)).to_series()
    final = (
        pl.select(pl.int_range(len(frame), dtype=pl.get_index_type()))
        .to_series()
        .scatter(tied, tied.gather(places))
    )
    return ordered[final]


def _packed(frame: pl.DataFrame, names: Sequence[str]) -> tuple[pl.Series, int]:
    """Return one integer a row that orders rows like the first columns of `names`, and how many these are."""
    packed, n_bits, n_packed = pl.repeat(0, len(frame), dtype=pl.UInt64, eager=True), 0, 0
    for name in names:
        codes, largest = _codes(frame[name])
        n_bits += largest.bit_length()
        if n_bits > _WORD_BITS:
            break
        packed = packed * (1 << largest.bit_length()) + codes
        n_packed += 1
    return packed, n_packed


def _codes(column: pl.Series) -> tuple[pl.Series, int]:
    """Return integers in the order of the column's values, 0 for null, and the largest."""
    if column.dtype == pl.String:
        words = column.drop_nulls().unique().sort().alias("word")
        ranked = pl.DataFrame({"word": words, "rank": pl.int_range(len(words), eager=True)})
        joined = column.alias("word").to_frame().join(ranked, on="word", how="left", maintain_order="left")
        codes, least = joined["rank"], 0
    else:
        codes = column.to_physical().cast(pl.Int64)
        least = int(codes.min() or 0)  # type: ignore[arg-type]
    codes = (codes.cast(pl.Int64) - least + 1).cast(pl.UInt64).fill_null(0)
    return codes, int(codes.max())  # type: ignore[arg-type]


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
