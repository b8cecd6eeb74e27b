from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.config import load_config
from collusion.detection.bursts import ORIGIN as BURST
from collusion.detection.holders import ORIGIN as SHARED_IDENTIFIERS
from collusion.detection.tied import ORIGIN as TIED
from collusion.detection.wordings import ORIGIN as WORDING
from collusion.evidence.families import EXTREME, FAMILIES, FAMILY_OF, FLAGGING
from collusion.scoring.alone import _reaches
from collusion.scoring.families import assess, behaviour, settled
from tests.detection.searches import ring_search
from tests.markets import group_of, prepare, ring_market
from tests.scoring.assessments import assessment
from tests.tables_of import tables_of


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


@pytest.mark.parametrize(
    ("origin", "meetings", "are_ties_chosen"),
    [("hand", 7.0, False), (SHARED_IDENTIFIERS, None, False), (TIED, None, True)],
)
def test_assess__by_what_a_candidate_was_chosen(origin, meetings, are_ties_chosen):
    """Its surplus is of meetings, or of ties where it was chosen by these; who is silent has no finding."""
    rows = [
        {"reviewer_id": f"a{i:02d}", "product_id": f"p{j}", "rating": 5} for i in range(40) for j in range(3)
    ]
    cards = [{"reviewer_id": f"a{i:02d}", "kind": "card", "value": f"{i // 8}"} for i in range(40)]
    market = prepare(tables_of(rows, identifiers=cards), load_config(Path(), None))
    group = group_of(market.graph, np.arange(8), np.arange(3))
    candidate = replace(assessment(size=8).candidate, group=group, surplus=7.0 * math.log(2), origin=origin)
    (found,) = assess([candidate], market.channels)

    assert meetings == found.bits("behaviour")
    assert are_ties_chosen == (found.bits("identity") == 7.0)
    assert found.bits("stars") is not None
    assert found.bits("text") is None


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
        return _reaches(extreme, effects | changed, size)

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
        (BURST, 0.62, 0.0, True),
        (BURST, 0.3, 0.0, False),
        (BURST, None, 0.0, False),
        (BURST, 0.6, 0.6, False),
        (TIED, 0.0, 0.0, True),
        (TIED, 0.6, 0.6, False),
        (SHARED_IDENTIFIERS, 0.0, 0.0, True),
        (SHARED_IDENTIFIERS, 0.6, 0.6, False),
        ("pairs", 0.62, 0.9, True),
    ],
)
def test_abnormal__newcomers_whom_an_offer_drew_are_no_second_fact(origin, shift, public, is_second):
    """Who comes for an offer, or on the day of a launch, has just opened an account, as honest people do."""
    effects = {
        "created_together": 0.9,
        "surplus_per_review": 3.0,
        "identity_public": public,
        "identity_ties": 2.0,
        "breadth": 6.0,
    }
    one = _with_effects(20, effects | ({} if shift is None else {"stars_shift": shift}))
    found = replace(one, candidate=replace(one.candidate, origin=origin)).abnormal(10.0)

    assert is_second == ("lifecycle" in found)


@pytest.mark.parametrize(
    ("origin", "shift", "public", "is_second"),
    [
        (BURST, 0.58, 0.0, True),
        (BURST, 0.57, 0.0, False),
        (BURST, 0.58, 0.49, True),
        (BURST, 0.58, 0.5, False),
        (TIED, 0.0, 0.49, True),
        (TIED, 0.0, 0.5, False),
    ],
)
def test_abnormal__newcomers_who_wrote_of_nothing_else_are_a_fact_unless_an_offer_drew_them(
    origin, shift, public, is_second
):
    effects = {
        "created_together": 0.9,
        "single_beyond": 0.9,
        "stars_shift": shift,
        "identity_public": public,
        "identity_ties": 2.0,
        "breadth": 6.0,
    }
    one = _with_effects(20, effects)
    found = replace(one, candidate=replace(one.candidate, origin=origin)).abnormal(10.0)

    assert is_second == ("lifecycle" in found)


@pytest.mark.parametrize(
    ("observed", "shift", "breadth", "is_second"),
    [
        (1.2, 0.79, 4.0, False),
        (1.2, 0.95, 3.9, False),
        (1.2, 0.8, 4.0, True),
        (1.2, 0.7, 6.0, True),
        (4.9, 0.9, 1.0, True),
        (4.2, 0.9, 1.0, True),
    ],
)
def test_abnormal__a_crowd_that_one_cause_made_angry_has_no_second_fact(observed, shift, breadth, is_second):
    """A recall brings many to a few products, and all of them give one star, others of these days, too."""
    one = _with_effects(20, {"stars_shift": shift, "surplus_per_review": 3.0, "breadth": breadth})

    assert is_second == ("stars" in _giving(observed, one).abnormal(10.0))


