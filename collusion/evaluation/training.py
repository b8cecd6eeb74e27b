"""Train the ring model: label the candidates of simulated markets by the truth, and fit their weights."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from collusion.arrays import BoolArray, Float64Array, Int64Array
from collusion.config import RunConfig
from collusion.evaluation.markets import Market, make_market, run_market, without_decoys
from collusion.evaluation.outcome import assess
from collusion.evaluation.predictions import predictions_of_run
from collusion.evaluation.truth import read_truth
from collusion.scoring.families import FAMILIES

#: A candidate is a ring from the first Jaccard index on, innocent below the second; others are left out.
RING_FROM, INNOCENT_BELOW = 0.5, 0.2
#: Families that are hidden from a copy of every candidate, and what that copy counts for: a source may lack
#: the private tables, and an operator may mimic what any one family looks at, so none may carry the verdict.
COPIES: tuple[tuple[tuple[str, ...], float], ...] = (
    ((), 1.0),
    (("identity", "text", "fulfilment"), 0.5),
    (("stars",), 0.25),
    (("lifecycle",), 0.25),
    (("benefit",), 0.25),
)
#: Bits at which a family may be half saturated.
HALVES = (5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 640.0)
PENALTIES = (1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2)
#: Least weight of a family, in bits: of two rings alike otherwise, the one with more evidence comes first.
LEAST_WEIGHT = 2.0
_START_HALF, _START_PENALTY, _ROUNDS, _FOLDS = 20.0, 1e-3, 2, 5
_MOST_STEPS, _TINY = 100, 1e-12
#: A change of half or penalty must lower the loss by this share to be made.
_WORTH = 1e-3


@dataclass(frozen=True, slots=True)
class Labelled:
    """Candidates with what they are.

    Attributes
    ----------
    bits
        Bits of each family in the order of `FAMILIES`, NaN where the tables cannot say, shape (n,
        n_families).
    is_ring
        Shape (n,).
    weight
        What each counts for in the loss, shape (n,).
    fold
        Which of the folds of the cross-validation each belongs to; a seed is in one, shape (n,).
    """

    bits: Float64Array
    is_ring: BoolArray
    weight: Float64Array
    fold: Int64Array


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model.

    Attributes
    ----------
    intercept
        Log-odds in bits of a group in which nothing is abnormal.
    weights, halves
        Of each family in the order of `FAMILIES`, shape (n_families,).
    penalty
        Of the squares of the weights.
    loss
        Cross-validated loss in bits a candidate.
    """

    intercept: float
    weights: Float64Array
    halves: Float64Array
    penalty: float
    loss: float


def gather(
    markets: Sequence[Market],
    work: Path,
    *,
    config: RunConfig,
    advance: Callable[[Market], None] = lambda _: None,
) -> pl.DataFrame:
    """Run the pipeline on markets and label every candidate.

    Parameters
    ----------
    markets
        The markets to train on.
    work
        Folder for the labelled candidates, one file a market; those that are there are not made again.
    config
        The configuration; its null worlds are left out, since a score is not needed.
    advance
        Called with each market when it is done.

    Returns
    -------
    pl.DataFrame
        A row a candidate: preset, seed, jaccard (with the nearest true ring), style (of that ring or of the
        innocent group it is), and bits of each family; in the order of the markets.
    """
    work.mkdir(parents=True, exist_ok=True)
    frames = []
    for market in markets:
        file = work / f"{market.name}.parquet"
        if not file.is_file():
            candidates = _candidates(market, without_decoys(config))
            candidates.write_parquet(file)
        frames.append(pl.read_parquet(file, glob=False))
        advance(market)
    return pl.concat(frames)


def _candidates(market: Market, config: RunConfig) -> pl.DataFrame:
    with tempfile.TemporaryDirectory(prefix="collusion-train-") as folder:
        source = make_market(market, Path(folder))
        run = run_market(source, Path(folder) / "run", config=config)
        truth = read_truth(source)
        outcome = assess(predictions_of_run(run), truth)
    styles = {group.name: group.style for group in truth.innocent}
    kind = pl.coalesce(
        pl.when(pl.col("jaccard") >= INNOCENT_BELOW).then("style"),
        pl.col("innocent").replace_strict(styles, default=None, return_dtype=pl.String),
    )
    bits = run.rings.select("ring_id", *(f"bits_{family}" for family in FAMILIES))
    return outcome.rings.join(bits, on="ring_id", how="left", maintain_order="left").select(
        pl.lit(market.preset).alias("preset"),
        pl.lit(market.seed).alias("seed"),
        "jaccard",
        kind.alias("style"),
        *(f"bits_{family}" for family in FAMILIES),
    )


