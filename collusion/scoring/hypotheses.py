"""Posterior odds of a ring: named kinds of rings weighed against named innocent explanations.

Significance says "not chance"; it grows with the size of a group and of the market. Whether a group is a ring
or honest life is told by scale-free effects (`collusion.evidence.families`): how many nats of surplus a
review, by how many standard deviations the stars are shifted, which share of the members hold a card in
common. For each hypothesis every effect has a law: the probabilities of its bins. A group's odds are the
likelihood of its effects under all ring hypotheses over that under all innocent ones; an effect that the
tables cannot show drops out of the product.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np

from collusion.evidence.families import FAMILY_OF, MEASURES
from collusion.scoring.families import Assessment

#: Bits of a family below which its effects are those of chance, and count as little or nothing.
_LEAST_BITS = 3.0
#: What a measure counts for in families whose measures are of one fact: who registers in one room shares its
#: address, its network and the hour (weights of a composite likelihood; Varin, Reid & Firth 2011).
_OF_ONE_FACT = {"identity": 0.85, "lifecycle": 1 / 3}
_ODDS_LIMIT = 60.0


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One explanation of a group.

    Attributes
    ----------
    name
        What it is, in words.
    is_ring
        Whether it is a kind of ring, or an innocent explanation.
    weight
        Prior probability among candidates.
    laws
        Probability of each bin of each measure, by measure; they sum to 1.
    """

    name: str
    is_ring: bool
    weight: float
    laws: Mapping[str, tuple[float, ...]]

    def nats(self, bins: Mapping[str, int]) -> dict[str, float]:
        """Return ln of the probability of each measure's bin, as far as the measure counts.

        A measure without a law drops out.
        """
        known = ((measure, place) for measure, place in bins.items() if measure in self.laws)
        return {
            measure: _OF_ONE_FACT.get(FAMILY_OF[measure], 1.0) * math.log(self.laws[measure][place])
            for measure, place in known
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """How one hypothesis stands for one group.

    Attributes
    ----------
    name, is_ring
        The hypothesis.
    prior
        Bits of log-odds of it before looking, against the best of the other side.
    log_odds
        Bits of log-odds of it against all others together.
    by_family
        Bits that each family speaks for it, against the best of the other side.
    """

    name: str
    is_ring: bool
    prior: float
    log_odds: float
    by_family: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class RingModel:
    """All hypotheses, with their laws."""

    hypotheses: tuple[Hypothesis, ...]

    def score(self, assessment: Assessment) -> float:
        """Return the log-odds in bits that a candidate is a ring."""
        likelihood = self._likelihoods(bins_of(assessment))
        ring = _log_sum([likelihood[h.name] for h in self.hypotheses if h.is_ring])
        innocent = _log_sum([likelihood[h.name] for h in self.hypotheses if not h.is_ring])
        return float(max(min((ring - innocent) / math.log(2), _ODDS_LIMIT), -_ODDS_LIMIT))

    @property
    def prior(self) -> float:
        """Log-odds in bits of a ring before anything is seen."""
        ring, innocent = (
            sum(h.weight for h in self.hypotheses if h.is_ring == side) for side in (True, False)
        )
        return math.log2(ring / innocent)

    def contributions(self, assessment: Assessment) -> dict[str, float]:
        """Return what each family adds to the log-odds, in bits: its Shapley value.

        That is the mean of what it adds over all orders in which the families may be looked at.

        Parameters
        ----------
        assessment
            A candidate and what each family found.

        Returns
        -------
        dict
            By family, those that are unknown left out; with the `prior` they sum to the model's score.
            O(2^families · hypotheses).
        """
        bins = bins_of(assessment)
        families = sorted({FAMILY_OF[measure] for measure in bins})
        nats = np.zeros((len(families), len(self.hypotheses)))
        for place, one in enumerate(self.hypotheses):
            for measure, value in one.nats(bins).items():
                nats[families.index(FAMILY_OF[measure]), place] += value
        n = len(families)
        chosen = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
        prior = np.log([one.weight for one in self.hypotheses])
        likelihood = chosen @ nats + prior
        is_ring = np.array([one.is_ring for one in self.hypotheses])
        sides = [np.logaddexp.reduce(likelihood[:, is_ring == side], axis=1) for side in (True, False)]
        odds = (sides[0] - sides[1]) / math.log(2)
        sizes = chosen.sum(axis=1)
        found = {}
        for place, family in enumerate(families):
            without = np.flatnonzero(chosen[:, place] == 0)
            weight = [1.0 / (n * math.comb(n - 1, int(size))) for size in sizes[without]]
            found[family] = float(np.dot(weight, odds[without | 1 << place] - odds[without]))
        return found

    def standings(self, assessment: Assessment) -> list[Standing]:
        """Return how every hypothesis stands, the likeliest first.

        Parameters
        ----------
        assessment
            A candidate and what each family found.

        Returns
        -------
        list of Standing
            Ties by name. O(hypotheses · measures).
        """
        bins = bins_of(assessment)
        likelihood = self._likelihoods(bins)
        best = {
            side: max(
                (h for h in self.hypotheses if h.is_ring == side), key=lambda h: (likelihood[h.name], h.name)
            )
            for side in (True, False)
        }
        found = []
        for one in self.hypotheses:
            others = _log_sum([value for name, value in likelihood.items() if name != one.name])
            rival = best[not one.is_ring]
            against = rival.nats(bins)
            by_family: dict[str, float] = {}
            for measure, nats in one.nats(bins).items():
                family = FAMILY_OF[measure]
                by_family[family] = by_family.get(family, 0.0) + (nats - against[measure]) / math.log(2)
            odds = (likelihood[one.name] - others) / math.log(2)
            prior = math.log2(one.weight / rival.weight)
            found.append(Standing(one.name, one.is_ring, prior, odds, by_family))
        return sorted(found, key=lambda standing: (-standing.log_odds, standing.name))

    def _likelihoods(self, bins: Mapping[str, int]) -> dict[str, float]:
        """Return ln of weight times likelihood of each hypothesis."""
        return {h.name: math.log(h.weight) + sum(h.nats(bins).values()) for h in self.hypotheses}


def bins_of(assessment: Assessment) -> dict[str, int]:
    """Return the bin of each measure that is known of a candidate, by measure.

    Parameters
    ----------
    assessment
        A candidate and what each family found.

    Returns
    -------
    dict
        0 for little or nothing: an effect below the measure's first edge, or of a family whose bits are those
        of chance.
    """
    bins: dict[str, int] = {}
    for measure, one in MEASURES.items():
        finding = assessment.findings[FAMILY_OF[measure]]
        if finding is None or measure not in finding.effects:
            continue
        is_chance = finding.bits < _LEAST_BITS and not one.is_plain
        place = int(np.searchsorted(one.edges, finding.effects[measure], side="right"))
        bins[measure] = 0 if is_chance else place
    return bins


def standings_at(standings: list[Standing], score: float) -> list[Standing]:
    """Return how hypotheses stand where the odds of a ring are held to others than the model's.

    A ring's odds are held to what all its evidence carries against chance, and below even odds where one
    family speaks alone. So that the odds of a hypothesis and of a ring are on one scale, each side gets the
    probability that the odds of a ring leave it, shared among its hypotheses as the model shares it.

    Parameters
    ----------
    standings
        As the model says.
    score
        Bits of log-odds of a ring, as it is told.

    Returns
    -------
    list of Standing
        The likeliest first, ties by name: the probabilities of the kinds of rings sum to that of a ring.
    """
    if len({one.is_ring for one in standings}) < 2:
        return standings
    nats = {one.name: -np.logaddexp(0.0, -one.log_odds * math.log(2)) for one in standings}
    for side, bits in ((True, score), (False, -score)):
        names = [one.name for one in standings if one.is_ring == side]
        shift = -np.logaddexp(0.0, -bits * math.log(2)) - _log_sum([nats[name] for name in names])
        nats |= {name: nats[name] + shift for name in names}
    found = []
    for one in standings:
        others = _log_sum([value for name, value in nats.items() if name != one.name])
        found.append(dataclasses.replace(one, log_odds=float((nats[one.name] - others) / math.log(2))))
    return sorted(found, key=lambda standing: (-standing.log_odds, standing.name))


def probability(bits: float) -> float:
    """Return the probability that odds of 2^bits stand for."""
    return float(1.0 / (1.0 + 2.0 ** -max(min(bits, 1000.0), -1000.0)))


@functools.cache
def shipped_model() -> RingModel:
    """Read the model that ships with the package."""
    text = resources.files("collusion.scoring").joinpath("hypotheses.json").read_text(encoding="utf-8")
    return with_untrained(model_from(json.loads(text)))


def with_untrained(model: RingModel) -> RingModel:
    """Give measures that the `model` has not been trained with the laws that their families bring along."""
    brought = {name: one.laws for name, one in MEASURES.items() if one.laws is not None}
    return RingModel(
        tuple(
            dataclasses.replace(
                one, laws={n: laws[one.is_ring] for n, laws in brought.items()} | dict(one.laws)
            )
            for one in model.hypotheses
        )
    )


def model_from(manifest: Mapping[str, Any]) -> RingModel:
    """Read a model from its manifest.

    Parameters
    ----------
    manifest
        Its content: ``hypotheses``, each with ``ring``, ``weight`` and ``laws``. A law of other bins than
        today's is left out, so that a model can be trained anew after bins were changed.

    Returns
    -------
    RingModel
        The model.
    """
    return RingModel(
        tuple(
            Hypothesis(
                name,
                bool(one["ring"]),
                float(one["weight"]),
                {
                    measure: tuple(map(float, law))
                    for measure, law in one["laws"].items()
                    if measure in MEASURES and len(law) == len(MEASURES[measure].edges) + 1
                },
            )
            for name, one in manifest["hypotheses"].items()
        )
    )


def _log_sum(values: list[float]) -> float:
    """Return ln of the sum of e to the power of each value."""
    top = max(values)
    return float(top + math.log(sum(math.exp(value - top) for value in values)))
