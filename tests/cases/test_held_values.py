from __future__ import annotations

import polars as pl
import pytest

import collusion as co
from collusion.cases.market import hold_market
from collusion.tables.loader import tables_from_frames
from tests.cases.mixed import mixed_run
from tests.endurance.near_members import Tables


def without_shared(tables, members, account):
    """Return the market in which an account does not hold what it shares with some others."""
    frame = tables.frames["identifiers"]
    others = frame.filter(pl.col("reviewer_id").is_in(members), pl.col("reviewer_id") != account)
    shared = others.select("kind", "value").unique()
    mine = frame.filter(reviewer_id=account)
    rest = frame.filter(pl.col("reviewer_id") != account)
    kept = pl.concat([rest, mine.join(shared, on=["kind", "value"], how="anti")])
    return hold_market(tables_from_frames(tables.frames | {"identifiers": kept}), tables.params)


def test_without__values_is_as_if_the_tables_had_not_these_rows():
    run = mixed_run()
    tables, tried = Tables(run.source), 0
    for ring in list(run):
        held = run.records.ring_identifiers.filter(ring_id=ring.id)
        if held.is_empty() or tried == 3:
            continue
        account = held["reviewer_id"][0]
        tokens = held.filter(reviewer_id=account)["token"].to_list()
        told = ring.without(values=[(account, token) for token in tokens]).outcome
        market = without_shared(tables, ring.members["reviewer_id"].to_list(), account)
        group = told.assessment.candidate.group
        said, same = told.assessment.findings["identity"], market.channels.identity.assess(group)
        tried += 1

        assert (said.bits, said.observed, said.effects) == (same.bits, same.observed, same.effects)
    assert tried == 3


def test_without__names_values_that_the_account_does_not_share():
    run = mixed_run()
    with pytest.raises(
        co.UsageError, match=r"Values card:0 of nobody: found none of that token .*identifiers`"
    ):
        run[1].without(values=[("nobody", "card:0")])
