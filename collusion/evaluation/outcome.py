"""What became of every true group, every claimed ring and every account of one market."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from collusion.arrays import BoolArray, Float64Array
from collusion.evaluation.bcubed import bcubed
from collusion.evaluation.match import THRESHOLDS, intersections, jaccard, matching
from collusion.evaluation.predictions import Predictions
from collusion.evaluation.ranking import area_under_curve, average_precision
from collusion.evaluation.truth import TrueGroup, Truth

#: Nominal false-discovery levels.
LEVELS = (0.01, 0.05, 0.10)
#: The level of the headline figures.
LEVEL = 0.05
#: A claimed ring is false when its Jaccard index with every true ring is below this.
FALSE_BELOW = 0.3
#: An innocent group is hit by a false ring that holds this share of it, or is made up of it to this share.
HIT_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one market under one method.

    Attributes
    ----------
    groups
        A row a true group: group_id, kind, style, hardness, n_members, n_targets; jaccard (of the ring
        nearest to it), rank (of the ring matched to it at 0.5 in the whole list, or the best that hits an
        innocent group); found_T and top_T: matched at T % in the whole list and in the first k, k being the
        number of true rings; flagged_L: matched at 0.5 among the rings flagged at level L %; joined_T:
        matched at T % among those flagged at 5 % and, of each operator with several, all their members
        together; top_joined: likewise at 50 % among the rings of the first k operators. For an innocent group
        these say whether a false ring of that list hits it (the last two: null).
    rings
        A row a claimed ring: rank, ring_id, n_members, q_value, probability, corroborated, in_top, flagged_L;
        jaccard (with the nearest true ring), nearest (that ring, or null), style (its), is_false, innocent
        (the innocent group that it hits most, or null).
    accounts
        A row an account in a true or a flagged ring: reviewer_id, style, precision, recall (B-cubed at 5 %),
        precision_top, recall_top (B-cubed of the first k).
    ranking
        A row a style, and one for all (style null): n_positive, base_rate, ap, auc of the account scores. A
        style's members are held against accounts that are in no true ring.
    """

    groups: pl.DataFrame
    rings: pl.DataFrame
    accounts: pl.DataFrame
    ranking: pl.DataFrame


def level_digits(share: float) -> str:
    """Return a share as the two digits that column names carry, e.g. 05 for 0.05."""
    return f"{round(share * 100):02d}"


def assess(predictions: Predictions, truth: Truth) -> Outcome:
    """Hold the predictions of a method against the truth.

    Parameters
    ----------
    predictions
        What the method says.
    truth
        What is so.

    Returns
    -------
    Outcome
        A ring is *found* when matched one to one at a Jaccard index of at least 0.5; a claimed ring is
        *false* when its Jaccard index with every true ring is below 0.3; a false ring *hits* an innocent
        group when it holds half of its members, or half of its own members belong to that group.
    """
    lists = _lists(predictions, len(truth.rings))
    similarity = jaccard(predictions.rings, [ring.members for ring in truth.rings])
    best = similarity.max(axis=1, initial=0.0)
    is_false = best < FALSE_BELOW
    hits = _hits(predictions, truth.innocent) & is_false[:, None]
    members = [ring.members for ring in truth.rings]
    joined = [
        jaccard(predictions.joined(chosen), members)
        for chosen in (predictions.flagged(LEVEL), predictions.first_operators(len(members)))
    ]
    every = [(similarity[listed], threshold) for listed, threshold in lists]
    every += [*((joined[0], threshold) for threshold in THRESHOLDS), (joined[1], 0.5)]
    groups = [
        *_ring_rows(truth.rings, similarity, every),
        *_innocent_rows(truth.innocent, hits, lists),
    ]
    return Outcome(
        groups=pl.DataFrame(groups, schema=GROUPS_SCHEMA, orient="row"),
        rings=_rings(predictions, truth, similarity, hits),
        accounts=_accounts(predictions, truth, lists),
        ranking=_ranking(predictions.scores, truth),
    )


def _joined_columns() -> list[str]:
    return [*(f"joined_{level_digits(t)}" for t in THRESHOLDS), "top_joined"]


def _columns() -> list[str]:
    return [
        *(f"found_{level_digits(t)}" for t in THRESHOLDS),
        *(f"top_{level_digits(t)}" for t in THRESHOLDS),
        *(f"flagged_{level_digits(level)}" for level in LEVELS),
    ]


GROUPS_SCHEMA = pl.Schema(
    {
        "group_id": pl.String(),
        "kind": pl.String(),
        "style": pl.String(),
        "hardness": pl.String(),
        "n_members": pl.UInt32(),
        "n_targets": pl.UInt32(),
        "jaccard": pl.Float64(),
        "rank": pl.UInt32(),
        **dict.fromkeys([*_columns(), *_joined_columns()], pl.Boolean()),
    }
)


def _lists(predictions: Predictions, k: int) -> list[tuple[BoolArray, float]]:
    """Return who is in each list, in the order of `_columns`, and the Jaccard index that counts there."""
    n = len(predictions.rings)
    whole, top = np.ones(n, dtype=np.bool_), np.arange(n) < k
    return [
        *((whole, threshold) for threshold in THRESHOLDS),
        *((top, threshold) for threshold in THRESHOLDS),
        *((predictions.flagged(level), 0.5) for level in LEVELS),
    ]


