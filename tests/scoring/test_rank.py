from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.detection.wordings import ORIGIN as WORDING
from collusion.evidence.families import FLAGGING
from collusion.scoring import q_values, rank
from collusion.scoring.decoys import Decoys
from collusion.scoring.hypotheses import shipped_model
from collusion.scoring.known import KnownMembers
from collusion.scoring.params import ScoringParams
from tests.oracles import scoring as oracle
from tests.scoring.assessments import assessment

MODEL = shipped_model()
PARAMS = ScoringParams()
bits = st.one_of(st.none(), st.floats(-50, 400))
findings = st.fixed_dictionaries(
    {"behaviour": st.floats(-20, 2000), "stars": bits, "identity": bits, "text": bits, "lifecycle": bits}
)
rows = st.lists(findings, max_size=8)


def _assessments(found):
    return [assessment(10 * i, **row) for i, row in enumerate(found)]


@settings(max_examples=40)
@given(rows, st.lists(rows, max_size=3), st.integers(1, 4), st.floats(1e-4, 0.5))
def test_rank__scores_fall_q_values_rise_and_flags_follow(found, worlds, min_families, fdr):
    params = replace(PARAMS, min_families=min_families, fdr=fdr)
    ranked = rank.rank(
        _assessments(found), [Decoys(_assessments(world), 1.0) for world in worlds], MODEL, params=params
    )

    assert len(found) == len(ranked.assessments)
    assert (np.diff(ranked.score) <= 0).all()
    assert (np.diff(ranked.q_value) >= 0).all()
    assert ((ranked.q_value >= 0) & (ranked.q_value <= 1)).all()
    for one, q_value, flagged in zip(ranked.assessments, ranked.q_value, ranked.flagged):
        abnormal = sum((one.bits(family) or 0) >= ranked.abnormal_bits for family in FLAGGING)
        alone = any(one.is_extreme(family) for family in one.abnormal(ranked.abnormal_bits))
        behaviour = one.bits("behaviour")
        is_told = (abnormal >= min_families or alone) and (behaviour is None or behaviour > 0)
        assert flagged == (q_value <= fdr and is_told)


@settings(max_examples=40)
@given(rows, st.randoms(use_true_random=False))
def test_rank__in_any_order_the_same(found, rng):
    given_ = _assessments(found)
    first = rank.rank(given_, [], MODEL, params=PARAMS)
    second = rank.rank(rng.sample(given_, len(given_)), [], MODEL, params=PARAMS)

    assert [a.candidate.group.members[0] for a in first.assessments] == [
        a.candidate.group.members[0] for a in second.assessments
    ]
    assert first.q_value.tolist() == second.q_value.tolist()


@settings(max_examples=40)
@given(rows, st.lists(st.tuples(rows, st.floats(0.1, 1.0)), max_size=3))
def test_decoy_share__by_counting(found, worlds):
    """A decoy found among a share of the reviews stands for one over it."""

    def told(one):
        return rank.told_score(
            one, MODEL, rank.is_corroborated(one, 10.0, MODEL, params=PARAMS), threshold=10.0
        )

    scores = np.sort([told(one) for one in _assessments(found)])[::-1]
    decoys = [Decoys(_assessments(world), share) for world, share in worlds]
    expected = oracle.decoy_share(
        scores, [(told(one), world.share) for world in decoys for one in world.found], len(worlds)
    )
    chance = rank.chance_scores(decoys, 10.0, MODEL, params=PARAMS)

    assert expected == pytest.approx(q_values._decoy_share(scores, chance).tolist())


@settings(max_examples=40)
@given(st.lists(st.floats(-40, 60), max_size=10), st.integers(0, 5))
def test_e_bh__least_level_that_rejects(values, more):
    found = q_values._e_bh(np.array(values), len(values) + more)

    assert oracle.e_bh_level(values, len(values) + more) == pytest.approx(found.tolist(), rel=1e-9)


