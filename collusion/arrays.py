"""Numpy arrays: their types, and the one place that freezes them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

BoolArray: TypeAlias = NDArray[np.bool_]
Int8Array: TypeAlias = NDArray[np.int8]
Int32Array: TypeAlias = NDArray[np.int32]
Int64Array: TypeAlias = NDArray[np.int64]
IntArray: TypeAlias = NDArray[np.signedinteger[Any]]
Float32Array: TypeAlias = NDArray[np.float32]
Float64Array: TypeAlias = NDArray[np.float64]

#: Metadata of a record's field whose array is rarely read: once it is on disk, it need not be in memory.
COLD: Mapping[str, bool] = MappingProxyType({"cold": True})

#: Rows of a long array that are handled at a time, so that what is computed from them stays small.
ROWS_AT_ONCE = 1 << 22

_Scalar = TypeVar("_Scalar", bound=np.generic)


def frozen(array: NDArray[_Scalar]) -> NDArray[_Scalar]:
    """Return `array`, C-contiguous and read-only.

    Parameters
    ----------
    array
        Any array; it is made read-only in place when it is already contiguous.

    Returns
    -------
    NDArray
        The same data, not writable. Copy it to get a writable array.
    """
    array = np.ascontiguousarray(array)
    array.flags.writeable = False
    return array


def is_among(values: IntArray, ascending: IntArray) -> BoolArray:
    """Return which of many `values` are among few that ascend: `numpy.isin` sorts both, or fills a table."""
    if not len(ascending):
        return np.zeros(len(values), dtype=np.bool_)
    places = np.minimum(np.searchsorted(ascending, values), len(ascending) - 1)
    return np.asarray(ascending[places] == values)


def distinct_rows(rows: NDArray[_Scalar]) -> NDArray[_Scalar]:
    """Return the distinct rows of a table, ascending, shape (n, n_columns): `numpy.unique` compares bytes."""
    rows = rows[np.lexsort(rows.T[::-1])]
    is_first = np.ones(len(rows), dtype=np.bool_)
    is_first[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    return rows[is_first]


def counted(values: NDArray[_Scalar]) -> tuple[NDArray[_Scalar], Int64Array]:
    """Return the distinct ones among some numbers, ascending, and how often each occurs: one sort."""
    ordered = np.sort(values)
    is_first = np.ones(len(ordered), dtype=np.bool_)
    is_first[1:] = ordered[1:] != ordered[:-1]
    starts = np.flatnonzero(is_first)
    return ordered[starts], np.concatenate((starts[1:], [len(ordered)])) - starts


def distinct(values: Int64Array) -> Int64Array:
    """Return the distinct ones among many numbers.

    Parameters
    ----------
    values
        Numbers, shape (n,).

    Returns
    -------
    Int64Array
        Ascending. O(n log n) by sorting; `numpy.unique` hashes them, which is up to eighty times slower when
        nearly all differ.
    """
    ordered = np.sort(values)
    is_first = np.ones(len(ordered), dtype=np.bool_)
    is_first[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_first]
