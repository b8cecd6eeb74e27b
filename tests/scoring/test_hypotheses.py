from __future__ import annotations

import dataclasses
import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.evidence.families import FAMILIES, FAMILY_OF, MEASURES
from collusion.scoring.hypotheses import (
    RingModel,
    bins_of,
    model_from,
    probability,
    shipped_model,
    standings_at,
)
from tests.oracles import scoring as oracle
from tests.scoring.assessments import assessment

MODEL = shipped_model()
some_bits = st.none() | st.floats(-50, 900)
found = st.fixed_dictionaries(dict.fromkeys(FAMILIES, some_bits)).map(lambda bits: assessment(**bits))


def test_shipped_model__every_law_is_a_distribution_over_the_bins_of_its_measure():
    assert 1.0 == pytest.approx(sum(one.weight for one in MODEL.hypotheses), abs=2e-3)
    for one in MODEL.hypotheses:
        assert set(MEASURES) == set(one.laws)
        for measure, law in one.laws.items():
            assert len(MEASURES[measure].edges) + 1 == len(law)
            assert 1.0 == pytest.approx(sum(law), abs=2e-3)
            assert min(law) > 0


def test_shipped_model__knows_rings_and_innocent_explanations():
    assert {True, False} == {one.is_ring for one in MODEL.hypotheses}
    assert len({one.name for one in MODEL.hypotheses}) == len(MODEL.hypotheses)


def _counts_for(measure):
    """Who registers in one room shares an address and the hour: six measures of identity, three of lives."""
    return {"identity": 0.85, "lifecycle": 1 / 3}.get(FAMILY_OF[measure], 1.0)


@settings(max_examples=50)
@given(found)
def test_score__is_the_ratio_of_two_mixtures(one):
    assert oracle.ring_odds(MODEL.hypotheses, bins_of(one), _counts_for) == pytest.approx(
        MODEL.score(one), abs=1e-9
    )


@settings(max_examples=50)
@given(found)
def test_contributions__with_the_odds_before_looking_sum_to_the_score(one):
    assert MODEL.score(one) == pytest.approx(MODEL.prior + sum(MODEL.contributions(one).values()), abs=1e-6)


def test_contributions__are_the_mean_over_all_orders():
    one = assessment(behaviour=120, stars=40, lifecycle=60)
    bins = bins_of(one)
    families = sorted({FAMILY_OF[measure] for measure in bins})

    def odds(chosen):
        looked_at = {m: b for m, b in bins.items() if FAMILY_OF[m] in chosen}
        return oracle.ring_odds(MODEL.hypotheses, looked_at, _counts_for)

    orders = list(itertools.permutations(families))
    expected = dict.fromkeys(families, 0.0)
    for order in orders:
        for place, family in enumerate(order):
            expected[family] += (odds(order[: place + 1]) - odds(order[:place])) / len(orders)

    assert expected == pytest.approx(MODEL.contributions(one))


@given(found)
def test_standings__odds_of_all_are_those_of_one_distribution(one):
    standings = MODEL.standings(one)

    assert 1.0 == pytest.approx(sum(probability(each.log_odds) for each in standings))
    told = [round(each.log_odds, 9) for each in standings]
    assert told == sorted(told, reverse=True)


@settings(max_examples=5)
@given(found)
def test_standings__each_is_held_to_all_others_together(one):
    for standing in (MODEL.standings(one)[k] for k in (0, 1, -1)):
        alone = [dataclasses.replace(h, is_ring=h.name == standing.name) for h in MODEL.hypotheses]
        expected = oracle.ring_odds(alone, bins_of(one), _counts_for)
        assert standing.log_odds == pytest.approx(expected, abs=1e-9)


def test_standings__a_measure_without_a_law_drops_out_of_its_hypothesis():
    one = assessment(stars=30.0)
    ring = next(held for held in MODEL.hypotheses if held.is_ring)
    lawless = dataclasses.replace(ring, name="lawless", is_ring=False, laws={})
    odds = {held.name: held.log_odds for held in RingModel((ring, lawless)).standings(one)}
    likelihood = sum(
        _counts_for(name) * math.log2(ring.laws[name][place]) for name, place in bins_of(one).items()
    )

    assert bins_of(one)
    assert odds[ring.name] == pytest.approx(likelihood)


@settings(max_examples=30)
@given(found, st.floats(-60, 60))
def test_standings_at__kinds_of_rings_sum_to_the_odds_that_are_told(one, score):
    before = shipped_model().standings(one)
    after = standings_at(before, score)
    sums = {
        side: math.fsum(probability(held.log_odds) for held in after if held.is_ring == side)
        for side in (True, False)
    }

    assert sums[True] == pytest.approx(probability(score), rel=1e-6)
    assert sums[False] == pytest.approx(probability(-score), rel=1e-6)
    for side in (True, False):
        was, now = ([held.name for held in every if held.is_ring == side] for every in (before, after))
        assert was == now


def test_standings_at__the_score_of_the_model_changes_nothing():
    one = assessment(behaviour=40.0, stars=30.0, identity=4.0)
    model = shipped_model()
    before = {held.name: held.log_odds for held in model.standings(one)}
    after = {held.name: held.log_odds for held in standings_at(model.standings(one), model.score(one))}

    assert after == pytest.approx(before, abs=1e-6)


def test_standings_at__of_one_side_alone_are_as_they_were():
    rings = [one for one in shipped_model().standings(assessment(stars=30.0)) if one.is_ring]

    assert standings_at(rings, 3.0) == rings


def test_score__what_the_tables_cannot_show_drops_out():
    """Text that is not there is no text that was looked at and found innocent."""
    alike = {"behaviour": 200, "stars": 80}
    silent, innocent = assessment(**alike), assessment(**alike, text=0.0)

    assert "text" not in MODEL.contributions(silent)
    assert MODEL.score(silent) != MODEL.score(innocent)


def test_bins_of__effects_of_chance_count_as_nothing():
    assert 0 == bins_of(assessment(identity=2.9))["identity_instruments"]
    assert bins_of(assessment(identity=50.0))["identity_instruments"] > 0


def test_score__two_strong_families_are_a_ring_and_none_is_not():
    assert MODEL.score(assessment(behaviour=900, stars=900, lifecycle=900)) > 4
    assert MODEL.score(assessment(behaviour=2, stars=0, lifecycle=0)) < -2


def test_model_from__reads_what_was_written():
    laws = {measure: [1 / (len(one.edges) + 1)] * (len(one.edges) + 1) for measure, one in MEASURES.items()}
    manifest = {
        "hypotheses": {
            "a": {"ring": True, "weight": 0.25, "laws": laws},
            "b": {"ring": False, "weight": 0.75, "laws": laws},
        }
    }

    model = model_from(manifest)

    assert isinstance(model, RingModel)
    assert math.log2(1 / 3) == pytest.approx(model.prior) == pytest.approx(model.score(assessment(stars=50)))


@pytest.mark.parametrize(("score", "expected"), [(0, 0.5), (1, 2 / 3), (-1, 1 / 3), (50, 1.0), (2000, 1.0)])
def test_probability__of_log_odds_in_bits(score, expected):
    assert expected == pytest.approx(probability(score))


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_probability__rises_with_the_score_and_stays_in_bounds(score, more):
    assert 0 <= probability(score) <= probability(score + more) <= 1
    assert math.isfinite(probability(score))