def test_rank__rings_that_score_like_decoys_are_not_flagged():
    strong = {"behaviour": 500.0, "stars": 100.0, "identity": 60.0, "text": 60.0}
    alone = rank.rank([assessment(**strong)], [], MODEL, params=PARAMS)
    beside = rank.rank(
        [assessment(**strong)], [Decoys([assessment(50, **strong)], 1.0)], MODEL, params=PARAMS
    )

    assert alone.flagged.all()
    assert not beside.flagged.any()
    assert [1.0] == beside.q_value.tolist()


def test_rank__decoys_of_one_family_alone_are_held_below_even_odds_as_rings_are():
    """What would be held back among the candidates is held back in a null world."""
    ring, decoy = assessment(**_STRONG), assessment(50, stars=300.0)
    found = rank.rank([ring], [Decoys([decoy] * 9, 1.0)], MODEL, params=PARAMS)

    assert rank.score_of(decoy, MODEL) > 0
    assert found.flagged.all()


_STRONG = {"behaviour": 500.0, "stars": 100.0, "identity": 60.0, "text": 60.0}
_IN_BETWEEN = dict.fromkeys(("behaviour", "stars", "identity", "text", "lifecycle"), 300.0)
#: What behaviour does not prove, though all else is strong.
_WEAK = {"behaviour": 4.0} | dict.fromkeys(("stars", "identity", "text", "fulfilment", "lifecycle"), 12.0)


@pytest.mark.parametrize(
    ("ring", "decoy", "is_left_out"),
    [
        (_STRONG, assessment(4, **_IN_BETWEEN), True),
        (_STRONG, assessment(80, **_IN_BETWEEN), False),
        (_STRONG, assessment(4, behaviour=-5.0), False),
        ({**_STRONG, "behaviour": 5.0}, assessment(4, **_IN_BETWEEN), False),
        ({"behaviour": 500.0, "stars": -50.0}, assessment(4, **_IN_BETWEEN), False),
    ],
    ids=["of its accounts", "of others", "holds nothing back", "behaviour proves nothing", "is not believed"],
)
def test_proven_accounts__are_left_out_where_decoys_of_them_hold_rings_back(ring, decoy, is_left_out):
    """In a null world a ring's accounts still live and write alike; another ring is not to pay for it."""
    proven = assessment(**ring)
    rings = [proven, assessment(50, **_WEAK)]
    found = rank.proven_accounts(rings, [Decoys([decoy], 0.25)], MODEL, params=PARAMS)

    assert np.int32 == found.dtype
    assert (proven.candidate.group.members.tolist() if is_left_out else []) == found.tolist()


@pytest.mark.parametrize(("bits", "is_proven"), [(4.9, False), (5.0, True)])
def test_proven_accounts__at_the_level_among_all_candidates(bits, is_proven):
    """Of two candidates at a level of 1 in 16 one is proven by five bits."""
    proven = assessment(**_STRONG)
    behaviour = replace(proven.findings["behaviour"], bits=bits)
    proven = replace(proven, findings=proven.findings | {"behaviour": behaviour})
    found = rank.proven_accounts(
        [proven, assessment(50, **_WEAK)],
        [Decoys([assessment(4, **_IN_BETWEEN)], 0.25)],
        MODEL,
        params=replace(PARAMS, fdr=1 / 16),
    )

    assert is_proven == (len(found) > 0)


def test_proven_accounts__of_all_proven_rings():
    """The decoy is of one of them; the ring beneath is not proven by its behaviour, and stays."""
    first, second = assessment(**_STRONG), assessment(20, **_STRONG)
    weak = assessment(50, **_WEAK)
    found = rank.proven_accounts(
        [weak, first, second], [Decoys([assessment(4, **_IN_BETWEEN)], 1.0)], MODEL, params=PARAMS
    )

    both = {*first.candidate.group.members.tolist(), *second.candidate.group.members.tolist()}
    assert sorted(both) == found.tolist()


