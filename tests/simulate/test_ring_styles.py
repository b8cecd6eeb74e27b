"""Each ring style has the property that names it."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import polars as pl
import pytest

from collusion.simulate.assemble import context_of
from collusion.simulate.draws import generator
from collusion.simulate.ring_plan import RingPlan, hardened
from collusion.simulate.ring_styles import RING_STYLES, drawn_plan
from collusion.simulate.rings import plant_ring, share_out
from collusion.simulate.world import build_world
from tests.simulate.conftest import Market

ATTACK_AND_MIXED = {"attack", "adaptive"}


def _shared(market: Market, style: str, kind: str) -> pl.DataFrame:
    """Return the values of a kind that several members of a style hold."""
    held = market.identifiers.filter(kind=kind).join(market.members_of(style), on="reviewer_id")
    return held.group_by("group_id", "value").len().filter(pl.col("len") > 1)


@pytest.mark.parametrize("style", ["unique_ip", "adaptive"])
def test_unique_ip__no_two_members_share_an_ip(rings: Market, style: str) -> None:
    members = rings.members_of(style)
    held = rings.identifiers.filter(kind="ip").join(members, on="reviewer_id")

    assert len(members) >= 30
    assert held["reviewer_id"].n_unique() == len(members)
    assert _shared(rings, style, "ip").is_empty()
    assert _shared(rings, style, "device").is_empty()


def test_farm__every_member_uses_the_pool(rings: Market) -> None:
    shared = _shared(rings, "farm", "ip")
    held = rings.identifiers.join(shared, on="value").join(rings.members_of("farm"), on="reviewer_id")

    assert held["reviewer_id"].n_unique() == len(rings.members_of("farm"))
    assert not _shared(rings, "farm", "device").is_empty()


def test_gift_cards__an_eighth_of_the_pairs_share_a_batch(rings: Market) -> None:
    members = rings.members_of("gift_cards")
    shared = _shared(rings, "gift_cards", "gift_card")["len"].to_numpy()
    share = (shared * (shared - 1) / 2).sum() / (len(members) * (len(members) - 1) / 2)

    assert abs(share - 0.12) < 0.025
    assert len(shared) >= 5


def test_hired_crowd__many_clients_in_three_marketplaces(rings: Market) -> None:
    members, jobs = rings.members_of("hired_crowd"), rings.ring_reviews("hired_crowd")
    codes = _shared(rings, "hired_crowd", "promo_code")

    assert 80 <= len(members) <= 120
    assert jobs["product_id"].n_unique() == 60
    assert jobs.join(rings.products, on="product_id")["seller_id"].n_unique() == 22
    assert jobs["marketplace"].n_unique() == 3
    assert len(codes) >= 15


def _days_per_target(market: Market, style: str) -> float:
    posted = (
        market.ring_reviews(style)
        .group_by("product_id")
        .agg(pl.col("posted_at").max() - pl.col("posted_at").min())
    )
    return float(np.median(posted["posted_at"].dt.total_minutes().to_numpy()) / 1440)


@pytest.mark.parametrize("style", sorted(set(RING_STYLES) - {"slow", "adaptive", "swap_club"}))
def test_rings__serve_a_target_within_days(rings: Market, style: str) -> None:
    assert _days_per_target(rings, style) < 10.0


def test_slow__takes_months(rings: Market) -> None:
    assert _days_per_target(rings, "slow") > 150.0


def _camouflage(market: Market, style: str) -> float:
    written = len(market.reviews.join(market.members_of(style), on="reviewer_id"))
    jobs = len(market.ring_reviews(style))
    return written / jobs - 1


@pytest.mark.parametrize(("style", "wanted"), [("farm", 0.8), ("slow", 2.0), ("camouflaged", 4.0)])
def test_rings__camouflage_as_planned(rings: Market, style: str, wanted: float) -> None:
    assert abs(_camouflage(rings, style) / wanted - 1) < 0.2


def test_aged_accounts__have_a_history(rings: Market) -> None:
    """Years old when the job begins, and most wrote honest reviews before."""
    start = rings.ring_reviews("aged_accounts")["posted_at"].min()
    members = rings.members_of("aged_accounts").join(rings.accounts, on="reviewer_id")
    before = rings.reviews.join(members, on="reviewer_id").filter(pl.col("posted_at") < start)
    age = (pl.lit(start) - pl.col("created_at")).dt.total_days()

    assert members.select(age.min()).item() > 60
    assert before["reviewer_id"].n_unique() > len(members) / 3


def test_fresh_rings__were_made_together(rings: Market) -> None:
    made = rings.members_of("farm").join(rings.accounts, on="reviewer_id")["created_at"]

    assert (made.max() - made.min()).days < 20  # type: ignore[operator,union-attr]


def test_empty_box__parcels_weigh_nothing(rings: Market) -> None:
    jobs = rings.ring_reviews("empty_box").join(rings.orders, on=["reviewer_id", "product_id"])
    ratio = jobs.join(rings.products, on="product_id").select(
        (pl.col("shipped_weight_g") - 12) / pl.col("item_weight_g")
    )

    assert len(jobs) / len(rings.ring_reviews("empty_box")) > 0.9
    assert (ratio.to_series() < 0.2).mean() > 0.8  # type: ignore[operator]


def _likeness(market: Market, style: str) -> float:
    """Return the mean Jaccard of word sets over the closest pairs of texts on each target."""
    closest = []
    for _, jobs in market.ring_reviews(style).drop_nulls("text").group_by("product_id", maintain_order=True):
        texts = [set(text.lower().split()) for text in jobs["text"] if len(text.split()) > 8]
        pairs = [len(a & b) / len(a | b) for a, b in combinations(texts, 2)]
        closest += [max(pairs)] if pairs else []
    return float(np.mean(closest))


def test_client_text__near_duplicates_and_paraphrases(rings: Market) -> None:
    assert _likeness(rings, "client_text") > 0.85
    assert 0.3 < _likeness(rings, "rewritten_text") < 0.85
    assert _likeness(rings, "farm") < 0.45


@pytest.mark.parametrize("style", sorted(set(RING_STYLES) - {"smear"}))
def test_rings__stars_against_outsiders(rings: Market, style: str) -> None:
    ours, theirs = rings.ring_reviews(style)["rating"].mean(), rings.outsiders(style)["rating"].mean()
    assert isinstance(ours, float)
    assert isinstance(theirs, float)

    if style == "attack":
        assert ours < 1.3
        assert theirs > 3.9
    else:
        assert ours > (4.5 if style in ATTACK_AND_MIXED else 4.8)
        assert 3.0 < theirs < 3.8


@pytest.mark.parametrize("style", sorted(RING_STYLES))
def test_rings__genuine_buyers(rings: Market, style: str) -> None:
    targets = rings.targets.join(rings.groups.filter(style=style), on="group_id")

    assert abs(len(rings.outsiders(style)) / len(targets) - 25) < 4


def test_small__eight_to_ten_accounts(rings: Market) -> None:
    jobs, members = rings.ring_reviews("small"), rings.members_of("small")

    assert 8 <= len(members) <= 10
    assert len(jobs) / (len(members) * jobs["product_id"].n_unique()) > 0.65


def test_nested__the_inner_ring_is_part_of_the_outer(rings: Market) -> None:
    outer, inner = (set(rings.members.filter(group_id=f"nested-01{x}")["reviewer_id"]) for x in "ab")
    jobs = [set(rings.targets.filter(group_id=f"nested-01{x}")["product_id"]) for x in "ab"]

    assert inner < outer
    assert 12 <= len(inner) <= 15
    assert not jobs[0] & jobs[1]


def test_overlapping__share_a_third(rings: Market) -> None:
    first, second = (set(rings.members.filter(group_id=f"overlapping-01{x}")["reviewer_id"]) for x in "ab")

    assert len(first) == len(second)
    assert len(first & second) == len(first) // 3


def test_relay__members_rotate(rings: Market) -> None:
    """First and last targets have hardly a reviewer in common, neighbours many."""
    jobs = rings.ring_reviews("relay").sort("posted_at")
    by_target = jobs.group_by("product_id", maintain_order=True).agg("reviewer_id")["reviewer_id"].to_list()
    first, second, last = (set().union(*by_target[low : low + 15]) for low in (0, 15, 45))

    assert len(by_target) == 60
    assert len(first & last) / len(first | last) < 0.2 < len(first & second) / len(first | second)


def test_swap_club__as_many_sellers_as_members(rings: Market) -> None:
    jobs = rings.ring_reviews("swap_club").join(rings.products, on="product_id")

    assert jobs["seller_id"].n_unique() == len(rings.members_of("swap_club"))


def test_smear__praises_clients_and_tears_down_rivals(rings: Market) -> None:
    jobs = rings.ring_reviews("smear").join(rings.products, on="product_id")
    stars = jobs.group_by("product_id").agg(pl.col("rating").mean())["rating"]
    clients = jobs.filter(pl.col("rating") >= 4)["seller_id"].unique()

    assert (stars.ge(4.5) | stars.le(1.5)).all()
    assert 0.4 <= stars.le(1.5).mean() <= 0.5
    assert not jobs.filter(pl.col("rating") <= 2)["seller_id"].is_in(clients.to_list()).any()


def test_tiered__a_third_take_most_jobs(rings: Market) -> None:
    jobs = rings.ring_reviews("tiered").group_by("reviewer_id").len()["len"].sort(descending=True)
    n_regular = len(jobs) // 3

    assert jobs[:n_regular].mean() > 1.8 * jobs[n_regular:].mean()


def test_hardened__factors() -> None:
    plan = RingPlan("x", coverage=0.4, camouflage=1.0, n_genuine=20)

    assert plan == hardened(plan, "plain")
    hard, very_hard = hardened(plan, "hard"), hardened(plan, "very_hard")
    assert (0.26, 2.0, 40) == (round(hard.coverage, 6), hard.camouflage, hard.n_genuine)
    assert (0.18, 4.0, 60) == (round(very_hard.coverage, 6), very_hard.camouflage, very_hard.n_genuine)


def test_share_out__keeps_to_what_is_allowed() -> None:
    allowed = ~np.eye(20, dtype=np.bool_)
    jobs = share_out(allowed, 0.05, generator(0, "x"))

    assert not (jobs & ~allowed).any()
    assert jobs.sum(axis=1).min() >= 2
    assert jobs.sum(axis=0).min() >= 2


def test_plant_ring__leaves_the_ground_alone() -> None:
    """The generators take records and return rows, so they can plant into anybody's tables."""
    context = context_of(build_world(1, 10_000, 7_000))
    before = context.in_use.copy()
    planting = plant_ring(drawn_plan("farm", generator(1, "plan")), context, generator(1, "ring"))

    assert (before == context.in_use).all()
    assert planting.rows.account.min() == -len(planting.accounts)
    assert planting.rows.product.min() == -len(planting.products)
    assert (planting.links.value < 0).all()
