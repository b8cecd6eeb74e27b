"""The edges of what keeps an honest group from a flag: one step beyond each bound, and one before it."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from collusion.config import load_config
from collusion.detection.bursts import ORIGIN as BURST
from collusion.detection.holders import ORIGIN as SHARED_IDENTIFIERS
from collusion.evidence.families import FLAGGING
from collusion.evidence.identifiers import prepare_identifiers
from collusion.graph.build import build_graph
from collusion.scoring.decoys import Decoys
from collusion.scoring.families import carried_bits
from collusion.scoring.hypotheses import Hypothesis, RingModel, bins_of, probability, shipped_model
from collusion.scoring.known import KnownMembers
from collusion.scoring.labelled import is_cleared
from collusion.scoring.params import ScoringParams
from collusion.scoring.rank import (
    BEYOND_HONEST,
    distinct,
    is_corroborated,
    proven_accounts,
    rank,
    score_of,
    told_score,
)
from tests.scoring.assessments import assessment
from tests.tables_of import tables_of

MODEL = shipped_model()


def _with(one, **effects):
    """Return an assessment with other effects, by measure."""
    findings = {
        name: None if found is None else replace(found, effects=found.effects | _of(found, effects))
        for name, found in one.findings.items()
    }
    return replace(one, findings=findings)


def _of(found, effects):
    return {name: value for name, value in effects.items() if name in found.effects}


@pytest.mark.parametrize(
    ("shift", "public", "is_second"),
    [(0.57, 0.0, False), (0.58, 0.0, True), (0.7, 0.49, True), (0.7, 0.5, False)],
)
def test_abnormal__newcomers_of_a_burst_need_shifted_stars_and_no_offer(shift, public, is_second):
    one = _with(
        assessment(behaviour=400.0, stars=400.0, identity=400.0, lifecycle=400.0),
        stars_shift=shift,
        identity_public=public,
    )
    found = replace(one, candidate=replace(one.candidate, origin=BURST)).abnormal(10.0)

    assert is_second == ("lifecycle" in found)


def test_carried_bits__take_a_bit_from_each_family_that_speaks():
    bits = dict.fromkeys(FLAGGING) | {"behaviour": 5.0, "stars": 3.0, "text": -4.0}

    assert 5.0 + (3.0 - 1.0) + (0.0 - 1.0) == carried_bits(bits)


def test_standings__are_held_against_the_likeliest_of_the_other_side():
    one = assessment(behaviour=60.0, stars=20.0, identity=0.0)
    standings = MODEL.standings(one)
    weight = {h.name: h.weight for h in MODEL.hypotheses}
    best = {side: next(s.name for s in standings if s.is_ring == side) for side in (True, False)}

    for standing in standings:
        rival = best[not standing.is_ring]
        assert math.log2(weight[standing.name] / weight[rival]) == pytest.approx(standing.prior)


@pytest.mark.parametrize(("bits", "counts"), [(2.99, False), (3.0, True)])
def test_bins_of__an_effect_counts_from_three_bits(bits, counts):
    one = assessment(text=40.0)
    text = replace(one.findings["text"], bits=bits)

    assert counts == (bins_of(replace(one, findings=one.findings | {"text": text}))["text_copies"] > 0)


def test_score_of__who_meet_no_more_than_chance_have_a_bit_against_them():
    assert -1.0 == score_of(assessment(behaviour=-1.0, stars=300.0, identity=300.0, lifecycle=300.0), MODEL)


def _at(score, prior=0.0):
    """Return a model by which everything has such odds."""
    ring = 2.0**score / (1.0 + 2.0**score)
    return RingModel((Hypothesis("ring", True, ring, {}), Hypothesis("life", False, 1.0 - ring, {})))


@pytest.mark.parametrize(
    ("score", "held"), [(-2.0, -2.0), (-1.0, -1.0), (-0.99, -0.9999), (0.0, -0.99), (50.0, -0.49)]
)
def test_told_score__is_below_even_odds_and_keeps_the_order(score, held):
    one = assessment(behaviour=300.0)

    assert held == pytest.approx(told_score(one, _at(score), is_corroborated=False, threshold=10.0), abs=1e-6)


@pytest.mark.parametrize(
    ("bits", "stars", "expected"), [(300.0, 9.0, 6.0), (300.0, None, 4.0), (5.0, 0.0, 4.0), (6.5, 0.0, 5.5)]
)
def test_told_score__rises_by_what_is_beyond_honest_groups_as_far_as_bits_carry(bits, stars, expected):
    one = assessment(behaviour=bits, stars=stars)

    assert expected == pytest.approx(told_score(one, _at(4.0), is_corroborated=True, threshold=10.0))


@pytest.mark.parametrize(("told", "expected"), [(3.99, 4.0 + 3.99 + 2.0), (4.0, 4.0 + 4.0)])
def test_told_score__a_label_beside_one_family_adds_what_it_says_and_no_more(told, expected):
    """Otherwise the label would count twice: for itself, and as if a family were beyond honest groups."""
    one = replace(assessment(behaviour=300.0, stars=0.0), known=KnownMembers(1, 0, told))

    assert expected == pytest.approx(told_score(one, _at(4.0), is_corroborated=True, threshold=10.0))


@pytest.mark.parametrize(("n_more", "expected"), [(0, 6.0), (1, 6.0), (2, 8.0), (3, 10.0)])
def test_told_score__rises_again_for_each_family_beyond_honest_groups_after_the_second(n_more, expected):
    more = dict(zip(("text", "fulfilment", "lifecycle"), [90.0] * n_more))
    one = _with(assessment(behaviour=300.0, stars=0.0, **more), breadth=9.0)

    assert expected == pytest.approx(told_score(one, _at(4.0), is_corroborated=True, threshold=10.0))


@pytest.mark.parametrize(("bits", "is_enough"), [(3.99, False), (4.0, True)])
def test_is_corroborated__labels_stand_beside_a_family_from_four_bits(bits, is_enough):
    one = replace(assessment(stars=40.0), known=KnownMembers(2, 0, bits))

    assert is_enough == is_corroborated(one, 10.0, MODEL, params=ScoringParams())


@pytest.mark.parametrize(("behaviour", "is_enough"), [(-0.01, False), (0.0, True), (None, True)])
def test_is_corroborated__not_where_the_members_meet_by_chance(behaviour, is_enough):
    """Behaviour of no bits is what others paid for."""
    one = assessment(behaviour=behaviour, stars=300.0, identity=300.0)

    assert is_enough == is_corroborated(one, 10.0, MODEL, params=ScoringParams())


@pytest.mark.parametrize(("n", "kept"), [(19, "hand"), (21, SHARED_IDENTIFIERS)])
def test_distinct__a_member_of_a_block_counts_twice(n, kept):
    block = assessment(size=10, behaviour=300.0, stars=300.0, lifecycle=300.0)
    holders = assessment(size=n, identity=900.0, stars=300.0, lifecycle=300.0)
    holders = replace(holders, candidate=replace(holders.candidate, origin=SHARED_IDENTIFIERS))

    assert [kept] == [one.candidate.origin for one in distinct([block, holders], MODEL)]


def test_prepare_identifiers__a_value_of_six_accounts_may_be_a_households():
    """Sharing a value that six hold is as common as it is; what seven hold is no household's."""
    rows = [{"reviewer_id": f"a{i:02d}", "product_id": "p"} for i in range(20)]
    held = [("six", range(6)), ("seven", range(8, 15))]
    identifiers = [
        {"reviewer_id": f"a{i:02d}", "kind": "device", "value": value} for value, some in held for i in some
    ]
    graph = build_graph(tables_of(rows, identifiers=identifiers))
    config = load_config(Path(), None)
    found = prepare_identifiers(graph, config.mapping.kinds, params=config.evidence)

    assert 7 / 22 == pytest.approx(found.kinds["device"].small_rate)
    assert np.array_equal([6, 7], np.sort(found.kinds["device"].holders()))


