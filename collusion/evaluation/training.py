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
from collusion.evaluation.claims import claims_of_run
from collusion.evaluation.markets import Market, make_market, run_market, without_decoys
from collusion.evaluation.outcome import assess
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
_START_HALF, _START_PENALTY, _ROUNDS, _FOLDS = 20.0, 1e-3, 2, 5
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
        frames.append(pl.read_parquet(file))
        advance(market)
    return pl.concat(frames)


def _candidates(market: Market, config: RunConfig) -> pl.DataFrame:
    with tempfile.TemporaryDirectory(prefix="collusion-train-") as folder:
        source = make_market(market, Path(folder))
        run = run_market(source, Path(folder) / "run", config=config)
        truth = read_truth(source)
        outcome = assess(claims_of_run(run), truth)
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
    """Fit a logit with weights that are not negative.

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
        Intercept, and weights of shape (k,), in bits. L-BFGS-B (Byrd et al. 1995); the problem is convex.
    """
    from scipy.optimize import minimize

    sign = np.where(is_ring, 1.0, -1.0)
    share = weight / weight.sum()
    k = x.shape[1]

    def loss(theta: Float64Array) -> tuple[float, Float64Array]:
        margin = sign * (theta[0] + x @ theta[1:]) * math.log(2)
        slope = -sign * share / (1.0 + np.exp(np.clip(margin, -700, 700)))
        gradient = np.concatenate([[slope.sum()], x.T @ slope + 2 * penalty * theta[1:]])
        value = share @ _softplus(-margin) / math.log(2) + penalty * (theta[1:] ** 2).sum()
        return float(value), gradient

    bounds = [(None, None)] + [(0.0, None)] * k
    start = np.zeros(k + 1)
    done = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 1000})
    return float(done.x[0]), np.asarray(done.x[1:])


def _softplus(x: Float64Array) -> Float64Array:
    return np.asarray(np.logaddexp(0.0, x))


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
        margin = np.where(data.is_ring[out], 1.0, -1.0) * (intercept + x[out] @ weights)
        total += float(data.weight[out] @ _softplus(-margin * math.log(2))) / math.log(2)
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
            for half in HALVES:
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
