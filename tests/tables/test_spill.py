from __future__ import annotations

import tempfile

import numpy as np
import pytest

from collusion.tables.spill import ArrayFile, Stretch

MANY = np.arange(5_000, dtype=np.uint64)


def test_array_file__what_does_not_fit_waits_on_the_disk_and_comes_back():
    arrays = ArrayFile(held_bytes=40_000)
    parts = [
        arrays.put(MANY),
        arrays.put(MANY[::-1]),
        arrays.put(MANY[::2].astype(np.int32)),
        arrays.put(MANY[:3]),
    ]

    assert [np.ndarray, Stretch, Stretch, np.ndarray] == [type(part) for part in parts]
    for found, given in zip(
        arrays.get(parts), (MANY, MANY[::-1], MANY[::2].astype(np.int32), MANY[:3]), strict=True
    ):
        assert found.dtype == given.dtype
        assert found.tolist() == given.tolist()
    assert arrays.get(parts[2:3])[0].tolist() == MANY[::2].tolist()


@pytest.mark.parametrize("at", ["open", "write"])
def test_array_file__without_room_on_the_disk_stays_in_memory(monkeypatch, at):
    class Full:
        def seek(self, _place):
            pass

        def write(self, _data):
            raise OSError(28, "No space left on device")

        def close(self):
            pass

    def opened(**_kwargs):
        if at == "open":
            raise OSError(28, "No space left on device")
        return Full()

    monkeypatch.setattr(tempfile, "TemporaryFile", opened)
    arrays = ArrayFile(held_bytes=0)

    assert arrays.put(MANY) is MANY
    assert arrays.get([MANY])[0] is MANY
