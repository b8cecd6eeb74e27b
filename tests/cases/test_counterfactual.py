from __future__ import annotations

import dataclasses

import polars as pl

from collusion.cases.counterfactual import MOST_ROWS, NOT_A_MEMBER, _unflagging, counterfactual
from collusion.cases.market import hold_market, places_of
from collusion.cases.what_if import Edit, assess_edit, stored_group
from collusion.detection import bursts, holders
from collusion.tables.loader import tables_from_frames
from tests.cases.mixed import mixed_run
from tests.endurance.near_members import Tables
from tests.oracles.given import measured_in_whole


def blocks_of(run):
    plain = (bursts.ORIGIN, holders.ORIGIN)
    return run.rings.filter(~pl.col("origin").is_in(plain))["ring_id"].to_list()


def is_member(run, tables, ring_id, account, by_strangers):
    """Return whether an account is drawn in where strangers wrote some reviews, in the whole market."""
    reviews = tables.frames["reviews"].with_columns(
        pl.when(pl.col("review_id").is_in(by_strangers))
        .then("stranger of " + pl.col("review_id"))
        .otherwise("reviewer_id")
        .alias("reviewer_id")
    )
    market = hold_market(tables_from_frames(tables.frames | {"reviews": reviews}), tables.params)
    group, _ = stored_group(run.records, market, ring_id)
    place = int(places_of(market.graph.reviewers, pl.Series([account]))[0])
    return place in measured_in_whole(group, market.space)[2]


def test_counterfactual__clears_with_its_rows_and_not_with_one_fewer():
    run = mixed_run()
    tables, tried = Tables(run.source), 0
    for ring_id in blocks_of(run)[:3]:
        members = run[ring_id].members["reviewer_id"].to_list()
        found = [counterfactual(run.records, run.market, ring_id, account) for account in members]
        clear = [one for one in found if one.outcome == NOT_A_MEMBER and one.n_rows][:4]
        for one in clear:
            assert one.n_rows == len(one.review_ids) <= MOST_ROWS
            assert not is_member(run, tables, ring_id, one.account, one.review_ids)
            assert is_member(run, tables, ring_id, one.account, one.review_ids[:-1])
            tried += 1
        for one in found:
            assert one.account in one.words or one.outcome is None
            assert (one.outcome is None) <= one.words.startswith("No change of 5 rows")
    assert tried >= 8


def test_counterfactual__without_these_rows_a_what_if_does_not_draw_the_account_in():
    run = mixed_run()
    ring = run[blocks_of(run)[0]]
    frame = ring.counterfactuals()
    row = frame.filter(pl.col("n_rows") > 0).row(0, named=True)
    edited = ring.without(reviews=row["review_ids"])
    membership = edited.members.filter(reviewer_id=row["reviewer_id"])["membership"]

    assert membership.to_list() == [None]
    assert frame["reviewer_id"].sort().equals(ring.members["reviewer_id"].sort())
    assert (
        frame.filter(pl.col("outcome").is_null())["n_rows"].to_list() == [0] * frame["outcome"].null_count()
    )


def test_counterfactual__of_shared_values_is_to_hold_none():
    run = mixed_run()
    (ring_id, *_) = run.rings.filter(pl.col("origin") == holders.ORIGIN)["ring_id"].to_list()
    account = run[ring_id].members["reviewer_id"][0]
    found = run[ring_id].counterfactual(account)
    held = run.records.ring_identifiers.filter(ring_id=ring_id, reviewer_id=account)["token"].unique()

    assert set(found.tokens) == set(held) or (found.outcome is None and len(held) > MOST_ROWS)
    assert found.n_rows == len(found.tokens)


def at_its_edge(run, ring_id):
    """Return a market in which the level of a flag is just what the ring reaches."""
    scoring = dataclasses.replace(run.market.params.scoring, fdr=run[ring_id].case.q_value * (1 + 1e-9))
    return dataclasses.replace(run.market, params=dataclasses.replace(run.market.params, scoring=scoring))


def test_unflagging__takes_the_fewest_rows_without_which_a_group_at_the_edge_is_not_flagged():
    run, n_found = mixed_run(), 0
    for ring in (ring for ring in run if ring.is_flagged):
        market = at_its_edge(run, ring.id)
        written = ring.reviews().filter("in_window")
        for member in () if n_found >= 2 else ring.members["reviewer_id"].to_list():
            rows = written.filter(reviewer_id=member).head(MOST_ROWS)
            some = _unflagging(run.records, market, ring.id, rows)
            if some is not None:
                for n in range(1, some.height + 1):
                    edit = Edit(reviews=frozenset(some["review_id"].head(n).to_list()))
                    told = assess_edit(run.records, market, ring.id, edit)
                    assert told.is_flagged == (n < some.height)
                n_found += 1
    assert n_found


def test_account__lists_what_would_clear_it_of_each_ring():
    run = mixed_run()
    account = run.account(run[1].members["reviewer_id"][0])
    found = account.counterfactuals()

    assert set(found) == set(account.memberships["ring_id"])
    assert all(one.account == account.id for one in found.values())
