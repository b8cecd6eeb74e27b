from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.kernels.poisson import poisson_surprise
from tests.oracles.poisson import surprise


@given(st.integers(1, 300), st.floats(1e-9, 400.0))
def test_poisson_surprise__scipy(n, rate):
    assert poisson_surprise(n, rate) == pytest.approx(surprise(n, rate), rel=1e-9, abs=1e-12)


def test_poisson_surprise__nothing_seen_is_no_surprise():
    assert poisson_surprise(0, 3.0) == 0.0


def test_poisson_surprise__far_beyond_the_smallest_float():
    """P(X >= 1000 | 1e-9) is about e^-26,600: the first term of the tail is all of it."""
    expected = 1e-9 - 1000 * math.log(1e-9) + math.lgamma(1001)

    assert poisson_surprise(1000, 1e-9) == pytest.approx(expected, rel=1e-12)
