"""How well a score ranks accounts: average precision and area under the curve."""

from __future__ import annotations

import numpy as np

from collusion.arrays import BoolArray, Float64Array


def average_precision(score: Float64Array, positive: BoolArray) -> float:
    """Return the average precision: Σ (recall gained at a score) × (precision down to it).

    Parameters
    ----------
    score
        Higher is more suspicious, shape (n,); accounts of equal score are taken together.
    positive
        Which accounts are in a ring, shape (n,).

    Returns
    -------
    float
        From 0 to 1; a random order gives the share of positives. NaN without positives. O(n log n).
    """
    if not positive.any():
        return float("nan")
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(positive[order])
    last = np.append(np.flatnonzero(np.diff(score[order])), len(score) - 1)
    gained = np.diff(hits[last], prepend=0)
    return float(np.sum(gained * (hits[last] / (last + 1))) / hits[-1])


def area_under_curve(score: Float64Array, positive: BoolArray) -> float:
    """Return the area under the ROC curve: how often a positive scores above a negative, ties counted half.

    Parameters
    ----------
    score
        Higher is more suspicious, shape (n,).
    positive
        Which accounts are in a ring, shape (n,).

    Returns
    -------
    float
        From 0 to 1; NaN without positives or negatives. O(n log n).
    """
    from scipy.stats import rankdata

    n_positive, n = int(positive.sum()), len(positive)
    if n_positive in (0, n):
        return float("nan")
    ranks = rankdata(score)
    above = float(ranks[positive].sum()) - n_positive * (n_positive + 1) / 2
    return above / (n_positive * (n - n_positive))
