from __future__ import annotations

import dataclasses

import pytest

from collusion.cases.brief import MOST_WORDS, brief, n_words
from collusion.cases.case import build_case
from tests.cases.small_runs import Wish, make_run


@pytest.mark.parametrize("ring_id", ["R-00000001", "R-00000002"])
def test_brief__begins_with_the_claim_and_stays_short(ring_id):
    case = build_case(make_run(Wish(n_accounts=60, n_products=30)), ring_id)
    said = brief(case)

    assert said[0] == case.summary
    assert n_words(said) <= MOST_WORDS
    assert any(case.innocent_explanation in sentence for sentence in said)


def test_brief__leaves_out_what_there_is_no_room_for_but_never_the_claim():
    case = build_case(make_run(), "R-00000001")
    long = dataclasses.replace(case, summary="word " * MOST_WORDS)

    assert brief(long) == (long.summary,)


def test_brief__takes_the_first_sentence_of_the_weightiest_reason():
    case = build_case(make_run(), "R-00000001")
    (told,) = [sentence for sentence in brief(case) if sentence.startswith("Weightiest, ")]

    assert told.count(". ") == 0
    assert case.reasons_for()[0].sentence.startswith(told.split(": ", 1)[1])


@pytest.mark.parametrize(("n_more", "is_told"), [(0, True), (1, False)])
def test_brief__has_120_words_at_most(n_more, is_told):
    """What fits exactly is told; one word more, and it is left out."""
    case = dataclasses.replace(build_case(make_run(), "R-00000001"), reasons=(), innocent_explanation=None)
    (step,) = brief(case)[1:]
    full = dataclasses.replace(case, summary="word " * (120 - len(step.split()) + n_more))

    assert is_told == (step in brief(full))
