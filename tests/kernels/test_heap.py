from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from collusion.kernels import heap as heaps


@given(st.lists(st.integers(0, 6), min_size=1, max_size=25), st.randoms(use_true_random=False))
def test_heap__pops_in_order_while_keys_fall(keys, rng):
    key, place = np.array(keys, dtype=np.int64), np.full(len(keys), -1, dtype=np.int64)
    heap = np.arange(len(keys), dtype=np.int64)
    heaps.build_heap(heap, place, key)
    waiting = set(range(len(keys)))
    for size in range(len(keys), 0, -1):
        lowered = rng.choice(sorted(waiting))
        heaps.lower_key(heap, place, key, lowered, rng.randrange(4))
        least = min(waiting, key=lambda node: (key[node], node))

        assert least == heaps.pop_least(heap, place, key, size)
        assert place[least] == -1
        waiting.remove(least)
