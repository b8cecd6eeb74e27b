"""The parameters of scoring, each with its meaning, default and range."""

from __future__ import annotations

from dataclasses import dataclass

from collusion.settings import option


@dataclass(frozen=True, slots=True)
class ScoringParams:
    """How rings are scored; every number can be set in ``[scoring]`` of the configuration."""

    fdr: float = option(
        0.05, "Expected share of false rings among the flagged ones.", minimum=0.0001, maximum=0.5
    )
