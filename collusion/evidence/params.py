"""The parameters of the evidence channels, each with its meaning, default and range."""

from __future__ import annotations

from dataclasses import dataclass

from collusion.settings import option


@dataclass(frozen=True, slots=True)
class EvidenceParams:
    """How evidence is gathered; every number can be set in ``[evidence]`` of the configuration."""

    product_cap: int = option(
        200,
        "products with more reviews give no untimed pairs: sharing them says little and costs much",
        minimum=2,
        maximum=100_000,
    )
    window_days: float = option(
        4.0,
        "two reviews of a product within so many days are close in time",
        minimum=0.04,
        maximum=400.0,
    )
    window_cap: int = option(
        100,
        "windows with more reviews of one product give no pairs: a crowd of that size says little",
        minimum=2,
        maximum=100_000,
    )
    reviewer_cap: int = option(
        1000,
        "accounts with more reviews are no members of rings; they are reported as busy instead",
        minimum=2,
        maximum=10_000_000,
    )
    pair_score: float = option(
        10.0,
        "nats of significance from which a pair is kept, before false-discovery control",
        minimum=2.0,
        maximum=100.0,
    )
    pair_fdr: float = option(
        0.01,
        "false-discovery rate over all pairs of accounts, linked or not",
        minimum=1e-9,
        maximum=0.5,
    )
    max_strata: int = option(
        48,
        "most strata of products in the null model",
        minimum=1,
        maximum=64,
    )
    min_stratum_share: float = option(
        0.003,
        "least share of the reviews that makes a stratum; smaller ones are merged, lest a ring be its own",
        minimum=0.0,
        maximum=1.0,
    )
    inferred_strata: int = option(
        9,
        "most strata where they are inferred from the reviews, since fine ones would absorb rings",
        minimum=1,
        maximum=64,
    )
    inferred_reviews: int = option(
        2000,
        "fewest reviews of a stratum that is inferred, lest a ring make up its own",
        minimum=1,
        maximum=1_000_000_000,
    )
    household_size: int = option(
        6,
        "a value held by at most so many accounts may be a household's",
        minimum=1,
        maximum=50,
    )
    honest_tilt: float = option(
        0.35,
        "how far honest groups differ from others on the same products, in log-odds a star",
        minimum=0.0,
        maximum=3.0,
    )
