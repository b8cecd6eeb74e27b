"""Posterior odds of a ring: named kinds of rings weighed against named innocent explanations.

Significance says "not chance"; it grows with the size of a group and of the market. Whether a group is a ring
or honest life is told by scale-free effects (`collusion.evidence.families`): how many nats of surplus a
review, which share of the stars left to gain was gained, which share of the members hold a card in
common. For each hypothesis every effect has a law: the probabilities of its bins. A group's odds are the
likelihood of its effects under all ring hypotheses over that under all innocent ones; an effect that the
tables cannot show drops out of the product.
"""

from __future__ import annotations

import bisect
import dataclasses
import functools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import numpy as np

from collusion.arrays import Float64Array, frozen
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
    # Nats by each hypothesis, shape (n_hypotheses,), of each bin of a measure that was asked for.
    _columns: dict[tuple[str, int], Float64Array] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def score(self, assessment: Assessment) -> float:
        """Return the log-odds in bits that a candidate is a ring."""
        likelihood = self._likelihoods(bins_of(assessment))
        ring, innocent = (
            _log_sum([nats for h, nats in zip(self.hypotheses, likelihood, strict=True) if h.is_ring == side])
            for side in (True, False)
        )
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
        for measure, place in bins.items():
            nats[families.index(FAMILY_OF[measure])] += self._column(measure, place)
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
        columns = {measure: self._column(measure, place).tolist() for measure, place in bins.items()}
        best = {
            side: max(
                (k for k, h in enumerate(self.hypotheses) if h.is_ring == side),
                key=lambda k: (likelihood[k], self.hypotheses[k].name),
            )
            for side in (True, False)
        }
        found = []
        for k, (one, others) in enumerate(zip(self.hypotheses, _log_sums_of_others(likelihood), strict=True)):
            rival = best[not one.is_ring]
            by_family: dict[str, float] = {}
            for measure, nats in columns.items():
                if measure in one.laws:
                    family = FAMILY_OF[measure]
                    by_family[family] = by_family.get(family, 0.0) + (nats[k] - nats[rival]) / math.log(2)
            odds = (likelihood[k] - others) / math.log(2)
            prior = math.log2(one.weight / self.hypotheses[rival].weight)
            found.append(Standing(one.name, one.is_ring, prior, odds, by_family))
        return sorted(found, key=_likeliest_first)

    def _likelihoods(self, bins: Mapping[str, int]) -> list[float]:
        """Return ln of weight times likelihood of each hypothesis."""
        nats = np.zeros(len(self.hypotheses))
        for measure, place in bins.items():
            nats += self._column(measure, place)
        return [math.log(h.weight) + one for h, one in zip(self.hypotheses, nats.tolist(), strict=True)]

    def _column(self, measure: str, place: int) -> Float64Array:
        """Return the nats of one bin by each hypothesis, 0 without a law, shape (n_hypotheses,)."""
        key = measure, place
        if key not in self._columns:
            nats = [one.nats({measure: place}).get(measure, 0.0) for one in self.hypotheses]
            self._columns[key] = frozen(np.array(nats))
        return self._columns[key]


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
        place = bisect.bisect_right(one.edges, finding.effects[measure])
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
    nats = {one.name: -float(np.logaddexp(0.0, -one.log_odds * math.log(2))) for one in standings}
    for side, bits in ((True, score), (False, -score)):
        names = [one.name for one in standings if one.is_ring == side]
        shift = -float(np.logaddexp(0.0, -bits * math.log(2))) - _log_sum([nats[name] for name in names])
        nats |= {name: nats[name] + shift for name in names}
    told = [nats[one.name] for one in standings]
    found = [
        Standing(one.name, one.is_ring, one.prior, (value - others) / math.log(2), one.by_family)
        for one, value, others in zip(standings, told, _log_sums_of_others(told), strict=True)
    ]
    return sorted(found, key=_likeliest_first)


def _likeliest_first(standing: Standing) -> tuple[float, str]:
    """Return the place of a standing; odds that differ by rounding alone are a tie."""
    return -round(standing.log_odds, 9), standing.name


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
    return float(top + math.log(sum([math.exp(value - top) for value in values])))


def _log_sums_of_others(values: list[float]) -> list[float]:
    """Return for each of some values what `_log_sum` returns of all others: n exponentials, not n²."""
    top = max(values)
    shares = [math.exp(value - top) for value in values]
    return [
        _log_sum(values[:k] + values[k + 1 :])
        if value == top
        else float(top + math.log(sum(shares[:k] + shares[k + 1 :])))
        for k, value in enumerate(values)
    ]
