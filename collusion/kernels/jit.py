"""The one decorator that compiles kernels; nothing else in the package imports numba's options.

Kernels know numpy and numba only: arrays in, arrays out. ``NUMBA_DISABLE_JIT=1`` runs them as plain Python,
which is how their branches are covered by tests.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from collusion.kernels import compile_cache, numba_features

import numba  # isort: skip - once numba_features has said how it shall compile
import numba.core.dispatcher

_F = TypeVar("_F", bound=Callable[..., Any])
_OPTIONS = {"nogil": True, "fastmath": False}
_KNOWN_OPTIONS = _OPTIONS | {"no_cfunc_wrapper": True}


def kernel(function: _F) -> _F:
    """Compile `function` in nopython mode, cached on disk, with the GIL released and no fast-math.

    Compilation is lazy: read-only arrays compile as their own specialisation, so a kernel that
    writes to its input fails to compile. What is on disk counts only while the module of the kernel and those
    it imports are as they were; numba by itself looks at the first alone. Where no folder can be trusted
    (`compile_cache.cache_folders`), each process compiles anew.
    """
    if not numba_features.has_known_parts():
        return cast("_F", _plainly_compiled(function))
    return cast("_F", _called_by_types(_cached(function)))


def inner_kernel(function: _F) -> _F:
    """Compile `function` as `kernel` does, for kernels to call: without the entry from Python.

    To unpack the arguments often is more code than the kernel. What is on disk is the kernel that calls it,
    with it inside. Called from Python, as by tests, it compiles once more, with an entry.
    """
    if not numba_features.has_known_parts():
        return kernel(function)
    from collusion.kernels.linked_compile import LinkedCompiler

    entry = numba.njit(**_KNOWN_OPTIONS)(function)
    if isinstance(entry, numba.core.dispatcher.Dispatcher):
        inner = _called_by_types(numba.njit(pipeline_class=LinkedCompiler, **_KNOWN_OPTIONS)(function))
        entry.get_call_template, entry.get_overload = inner.get_call_template, inner.get_overload
    return cast("_F", entry)


def is_compiled(compiled: Any) -> bool:
    """Return whether a kernel is on disk as its sources are now, or is plain Python that never will be."""
    if not isinstance(compiled, numba.core.dispatcher.Dispatcher):
        return True
    cache = compiled._cache  # noqa: SLF001
    if numba_features.has_known_parts():
        return bool(getattr(cache, "has_any", False))
    read_index = getattr(getattr(cache, "_cache_file", None), "_load_index", dict)
    return bool(read_index())


def _plainly_compiled(function: Callable[..., Any]) -> Any:
    """Compile as numba does by itself, in another folder whenever the source of a kernel changes."""
    folder = compile_cache.cache_folders().write
    if folder is None:
        return numba.njit(**_OPTIONS)(function)
    stated, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(folder / compile_cache.all_sources_digest())
    try:
        return numba.njit(cache=True, **_OPTIONS)(function)
    finally:
        numba.config.CACHE_DIR = stated


def _cached(function: Callable[..., Any]) -> Any:
    compiled = numba.njit(**_KNOWN_OPTIONS)(function)
    folders = compile_cache.cache_folders()
    # plain functions, under NUMBA_DISABLE_JIT, have no cache
    if folders.read and isinstance(compiled, numba.core.dispatcher.Dispatcher):
        from collusion.kernels.kernel_cache import KernelCache

        stamp = compile_cache.sources_digest(function.__module__.rpartition(".")[2])
        cache = KernelCache(compiled.py_func, folders, stamp)
        compiled._cache = cache  # noqa: SLF001
        if folders.write is not None:
            place = (folders.write, cache.name)
            compiled.compile = functools.partial(_compile_once, compiled, compiled.compile, place)
    return compiled


def _compile_once(
    compiled: Any, compile_or_load: Callable[[Any], Any], place: tuple[Path, str], signature: Any
) -> Any:
    """Compile a kernel, or load it from disk, when no other process is about to compile the same one.

    Processes that wait find it on disk. Kernels do not call one another in circles, so nobody waits forever.
    """
    if signature in compiled.overloads:
        return compile_or_load(signature)
    with compile_cache.claimed(*place):
        return compile_or_load(signature)


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
