"""What tells one planted group from another, ring or innocent, as a record of plain fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

Range: TypeAlias = tuple[float, float]
#: What a table or column can show; `reviews` is who reviewed what, which is always there.
SOURCES = ("reviews", "times", "stars", "text", "identifiers", "accounts", "orders", "sellers")


@dataclass(frozen=True, slots=True)
class Pool:
    """Identifier values that the members of a group have in common.

    Attributes
    ----------
    kind
        Kind of the identifier, see `rows.KINDS`.
    size
        Number of values; below 1: values per member.
    share
        Share of the members that hold any.
    each
        Values that a holder has.
    even
        Whether the values are dealt out evenly, as batches are, and not drawn.
    by_market
        Whether every marketplace has values of its own.
    subnet
        Whether `size` counts networks of 256 addresses, within which everybody has an address of his own.
    of_seller
        Whether the seller of the targets holds the first value, too.
    """

    kind: str
    size: float
    share: float = 1.0
    each: int = 1
    even: bool = False
    by_market: bool = False
    subnet: bool = False
    of_seller: bool = False


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """Everything that tells one planted group from another; ranges are drawn from evenly.

    Attributes
    ----------
    members
        Accounts.
    market_share
        Share of the market's accounts that the group has, kept within `members`; 0: drawn from `members`.
    source
        New accounts; people who live in the market and go on living; old accounts that fell silent long ago
        and write again; accounts bought from people who wrote until lately.
    newcomers
        Share of the members of a living group that are new to the market.
    activity
        Fewest and most ordinary reviews of living members.
    one_taste
        Whether living members are fond of one category.
    n_markets
        Marketplaces that they are at home in.
    created
        New accounts are made in some days before the job, one right after the other, over years, or as
        people join: shortly before their first review.
    targets
        Products reviewed.
    listing
        New listings; existing ones, by popularity; parts of one series; variants of one new listing.
    sellers
        Sellers of new listings.
    quality
        Expected stars of new listings.
    genuine
        Median number of honest reviews that a new listing has from others; 0: next to none.
    public
        Mean number of outsiders who review each target for the same reason in the same days.
    coverage
        Share of the targets that a member reviews.
    each
        Exact number of targets a member reviews, in place of `coverage`; 0: not fixed.
    apart
        Whether no two members share a target (with `each`).
    span_days
        Days between the starts of the first and the last target.
    target_days
        Days within which the reviews of one target fall.
    timing
        Evenly within those days; mostly at their beginning; one sitting for all targets of a member;
        or any time after the product is on sale.
    weekly_cap
        Most jobs of a member in a week; 0: no cap.
    rotating
        Share of the members on duty at a time: the window slides along the list; 1: everybody.
    own_reviews
        Other reviews that each new account writes.
    stars
        Like anybody's; five; one; what an event brings (joy or anger, in members and outsiders alike).
    extreme_share
        Share of the reviews of `promote` and `attack` with the extreme rating; the rest are one star off.
    verified
        Share with the purchase badge; negative: like anybody's.
    empty_box
        Share of the parcels that weigh next to nothing.
    script
        Share of the reviews that follow one of the group's texts.
    rewritten
        Whether such a text is rewritten, not copied.
    n_texts
        Texts a target; 0: `n_frames` for all targets.
    n_frames
        Texts for all targets, each account changing a little of the one that it follows.
    copied
        Share of the other reviews that repeat an older one of another product by somebody else.
    pools
        Identifiers in common.
    replaces
        Whether new accounts have no IPs, devices and cards but those of the pools of that kind.
    """

    members: Range
    market_share: float = 0.0
    source: Literal["fresh", "living", "awakened", "bought"] = "fresh"
    newcomers: float = 0.0
    activity: tuple[int, int] = (1, 10**6)
    one_taste: bool = False
    n_markets: int = 1
    created: Literal["campaign", "serial", "spread", "natural"] = "spread"
    targets: Range = (12, 26)
    listing: Literal["new", "existing", "series", "variants"] = "new"
    sellers: Range = (1, 4)
    quality: Range = (3.6, 4.4)
    genuine: float = 45.0
    public: float = 0.0
    coverage: Range = (0.3, 0.5)
    each: int = 0
    apart: bool = False
    span_days: Range = (60, 240)
    target_days: Range = (4, 10)
    timing: Literal["window", "decay", "sitting", "years"] = "window"
    weekly_cap: int = 0
    rotating: float = 1.0
    own_reviews: float = 4.0
    stars: Literal["honest", "promote", "attack", "joy", "anger"] = "promote"
    extreme_share: float = 0.9
    verified: float = 0.8
    empty_box: float = 0.0
    script: float = 0.0
    rewritten: bool = False
    n_texts: int = 2
    n_frames: int = 1
    copied: float = 0.0
    pools: tuple[Pool, ...] = ()
    replaces: bool = True


@dataclass(frozen=True, slots=True)
class Style:
    """A declared style of rings, or kind of innocent groups.

    Attributes
    ----------
    name
        Its name in the truth tables.
    kind
        ``ring`` or ``innocent``.
    count
        Groups of it in a market of 200,000 reviews.
    visible_in
        Sets of `SOURCES`, any of which is enough to see such a ring; empty for innocent kinds.
    held_out
        Whether nothing may be tuned on it.
    plan
        How it is planted; None: a style of the older presets, planted into the lifelike market, or drawn.
    cause
        Why innocent people look alike, in a few words.
    draw
        Draws the plan of each group anew, in place of `plan`.
    """

    name: str
    kind: Literal["ring", "innocent"]
    count: int
    visible_in: tuple[tuple[str, ...], ...] = ()
    held_out: bool = False
    plan: GroupPlan | None = None
    cause: str = ""
    draw: Callable[[np.random.Generator], GroupPlan] | None = None


def visible_text(visible_in: tuple[tuple[str, ...], ...]) -> str:
    """Return alternatives as the truth table writes them, e.g. ``reviews|identifiers+times``."""
    return "|".join("+".join(sorted(one)) for one in visible_in)


def is_visible(visible_in: str, available: frozenset[str]) -> bool:
    """Return whether a group can be seen where `available` of the `SOURCES` are given."""
    return any(set(one.split("+")) <= available for one in visible_in.split("|") if one)
