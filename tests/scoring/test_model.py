from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.scoring.families import FAMILIES
from collusion.scoring.model import probability, saturated, shipped_model
from tests.scoring.assessments import assessment

MODEL = shipped_model()


def test_shipped_model__weighs_every_family_upwards():
    assert set(FAMILIES) == {term.family for term in MODEL.terms}
    assert all(term.weight > 0 and term.half > 0 for term in MODEL.terms)
    assert MODEL.intercept < 0


@pytest.mark.parametrize("family", FAMILIES)
def test_score__more_bits_score_higher_and_no_family_says_surely_twice(family):
    scores = [MODEL.score(assessment(**{family: bits})) for bits in (0, 5, 50, 5000, 5e9)]
    weight = next(term.weight for term in MODEL.terms if term.family == family)

    assert scores == sorted(scores)
    assert len(set(scores)) == len(scores)
    assert scores[-1] <= MODEL.intercept + weight


@given(st.floats(-100, 100), st.floats(0.1, 100))
def test_saturated__between_nothing_and_one(bits, half):
    found = saturated(bits, half)

    assert 0 <= found < 1
    assert (found > 0) == (bits > 0)
    assert (found > 0.5) == (bits > half)


@pytest.mark.parametrize("bits", [None, -3.0, 0.0])
def test_score__silence_and_evidence_against_add_nothing(bits):
    assert MODEL.score(assessment(behaviour=80)) == MODEL.score(assessment(behaviour=80, stars=bits))


def test_contributions__add_up_to_the_score():
    found = assessment(behaviour=80, stars=12, text=3)

    assert MODEL.score(found) == pytest.approx(MODEL.intercept + sum(MODEL.contributions(found).values()))


@pytest.mark.parametrize(("score", "expected"), [(0, 0.5), (1, 2 / 3), (-1, 1 / 3), (50, 1.0), (2000, 1.0)])
def test_probability__of_log_odds_in_bits(score, expected):
    assert expected == pytest.approx(probability(score))


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_probability__rises_with_the_score_and_stays_in_bounds(score, more):
    assert 0 <= probability(score) <= probability(score + more) <= 1
    assert math.isfinite(probability(score))
