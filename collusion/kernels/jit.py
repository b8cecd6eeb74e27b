"""The one decorator that compiles kernels; nothing else in the package imports numba's options.

Kernels know numpy and numba only: arrays in, arrays out. ``NUMBA_DISABLE_JIT=1`` runs them as plain Python,
which is how their branches are covered by tests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

_F = TypeVar("_F", bound=Callable[..., Any])


def kernel(function: _F) -> _F:
    """Compile `function` in nopython mode, cached on disk, with the GIL released and no fast-math.

    Compilation is lazy: read-only arrays compile as their own specialisation, so a kernel that
    writes to its input fails to compile.
    """
    return cast("_F", numba.njit(cache=True, nogil=True, fastmath=False)(function))
