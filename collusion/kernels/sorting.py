"""Sorting inside kernels: one small kernel, where numpy's take seconds in each kernel that calls them."""

from __future__ import annotations

from typing import Any

from collusion.kernels.jit import inner_kernel


@inner_kernel
def sort_ascending(values: Any) -> None:
    """Sort numbers in place.

    Parameters
    ----------
    values
        Numbers, shape (n,): some thousands at most. Always of one type, since each compiles by itself.

    Notes
    -----
    O(n^1.5), less than n log n on the short lists of block growth (Shell 1959, the gaps of Knuth, TAOCP 3,
    5.2.1).
    """
    gap = 1
    while 3 * gap < len(values):
        gap = 3 * gap + 1
    while gap > 0:
        for i in range(gap, len(values)):
            value, j = values[i], i
            while j >= gap and values[j - gap] > value:
                values[j] = values[j - gap]
                j -= gap
            values[j] = value
        gap //= 3
