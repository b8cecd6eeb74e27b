from __future__ import annotations

import math
from dataclasses import replace

import pytest

from collusion.detection.bursts import ORIGIN as BURST
from collusion.detection.holders import ORIGIN as SHARED_IDENTIFIERS
from collusion.scoring import rank
from collusion.scoring.hypotheses import Hypothesis, RingModel
from collusion.scoring.known import KnownMembers
from collusion.scoring.labelled import (
    is_about_fakes,
    is_cleared,
    stands_in,
    tells,
    with_groups_about_fakes,
    worth,
)
from collusion.scoring.params import ScoringParams
from tests.scoring.assessments import assessment


def _at(score):
    """Return a model by which everything has such odds."""
    ring = 2.0**score / (1.0 + 2.0**score)
    return RingModel((Hypothesis("ring", True, ring, {}), Hypothesis("life", False, 1.0 - ring, {})))


def _group(bits=8.0, n_fake=1, origin="products", size=12, **effects):
    """Return a group that behaviour alone tells of, of which labels call some fake."""
    one = assessment(behaviour=300.0, benefit=0.0, size=size)
    behaviour, benefit = one.findings["behaviour"], one.findings["benefit"]
    own = {"dedication": 0.3, "single_beyond": 0.0, "breadth": 20.0, "surplus_per_review": 1.0}
    own |= {name: value for name, value in effects.items() if name in own}
    findings = one.findings | {
        "behaviour": replace(behaviour, effects=own),
        "benefit": replace(benefit, effects={"sellers_shared": effects.get("sellers_shared", 0.0)}),
    }
    candidate = replace(one.candidate, origin=origin)
    return replace(one, candidate=candidate, findings=findings, known=KnownMembers(n_fake, 0, bits))


def _is_flaggable(one, model):
    return rank.is_corroborated(one, 10.0, model, params=ScoringParams())


@pytest.mark.parametrize(
    ("odds", "bits", "n_fake", "stands"),
    [(-2.0, 8.0, 1, True), (-2.1, 8.0, 1, False), (-5.5, 30.0, 3, True), (-5.6, 30.0, 3, False)],
)
def test_stands_in__half_of_what_labels_say_must_make_a_group_likely(odds, bits, n_fake, stands):
    """A label may be wrong: what one family tells of must be nearly enough without it."""
    one = _group(bits, n_fake)

    assert stands == stands_in(one, _at(odds)) == _is_flaggable(one, _at(odds))


@pytest.mark.parametrize(
    ("origin", "dedication", "stands"), [(BURST, 0.14, True), (BURST, 0.13, False), ("", 0.01, True)]
)
def test_stands_in__not_of_a_burst_of_people_who_write_much_elsewhere(origin, dedication, stands):
    """A trend or a sale brings many people to one product in few days, and a fake among them."""
    one = _group(origin=origin, dedication=dedication)

    assert stands == stands_in(one, _at(3.0)) == _is_flaggable(one, _at(3.0))


@pytest.mark.parametrize(
    ("n_fake", "only", "sellers_shared", "stands"),
    [(1, 0.0, 0.95, False), (2, 0.0, 0.95, True), (1, 0.5, 0.95, True), (1, 0.0, 0.5, True)],
)
def test_stands_in__one_label_tells_nothing_of_the_holders_of_a_set(n_fake, only, sellers_shared, stands):
    one = _group(8.0, n_fake, size=50, breadth=6.0, single_beyond=only, sellers_shared=sellers_shared)

    assert stands == stands_in(one, _at(3.0))


@pytest.mark.parametrize(
    ("n_fake", "n_beside", "bits", "told"), [(1, 0, 4.0, True), (1, 0, 3.9, False), (0, 1, 9.0, False)]
)
def test_tells__a_known_fake_beside_a_group_stands_in_for_nothing(n_fake, n_beside, bits, told):
    one = replace(_group(), known=KnownMembers(n_fake, 0, bits, n_beside))

    assert told == tells(one) == stands_in(one, _at(3.0)) == _is_flaggable(one, _at(3.0))


