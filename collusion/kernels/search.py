"""Binary search, among reviews in order of time and among numbers."""

from __future__ import annotations

from typing import Any

from collusion.kernels.jit import inner_kernel


@inner_kernel
def first_at_or_after(reviews: Any, start: Any, end: Any, minute: Any) -> Any:
    """Find where the reviews from `minute` on begin.

    Parameters
    ----------
    reviews
        Reviewer and minute of each review, shape (e, 2), minutes ascending in ``start … end``.
    start, end
        Range to search.
    minute
        Earliest time wanted.

    Returns
    -------
    int
        The first position with that time or a later one, `end` if there is none. O(log(end - start)).
    """
    while start < end:
        middle = (start + end) // 2
        if reviews[middle, 1] < minute:
            start = middle + 1
        else:
            end = middle
    return start


@inner_kernel
def count_below(values: Any, bound: Any) -> Any:
    """Return how many of ascending `values`, shape (n,), are less than `bound`. O(log n)."""
    start, end = 0, len(values)
    while start < end:
        middle = (start + end) // 2
        if values[middle] < bound:
            start = middle + 1
        else:
            end = middle
    return start
