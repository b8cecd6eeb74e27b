"""A lifelike market has what real ones have, and tells nothing that a platform would not know."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from collusion.errors import UsageError
from collusion.simulate.market import simulate_market
from collusion.simulate.presets import preset
from collusion.simulate.spec import MarketSpec, Planned
from tests.simulate.conftest import Market


def _digest(folder: Path) -> str:
    found = hashlib.sha256()
    for file in sorted(folder.rglob("*.parquet")):
        found.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def test_market__same_spec_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        simulate_market(preset("lifelike", n_reviews=12_000, seed=seed), tmp_path / name)

    assert _digest(tmp_path / "a") == _digest(tmp_path / "b")
    assert _digest(tmp_path / "a") != _digest(tmp_path / "c")


def test_market__has_about_as_many_reviews_as_asked_for(lifelike: Market) -> None:
    assert 0.8 < lifelike.summary.n_reviews / 60_000 < 1.25
    assert lifelike.summary.n_reviews == lifelike.reviews.height


def test_stars__are_j_shaped(lifelike: Market) -> None:
    share = [(lifelike.reviews["rating"] == stars).mean() for stars in (1, 2, 3, 4, 5)]

    assert 0.55 < share[4] < 0.75  # type: ignore[operator]
    assert share[1] < share[0]  # type: ignore[operator]
    assert share[1] < share[2] < share[3] < share[4]  # type: ignore[operator]


@pytest.mark.parametrize("seed", range(6))
def test_stars__leniency_is_5_to_23_percent_of_their_variance(seed: int) -> None:
    """Analysis of variance over accounts with many reviews, in markets without groups."""
    from collusion.simulate.lifelike.background import lifelike_reviews
    from collusion.simulate.lifelike.world import build_lifelike_world

    rows = lifelike_reviews(build_lifelike_world(seed, 80_000, 80_000))
    n = np.bincount(rows.account)
    busy = n[rows.account] >= 5
    account, stars = rows.account[busy], rows.stars[busy].astype(np.float64)
    size = np.bincount(account)
    mean = np.bincount(account, weights=stars) / np.maximum(size, 1)
    k = int((size > 0).sum())
    within = float(((stars - mean[account]) ** 2).sum() / (len(stars) - k))
    typical = (len(stars) - float((size.astype(np.float64) ** 2).sum()) / len(stars)) / (k - 1)
    between = (float((size * (mean - stars.mean()) ** 2).sum() / (k - 1)) - within) / typical

    assert 0.04 < between / (between + within) < 0.25


def test_activity__most_write_once_and_a_few_hundreds(lifelike: Market) -> None:
    counts = lifelike.reviews.group_by("reviewer_id").len()["len"]

    assert (counts == 1).mean() > 0.35  # type: ignore[operator]
    assert counts.max() > 150  # type: ignore[operator]


def test_sittings__many_reviews_follow_another_within_the_hour(lifelike: Market) -> None:
    times = lifelike.reviews.drop_nulls("posted_at").sort("reviewer_id", "posted_at")
    gap = times.select(gap=pl.col("posted_at").diff().over("reviewer_id").dt.total_minutes())["gap"]
    gap = gap.drop_nulls()

    assert 0.2 < (gap < 60).mean() < 0.7  # type: ignore[operator]


def test_growth__every_year_has_more_reviews(lifelike: Market) -> None:
    years = lifelike.reviews["posted_at"].dt.year().value_counts().drop_nulls().sort("posted_at")["count"]

    assert list(years) == sorted(years)


def test_copies__are_the_same_review_on_every_variant(lifelike: Market) -> None:
    text = lifelike.reviews.drop_nulls(["text", "posted_at", "rating"])
    copies = text.join(lifelike.products, on="product_id").drop_nulls("parent_id")
    copies = copies.group_by("reviewer_id", "parent_id").agg(
        n=pl.len(), texts=pl.col("text").n_unique(), times=pl.col("posted_at").n_unique()
    )
    several = copies.filter(pl.col("n") > 1)

    assert several.height > 100
    assert several.filter((pl.col("texts") == 1) & (pl.col("times") == 1)).height > 0.8 * several.height


def test_twins__some_people_have_two_ids(lifelike: Market) -> None:
    same = ["product_id", "posted_at", "rating", "text"]
    again = lifelike.reviews.drop_nulls(same).group_by(same).agg(ids=pl.col("reviewer_id").n_unique())

    assert again.filter(pl.col("ids") == 2).height > 100
    assert again["ids"].max() == 2


def test_gaps__are_alike_in_rings_and_elsewhere(lifelike: Market) -> None:
    rings = lifelike.members.join(lifelike.groups.filter(kind="ring"), on="group_id")["reviewer_id"].unique()
    is_ring = pl.col("reviewer_id").is_in(rings.implode())
    empty = lifelike.reviews.group_by(is_ring.alias("ring")).agg(pl.col("verified").null_count() / pl.len())

    assert empty["verified"].max() < 0.05  # type: ignore[operator]
    assert empty["verified"].min() > 0.005  # type: ignore[operator]


def test_serial_ids__follow_registration(lifelike: Market) -> None:
    accounts = lifelike.accounts.drop_nulls("created_at").sort("created_at", "reviewer_id")

    assert accounts["reviewer_id"].is_sorted()
    assert accounts["reviewer_id"].n_unique() == accounts.height


def test_sellers__share_identifiers_with_the_accounts_of_a_boosting_ring(every_style: Market) -> None:
    sellers = pl.read_parquet(every_style.path / "seller_identifiers.parquet")
    targets = every_style.targets.filter(pl.col("group_id").str.starts_with("boost_one"))
    seller = targets.join(every_style.products, on="product_id")["seller_id"]
    held = sellers.filter(pl.col("seller_id").is_in(seller.implode()))
    mine = every_style.identifiers.join(every_style.members_of("boost_one"), on="reviewer_id")

    assert mine.join(held, on=["kind", "value"]).height >= 3


def test_market__raise_on_unknown_style(tmp_path: Path) -> None:
    spec = MarketSpec("x", 5_000, 1, (Planned("friendly", 1),), background="lifelike")

    with pytest.raises(UsageError, match="found the style 'friendly'; known styles: burners_farm"):
        simulate_market(spec, tmp_path / "m")
    assert not (tmp_path / "m").exists()


def test_many__counts_what_it_plants_by_a_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many rings that a part of them says how many rows all take."""
    from collusion.simulate.lifelike import market

    monkeypatch.setattr(market, "_MOST_DRAFTED", 5)
    summary = simulate_market(preset("lifelike-many", n_reviews=30_000, seed=1), tmp_path / "m")
    members = pl.read_parquet(tmp_path / "m" / "truth" / "members.parquet")

    assert 0.8 < summary.n_reviews / 30_000 < 1.25
    assert members["group_id"].n_unique() == 30
    assert members["reviewer_id"].n_unique() == members.height


def test_dense__few_people_rate_very_much(tmp_path: Path) -> None:
    summary = simulate_market(preset("lifelike-dense", n_reviews=30_000, seed=1), tmp_path / "m")
    reviews = pl.read_parquet(tmp_path / "m" / "reviews.parquet")

    assert 0.6 < summary.n_reviews / 30_000 < 1.2  # small markets have fewer products to choose from
    assert reviews.height / reviews["reviewer_id"].n_unique() > 70
