"""Keep compiled kernels on disk as numba does, but only in folders that can be trusted.

Numba's own cache takes the first folder that it can write to, trusts what lies there, fails where there is
none, and looks at the source of a kernel alone, not at those that it calls.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Callable
from typing import Any

from numba.core.caching import CompileResultCacheImpl, FunctionCache, IndexDataCacheFile
from numba.core.runtime import rtsys

from collusion.kernels.compile_cache import CacheFolders


class _Reduction(CompileResultCacheImpl):
    """Turns compiled kernels into what is stored, and back."""

    def __init__(self, function: Callable[..., Any]) -> None:  # numba's own looks for a folder here
        code = function.__code__
        name = f"{os.path.basename(code.co_filename).removesuffix('.py')}.{function.__qualname__}"  # noqa: PTH119
        name = name.replace("<", "").replace(">", "")
        version = f"py{sys.version_info[0]}{sys.version_info[1]}{getattr(sys, 'abiflags', '')}"
        self._lineno = code.co_firstlineno
        self._locator = self
        self._py_file = code.co_filename
        self._filename_base = f"{name}-{self._lineno}.{version}"


class KernelCache(FunctionCache):
    """The compiled versions of one kernel on disk.

    Parameters
    ----------
    function
        The kernel.
    folders
        Where to look and where to keep.
    stamp
        What is on disk counts only while this is the same.
    """

    def __init__(self, function: Callable[..., Any], folders: CacheFolders, stamp: str) -> None:
        self._name = repr(function)
        self._py_func = function
        self._impl = _Reduction(function)
        name = self._impl.filename_base
        self._read = [IndexDataCacheFile(str(folder), name, stamp) for folder in folders.read]
        self._write = self._read[-1] if folders.write else None
        self._cache_path = str(folders.write or folders.read[0])
        self.enable()

    @property
    def name(self) -> str:
        """The name that the kernel's files share."""
        return str(self._impl.filename_base)

    @property
    def has_any(self) -> bool:
        """Whether a version of the kernel is on disk."""
        return any(_or_none(file._load_index) for file in self._read)  # noqa: SLF001

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Load a version without what only compiling needs, which takes 0.3 s; None where there is none."""
        rtsys.initialize(target_context)
        key = self._index_key(sig, target_context.codegen())
        for file in self._read:
            found = _or_none(functools.partial(file.load, key))
            if found is not None:
                return self._impl.rebuild(target_context, found)
        return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep a version. A disk that is full, or that denies it, leaves things as they are."""
        if self._write is None or not self._impl.check_cachable(data):
            return
        key = self._index_key(sig, data.codegen)
        with contextlib.suppress(OSError):
            if _or_none(self._write._load_index) is None:  # noqa: SLF001
                self._write.flush()
            self._write.save(key, self._impl.reduce(data))


def _or_none(read: Callable[[], Any]) -> Any:
    """Return what was read, None for a damaged file: it is as good as none."""
    try:
        return read()
    except Exception:  # noqa: BLE001 - whatever stands in a damaged file, it is compiled again
        return None
