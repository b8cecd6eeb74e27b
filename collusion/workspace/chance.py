"""How many identifier values rings of different operators share by chance, learned from the market itself.

Rings at work at the same time cannot continue each other. Most pairs of them are strangers and share nothing;
a few belong to one operator and share much. So the rate of strangers is that of a mixture of two laws, fitted
by expectation and maximisation, and not the mean over all pairs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

#: What is taken of strangers before any was looked at: half a value among so many pairs of accounts, which is
#: what ten pairs of rings of forty accounts have. It weighs little: where they share more, the market tells.
PRIOR_VALUES, PRIOR_PAIRS = 0.5, 16_000
_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Chance:
    """The law of what strangers share: a Poisson number whose rate has a gamma law.

    Attributes
    ----------
    n_values
        Values that strangers shared: shape of the gamma law.
    n_pairs
        Pairs of accounts that might have: its rate.
    """

    n_values: float = PRIOR_VALUES
    n_pairs: float = PRIOR_PAIRS

    def log2_at_least(self, count: int, n_pairs: int) -> float:
        """Return the binary logarithm of the probability that strangers share at least `count` values."""
        from scipy.stats import nbinom

        tail = nbinom.logsf(count - 1, self.n_values, self.n_pairs / (self.n_pairs + n_pairs))
        return float(tail) / math.log(2.0)

    def bits(self, count: int, most: int, n_pairs: int) -> float:
        """Return the likelihood ratio of one operator against strangers, in bits.

        Parameters
        ----------
        count
            Values that are shared.
        most
            Values that might be.
        n_pairs
            Pairs of accounts that might share one.

        Returns
        -------
        float
            Of one operator it is only known that it keeps few values more often than many: the probability
            of `k` values falls as 1 / (k + 1).
        """
        from scipy.stats import nbinom

        kept = -math.log((count + 1.0) * _harmonic(max(most, count) + 1))
        stranger = nbinom.logpmf(count, self.n_values, self.n_pairs / (self.n_pairs + n_pairs))
        return (kept - float(stranger)) / math.log(2.0)


def fit_chance(shared: Sequence[tuple[int, int, int]], n_rest: int, *, prior_bits: float) -> Chance:
    """Learn from the rings of a market what strangers share.

    Parameters
    ----------
    shared
        Of each pair of rings at work at the same time that shares something: how many values, how many it
        might have shared, and how many pairs of accounts overlap in time.
    n_rest
        Pairs of accounts that overlap in time in all other pairs of rings.
    prior_bits
        Log-odds in bits that two rings belong to one operator, before looking.

    Returns
    -------
    Chance
        Fitted from above: at first every pair counts as one of strangers, so that where two rates fit, links
        are missed rather than wrong. O(len(shared)) a round; 50 rounds at most.
    """
    chance = _weighed(shared, [1.0] * len(shared), n_rest)
    for _ in range(_ROUNDS):
        strangers = [1.0 / (1.0 + 2.0 ** min(prior_bits + chance.bits(*one), 500.0)) for one in shared]
        fitted = _weighed(shared, strangers, n_rest)
        if math.isclose(fitted.n_values, chance.n_values, rel_tol=1e-6):
            return fitted
        chance = fitted
    return chance


def _weighed(shared: Sequence[tuple[int, int, int]], weights: Sequence[float], n_rest: int) -> Chance:
    """Return the law of strangers, where each pair of rings counts by its probability to be one."""
    weighed = list(zip(weights, shared, strict=True))
    prior = Chance()
    return Chance(
        prior.n_values + sum(weight * count for weight, (count, _, _) in weighed),
        prior.n_pairs + n_rest + sum(weight * n_pairs for weight, (_, _, n_pairs) in weighed),
    )


def _harmonic(n: int) -> float:
    return sum(1.0 / k for k in range(1, n + 1))