def _hits(predictions: Predictions, innocent: Sequence[TrueGroup]) -> BoolArray:
    """Return which rings overlap which innocent groups by half of either, shape (n_rings, n_innocent)."""
    common = intersections(predictions.rings, [group.members for group in innocent])
    own = np.array([len(members) for members in predictions.rings], dtype=np.int64)[:, None]
    theirs = np.array([len(group.members) for group in innocent], dtype=np.int64)[None, :]
    return np.asarray((common > 0) & (common >= HIT_FROM * np.minimum(own, theirs)))


def _ring_rows(
    rings: Sequence[TrueGroup], similarity: Float64Array, every: list[tuple[Float64Array, float]]
) -> list[tuple[object, ...]]:
    found = np.zeros((len(rings), len(every)), dtype=np.bool_)
    for i, (among, threshold) in enumerate(every):
        _, true = matching(among, threshold)
        found[true, i] = True
    ranks = dict(zip(*(side.tolist() for side in reversed(matching(similarity, 0.5))), strict=True))
    nearest = similarity.max(axis=0, initial=0.0)
    return [
        (*_about(ring), float(nearest[j]), ranks[j] + 1 if j in ranks else None, *found[j].tolist())
        for j, ring in enumerate(rings)
    ]


def _innocent_rows(
    groups: Sequence[TrueGroup], hits: BoolArray, lists: list[tuple[BoolArray, float]]
) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for j, group in enumerate(groups):
        places = np.flatnonzero(hits[:, j])
        rank = int(places[0]) + 1 if len(places) else None
        hit = (bool(listed[places].any()) for listed, _ in lists)
        rows.append((*_about(group), None, rank, *hit, *(None for _ in _joined_columns())))
    return rows


def _about(group: TrueGroup) -> tuple[object, ...]:
    return group.name, group.kind, group.style, group.hardness, len(group.members), len(group.targets)


def _rings(predictions: Predictions, truth: Truth, similarity: Float64Array, hits: BoolArray) -> pl.DataFrame:
    n, rings = len(predictions.rings), truth.rings
    best = similarity.max(axis=1, initial=0.0)
    nearest = [rings[int(row.argmax())] if row.size and row.max() > 0 else None for row in similarity]
    common = intersections(predictions.rings, [group.members for group in truth.innocent]) * hits
    hit = [truth.innocent[int(row.argmax())].name if row.any() else None for row in common]
    columns: dict[str, pl.Series] = {
        "rank": pl.Series(range(1, n + 1), dtype=pl.UInt32),
        "ring_id": pl.Series(predictions.names, dtype=pl.String),
        "n_members": pl.Series([len(members) for members in predictions.rings], dtype=pl.UInt32),
        "q_value": pl.Series(predictions.q_value, dtype=pl.Float64),
        "probability": pl.Series(predictions.probability, dtype=pl.Float64),
        "corroborated": pl.Series(predictions.corroborated, dtype=pl.Boolean),
        "in_top": pl.Series(np.arange(n) < len(rings), dtype=pl.Boolean),
        **{f"flagged_{level_digits(a)}": pl.Series(predictions.flagged(a), dtype=pl.Boolean) for a in LEVELS},
        "jaccard": pl.Series(best, dtype=pl.Float64),
        "nearest": pl.Series([ring and ring.name for ring in nearest], dtype=pl.String),
        "style": pl.Series([ring and ring.style for ring in nearest], dtype=pl.String),
        "is_false": pl.Series(best < FALSE_BELOW, dtype=pl.Boolean),
        "innocent": pl.Series(hit, dtype=pl.String),
    }
    return pl.DataFrame(columns)


def _accounts(predictions: Predictions, truth: Truth, lists: list[tuple[BoolArray, float]]) -> pl.DataFrame:
    true = [ring.members for ring in truth.rings]
    listed = {"": predictions.flagged(LEVEL), "_top": lists[len(THRESHOLDS)][0]}
    frames = [
        bcubed([predictions.rings[int(i)] for i in np.flatnonzero(chosen)], true).rename(
            {"precision": f"precision{suffix}", "recall": f"recall{suffix}"}
        )
        for suffix, chosen in listed.items()
    ]
    styles = {account: ring.style for ring in truth.rings for account in ring.members}
    joined = frames[0].join(frames[1], on="reviewer_id", how="full", coalesce=True).sort("reviewer_id")
    return joined.with_columns(
        style=pl.Series([styles.get(account) for account in joined["reviewer_id"]], dtype=pl.String)
    )


def _ranking(scores: pl.DataFrame, truth: Truth) -> pl.DataFrame:
    every = set().union(*(ring.members for ring in truth.rings))
    ids, score = scores["reviewer_id"].to_list(), scores["score"].to_numpy()
    in_ring = np.fromiter((account in every for account in ids), np.bool_, len(ids))
    rows: list[tuple[object, ...]] = [(None, *_quality(score, in_ring))]
    for style in sorted({ring.style for ring in truth.rings}):
        mine = set().union(*(ring.members for ring in truth.rings if ring.style == style))
        positive = np.fromiter((account in mine for account in ids), np.bool_, len(ids))
        kept = positive | ~in_ring
        rows.append((style, *_quality(score[kept], positive[kept])))
    schema = {
        "style": pl.String,
        "n_positive": pl.UInt32,
        "base_rate": pl.Float64,
        "ap": pl.Float64,
        "auc": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _quality(score: Float64Array, positive: BoolArray) -> tuple[int, float, float, float]:
    n_positive = int(positive.sum())
    base_rate = n_positive / max(len(positive), 1)
    return n_positive, base_rate, average_precision(score, positive), area_under_curve(score, positive)
