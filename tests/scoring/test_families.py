from __future__ import annotations

import re
from dataclasses import replace

from collusion.scoring.families import FAMILIES, assess, behaviour
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


def test_behaviour__says_members_reviews_products_and_expectation():
    candidate = ring_search().candidates[0]
    found = behaviour(candidate)
    numbers = [len(candidate.group.members), candidate.n.sum(), len(candidate.group.products)]

    assert [f"{n:,}" for n in numbers] == re.findall(r"\d[\d,]*\d|\d", found.sentence)[:3]
    assert candidate.group.edges.tolist() == found.edges.tolist()


def test_behaviour__never_says_that_nothing_is_expected():
    candidate = ring_search().candidates[0]
    found = behaviour(replace(candidate, expected=candidate.expected / 10**6))

    assert found.sentence.endswith("lead one to expect under 0.1.")


def test_n_abnormal__counts_families_that_may_accuse():
    found = assessment(behaviour=500, stars=10, text=9.9, benefit=9.8)

    assert 2 == found.n_abnormal(10)
    assert 3 == found.n_abnormal(9.85)
    assert 4 == found.n_abnormal(9)
    assert (None, 10.0) == (found.bits("identity"), found.bits("stars"))


def test_n_abnormal__benefit_counts_beside_more_than_behaviour():
    """One author's fans behave alike and share a seller; lifted stars and one seller are another matter."""
    assert 1 == assessment(behaviour=500, benefit=300).n_abnormal(10)
    assert 0 == assessment(benefit=300).n_abnormal(10)
    assert 2 == assessment(stars=50, benefit=300).n_abnormal(10)
    assert 3 == assessment(behaviour=500, stars=50, benefit=300).n_abnormal(10)
