from __future__ import annotations

import re
from dataclasses import replace

import pytest

from collusion.detection.holders import ORIGIN as SHARED_IDENTIFIERS
from collusion.evidence.families import EXTREME, FAMILIES, FLAGGING
from collusion.scoring.families import assess, behaviour
from tests.detection.searches import ring_search
from tests.markets import ring_market
from tests.scoring.assessments import assessment


def test_assess__every_family_in_the_order_of_the_candidates():
    found, told = ring_search().candidates[:4], []
    assessed = assess(found, ring_market().channels, advance=told.append)

    assert [1] * 4 == told
    assert found == [one.candidate for one in assessed]
    for one in assessed:
        assert set(FAMILIES) == set(one.findings)
        assert all(finding is None or finding.family == name for name, finding in one.findings.items())


def test_assess__accounts_that_share_identifiers_need_not_meet():
    candidate = replace(ring_search().candidates[0], origin=SHARED_IDENTIFIERS)
    (found,) = assess([candidate], ring_market().channels)

    assert found.findings["behaviour"] is None
    assert found.findings["stars"] is not None


def test_behaviour__says_members_reviews_products_and_expectation():
    candidate = ring_search().candidates[0]
    found = behaviour(candidate, ring_market().graph)
    numbers = [len(candidate.group.members), candidate.n.sum(), len(candidate.group.products)]

    assert [f"{n:,}" for n in numbers] == re.findall(r"\d[\d,]*\d|\d", found.sentence)[:3]
    assert candidate.group.edges.tolist() == found.edges.tolist()


def test_behaviour__never_says_that_nothing_is_expected():
    candidate = ring_search().candidates[0]
    found = behaviour(replace(candidate, expected=candidate.expected / 10**6), ring_market().graph)

    assert found.sentence.endswith("lead one to expect under 0.1.")


def test_abnormal__families_beyond_chance_that_may_accuse():
    found = assessment(behaviour=500, stars=10, text=9.9, benefit=300)

    assert ("behaviour", "stars") == found.abnormal(10)
    assert (None, 10.0) == (found.bits("identity"), found.bits("stars"))


@pytest.mark.parametrize("family", FLAGGING)
def test_abnormal__significance_without_size_is_none(family):
    """A large honest group differs from chance by any number of bits, but by little for its size."""
    found = assessment(**{family: 500.0})
    small = replace(found.findings[family], effects=dict.fromkeys(found.findings[family].effects, 0.0))
    tame = replace(found, findings=found.findings | {family: small})

    assert (family,) == found.abnormal(10)
    assert () == tame.abnormal(10)


@pytest.mark.parametrize("family", EXTREME)
def test_is_extreme__only_where_every_effect_is(family):
    found = assessment(size=8, **{family: 500.0})
    effects = dict(found.findings[family].effects) | EXTREME[family]

    def judged(size, **changed):
        one = assessment(size=size, **{family: 500.0})
        told = replace(one.findings[family], effects=effects | changed)
        return replace(one, findings=one.findings | {family: told}).is_extreme(family)

    assert judged(8)
    assert not judged(7)
    assert not any(judged(8, **{measure: 0.99 * value}) for measure, value in EXTREME[family].items())
