"""Memory that was freed goes back to the system, which the C library would rather hold ready for more.

Only glibc can be told so; elsewhere nothing happens. No result depends on it.
"""

from __future__ import annotations

import ctypes
import os

#: Parameters of mallopt(3): bytes from which a block is mapped by itself, bytes of small blocks that are
#: held ready, and heaps, of which each thread would else have its own. The second is what the C library comes
#: to by itself; it would be 128 KiB once the first is set, and small blocks slow.
_M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD, _M_ARENA_MAX = -3, -1, -8
_LARGE, _HELD = 1 << 20, 1 << 24
#: Variables that polars reads: what makes its allocator give back at once; how many row groups it reads ahead
#: of a Parquet file, by itself eight or more.
_POLARS = {
    "_RJEM_MALLOC_CONF": "dirty_decay_ms:0,muzzy_decay_ms:0",
    "POLARS_ROW_GROUP_PREFETCH_SIZE": "1",
}


def map_large_blocks() -> bool:
    """Let every large block of memory go back to the system as soon as it is freed.

    By itself the C library raises the size from which it does so to 32 MiB, and holds the rest. The allocator
    of polars holds what it frees for ten seconds; it is told so only before polars is imported.

    Returns
    -------
    bool
        False where the C library does not offer it.
    """
    for name, value in _POLARS.items():
        os.environ.setdefault(name, value)
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    chosen = ((_M_MMAP_THRESHOLD, _LARGE), (_M_TRIM_THRESHOLD, _HELD), (_M_ARENA_MAX, 1))
    return sum(bool(mallopt(*one)) for one in chosen) == len(chosen)


def give_back() -> bool:
    """Give back what small blocks that were freed have left: a matter of milliseconds.

    Returns
    -------
    bool
        Whether there was any; False where the C library does not offer it.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim is not None and bool(trim(0))
