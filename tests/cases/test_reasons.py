from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from collusion.cases.family_words import Told
from collusion.cases.market_rows import market_rows
from collusion.cases.reasons import _direction, _labels_row, _standing, _verdict_row, reason_row
from collusion.cases.records import LABELS
from collusion.evidence.families import MEASURES
from collusion.evidence.group import Finding
from collusion.scoring.known import KnownMembers
from tests.cases.found_rings import found_frames, found_rings
from tests.markets import ring_market


def _rows(family):
    return found_frames()["evidence"].filter(family=family).iter_rows(named=True)


_HONEST = "That is within what honest groups show."
_LOWERS = "That is more common in innocent groups than in rings, so that it lowers the odds."


_CHANCE = "So much may be chance among as many groups as were looked at."
_CAUSE = "What brought the accounts together may explain it, so that it counts as no second fact."
_RAISES = "raises the odds."


@pytest.mark.parametrize("family", ["behaviour", "stars", "identity", "text", "fulfilment", "lifecycle"])
def test_compose_evidence__speaks_for_a_ring_only_where_it_stands_out(family):
    abnormal = {ring.ring_id: ring.abnormal for ring in found_rings()}
    for row in _rows(family):
        is_abnormal, lowers = family in abnormal[row["ring_id"]], row["contribution"] <= -1
        expected = "against" if lowers else "for" if is_abnormal else "neither"
        ends = (_LOWERS,) if lowers else () if is_abnormal else (_HONEST, _CHANCE, _CAUSE, _RAISES)

        assert expected == row["direction"]
        assert not ends or row["sentence"].endswith(ends)
        assert expected != "for" or not row["sentence"].endswith((_LOWERS, _HONEST, _CHANCE, _CAUSE, _RAISES))


def _said(bits, effects, contribution, *, family="stars"):
    ring = replace(found_rings()[0], contributions={family: contribution}, abnormal_bits=10.0)
    findings = dict.fromkeys(ring.assessment.findings)
    finding = Finding(family, bits, 4.0, 1.0, "", effects=effects)
    findings |= {family: finding}
    ring = replace(ring, assessment=replace(ring.assessment, findings=findings))
    return _standing(ring, finding, contribution), _direction(ring, family, contribution)


@pytest.mark.parametrize(
    ("bits", "shift", "contribution", "expected"),
    [
        (90.0, 0.2, 0.0, ("usual", "neither")),
        (90.0, 0.2, 0.99, ("usual", "neither")),
        (90.0, 0.2, 1.0, ("usual_raises", "neither")),
        (9.0, 0.9, 0.0, ("chance", "neither")),
        (9.0, MEASURES["stars_shift"].telling, 0.0, ("chance", "neither")),
        (9.0, MEASURES["stars_shift"].telling - 1e-9, 0.0, ("usual", "neither")),
        (9.0, 0.9, 2.0, ("chance_raises", "neither")),
        (90.0, 0.9, 2.0, ("", "for")),
        (90.0, 0.9, 0.05, ("", "for")),
        (90.0, 0.9, 0.04, ("no_raise", "for")),
        (90.0, 0.9, -0.9, ("no_raise", "for")),
        (90.0, 0.9, -1.0, ("lowers", "against")),
        (9.0, 0.2, -1.0, ("lowers", "against")),
    ],
)
def test_standing__says_why_a_family_does_not_stand_out(bits, shift, contribution, expected):
    assert expected == _said(bits, {"stars_shift": shift, "lift": 1.0}, contribution)


@pytest.mark.parametrize(("bits", "key"), [(90.0, "same_cause"), (10.0, "same_cause"), (9.9, "chance")])
def test_standing__of_newcomers_says_that_one_cause_may_explain_them(bits, key):
    ring = replace(found_rings()[0], abnormal_bits=10.0)
    finding = Finding("lifecycle", bits, 4.0, 1.0, "", effects={"created_together": 0.9})
    shown = replace(ring.assessment.candidate, origin="burst of single reviews")
    findings = dict.fromkeys(ring.assessment.findings) | {"lifecycle": finding}
    burst = replace(ring, assessment=replace(ring.assessment, candidate=shown, findings=findings))

    assert key == _standing(burst, finding, 0.0)
    assert "neither" == _direction(burst, "lifecycle", 0.0)


@pytest.mark.parametrize(("contribution", "direction"), [(0.05, "for"), (0.04, "neither"), (-1.0, "against")])
def test_direction__who_profits_speaks_for_a_ring_where_it_raises_the_odds(contribution, direction):
    assert direction == _said(0.0, {}, contribution, family="benefit")[1]


def test_compose_evidence__says_of_each_family_that_lowers_the_odds_that_it_does():
    rows = found_frames()["evidence"].filter(pl.col("contribution").is_not_null())
    lowering = rows.filter(pl.col("contribution") <= -1)

    assert "benefit" in lowering["family"]
    assert {"against"} == set(lowering["direction"])
    assert all(sentence.endswith(_LOWERS) for sentence in lowering["sentence"])
    assert not rows.filter(pl.col("contribution") > -1)["sentence"].str.ends_with(_LOWERS).any()


