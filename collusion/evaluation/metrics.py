"""The figures by which a method is judged, over one market or several pooled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from collusion.evaluation.match import THRESHOLDS
from collusion.evaluation.outcome import LEVEL, LEVELS, Outcome, level_digits


@dataclass(frozen=True, slots=True)
class LevelFigures:
    """What is flagged at one nominal false-discovery level.

    Attributes
    ----------
    nominal
        The level.
    n_flagged
        Rings flagged.
    n_found
        True rings matched (Jaccard ≥ 0.5) by a flagged ring.
    recall
        The same as a share of the true rings; None without true rings.
    n_false
        Flagged rings whose Jaccard index with every true ring is below 0.3.
    realised
        The mean over the markets of false over flagged rings (0 where nothing is flagged).
    n_innocent
        Innocent groups that a flagged false ring hits.
    """

    nominal: float
    n_flagged: int
    n_found: int
    recall: float | None
    n_false: int
    realised: float
    n_innocent: int


@dataclass(frozen=True, slots=True)
class StyleFigures:
    """What became of the rings of one style.

    Attributes
    ----------
    style
        Its name.
    n_rings
        True rings.
    found
        Of them matched in the whole list, at each Jaccard index of `THRESHOLDS`.
    in_top
        Of them matched at 0.5 in the first k.
    flagged
        Of them matched at 0.5 among the flagged, at each level of `LEVELS`.
    joined
        Of them matched at each Jaccard index among the flagged (5 %), an operator's rings also taken as one.
    jaccard
        Mean Jaccard index of the ring nearest to each.
    bcubed_recall
        Mean B-cubed recall of their accounts among the rings flagged at 5 %.
    ap, auc
        Of the account scores, against accounts in no true ring; mean over markets.
    """

    style: str
    n_rings: int
    found: tuple[int, ...]
    in_top: int
    flagged: tuple[int, ...]
    joined: tuple[int, ...]
    jaccard: float
    bcubed_recall: float | None
    ap: float | None
    auc: float | None


@dataclass(frozen=True, slots=True)
class InnocentFigures:
    """What became of the innocent groups of one style.

    Attributes
    ----------
    style
        Its name.
    n_groups
        Groups.
    in_top
        Of them hit by a false ring in the first k.
    flagged
        Of them hit by a flagged false ring, at each level of `LEVELS`.
    best_rank
        Best rank of a false ring that hits one; None when none does.
    """

    style: str
    n_groups: int
    in_top: int
    flagged: tuple[int, ...]
    best_rank: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one method.

    Attributes
    ----------
    n_markets, n_rings, n_innocent, n_claimed
        Markets, true rings, innocent groups, and rings that the method lists.
    ranks_only
        Whether the method says nothing of how sure it is, and so flags nothing.
    precision_at_k
        True rings matched in the first k of each list over k, the number of true rings, at each Jaccard index
        of `THRESHOLDS`; None without true rings.
    found
        True rings matched in the whole list, likewise.
    joined
        True rings matched among those flagged at 5 %, an operator's rings also taken as one, likewise.
    top_joined
        True rings matched at 0.5 among the rings of the first k operators, which are also taken as one.
    levels
        What is flagged at each level of `LEVELS`.
    bcubed_precision, bcubed_recall, bcubed_f1
        Over the accounts of flagged (5 %) and true rings; None where there are none.
    bcubed_f1_top
        The same of the first k in place of the flagged rings.
    innocent_in_top
        Innocent groups hit by a false ring in the first k.
    base_rate, ap, auc
        Of the account scores: share of accounts in rings, average precision and area under the curve; means
        over markets.
    styles, innocent
        By style.
    missed
        Ids of the true rings not flagged at 5 %.
    false_rings
        Ids of the false rings flagged at 5 %.
    """

    n_markets: int
    n_rings: int
    n_innocent: int
    n_claimed: int
    ranks_only: bool
    precision_at_k: tuple[float | None, ...]
    found: tuple[int, ...]
    joined: tuple[int, ...]
    top_joined: int
    levels: tuple[LevelFigures, ...]
    bcubed_precision: float | None
    bcubed_recall: float | None
    bcubed_f1: float | None
    bcubed_f1_top: float | None
    innocent_in_top: int
    base_rate: float | None
    ap: float | None
    auc: float | None
    styles: tuple[StyleFigures, ...]
    innocent: tuple[InnocentFigures, ...]
    missed: tuple[str, ...]
    false_rings: tuple[str, ...]


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Pool the outcomes of a method on some markets.

    Parameters
    ----------
    outcomes
        One for each market, at least one.

    Returns
    -------
    Figures
        Counts are summed and shares taken of the sums, accounts pooled for B-cubed; realised false-discovery
        rates, AP and AUC are means over the markets, because the first is an expectation and scores compare
        within a run only.
    """
    groups = pl.concat([outcome.groups for outcome in outcomes])
    rings = pl.concat([outcome.rings for outcome in outcomes])
    accounts = pl.concat([outcome.accounts for outcome in outcomes])
    ranking = pl.concat([outcome.ranking for outcome in outcomes])
    true, innocent = (groups.filter(pl.col("kind") == kind) for kind in ("ring", "innocent"))
    overall = ranking.filter(pl.col("style").is_null())
    precision, recall = _mean(accounts["precision"]), _mean(accounts["recall"])
    level = f"flagged_{level_digits(LEVEL)}"
    return Figures(
        n_markets=len(outcomes),
        n_rings=true.height,
        n_innocent=innocent.height,
        n_claimed=rings.height,
        ranks_only=rings.height > 0 and bool(rings["q_value"].is_infinite().all()),
        precision_at_k=tuple(_share(true, f"top_{level_digits(t)}") for t in THRESHOLDS),
        found=tuple(_count(true, f"found_{level_digits(t)}") for t in THRESHOLDS),
        joined=tuple(_count(true, f"joined_{level_digits(t)}") for t in THRESHOLDS),
        top_joined=_count(true, "top_joined"),
        levels=tuple(_level(outcomes, nominal) for nominal in LEVELS),
        bcubed_precision=precision,
        bcubed_recall=recall,
        bcubed_f1=_harmonic(precision, recall),
        bcubed_f1_top=_harmonic(_mean(accounts["precision_top"]), _mean(accounts["recall_top"])),
        innocent_in_top=_count(innocent, f"top_{level_digits(0.5)}"),
        base_rate=_mean(overall["base_rate"]),
        ap=_mean(overall["ap"]),
        auc=_mean(overall["auc"]),
        styles=tuple(_style(name, frame, accounts, ranking) for name, frame in _by_style(true)),
        innocent=tuple(_innocent(name, frame) for name, frame in _by_style(innocent)),
        missed=tuple(true.filter(~pl.col(level))["group_id"].to_list()),
        false_rings=tuple(rings.filter(pl.col(level) & pl.col("is_false"))["ring_id"].to_list()),
    )


def _level(outcomes: Sequence[Outcome], nominal: float) -> LevelFigures:
    column = f"flagged_{level_digits(nominal)}"
    true = pl.concat([outcome.groups.filter(pl.col("kind") == "ring") for outcome in outcomes])
    innocent = pl.concat([outcome.groups.filter(pl.col("kind") == "innocent") for outcome in outcomes])
    flagged = [outcome.rings.filter(pl.col(column)) for outcome in outcomes]
    false = [_count(frame, "is_false") for frame in flagged]
    return LevelFigures(
        nominal=nominal,
        n_flagged=sum(frame.height for frame in flagged),
        n_found=_count(true, column),
        recall=_share(true, column),
        n_false=sum(false),
        realised=sum(n / max(frame.height, 1) for n, frame in zip(false, flagged)) / len(outcomes),
        n_innocent=_count(innocent, column),
    )


def _style(style: str, rings: pl.DataFrame, accounts: pl.DataFrame, ranking: pl.DataFrame) -> StyleFigures:
    mine = ranking.filter(pl.col("style") == style)
    jaccard = _mean(rings["jaccard"])
    return StyleFigures(
        style=style,
        n_rings=rings.height,
        found=tuple(_count(rings, f"found_{level_digits(t)}") for t in THRESHOLDS),
        in_top=_count(rings, f"top_{level_digits(0.5)}"),
        flagged=tuple(_count(rings, f"flagged_{level_digits(level)}") for level in LEVELS),
        joined=tuple(_count(rings, f"joined_{level_digits(t)}") for t in THRESHOLDS),
        jaccard=jaccard or 0.0,
        bcubed_recall=_mean(accounts.filter(pl.col("style") == style)["recall"]),
        ap=_mean(mine["ap"]),
        auc=_mean(mine["auc"]),
    )


def _innocent(style: str, groups: pl.DataFrame) -> InnocentFigures:
    ranks = groups["rank"].drop_nulls().to_list()
    return InnocentFigures(
        style=style,
        n_groups=groups.height,
        in_top=_count(groups, f"top_{level_digits(0.5)}"),
        flagged=tuple(_count(groups, f"flagged_{level_digits(level)}") for level in LEVELS),
        best_rank=min(ranks) if ranks else None,
    )


def _by_style(groups: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    names = groups["style"].unique().sort().to_list()
    return [(name, groups.filter(pl.col("style") == name)) for name in names]


def _count(frame: pl.DataFrame, column: str) -> int:
    return int(frame[column].sum())


def _share(frame: pl.DataFrame, column: str) -> float | None:
    return _count(frame, column) / frame.height if frame.height else None


def _mean(values: pl.Series) -> float | None:
    """Return the mean of what is known, None when nothing is."""
    known = values.fill_nan(None).drop_nulls().to_list()
    return sum(known) / len(known) if known else None


def _harmonic(precision: float | None, recall: float | None) -> float | None:
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
