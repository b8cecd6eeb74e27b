"""Poisson tails through scipy, also where they are smaller than the smallest float."""

from __future__ import annotations

import numpy as np
from scipy.special import logsumexp
from scipy.stats import poisson


def surprise(n, rate):
    """Return -ln P(X >= n)."""
    if n == 0:
        return 0.0
    tail = poisson.logsf(n - 1, rate)
    if tail > -600:
        return float(-tail)
    return float(-logsumexp(poisson.logpmf(np.arange(n, n + 500), rate)))
