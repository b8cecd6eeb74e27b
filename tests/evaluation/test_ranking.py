from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.evaluation.ranking import area_under_curve, average_precision
from tests.oracles import judging

scored = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=30)


@given(scored)
def test_average_precision__is_what_the_definition_says(pairs):
    score, positive = [float(s) for s, _ in pairs], [p for _, p in pairs]
    found = average_precision(np.array(score), np.array(positive))

    if any(positive):
        assert judging.average_precision(score, positive) == pytest.approx(found)
    else:
        assert math.isnan(found)


@given(scored)
def test_area_under_curve__is_what_the_definition_says(pairs):
    score, positive = [float(s) for s, _ in pairs], [p for _, p in pairs]
    found = area_under_curve(np.array(score), np.array(positive))

    if any(positive) and not all(positive):
        assert judging.area_under_curve(score, positive) == pytest.approx(found)
    else:
        assert math.isnan(found)


def test_average_precision__of_a_textbook_list():
    """Hits at ranks 1, 3 and 5: (1 + 2/3 + 3/5) / 3."""
    positive = np.array([True, False, True, False, True])

    assert (1 + 2 / 3 + 3 / 5) / 3 == pytest.approx(average_precision(np.arange(5.0, 0.0, -1.0), positive))
