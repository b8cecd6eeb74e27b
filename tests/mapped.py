"""How much of some files is in this process's memory."""

from __future__ import annotations

from pathlib import Path


def resident(folder: Path) -> int:
    """Return the KiB of the files beneath a folder that are mapped and in memory."""
    found, is_beneath = 0, False
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        first = line.split()[0]
        if not first.endswith(":"):
            is_beneath = f"{folder}/" in line
        elif is_beneath and first == "Rss:":
            found += int(line.split()[1])
    return found
