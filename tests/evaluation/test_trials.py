"""Trials: rows of one market that is run alone."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from collusion.errors import UsageError
from collusion.evaluation.markets import WITHHELD, Market, seen_sources, withhold
from collusion.evaluation.trials import (
    TRIAL_SCHEMA,
    Trial,
    check_trials,
    judged_rows,
    read_trials,
    run_trial,
    write_trial,
)
from collusion.evaluation.truth import read_truth
from collusion.simulate.lifelike.plan import SOURCES
from collusion.simulate.market import simulate_market
from collusion.simulate.presets import preset
from tests.evaluation.fixtures import small_market, small_run

__all__ = ["small_market", "small_run"]


def test_judged_rows__uses_the_flags_of_the_run(small_run, small_market):
    rows = judged_rows(small_run, read_truth(small_market), frozenset(SOURCES))
    flags = rows.filter(row="flag")

    assert small_run.rings.filter("flagged").height == flags.height
    assert rows.filter(row="ring")["flagged"].sum() == flags.filter(pl.col("jaccard") >= 0.5).height
    assert rows.filter(row="ring")["visible"].all()
    assert 0 == flags["n_strangers"].sum()


def test_run_trial__is_the_same_when_run_again(tmp_path):
    trial = Trial(Market("sample-gift-cards", 6_000, 3), "reviews_times")
    first, again = (run_trial(trial, tmp_path / name) for name in ("a", "b"))

    assert TRIAL_SCHEMA == first.schema
    assert first.drop("seconds").equals(again.drop("seconds"))
    assert {"reviews_times"} == set(first["withheld"])
    assert 1 == first.filter(row="ring").height == first.filter(row="trial").height


def test_withhold__reviews_and_times_only(tmp_path):
    simulate_market(preset("lifelike", n_reviews=4_000, seed=1), tmp_path / "m")
    left = withhold(tmp_path / "m", "reviews_times", tmp_path / "left")

    assert ["reviews.parquet"] == [file.name for file in left.iterdir()]
    columns = ["reviewer_id", "product_id", "rating", "posted_at", "review_id"]
    assert columns == pl.read_parquet(left / "reviews.parquet").columns


def test_withhold__sellers_go_with_the_identifiers(tmp_path):
    simulate_market(preset("lifelike", n_reviews=4_000, seed=1), tmp_path / "m")
    left = withhold(tmp_path / "m", "identifiers", tmp_path / "left")

    assert {"reviews", "products", "accounts", "orders"} == {file.stem for file in left.iterdir()}


@pytest.mark.parametrize("what", sorted(WITHHELD))
def test_seen_sources__never_more_than_there_are(what):
    seen = seen_sources(what)

    assert "reviews" in seen <= frozenset(SOURCES)
    assert (what == "nothing") == (seen == frozenset(SOURCES))


def test_read_truth__of_a_lifelike_market_says_what_is_visible(tmp_path):
    simulate_market(preset("lifelike", n_reviews=20_000, seed=1, styles="held-out"), tmp_path / "m")
    truth = read_truth(tmp_path / "m")

    assert all(ring.visible_in for ring in truth.rings)
    assert truth.rings
    assert all(ring.held_out for ring in truth.rings)
    assert not any(group.visible_in for group in truth.innocent)


def test_read_trials__reads_what_was_written(tmp_path):
    row = {"preset": "x", "row": "trial", "seed": 1}
    for name in ("b", "a"):
        rows = pl.DataFrame([row | {"name": name}], schema=TRIAL_SCHEMA)
        assert write_trial(rows, name, tmp_path) == tmp_path / f"{name}.parquet"

    assert ["a", "b"] == read_trials(tmp_path)["name"].to_list()


def test_read_trials__raise_where_there_are_none(tmp_path: Path):
    with pytest.raises(
        UsageError, match=r"found no trials there\. Run some: collusion evaluate market --out"
    ):
        read_trials(tmp_path / "nowhere")


def test_check_trials__raise_on_unknown_names():
    with pytest.raises(UsageError, match="found the preset life; known: ordinary"):
        check_trials([Trial(Market("life", 2_000, 1))])
    with pytest.raises(UsageError, match="found the evidence to withhold luck; known: nothing"):
        check_trials([Trial(Market("clean", 2_000, 1), "luck")])


def test_read_trials__raise_on_what_is_no_trial(tmp_path):
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "other.parquet")

    with pytest.raises(UsageError, match=r"found other\.parquet, which `collusion evaluate` of this version"):
        read_trials(tmp_path)
