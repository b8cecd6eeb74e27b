from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from collusion.cases.case import build_case
from collusion.cases.contributions import BEYOND_HONEST, waterfall_of
from collusion.scoring import rank
from tests.cases.small_runs import Wish, make_run

RING = "R-00000001"


def test_waterfall_of__leads_from_the_odds_before_looking_to_the_score():
    case = build_case(make_run(), RING)
    fall = waterfall_of(case)

    assert (-13.0, 0.0) == (fall.prior, fall.held)
    assert case.score == pytest.approx(fall.total)
    assert [
        ("stars", -13.0, 14.0),
        ("identity", 1.0, 6.0),
        ("behaviour", 7.0, 2.0),
        ("lifecycle", 9.0, 0.5),
    ] == [(step.family, step.start, step.amount) for step in fall.steps if step.amount is not None]


def test_waterfall_of__is_in_the_order_of_the_reasons():
    case = build_case(make_run(), RING)

    assert [reason.family for reason in case.reasons] == [
        step.family for step in waterfall_of(case).steps if step.amount is not None
    ]


def test_waterfall_of__has_a_step_of_what_labels_add():
    run = make_run()
    row = run.evidence.filter(ring_id=RING, family="stars").with_columns(
        pl.lit("labels").alias("family"), pl.lit(3.0).alias("contribution")
    )
    case = build_case(replace(run, evidence=pl.concat([run.evidence, row])), RING)

    assert ("labels", 7.0, 3.0) in [(one.family, one.start, one.amount) for one in waterfall_of(case).steps]
    assert "labels" in [reason.family for reason in case.reasons_for()]


def test_waterfall_of__puts_silent_families_last_with_why():
    case = build_case(make_run(Wish(identifiers=False)), RING)
    silent = [step for step in waterfall_of(case).steps if step.amount is None]

    assert [None] * len(silent) == [step.amount for step in waterfall_of(case).steps[-len(silent) :]]
    assert "the reviews table has no text column" in [step.silence for step in silent]


@pytest.mark.parametrize(("less", "held"), [(0.06, -0.06), (0.04, 0.0), (9.5, -9.5)])
def test_waterfall_of__ends_at_a_score_that_is_held(less, held):
    case = build_case(make_run(), RING)
    fall = waterfall_of(replace(case, score=case.score - less))

    assert held == pytest.approx(fall.held)
    assert case.score + held == pytest.approx(fall.total)


def test_waterfall_of__without_the_odds_before_looking_takes_what_the_families_leave():
    case = build_case(make_run(), RING)
    unsaid = replace(case, provenance=replace(case.provenance, prior_bits=None), score=20.0)
    fall = waterfall_of(unsaid)

    assert -2.5 == pytest.approx(fall.prior)
    assert (0.0, 20.0) == (fall.held, pytest.approx(fall.total))


def test_waterfall_of__a_difference_of_a_twentieth_of_a_bit_is_not_told():
    case = build_case(make_run(), RING)
    added = sum(family.contribution for family in case.families if family.contribution is not None)
    edge = case.provenance.prior_bits + added - 0.05

    assert 0.0 == waterfall_of(replace(case, score=edge)).held
    assert -0.05 == pytest.approx(waterfall_of(replace(case, score=edge - 1e-9)).held)


@pytest.mark.parametrize(
    ("more", "steps", "held"),
    [
        (2.0, [("beyond honest groups", 2.0)], 0.0),
        (0.7, [("beyond honest groups", 0.7)], 0.0),
        (-2.0, [], -2.0),
    ],
)
def test_waterfall_of__tells_what_no_family_adds(more, steps, held):
    """A ring of which enough is beyond honest groups."""
    case = build_case(make_run(), RING)
    fall = waterfall_of(replace(case, corroborated=True, score=case.score + more))

    assert steps == [
        (step.family, pytest.approx(step.amount))
        for step in fall.steps
        if step.family == "beyond honest groups"
    ]
    assert held == pytest.approx(fall.held)
    assert case.score + more == pytest.approx(fall.total)


def test_waterfall_of__without_stars_nothing_is_beyond_honest_groups():
    case = build_case(make_run(), RING)
    silent = [replace(one, bits=None) if one.family == "stars" else one for one in case.families]
    fall = waterfall_of(replace(case, corroborated=True, families=tuple(silent), score=case.score + 1.0))

    assert "beyond honest groups" not in {step.family for step in fall.steps}


def test_beyond_honest__is_the_number_of_the_ranking():
    assert rank.BEYOND_HONEST == BEYOND_HONEST


@pytest.mark.parametrize(("rest", "n_steps"), [(0.05, 0), (0.06, 1)])
def test_waterfall_of__a_step_that_would_be_told_as_nothing_is_none(rest, n_steps):
    case = build_case(make_run(), RING)
    silent = tuple(replace(one, contribution=None) for one in case.families)
    provenance = replace(case.provenance, prior_bits=0.0)
    bare = replace(case, corroborated=True, families=silent, reasons=(), score=rest, provenance=provenance)

    assert n_steps == sum(step.family == "beyond honest groups" for step in waterfall_of(bare).steps)
