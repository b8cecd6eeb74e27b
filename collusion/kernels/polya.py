"""Probabilities of histograms under the Dirichlet–multinomial (Pólya) distribution."""

from __future__ import annotations

import math

import numpy as np

from collusion.arrays import Float64Array, Int64Array
from collusion.kernels.jit import kernel


@kernel
def log_likelihoods(counts: Int64Array, prior: Float64Array) -> Float64Array:
    """Return ln of each row's probability as a sequence: no multinomial coefficient.

    Parameters
    ----------
    counts
        Observations by row and bin, shape (n, n_bins).
    prior
        What the bins weigh before them, all > 0, shape (n, n_bins).

    Returns
    -------
    Float64Array
        Nats, shape (n,). O(n · n_bins).
    """
    rows = np.empty(len(counts))
    for i in range(len(counts)):
        total, strength, nats = 0, 0.0, 0.0
        for k in range(counts.shape[1]):
            total += counts[i, k]
            strength += prior[i, k]
            nats += math.lgamma(prior[i, k] + counts[i, k]) - math.lgamma(prior[i, k])
        rows[i] = nats + math.lgamma(strength) - math.lgamma(strength + total)
    return rows
