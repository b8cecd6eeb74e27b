from __future__ import annotations

from dataclasses import replace

import pytest

from collusion.cases.case import build_case
from collusion.cases.contributions import waterfall_of
from collusion.scoring.model import saturated, shipped_model
from tests.cases.small_runs import make_run


def test_waterfall_of__leads_to_the_score_of_the_shipped_model():
    case = build_case(make_run(), "R-00000001")
    model = shipped_model()
    bits = {family.family: family.bits for family in case.families}
    score = model.intercept + sum(
        term.weight * saturated(bits[term.family], term.half) for term in model.terms
    )

    fall = waterfall_of(replace(case, score=score))

    assert fall.is_capped
    assert fall.held == 0.0
    assert fall.prior == model.intercept
    assert fall.total == pytest.approx(score)
    assert [step.amount is None for step in fall.steps] == sorted(step.amount is None for step in fall.steps)


def test_waterfall_of__ends_at_what_the_e_values_carry():
    """Behaviour that cannot pay for the choice of members, beside families that the model likes."""
    case = build_case(make_run(), "R-00000001")
    bits = {"behaviour": -48.0, "stars": 20.0, "lifecycle": 30.0, "benefit": 60.0}
    families = tuple(replace(family, bits=bits.get(family.family)) for family in case.families)
    carried = -48.0 + (20.0 - 1.0) + (30.0 - 1.0)

    fall = waterfall_of(replace(case, families=families, score=carried))
    contributions = sum(step.amount for step in fall.steps if step.amount is not None)

    assert fall.is_capped
    assert fall.held < 0
    assert fall.total == pytest.approx(carried)
    assert fall.prior + contributions + fall.held == pytest.approx(fall.total)


def test_waterfall_of__falls_back_on_plain_bits_for_another_model():
    fall = waterfall_of(build_case(make_run(), "R-00000001"))

    assert not fall.is_capped
    assert fall.held == 0.0
    assert fall.prior == 0.0
    assert fall.total == pytest.approx(120 + 40 + 30 + 4 + 1)
    assert ["behaviour", "stars", "identity"] == [step.family for step in fall.steps[:3]]
    assert [0.0, 120.0, 160.0] == [step.start for step in fall.steps[:3]]
