from __future__ import annotations

import math

import pytest

from collusion.workspace.chance import PRIOR_PAIRS, PRIOR_VALUES, Chance, fit_chance
from tests.oracles.passing import stranger_probability


@pytest.mark.parametrize(
    ("count", "shape", "rate", "n_pairs"), [(0, 1.0, 50.0, 9), (2, 1.0, 50.0, 9), (3, 4.5, 900.0, 200)]
)
def test_bits__are_the_ratio_of_two_laws_summed_by_hand(count, shape, rate, n_pairs):
    most = 7
    operator = (1 / (count + 1)) / sum(1 / (k + 1) for k in range(most + 1))
    strangers = stranger_probability(count, shape, rate, n_pairs)

    assert math.log2(operator / strangers) == pytest.approx(
        Chance(shape, rate).bits(count, most, n_pairs), abs=1e-3
    )


def test_log2_at_least__is_the_sum_over_all_larger_counts():
    chance = Chance(1.0, 50.0)
    below = sum(stranger_probability(k, 1.0, 50.0, 9) for k in range(2))

    assert math.log2(1.0 - below) == pytest.approx(chance.log2_at_least(2, 9), abs=1e-3)


def test_bits__grow_with_what_is_shared_and_shrink_with_the_pairs_that_might():
    chance = Chance()

    assert chance.bits(1, 20, 900) < chance.bits(2, 20, 900) < chance.bits(5, 20, 900)
    assert chance.bits(2, 20, 90_000) < chance.bits(2, 20, 900)


def test_fit_chance__of_a_market_without_shared_values_is_below_the_prior():
    fitted = fit_chance([], 1_000_000, prior_bits=-4.0)

    assert PRIOR_VALUES / PRIOR_PAIRS / 2 > fitted.n_values / fitted.n_pairs
    assert Chance() == fit_chance([], 0, prior_bits=-4.0)


def test_fit_chance__strangers_that_share_raise_the_rate():
    shared = [(1, 40, 1600)] * 30
    fitted = fit_chance(shared, 100_000, prior_bits=-6.0)

    assert fitted.n_values / fitted.n_pairs > 5 * PRIOR_VALUES / PRIOR_PAIRS
    assert Chance().bits(2, 40, 1600) > fitted.bits(2, 40, 1600)


def test_fit_chance__a_pair_of_one_operator_is_no_pair_of_strangers():
    alone = fit_chance([], 100_000, prior_bits=-6.0)
    fitted = fit_chance([(25, 40, 1600)], 100_000, prior_bits=-6.0)

    assert alone.n_values == pytest.approx(fitted.n_values, rel=1e-3)
