from __future__ import annotations

import math

import numpy as np
import pytest

from collusion.scoring.q_values import ChanceScores, most_doubt, q_values

NO_DECOYS = ChanceScores(np.zeros(0), np.zeros(0), 1)


def _last(false: float, doubt: float) -> float:
    """Return the q-value of a ring that is false with a given probability, below ninety-nine sure ones."""
    score = np.array([*np.full(99, 40.0), math.log2((1.0 - false) / false)])
    return float(q_values(score, np.full(100, 500.0), doubt, 100, NO_DECOYS)[-1])


@pytest.mark.parametrize(
    ("has_stars", "false", "stands_for_itself"),
    [(True, 0.19, False), (True, 0.21, True), (False, 0.09, False), (False, 0.11, True)],
)
def test_q_values__beyond_a_fifth_a_ring_stands_for_itself_and_beyond_a_tenth_where_nobody_gave_stars(
    has_stars, false, stands_for_itself
):
    """Sure rings do not carry a doubtful one to a flag; the mean of all is a hundredth of its doubt."""
    expected = false if stands_for_itself else false / 100

    assert expected == pytest.approx(_last(false, most_doubt(has_stars=has_stars)))


def test_q_values__at_the_very_doubt_a_ring_is_still_carried():
    assert 0.5 / 100 == pytest.approx(_last(0.5, 0.5))
