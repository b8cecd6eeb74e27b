"""Read-only numpy arrays: their types, and the one place that freezes them."""

from __future__ import annotations

from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

BoolArray: TypeAlias = NDArray[np.bool_]
Int8Array: TypeAlias = NDArray[np.int8]
Int32Array: TypeAlias = NDArray[np.int32]
Int64Array: TypeAlias = NDArray[np.int64]
IntArray: TypeAlias = NDArray[np.signedinteger[Any]]
Float32Array: TypeAlias = NDArray[np.float32]
Float64Array: TypeAlias = NDArray[np.float64]

_Scalar = TypeVar("_Scalar", bound=np.generic)


def frozen(array: NDArray[_Scalar]) -> NDArray[_Scalar]:
    """Return `array`, C-contiguous and read-only.

    Parameters
    ----------
    array
        Any array; it is made read-only in place when it is already contiguous.

    Returns
    -------
    NDArray
        The same data, not writable. Copy it to get a writable array.
    """
    array = np.ascontiguousarray(array)
    array.flags.writeable = False
    return array
