"""Stars of lifelike markets: usual ones, and those whose customers' delight is drawn."""

from __future__ import annotations

import numpy as np
import pytest

from collusion.simulate.lifelike.stars import star_law

STARS = np.linspace(1.5, 4.9, 30)


def _fives(law, n=40_000):
    """Return the share of fives that a market of average products gets."""
    rng = np.random.default_rng(5)
    given = law.draw(np.arange(n), law.expected(law.quality_sd * rng.standard_normal(n)), 0.0, rng)
    return float((given == 5).mean())


def test_star_law__drawn_markets_differ_in_how_delighted_customers_are():
    shares = np.array([_fives(star_law(seed, "drawn")) for seed in range(12)])

    assert (shares > 0.48).all()
    assert (shares < 0.92).all()
    assert np.ptp(shares) > 0.2
    assert all(0.58 < _fives(star_law(seed)) < 0.74 for seed in range(4))


def test_here__of_a_usual_market_leaves_planted_products_as_they_are():
    assert STARS.tolist() == star_law(3).here(STARS).tolist()


@pytest.mark.parametrize("seed", range(6))
def test_here__of_a_drawn_market_keeps_the_place_among_its_products(seed):
    """What gets more stars than others in a usual market does here; more where customers give more."""
    law, usual = star_law(seed, "drawn"), star_law(seed)
    here = law.here(STARS)

    assert (np.diff(here) > 0).all()
    is_delighted = _fives(law) > _fives(usual)
    assert is_delighted == (float(law.here(np.array([4.26]))[0]) > 4.26)
