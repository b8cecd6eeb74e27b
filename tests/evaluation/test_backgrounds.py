"""Planting into real reviews; here those of a market without rings stand for real ones."""

from __future__ import annotations

import itertools
from pathlib import Path

import polars as pl
import pytest

from collusion.errors import UsageError
from collusion.evaluation.backgrounds import (
    BACKGROUND_STYLES,
    UNPLANTED,
    batches,
    plant_background,
    read_background,
    run_background,
    without_times,
)
from collusion.simulate.market import simulate_market
from collusion.simulate.presets import preset


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Who reviewed what when, in a market of honest people."""
    base = tmp_path_factory.mktemp("background")
    simulate_market(preset("clean", n_reviews=12_000, seed=3), base / "market")
    reviews = pl.read_parquet(base / "market" / "reviews.parquet")
    (base / "real").mkdir()
    reviews.select("reviewer_id", "product_id", "rating", "posted_at").write_parquet(
        base / "real" / "reviews.parquet"
    )
    return base / "real"


@pytest.fixture(scope="module")
def background(folder: Path):
    return read_background(folder)


@pytest.mark.parametrize("style", sorted(BACKGROUND_STYLES))
def test_plant_background__adds_rows_and_changes_none(background, style):
    injected = plant_background(background, [style], 5)
    before, after = background.tables.reviews, injected.frames["reviews"]
    (ring,) = injected.truth.rings
    jobs = after.filter(pl.col("reviewer_id").is_in(ring.members), pl.col("product_id").is_in(ring.targets))

    assert before.equals(after.head(before.height))
    plan = BACKGROUND_STYLES[style].plan
    assert plan is not None
    assert plan.members[1] == len(ring.members) == jobs["reviewer_id"].n_unique()
    assert jobs["posted_at"].null_count() == 0
    assert jobs["posted_at"].max().date() <= before["posted_at"].max().date()
    assert jobs["posted_at"].min().date() >= before["posted_at"].min().date()
    extreme = jobs["rating"].mean()
    assert extreme > 4.7 if plan.stars == "promote" else extreme < 1.3


def test_plant_background__follows_from_the_seed(background):
    first, again, other = (plant_background(background, ["crew_45"], seed) for seed in (1, 1, 2))

    assert first.frames["reviews"].equals(again.frames["reviews"])
    assert not first.frames["reviews"].equals(other.frames["reviews"])


def test_plant_background__ids_of_a_ring_do_not_follow_one_another(background):
    injected = plant_background(background, ["crew_45"], 1)
    numbers = sorted(int(name.rsplit("-", 1)[1], 16) for name in injected.truth.rings[0].members)

    assert min(b - a for a, b in itertools.pairwise(numbers)) > 1


def test_plant_background__without_times_plants_none(background):
    timeless = without_times(background)
    injected = plant_background(timeless, ["crew_45", "batches"], 1)

    assert not timeless.has_times
    assert injected.frames["reviews"]["posted_at"].null_count() == injected.frames["reviews"].height
    assert background.has_times


def test_plant_background__dates_stay_dates(folder, tmp_path):
    reviews = pl.read_parquet(folder / "reviews.parquet")
    (tmp_path / "days").mkdir()
    reviews.with_columns(pl.col("posted_at").dt.truncate("1d")).write_parquet(
        tmp_path / "days" / "reviews.parquet"
    )
    injected = plant_background(read_background(tmp_path / "days"), ["crew_45"], 1)

    assert 1 == injected.frames["reviews"]["posted_at"].dt.time().n_unique()


def test_plant_background__everybody_gets_identifiers_where_a_ring_shares_some(background):
    injected = plant_background(background, ["batches"], 1)
    held = injected.frames["identifiers"]
    cards = held.filter(pl.col("reviewer_id").is_in(injected.truth.rings[0].members), kind="card")
    shared = cards.group_by("value").len().filter(pl.col("len") > 1)

    assert held["reviewer_id"].n_unique() > 0.99 * injected.frames["reviews"]["reviewer_id"].n_unique() - 40
    assert [5] * 8 == shared["len"].to_list()


def test_batches__plants_few_at_a_time_and_every_style_once(background):
    jobs = list(batches(background, list(BACKGROUND_STYLES)))

    assert list(BACKGROUND_STYLES) == [style for job in jobs for style in job]
    assert len(jobs) > 1


def test_batches__raise_on_unknown_style(background):
    with pytest.raises(UsageError, match="--plant: found nice; known: crew_45, crew_20"):
        list(batches(background, ["nice"]))


def test_run_background__of_nobody_has_no_rings(background, tmp_path):
    rows = run_background(background, [], 1, tmp_path)

    assert 0 == rows.filter(row="ring").height
    assert {UNPLANTED} == set(rows["styles"])
    assert rows.filter(row="flag")["is_false"].all()
    assert 1 == rows.filter(row="trial").height


def test_read_background__knows_the_rings_that_the_source_names(folder, tmp_path):
    reviews = pl.read_parquet(folder / "reviews.parquet")
    (tmp_path / "known" / "truth").mkdir(parents=True)
    reviews.write_parquet(tmp_path / "known" / "reviews.parquet")
    pl.DataFrame(
        {"group": ["g", "g"], "reviewer_id": reviews["reviewer_id"].unique().sort().head(2)}
    ).write_parquet(tmp_path / "known" / "truth" / "groups.parquet")
    (ring,) = read_background(tmp_path / "known").known

    assert ("g", 2) == (ring.name, len(ring.members))
