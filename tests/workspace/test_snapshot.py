from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from collusion.workspace.snapshot import newest_review, snapshot_from, snapshots
from tests.cases.small_runs import Wish, make_run
from tests.workspace.rings import ring


def test_snapshots__hold_what_the_run_says():
    run = make_run()
    found = snapshots(run)["R-00000001"]

    assert found.members == tuple(sorted(run.members.filter(ring_id="R-00000001")["reviewer_id"]))
    assert ("S1",) == found.sellers
    assert (("gift_card:00aa11bb", 3, 3), ("ip:22cc33dd", 2, 400)) == found.tokens
    assert found.n_reviews == sum(found.hours)
    assert ("behaviour", "stars", "identity") == found.families
    assert snapshot_from(found.body()) == found
    assert snapshot_from(found.body()).digest() == found.digest()


def test_snapshots__harm_is_recounted_from_rows():
    run = make_run()
    found = snapshots(run)["R-00000001"]
    inside = run.ring_reviews.filter((pl.col("ring_id") == "R-00000001") & pl.col("in_ring"))

    assert found.recent_reviews == inside.height
    assert found.stars_gained == pytest.approx(4.1 - 3.25)
    assert found.harm == pytest.approx(0.85 * inside.height)
    assert found.is_active


def test_snapshots__an_attack_takes_stars_and_a_lift_of_unknown_size_counts_one():
    attack = make_run(Wish(kind="attack"))
    alone = make_run()
    alone = replace(alone, clients=alone.clients.with_columns(pl.lit(None).alias("rating_without")))

    assert 1.15 == snapshots(attack)["R-00000001"].stars_gained
    assert 1.0 == snapshots(alone)["R-00000001"].stars_gained


def test_snapshots__old_reviews_are_no_present_harm():
    run = make_run()
    moved = pl.when(pl.col("in_ring")).then(pl.col("posted_at").dt.offset_by("-1y"))
    old = replace(run, ring_reviews=run.ring_reviews.with_columns(moved.otherwise("posted_at")))

    assert 0 == snapshots(old)["R-00000001"].recent_reviews
    assert not snapshots(old)["R-00000001"].is_active
    assert 0.0 == snapshots(old)["R-00000001"].harm
    assert 0.85 == pytest.approx(snapshots(old)["R-00000001"].stars_gained)


@pytest.mark.parametrize(
    "wish", [Wish(times=False), Wish(sellers=False), Wish(identifiers=False), Wish(n_rings=0)]
)
def test_snapshots__tables_may_say_little(wish):
    run = make_run(wish)

    assert len(snapshots(run)) == wish.n_rings
    assert (newest_review(run) is None) == (wish.n_rings == 0)


def test_harm__is_stars_times_reviews():
    assert 6.0 == ring("abc", stars_gained=1.5, recent_reviews=4).harm


def test_snapshots__say_who_holds_each_value_and_when_each_account_worked():
    run = make_run()
    found = snapshots(run)["R-00000001"]
    held = run.ring_identifiers.filter(ring_id="R-00000001")
    by_token = {
        token: frozenset(names) for token, names in held.group_by("token").agg("reviewer_id").iter_rows()
    }
    members = run.members.filter(ring_id="R-00000001")

    assert by_token == found.holders_of
    assert {
        name: (int(first.timestamp()), int(last.timestamp()))
        for name, first, last in members.select("reviewer_id", "first_at", "last_at").iter_rows()
    } == found.span_of


def test_snapshots__of_single_holders_where_the_run_names_them():
    run = make_run()
    row = {
        "ring_id": "R-00000001",
        "token": "device:1",
        "n_members": 1,
        "n_accounts": 1,
        "reviewer_ids": ["A102"],
    }
    named = replace(run, footprints=pl.DataFrame([row], schema=run.footprints.schema))
    unnamed = replace(run, footprints=named.footprints.with_columns(pl.lit(None).alias("reviewer_ids")))

    assert frozenset({"A102"}) == snapshots(named)["R-00000001"].holders_of["device:1"]
    assert "device:1" not in snapshots(unnamed)["R-00000001"].holders_of


def test_snapshot_from__reads_what_earlier_versions_kept():
    """Their digests, which decisions name, are what they were."""
    kept = replace(ring("abc", tokens=(("card:1", 2, 2),)), holders=(), spans=())

    assert '"holders"' not in kept.body()
    assert snapshot_from(kept.body()) == kept
    assert snapshot_from(kept.body()).digest() == kept.digest()
