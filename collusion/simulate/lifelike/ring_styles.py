"""Styles of rings in the lifelike market, each with what is enough to see it."""

from __future__ import annotations

from dataclasses import replace

from collusion.simulate.lifelike.plan import GroupPlan, Pool, Style

_REVIEWS = (("reviews",),)
_BURST = (("times",),)
_IDENTIFIERS = (("identifiers",),)
_FARM = (Pool("ip", 0.15, each=2), Pool("device", 0.2))
_OWNER = (
    Pool("address", 3, share=0.5, of_seller=True),
    Pool("card", 3, share=0.4, of_seller=True),
    Pool("ip", 2, share=0.6, of_seller=True),
)

# one review an account, one client, some of its listings, within days
_BURNERS = GroupPlan(
    members=(30, 90),
    targets=(1, 4),
    sellers=(1, 1),
    each=1,
    target_days=(3, 12),
    span_days=(0, 20),
    created="natural",
    own_reviews=0.0,
    genuine=45.0,
    verified=0.7,
)
_BOOST = GroupPlan(
    members=(9, 26),
    targets=(1, 1),
    sellers=(1, 1),
    coverage=(1.0, 1.0),
    target_days=(10, 45),
    span_days=(0, 0),
    created="natural",
    own_reviews=1.2,
    genuine=25.0,
    pools=_OWNER,
    replaces=False,
)
# real people who buy for a rebate and go on living
_REBATE = GroupPlan(
    members=(100, 3000),
    market_share=0.006,
    source="living",
    activity=(1, 60),
    newcomers=0.15,
    created="natural",
    targets=(45, 130),
    sellers=(12, 40),
    coverage=(0.06, 0.13),
    span_days=(120, 300),
    target_days=(12, 25),
    weekly_cap=3,
    genuine=50.0,
    quality=(3.8, 4.4),
    verified=0.98,
    extreme_share=0.93,
)
#: Accounts of the farms that are planted alone.
FARMS = (300, 1_000, 3_000, 20_000)
_FARM_OF = GroupPlan(
    members=(300, 300),
    targets=(40, 40),
    sellers=(8, 15),
    coverage=(0.12, 0.25),
    span_days=(150, 300),
    own_reviews=1.0,
    genuine=80.0,
)
_CREW = GroupPlan(members=(24, 52), coverage=(0.18, 0.48), target_days=(4, 24))


def _ring(
    name: str,
    plan: GroupPlan,
    visible_in: tuple[tuple[str, ...], ...],
    *,
    count: int = 1,
    held_out: bool = False,
) -> Style:
    return Style(name, "ring", count, visible_in, held_out, plan)


