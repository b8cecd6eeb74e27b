"""Q-values of ranked groups: the largest of what posteriors, decoys and e-values say of the false ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collusion.arrays import Float64Array
from collusion.scoring.hypotheses import probability

#: Local false-discovery rate beyond which a ring stands for itself (Efron 2007, §2); where nobody gave stars,
#: nothing shows what a ring is for.
_MOST_DOUBT, _MOST_DOUBT_WITHOUT_STARS = 0.2, 0.1


@dataclass(frozen=True, slots=True)
class ChanceScores:
    """How high chance scores.

    Attributes
    ----------
    score
        Of each decoy, shape (n,).
    weight
        Decoys of a whole null world that each stands for, shape (n,).
    n_worlds
        Null worlds that were searched.
    """

    score: Float64Array
    weight: Float64Array
    n_worlds: int


def most_doubt(*, has_stars: bool) -> float:
    """Return the probability of being false beyond which a ring stands for itself."""
    return _MOST_DOUBT if has_stars else _MOST_DOUBT_WITHOUT_STARS


def q_values(
    score: Float64Array, carried: Float64Array, doubt: float, n_tests: int, chance: ChanceScores
) -> Float64Array:
    """Compute the q-values of ranked groups; `rank` says of what.

    Parameters
    ----------
    score
        Their scores, falling, shape (n,).
    carried
        What their families' e-values carry, in bits, shape (n,).
    doubt
        Probability of being false beyond which each stands for itself.
    n_tests
        Groups that were looked at in all.
    chance
        Scores of the decoys.

    Returns
    -------
    Float64Array
        Rising, shape (n,).
    """
    if not len(score):
        return np.zeros(0)
    parts = [_mean_false(score, doubt), _decoy_share(score, chance), _e_bh(carried, n_tests)]
    return np.minimum(np.maximum.accumulate(np.maximum.reduce(parts)), 1.0)


def _mean_false(score: Float64Array, doubt: float) -> Float64Array:
    """Return the mean posterior probability of being false at each rank or above.

    A ring that is innocent with more than `doubt` counts with its own probability: sure rings above do
    not carry it.
    """
    false = np.array([1.0 - probability(value) for value in score])
    return np.maximum(np.cumsum(false) / np.arange(1, len(score) + 1), np.where(false > doubt, false, 0.0))


def _decoy_share(score: Float64Array, chance: ChanceScores) -> Float64Array:
    """Return how many decoys per null world score as high, as a share of the rings at each rank or above."""
    order = np.argsort(-chance.score, kind="stable")
    falling, weight = chance.score[order], chance.weight[order]
    above = np.concatenate(([0.0], np.cumsum(weight)))[np.searchsorted(-falling, -score, side="right")]
    return np.asarray(above / max(chance.n_worlds, 1) / np.arange(1, len(score) + 1))


def _e_bh(carried: Float64Array, n_tests: int) -> Float64Array:
    """Return the level at which e-BH admits each ring, by the product of its families' e-values, in bits."""
    order = np.argsort(-carried, kind="stable")
    level = n_tests * 2.0 ** -np.minimum(carried[order], 1000.0) / np.arange(1, len(carried) + 1)
    q_value = np.empty(len(carried))
    q_value[order] = np.minimum.accumulate(level[::-1])[::-1]
    return np.minimum(q_value, 1.0)
