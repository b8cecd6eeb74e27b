"""What a group did is enough by itself only where it is far from what honest groups do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from collusion.scoring import rank
from collusion.scoring.alone import is_extreme, is_set, labels_suffice, stands_alone, times_beyond
from collusion.scoring.hypotheses import Hypothesis, RingModel
from collusion.scoring.params import ScoringParams
from tests.scoring.assessments import assessment

PARAMS = ScoringParams()


def _model(odds):
    """Return a model that finds half of the reviews in the targets so many times as likely in a ring."""
    laws = [{"dedication": (*6 * (share,), 1.0 - 6 * share)} for share in (0.15, (1 - 0.1 * odds) / 6)]
    kinds = zip(("taste", "crew"), (False, True), laws, strict=True)
    return RingModel(tuple(Hypothesis(name, is_ring, 0.5, law) for name, is_ring, law in kinds))


def _alone(shift, sitting=0.0, size=12, observed=4.9, **effects):
    """Return a group of which only behaviour is abnormal, with effects of rings."""
    one = assessment(behaviour=5000.0, stars=2.0, size=size)
    meetings, stars = one.findings["behaviour"], one.findings["stars"]
    known = {} if shift is None else {"stars_shift": shift}
    effects = {"surplus_per_review": 1.5, "dedication": 0.6, "single_beyond": 0.2, "breadth": 12.0} | effects
    effects |= {} if sitting is None else {"one_sitting": sitting}
    findings = {
        "behaviour": replace(meetings, effects=effects),
        "stars": replace(stars, effects=known, observed=observed, expected=4.2),
    }
    return replace(one, findings=one.findings | findings)


@pytest.mark.parametrize(
    ("one", "odds", "stands"),
    [
        (_alone(0.45), 7.0, True),
        (_alone(0.45), 5.0, False),
        (_alone(0.44), 9.0, False),
        (_alone(0.9, breadth=4.0), 9.0, False),
        (_alone(0.45, sitting=0.5), 9.0, False),
        (_alone(0.45, sitting=0.49), 7.0, True),
        (_alone(0.9, sitting=None), 9.0, False),
        (_alone(0.9, size=100, observed=1.1, breadth=8.0), 9.0, False),
        (_alone(0.9, size=99, observed=1.1, breadth=8.0), 9.0, True),
        (_alone(None), 9.0, False),
    ],
    ids=[
        "as no honest group",
        "odds too low",
        "stars like others'",
        "a set of four",
        "a list in one sitting",
        "half in one sitting",
        "times not known",
        "a protest",
        "one fewer than a protest",
        "no stars known",
    ],
)
def test_stands_alone__where_no_honest_group_comes_near(one, odds, stands):
    assert not one.is_extreme("behaviour")
    assert stands == rank.is_corroborated(one, 10.0, _model(odds), params=PARAMS)


@pytest.mark.parametrize(
    ("shift", "odds", "stands"),
    [(0.58, 17.0, True), (0.57, 17.0, False), (0.58, 15.0, False), (None, 257.0, True), (None, 255.0, False)],
)
def test_stands_alone__needs_more_where_times_or_stars_are_not_known(shift, odds, stands):
    innocent = Hypothesis("taste", False, 0.5, {"dedication": (*6 * (0.1665,), 0.001)})
    ring = Hypothesis("crew", True, 0.5, {"dedication": (*6 * ((1 - 0.001 * odds) / 6,), 0.001 * odds)})
    one, model = _alone(shift, sitting=None), RingModel((innocent, ring))

    assert stands == rank.is_corroborated(one, 10.0, model, params=PARAMS)


def test_stands_alone__nothing_that_one_cause_brought():
    effects = {"breadth": 9.0, "stars_shift": 0.9, "one_sitting": 0.0}

    assert [True, False] == [stands_alone(9.0, effects, 30, has_one_cause=cause) for cause in (False, True)]


@pytest.mark.parametrize(
    ("score", "effects", "expected"),
    [
        (2.6, {"stars_shift": 0.45, "one_sitting": 0.0}, True),
        (2.59, {"stars_shift": 0.45, "one_sitting": 0.0}, False),
        (4.0, {"stars_shift": 0.58}, True),
        (3.99, {"stars_shift": 0.58}, False),
        (8.0, {}, True),
        (7.99, {}, False),
        (9.0, {"breadth": 4.9}, False),
    ],
)
def test_stands_alone__from_these_odds_and_this_many_targets_on(score, effects, expected):
    assert expected == stands_alone(score, {"breadth": 5.0} | effects, 30, has_one_cause=False)


@pytest.mark.parametrize(
    ("stars", "dedication", "single", "expected"),
    [
        (0.62, 0.35, 0.0, True),
        (0.61, 0.35, 0.0, False),
        (None, 0.5, 0.1, True),
        (None, 0.49, 0.1, False),
        (None, 0.5, 0.09, False),
        (0.57, 0.5, 0.1, False),
    ],
)
def test_is_extreme__stars_far_from_others_or_accounts_that_wrote_of_nothing_else(
    stars, dedication, single, expected
):
    known = {"surplus_per_review": 3.0, "dedication": dedication, "breadth": 8.0, "single_beyond": single}
    known |= {"stars_shift": stars} if stars else {}

    assert expected == is_extreme("behaviour", known, 8)


_EXTREME = {"surplus_per_review": 1.6, "dedication": 0.4, "breadth": 8.0, "stars_shift": 0.58}


@pytest.mark.parametrize(
    ("family", "effects", "expected"),
    [
        ("behaviour", {}, True),
        ("behaviour", {"one_sitting": 0.5}, False),
        ("behaviour", {"sellers_shared": 0.9}, False),
        ("behaviour", {"sellers_shared": 0.9, "single_beyond": 0.74}, False),
        ("behaviour", {"sellers_shared": 0.9, "single_beyond": 0.75}, True),
        ("identity", {"identity_seller": 0.25, "one_sitting": 0.5}, True),
        ("identity", {"identity_seller": 0.25, "sellers_shared": 0.9}, True),
    ],
)
def test_is_extreme__of_behaviour_at_a_set_only_of_people_who_came_for_it(family, effects, expected):
    """Whoever bought a set has reviewed its parts, and who enters a list does so in one sitting."""
    assert expected == is_extreme(family, _EXTREME | effects, 40)


@pytest.mark.parametrize(
    ("breadth", "one_seller", "n_members", "expected"),
    [
        (13.9, 0.9, 40, True),
        (14.0, 0.9, 40, False),
        (13.9, 0.89, 40, False),
        (13.9, 0.9, 39, False),
        (None, 0.9, 40, False),
        (13.9, None, 40, False),
    ],
)
def test_is_set__of_one_seller_and_many_holders(breadth, one_seller, n_members, expected):
    known = {"breadth": breadth, "sellers_shared": one_seller}
    effects = {name: value for name, value in known.items() if value is not None}

    assert expected == is_set(effects, n_members)


@pytest.mark.parametrize(
    ("score", "bits", "n_fake", "expected"),
    [
        (0.0, 4.0, 1, True),
        (-0.01, 4.0, 1, False),
        (9.0, 3.9, 1, False),
        (9.0, 9.0, 0, False),
        (-5.5, 15.0, 1, True),
        (-5.51, 99.0, 1, False),
    ],
)
def test_labels_suffice__with_a_fake_member_where_families_go_half_of_the_way(score, bits, n_fake, expected):
    assert expected == labels_suffice(score, bits, n_fake)


@pytest.mark.parametrize(
    ("n_members", "effects", "expected"),
    [
        (15, {"identity_instruments": 0.5, "identity_ties": 1.0}, False),
        (14, {"identity_instruments": 0.5, "identity_ties": 1.0}, True),
        (15, {"identity_places": 0.5}, False),
        (15, {"identity_instruments": 0.49, "identity_places": 0.49}, True),
        (15, {"identity_instruments": 0.5, "identity_ties": 2.0}, True),
    ],
)
def test_is_extreme__one_device_of_many_may_stand_at_the_desk(n_members, effects, expected):
    assert expected == is_extreme("identity", effects | {"identity_seller": 0.3}, n_members)


@pytest.mark.parametrize(
    ("abnormal", "effects", "expected"),
    [
        (("behaviour", "identity"), {"breadth": 9.0, "stars_shift": 0.9, "text_copies": 0.9}, 0),
        (("behaviour", "identity", "lifecycle"), {"breadth": 9.0, "stars_shift": 0.9}, 1),
        (("behaviour", "lifecycle"), {"breadth": 9.0, "stars_shift": 0.9}, 1),
        (("behaviour", "identity", "fulfilment"), {"breadth": 9.0, "stars_shift": 0.9}, 2),
        (("behaviour", "stars"), {"breadth": 6.0, "stars_shift": 0.9}, 2),
        (("behaviour", "stars"), {"breadth": 5.9, "stars_shift": 0.9}, 1),
        (("behaviour", "stars", "lifecycle"), {"breadth": 6.0, "stars_shift": 0.9}, 3),
        (("behaviour", "text"), {"stars_shift": 0.45, "text_copies": 0.3}, 2),
        (("behaviour", "text"), {"stars_shift": 0.44, "text_copies": 0.9}, 1),
        (("behaviour", "text"), {"stars_shift": 0.45, "text_copies": 0.5}, 3),
        (("stars", "text"), {"breadth": 6.0, "stars_shift": 0.45, "text_copies": 0.3}, 2),
    ],
)
def test_times_beyond__what_they_wrote_counts_once_more(abnormal, effects, expected):
    assert expected == times_beyond(abnormal, effects, 12)


def test_is_extreme__of_its_own_family_only():
    effects = {"text_copies": 0.5, "identity_seller": 0.19}

    assert ["text"] == [name for name in ("identity", "text", "behaviour") if is_extreme(name, effects, 8)]
