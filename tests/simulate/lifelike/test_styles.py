"""Each style does what its plan says, and innocents are honest."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from collusion.errors import UsageError
from collusion.simulate.draws import generator
from collusion.simulate.lifelike.plan import SOURCES, is_visible
from collusion.simulate.lifelike.styles import STYLES, chosen_styles, style_set
from collusion.simulate.market import simulate_market
from collusion.simulate.spec import MarketSpec, Planned
from tests.conftest import ROOT
from tests.simulate.conftest import Market, read

RINGS = [style for style in STYLES.values() if style.kind == "ring"]
PROMOTING = [style for style in RINGS if style.count and style.plan and style.plan.stars == "promote"]
INNOCENTS = [style for style in STYLES.values() if style.kind == "innocent"]


def test_styles__twice_as_many_innocent_kinds_as_before_and_some_of_each_held_out() -> None:
    from collusion.simulate.innocent_styles import INNOCENT_STYLES
    from collusion.simulate.ring_styles import RING_STYLES

    assert len(INNOCENTS) >= 2 * len(INNOCENT_STYLES)
    assert set(RING_STYLES) < {style.name for style in RINGS}
    assert sum(style.held_out for style in RINGS) >= 8
    assert sum(style.held_out for style in INNOCENTS) >= 6
    assert all(style.cause for style in INNOCENTS if style.plan)


def test_chosen_styles__tuned_and_held_out_are_apart_but_for_older_innocents() -> None:
    tuned, held = ({style.name for style in chosen_styles(which)} for which in ("tuned", "held-out"))  # type: ignore[arg-type]

    assert tuned | held == {style.name for style in chosen_styles("all")}
    assert {STYLES[name].kind for name in tuned & held} == {"innocent"}
    assert not any(STYLES[name].held_out for name in tuned)


def test_style_set__raise_on_unknown_name() -> None:
    with pytest.raises(UsageError, match="--styles: found 'some'; allowed are tuned, held-out, all"):
        style_set("some")


@pytest.mark.parametrize("style", RINGS, ids=lambda style: style.name)
def test_rings__say_where_they_can_be_seen(style) -> None:
    assert style.visible_in
    assert {source for one in style.visible_in for source in one} <= set(SOURCES)


def test_is_visible__needs_all_of_one_alternative() -> None:
    assert is_visible("times+accounts|identifiers", frozenset({"times", "accounts"}))
    assert not is_visible("times+accounts|identifiers", frozenset({"times"}))
    assert not is_visible("", frozenset(SOURCES))


@pytest.mark.parametrize("style", sorted(style.name for style in STYLES.values() if style.count))
def test_styles__plant_a_group_that_can_be_read_back(every_style: Market, style: str) -> None:
    group = every_style.groups.filter(style=style)
    members = every_style.members_of(style)

    assert group.height >= 1
    assert members.height == group["n_members"].sum()
    assert members.height >= 4
    assert group["held_out"].unique().to_list() == [STYLES[style].held_out]


@pytest.mark.parametrize("style", PROMOTING, ids=lambda s: s.name)
def test_rings__promote_their_targets(every_style: Market, style) -> None:
    jobs, others = every_style.ring_reviews(style.name), every_style.outsiders(style.name)

    assert jobs["rating"].mean() > 4.7  # type: ignore[operator]
    assert others["rating"].mean() < 4.6  # type: ignore[operator]


@pytest.mark.parametrize("style", ["burners_farm", "burners_fresh", "burners_bare", "burners_text"])
def test_burners__write_one_review(every_style: Market, style: str) -> None:
    mine = every_style.reviews.join(every_style.members_of(style), on="reviewer_id")
    once = mine.group_by("reviewer_id").agg(
        pl.col("text" if "text" in mine.columns else "rating").len().alias("n")
    )

    # copies on variants aside
    assert (once["n"] == 1).mean() > 0.95  # type: ignore[operator]


@pytest.mark.parametrize(("style", "kind"), [("card_batches", "card"), ("burners_batches", "card")])
def test_batches__five_accounts_a_card(every_style: Market, style: str, kind: str) -> None:
    held = every_style.identifiers.filter(kind=kind).join(every_style.members_of(style), on="reviewer_id")
    holders = held.group_by("value").len()["len"]

    assert holders.len() == 8
    assert holders.max() == 5


def test_identity_only__shares_no_product(every_style: Market) -> None:
    shared = every_style.ring_reviews("identity_only").group_by("product_id").len()["len"]

    assert shared.mean() < 2.0  # type: ignore[operator]


def test_rebate_club__members_go_on_living_within_the_weekly_cap(every_style: Market) -> None:
    mine = every_style.reviews.join(every_style.members_of("rebate_club"), on="reviewer_id")
    jobs = every_style.ring_reviews("rebate_club").drop_nulls("posted_at")
    days = (pl.col("posted_at").dt.epoch("s") // 86_400 - 18_628) // 7
    weekly = jobs.group_by("reviewer_id", days.alias("week")).len()["len"]

    assert mine.height > 1.2 * jobs.height
    assert (weekly <= 3).mean() > 0.99  # type: ignore[operator]


def test_awakened__were_silent_for_long(every_style: Market) -> None:
    start = every_style.ring_reviews("awakened")["posted_at"].min()
    before = (
        every_style.reviews.join(every_style.members_of("awakened"), on="reviewer_id")
        .filter(pl.col("posted_at") < start)
        .group_by("reviewer_id")
        .agg(pl.col("posted_at").max())
    )

    assert before.height > 20
    assert (start - before["posted_at"].max()).days > 60  # type: ignore[operator]


def test_subnet_only__one_network_and_no_common_address(every_style: Market) -> None:
    held = every_style.identifiers.filter(kind="ip").join(
        every_style.members_of("subnet_only"), on="reviewer_id"
    )
    network = held["value"].str.replace(r"\.\d+$", "")

    assert held["value"].n_unique() > 0.95 * held.height
    assert network.n_unique() <= 3


def test_serial_ids__are_next_to_each_other(every_style: Market) -> None:
    number = every_style.members_of("serial_ids")["reviewer_id"].str.slice(1).cast(pl.Int64).sort()

    assert number.diff().drop_nulls().median() < 3  # type: ignore[operator]


def test_owned_listings__have_mostly_the_rings_reviews(every_style: Market) -> None:
    mine = every_style.ring_reviews("owned_listings").height

    assert mine > 0.7 * (mine + every_style.outsiders("owned_listings").height)


def test_good_listings__have_hundreds_of_genuine_reviews(every_style: Market) -> None:
    others = every_style.outsiders("good_listings")
    each = others.group_by("product_id").len()["len"]

    assert each.median() > 150  # type: ignore[operator]
    assert others["rating"].mean() > 4.15  # type: ignore[operator]


@pytest.mark.parametrize("style", ["recall_crowd", "protest_wave", "viral_day"])
def test_crowds__outsiders_of_the_same_days_feel_the_same(every_style: Market, style: str) -> None:
    ours, theirs = every_style.ring_reviews(style), every_style.outsiders(style)
    theirs = theirs.filter(pl.col("posted_at").is_between(ours["posted_at"].min(), ours["posted_at"].max()))

    assert theirs.height > 15
    assert abs(ours["rating"].mean() - theirs["rating"].mean()) < 0.9  # type: ignore[operator]


@pytest.mark.parametrize(
    "style",
    [s for s in INNOCENTS if s.plan and s.plan.stars == "honest" and s.plan.targets[0] > 1],
    ids=lambda s: s.name,
)
def test_innocents__give_the_stars_that_others_give(every_style: Market, style) -> None:
    ours = (
        every_style.ring_reviews(style.name)
        .group_by("product_id")
        .agg(ours=pl.col("rating").mean(), n=pl.len())
    )
    theirs = (
        every_style.outsiders(style.name)
        .group_by("product_id")
        .agg(theirs=pl.col("rating").mean(), m=pl.len())
    )
    both = ours.join(theirs, on="product_id")
    weight = both.select(pl.min_horizontal("n", "m")).to_series()
    gap = ((both["ours"] - both["theirs"]) * weight).sum() / weight.sum()

    assert abs(gap) < 0.2 + 5.0 / weight.sum() ** 0.5


def test_documentation__names_every_style() -> None:
    text = (ROOT / "docs" / "explanation" / "simulation.md").read_text(encoding="utf-8")

    assert [] == [name for name in STYLES if f"`{name}`" not in text]
    assert [] == [
        style.name for style in STYLES.values() if style.held_out and f"`{style.name}` (held out)" not in text
    ]


@pytest.mark.parametrize("style", [one for one in STYLES.values() if one.draw], ids=lambda style: style.name)
def test_drawn_styles__draw_another_plan_each_time_with_sizes_that_fit(style) -> None:
    plans = [style.draw(generator(seed, style.name)) for seed in range(60)]

    assert len(set(plans)) == len(plans)
    for plan in plans:
        assert 5 <= plan.members[0] == plan.members[1]
        assert plan.each or plan.targets[0] < 3 or plan.coverage[0] * plan.targets[0] >= 2.0
        assert (plan.stars in ("promote", "attack")) == (style.kind == "ring")


def test_drawn_styles__ties_and_creation_are_alike_in_rings_and_innocents() -> None:
    """What couples in a declared style does not here: as many kinds of ties, as often made in a campaign."""
    crews, classes = (
        [STYLES[name].draw(generator(seed, name)) for seed in range(300)]
        for name in ("drawn_crew_ties", "drawn_place")
    )
    means = [np.mean([len(plan.pools) for plan in plans]) for plans in (crews, classes)]
    made = [np.mean([plan.created == "campaign" for plan in plans]) for plans in (crews, classes)]

    assert means[0] == pytest.approx(means[1], abs=0.2)
    assert made[0] == pytest.approx(made[1], abs=0.12)


def test_plant_one__of_a_drawn_style_reads_back(tmp_path) -> None:
    groups = tuple(Planned(style.name, 1) for style in STYLES.values() if style.draw)
    spec = MarketSpec("drawn", 40_000, 5, groups, text=False, background="lifelike")
    market = read(tmp_path / "m", simulate_market(spec, tmp_path / "m"))

    assert {planned.style for planned in groups} == set(market.groups["style"])
    for planned in groups:
        assert len(market.members_of(planned.style)) >= 5
