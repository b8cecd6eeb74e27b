"""What to simulate, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Hardness: TypeAlias = Literal["plain", "hard", "very_hard"]
Density: TypeAlias = Literal["usual", "dense"]
Delight: TypeAlias = Literal["usual", "drawn"]
Background: TypeAlias = Literal["plain", "lifelike"]
HARDNESS: tuple[Hardness, ...] = ("plain", "hard", "very_hard")
# coverage, camouflage and genuine buyers, each times this
_FACTORS: dict[Hardness, tuple[float, float, float]] = {
    "plain": (1.0, 1.0, 1.0),
    "hard": (0.65, 2.0, 2.0),
    "very_hard": (0.45, 4.0, 3.0),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """So many groups of one style."""

    style: str
    count: int


@dataclass(frozen=True, slots=True)
class MarketSpec:
    """A whole market.

    Attributes
    ----------
    name
        The preset's name, for messages.
    n_reviews
        Reviews in all, planted ones included; duplicates of a reviewer and product are then dropped.
    seed
        Everything follows from it.
    groups
        What to plant, in this order.
    hardness
        How well the rings hide.
    text
        Whether reviews carry a text.
    identifiers, orders
        Whether those tables are written.
    part_rows
        Ordinary reviews drawn and written at a time; it bounds memory.
    csv
        Write CSV in place of Parquet (for samples that people open).
    background
        The honest world: the plain one, or one as in life.
    density
        Of a lifelike world: usual, or few people who rate hundreds of the same products in a sitting or two.
    delight
        Of a lifelike world: two thirds of the stars are fives, or a share drawn from half to nine tenths.
    """

    name: str
    n_reviews: int
    seed: int
    groups: tuple[Planned, ...] = ()
    hardness: Hardness = "plain"
    text: bool = True
    identifiers: bool = True
    orders: bool = True
    part_rows: int = 4_000_000
    csv: bool = False
    background: Background = "plain"
    density: Density = "usual"
    delight: Delight = "usual"


@dataclass(frozen=True, slots=True)
class StyleCount:
    """What was planted of one style.

    Attributes
    ----------
    style
        Its name.
    kind
        ``ring`` or ``innocent``.
    n_groups
        Groups.
    n_members
        Accounts, summed over the groups.
    n_targets
        Products, summed over the groups.
    """

    style: str
    kind: str
    n_groups: int
    n_members: int
    n_targets: int


@dataclass(frozen=True, slots=True)
class MarketSummary:
    """What a market holds once written.

    Attributes
    ----------
    n_reviews
        Rows of the reviews.
    n_reviewers
        Accounts, each with a review.
    n_products
        Listings, each with a review.
    n_sellers
        Sellers of those.
    n_identifiers
        Rows of the identifiers.
    n_orders
        Rows of the orders.
    n_parts
        Files that each big table is cut into.
    planted
        What was planted, rings first.
    """

    n_reviews: int
    n_reviewers: int
    n_products: int
    n_sellers: int
    n_identifiers: int
    n_orders: int
    n_parts: int
    planted: tuple[StyleCount, ...]


def factors(hardness: Hardness) -> tuple[float, float, float]:
    """Return what `hardness` does to coverage, camouflage and genuine buyers (factors)."""
    return _FACTORS[hardness]
