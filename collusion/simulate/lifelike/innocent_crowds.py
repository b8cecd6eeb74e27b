"""Innocent groups that a cause or a taste brings together."""

from __future__ import annotations

from dataclasses import replace

from collusion.simulate.lifelike.plan import GroupPlan, Style

#: Existing people with lives of their own, honest stars
PEOPLE = GroupPlan(
    members=(40, 120),
    source="living",
    created="natural",
    own_reviews=0.6,
    listing="existing",
    stars="honest",
    verified=-1.0,
)
# one product or two in the news for some days
_CROWD = replace(
    PEOPLE,
    members=(60, 220),
    newcomers=0.5,
    n_markets=4,
    targets=(1, 2),
    coverage=(0.9, 1.0),
    span_days=(0, 2),
    target_days=(2, 8),
    timing="decay",
    public=40.0,
)


def innocent_kind(name: str, plan: GroupPlan, cause: str, *, count: int = 1, held_out: bool = False) -> Style:
    """Declare a kind of innocent group: name, plan, cause, count and held_out are as in `plan.Style`."""
    return Style(name, "innocent", count, (), held_out, plan, cause)


CROWDS: tuple[Style, ...] = (
    # a common cause
    innocent_kind("recall_crowd", replace(_CROWD, stars="anger"), "a product is recalled", count=2),
    innocent_kind("viral_day", replace(_CROWD, stars="joy"), "a video makes a product famous", count=2),
    innocent_kind(
        "launch_day",
        replace(_CROWD, members=(80, 300), newcomers=0.3, listing="new", genuine=60.0, quality=(4.3, 4.7)),
        "a product has long been waited for",
    ),
    innocent_kind(
        "course_class",
        replace(
            PEOPLE,
            members=(25, 70),
            newcomers=0.35,
            targets=(5, 9),
            coverage=(0.6, 0.9),
            span_days=(0, 5),
            target_days=(8, 14),
            timing="sitting",
            public=6.0,
        ),
        "a course begins and has a reading list",
        count=2,
    ),
    innocent_kind(
        "protest_wave",
        replace(_CROWD, targets=(3, 6), coverage=(0.5, 0.8), stars="anger", verified=0.15),
        "customers of a maker are angry about a decision",
        held_out=True,
    ),
    innocent_kind(
        "influencer_list",
        replace(
            PEOPLE,
            members=(60, 160),
            newcomers=0.2,
            n_markets=2,
            targets=(8, 12),
            coverage=(0.25, 0.45),
            span_days=(0, 4),
            target_days=(6, 15),
            timing="decay",
            stars="joy",
            public=15.0,
        ),
        "a list of favourites is published",
    ),
    innocent_kind(
        "holiday_gifts",
        replace(PEOPLE, members=(80, 200), targets=(10, 14), coverage=(0.2, 0.3), span_days=(0, 12)),
        "a shop window of the season",
        held_out=True,
    ),
    # common taste
    innocent_kind(
        "series_readers",
        replace(
            PEOPLE,
            members=(30, 90),
            n_markets=4,
            listing="series",
            targets=(7, 12),
            coverage=(0.7, 0.95),
            timing="years",
            own_reviews=2.0,
        ),
        "a series is read to its end",
        count=2,
    ),
    innocent_kind(
        "bundle_owners",
        replace(
            PEOPLE,
            members=(40, 140),
            n_markets=4,
            newcomers=0.3,
            listing="series",
            targets=(4, 6),
            coverage=(0.9, 1.0),
            timing="sitting",
            span_days=(0, 2),
            target_days=(200, 380),
        ),
        "products are sold together",
    ),
    innocent_kind(
        "season_pass",
        replace(
            PEOPLE,
            members=(90, 220),
            n_markets=4,
            newcomers=0.4,
            listing="series",
            targets=(9, 12),
            coverage=(0.85, 1.0),
            timing="sitting",
            span_days=(0, 1),
            target_days=(2, 6),
            stars="joy",
            public=8.0,
        ),
        "a whole series is sold at a discount for some days",
    ),
    innocent_kind(
        "devoted_fans",
        replace(
            PEOPLE,
            members=(40, 110),
            n_markets=2,
            newcomers=0.15,
            listing="new",
            targets=(6, 12),
            sellers=(1, 1),
            quality=(4.4, 4.7),
            genuine=60.0,
            coverage=(0.3, 0.5),
            span_days=(200, 500),
            target_days=(5, 12),
            timing="decay",
            stars="joy",
            public=35.0,
        ),
        "a maker has devoted fans, who buy at once",
    ),
    innocent_kind(
        "honest_critics",
        replace(
            PEOPLE,
            members=(30, 70),
            activity=(20, 4000),
            listing="new",
            targets=(30, 50),
            sellers=(25, 45),
            coverage=(0.2, 0.35),
            target_days=(10, 25),
            quality=(3.1, 3.8),
            genuine=25.0,
        ),
        "a programme sends samples to critics",
    ),
)
