from __future__ import annotations

from bisect import bisect_left

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from collusion.kernels.search import first_at_or_after


@given(st.lists(st.integers(-50, 50), max_size=20).map(sorted), st.integers(-60, 60))
def test_first_at_or_after__bisect(minutes, wanted):
    reviews = np.array([(7, minute) for minute in minutes], dtype=np.int32).reshape(-1, 2)

    assert bisect_left(minutes, wanted) == first_at_or_after(reviews, 0, len(minutes), wanted)
