"""Arrays that wait on the disk until they are asked for."""

from __future__ import annotations

import contextlib
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

#: Bytes that stay in memory, and those below which an array is not worth a place on the disk.
HELD_BYTES, _LEAST_BYTES = 1 << 25, 1 << 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where an array lies in the file: its first byte, `offset`, its `length`, and its type, `dtype`."""

    offset: int
    length: int
    dtype: np.dtype[Any]


Part: TypeAlias = "NDArray[Any] | Stretch"


class ArrayFile:
    """Takes arrays in; beyond some bytes they wait in a file that has no name and ends with the process.

    Parameters
    ----------
    held_bytes
        Bytes that stay in memory.

    Notes
    -----
    Where the disk has no room, arrays stay in memory. One thread at a time.
    """

    def __init__(self, held_bytes: int = HELD_BYTES) -> None:
        self._left = held_bytes
        self._stream: Any = None
        self._end = 0

    def put(self, array: NDArray[Any]) -> Part:
        """Return what stands for an `array` of one dimension: itself while there is room."""
        if array.nbytes < _LEAST_BYTES or array.nbytes <= self._left:
            self._left -= array.nbytes
            return array
        with contextlib.suppress(OSError):
            if self._stream is None:
                self._stream = tempfile.TemporaryFile(prefix="collusion-")  # noqa: SIM115  (kept until the end)
                weakref.finalize(self, self._stream.close)
            self._stream.seek(self._end)
            self._stream.write(np.ascontiguousarray(array).data)
            self._stream.flush()
            stretch = Stretch(self._end, len(array), array.dtype)
            self._end += array.nbytes
            return stretch
        return array

    def get(self, parts: Sequence[Part]) -> list[NDArray[Any]]:
        """Return the arrays that some `parts` stand for."""
        return [part if isinstance(part, np.ndarray) else self._read(part) for part in parts]

    def _read(self, part: Stretch) -> NDArray[Any]:
        self._stream.seek(part.offset)
        array = np.empty(part.length, dtype=part.dtype)
        self._stream.readinto(array.data.cast("B"))
        return array
