"""Find folders that nobody else can write to, for what can be computed again: compiled kernels.

Compiled kernels are loaded as code: whoever can write where they lie runs code as whoever loads them. So a
folder counts only when neither it nor a folder above it can be changed by another user.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def private_folder(name: str) -> Path | None:
    """Return a writable folder that belongs to this user alone, made with mode 0700 when missing.

    Parameters
    ----------
    name
        Name of the folder within the user's cache of this package.

    Returns
    -------
    Path or None
        In ``$XDG_CACHE_HOME`` or ``~/.cache``; where there is none, as for service users, in the folder of
        temporary files. None when neither can be used or trusted.
    """
    for own in _own_caches():
        if all(make_private(folder) and _is_own(folder) for folder in (own, own / name)):
            return own / name
    return None


def give_matplotlib_a_folder() -> None:
    """Let matplotlib keep its list of fonts in a private folder where the user has no home to write to.

    By itself it would warn, and list the fonts of the system anew in each process. To be called before it is
    imported; what the user has set stays.
    """
    if "matplotlib" in sys.modules or "MPLCONFIGDIR" in os.environ or _has_home():
        return
    folder = private_folder("matplotlib")
    if folder is not None:
        os.environ["MPLCONFIGDIR"] = str(folder)


def make_private(folder: Path) -> bool:
    """Make a folder with mode 0700 where it is missing; return whether it is private and writable."""
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return False
    return is_private(folder) and is_writable(folder)


def is_private(folder: Path) -> bool:
    """Return whether only users who control this program anyway can change a folder or replace it.

    They are this user, root, and the owner of the package's own files. Members of its group count as others.
    A folder above may be open to all when it is sticky, as the folder of temporary files is.

    Parameters
    ----------
    folder
        Any path; one that does not exist is not private.
    """
    if sys.platform == "win32":
        # Its folders of users are closed to others.
        return folder.is_dir()
    try:
        place = folder.resolve(strict=True)
        found = [each.stat() for each in (place, *place.parents)]
        owners = {0, os.geteuid(), Path(__file__).stat().st_uid, found[-1].st_uid}
    except OSError:
        return False
    return (
        stat.S_ISDIR(found[0].st_mode)
        and not found[0].st_mode & _BY_OTHERS
        and all(one.st_uid in owners for one in found)
        and all(not one.st_mode & _BY_OTHERS or one.st_mode & stat.S_ISVTX for one in found)
    )


def is_writable(folder: Path) -> bool:
    """Return whether this user can make files in a folder."""
    return os.access(folder, os.W_OK | os.X_OK)


def _is_own(folder: Path) -> bool:
    """Return whether a folder, itself and no link, is this user's."""
    return sys.platform == "win32" or (
        folder.lstat().st_uid == os.geteuid() and stat.S_ISDIR(folder.lstat().st_mode)
    )


def _own_caches() -> Iterator[Path]:
    """Yield the folders in which this package's cache may be, the best first."""
    stated = os.environ.get("XDG_CACHE_HOME", "")
    if stated.startswith("/"):
        yield Path(stated) / "collusion"
    elif _has_home():
        yield Path.home() / ".cache" / "collusion"
    with contextlib.suppress(OSError):
        user = "" if sys.platform == "win32" else f"-{os.geteuid()}"
        yield Path(tempfile.gettempdir()) / f"collusion{user}"


def _has_home() -> bool:
    """Return whether the user has a home to write to; one that is missing, as /nonexistent, is not made."""
    try:
        return is_writable(Path.home())
    except RuntimeError:
        return False
