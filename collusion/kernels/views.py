"""Read-only views of what callers pass in: each kernel compiles once and cannot write to its input."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

_Scalar = TypeVar("_Scalar", bound=np.generic)


def readonly(array: NDArray[Any], dtype: type[_Scalar]) -> NDArray[_Scalar]:
    """Return a contiguous read-only view of `array` as `dtype`, leaving the array itself as it is.

    Parameters
    ----------
    array
        Any array.
    dtype
        Scalar type of the view; the array is copied only when its own differs.

    Returns
    -------
    NDArray
        A view that a kernel cannot write to.
    """
    view = np.ascontiguousarray(array, dtype=dtype).view()
    view.flags.writeable = False
    return view
