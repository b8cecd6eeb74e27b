"""Upper tail of the Poisson distribution in nats, stable for tiny rates and large counts."""

from __future__ import annotations

import math
from typing import Any

from collusion.kernels.jit import inner_kernel, kernel

_PRECISION = 1e-16


@kernel
def poisson_surplus(n: float, expected: float) -> float:
    """Return n·ln(n/expected) − (n − expected), the nats by which n events exceed `expected`; else 0."""
    if n <= expected:
        return 0.0
    return n * math.log(n / expected) - (n - expected)


@inner_kernel
def poisson_surprise(n: Any, rate: Any) -> float:
    """Return ``-ln P(X >= n)`` for X ~ Poisson(rate).

    Above the mean the tail is its first term times a falling series; below it, one minus the lower sum. So
    neither e^-1000 nor 1 - e^-20 loses digits.

    Parameters
    ----------
    n
        Observed count, 0 or more.
    rate
        Expected count, above 0.

    Returns
    -------
    float
        Surprise in nats, 0 for n = 0. O(sqrt(rate) + 1) terms.
    """
    if n <= 0:
        return 0.0
    term, total = 1.0, 1.0
    if n > rate:
        k = n + 1
        while term > _PRECISION * total:
            term *= rate / k
            total += term
            k += 1
        return rate - n * math.log(rate) + math.lgamma(n + 1.0) - math.log(total)
    for k in range(n - 1, 0, -1):
        term *= k / rate
        total += term
        if term <= _PRECISION * total:
            break
    below = math.exp((n - 1) * math.log(rate) - rate - math.lgamma(float(n))) * total
    return -math.log1p(-below)


@kernel
def tail_surprise(n: float, rate: float) -> float:
    """Return `poisson_surprise`, for those who are no kernels."""
    return float(poisson_surprise(n, rate))