def _model(*bits):
    """Return a model by which one whose dedication is in the last bin but k scores ``bits[k]``."""
    ring = (1 / 7,) * 7
    taste = (*ring[len(bits) :], *(2.0**-one / 7 for one in reversed(bits)))
    kinds = (("taste", False, taste), ("crew", True, ring))
    return RingModel(
        tuple(Hypothesis(name, is_ring, 0.5, {"dedication": law}) for name, is_ring, law in kinds)
    )


def test_score__ends_at_sixty_bits():
    one = _with(assessment(behaviour=500.0), dedication=0.9)

    assert [59.0, 60.0, -60.0] == pytest.approx([_model(bits).score(one) for bits in (59.0, 80.0, -80.0)])


def _stands(bits, *, size=6, **effects):
    """Return whether behaviour alone is enough for a flag, by a model that scores it so many bits."""
    one = _with(
        assessment(size=size, behaviour=500.0, stars=2.0, benefit=2.0),
        dedication=0.9,
        **{"breadth": 6.0} | effects,
    )
    if effects.get("stars_shift", 0.5) is None:
        one = replace(one, findings=one.findings | {"stars": None})
    assert one.abnormal(10.0) == ("behaviour",)
    assert not one.is_extreme("behaviour")

    return is_corroborated(one, 10.0, _model(bits), params=ScoringParams())


@pytest.mark.parametrize(
    ("shift", "bits", "stands"), [(0.7, 2.5, False), (0.7, 2.7, True), (None, 7.9, False), (None, 8.1, True)]
)
def test_is_corroborated__behaviour_alone_takes_odds_and_more_where_nobody_gave_stars(shift, bits, stands):
    assert stands == _stands(bits, stars_shift=shift)


@pytest.mark.parametrize(("breadth", "stands"), [(4.0, False), (5.0, True)])
def test_is_corroborated__behaviour_alone_takes_five_targets(breadth, stands):
    assert stands == _stands(20.0, stars_shift=0.7, breadth=breadth)