def examples(candidates: pl.DataFrame) -> Labelled:
    """Turn labelled candidates into examples to fit.

    Parameters
    ----------
    candidates
        From `gather`.

    Returns
    -------
    Labelled
        Each candidate that is surely a ring or surely none, in all its `COPIES`.
    """
    sure = candidates.filter((pl.col("jaccard") >= RING_FROM) | (pl.col("jaccard") < INNOCENT_BELOW))
    bits = sure.select(f"bits_{family}" for family in FAMILIES).cast(pl.Float64).fill_null(np.nan).to_numpy()
    copies = []
    for hidden, _ in COPIES:
        copy = bits.copy()
        copy[:, [FAMILIES.index(family) for family in hidden]] = np.nan
        copies.append(copy)
    fold = np.unique(sure["seed"].to_numpy(), return_inverse=True)[1] % _FOLDS
    return Labelled(
        bits=np.concatenate(copies),
        is_ring=np.tile(sure["jaccard"].to_numpy() >= RING_FROM, len(COPIES)),
        weight=np.repeat([weight for _, weight in COPIES], sure.height),
        fold=np.tile(fold, len(COPIES)),
    )


def features(bits: Float64Array, halves: Float64Array) -> Float64Array:
    """Return bits/(bits + half) of each family, 0 where bits are unknown or not above 0; shape as `bits`."""
    known = np.where(np.isnan(bits) | (bits <= 0), 0.0, bits)
    return np.asarray(known / (known + halves))


def fit_weights(
    x: Float64Array, is_ring: BoolArray, weight: Float64Array, penalty: float
) -> tuple[float, Float64Array]:
    """Fit a logit whose weights are `LEAST_WEIGHT` at least.

    Parameters
    ----------
    x
        Features from 0 to 1, shape (n, k).
    is_ring
        Shape (n,).
    weight
        What each example counts for, shape (n,).
    penalty
        Of the squares of the weights, beside the mean loss in bits.

    Returns
    -------
    tuple
        Intercept, and weights of shape (k,), in bits. The problem is convex; projected Newton (Bertsekas
        1982) takes some ten steps of O(n k²).
    """
    columns = np.concatenate([np.ones((len(x), 1)), x], axis=1)
    sign, share = np.where(is_ring, 1.0, -1.0), weight / weight.sum()
    ridge = np.full(columns.shape[1], 2.0 * penalty)
    ridge[0] = 0.0

    def loss(theta: Float64Array) -> float:
        """Return the mean loss in bits with its penalty, at an intercept and weights."""
        margin = sign * _linear(columns, theta)
        return float((share * _loss_bits(margin)).sum() + (ridge * theta**2).sum() / 2)

    theta = np.full(columns.shape[1], LEAST_WEIGHT)
    theta[0] = 0.0
    value = loss(theta)
    for _ in range(_MOST_STEPS):
        wrong = _probability_bits(-sign * _linear(columns, theta))
        gradient = _linear(columns.T, -sign * share * wrong) + ridge * theta
        curvature = share * wrong * (1.0 - wrong) * math.log(2)
        hessian = np.einsum("ni,n,nj->ij", columns, curvature, columns) + np.diag(ridge + _TINY)
        free = (theta > LEAST_WEIGHT) | (gradient < 0)
        free[0] = True
        step = np.zeros(len(theta))
        step[free] = -np.linalg.solve(hessian[np.ix_(free, free)], gradient[free])
        moved = _downhill(loss, theta, step, value)
        if moved is None:
            break
        theta, value = moved
    return float(theta[0]), theta[1:]


def _downhill(
    loss: Callable[[Float64Array], float], theta: Float64Array, step: Float64Array, value: float
) -> tuple[Float64Array, float] | None:
    """Return the first lower point along the step, halved again and again, and its loss; None without one."""
    for halvings in range(30):
        other = theta + step * 0.5**halvings
        other[1:] = np.maximum(other[1:], LEAST_WEIGHT)
        lower = loss(other)
        if lower < value - _TINY:
            return other, lower
    return None


