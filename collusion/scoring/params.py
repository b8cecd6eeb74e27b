"""The parameters of scoring, each with its meaning, default and range."""

from __future__ import annotations

from dataclasses import dataclass

from collusion.settings import option


@dataclass(frozen=True, slots=True)
class ScoringParams:
    """How candidates are scored and flagged; ``[scoring]`` of the configuration sets every number."""

    fdr: float = option(
        0.05,
        "expected share of false rings among the flagged ones",
        minimum=1e-6,
        maximum=0.5,
    )
    n_decoys: int = option(
        1,
        "null markets that are searched for rings that chance makes",
        minimum=0,
        maximum=100,
    )
    decoy_share: float = option(
        0.25,
        "share of the reviews, in whole strata, of which a null market is made",
        minimum=0.01,
        maximum=1.0,
    )
    decoy_reviews: int = option(
        250_000,
        "reviews of which a null market is made at least, where there are as many",
        minimum=1,
        maximum=1_000_000_000_000,
    )
    abnormal_bits: float = option(
        10.0,
        "bits from which a family is abnormal in the only one of up to 32 candidates that has two such",
        minimum=1.0,
        maximum=100.0,
    )
    min_families: int = option(
        2,
        "abnormal families that a flag takes",
        minimum=1,
        maximum=7,
    )
    n_reported: int = option(
        500,
        "most rings that a run reports",
        minimum=1,
        maximum=1_000_000,
    )
