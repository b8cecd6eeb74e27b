"""What a run may use of the machine: its memory, in words and in bytes."""

from __future__ import annotations

import os
import re
import resource
from dataclasses import dataclass
from pathlib import Path

from collusion.errors import Fault, UsageError
from collusion.foreign import excerpt
from collusion.settings import option

_MEMINFO = Path("/proc/meminfo")
_STATM = Path("/proc/self/statm")
_CGROUP, _OWN_CGROUP = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")
#: Limit, use and cache of a control group, in the second version and the first, and its key for the cache.
_GROUP_FILES = (
    ("memory.max", "memory.current", "inactive_file"),
    ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
)
#: No machine has 10^12 of any unit, and more digits than a float holds are no number.
_SIZE = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,12})?) ?([KMGT]?)(i?)B?", re.IGNORECASE)
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
        raise UsageError(f"memory: found {excerpt(repr(text))}. Allowed: {_ALLOWED}.")
    return size


def memory_fault(resources: Resources) -> list[Fault]:
    """Return the fault of the memory setting in `resources`, none when it is sound."""
    try:
        if resources.memory:
            parse_size(resources.memory)
    except UsageError:
        found = f"string {excerpt(repr(resources.memory))}"
        return [Fault("run", "memory", found, _ALLOWED, "Change the value.")]
    return []


def available() -> int:
    """Return the bytes of memory that this process could still get.

    The least of what the machine has, what each control group that it is in leaves (a container's limit, in
    either version of the interface), and what is left of its own limits (``ulimit -v``).
    """
    free = [_meminfo("MemAvailable"), _cgroup_free(), _rlimit_free()]
    known = [amount for amount in free if amount is not None]
    return min(known) if known else os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2


def _meminfo(key: str) -> int | None:
    try:
        lines = _MEMINFO.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{key}:")), None)


def _cgroup_free(root: Path = _CGROUP, own: Path = _OWN_CGROUP) -> int | None:
    """Return what the limits of the control groups leave; None without a limit.

    Within a container the group's files are at the root of the file system of groups; outside they are in a
    folder of their own, and each folder above it has limits, too.
    """
    try:
        lines = own.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        lines = []
    folders = {root, root / "memory"}
    for line in lines:
        _, controllers, path = [*line.split(":", 2), "", ""][:3]
        base = root if not controllers else root / "memory" if "memory" in controllers.split(",") else None
        if base is not None:
            group = base / path.strip("/")
            folders.update(folder for folder in (group, *group.parents) if folder.is_relative_to(base))
    free = [left for folder in sorted(folders) if (left := _group_free(folder)) is not None]
    return min(free) if free else None


def _group_free(folder: Path) -> int | None:
    """Return what one control group's limit leaves, its reclaimable cache counted as free."""
    for limit, used, cache in _GROUP_FILES:
        try:
            left = int((folder / limit).read_text()) - int((folder / used).read_text())
            found = re.search(rf"^{cache} (\d+)$", (folder / "memory.stat").read_text(), re.MULTILINE)
            return left + (int(found[1]) if found else 0)
        except (OSError, ValueError):
            continue
    return None


def _rlimit_free() -> int | None:
    """Return what the limits of the address space and of data leave; None without one."""
    try:
        mapped, _, _, _, _, data, _ = map(int, _STATM.read_text(encoding="ascii").split())
    except (OSError, ValueError):
        mapped = data = 0
    page = os.sysconf("SC_PAGE_SIZE")
    free = [
        limit - used * page
        for kind, used in ((resource.RLIMIT_AS, mapped), (resource.RLIMIT_DATA, data))
        if (limit := resource.getrlimit(kind)[0]) != resource.RLIM_INFINITY
    ]
    return max(min(free), 0) if free else None