def _probability_bits(score: Float64Array) -> Float64Array:
    """Return the probability whose log-odds in bits are `score`."""
    return np.asarray(1.0 / (1.0 + np.exp2(np.clip(-score, -1000.0, 1000.0))))


def _loss_bits(margin: Float64Array) -> Float64Array:
    """Return −log2 of the probability of being right, whose log-odds in bits are `margin`."""
    return np.asarray(np.logaddexp2(0.0, -margin))


def _linear(x: Float64Array, weights: Float64Array) -> Float64Array:
    """Return x · weights without BLAS, whose threads cost more than they help here, and whose sums vary."""
    return np.asarray(np.einsum("ij,j->i", x, weights))


def validated_loss(data: Labelled, halves: Float64Array, penalty: float) -> float:
    """Return the mean loss, in bits a candidate, on seeds that were left out of the fit.

    Parameters
    ----------
    data
        The examples.
    halves
        Bits at which each family is half saturated, shape (k,).
    penalty
        Of the squares of the weights.

    Returns
    -------
    float
        Mean over all examples, each scored by a fit that has not seen its fold; infinite with a single fold.
    """
    x = features(data.bits, halves)
    folds = np.unique(data.fold)
    if len(folds) < 2:
        return math.inf
    total = 0.0
    for fold in folds:
        out = data.fold == fold
        intercept, weights = fit_weights(x[~out], data.is_ring[~out], data.weight[~out], penalty)
        margin = np.where(data.is_ring[out], 1.0, -1.0) * (intercept + _linear(x[out], weights))
        total += float((data.weight[out] * _loss_bits(margin)).sum())
    return total / float(data.weight.sum())


def fit(data: Labelled) -> Fit:
    """Choose saturations and penalty by cross-validation over seeds, then fit on everything.

    Parameters
    ----------
    data
        The examples.

    Returns
    -------
    Fit
        Coordinate search over `HALVES`, twice over all families, then over `PENALTIES`; a change must be
        worth it.
    """
    halves = np.full(len(FAMILIES), _START_HALF)
    penalty = _START_PENALTY
    best = validated_loss(data, halves, penalty)
    for _ in range(_ROUNDS):
        for family in range(len(FAMILIES)):
            for half in HALVES if (data.bits[:, family] > 0).any() else ():
                trial = halves.copy()
                trial[family] = half
                loss = validated_loss(data, trial, penalty)
                if loss < best * (1 - _WORTH):
                    best, halves = loss, trial
    for other in PENALTIES:
        loss = validated_loss(data, halves, other)
        if loss < best * (1 - _WORTH):
            best, penalty = loss, other
    intercept, weights = fit_weights(features(data.bits, halves), data.is_ring, data.weight, penalty)
    return Fit(intercept, weights, halves, penalty, best)


def model_manifest(fitted: Fit, candidates: pl.DataFrame, *, trained: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest that `collusion.scoring.model` reads.

    Parameters
    ----------
    fitted
        The fit.
    candidates
        What it was fitted on, for the counts.
    trained
        How it was made: command, presets, seeds.

    Returns
    -------
    dict
        Numbers rounded to three places, styles sorted.
    """
    rings = candidates.filter(pl.col("jaccard") >= RING_FROM)
    innocent = candidates.filter(pl.col("jaccard") < INNOCENT_BELOW)
    return {
        "what": (
            "Logit on saturated family features: "
            "log-odds in bits = intercept + sum of weight * bits / (bits + half)."
        ),
        "intercept": round(fitted.intercept, 3),
        "families": {
            family: {"half": round(float(half), 3), "weight": round(float(weight), 3) + 0.0}
            for family, half, weight in zip(FAMILIES, fitted.halves, fitted.weights)
        },
        "trained": trained
        | {
            "rings": rings.height,
            "innocent": innocent.height,
            "left_out": candidates.height - rings.height - innocent.height,
            "ring_styles": _counts(rings),
            "innocent_styles": _counts(innocent),
            "penalty": fitted.penalty,
            "loss_bits": round(fitted.loss, 5) if math.isfinite(fitted.loss) else None,
        },
    }


def _counts(candidates: pl.DataFrame) -> dict[str, int]:
    named = candidates.select(pl.col("style").fill_null("no planted group"))
    return dict(named.group_by("style").len().sort("style").iter_rows())
