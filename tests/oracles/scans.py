"""Bursts of one product by trying every pair of its reviews."""

from __future__ import annotations

import math


def burst_gain(minutes, first, last, low, high, window, span):
    """Nats by which reviews low … high of [first, last) exceed what the product's own rate brings."""
    mean = max((last - first) * window / span, 0.2)
    n = high - low + 1
    return n * math.log(n / mean) - (n - mean) if n > mean and minutes[high] - minutes[low] <= window else 0.0


def best_burst_gain(minutes, first, last, window, span):
    """Return the largest gain of any run of reviews at most `window` long; 0 when none exceeds."""
    return max(
        (
            burst_gain(minutes, first, last, low, high, window, span)
            for low in range(first, last)
            for high in range(low, last)
        ),
        default=0.0,
    )
