from __future__ import annotations

import numpy as np

from collusion.kernels.views import readonly


def test_readonly__views_without_copying_or_freezing():
    array = np.arange(3, dtype=np.int32)
    view = readonly(array, np.int32)

    assert np.shares_memory(array, view)
    assert not view.flags.writeable
    assert array.flags.writeable


def test_readonly__casts_and_straightens():
    view = readonly(np.arange(6, dtype=np.int64)[::2], np.int32)

    assert view.dtype == np.int32
    assert view.flags.c_contiguous
    assert [0, 2, 4] == view.tolist()