@pytest.mark.parametrize(
    ("size", "breadth", "seller", "stands"),
    [(40, 13.0, 0.9, False), (39, 13.0, 0.9, True), (40, 14.0, 0.9, True), (40, 6.0, 0.89, True)],
)
def test_is_corroborated__behaviour_alone_takes_more_than_a_set_of_one_seller(size, breadth, seller, stands):
    usual = {"stars_shift": 0.6, "surplus_per_review": 1.0, "single_beyond": 0.0}

    assert stands == _stands(20.0, size=size, breadth=breadth, sellers_shared=seller, **usual)


@pytest.mark.parametrize(("shift", "stands"), [(0.44, False), (0.45, True)])
def test_is_corroborated__behaviour_alone_takes_stars_for_somebody(shift, stands):
    assert stands == _stands(20.0, stars_shift=shift)


@pytest.mark.parametrize(
    ("size", "n_fake", "n_honest", "cleared"),
    [(6, 0, 2, True), (7, 0, 2, False), (6, 2, 2, False), (6, 2, 3, True)],
)
def test_is_cleared__by_a_third_of_the_members_and_more_than_are_called_fake(size, n_fake, n_honest, cleared):
    one = replace(assessment(size=size, stars=90.0), known=KnownMembers(n_fake, n_honest, 0.0))

    assert cleared == is_cleared(one)
    assert cleared == (-40.0 == score_of(one, MODEL))


@pytest.mark.parametrize(("bits", "told"), [(9.0, 9.0), (15.0, 15.0), (16.0, 15.0), (-16.0, -15.0)])
def test_score_of__labels_tell_fifteen_bits_at_most(bits, told):
    one = assessment(behaviour=300.0, stars=90.0)

    assert score_of(one, MODEL) + told == score_of(replace(one, known=KnownMembers(1, 0, bits)), MODEL)


def _of_burst(one):
    return replace(one, candidate=replace(one.candidate, origin=BURST))


@pytest.mark.parametrize(("n_shared", "n_kept"), [(4, 2), (5, 1)])
def test_distinct__half_of_the_smaller_ones_members_make_two_candidates_one(n_shared, n_kept):
    block = assessment(size=10, behaviour=300.0, stars=300.0)
    burst = _of_burst(assessment(10 - n_shared, size=10, behaviour=300.0, stars=300.0))

    assert n_kept == len(distinct([block, burst], MODEL))


@pytest.mark.parametrize(("bits", "kept"), [(1.9, BURST), (2.1, "hand")])
def test_distinct__of_two_that_are_likely_the_larger_is_kept(bits, kept):
    """Two bits are likely: the block of more members is kept though the burst scores twenty."""
    block = _with(assessment(size=10, behaviour=300.0, stars=90.0), dedication=0.9)
    burst = _with(_of_burst(assessment(size=10, behaviour=300.0, stars=90.0)), dedication=0.5)

    assert [kept] == [one.candidate.origin for one in distinct([block, burst], _model(bits, 20.0))]


@pytest.mark.parametrize(("stars", "is_carried"), [(0.0, True), (None, False)])
def test_rank__sure_rings_carry_a_doubtful_one_only_where_stars_are_known(stars, is_carried):
    """One of twenty is false with a probability of 0.15 when all is told, the others are not."""
    candidates = [
        _with(assessment(10 * i, behaviour=500.0, stars=stars), dedication=0.5 if i else 0.9)
        for i in range(20)
    ]
    beyond = 0.0 if stars is None else BEYOND_HONEST
    model = _model(math.log2(0.85 / 0.15) - beyond, 40.0)
    found = rank(candidates, [], model, params=ScoringParams(min_families=1))

    assert found.corroborated.all()
    assert (0.15 / 20 if is_carried else 0.15) == pytest.approx(found.q_value[-1])


def test_rank__a_q_value_of_the_level_itself_is_flagged():
    one = assessment(behaviour=500.0, stars=100.0, identity=60.0, text=60.0)
    level = float(rank([one], [], MODEL, params=ScoringParams()).q_value[0])

    assert rank([one], [], MODEL, params=ScoringParams(fdr=level)).flagged.all()
    assert not rank([one], [], MODEL, params=ScoringParams(fdr=np.nextafter(level, 0.0))).flagged.any()


def test_proven_accounts__a_doubt_of_the_level_itself_is_believed():
    ring = _with(assessment(behaviour=500.0, stars=100.0, identity=60.0), dedication=0.9)
    decoys, model = [Decoys([ring], 1.0)], _model(4.0)
    level = 1.0 - probability(told_score(ring, model, is_corroborated=True, threshold=10.0))
    believed, doubted = (
        proven_accounts([ring], decoys, model, params=ScoringParams(fdr=fdr)).tolist()
        for fdr in (level, np.nextafter(level, 0.0))
    )

    assert (ring.candidate.group.members.tolist(), []) == (believed, doubted)
