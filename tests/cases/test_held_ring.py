from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from collusion.cases.counterfactual import counterfactual, counterfactuals
from collusion.cases.held_ring import OtherRings, hold_ring, other_rings, stored_group
from collusion.cases.what_if import Edit, assess_edit, assess_held
from collusion.scoring.q_values import ChanceScores, most_doubt
from tests.cases.mixed import mixed_run


def edits_of(run, ring_id):
    """Return an edit of each sort, and the ring as it is between them."""
    rows = run.records.ring_reviews.filter(ring_id=ring_id)
    held = run.records.ring_identifiers.filter(ring_id=ring_id)
    values = list(held.select("reviewer_id", "token").iter_rows())
    other = next(one for one in run.rings["ring_id"] if one != ring_id)
    yield Edit()
    for some in (values[:1], values[-2:], values[:1]):
        yield Edit(values=frozenset(some), reviews=frozenset(rows["review_id"][:3]))
    yield Edit(values=frozenset(values[:1]), merged=(other,))
    yield Edit(accounts=frozenset(rows["reviewer_id"][:1]))
    yield Edit()


def test_hold_ring__no_edit_leaves_anything_behind_for_the_next():
    run = mixed_run()
    ring_id = run.records.ring_identifiers["ring_id"][0]
    ring = hold_ring(run.records, run.market, ring_id)
    for edit in edits_of(run, ring_id):
        told, same = (
            assess_held(ring, edit),
            assess_edit(run.records, run.market, ring_id, edit),
        )
        assert (told.score, told.q_value, told.rank, told.is_flagged) == (
            same.score,
            same.q_value,
            same.rank,
            same.is_flagged,
        )
        assert told.assessment.findings["identity"].bits == same.assessment.findings["identity"].bits


def test_hold_ring__knows_the_edge_of_each_review_in_a_window():
    run = mixed_run()
    for ring_id in run.rings["ring_id"].to_list():
        ring = hold_ring(run.records, run.market, ring_id)
        rows = run.records.ring_reviews.filter(ring_id=ring_id)
        inside = rows.filter("in_window")["review_id"].to_list()

        assert set(ring.reviews) == set(rows["review_id"])
        assert sorted(ring.reviews[one] for one in inside) == ring.candidate.group.edges.tolist()
        assert stored_group(run.records, run.market, ring_id)[1].tolist() == ring.candidate.expected.tolist()


def test_counterfactuals__of_many_accounts_are_those_of_each():
    run = mixed_run()
    ring = run[1]
    accounts = ring.members["reviewer_id"].to_list()[:6]
    held = hold_ring(run.records, run.market, ring.id)

    assert list(counterfactuals(held, accounts)) == [
        counterfactual(run.records, run.market, ring.id, account) for account in accounts
    ]


def test_market_without__keeps_the_last_market_for_these_values_only():
    run = mixed_run()
    rows = run.records.ring_identifiers
    ring = hold_ring(run.records, run.market, rows["ring_id"][0])
    one, other = (
        frozenset([pair])
        for pair in rows.filter(ring_id=ring.ring_id).select("reviewer_id", "token").head(2).iter_rows()
    )
    first = ring.market_without(one)

    assert ring.market_without(one) is first
    assert ring.market_without(other) is not first
    assert ring.market_without(frozenset()) is run.market


@pytest.mark.parametrize("has_stars", [True, False])
def test_other_rings__stand_for_themselves_by_whether_stars_are_known(has_stars):
    run = mixed_run().records
    is_shift = pl.col("measure") == "stars_shift"
    known = run if has_stars else replace(run, effects=run.effects.filter(~is_shift))

    assert run.effects.select(is_shift.any()).item()
    assert most_doubt(has_stars=has_stars) == other_rings(known, ()).doubt
    assert most_doubt(has_stars=True) != most_doubt(has_stars=False)


@pytest.mark.parametrize(
    ("score", "own_rank", "place"), [(5.0, 4, 2), (5.0, 6, 3), (5.0, 2, 1), (6.0, 9, 1), (0.0, 2, 4)]
)
def test_place__of_equal_scores_is_told_by_the_rank_in_the_run(score, own_rank, place):
    chance = ChanceScores(np.zeros(0), np.zeros(0), 1)
    scores, ranks = np.array([9.0, 5.0, 5.0, 1.0]), np.array([1, 3, 5, 8])
    others = OtherRings(scores, ranks, np.full(4, 50.0), 5, chance, 0.1)

    assert place == others.place(score, own_rank, 50.0)[0]
