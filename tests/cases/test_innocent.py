from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.cases.innocent import closest_innocent, ring_kind, ruled_out_by
from collusion.cases.records import Explanation
from collusion.cases.ring_stats import RingStats
from collusion.cases.wording import odds
from collusion.evidence.families import FLAGGING
from collusion.scoring.hypotheses import Standing, shipped_model, standings_at
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
        ("unclear", replace(PLAIN, mean_stars=2.5, star_gap=-2.5, n_sellers=1), {}),
        ("unclear", replace(PLAIN, mean_stars=1.2, star_gap=-0.5, n_sellers=1), {}),
        ("attack", replace(PLAIN, mean_stars=2.49, star_gap=-0.51, n_sellers=1), {}),
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


@pytest.mark.parametrize(
    ("bits", "said"),
    [
        ({"stars": -1.0}, "stars far from other buyers'."),
        ({"stars": -0.99}, "all taken together."),
        ({"stars": -1.0, "text": -2.0}, "under different names or stars far from other buyers'."),
        ({"stars": -1.0, "text": -2.0, "lifecycle": -3.0}, ", or stars far from other buyers'."),
    ],
)
def test_closest_innocent__names_the_families_that_make_it_half_as_likely(bits, said):
    standing = Standing("taste", is_ring=False, prior=-1.0, log_odds=-4.0, by_family=bits)

    assert closest_innocent([standing], 4.0, FLAGGING).sentence.endswith(said)


def test_closest_innocent__holds_at_even_odds():
    standing = Standing("taste", is_ring=False, prior=-1.0, log_odds=0.0, by_family={"stars": -4.0})

    assert closest_innocent([standing], 0.0, FLAGGING).holds
    assert not closest_innocent([standing], 0.01, FLAGGING).holds


@pytest.mark.parametrize(
    ("log_odds", "bits", "said"),
    [
        (0.0, {"stars": -4.0}, None),
        (-0.01, {"stars": -4.0}, "stars ÷16 ("),
        (-2.0, {"stars": -1.0, "text": -0.9}, "stars ÷2 ("),
        (-2.0, {"stars": -0.9}, "rare before looking"),
    ],
)
def test_ruled_out_by__what_makes_it_half_as_likely(log_odds, bits, said):
    words = ruled_out_by(Explanation("taste", is_ring=False, prior=-1.0, log_odds=log_odds, by_family=bits))

    assert words == said if said is None else words.startswith(said)
    assert "text" not in (words or "")
