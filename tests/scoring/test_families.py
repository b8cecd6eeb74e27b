from __future__ import annotations

import re
from dataclasses import replace

import pytest

from collusion.detection.bursts import ORIGIN as BURST
from collusion.detection.holders import ORIGIN as SHARED_IDENTIFIERS
from collusion.detection.tied import ORIGIN as TIED
from collusion.evidence.families import EXTREME, FAMILIES, FAMILY_OF, FLAGGING
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


def _with_effects(size, effects):
    """Return a group of a size of which only some effects are known."""
    one = assessment(size=size, **dict.fromkeys(FAMILIES, 500.0))
    findings = {
        family: replace(found, effects={k: v for k, v in effects.items() if FAMILY_OF[k] == family})
        for family, found in one.findings.items()
    }
    return replace(one, findings=findings)


@pytest.mark.parametrize("extreme", EXTREME, ids=range(len(EXTREME)))
def test_is_extreme__only_where_every_effect_is(extreme):
    effects = {**extreme.effects, **extreme.unless_known}

    def judged(size, **changed):
        return _with_effects(size, effects | changed)._is_beyond(extreme)

    assert judged(extreme.least_members)
    assert not judged(extreme.least_members - 1)
    assert not any(
        judged(extreme.least_members, **{measure: 0.99 * value}) for measure, value in effects.items()
    )


@pytest.mark.parametrize("extreme", [one for one in EXTREME if one.unless_known], ids=lambda one: one.family)
def test_is_extreme__what_nobody_knows_does_not_clear(extreme):
    assert _with_effects(extreme.least_members, extreme.effects).is_extreme(extreme.family)


@pytest.mark.parametrize(
    ("origin", "shift", "public", "is_second"),
    [
        (BURST, 0.6, 0.0, True),
        (BURST, 0.3, 0.0, False),
        (BURST, None, 0.0, False),
        (BURST, 0.6, 0.6, False),
        (TIED, 0.0, 0.0, True),
        (TIED, 0.6, 0.6, False),
        (SHARED_IDENTIFIERS, 0.0, 0.0, True),
        (SHARED_IDENTIFIERS, 0.6, 0.6, False),
        ("pairs", 0.0, 0.9, True),
    ],
)
def test_abnormal__newcomers_whom_an_offer_drew_are_no_second_fact(origin, shift, public, is_second):
    """Who comes for an offer, or on the day of a launch, has just opened an account, as honest people do."""
    effects = {"created_together": 0.9, "surplus_per_review": 3.0, "identity_public": public}
    one = _with_effects(20, effects | ({} if shift is None else {"stars_shift": shift}))
    found = replace(one, candidate=replace(one.candidate, origin=origin)).abnormal(10.0)

    assert is_second == ("lifecycle" in found)