RINGS: tuple[Style, ...] = (
    # burners: one review an account
    _ring("burners_farm", replace(_BURNERS, pools=_FARM), (*_IDENTIFIERS, *_BURST), count=2),
    _ring("burners_fresh", replace(_BURNERS, created="campaign"), (("accounts",), *_BURST), count=2),
    _ring("burners_bare", _BURNERS, _BURST),
    _ring("burners_text", replace(_BURNERS, script=0.85), (("text",), *_BURST), held_out=True),
    _ring(
        "burners_batches",
        replace(
            _BURNERS,
            members=(40, 40),
            targets=(1, 1),
            pools=(Pool("card", 8, even=True), Pool("ip", 4)),
        ),
        (*_IDENTIFIERS, *_BURST),
        held_out=True,
    ),
    # owner, staff and family boost one listing or two
    _ring("boost_one", _BOOST, (("identifiers",), *_BURST), count=2),
    _ring("boost_two", replace(_BOOST, targets=(2, 2)), (("identifiers",), *_BURST), held_out=True),
    _ring("boost_crowd", replace(_BOOST, members=(60, 60), pools=(), target_days=(5, 20)), _BURST),
    # who meets on no product
    _ring(
        "identity_only",
        GroupPlan(
            members=(30, 50),
            targets=(90, 140),
            sellers=(30, 60),
            each=3,
            apart=True,
            span_days=(100, 250),
            genuine=20.0,
            own_reviews=2.0,
            pools=(Pool("card", 0.2, even=True), Pool("device", 0.25), Pool("ip", 0.3, each=2)),
        ),
        _IDENTIFIERS,
        count=2,
    ),
    _ring(
        "card_batches",
        GroupPlan(
            members=(40, 40),
            targets=(60, 80),
            sellers=(20, 40),
            each=2,
            own_reviews=0.0,
            created="campaign",
            genuine=20.0,
            pools=(Pool("card", 8, even=True),),
        ),
        (*_IDENTIFIERS, ("accounts",)),
        count=2,
    ),
    _ring(
        "gift_batches",
        GroupPlan(
            members=(30, 60),
            targets=(50, 70),
            sellers=(20, 40),
            each=2,
            own_reviews=1.0,
            genuine=20.0,
            pools=(Pool("gift_card", 0.15, even=True), Pool("device", 0.3, share=0.7)),
        ),
        _IDENTIFIERS,
        held_out=True,
    ),
    # real people who are paid
    _ring("rebate_club", _REBATE, _REVIEWS, count=1),
    _ring(
        "rebate_codes",
        replace(
            _REBATE,
            market_share=0.003,
            targets=(30, 60),
            sellers=(5, 12),
            coverage=(0.15, 0.25),
            pools=(Pool("promo_code", 8, share=0.6, each=2),),
        ),
        _REVIEWS,
        held_out=True,
    ),
    _ring(
        "broker_crowd",
        replace(_REBATE, members=(60, 400), market_share=0.0025, targets=(60, 110), coverage=(0.05, 0.09)),
        _REVIEWS,
    ),
    # where accounts come from
    _ring("awakened", replace(_CREW, source="awakened", own_reviews=0.0), _REVIEWS, count=2),
    _ring(
        "bought",
        replace(_CREW, source="bought", own_reviews=0.0, target_days=(10, 40), pools=(Pool("device", 5),)),
        (*_REVIEWS, *_IDENTIFIERS),
        held_out=True,
    ),
    # how work is shared
    _ring(
        "crew_countries",
        replace(
            _CREW,
            members=(45, 75),
            n_markets=3,
            pools=(
                Pool("device", 0.3, by_market=True),
                Pool("card", 0.2, even=True, by_market=True, share=0.7),
            ),
        ),
        _REVIEWS,
    ),
    _ring(
        "crew_addresses",
        replace(_CREW, n_markets=2, empty_box=0.85, pools=(Pool("address", 4, share=0.6, by_market=True),)),
        _REVIEWS,
        held_out=True,
    ),
    _ring(
        "rotating",
        replace(
            _CREW,
            members=(45, 70),
            targets=(35, 60),
            rotating=0.4,
            coverage=(0.45, 0.6),
            span_days=(200, 360),
        ),
        _REVIEWS,
        count=2,
    ),
    _ring(
        "farm_large",
        GroupPlan(
            members=(150, 20_000),
            market_share=0.009,
            targets=(40, 40),
            sellers=(8, 15),
            coverage=(0.15, 0.3),
            span_days=(150, 300),
            own_reviews=2.0,
            genuine=80.0,
            pools=(Pool("ip", 0.08, each=2, share=0.8), Pool("device", 0.12)),
        ),
        _REVIEWS,
    ),
    # only in markets of their own: very large rings, very many rings
    *(_ring(f"farm_{n}", replace(_FARM_OF, members=(n, n)), _REVIEWS, count=0) for n in FARMS),
    _ring(
        "one_of_many",
        GroupPlan(
            members=(24, 36),
            targets=(10, 16),
            coverage=(0.35, 0.5),
            span_days=(40, 120),
            genuine=3.0,
            own_reviews=1.0,
        ),
        _REVIEWS,
        count=0,
    ),
    _ring("micro", GroupPlan(members=(5, 5), targets=(6, 10), coverage=(0.75, 0.95)), _REVIEWS, count=3),
    _ring(
        "micro_device",
        GroupPlan(members=(5, 7), targets=(5, 8), coverage=(0.6, 0.8), pools=(Pool("device", 2),)),
        _REVIEWS,
        held_out=True,
    ),
    # what gives the accounts away
    _ring(
        "subnet_only",
        replace(_CREW, coverage=(0.12, 0.2), created="spread", pools=(Pool("ip", 3, subnet=True),)),
        (*_REVIEWS, *_IDENTIFIERS),
    ),
    _ring("serial_ids", replace(_CREW, coverage=(0.12, 0.2), created="serial"), (*_REVIEWS, ("accounts",))),
    # whose listings
    _ring(
        "owned_listings",
        replace(_CREW, targets=(10, 30), genuine=2.0, coverage=(0.35, 0.6), target_days=(15, 60)),
        _REVIEWS,
        count=3,
    ),
    _ring(
        "good_listings",
        replace(_CREW, quality=(4.25, 4.4), genuine=350.0, targets=(6, 12), own_reviews=5.0),
        _REVIEWS,
        count=2,
    ),
    _ring("existing_listings", replace(_CREW, listing="existing", coverage=(0.3, 0.5)), _REVIEWS),
    _ring(
        "variants",
        replace(_CREW, listing="variants", targets=(4, 5), sellers=(1, 1), coverage=(0.5, 0.7)),
        _REVIEWS,
        held_out=True,
    ),
    _ring(
        "rival_attack",
        replace(_CREW, stars="attack", listing="existing", targets=(8, 15), verified=0.3),
        _REVIEWS,
        held_out=True,
    ),
)
