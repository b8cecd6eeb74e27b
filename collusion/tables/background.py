"""Run work in a background thread: numbers are sorted while files are read."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")


def in_background(work: Callable[[], _T]) -> Future[_T]:
    """Start `work` in a thread of its own, which ends with it.

    Parameters
    ----------
    work
        A call without arguments; kernels, polars and numpy's sorting release the interpreter lock.

    Returns
    -------
    Future
        Its result; asking for it raises what the work raised.
    """
    threads = ThreadPoolExecutor(max_workers=1)
    future = threads.submit(work)
    threads.shutdown(wait=False)
    return future