@pytest.mark.parametrize(("sellers", "is_second"), [(0.59, True), (0.6, False)])
def test_abnormal__a_scandal_about_one_maker_makes_only_his_buyers_angry(sellers, is_second):
    """Others come on the same days for other makers' products, and are not angry: that is no second fact."""
    effects = {"stars_shift": 0.9, "surplus_per_review": 3.0, "breadth": 5.0, "sellers_shared": sellers}

    assert is_second == ("stars" in _giving(1.2, _with_effects(20, effects)).abnormal(10.0))


@pytest.mark.parametrize(("size", "expected"), [(99, True), (100, False)])
def test_is_extreme__the_stars_of_a_protest_make_behaviour_no_more_than_it_is(size, expected):
    effects = {"surplus_per_review": 2.3, "dedication": 0.5, "breadth": 6.0, "stars_shift": 0.7}
    one = _giving(1.2, _with_effects(size, effects))

    assert expected == one.is_extreme("behaviour")


def _giving(observed, one):
    """Return an assessment of a group that gives so many stars where others give 4.2."""
    stars = replace(one.findings["stars"], observed=observed, expected=4.2)
    return replace(one, findings=one.findings | {"stars": stars})


@pytest.mark.parametrize(
    ("size", "breadth", "is_second"), [(99, 5.9, True), (100, 8.9, False), (100, 9.0, True), (99, 8.0, True)]
)
def test_abnormal__a_hundred_who_blame_a_few_products_are_a_protest(size, breadth, is_second):
    """They are the crowd that one cause made angry: that hardly anybody else is says nothing."""
    one = _with_effects(size, {"stars_shift": 0.95, "surplus_per_review": 3.0, "breadth": breadth})

    assert is_second == ("stars" in _giving(1.2, one).abnormal(10.0))


@pytest.mark.parametrize(
    ("size", "breadth", "seller", "single", "is_extreme"),
    [
        (40, 13.9, 0.9, 0.0, False),
        (39, 13.9, 0.9, 0.0, True),
        (40, 14.0, 0.9, 0.0, True),
        (40, 8.0, 0.89, 0.0, True),
        (40, 8.0, 1.0, 0.75, True),
    ],
)
def test_is_extreme__behaviour_at_the_parts_of_a_set_is_not(size, breadth, seller, single, is_extreme):
    """Whoever bought a set, or holds a season's ticket, has reviewed all its parts."""
    effects = {"surplus_per_review": 3.0, "dedication": 0.5, "breadth": breadth, "stars_shift": 0.9}
    one = _with_effects(size, effects | {"sellers_shared": seller, "single_beyond": single})

    assert is_extreme == one.is_extreme("behaviour")


@pytest.mark.parametrize(("sitting", "is_extreme"), [(0.5, False), (0.49, True), (None, True)])
def test_is_extreme__behaviour_in_one_sitting_is_not(sitting, is_extreme):
    """Who enters a list of what he owns does so in one sitting."""
    effects = {"surplus_per_review": 3.0, "dedication": 0.5, "breadth": 9.0, "stars_shift": 0.9}
    one = _with_effects(20, effects | ({} if sitting is None else {"one_sitting": sitting}))

    assert is_extreme == one.is_extreme("behaviour")


#: Breadth, share at one seller, share that wrote of nothing else, and whether that is more than an occasion.
AT_ONE_SELLER = [
    (5.9, 0.9, 0.74, False),
    (5.9, 0.9, 0.75, True),
    (5.9, 0.89, 0.0, True),
    (6.0, 1.0, 0.0, True),
]


@pytest.mark.parametrize(
    ("breadth", "seller", "single", "is_second"),
    [*AT_ONE_SELLER, (3.9, 0.0, 0.0, False), (4.0, 0.0, 0.0, True), (1.0, 0.0, 0.75, True)],
)
def test_abnormal__newcomers_whom_one_occasion_brought_and_who_stayed_are_no_second_fact(
    breadth, seller, single, is_second
):
    """A release brings people who register and go on; who was made for a job writes of nothing else."""
    effects = {"breadth": breadth, "sellers_shared": seller, "single_beyond": single, "created_together": 0.9}

    assert is_second == ("lifecycle" in _with_effects(20, effects).abnormal(10.0))


@pytest.mark.parametrize(
    ("shift", "ended", "single", "is_second"),
    [
        (0.61, 0.29, 0.74, False),
        (0.62, 0.29, 0.74, True),
        (0.61, 0.3, 0.74, True),
        (0.61, 0.29, 0.75, True),
        (None, 0.0, 0.0, True),
    ],
)
def test_abnormal__newcomers_who_rate_as_others_do_and_stay_are_no_second_fact(
    shift, ended, single, is_second
):
    """A tool that fetches people's lists brings many new accounts with much in common."""
    effects = {"breadth": 15.0, "created_together": 0.9, "active_together": ended, "single_beyond": single}
    one = _with_effects(20, effects | ({} if shift is None else {"stars_shift": shift}))

    assert is_second == ("lifecycle" in one.abnormal(10.0))