@pytest.mark.parametrize("rings", [[], [assessment(**_STRONG)]], ids=["nothing", "one ring"])
def test_proven_accounts__none_without_decoys(rings):
    assert [] == rank.proven_accounts(rings, [], MODEL, params=PARAMS).tolist()


@pytest.mark.parametrize(("n", "bits"), [(0, 10.0), (1, 10.0), (32, 10.0), (64, 11.0), (512, 14.0)])
def test_abnormal_bits__one_more_for_each_doubling(n, bits):
    assert bits == rank.abnormal_bits([assessment(behaviour=500.0)] * n, PARAMS)


@pytest.mark.parametrize(
    ("n_two", "second", "bits"),
    [(1, 14.0, 13.0), (4, 14.0, 11.0), (4, 11.0, 11.0), (4, 10.5, 13.0), (16, 10.5, 9.0)],
)
def test_abnormal_bits__fewer_where_many_have_a_second_family(n_two, second, bits):
    """e-BH: of 256 candidates so many have a second family of so many bits."""
    alone = [assessment(behaviour=500.0, stars=-5.0)] * (256 - n_two)
    two = [assessment(behaviour=500.0, stars=second)] * n_two

    assert bits == rank.abnormal_bits(alone + two, PARAMS)


@settings(max_examples=60)
@given(st.lists(st.floats(-5.0, 40.0), max_size=40), st.integers(0, 300))
def test_abnormal_bits__as_e_bh_by_hand(second, others):
    """The largest k such that k second families have log2(n / 32k) bits more than one of 32 takes."""
    candidates = [assessment(behaviour=500.0, stars=bits) for bits in second]
    candidates += [assessment(behaviour=500.0)] * others
    n = max(len(candidates), 32)
    telling = [bits for bits in second if bits >= 10.0]  # by hand, effects are those of honest groups below
    level = 10.0 + np.log2(n / 32)
    for k in range(1, len(telling) + 1):
        if sum(bits >= 10.0 + np.log2(n / 32 / k) for bits in telling) >= k:
            level = 10.0 + np.log2(n / 32 / k)

    assert level == pytest.approx(rank.abnormal_bits(candidates, PARAMS))


def test_rank__among_many_candidates_corroboration_takes_more():
    """What is abnormal enough beside a few other candidates is not beside many that have no second family."""
    ring = assessment(behaviour=5000.0, stars=12.0)
    others = [assessment(10 * i, behaviour=5000.0, stars=-5.0) for i in range(1, 200)]
    few, many = (rank.rank([ring, *some], [], MODEL, params=PARAMS) for some in (others[:20], others))

    assert few.corroborated.sum() == 1
    assert not many.corroborated.any()


def test_score_of__no_more_than_the_e_values_carry():
    sure, unsure = (
        assessment(behaviour=500.0, stars=60.0),
        assessment(behaviour=0.5, stars=2.0, lifecycle=2.5),
    )
    generous = replace(
        unsure, findings=unsure.findings | {"stars": assessment(stars=300.0).findings["stars"]}
    )

    assert MODEL.score(sure) == rank.score_of(sure, MODEL)
    assert rank.score_of(generous, MODEL) <= rank.total_bits(generous)


@pytest.mark.parametrize("behaviour", [-0.5, -5.0, -400.0])
def test_rank__who_meet_no_more_than_chance_are_likelier_no_ring_and_never_flagged(behaviour):
    found = rank.rank(
        [assessment(behaviour=behaviour, stars=300.0, lifecycle=300.0, text=300.0)], [], MODEL, params=PARAMS
    )

    assert found.score[0] < 0
    assert not found.flagged.any()


def test_rank__what_one_family_says_alone_is_below_even_odds():
    """However likely the hypotheses find it: a second family must stand beside the first."""
    strong, stronger = assessment(0, stars=300.0), assessment(50, stars=300.0, behaviour=5000.0, size=5)
    alone = rank.rank([strong], [], MODEL, params=PARAMS)
    both = rank.rank([stronger], [], MODEL, params=PARAMS)

    assert alone.score[0] < 0 < both.score[0]
    assert (False, True) == (bool(alone.corroborated[0]), bool(both.corroborated[0]))


