from __future__ import annotations

from dataclasses import replace

import pytest

from collusion.cases.case import build_case
from collusion.cases.pushes import waterfall_of
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
    assert fall.prior == model.intercept
    assert fall.total == pytest.approx(score)
    assert [step.push is None for step in fall.steps] == sorted(step.push is None for step in fall.steps)


def test_waterfall_of__falls_back_on_plain_bits_for_another_model():
    fall = waterfall_of(build_case(make_run(), "R-00000001"))

    assert not fall.is_capped
    assert fall.prior == 0.0
    assert fall.total == pytest.approx(120 + 40 + 30 + 4 + 1)
    assert ["behaviour", "stars", "identity"] == [step.family for step in fall.steps[:3]]
    assert [0.0, 120.0, 160.0] == [step.start for step in fall.steps[:3]]
