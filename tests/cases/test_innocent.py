from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.cases.innocent import closest_innocent, ring_kind
from collusion.cases.ring_stats import RingStats
from collusion.cases.wording import odds
from collusion.evidence.families import FLAGGING
from collusion.scoring.hypotheses import shipped_model, standings_at
from tests.scoring.assessments import assessment

MODEL = shipped_model()

PLAIN = RingStats(
    n_members=30,
    n_targets=10,
    n_sellers=6,
    n_reviews=200,
    span_days=60.0,
    crowd_share=0.1,
    target_share=0.5,
    mean_stars=4.0,
    star_gap=0.0,
    widest=None,
)


def _verdict(**found):
    one = assessment(**found)
    score = MODEL.score(one)
    return closest_innocent(standings_at(MODEL.standings(one), score), score, one.abnormal(10.0)), score


@settings(max_examples=40)
@given(st.fixed_dictionaries({family: st.none() | st.floats(-9, 900) for family in FLAGGING}))
def test_closest_innocent__is_an_innocent_hypothesis_with_a_reason(found):
    verdict, score = _verdict(**found)

    assert verdict.explanation in {one.name for one in MODEL.hypotheses if not one.is_ring}
    assert (score <= 0) == verdict.holds
    assert verdict.sentence.startswith("It holds: " if verdict.holds else "It fails (")
    assert verdict.sentence.endswith(".")


def test_closest_innocent__holds_when_nothing_is_abnormal():
    assert _verdict(behaviour=5.0, stars=-3.0, lifecycle=0.0)[0].holds


def test_closest_innocent__says_the_odds_and_what_it_does_not_explain():
    one = assessment(behaviour=900.0, stars=900.0, lifecycle=900.0)
    standings = standings_at(MODEL.standings(one), 5.0)
    best = next(standing for standing in standings if not standing.is_ring)
    verdict = closest_innocent(standings, 5.0, one.abnormal(10.0))
    silent = closest_innocent(standings, 5.0, ["lifecycle"])

    assert best.log_odds < -5.0
    assert f"It fails ({odds(best.log_odds)}): " in verdict.sentence
    assert "stars far from other buyers'" in verdict.sentence
    assert "stars" not in silent.sentence


@pytest.mark.parametrize(
    ("expected", "stats", "found"),
    [
        ("attack", replace(PLAIN, mean_stars=1.2, star_gap=-2.5), {"identity": 90.0}),
        ("unclear", replace(PLAIN, mean_stars=1.2, star_gap=-0.1, n_sellers=1), {}),
        ("one hand", PLAIN, {"identity": 10.0}),
        ("one hand", PLAIN, {"text": 40.0}),
        ("one hand", replace(PLAIN, n_sellers=4, n_members=69), {"lifecycle": 10.0}),
        ("unclear", replace(PLAIN, n_sellers=4, n_members=69), {"lifecycle": 9.0}),
        ("hired crowd", replace(PLAIN, n_sellers=5), {"lifecycle": 40.0}),
        ("hired crowd", replace(PLAIN, n_sellers=1, n_members=70), {"lifecycle": 40.0}),
        ("one hand", PLAIN, {"lifecycle": 40.0, "text": 40.0}),
        ("hired crowd", replace(PLAIN, n_sellers=20), {"identity": 9.0}),
        ("hired crowd", replace(PLAIN, n_sellers=0, n_members=100), {}),
        ("unclear", replace(PLAIN, n_sellers=1), {"stars": 90.0}),
        ("unclear", replace(PLAIN, n_sellers=1, mean_stars=None, star_gap=None), {}),
    ],
)
def test_ring_kind__by_stars_then_traces_then_size(expected, stats, found):
    assert expected == ring_kind(stats, assessment(**found), n_sellers=stats.n_sellers, abnormal_bits=10.0)
