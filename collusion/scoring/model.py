"""The ring model: a logit on saturated family features, read from a manifest.

Each family's bits pass through a saturating curve, so that no family says "surely" louder than once; one
saturated benign family beats every naive sum of evidence. The manifest says which families, how they
saturate, and what they weigh.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from importlib import resources

from collusion.scoring.families import Assessment


@dataclass(frozen=True, slots=True)
class Term:
    """One family's place in the model: bits at which it is half saturated, weight in bits of log-odds."""

    family: str
    half: float
    weight: float


@dataclass(frozen=True, slots=True)
class RingModel:
    """The model: log-odds in bits = intercept + Σ weight · x/(1 + x), with x = bits/half, bits at least 0.

    Attributes
    ----------
    intercept
        Log-odds in bits of a group in which nothing is abnormal.
    terms
        The families.
    """

    intercept: float
    terms: tuple[Term, ...]

    def score(self, assessment: Assessment) -> float:
        """Return the log-odds in bits that a candidate is a ring; a family that cannot say adds nothing."""
        return self.intercept + sum(self.contributions(assessment).values())

    def contributions(self, assessment: Assessment) -> dict[str, float]:
        """Return what each family adds to the log-odds, in bits."""
        return {
            term.family: term.weight * saturated(assessment.bits(term.family), term.half)
            for term in self.terms
        }


def saturated(bits: float | None, half: float) -> float:
    """Return x/(1 + x) for x = bits/half; 0 for unknown or negative bits."""
    return 0.0 if bits is None or bits <= 0 else bits / (bits + half)


def probability(score: float) -> float:
    """Return the probability whose log-odds in bits are `score`."""
    return 1.0 / (1.0 + 2.0**-score) if score > -1000 else math.ldexp(1.0, -1000)


def shipped_model() -> RingModel:
    """Read the model that ships with the package."""
    text = resources.files("collusion.scoring").joinpath("model.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    terms = tuple(Term(name, term["half"], term["weight"]) for name, term in manifest["families"].items())
    return RingModel(manifest["intercept"], terms)
