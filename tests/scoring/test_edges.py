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
from collusion.scoring.families import KnownMembers, _single_beyond, carried_bits
from collusion.scoring.hypotheses import bins_of, shipped_model
from collusion.scoring.params import ScoringParams
from collusion.scoring.rank import distinct, held_back, is_corroborated, score_of
from tests.markets import group_of
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
    [(0.34, 0.0, False), (0.35, 0.0, True), (0.6, 0.49, True), (0.6, 0.5, False)],
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


def test_single_beyond__is_beyond_others_who_wrote_once():
    """Half of the members wrote of nothing else, and so did one in three of the target's other reviewers."""
    pairs = [
        ("m0", "t"),
        ("m1", "t"),
        ("m1", "x"),
        ("o0", "t"),
        ("o1", "t"),
        ("o1", "x"),
        ("o2", "t"),
        ("o2", "x"),
    ]
    graph = build_graph(tables_of([{"reviewer_id": who, "product_id": what} for who, what in pairs]))

    assert 1 / 2 - 1 / 3 == pytest.approx(
        _single_beyond(group_of(graph, [0, 1], [0]), graph, graph.reviews.row_degrees())
    )


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


@pytest.mark.parametrize(
    ("score", "held"), [(-2.0, -2.0), (-1.0, -1.0), (-0.99, -1.0099), (0.0, -1.0), (50.0, -0.5)]
)
def test_held_back__is_below_even_odds_and_keeps_the_order(score, held):
    assert held == pytest.approx(held_back(score, is_corroborated=False))
    assert score == held_back(score, is_corroborated=True)


@pytest.mark.parametrize(("bits", "is_enough"), [(3.99, False), (4.0, True)])
def test_is_corroborated__labels_stand_beside_a_family_from_four_bits(bits, is_enough):
    one = replace(assessment(stars=40.0), known=KnownMembers(2, 0, bits))

    assert is_enough == is_corroborated(one, 10.0, MODEL, params=ScoringParams())


@pytest.mark.parametrize(("behaviour", "is_enough"), [(-0.01, False), (0.0, True), (None, True)])
def test_is_corroborated__not_where_the_members_meet_by_chance(behaviour, is_enough):
    """Behaviour of no bits is what others paid for."""
    one = assessment(behaviour=behaviour, stars=300.0, identity=300.0)

    assert is_enough == is_corroborated(one, 10.0, MODEL, params=ScoringParams())


@pytest.mark.parametrize(("n", "kept"), [(29, "hand"), (31, SHARED_IDENTIFIERS)])
def test_distinct__a_member_of_a_block_counts_three_times(n, kept):
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
