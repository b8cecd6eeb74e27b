"""The reviews of each product in order of time, and how many there are around each of them.

Whole products are sorted some millions of reviews at a time, which bounds the memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from collusion.arrays import Int32Array, Int64Array
from collusion.kernels.jit import kernel
from collusion.kernels.prefetch import prefetch
from collusion.kernels.radix import bits_for, sort_packed
from collusion.kernels.views import readonly

_Scalar = TypeVar("_Scalar", bound=np.generic)

NO_MINUTE = -(2**31)
_EDGES_TOGETHER = 1 << 22  # sorted at a time: larger parts are no faster, and need 24 bytes each
_AHEAD = 32  # edges between asking for a time and needing it


class ByTime(NamedTuple):
    """Reviews by (product, minute, reviewer), unknown times first, shape (m,) each.

    `edges` their row-order positions, `reviewer` and `minute` who wrote them and when.
    """

    edges: Int32Array
    reviewer: Int32Array
    minute: Int32Array


def order_by_time(
    t_indptr: Int64Array,
    t_indices: Int32Array,
    t_edges: Int32Array,
    minute: Int32Array,
    *,
    n_threads: int = 1,
) -> ByTime:
    """List each product's reviews by time.

    Parameters
    ----------
    t_indptr, t_indices, t_edges
        Transposed graph: column pointers, the reviewer and the row-order position of each edge.
    minute
        Time of each edge in row order, shape (m,).
    n_threads
        Threads; the order does not depend on them.

    Returns
    -------
    ByTime
        O(m), radix sort, some products at a time.
    """
    found = ByTime(*(np.empty(t_edges.size, np.int32) for _ in ByTime._fields))
    span = span_of(minute)

    def sort(products: tuple[int, int]) -> None:
        """Sort the reviews of a range of products."""
        first, last = products
        some = slice(t_indptr[first], t_indptr[last])
        keys, places = timeline(t_indptr[first : last + 1] - t_indptr[first], t_edges[some], minute, span)
        since = (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)
        found.edges[some] = t_edges[some][places]
        found.reviewer[some] = t_indices[some][places]
        found.minute[some] = np.where(since > 0, since + (span[0] - 1), NO_MINUTE)

    with ThreadPoolExecutor(n_threads) as threads:
        list(threads.map(sort, parts(t_indptr, _EDGES_TOGETHER // n_threads)))
    return found


def inverse(order: Int32Array) -> Int32Array:
    """Return the place in `order`, a permutation, of each number, shape (m,): O(m)."""
    place = np.empty_like(order)
    for start in range(0, order.size, _EDGES_TOGETHER):
        some = order[start : start + _EDGES_TOGETHER]
        place[some] = np.arange(start, start + some.size, dtype=np.int32)
    return place


def taken(values: NDArray[_Scalar], order: Int32Array) -> NDArray[_Scalar]:
    """Return `values` in an `order`, shape (m,): O(m), without widening the whole order."""
    found = np.empty(order.size, values.dtype)
    for start in range(0, order.size, _EDGES_TOGETHER):
        some = slice(start, start + _EDGES_TOGETHER)
        found[some] = values[order[some]]
    return found


def reviews_around(
    t_indptr: Int64Array,
    t_edges: Int32Array,
    minute: Int32Array,
    window: int,
    *,
    n_together: int = _EDGES_TOGETHER,
) -> Int32Array:
    """Count, for each review, its product's reviews within `window` minutes, itself included.

    Parameters
    ----------
    t_indptr, t_edges
        Transposed graph: column pointers and the row-order position of each edge.
    minute
        Time of each edge in row order, shape (m,); an unknown time is close to nothing.
    window
        Minutes.
    n_together
        About how many reviews are sorted at a time.

    Returns
    -------
    Int32Array
        Counts in row order, shape (m,). O(m).
    """
    around = np.ones(t_edges.size, dtype=np.int32)
    span = span_of(minute)
    for first, last in parts(t_indptr, n_together):
        low, high = t_indptr[first], t_indptr[last]
        keys, places = timeline(t_indptr[first : last + 1] - low, t_edges[low:high], minute, span)
        _count_around(keys, t_edges[low:high][places], window, around)
    return around


def parts(t_indptr: Int64Array, n_together: int = _EDGES_TOGETHER) -> Iterator[tuple[int, int]]:
    """Cut products into ranges.

    Parameters
    ----------
    t_indptr
        Column pointers, shape (n_products + 1,).
    n_together
        Reviews of a range, about; a product that has more is a range by itself.

    Yields
    ------
    tuple
        First product of a range, and the one after its last.
    """
    first, n_products = 0, t_indptr.size - 1
    while first < n_products:
        until = int(np.searchsorted(t_indptr, t_indptr[first] + n_together, side="right"))
        last = min(max(until - 1, first + 1), n_products)
        yield first, last
        first = last


def span_of(minute: Int32Array) -> tuple[int, int]:
    """Find the first and the last of the known times.

    Parameters
    ----------
    minute
        Times, shape (m,), `NO_MINUTE` where unknown.

    Returns
    -------
    tuple
        Both in minutes; (0, −1) when none is known.
    """
    latest = int(minute.max(initial=NO_MINUTE))
    if latest == NO_MINUTE:
        return 0, -1
    return int(minute.min(where=minute != NO_MINUTE, initial=latest)), latest


def timeline(t_indptr: Int64Array, t_edges: Int32Array, minute: Int32Array, span: tuple[int, int]) -> Any:
    """Sort reviews by (product, time, reviewer).

    Parameters
    ----------
    t_indptr, t_edges
        Column pointers, and the position in `minute` of each edge.
    minute
        Times, `NO_MINUTE` where unknown.
    span
        As `span_of` finds it in `minute`.

    Returns
    -------
    tuple
        Packed keys of product and time, and in their order the places in `t_edges`.
    """
    earliest, latest = span
    keys = _time_keys(
        readonly(t_indptr, np.int64), readonly(t_edges, np.int32), readonly(minute, np.int32), earliest
    )
    fields = ((0, bits_for(latest - earliest + 2)), (32, bits_for(t_indptr.size - 1)))
    return sort_packed(keys, np.arange(keys.size, dtype=np.uint32), fields)


@kernel
def _time_keys(t_indptr: Any, t_edges: Any, minute: Any, earliest: Any) -> Any:
    """Pack (product, minutes since just before `earliest`; 0 if unknown) of each edge, column order."""
    keys = np.empty(t_edges.size, np.uint64)
    for product in range(t_indptr.size - 1):
        for position in range(t_indptr[product], t_indptr[product + 1]):
            prefetch(minute, t_edges[min(position + _AHEAD, t_edges.size - 1)])
            time = np.int64(minute[t_edges[position]])
            since = time - earliest + 1 if time != NO_MINUTE else np.int64(0)
            keys[position] = (np.uint64(product) << np.uint64(32)) | np.uint64(since)
    return keys


@kernel
def _count_around(keys: Any, by_time: Any, window: Any, around: Any) -> None:
    """Write, for each of some reviews, how many of its product are within `window` minutes of it."""
    low = high = 0
    for position in range(keys.size):
        time = np.int64(keys[position] & np.uint64(0xFFFFFFFF))
        start = np.int64(keys[position]) - time
        if time == 0:
            continue
        # an unknown time packs as 0 and is close to nothing
        earliest, latest = start + max(time - window, 1), start + min(time + window, 0xFFFFFFFF)
        while np.int64(keys[low]) < earliest:
            low += 1
        while high < keys.size and np.int64(keys[high]) <= latest:
            high += 1
        around[by_time[position]] = high - low
