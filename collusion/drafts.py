"""Outputs that appear whole or not at all: drafts beside their place, put there in one step.

A draft is locked while its process lives. One that a killed process left is removed by the next that writes
to the same place.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import errno
import fcntl
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

#: A draft is made and locked in two steps, so that one that is younger may belong to a living process.
_STALE_SECONDS = 60.0
_OS_ERROR = re.compile(r"\(os error (\d+)\)")
#: Bytes by which the system is asked whether a disk is full.
_ASKED = 1 << 20
_NEW, _REPLACED = "new", "replaced"
_SUFFIX, _SCRATCH = ".draft", ".scratch"
#: renameat2(2): paths relative to the working directory, exchange the two.
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@contextlib.contextmanager
def draft_folder(target: Path) -> Iterator[Path]:
    """Yield an empty folder beside `target`, to be filled and handed to `put_in_place`.

    Parameters
    ----------
    target
        Where the folder shall be; its parent is made when absent.

    Yields
    ------
    Path
        The folder, for its owner only; it is removed in the end, unless it was put in its place.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    remove_stale(target, _SUFFIX)
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=_SUFFIX, dir=target.parent))
    held = lock(draft)
    try:
        folder = draft / _NEW
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        if held is not None:
            os.close(held)


def scratch_folder() -> Path:
    """Make a private folder in the system's temporary one.

    Returns
    -------
    Path
        It is removed when the process ends; where that was killed, by the next that asks for one.
    """
    target = Path(tempfile.gettempdir()) / "collusion"
    remove_stale(target, _SCRATCH)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=_SCRATCH, dir=target.parent))
    lock(folder)  # until the process ends, however it does
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def put_in_place(folder: Path, target: Path) -> None:
    """Move a folder to its place in one step.

    Parameters
    ----------
    folder
        The folder; what stood at `target` is there, or beside it, afterwards, for the caller to remove.
    target
        Where it shall be. A reader, or a kill, finds the old folder there or the new one.
    """
    if not target.exists() or not exchange(folder, target):
        if target.exists():
            target.rename(folder.parent / _REPLACED)
        folder.rename(target)


def put_back(draft: Path, target: Path) -> None:
    """Put back what `put_in_place` had moved away from `target` into a `draft`, where it was killed then."""
    replaced = draft / _REPLACED
    with contextlib.suppress(OSError):
        if replaced.is_dir() and not target.exists():
            replaced.rename(target)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two files or folders in one step; return False where the system cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(code, os.strerror(code), str(other))


def lock(path: Path) -> int | None:
    """Lock a file or folder for this process.

    Parameters
    ----------
    path
        The file or folder.

    Returns
    -------
    int or None
        A descriptor that holds the lock until it is closed; None when another process holds it, or the file
        system has no locks.
    """
    held = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        return None
    return held


def remove_stale(target: Path, suffix: str) -> None:
    """Remove drafts of `target` with a `suffix` that killed processes left; put back what they took."""
    shape = re.compile(rf"\.{re.escape(target.name)}\.[a-z0-9_]{{8}}{re.escape(suffix)}")
    for path in target.parent.iterdir():
        with contextlib.suppress(OSError):
            is_old = shape.fullmatch(path.name) and path.lstat().st_mtime < time.time() - _STALE_SECONDS
            held = lock(path) if is_old else None
            if held is None:
                continue
            put_back(path, target)
            remove(path)
            os.close(held)


def as_os_error(error: BaseException) -> OSError | None:
    """Return the refusal of the system that an error stands for, None where it stands for none.

    Polars says of a full disk that it cannot compute, and of others gives no code.

    Parameters
    ----------
    error
        What was raised.

    Returns
    -------
    OSError or None
        With its code and what the code means.
    """
    if isinstance(error, OSError) and error.errno is not None:
        return error
    found = _OS_ERROR.search(str(error))
    return OSError(int(found[1]), os.strerror(int(found[1]))) if found else None


@contextlib.contextmanager
def os_errors(written: Path | None = None) -> Iterator[None]:
    """Raise as an `OSError` with its code whatever within comes of a refusal of the system.

    Polars says of the end of a table that met a full disk that its transport failed, and no more; then the
    system is asked once more, by the file that was `written`.
    """
    try:
        yield
    except Exception as error:
        refusal = as_os_error(error)
        if refusal is None and written is not None:
            refusal = _refusal_at(written)
        if refusal is None or refusal is error:
            raise
        raise refusal from error


def _refusal_at(path: Path) -> OSError | None:
    """Return why the system lets nobody write on at the end of a file, None where it does."""
    try:
        with path.open("ab") as file:
            file.write(bytes(_ASKED))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return error
    return None


def remove(path: Path) -> None:
    """Remove the file or folder at `path`, a link and not what it leads to, if there is one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def folder_mode(paths: Iterable[Path]) -> int:
    """Return the permissions of a folder that no more people may read than the files it was made of.

    Parameters
    ----------
    paths
        The files.

    Returns
    -------
    int
        The owner's rights, and those of group and others where all of the files, and the folders on the way
        to them, grant them; for no files the owner's alone.
    """
    files = [path.resolve() for path in paths]
    folders = {folder for path in files for folder in path.parents}
    mode = 0o700
    for reads, enters in ((0o040, 0o010), (0o004, 0o001)):
        may_read = bool(files) and all(path.stat().st_mode & reads for path in files)
        if may_read and all(folder.stat().st_mode & enters for folder in folders):
            mode |= reads | enters
    return mode
