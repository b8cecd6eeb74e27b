"""Tell whether numba is built as the modules that replace its private parts expect.

Three modules do: `kernel_cache`, `linked_compile` and `pointer_lowering`. Where numba is newer than what they
were tried with, or lacks what they use, kernels are compiled the plain way: slower to compile, same results.
"""

from __future__ import annotations

import functools
import os

# Kernels wait for memory, not for arithmetic: vectorised loops gain nothing here and take a quarter of the
# time to compile. Read when numba is first imported, which is here; what the user has set stays.
os.environ.setdefault("NUMBA_OPT", "2")
os.environ.setdefault("NUMBA_LOOP_VECTORIZE", "0")
os.environ.setdefault("NUMBA_SLP_VECTORIZE", "0")

import numba

#: Versions of numba whose private parts were tried, from and below; the package asks for these.
TRIED = ((0, 61), (0, 69))
#: Words of a native array, which `pointer_lowering` writes one by one.
_ARRAY = ("meminfo", "parent", "nitems", "itemsize", "data", "shape", "strides")


@functools.cache
def has_known_parts() -> bool:
    """Return whether numba's private parts are as expected; never when ``COLLUSION_PLAIN_NUMBA`` is set."""
    low, high = TRIED
    if os.environ.get("COLLUSION_PLAIN_NUMBA") or not low <= tuple(numba.version_info[:2]) < high:
        return False
    try:
        return _parts_are_there()
    except (ImportError, AttributeError, TypeError, ValueError, KeyError):
        return False


def _parts_are_there() -> bool:
    from numba.core import caching, codegen, compiler, datamodel, dispatcher

    from collusion.kernels import kernel_cache, linked_compile, pointer_lowering

    array = datamodel.default_manager.lookup(numba.types.Array(numba.types.float64, 1, "C"))
    asked_of = {
        dispatcher.Dispatcher: ("get_call_template", "get_overload", "compile"),
        kernel_cache.KernelCache: ("_index_key", "enable", "cache_path"),
        linked_compile.LinkedCompiler: ("define_pipelines", "compile_extra"),
        pointer_lowering.PointerRecordType: ("key",),
        caching.IndexDataCacheFile: ("_load_index", "load", "save", "flush"),
        caching.CompileResultCacheImpl: ("reduce", "rebuild", "check_cachable", "filename_base"),
        codegen.JITCodeLibrary: (
            "_optimize_final_module",
            "_finalize_final_module",
            "_finalize_dynamic_globals",
            "get_pointer_to_function",
        ),
        compiler.DefaultPassBuilder: ("define_nopython_pipeline",),
    }
    return array._fields == _ARRAY and all(
        hasattr(owner, name) for owner, names in asked_of.items() for name in names
    )
