"""Private copies of what stands in no file of this machine: made beside, kept when nothing has changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

_DIGESTS, _NEW = "digests.json", ".new"

Fill: TypeAlias = Callable[[Path], Mapping[str, str]]
"""Writes into an empty folder; returns digests of what was read, by name."""


def copy_once(folder: Path, fill: Fill) -> dict[str, str]:
    """Make a copy anew, and keep the older one where that holds the same.

    A run that was interrupted may refer to the rows of its copy by number, and no database promises to give
    the same rows in the same order again.

    Parameters
    ----------
    folder
        Where the copy is afterwards; only its owner can enter it.
    fill
        Makes it.

    Returns
    -------
    dict
        What `fill` returned.

    Raises
    ------
    OSError
        When there is no room.
    """
    new = folder.with_name(folder.name + _NEW)
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700, parents=True)
    digests = dict(fill(new))
    mark = folder / _DIGESTS
    text = json.dumps(digests, sort_keys=True)
    if mark.is_file() and mark.read_text(encoding="utf-8") == text:
        shutil.rmtree(new)
        return digests
    (new / _DIGESTS).write_text(text, encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)
    return digests
