from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.cases.innocent import _KINDS, closest_innocent, ring_kind, ruled_out_by, unexplained_by
from collusion.cases.records import Explanation
from collusion.cases.ring_stats import RingStats
from collusion.cases.wording import odds
from collusion.evidence.families import FLAGGING, MEASURES
from collusion.scoring.hypotheses import Hypothesis, RingModel, Standing, shipped_model, standings_at
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
    standings = standings_at(MODEL.standings(one), score)
    best = next(standing.name for standing in standings if not standing.is_ring)
    abnormal = one.abnormal(10.0)
    unexplained = unexplained_by(best, one, MODEL, abnormal)
    return closest_innocent(standings, score, abnormal, unexplained), score, abnormal, unexplained


@settings(max_examples=40)
@given(st.fixed_dictionaries({family: st.none() | st.floats(-9, 900) for family in FLAGGING}))
def test_closest_innocent__is_an_innocent_hypothesis_with_a_reason(found):
    verdict, score, abnormal, unexplained = _verdict(**found)
    start = "It holds: " if verdict.holds else "It does not explain " if score <= 0 else "It fails ("

    assert verdict.explanation in {one.name for one in MODEL.hypotheses if not one.is_ring}
    assert (score <= 0 and not unexplained) == verdict.holds
    assert set(unexplained) <= set(abnormal)
    assert verdict.sentence.startswith(start)
    assert verdict.sentence.endswith(".")


def test_closest_innocent__holds_when_nothing_is_abnormal():
    assert _verdict(behaviour=5.0, stars=-3.0, lifecycle=0.0)[0].holds


def test_closest_innocent__says_the_odds_and_what_it_does_not_explain():
    one = assessment(behaviour=900.0, stars=900.0, lifecycle=900.0)
    standings = standings_at(MODEL.standings(one), 5.0)
    best = next(standing for standing in standings if not standing.is_ring)
    verdict = closest_innocent(standings, 5.0, one.abnormal(10.0), ())
    silent = closest_innocent(standings, 5.0, ["lifecycle"], ())

    assert best.log_odds < -5.0
    assert f"It fails ({odds(best.log_odds)}): " in verdict.sentence
    assert "stars far from other buyers'" in verdict.sentence
    assert "stars" not in silent.sentence


def _standings(**odds):
    return [Explanation(name.replace("_", " "), True, -1.0, bits, {}) for name, bits in odds.items()]


@pytest.mark.parametrize(
    ("expected", "stats", "standings"),
    [
        ("attack", replace(PLAIN, mean_stars=1.2, star_gap=-2.5), _standings(accounts_of_one_hand=9.0)),
        ("attack", replace(PLAIN, mean_stars=1.2, star_gap=-0.51), []),
        ("unclear", replace(PLAIN, mean_stars=1.2, star_gap=-0.5), []),
        ("unclear", replace(PLAIN, mean_stars=None, star_gap=None), []),
        ("attack", replace(PLAIN, mean_stars=1.2, star_gap=None), []),
        ("unclear", replace(PLAIN, mean_stars=2.5, star_gap=None), []),
        ("one hand", PLAIN, _standings(accounts_of_one_hand=1.0)),
        ("one hand", PLAIN, _standings(accounts_of_one_hand=-1.0, accounts_with_shared_instruments=-1.0)),
        ("unclear", PLAIN, _standings(accounts_of_one_hand=-2.0, hired_crowd=-2.0)),
        ("unclear", PLAIN, _standings(accounts_of_one_hand=0.0)),
        ("hired crowd", PLAIN, _standings(hired_crowd=-0.5, real_people_who_are_paid=-2.0)),
        ("unclear", PLAIN, _standings(accounts_for_one_review=5.0)),
        ("unclear", PLAIN, _standings(attack=5.0)),
    ],
)
def test_ring_kind__is_an_attack_by_stars_else_what_is_likelier_than_all_else(expected, stats, standings):
    assert expected == ring_kind(stats, standings)


def test_ring_kind__knows_its_hypotheses_by_name():
    named = {name for names in _KINDS.values() for name in names}

    assert named <= {one.name for one in MODEL.hypotheses if one.is_ring}


def _explained_by(name, share, shift):
    """Return a hypothesis of which `share` of the groups shift stars by `shift` or more."""
    edges = MEASURES["stars_shift"].edges
    place = edges.index(shift) + 1
    return Hypothesis(
        name, False, 0.5, {"stars_shift": tuple(share * (i == place) for i in range(len(edges) + 1))}
    )


@pytest.mark.parametrize(("share", "unexplained"), [(0.049, ("stars",)), (0.05, ())])
def test_unexplained_by__is_what_fewer_than_one_in_twenty_groups_of_the_kind_show(share, unexplained):
    one = assessment(stars=900.0)
    model = RingModel((_explained_by("fans", share, one.effect("stars_shift")),))

    assert ("stars",) == one.abnormal(10.0)
    assert unexplained == unexplained_by("fans", one, model, one.abnormal(10.0))


@pytest.mark.parametrize(("shift", "unexplained"), [(0.0, ("stars",)), (-1e-9, ())])
def test_unexplained_by__an_effect_is_to_be_explained_from_what_honest_groups_do_not_show(shift, unexplained):
    """At the edge itself it is; below it nothing is beyond honest groups, and nothing asks for a law."""
    one = assessment(stars=900.0)
    found = replace(one.findings["stars"], effects={"stars_shift": MEASURES["stars_shift"].telling + shift})
    model = RingModel((Hypothesis("fans", False, 1.0, {}),))

    assert unexplained == unexplained_by(
        "fans", replace(one, findings=one.findings | {"stars": found}), model, ("stars",)
    )


def test_unexplained_by__a_kind_without_a_law_covers_nothing():
    one = assessment(stars=900.0)

    assert ("stars",) == unexplained_by(
        "fans", one, RingModel((Hypothesis("fans", False, 1.0, {}),)), ("stars",)
    )


def test_closest_innocent__says_what_it_covers_and_what_it_does_not():
    standing = Standing("fans", False, -1.0, 3.0, {})
    covers = closest_innocent([standing], -3.0, ["stars"], ())
    leaves = closest_innocent([standing], -3.0, ["stars", "identity"], ("stars",))

    assert covers.holds
    assert (
        covers.sentence
        == "It holds: groups of that kind show as much of what is out of the ordinary here (stars)."
    )
    assert not leaves.holds
    assert leaves.sentence == (
        "It does not explain stars far from other buyers': fewer than one in twenty groups of that kind show "
        "as much."
    )


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

    assert closest_innocent([standing], 4.0, FLAGGING, ()).sentence.endswith(said)


def test_closest_innocent__holds_at_even_odds():
    standing = Standing("taste", is_ring=False, prior=-1.0, log_odds=0.0, by_family={"stars": -4.0})

    assert closest_innocent([standing], 0.0, FLAGGING, ()).holds
    assert not closest_innocent([standing], 0.01, FLAGGING, ()).holds


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