@pytest.mark.parametrize(("sitting", "is_second"), [(0.5, False), (0.49, True), (None, True)])
def test_abnormal__newcomers_who_enter_a_list_are_no_second_fact(sitting, is_second):
    """A tool that fetches people's lists makes their accounts, and writes all in one sitting."""
    effects = {"breadth": 15.0, "created_together": 0.9, "stars_shift": 0.9}
    one = _with_effects(20, effects | ({} if sitting is None else {"one_sitting": sitting}))

    assert is_second == ("lifecycle" in one.abnormal(10.0))


@pytest.mark.parametrize("origin", [TIED, SHARED_IDENTIFIERS])
@pytest.mark.parametrize(("ties", "is_second"), [(None, False), (1.9, False), (2.0, True)])
def test_abnormal__newcomers_with_one_card_are_no_second_fact(origin, ties, is_second):
    """Who begins at an employer gets the card and opens an account: that is one fact."""
    effects = {"created_together": 0.9, "breadth": 9.0} | ({} if ties is None else {"identity_ties": ties})
    one = _with_effects(20, effects)
    found = replace(one, candidate=replace(one.candidate, origin=origin)).abnormal(10.0)

    assert is_second == ("lifecycle" in found)


@pytest.mark.parametrize(("n_targets", "is_second"), [(3, False), (4, True)])
def test_abnormal__newcomers_who_repeat_texts_on_few_products_are_no_second_fact(n_targets, is_second):
    """Behaviour is not asked of them: their targets are counted."""
    one = _with_effects(20, {"created_together": 0.9, "stars_shift": 0.7})
    one.findings["behaviour"] = None
    group = replace(one.candidate.group, products=np.arange(n_targets, dtype=np.int32))
    found = replace(one, candidate=replace(one.candidate, group=group, origin=WORDING)).abnormal(10.0)

    assert is_second == ("lifecycle" in found)


@pytest.mark.parametrize(
    ("breadth", "seller", "single", "is_second"), [*AT_ONE_SELLER, (3.0, 0.0, 0.0, True)]
)
def test_abnormal__praise_of_one_sellers_few_products_is_no_second_fact(breadth, seller, single, is_second):
    """Those who like a maker come to each launch and praise it."""
    effects = {"breadth": breadth, "sellers_shared": seller, "single_beyond": single, "stars_shift": 0.9}

    assert is_second == ("stars" in _giving(4.9, _with_effects(20, effects)).abnormal(10.0))


@given(
    debt=st.floats(0.5, 300.0),
    stars=st.floats(10.0, 200.0),
    others=st.lists(st.floats(-5.0, 200.0), min_size=2, max_size=2),
)
def test_settled__others_pay_the_whole_debt_or_nothing(debt, stars, others):
    """What is left is as much in all as before; the richest pay first, and nobody pays more than he has."""
    text, lifecycle = others
    found = assessment(behaviour=-debt, stars=stars, text=text, lifecycle=lifecycle).findings
    before = {name: one.bits for name, one in found.items() if one is not None}
    after = {name: one.bits for name, one in settled(found).items() if one is not None}
    wealth = sum(max(bits, 0.0) for bits in (stars, *others))
    if wealth < debt + 10.0:
        assert after == before
        return

    assert 0.0 == after["behaviour"]
    assert sum(after.values()) == pytest.approx(sum(before.values()))
    payers = [name for name in before if after[name] < before[name]]
    least = max(after[name] for name in payers)
    assert all(after[name] == pytest.approx(least) for name in payers)
    assert all(after[name] <= least + 1e-9 for name in after)


@pytest.mark.parametrize(
    "found",
    [
        assessment(behaviour=3.0, stars=90.0, lifecycle=90.0),
        assessment(behaviour=-3.0, lifecycle=90.0, text=90.0),
        assessment(behaviour=-85.0, stars=90.0),
        assessment(stars=90.0, lifecycle=90.0),
    ],
    ids=["no debt", "no stars", "too little left", "nobody was chosen by meetings"],
)
def test_settled__not_elsewhere(found):
    assert found.findings == settled(found.findings)


@pytest.mark.parametrize(
    ("bits", "shift", "is_paid"), [(10.0, 0.58, True), (9.9, 0.58, False), (90.0, 0.57, False)]
)
def test_settled__only_where_stars_are_beyond_chance_and_shifted(bits, shift, is_paid):
    one = assessment(behaviour=-3.0, stars=bits, lifecycle=90.0)
    stars = replace(one.findings["stars"], effects={"stars_shift": shift})
    findings = one.findings | {"stars": stars}

    assert is_paid == (settled(findings) != findings)
