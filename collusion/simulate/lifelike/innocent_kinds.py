"""Kinds of innocent groups that the lifelike market adds, each with its cause."""

from __future__ import annotations

from dataclasses import replace

from collusion.simulate.lifelike.plan import GroupPlan, Pool, Style

# existing people with lives of their own, honest stars
_PEOPLE = GroupPlan(
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
    _PEOPLE,
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


def _kind(name: str, plan: GroupPlan, cause: str, *, count: int = 1, held_out: bool = False) -> Style:
    return Style(name, "innocent", count, (), held_out, plan, cause)


INNOCENTS: tuple[Style, ...] = (
    # a common cause
    _kind("recall_crowd", replace(_CROWD, stars="anger"), "a product is recalled", count=2),
    _kind("viral_day", replace(_CROWD, stars="joy"), "a video makes a product famous", count=2),
    _kind(
        "launch_day",
        replace(_CROWD, members=(80, 300), newcomers=0.3, listing="new", genuine=60.0, quality=(4.3, 4.7)),
        "a product has long been waited for",
    ),
    _kind(
        "course_class",
        replace(
            _PEOPLE,
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
    _kind(
        "protest_wave",
        replace(_CROWD, targets=(3, 6), coverage=(0.5, 0.8), stars="anger", verified=0.15),
        "customers of a maker are angry about a decision",
        held_out=True,
    ),
    _kind(
        "influencer_list",
        replace(
            _PEOPLE,
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
    _kind(
        "holiday_gifts",
        replace(_PEOPLE, members=(80, 200), targets=(10, 14), coverage=(0.2, 0.3), span_days=(0, 12)),
        "a shop window of the season",
        held_out=True,
    ),
    # common taste
    _kind(
        "series_readers",
        replace(
            _PEOPLE,
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
    _kind(
        "bundle_owners",
        replace(
            _PEOPLE,
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
    _kind(
        "honest_critics",
        replace(
            _PEOPLE,
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
    # a common place
    _kind(
        "library_computer",
        replace(
            _PEOPLE,
            members=(25, 60),
            targets=(0, 0),
            pools=(Pool("device", 4, each=1), Pool("ip", 1)),
        ),
        "a public computer",
        held_out=True,
    ),
    _kind(
        "dormitory",
        replace(
            _PEOPLE,
            members=(40, 110),
            newcomers=0.5,
            targets=(10, 14),
            coverage=(0.1, 0.2),
            timing="years",
            pools=(Pool("ip", 2, subnet=True, share=0.9), Pool("address", 2, share=0.9)),
        ),
        "a house of students",
    ),
    _kind(
        "village",
        replace(
            _PEOPLE,
            members=(20, 60),
            targets=(6, 10),
            coverage=(0.1, 0.2),
            timing="years",
            pools=(Pool("ip", 1, subnet=True), Pool("address", 2, share=0.5)),
        ),
        "one provider, one parcel shop",
        held_out=True,
    ),
    _kind(
        "hotel_network",
        replace(
            _PEOPLE,
            members=(150, 400),
            n_markets=4,
            targets=(0, 0),
            pools=(Pool("ip", 3),),
        ),
        "guests of one hotel",
    ),
    # a common employer
    _kind(
        "employer_grant",
        replace(
            _PEOPLE,
            members=(20, 60),
            newcomers=0.6,
            targets=(5, 8),
            coverage=(0.3, 0.5),
            target_days=(10, 20),
            span_days=(0, 10),
            pools=(Pool("gift_card", 2), Pool("ip", 1, share=0.7)),
        ),
        "an employer pays for equipment of the home office",
        count=2,
    ),
    _kind(
        "staff_shop",
        replace(
            _PEOPLE,
            members=(15, 40),
            newcomers=0.2,
            targets=(10, 16),
            coverage=(0.15, 0.3),
            timing="years",
            pools=(Pool("ip", 1, share=0.9), Pool("address", 1, share=0.5), Pool("promo_code", 1, share=0.9)),
        ),
        "a rebate for staff, delivered to work",
    ),
    # a common payment
    _kind(
        "school_account",
        replace(
            _PEOPLE,
            members=(12, 30),
            targets=(12, 20),
            coverage=(0.15, 0.3),
            timing="years",
            pools=(Pool("card", 1), Pool("address", 1)),
        ),
        "teachers order with the school's card",
        held_out=True,
    ),
    _kind(
        "prepaid_cards",
        replace(_PEOPLE, members=(60, 160), targets=(0, 0), pools=(Pool("gift_card", 3),)),
        "cards of one reseller",
    ),
    _kind(
        "clan",
        replace(
            _PEOPLE,
            members=(8, 14),
            newcomers=0.3,
            activity=(2, 80),
            targets=(5, 8),
            coverage=(0.25, 0.45),
            timing="years",
            pools=(Pool("card", 2), Pool("address", 3), Pool("device", 4, share=0.7)),
        ),
        "a large family with two cards",
        count=2,
    ),
    # common software
    _kind(
        "price_alarm",
        replace(
            _PEOPLE,
            members=(60, 180),
            targets=(12, 20),
            coverage=(0.12, 0.25),
            span_days=(100, 300),
            target_days=(1, 3),
            timing="decay",
            public=30.0,
        ),
        "an alarm tells of the same deals",
        count=2,
    ),
    _kind(
        "import_tool",
        replace(
            _PEOPLE,
            members=(40, 100),
            n_markets=4,
            newcomers=0.8,
            created="campaign",
            targets=(20, 30),
            coverage=(0.2, 0.4),
            timing="sitting",
            span_days=(0, 1),
            target_days=(3, 8),
        ),
        "old ratings are imported from another site",
    ),
    _kind(
        "template_app",
        replace(
            _PEOPLE,
            members=(50, 140),
            targets=(10, 20),
            coverage=(0.05, 0.12),
            timing="years",
            script=0.9,
            n_texts=0,
        ),
        "an app proposes the text",
        held_out=True,
    ),
    _kind(
        "signup_campaign",
        replace(
            _PEOPLE,
            members=(80, 250),
            newcomers=0.95,
            created="campaign",
            targets=(8, 14),
            each=1,
            target_days=(4, 10),
            span_days=(0, 10),
            public=10.0,
            pools=(Pool("promo_code", 1, share=0.9),),
        ),
        "an advertisement brings new customers",
        held_out=True,
    ),
    _kind(
        "welcome_offer",
        replace(
            _PEOPLE,
            members=(60, 200),
            newcomers=0.9,
            targets=(3, 6),
            each=1,
            target_days=(10, 25),
            span_days=(0, 10),
            timing="decay",
            public=25.0,
            pools=(Pool("promo_code", 1, share=0.95),),
        ),
        "first orders of new customers are cheap",
    ),
)