@pytest.mark.parametrize(
    ("contribution", "direction", "ending"),
    [
        (6.0, "for", "fake and 1 honest."),
        (0.05, "for", "fake and 1 honest."),
        (0.04, "neither", "fake and 1 honest."),
        (-0.9, "neither", "fake and 1 honest."),
        (-1.0, "against", "That lowers the odds."),
    ],
)
def test_labels_row__says_whom_labels_call_what_and_which_way_that_speaks(contribution, direction, ending):
    ring = found_rings()[0]
    assessment = replace(ring.assessment, known=KnownMembers(3, 1, 7.5))
    [row] = _labels_row(replace(ring, assessment=assessment, contributions={LABELS: contribution}))

    assert (LABELS, 7.5, contribution, 3.0) == tuple(
        row[name] for name in ("family", "bits", "contribution", "observed")
    )
    assert f"Labels call 3 of the {len(ring.group.members)} accounts fake and 1 honest." in row["sentence"]
    assert row["sentence"].endswith(ending)
    assert direction == row["direction"]


@pytest.mark.parametrize(
    ("n_products", "words"),
    [(1, "fake that reviewed the product."), (2, "fake that reviewed 2 or more of the products.")],
)
def test_labels_row__tells_of_known_fakes_beside_the_members(n_products, words):
    ring = found_rings()[0]
    known = KnownMembers(0, 0, 3.0, n_beside=1, n_met=n_products)
    candidate = ring.assessment.candidate
    group = replace(candidate.group, products=candidate.group.products[:n_products])
    assessment = replace(ring.assessment, known=known, candidate=replace(candidate, group=group))
    [row] = _labels_row(replace(ring, assessment=assessment, contributions={LABELS: 3.0}))

    assert f"They call 1 other account {words}" in row["sentence"]


def test_labels_row__of_labels_that_add_nothing_is_none():
    assert [] == _labels_row(found_rings()[0])


def test_compose_evidence__the_innocent_explanation_comes_last_and_speaks_against_when_it_holds():
    last = found_frames()["evidence"].group_by("ring_id", maintain_order=True).last()
    holds = [ring.verdict.holds for ring in found_rings()]

    assert {"innocent explanation"} == set(last["family"])
    assert [ring.ring_id for ring in found_rings()] == last["ring_id"].to_list()
    scores = [ring.score for ring in found_rings()]
    expected = [
        "against" if held else "neither" if score <= 0 else "for"
        for held, score in zip(holds, scores, strict=True)
    ]
    assert expected == last["direction"].to_list()


@pytest.mark.parametrize(
    ("score", "holds", "direction"), [(0.01, False, "for"), (0.0, False, "neither"), (-1.0, True, "against")]
)
def test_verdict_row__an_explanation_that_fails_speaks_for_a_ring_only_above_even_odds(
    score, holds, direction
):
    ring = found_rings()[0]
    made = replace(ring, score=score, verdict=replace(ring.verdict, holds=holds))

    assert direction == _verdict_row(made)["direction"]


def test_compose_evidence__identity_lists_the_tokens_behind_it():
    tokens = {row["ring_id"]: set(row["identifiers"]) for row in _rows("identity")}
    listed = found_frames()["ring_identifiers"]

    assert any(tokens.values())
    for ring_id, found in tokens.items():
        assert found <= set(listed.filter(ring_id=ring_id)["token"])


def test_compose_evidence__reviews_behind_a_reason_are_the_members_own():
    authors = dict(ring_market().tables.reviews.select("review_id", "reviewer_id").iter_rows())
    members = found_frames()["members"].group_by("ring_id").agg("reviewer_id")
    of_ring = {ring_id: set(names) for ring_id, names in members.iter_rows()}
    for row in found_frames()["evidence"].iter_rows(named=True):
        assert {authors[review] for review in row["review_ids"]} <= of_ring[row["ring_id"]]


@pytest.mark.parametrize(
    ("family", "is_abnormal", "contribution", "direction", "ending"),
    [
        ("stars", True, -0.99, "for", ""),
        ("stars", True, -1.0, "against", _LOWERS),
        ("stars", False, -1.0, "against", _LOWERS),
        ("stars", False, -0.99, "neither", _CHANCE),
        ("stars", False, 0.99, "neither", _CHANCE),
        ("stars", False, 1.0, "neither", _RAISES),
        ("benefit", False, 0.0, "neither", ""),
        ("benefit", False, 0.05, "for", ""),
    ],
)
def test_reason_row__speaks_against_a_ring_where_it_halves_the_odds(
    family, is_abnormal, contribution, direction, ending
):
    ring, market = found_rings()[0], ring_market()
    made = replace(
        ring,
        contributions={family: contribution},
        abnormal_bits=-1e9 if is_abnormal else 1e9,
    )
    finding = ring.assessment.findings[family]
    told = Told(ring.group, ring.edges, market_rows(market.graph, market.channels))
    row = reason_row(made, finding, told)

    assert is_abnormal == (family in made.abnormal)
    assert direction == row["direction"]
    assert ending == next((one for one in (_CHANCE, _RAISES, _LOWERS) if row["sentence"].endswith(one)), "")


def test_reason_row__of_stars_that_nobody_else_gave_expects_nothing():
    ring, market = found_rings()[0], ring_market()
    told = Told(ring.group, ring.edges, market_rows(market.graph, market.channels))
    finding = replace(ring.assessment.findings["stars"], expected=float("nan"))

    assert reason_row(ring, finding, told)["expected"] is None
