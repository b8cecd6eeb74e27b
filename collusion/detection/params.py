"""The parameters of the search for candidate rings, each with its meaning, default and range."""

from __future__ import annotations

from dataclasses import dataclass

from collusion.settings import option


@dataclass(frozen=True, slots=True)
class DetectionParams:
    """How candidates are found; every number can be set in ``[detection]`` of the configuration."""

    resolutions: tuple[float, ...] = option(
        (0.02, 0.1),
        "CPM resolutions: link weight per pair of accounts above which a community holds together",
        minimum=1e-6,
        maximum=1.0,
    )
    min_members: int = option(
        5,
        "fewest accounts of a ring",
        minimum=3,
        maximum=1000,
    )
    min_products: int = option(
        2,
        "fewest targets of a ring",
        minimum=2,
        maximum=1000,
    )
    min_single_members: int = option(
        8,
        "fewest accounts of a burst of single reviews, or that share identifiers or wording",
        minimum=5,
        maximum=1000,
    )
    cohort_days: float = option(
        10.0,
        "longest burst of a product's reviews that seeds a search",
        minimum=0.04,
        maximum=400.0,
    )
    cohort_size: int = option(
        5,
        "fewest reviews of such a burst",
        minimum=2,
        maximum=1000,
    )
    max_cohort: int = option(
        400,
        "most reviews of such a burst: larger crowds seed nothing",
        minimum=2,
        maximum=100_000,
    )
    max_seeds: int = option(
        60_000,
        "most seeds that are grown, the most surprising first",
        minimum=1,
        maximum=100_000_000,
    )
    prior_activity: float = option(
        1.0,
        "reviews a stratum that every account is granted before any is seen: guards the young",
        minimum=0.01,
        maximum=100.0,
    )
    prior_arrivals: float = option(
        0.5,
        "honest reviews that every product and window is granted before any is seen",
        minimum=0.01,
        maximum=100.0,
    )
    margin_days: float = option(
        30.0,
        "most days by which a window is widened in search of members",
        minimum=0.0,
        maximum=400.0,
    )
    max_rounds: int = option(
        12,
        "most rounds of block growth from one seed",
        minimum=1,
        maximum=1000,
    )
    star_weight: float = option(
        0.7,
        "share of the evidence of stars that counts for membership",
        minimum=0.0,
        maximum=1.0,
    )
    star_slack: float = option(
        0.0,
        "nats a review by which a target's stars may point away from a ring; beyond, it is camouflage",
        minimum=0.0,
        maximum=10.0,
    )
    first_strictness: float = option(
        0.4,
        "share of the cost of choosing cells and members asked in the first round; it rises to all of it",
        minimum=0.0,
        maximum=1.0,
    )
    surprise: float = option(
        0.2,
        "nats by which a review's stars must point to a ring to surprise",
        minimum=-5.0,
        maximum=5.0,
    )
    product_ladder: tuple[int, ...] = option(
        (150, 600),
        "sizes of products by which the search climbs from niche to bestseller, where camouflage meets",
        minimum=2,
        maximum=1_000_000_000,
    )
    same_members: float = option(
        0.5,
        "overlap of members and of targets from which two candidates are one ring",
        minimum=0.05,
        maximum=1.0,
    )
