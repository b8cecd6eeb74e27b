from __future__ import annotations

import numpy as np

from collusion.kernels.jit import kernel
from collusion.kernels.prefetch import prefetch


@kernel
def _total(array):
    total = 0
    for i in range(array.size):
        prefetch(array, i + 1000)
        total += array[i]
    return total


def test_prefetch__changes_nothing_even_beyond_the_end():
    assert _total(np.arange(10)) == 45
