"""Contrast tests: does a group differ from others by more than honest groups differ?

Honest groups are no random samples: fans rate higher than strangers. So the null is not "the same as others"
but "others', exponentially tilted by at most a given amount"; evidence is what remains beyond the best such
tilt. The alternative is the Krichevsky–Trofimov mixture, a universal code (Grünwald 2007, §8): a lucky honest
group gains b bits with probability at most 2^−b.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from collusion.arrays import Float64Array, Int64Array
from collusion.kernels import polya
from collusion.kernels.views import readonly

#: Tilts that are tried.
N_TILTS = 17
#: Bits an observation by which an honest group may differ from the best tilt: large ones do, but little.
HONEST_DIVERGENCE = 0.05


def kt_log_likelihood(counts: Int64Array) -> float:
    """Return ln of the Krichevsky–Trofimov probability of a sequence with these `counts`, shape (n_bins,)."""
    k = len(counts)
    total = float(counts.sum())
    value = math.lgamma(k / 2) - math.lgamma(total + k / 2) - k * math.lgamma(0.5)
    return value + sum(math.lgamma(float(c) + 0.5) for c in counts)


def polya_log_likelihoods(counts: Int64Array, prior: Float64Array) -> Float64Array:
    """Return ln of each row's Dirichlet–multinomial probability: `counts` under `prior`, both (n, n_bins).

    The probability is of the sequence, not of the histogram: no multinomial coefficient.
    """
    rows: Float64Array = polya.log_likelihoods(readonly(counts, np.int64), readonly(prior, np.float64))
    return rows


def tilted_log_likelihoods(counts: Int64Array, prior: Float64Array, tilts: Float64Array) -> Float64Array:
    """Return what `polya_log_likelihoods` returns of each row under each of some exponential tilts.

    Parameters
    ----------
    counts, prior
        Observations, and what is known beforehand, shape (n, n_bins).
    tilts
        Log-odds a bin, shape (n_tilts,); the weight of what is known stays as it is.

    Returns
    -------
    Float64Array
        Shape (n_tilts, n): O(n_tilts · n · n_bins).
    """
    n_bins = counts.shape[1]
    steps = np.arange(n_bins) - (n_bins - 1) / 2
    weighted = prior * np.exp(tilts[:, None, None] * steps)
    weighted = weighted * prior.sum(axis=1, keepdims=True) / weighted.sum(axis=2, keepdims=True)
    rows = polya_log_likelihoods(np.tile(counts, (len(tilts), 1)), weighted.reshape(-1, n_bins))
    return rows.reshape(len(tilts), len(counts))


def beyond_tilt(counts: Int64Array, prior: Float64Array, max_tilt: float) -> float:
    """Measure how far a group's histograms exceed the most generous honest tilt of what others show.

    Parameters
    ----------
    counts
        The group's observations by item and bin, shape (n_items, n_bins).
    prior
        What is known of each item from others: their observations plus a share of the overall ones, all > 0,
        shape (n_items, n_bins). Where others say little, the group's own observations teach the item's habit.
    max_tilt
        Largest honest tilt, in log-odds a bin.

    Returns
    -------
    float
        Log-likelihood ratio in bits, less `HONEST_DIVERGENCE` an observation; negative when the honest tilt
        explains the group better.

    Notes
    -----
    O(17 · n_items · n_bins): the tilt is searched on a grid of 17 values.
    """
    if counts.sum() == 0:
        return 0.0
    tilts = np.linspace(-max_tilt, max_tilt, N_TILTS)
    best = float(tilted_log_likelihoods(counts, prior, tilts).sum(axis=1).max())
    return (kt_log_likelihood(counts.sum(axis=0)) - best) / math.log(2) - HONEST_DIVERGENCE * float(
        counts.sum()
    )


@dataclass(frozen=True, slots=True)
class Excess:
    """How far k of n exceed what honest groups show.

    Attributes
    ----------
    k, n
        Odd observations of the group, and all its observations.
    expected
        Odd observations that n of the others would show.
    bits
        Evidence beyond the most generous honest share; 0 when that explains the group.
    """

    k: int
    n: int
    expected: float
    bits: float


def beyond_share(k: int, n: int, others: tuple[int, int], max_factor: float) -> Excess:
    """Measure how far a share exceeds the most generous honest multiple of others' share.

    Parameters
    ----------
    k, n
        Odd observations of the group, and all its observations.
    others
        The same two numbers for everybody else.
    max_factor
        How many times the others' share an honest group may show.

    Returns
    -------
    Excess
        Bits are the log-likelihood ratio of the Krichevsky–Trofimov mixture against the honest ceiling.
    """
    rate = _rate(others)
    ceiling = min(max_factor * rate, 0.9)
    if n == 0 or k <= n * ceiling:
        return Excess(k, n, n * rate, 0.0)
    honest = k * math.log(ceiling) + (n - k) * math.log1p(-ceiling)
    mixture = math.lgamma(k + 0.5) + math.lgamma(n - k + 0.5) - math.lgamma(n + 1.0) - math.log(math.pi)
    return Excess(k, n, n * rate, max(mixture - honest, 0.0) / math.log(2))


def beyond_shares(k: Int64Array, n: Int64Array, others: tuple[int, int], max_factor: float) -> Float64Array:
    """Return the bits of `beyond_share` of many shares against the same `others`.

    Parameters
    ----------
    k, n
        Odd observations, and all observations, of which there are some, shape (m,).
    others, max_factor
        As of `beyond_share`.

    Returns
    -------
    Float64Array
        Shape (m,): O(m + max n).
    """
    ceiling = min(max_factor * _rate(others), 0.9)
    counts = np.arange(int(n.max(initial=0)), dtype=np.float64)
    halves = math.lgamma(0.5) + np.concatenate(([0.0], np.cumsum(np.log(counts + 0.5))))
    wholes = np.concatenate(([0.0], np.cumsum(np.log(counts + 1.0))))
    mixture = halves[k] + halves[n - k] - wholes[n] - math.log(math.pi)
    honest = k * math.log(ceiling) + (n - k) * math.log1p(-ceiling)
    return np.where(k > n * ceiling, np.maximum(mixture - honest, 0.0), 0.0) / math.log(2)


def _rate(others: tuple[int, int]) -> float:
    """Return the share of odd ones among others, as if half of one more in fifty were."""
    return (others[0] + 0.5) / (others[1] + 50.0)
