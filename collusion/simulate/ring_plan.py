"""The plan of one ring: how many accounts, what they do, and how they hide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from collusion.simulate.spec import Hardness, factors


@dataclass(frozen=True, slots=True)
class RingPlan:
    """Everything that tells one ring from another.

    Attributes
    ----------
    style
        Name for the truth tables.
    n_members, n_targets, n_sellers
        Accounts, listings served, and the sellers of those.
    coverage
        Share of the targets that a member reviews.
    days_per_target
        The reviews of one target fall within so many days.
    span_days
        Days from the first target's start to the last one's.
    camouflage
        Reviews of other products per ring review.
    top_share
        Camouflage goes to this top share of the products by popularity.
    n_genuine
        Real customers who review each target.
    quality
        Expected honest stars of the targets.
    extreme_share
        Share of the ring's reviews with the extreme rating; the rest is one star off.
    stars
        Which way: promote, or attack a competitor.
    accounts
        Made for the job in one go, made over years, or bought from people with a history.
    network
        IPs and devices: each its own; one farm's pool; own with a few slips; like anybody.
    payment
        Own means; gift cards in batches; promo codes that the client funds.
    empty_box
        Whether parcels weigh almost nothing.
    script
        Own words, the client's text nearly word for word, or the client's text rewritten.
    verified
        Share of ring reviews with the purchase badge.
    n_markets
        Marketplaces that the accounts are at home in.
    """

    style: str
    n_members: int = 36
    n_targets: int = 18
    n_sellers: int = 2
    coverage: float = 0.4
    days_per_target: float = 6.0
    span_days: float = 150.0
    camouflage: float = 0.8
    top_share: float = 0.2
    n_genuine: int = 25
    quality: float = 3.4
    extreme_share: float = 0.92
    stars: Literal["promote", "attack"] = "promote"
    accounts: Literal["fresh", "spread", "bought"] = "fresh"
    network: Literal["own", "farm", "slips", "usual"] = "slips"
    payment: Literal["own", "batches", "codes"] = "own"
    empty_box: bool = False
    script: Literal["own", "client", "rewritten"] = "own"
    verified: float = 0.7
    n_markets: int = 1


def hardened(plan: RingPlan, hardness: Hardness) -> RingPlan:
    """Return `plan` with coverage, camouflage and genuine buyers as `hardness` says."""
    coverage, camouflage, genuine = factors(hardness)
    return replace(
        plan,
        coverage=plan.coverage * coverage,
        camouflage=plan.camouflage * camouflage,
        n_genuine=round(plan.n_genuine * genuine),
    )
