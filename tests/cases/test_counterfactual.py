from __future__ import annotations

import dataclasses
import datetime as dt
import math
import tempfile
from functools import cache
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

import collusion as co
from collusion.cases.counterfactual import (
    MOST_ROWS,
    NOT_A_MEMBER,
    NOT_FLAGGED,
    _Row,
    _Search,
    _values,
    counterfactual,
)
from collusion.cases.held_ring import stored_group
from collusion.cases.held_values import market_without, values_of_tokens
from collusion.cases.market import hold_market, places_of
from collusion.cases.what_if import Edit, assess_edit
from collusion.detection import bursts, holders, tied, wordings
from collusion.detection.given import membership_of
from collusion.evidence.group import edges_of
from collusion.tables.loader import tables_from_frames
from tests.cases.mixed import mixed_run
from tests.endurance.near_members import Tables
from tests.oracles.given import measured_in_whole


def blocks_of(run):
    plain = (bursts.ORIGIN, holders.ORIGIN, wordings.ORIGIN)
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
        members = run[ring_id].members["reviewer_id"].to_list()[::5]
        found = [counterfactual(run.records, run.market, ring_id, account) for account in members]
        clear = [one for one in found if one.outcome == NOT_A_MEMBER and one.n_rows][:4]
        for one in clear:
            assert one.n_rows == len(one.review_ids) <= MOST_ROWS
            assert not is_member(run, tables, ring_id, one.account, one.review_ids)
            assert is_member(run, tables, ring_id, one.account, one.review_ids[:-1])
            tried += 1
        for one in found:
            assert one.account in one.words or one.outcome is None
            assert (one.outcome is None) <= one.words.startswith("No change of up to 5 rows")
    assert tried >= 8


def test_counterfactual__without_these_rows_a_what_if_does_not_draw_the_account_in():
    run = mixed_run()
    ring = run[blocks_of(run)[0]]
    frame = ring.counterfactuals()
    row = frame.filter(pl.col("n_rows") > 0, outcome=NOT_A_MEMBER).row(0, named=True)
    edited = ring.without(reviews=row["review_ids"])
    membership = edited.members.filter(reviewer_id=row["reviewer_id"])["membership"]

    assert membership.to_list() == [None]
    assert frame["reviewer_id"].sort().equals(ring.members["reviewer_id"].sort())
    assert (
        frame.filter(pl.col("outcome").is_null())["n_rows"].to_list() == [0] * frame["outcome"].null_count()
    )


def fewest_by_trying_all(run, ring_id, account):
    """Return how many reviews an account must lose to be no member, by every set of up to five of them."""
    market = run.market
    group, expected = stored_group(run.records, market, ring_id)
    origin = run.records.rings.filter(ring_id=ring_id)["origin"][0]
    place = list(market.graph.reviewers.names(group.members)).index(account)
    mine = np.intersect1d(group.edges, edges_of(market.graph, group.members[place : place + 1]))
    for n in range(min(len(mine), MOST_ROWS) + 1):
        for lost in combinations(mine.tolist(), n):
            gone = np.array(lost, dtype=np.int64)
            left = membership_of(group, market.space, origin=origin, expected=expected, lost=gone)
            if np.isnan(left[place]):
                return n
    return None


def test_counterfactual__is_as_small_as_the_smallest_of_all_sets_of_reviews():
    run, sizes = mixed_run(), []
    for ring_id in blocks_of(run):
        written = run.records.ring_reviews.filter(pl.col("ring_id") == ring_id, "in_window")
        few = written.group_by("reviewer_id").len().filter(pl.col("len") <= 8).sort("len", "reviewer_id")
        for account in few["reviewer_id"].to_list()[::6]:
            found = counterfactual(run.records, run.market, ring_id, account)
            if found.outcome != NOT_FLAGGED:
                sizes.append(found.n_rows if found.outcome else None)
                assert fewest_by_trying_all(run, ring_id, account) == sizes[-1]
    assert len(sizes) >= 8
    assert len({*sizes}) >= 3


def test_counterfactual__tells_the_nearest_change_where_no_small_one_clears():
    run, tried = mixed_run(), 0
    for ring_id in blocks_of(run):
        for account in run[ring_id].members["reviewer_id"].to_list()[:4]:
            found = counterfactual(run.records, run.market, ring_id, account)
            if found.outcome is None:
                edited = run[ring_id].without(reviews=found.nearest).members.filter(reviewer_id=account)
                fewer = run[ring_id].without(reviews=found.nearest[:-1]).members.filter(reviewer_id=account)
                tried += 1

                assert f"it takes {len(found.nearest)} of its" in found.words
                assert len(found.nearest) > MOST_ROWS
                assert edited["membership"].to_list() == [None]
                assert fewer["membership"].to_list() != [None]
    assert tried


def test_counterfactual__of_shared_values_leaves_no_instrument_in_common_and_one_fewer_does():
    run = mixed_run()
    (ring_id, *_) = run.rings.filter(pl.col("origin") == holders.ORIGIN)["ring_id"].to_list()
    for account in run[ring_id].members["reviewer_id"].to_list()[:3]:
        found = run[ring_id].counterfactual(account)
        pairs = [(account, token) for token in found.tokens]
        linked = [
            holders.linked_members(
                stored_group(run.records, run.market, ring_id)[0].members, one.space.identity
            )
            for one in (
                market_without(run.market, values_of_tokens(run.records, run.market, [ring_id]), some)
                for some in (pairs, pairs[:-1])
            )
        ]
        place = int(places_of(run.market.graph.reviewers, pl.Series([account]))[0])

        assert found.outcome == NOT_A_MEMBER
        assert found.n_rows == len(found.tokens) > 0
        assert [place in some for some in linked] == [False, True]


