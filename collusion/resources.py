"""What a run may use of the machine: its memory, in words and in bytes."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from collusion.errors import Fault, UsageError
from collusion.settings import option, printable

_MEMINFO = Path("/proc/meminfo")
_CGROUP = Path("/sys/fs/cgroup")
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([KMGT]?)(i?)B?", re.IGNORECASE)
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}
_ALLOWED = "a number of at least 256 MiB with a unit, such as 8GB, 6.5 GiB or 900MB"
#: Python with the libraries needs that much before it reads a row.
_LEAST = 256 * 2**20
#: Every thread has work arrays of its own.
_MOST_THREADS = 8
#: Left to the rest of the machine when the budget is what is available.
_RESERVED_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Resources:
    """What a run may use; ``[run]`` of the configuration sets it, and no result depends on it."""

    memory: str = option(
        "",
        "most memory to use, e.g. 8GB; empty: what is available when the run starts, less a tenth",
    )
    checkpoint_seconds: float = option(
        5.0,
        "a stage that takes longer is kept, so that an interrupted run resumes after it",
        minimum=0.0,
        maximum=1e9,
    )

    threads: int = option(
        0,
        "threads that search at once; 0: as many as there are processors, at most 8",
        minimum=0,
        maximum=64,
    )

    def n_threads(self) -> int:
        """Return the threads that search at once."""
        return self.threads or min(os.cpu_count() or 1, _MOST_THREADS)

    def budget(self) -> int:
        """Return the bytes that the run may use.

        Raises
        ------
        UsageError
            When `memory` is no size.
        """
        return parse_size(self.memory) if self.memory else int(available() * (1 - _RESERVED_SHARE))


def parse_size(text: str) -> int:
    """Read an amount of memory.

    Parameters
    ----------
    text
        A number and a unit: powers of 1000 as in 8GB or 8G, of 1024 as in 8GiB.

    Returns
    -------
    int
        Bytes.

    Raises
    ------
    UsageError
        When it is no size, or less than anything can run in.

    Examples
    --------
    >>> parse_size("8GB"), parse_size("1.5 GiB")
    (8000000000, 1610612736)
    """
    found = _SIZE.fullmatch(text.strip())
    size = 0
    if found:
        number, prefix, binary = found.groups()
        size = int(float(number) * (1024 if binary else 1000) ** _POWERS[prefix.lower()])
    if size < _LEAST:
        raise UsageError(f"memory: found {printable(repr(text))}. Allowed: {_ALLOWED}.")
    return size


def memory_fault(resources: Resources) -> list[Fault]:
    """Return the fault of the memory setting in `resources`, none when it is sound."""
    try:
        if resources.memory:
            parse_size(resources.memory)
    except UsageError:
        found = f"string {printable(repr(resources.memory))}"
        return [Fault("run", "memory", found, _ALLOWED, "Change the value.")]
    return []


def available() -> int:
    """Return the bytes of memory that this process could still get, its control group's limit included."""
    free = [_meminfo("MemAvailable"), _cgroup_free()]
    known = [amount for amount in free if amount is not None]
    return min(known) if known else os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2


def _meminfo(key: str) -> int | None:
    try:
        lines = _MEMINFO.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{key}:")), None)


def _cgroup_free(root: Path = _CGROUP) -> int | None:
    """Return what a container's limit leaves, its reclaimable cache counted as free; None without a limit."""
    try:
        limit, used = (root / "memory.max").read_text(), (root / "memory.current").read_text()
        cache = re.search(r"^inactive_file (\d+)$", (root / "memory.stat").read_text(), re.MULTILINE)
        return int(limit) - int(used) + (int(cache[1]) if cache else 0)
    except (OSError, ValueError):
        return None
