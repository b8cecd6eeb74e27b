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
