"""Probabilities of sequences by telling them symbol after symbol, and what they say of tilts and shares."""

from __future__ import annotations

import math


def _sequence(counts):
    return [symbol for symbol, count in enumerate(counts) for _ in range(count)]


def polya(counts, prior):
    """ln of the probability of this sequence from an urn to which each drawn ball returns with another."""
    urn, total = list(prior), 0.0
    for symbol in _sequence(counts):
        total += math.log(urn[symbol] / sum(urn))
        urn[symbol] += 1
    return total


def kt(counts):
    """ln of the Krichevsky–Trofimov probability: an urn that starts with half a ball of each symbol."""
    return polya(counts, [0.5] * len(counts))


def beyond_tilt(counts, prior, max_tilt, divergence):
    """Bits of the mixture over the best honest tilt on a grid, less `divergence` a symbol."""
    n_bins = len(counts[0])
    best = -math.inf
    for step in range(17):
        tilt = -max_tilt + step * max_tilt / 8
        likelihood = 0.0
        for own, others in zip(counts, prior):
            lifted = [x * math.exp(tilt * (i - (n_bins - 1) / 2)) for i, x in enumerate(others)]
            likelihood += polya(own, [x * sum(others) / sum(lifted) for x in lifted])
        best = max(best, likelihood)
    pooled = [sum(own[i] for own in counts) for i in range(n_bins)]
    return (kt(pooled) - best) / math.log(2) - divergence * sum(pooled)


def beyond_share(k, n, others, max_factor):
    """Bits of the mixture over the honest ceiling; 0 when the share does not exceed it."""
    ceiling = min(max_factor * (others[0] + 0.5) / (others[1] + 50), 0.9)
    if n == 0 or k / n <= ceiling:
        return 0.0
    honest = math.log(ceiling) * k + math.log(1 - ceiling) * (n - k)
    return max(kt([k, n - k]) - honest, 0.0) / math.log(2)
