"""The one decorator that compiles kernels; nothing else in the package imports numba's options.

Kernels know numpy and numba only: arrays in, arrays out. ``NUMBA_DISABLE_JIT=1`` runs them as plain Python,
which is how their branches are covered by tests.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import re
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, TypeVar, cast

if sys.platform != "win32":
    import fcntl

# Kernels wait for memory, not for arithmetic: vectorised loops gain nothing here and take a quarter of the
# time to compile. Read when numba is first imported; what the user has set stays.
os.environ.setdefault("NUMBA_OPT", "2")
os.environ.setdefault("NUMBA_LOOP_VECTORIZE", "0")
os.environ.setdefault("NUMBA_SLP_VECTORIZE", "0")

import numba
import numba.core.dispatcher

from collusion.kernels.linked_compile import LinkedCompiler

_F = TypeVar("_F", bound=Callable[..., Any])
_FOLDER = Path(__file__).parent
_OPENING = threading.Lock()
_OPTIONS = {"nogil": True, "fastmath": False, "no_cfunc_wrapper": True}
_IMPORT = re.compile(r"^(?:from|import) collusion\.kernels\.(\w+)", re.MULTILINE)


def kernel(function: _F) -> _F:
    """Compile `function` in nopython mode, cached on disk, with the GIL released and no fast-math.

    Compilation is lazy: read-only arrays compile as their own specialisation, so a kernel that
    writes to its input fails to compile. What is on disk counts only while the module of the kernel and those
    it imports are as they were; numba by itself looks at the first alone.
    """
    return cast("_F", _called_by_types(_cached(function)))


def inner_kernel(function: _F) -> _F:
    """Compile `function` as `kernel` does, for kernels to call: without the entry from Python.

    To unpack the arguments often is more code than the kernel. What is on disk is the kernel that calls it,
    with it inside. Called from Python, as by tests, it compiles once more, with an entry.
    """
    entry = numba.njit(**_OPTIONS)(function)
    if isinstance(entry, numba.core.dispatcher.Dispatcher):
        inner = _called_by_types(numba.njit(pipeline_class=LinkedCompiler, **_OPTIONS)(function))
        entry.get_call_template, entry.get_overload = inner.get_call_template, inner.get_overload
    return cast("_F", entry)


def _cached(function: Callable[..., Any]) -> Any:
    compiled = numba.njit(cache=True, **_OPTIONS)(function)
    # plain functions, under NUMBA_DISABLE_JIT, have no cache
    file = getattr(getattr(compiled, "_cache", None), "_cache_file", None)
    if file is not None:
        stamp = (file._source_stamp, sources_digest(function.__module__.rpartition(".")[2]))  # noqa: SLF001
        file._source_stamp = stamp  # noqa: SLF001
        compiled.compile = functools.partial(_compile_once, compiled, compiled.compile)
        compiled._cache.load_overload = functools.partial(_load, compiled._cache)  # noqa: SLF001
    return compiled


def is_compiled(compiled: Any) -> bool:
    """Return whether a kernel is on disk as its sources are now, or is plain Python that never will be."""
    file = getattr(getattr(compiled, "_cache", None), "_cache_file", None)
    return file is None or bool(file._load_index())  # noqa: SLF001


def _load(cache: Any, signature: Any, context: Any) -> Any:
    """Load a kernel from disk as numba does, without what only compiling needs: 0.3 s at each start."""
    from numba.core.runtime import rtsys

    rtsys.initialize(context)
    found = None
    with cache._guard_against_spurious_io_errors():  # noqa: SLF001
        found = cache._load_overload(signature, context)  # noqa: SLF001
    return found


def _compile_once(compiled: Any, compile_or_load: Callable[[Any], Any], signature: Any) -> Any:
    """Compile a kernel, or load it from disk, when no other process is about to compile the same one.

    Processes that wait find it on disk. Kernels do not call one another in circles, so nobody waits forever.
    """
    if signature in compiled.overloads:
        return compile_or_load(signature)
    implementation = compiled._cache._impl  # noqa: SLF001
    with claimed(Path(compiled.stats.cache_path), implementation.filename_base):
        return compile_or_load(signature)


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


def _called_by_types(compiled: Any) -> Any:
    """Let kernels call a kernel for the types of the arguments: numba would compile it for each number."""
    if isinstance(compiled, numba.core.dispatcher.Dispatcher):
        compiled.get_call_template = functools.partial(_template_of_types, compiled.get_call_template)
    return compiled


def _template_of_types(get_call_template: Callable[..., Any], args: Any, kws: Any) -> Any:
    types = tuple(map(numba.types.unliteral, args))
    return get_call_template(types, {name: numba.types.unliteral(kind) for name, kind in kws.items()})


def load_compiler() -> None:
    """Load what numba otherwise loads when it compiles the first kernel."""
    from numba.core.registry import cpu_target

    cpu_target.target_context.refresh()
    cpu_target.typing_context.refresh()


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
