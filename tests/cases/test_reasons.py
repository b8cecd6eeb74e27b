from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from collusion.cases.family_words import Told
from collusion.cases.market_rows import market_rows
from collusion.cases.reasons import reason_row
from tests.cases.found_rings import found_frames, found_rings
from tests.markets import ring_market


def _rows(family):
    return found_frames()["evidence"].filter(family=family).iter_rows(named=True)


_HONEST = "That is within what honest groups show."
_LOWERS = "That is more common in innocent groups than in rings, so that it lowers the odds."


@pytest.mark.parametrize("family", ["behaviour", "stars", "identity", "text", "fulfilment", "lifecycle"])
def test_compose_evidence__speaks_for_a_ring_where_it_is_abnormal(family):
    abnormal = {ring.ring_id: ring.abnormal for ring in found_rings()}
    for row in _rows(family):
        is_abnormal = family in abnormal[row["ring_id"]]
        raises = row["contribution"] > -1 if is_abnormal else row["contribution"] >= 0.05
        assert ("for" if raises else "against") == row["direction"]
        assert is_abnormal != row["sentence"].endswith(_HONEST) or row["sentence"].endswith(_LOWERS)


def test_compose_evidence__says_of_each_family_that_lowers_the_odds_that_it_does():
    rows = found_frames()["evidence"].filter(pl.col("contribution").is_not_null())
    lowering = rows.filter(pl.col("contribution") <= -1)

    assert "benefit" in lowering["family"]
    assert {"against"} == set(lowering["direction"])
    assert all(sentence.endswith(_LOWERS) for sentence in lowering["sentence"])
    assert not rows.filter(pl.col("contribution") > -1)["sentence"].str.ends_with(_LOWERS).any()


def test_compose_evidence__the_innocent_explanation_comes_last_and_speaks_against_when_it_holds():
    last = found_frames()["evidence"].group_by("ring_id", maintain_order=True).last()
    holds = [ring.verdict.holds for ring in found_rings()]

    assert {"innocent explanation"} == set(last["family"])
    assert [ring.ring_id for ring in found_rings()] == last["ring_id"].to_list()
    assert ["against" if held else "for" for held in holds] == last["direction"].to_list()


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
        ("stars", False, -0.99, "against", _HONEST),
        ("stars", False, 0.049, "against", _HONEST),
        ("stars", False, 0.05, "for", _HONEST),
        ("benefit", False, 0.0, "for", ""),
    ],
)
def test_reason_row__speaks_against_a_ring_where_it_halves_the_odds_or_is_usual(
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
    assert ending == next((one for one in (_HONEST, _LOWERS) if row["sentence"].endswith(one)), "")
