"""Innocent look-alikes look alike, and their stars are honest."""

from __future__ import annotations

import polars as pl
import pytest

from tests.simulate.conftest import Market

BUYERS = ("book_club", "fan_club", "brand_enthusiasts", "deal_crowd", "sampling_programme")
COMMUNITIES = ("language_community", "taste_community")


@pytest.mark.parametrize("style", [*BUYERS, *COMMUNITIES])
def test_innocents__agree_with_outsiders(innocents: Market, style: str) -> None:
    ours = innocents.ring_reviews(style).group_by("product_id").agg(ours=pl.col("rating").mean(), n=pl.len())
    theirs = innocents.outsiders(style).group_by("product_id").agg(theirs=pl.col("rating").mean())
    both = ours.join(theirs, on="product_id")
    gap = ((both["ours"] - both["theirs"]) * both["n"]).sum() / both["n"].sum()

    assert len(both) > 5
    assert abs(gap) < 0.4


@pytest.mark.parametrize(
    ("style", "kind", "share"),
    [
        ("campus_nat", "ip", 1.0),
        ("carrier_nat", "ip", 1.0),
        ("vpn_exit", "ip", 1.0),
        ("office", "ip", 1.0),
        ("parcel_locker", "address", 1.0),
        ("household", "ip", 1.0),
        ("fan_club", "promo_code", 0.5),
    ],
)
def test_innocents__share_the_value_that_names_them(
    innocents: Market, style: str, kind: str, share: float
) -> None:
    members = innocents.members_of(style)
    held = innocents.identifiers.filter(kind=kind).join(members, on="reviewer_id")
    most = held.group_by("value").len()["len"].max()

    assert isinstance(most, int)
    assert most >= share * len(members)


def test_fan_club__reviews_releases_within_days(innocents: Market) -> None:
    jobs = innocents.ring_reviews("fan_club")
    lag = jobs.select(pl.col("posted_at") - pl.col("posted_at").min().over("product_id")).to_series()

    assert (lag.dt.total_days() <= 7).mean() > 0.8  # type: ignore[operator]
    assert jobs.join(innocents.products, on="product_id")["seller_id"].n_unique() == 1


def test_sampling_programme__serves_many_sellers_with_busy_accounts(innocents: Market) -> None:
    jobs = innocents.ring_reviews("sampling_programme").join(innocents.products, on="product_id")
    members = innocents.members_of("sampling_programme")
    activity = innocents.reviews.join(members, on="reviewer_id").group_by("reviewer_id").len()

    assert jobs["seller_id"].n_unique() > 25
    assert activity["len"].min() >= 8  # type: ignore[operator]


def test_book_club__one_book_a_month(innocents: Market) -> None:
    jobs = innocents.ring_reviews("book_club")
    days = pl.col("posted_at").dt.timestamp("ms") / 86_400_000
    spread = jobs.group_by("product_id").agg(days.std())["posted_at"]

    assert 10 <= len(innocents.members_of("book_club")) <= 16
    assert spread.drop_nulls().median() < 25  # type: ignore[operator]


def test_short_reviews__write_stock_phrases(innocents: Market) -> None:
    texts = innocents.reviews.join(innocents.members_of("short_reviews"), on="reviewer_id")["text"]
    usual = innocents.reviews["text"].drop_nulls().str.split(" ").list.len()

    assert texts.drop_nulls().str.split(" ").list.len().mean() < usual.mean()  # type: ignore[operator]


def test_language_community__many_sellers_over_years(innocents: Market) -> None:
    jobs = innocents.ring_reviews("language_community").join(innocents.products, on="product_id")
    posted = jobs["posted_at"]

    assert 100 <= len(innocents.members_of("language_community")) <= 250
    assert jobs["seller_id"].n_unique() > 40
    assert (posted.max() - posted.min()).days > 700  # type: ignore[operator,union-attr]