@pytest.mark.parametrize(
    ("shift", "known", "stands"),
    [
        (0.45, KnownMembers(0, 0, 0.0), True),
        (0.44, KnownMembers(0, 0, 0.0), False),
        (None, KnownMembers(0, 0, 0.0), True),
        (0.1, KnownMembers(3, 0, 9.0), True),
    ],
    ids=["stars for somebody", "like anybody", "no stars known", "labels call some fake"],
)
@pytest.mark.parametrize("others", [{"lifecycle": 300.0}, {}], ids=["two families", "one beyond any"])
def test_is_corroborated__who_registers_in_one_room_and_rates_like_anybody_is_no_ring(
    others, shift, known, stands
):
    one = _of(assessment(identity=300.0, stars=0.0, size=12, **others), 4)
    stars = replace(one.findings["stars"], effects={} if shift is None else {"stars_shift": shift})
    ties = {
        "identity_instruments": 0.9,
        "identity_places": 0.9,
        "identity_ties": 15.0,
        "identity_seller": 0.09,
    }
    identity = replace(one.findings["identity"], effects=one.findings["identity"].effects | ties)
    one = replace(one, known=known, findings=one.findings | {"stars": stars, "identity": identity})

    assert stands == rank.is_corroborated(one, 10.0, MODEL, params=PARAMS)


def _of(one, n_products):
    group = replace(one.candidate.group, products=np.arange(n_products, dtype=np.int32))
    return replace(one, candidate=replace(one.candidate, group=group))


def _with(one, family, **effects):
    finding = one.findings[family]
    return replace(one, findings=one.findings | {family: replace(finding, effects=finding.effects | effects)})


@pytest.mark.parametrize(
    ("seller", "shift", "stands"), [(0.1, 0.3, True), (0.1, 0.29, False), (0.09, 0.3, False)]
)
def test_is_corroborated__who_holds_what_the_seller_holds_has_a_side(seller, shift, stands):
    one = _with(assessment(identity=300.0, stars=0.0, size=12), "stars", stars_shift=shift)
    one = _with(one, "identity", identity_seller=seller, identity_ties=15.0)

    assert stands == rank.is_corroborated(one, 10.0, MODEL, params=PARAMS)


@pytest.mark.parametrize(
    ("others", "n_products", "shift", "seller", "stands"),
    [
        ({}, 3, 0.57, 0.0, False),
        ({"text": 300.0}, 3, 0.57, 0.0, False),
        ({}, 3, 0.58, 0.0, True),
        ({}, 4, 0.57, 0.0, True),
        ({}, 3, 0.57, 0.1, True),
        ({"behaviour": None, "lifecycle": 300.0}, 3, 0.57, 0.0, False),
        ({"fulfilment": 300.0}, 3, 0.57, 0.0, True),
    ],
    ids=[
        "a class",
        "in one form",
        "that gains",
        "on more",
        "of the seller",
        "who met nowhere",
        "with empty parcels",
    ],
)
def test_is_corroborated__people_of_one_place_meet_there(others, n_products, shift, seller, stands):
    bits = {"behaviour": 300.0, "identity": 300.0, "stars": 0.0} | others
    one = _with(assessment(**bits), "stars", stars_shift=shift)
    one = _of(_with(one, "identity", identity_seller=seller), n_products)

    assert stands == rank.is_corroborated(one, 10.0, MODEL, params=PARAMS)