@pytest.mark.parametrize(
    ("n_fake", "n_honest", "expected"),
    [(0, 4, True), (0, 3, False), (4, 5, True), (5, 5, False), (0, 0, False)],
)
def test_is_cleared__by_more_honest_labels_than_fake_ones_of_a_third_of_its_members(
    n_fake, n_honest, expected
):
    one = replace(assessment(size=12), known=KnownMembers(n_fake, n_honest, 0.0))

    assert expected == is_cleared(one)


def test_score_of__labels_add_no_more_than_the_evidence_carries():
    """A group of which nothing is beyond chance would stand above others, and hold them back."""
    one = replace(assessment(behaviour=6.0), known=KnownMembers(3, 0, 12.0))

    assert rank.score_of(one, _at(0.0)) == pytest.approx(6.0)


@pytest.mark.parametrize(
    ("origin", "n_fake", "is_about"),
    [(BURST, 1, True), (SHARED_IDENTIFIERS, 1, True), (BURST, 0, False), ("products", 3, False)],
)
def test_is_about_fakes__a_burst_or_a_community_that_holds_one(origin, n_fake, is_about):
    assert is_about == is_about_fakes(_group(n_fake=n_fake, origin=origin))


def test_worth__twice_the_evidence_counts_as_seven_bits_where_both_are_likely():
    few, many = worth(10.0, 63.0, is_likely=True), worth(3.0, 127.0, is_likely=True)

    assert few[1] == pytest.approx(many[1])
    assert worth(1.0, 10_000.0, is_likely=False) < few
    assert worth(1.0, 10_000.0, is_likely=False) == (False, 1.0)


def _by(worths):
    return lambda one: (True, worths[len(one.candidate.group.members)])


@pytest.mark.parametrize(
    ("worths", "kept"),
    [
        ({6: 3.0, 8: 2.0, 30: 4.0}, [30]),
        ({6: 3.0, 8: 5.0, 30: 4.0}, [6, 8]),
        ({6: 5.0, 8: 2.0, 30: 4.0}, [6, 8]),
    ],
)
def test_with_groups_about_fakes__one_takes_the_place_of_all_that_it_holds_or_of_none(worths, kept):
    parts = [assessment(0, size=6), assessment(10, size=8)]
    found = with_groups_about_fakes(parts, [assessment(0, size=30)], _by(worths))

    assert kept == [len(one.candidate.group.members) for one in found]


@pytest.mark.parametrize(
    ("n_shared", "n_members", "kept"), [(3, 8, [8]), (2, 8, [6, 8]), (2, 4, [4]), (1, 4, [6, 4])]
)
def test_with_groups_about_fakes__half_of_the_smaller_ones_members_make_two_one(n_shared, n_members, kept):
    about = [assessment(6 - n_shared, size=n_members)]
    found = with_groups_about_fakes([assessment(0, size=6)], about, _by({6: 1.0, n_members: 2.0}))

    assert kept == [len(one.candidate.group.members) for one in found]


def test_with_groups_about_fakes__a_group_that_is_there_already_stays_in_its_place():
    there = [assessment(0, size=6), assessment(50, size=8)]
    found = with_groups_about_fakes(there, [assessment(0, size=6)], _by({6: 1.0, 8: 1.0}))

    assert [6, 8] == [len(one.candidate.group.members) for one in found]


@pytest.mark.parametrize("turned", [False, True])
def test_with_groups_about_fakes__of_several_sizes_the_best_is_kept(turned):
    sizes = [assessment(0, size=size) for size in (10, 14, 18)]
    found = with_groups_about_fakes(
        [assessment(50)], sizes[::-1] if turned else sizes, _by({6: 1.0, 10: 2.0, 14: 3.0, 18: 2.5})
    )

    assert [6, 14] == [len(one.candidate.group.members) for one in found]


def test_rank__wrong_labels_of_honest_people_flag_nobody():
    """However busy the days in which they bought, and however many labels are wrong, one in each crowd."""
    crowds = [
        replace(
            _group(origin=BURST, dedication=0.05, bits=8.0),
            candidate=replace(assessment(20 * k, size=12).candidate, origin=BURST),
        )
        for k in range(10)
    ]
    found = rank.rank(crowds, [], _at(1.0), params=ScoringParams())

    assert 10 == len(found.assessments)
    assert not found.flagged.any()
    assert math.isclose(found.score.max(), -1.0, abs_tol=0.2)