@cache
def tied_run():
    """Return the run of a market in which the accounts of an owner praise one product by his cards."""
    work = Path(tempfile.mkdtemp(prefix="collusion-tied-"))
    insiders = [f"insider{i:02d}" for i in range(16)]
    wrote = [(one, "boosted") for one in insiders]
    wrote += [(f"buyer{i:03d}", f"other{(i // 4 + 11 * (i % 4)) % 60}") for i in range(1200)]
    day = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)
    times = [day + dt.timedelta(hours=701 * i % 9000) for i in range(len(wrote))]
    reviewers, products = zip(*wrote, strict=True)
    columns = {"reviewer_id": reviewers, "product_id": products, "rating": 5, "posted_at": times}
    pl.DataFrame(columns).write_parquet(work / "reviews.parquet")
    cards = [("card", one, f"card{i // 4}") for i, one in enumerate(insiders)]
    cards += [("card", f"buyer{i:03d}", f"own{i}") for i in range(1200)]
    held = pl.DataFrame(cards, schema=["kind", "reviewer_id", "value"], orient="row")
    held.write_parquet(work / "identifiers.parquet")
    sold = [("boosted", "owner"), *((f"other{i}", f"seller{i % 20}") for i in range(60))]
    pl.DataFrame(sold, schema=["product_id", "seller_id"], orient="row").write_parquet(
        work / "products.parquet"
    )
    pl.DataFrame(
        {"seller_id": "owner", "kind": "card", "value": ["card0", "card1", "card2", "card3"]}
    ).write_parquet(work / "seller_identifiers.parquet")
    return co.detect(work, work / "run", quiet=True)


def test_counterfactual__of_the_tied_reviewers_of_a_seller_is_to_write_no_review_or_to_hold_no_tie():
    run = tied_run()
    (ring_id,) = run.rings.filter(pl.col("origin") == tied.ORIGIN)["ring_id"].to_list()
    members = run.members.filter(ring_id=ring_id)["reviewer_id"].to_list()
    found = [run[ring_id].counterfactual(account) for account in members]

    assert {(NOT_A_MEMBER, 1)} == {(one.outcome, one.n_rows) for one in found}
    assert all(one.words.startswith(f"Had {one.account} not ") for one in found)


def at_its_edge(run, ring_id):
    """Return the run with bits of an abnormal family that the ring's second one has just so."""
    row = run.records.rings.row(by_predicate=pl.col("ring_id") == ring_id, named=True)
    _, second, *_ = sorted((row[f"bits_{family}"] for family in row["abnormal"]), reverse=True)
    return dataclasses.replace(run.records, manifest=run.records.manifest | {"abnormal_bits": second - 1e-6})


def test_counterfactual__takes_the_fewest_rows_without_which_a_group_at_the_edge_is_not_flagged():
    run, n_found = mixed_run(), 0
    for ring in (ring for ring in run if ring.is_flagged):
        records = at_its_edge(run, ring.id)
        for member in () if n_found else ring.members["reviewer_id"].to_list()[:4]:
            found = counterfactual(records, run.market, ring.id, member)
            if found.outcome == NOT_FLAGGED:
                for n in range(found.n_rows + 1):
                    rows = [*found.review_ids, *((member, token) for token in found.tokens)][:n]
                    edit = Edit(
                        reviews=frozenset(row for row in rows if isinstance(row, str)),
                        values=frozenset(row for row in rows if not isinstance(row, str)),
                    )
                    told = assess_edit(records, run.market, ring.id, edit)
                    assert told.is_flagged == (n < found.n_rows)
                n_found += 1
    assert n_found


def test_account__lists_what_would_clear_it_of_each_ring():
    run = mixed_run()
    account = run.account(run[1].members["reviewer_id"][0])
    found = account.counterfactuals()

    assert set(found) == set(account.memberships["ring_id"])
    assert all(one.account == account.id for one in found.values())


@given(
    st.integers(1, 6),
    st.lists(st.sets(st.integers(0, 5), min_size=1), min_size=1, max_size=4),
    st.lists(st.integers(0, 3), min_size=6, max_size=6),
    st.integers(1, 6),
)
def test_fewest__of_rows_that_do_not_add_up_is_as_small_as_any_set_that_suffices(n, sufficing, weights, most):
    """Against all sets of six rows: a measure falls to nothing when one of some sets of rows is gone."""

    def measure(gone):
        ids = {int(row.id) for row in gone}
        is_gone = any(some <= ids for some in sufficing)
        return -math.inf if is_gone else 100.0 - sum(weights[i] for i in ids)

    rows = [_Row(str(i), edge=i) for i in range(n)]
    smallest = min(
        (k for k in range(1, n + 1) for some in combinations(rows, k) if measure(some) == -math.inf),
        default=None,
    )
    found = _Search(measure, rows, None).fewest(most)

    assert (smallest is None or smallest > most) == (found is None)
    assert found is None or (smallest, -math.inf) == (len(found), measure(found))


def test_row__of_the_first_review_of_the_graph_is_one():
    assert _Row("r", 0).is_review
    assert not _Row("token").is_review


def test_values__are_those_that_the_account_shares_in_this_ring():
    rows = [("R-1", "a", "x", 3), ("R-1", "a", "y", 2), ("R-2", "a", "z", 2), ("R-1", "b", "w", 2)]
    held = pl.DataFrame(rows, ["ring_id", "reviewer_id", "token", "n_accounts"], orient="row")
    ring = SimpleNamespace(ring_id="R-1", run=SimpleNamespace(ring_identifiers=held))

    assert [_Row("y"), _Row("x")] == _values(SimpleNamespace(ring=ring, account="a"))
