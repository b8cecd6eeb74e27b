"""Judge scores by labels of accounts, where no truth about rings is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from collusion.errors import UsageError
from collusion.evaluation.predictions import Predictions
from collusion.evaluation.ranking import area_under_curve, average_precision
from collusion.tables.records import ReviewTables

#: Rings whose members are looked at.
N_RINGS = 20


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """How well a method ranks labelled accounts.

    Attributes
    ----------
    n_accounts, n_fake
        Labelled accounts with a score, and those of them that are fake.
    base_rate
        Share of the fake ones.
    ap, auc
        Average precision and area under the curve; NaN when all labels are the same.
    n_rings
        Rings looked at: the first 20 with a labelled member.
    purity
        Mean share of fake accounts among their labelled members; None without rings.
    """

    n_accounts: int
    n_fake: int
    base_rate: float
    ap: float
    auc: float
    n_rings: int
    purity: float | None


def labelled_accounts(tables: ReviewTables) -> pl.DataFrame:
    """Say which accounts are known to be fake or honest.

    Parameters
    ----------
    tables
        Tables with ``labels``.

    Returns
    -------
    pl.DataFrame
        Columns reviewer_id and is_fake, by reviewer_id, the id that stands for all of an account. Its own
        label decides; without one, an account is fake when any of its labelled reviews is.

    Raises
    ------
    UsageError
        When there are no labels of reviewers or reviews.
    """
    own, written = pl.DataFrame(), pl.DataFrame()
    if tables.labels is not None:
        fake = tables.labels.with_columns(is_fake=pl.col("label") == "fake")
        own = fake.filter(pl.col("entity_type") == "reviewer").select(
            pl.col("entity_id").alias("reviewer_id"), "is_fake"
        )
        reviews = fake.filter(pl.col("entity_type") == "review").join(
            tables.reviews.select("review_id", "reviewer_id"), left_on="entity_id", right_on="review_id"
        )
        written = reviews.select("reviewer_id", "is_fake")
    if own.is_empty() and written.is_empty():
        raise UsageError(
            "found no labels of reviewers or reviews in the source. "
            "Give a source with a table `labels`, or a --truth"
        )
    own, written = (_by_account(known, tables.codes.aliases) for known in (own, written))
    written = written.join(own, on="reviewer_id", how="anti")
    return pl.concat([own, written]).group_by("reviewer_id").agg(pl.col("is_fake").any()).sort("reviewer_id")


def _by_account(known: pl.DataFrame, aliases: pl.DataFrame) -> pl.DataFrame:
    """Return what is known with the ids that stand for others."""
    if known.is_empty():
        return pl.DataFrame(schema={"reviewer_id": pl.String, "is_fake": pl.Boolean})
    of_accounts = aliases.filter(pl.col("entity_type") == "reviewer").select("stands_for", reviewer_id="id")
    joined = known.join(of_accounts, on="reviewer_id", how="left", maintain_order="left")
    return joined.select(pl.coalesce("stands_for", "reviewer_id").alias("reviewer_id"), "is_fake")


def label_figures(predictions: Predictions, labelled: pl.DataFrame) -> LabelFigures:
    """Hold a method's scores, and its first rings, against labels.

    Parameters
    ----------
    predictions
        What the method says.
    labelled
        From `labelled_accounts`.

    Returns
    -------
    LabelFigures
        Accounts without label, or without score, do not count.
    """
    known = labelled.join(predictions.scores, on="reviewer_id").sort("reviewer_id")
    score, is_fake = known["score"].to_numpy().astype(np.float64), known["is_fake"].to_numpy()
    answer = dict(labelled.select("reviewer_id", "is_fake").iter_rows())
    shares: list[float] = []
    for ring in predictions.rings:
        told = [answer[account] for account in ring if account in answer]
        if told and len(shares) < N_RINGS:
            shares.append(sum(told) / len(told))
    return LabelFigures(
        n_accounts=known.height,
        n_fake=int(is_fake.sum()),
        base_rate=float(is_fake.mean()) if known.height else float("nan"),
        ap=average_precision(score, is_fake),
        auc=area_under_curve(score, is_fake),
        n_rings=len(shares),
        purity=sum(shares) / len(shares) if shares else None,
    )
