"""Do some work beside the rest: numbers are sorted while files are read."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")


def beside(work: Callable[[], _T]) -> Future[_T]:
    """Begin some work in a thread of its own, which ends with it.

    Parameters
    ----------
    work
        What is to be done; kernels, polars and the sorting of numpy leave the interpreter to others.

    Returns
    -------
    Future
        What comes of it; asking for it raises what the work raised.
    """
    threads = ThreadPoolExecutor(max_workers=1)
    begun = threads.submit(work)
    threads.shutdown(wait=False)
    return begun