@pytest.mark.parametrize(
    ("origin", "shift", "stands"),
    [(WORDING, 0.44, False), (WORDING, 0.45, True), (WORDING, None, True), ("hand", 0.44, False)],
)
def test_is_corroborated__who_was_handed_a_form_and_rates_like_anybody_is_no_ring(origin, shift, stands):
    one = _of(assessment(identity=300.0, text=12.0, stars=0.0, size=12), 4)
    one = _with(one, "identity", identity_seller=0.0)
    stars = replace(one.findings["stars"], effects={} if shift is None else {"stars_shift": shift})
    candidate = replace(one.candidate, origin=origin)
    one = replace(one, candidate=candidate, findings=one.findings | {"stars": stars})

    assert stands == rank.is_corroborated(one, 10.0, MODEL, params=PARAMS)


@pytest.mark.parametrize(("bits", "is_told"), [(3.9, False), (4.0, True)])
def test_rank__labels_tell_more_than_how_often_the_members_meet(bits, is_told):
    """Members who meet no more than by chance are no ring, unless some of them are known to be fake."""
    one = assessment(behaviour=-20.0, stars=300.0, lifecycle=300.0, size=12)
    one = replace(one, known=KnownMembers(1, 0, bits))

    assert is_told == rank.is_corroborated(one, 10.0, MODEL, params=PARAMS)
    assert is_told == (rank.score_of(one, MODEL) > -1.0)


def test_rank__where_nobody_gave_stars_a_ring_stands_for_itself_sooner():
    """Ninety sure rings would carry one that is false with a probability of a sixth."""
    carried, scores = np.full(91, 500.0), np.array([*np.full(90, 30.0), np.log2(5.0)])
    chance = q_values.ChanceScores(np.zeros(0), np.zeros(0), 1)
    with_stars, without = (
        q_values.q_values(scores, carried, q_values.most_doubt(has_stars=known), 91, chance)
        for known in (True, False)
    )

    assert with_stars[-1] < 0.05 < without[-1] == pytest.approx(1 / 6)


def test_rank__behaviour_alone_cannot_accuse():
    uncorroborated = rank.rank([assessment(behaviour=5000.0)], [], MODEL, params=PARAMS)

    assert uncorroborated.score[0] < 0
    assert not uncorroborated.flagged.any()


def test_rank__benefit_corroborates_nothing():
    found = rank.rank([assessment(behaviour=5000.0, benefit=5000.0)], [], MODEL, params=PARAMS)

    assert not found.flagged.any()


def test_rank__reports_no_more_than_asked_for():
    given_ = [assessment(10 * i, behaviour=8.0 * 3.0**i, stars=8.0 * 3.0**i) for i in range(5)]
    found = rank.rank(given_, [], MODEL, params=replace(PARAMS, n_reported=2))

    assert {40, 30} == {one.candidate.group.members[0] for one in found.assessments}


def test_rank__of_nothing_is_nothing():
    found = rank.rank([], [], MODEL, params=PARAMS)

    assert (0, 0, 0) == (len(found.score), len(found.q_value), len(found.flagged))


def test_rank__a_group_that_labels_call_honest_is_cleared():
    """Appeals were won: however strong the evidence, nobody of it is accused again."""
    strong = assessment(**_STRONG)
    cleared = replace(strong, known=KnownMembers(0, len(strong.candidate.group.members), -30.0))
    found = rank.rank([cleared], [], MODEL, params=PARAMS)

    assert rank.rank([strong], [], MODEL, params=PARAMS).flagged.all()
    assert not found.flagged.any()
    assert found.score[0] < -30


@pytest.mark.parametrize(("n_members", "stands"), [(14, True), (15, False)])
def test_is_corroborated__customers_who_rate_at_the_sellers_desk_have_no_side(n_members, stands):
    """One device that most of them hold, and the seller, and nothing else in common."""
    one = _with(
        assessment(identity=300.0, lifecycle=300.0, stars=0.0, size=n_members), "stars", stars_shift=0.44
    )
    one = _with(_of(one, 4), "identity", identity_seller=0.9, identity_ties=1.0, identity_instruments=0.9)

    assert stands == rank.is_corroborated(one, 10.0, MODEL, params=PARAMS)
