from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.cases.innocent import EXPLANATIONS, closest_innocent, ring_kind
from collusion.cases.ring_stats import RingStats, SharedValue
from collusion.evidence.families import FLAGGING
from tests.scoring.assessments import assessment

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
LIKE = {
    "a household": replace(PLAIN, n_members=4, span_days=300.0, widest=SharedValue("address", 4, 4)),
    "an office, campus or carrier network": replace(PLAIN, widest=SharedValue("ip", 29, 400)),
    "fans of one author or brand": replace(PLAIN, n_sellers=1, span_days=700.0, target_share=0.2),
    "a launch or deal that drew a crowd": replace(
        PLAIN, crowd_share=0.9, span_days=3.0, star_gap=0.5, n_sellers=10
    ),
    "a disclosed sampling programme": replace(
        PLAIN, n_targets=40, n_sellers=40, target_share=0.1, span_days=200.0
    ),
    "a book club or circle of friends": replace(
        PLAIN, n_members=10, span_days=400.0, n_sellers=10, target_share=0.9
    ),
    "a community of taste or language": replace(
        PLAIN, span_days=900.0, n_members=120, n_targets=60, target_share=0.8
    ),
}
portraits = st.builds(
    RingStats,
    n_members=st.integers(2, 300),
    n_targets=st.integers(0, 300),
    n_sellers=st.integers(0, 100),
    n_reviews=st.integers(0, 5000),
    span_days=st.none() | st.floats(0, 5000),
    crowd_share=st.floats(0, 1),
    target_share=st.floats(0, 1),
    mean_stars=st.none() | st.floats(1, 5),
    star_gap=st.none() | st.floats(-4, 4),
    widest=st.none()
    | st.builds(SharedValue, st.sampled_from(["ip", "card"]), st.integers(2, 9), st.integers(2, 999)),
)
bits = st.fixed_dictionaries({family: st.none() | st.floats(-9, 99) for family in FLAGGING})


def _closest(stats, **found):
    return closest_innocent(stats, assessment(**found), abnormal_bits=10.0)


@pytest.mark.parametrize("name", LIKE)
def test_closest_innocent__names_what_it_is_like(name):
    assert name == _closest(LIKE[name]).explanation


def test_explanations__each_is_tried():
    assert set(LIKE) == {explanation.name for explanation in EXPLANATIONS}


@settings(max_examples=40)
@given(portraits, bits)
def test_closest_innocent__always_says_one_with_a_reason(stats, found):
    verdict = _closest(stats, **found)

    assert verdict.explanation in LIKE
    assert verdict.sentence.startswith("It holds: " if verdict.holds else "It fails: ")
    assert verdict.sentence.endswith(".")


@pytest.mark.parametrize("name", LIKE)
def test_closest_innocent__holds_when_nothing_is_abnormal(name):
    assert _closest(LIKE[name], behaviour=5.0, stars=-3.0).holds


@pytest.mark.parametrize("name", LIKE)
@pytest.mark.parametrize("family", ["stars", "text", "lifecycle"])
def test_closest_innocent__fails_on_what_it_does_not_explain(name, family):
    verdict = _closest(LIKE[name], **{family: 40.0})

    assert not verdict.holds
    words = {"stars": "stars", "text": "texts", "lifecycle": "active only together"}
    assert words[family] in verdict.sentence


def test_closest_innocent__joins_what_it_does_not_explain():
    two = _closest(PLAIN, stars=40.0, text=40.0).sentence
    three = _closest(PLAIN, stars=40.0, text=40.0, lifecycle=40.0).sentence
    texts = "near-identical texts under different names"

    assert two.endswith(f"does not explain stars far from other buyers' or {texts}.")
    assert three.endswith(f"other buyers', {texts}, or accounts made for the job, or active only together.")


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("a household", True),
        ("an office, campus or carrier network", True),
        ("fans of one author or brand", False),
    ],
)
def test_closest_innocent__shared_instruments_are_a_households_and_a_networks_own(name, holds):
    assert holds == _closest(LIKE[name], identity=40.0).holds


def test_closest_innocent__a_network_does_not_explain_the_same_products():
    verdict = _closest(LIKE["an office, campus or carrier network"], behaviour=400.0)

    assert not verdict.holds
    assert "does not make strangers review the same products" in verdict.sentence


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
