"""The canonical order of the reviews, found on numbers instead of text."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from collusion.arrays import BoolArray, Int32Array, Int64Array

_WORD_BITS = 64
#: Rows that are sorted at a time; 16 bits tell the buckets apart.
_BUCKET_ROWS = 1 << 21
_MAX_BUCKET_BITS = 16
_RUN = "\x00run"


def canonical_order(
    reviewer: Int32Array,
    product: Int32Array,
    minute: Int32Array,
    fetch: Callable[[Int64Array], pl.DataFrame],
) -> tuple[Int32Array, BoolArray]:
    """Order reviews by reviewer, product, time, and every other column.

    Parameters
    ----------
    reviewer, product
        Numbers in the order of the ids, shape (n,).
    minute
        Minutes, unknown ones least, shape (n,).
    fetch
        Returns whole reviews by ascending row; asked for only where reviewer, product and minute are equal.

    Returns
    -------
    tuple
        The rows in order, shape (n,), and which of them are the first of their reviewer and product.

    Notes
    -----
    One integer sort of buckets that fit the cache: O(n log n), 14 bytes a row of scratch.
    """
    order = _by_pair(reviewer, product)
    same = _follows_in(order, reviewer, product)
    if not same.any():
        return order, ~same
    tied = np.flatnonzero(same | np.append(same[1:], False))
    run = np.cumsum(~same[tied], dtype=np.int64)
    rows = order[tied].astype(np.int64)
    rows = rows[np.lexsort((rows, minute[rows], run))]
    deep = _follows(run, minute[rows])
    if deep.any():
        deeply = np.flatnonzero(deep | np.append(deep[1:], False))
        rows[deeply] = _by_all(rows[deeply], np.cumsum(~deep[deeply], dtype=np.int64), fetch)
    order[tied] = rows
    return order, ~same


def _by_pair(reviewer: Int32Array, product: Int32Array) -> Int32Array:
    """Sort by reviewer and product, packed with the row into one word."""
    n = len(reviewer)
    if n == 0:
        return np.zeros(0, dtype=np.int32)
    row_bits, product_bits = n.bit_length(), int(product.max()).bit_length()
    reviewer_bits = int(reviewer.max()).bit_length()
    excess = reviewer_bits + product_bits + row_bits - _WORD_BITS
    bucket_bits = min(max(excess, (n // _BUCKET_ROWS).bit_length(), 0), reviewer_bits, _MAX_BUCKET_BITS)
    if excess > bucket_bits:
        return np.lexsort((product, reviewer)).astype(np.int32)
    low_bits = reviewer_bits - bucket_bits
    bucket = (reviewer >> low_bits).astype(np.uint16)
    order = np.argsort(bucket, kind="stable").astype(np.int32)  # a radix sort, for 16 bits
    bounds = np.concatenate(([0], np.cumsum(np.bincount(bucket))))
    del bucket
    for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        rows = order[start:end]
        keys = (reviewer[rows] & ((1 << low_bits) - 1)).astype(np.uint64)
        keys = (keys << np.uint64(product_bits)) | product[rows].astype(np.uint64)
        keys = (keys << np.uint64(row_bits)) | np.arange(end - start, dtype=np.uint64)
        keys.sort()
        order[start:end] = rows[(keys & np.uint64((1 << row_bits) - 1)).astype(np.int64)]
    return order


def _follows_in(order: Int32Array, reviewer: Int32Array, product: Int32Array) -> BoolArray:
    """Return which rows in order have the reviewer and product of the one before, some at a time."""
    same = np.zeros(len(order), dtype=bool)
    for start in range(1, len(order), _BUCKET_ROWS):
        rows = order[start - 1 : start + _BUCKET_ROWS]
        same[start : start + _BUCKET_ROWS] = _follows(reviewer[rows], product[rows])[1:]
    return same


def _follows(first: Int32Array | Int64Array, second: Int32Array) -> BoolArray:
    """Return which entries equal the one before in both arrays."""
    same = np.zeros(len(first), dtype=bool)
    same[1:] = (first[1:] == first[:-1]) & (second[1:] == second[:-1])
    return same


def _by_all(rows: Int64Array, run: Int64Array, fetch: Callable[[Int64Array], pl.DataFrame]) -> Int64Array:
    """Order rows within their runs by all their columns, nulls first."""
    ascending = np.argsort(rows)
    frame = fetch(rows[ascending])
    leading = [name for name in ("posted_at", "rating") if name in frame.columns]
    names = [*leading, *(name for name in frame.columns if name not in leading)]
    keyed = frame.with_columns(pl.Series(_RUN, run[ascending]))
    order = keyed.select(pl.arg_sort_by([_RUN, *names], nulls_last=False)).to_series().to_numpy()
    return np.asarray(rows[ascending][order])
