from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.evidence.links import Links, fuse, no_links

pairs = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(5, 9)), st.floats(0.5, 40, width=32), max_size=12
)


def _links(weights):
    ordered = sorted(weights)
    return Links(
        np.array([pair[0] for pair in ordered], dtype=np.int32),
        np.array([pair[1] for pair in ordered], dtype=np.int32),
        np.array([weights[pair] for pair in ordered], dtype=np.float32),
    )


@settings(max_examples=40)
@given(pairs, pairs, st.floats(1, 30))
def test_fuse__each_channel_says_surely_once(first, second, cap):
    found = fuse([(_links(first), cap), (_links(second), 2 * cap)])
    expected = {
        pair: min(first.get(pair, 0), cap) / cap + min(second.get(pair, 0), 2 * cap) / (2 * cap)
        for pair in sorted({*first, *second})
    }

    assert list(expected) == list(zip(found.source.tolist(), found.target.tolist()))
    assert list(expected.values()) == pytest.approx(found.weight.tolist(), rel=1e-5)


@pytest.mark.parametrize("channels", [[], [(no_links(), 5.0)]], ids=["no channel", "an empty one"])
def test_fuse__of_nothing_is_nothing(channels):
    assert 0 == len(fuse(channels))
