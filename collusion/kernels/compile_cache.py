"""Decide where compiled kernels are kept, and let processes take turns there."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import re
import sys
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from collusion.private_folders import is_private, is_writable, make_private, private_folder

if sys.platform != "win32":
    import fcntl

_FOLDER = Path(__file__).parent
_OPENING = threading.Lock()
_IMPORT = re.compile(r"^(?:from|import) collusion\.kernels\.(\w+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CacheFolders:
    """Where compiled kernels are looked for and kept.

    Attributes
    ----------
    read
        Folders to look in, in this order.
    write
        The one of them to keep kernels in; None when each process compiles anew what it does not find.
    refused
        The folder that ``NUMBA_CACHE_DIR`` names, when others can change it or this user cannot write to it.
    """

    read: tuple[Path, ...]
    write: Path | None
    refused: Path | None = None

    @property
    def warning(self) -> str | None:
        """What the user should know of these folders, None when all is well."""
        allowed = "a folder that you can write to and nobody else can change"
        if self.refused is not None:
            return f"NUMBA_CACHE_DIR is not used: {self.refused} is not {allowed}. Name one, or unset it."
        if self.write is None:
            return (
                "Compiled kernels are not kept, so that every run compiles them anew: there is no private "
                f"folder to keep them in. Set NUMBA_CACHE_DIR to {allowed}."
            )
        return None


@functools.cache
def cache_folders(package: Path = _FOLDER) -> CacheFolders:
    """Return the folders of compiled kernels: as ``NUMBA_CACHE_DIR`` says, beside the sources, or the user's.

    Compiled kernels are code, so no folder counts that another user could have written to
    (`private_folders.is_private`). What lies beside the sources is read even where it cannot be written to:
    an image that was tried once when it was built need not compile.

    Parameters
    ----------
    package
        Folder of the sources of the kernels.
    """
    # kernels of several installations may share what follows
    installation = hashlib.sha256(str(package).encode()).hexdigest()[:16]
    stated = os.environ.get("NUMBA_CACHE_DIR")
    refused = None
    if stated:
        folder = Path(stated).absolute() / f"kernels-{installation}"
        if make_private(folder):
            return CacheFolders((folder,), folder)
        refused = Path(stated)
    beside = package / "__pycache__"
    with contextlib.suppress(OSError):
        beside.mkdir(exist_ok=True)
    read = (beside,) if is_private(beside) else ()
    if read and is_writable(beside):
        return CacheFolders(read, beside, refused)
    own = private_folder("kernels")
    write = own / installation if own and make_private(own / installation) else None
    return CacheFolders((*read, write) if write else read, write, refused)


@functools.cache
def sources_digest(module: str, folder: Path = _FOLDER) -> str:
    """Digest a module of kernels with all modules of kernels that it imports, directly or not.

    Parameters
    ----------
    module
        Name of a module in `folder`; another name gives the digest of nothing.
    folder
        Where the modules are.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    names = [module]
    digest = hashlib.sha256()
    for name in names:
        path = folder / f"{name}.py"
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        digest.update(f"{name}\0{text}\0".encode())
        names += [found for found in _IMPORT.findall(text) if found not in names]
    return digest.hexdigest()


@functools.cache
def all_sources_digest(folder: Path = _FOLDER) -> str:
    """Digest all modules of kernels, 16 hexadecimal digits."""
    names = sorted(path.stem for path in folder.glob("*.py"))
    return hashlib.sha256("".join(sources_digest(name, folder) for name in names).encode()).hexdigest()[:16]


@contextlib.contextmanager
def claimed(folder: Path, name: str) -> Iterator[None]:
    """Keep `name` of a `folder` from other processes meanwhile, where the system and the folder allow.

    Parameters
    ----------
    folder
        Where the processes meet; made when missing.
    name
        What one process at a time may have. The claim ends with the process, however it ends.
    """
    # A byte for each name: a file for each would stay behind.
    place = zlib.crc32(name.encode())
    file = _lock_file(folder)
    if sys.platform == "win32" or file is None:
        yield
        return
    with contextlib.suppress(OSError):
        fcntl.lockf(file, fcntl.LOCK_EX, 1, place)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            fcntl.lockf(file, fcntl.LOCK_UN, 1, place)


def _lock_file(folder: Path) -> IO[bytes] | None:
    """Return the file of claims, opened once for all threads: to close it would end the process's claims."""
    with _OPENING:
        return _opened(folder)


@functools.cache
def _opened(folder: Path) -> IO[bytes] | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / "claims.lock").open("ab")
    except OSError:
        return None
