"""Read what the page shows of a run that only its source has: words of reviews, and all reviews by week."""

from __future__ import annotations

import numpy as np
import polars as pl

from collusion.api.run import Run
from collusion.api.source_tables import source_tables
from collusion.minutes import DAY, NO_TIME
from collusion.tables.records import ReviewTables
from collusion.view.payload import FromSource

_WORDS = ("title", "text")


def read_source_rows(run: Run) -> FromSource:
    """Read the words of all reviews by members, and the weekly counts of all targets, in one pass.

    Parameters
    ----------
    run
        The run, opened with its source.

    Returns
    -------
    FromSource
        O(reviews of the source) time; what is kept is of members and targets only.

    Raises
    ------
    UsageError
        When the source is not known or not there.
    IntegrityError
        When it holds other rows than the run read.
    """
    records = run.records
    with source_tables(records, run.source, needed="texts") as tables:
        texts = _texts(tables, records.ring_reviews["review_id"].unique())
        return FromSource(texts=texts, baselines=_baselines(tables, records.clients["product_id"].unique()))


def _texts(tables: ReviewTables, review_ids: pl.Series) -> pl.DataFrame | None:
    stored = tables.stored["reviews"]
    names = [name for name in _WORDS if name in stored.columns]
    if not names:
        return None
    known = stored.take(np.arange(stored.height), ["review_id"])["review_id"]
    rows = np.flatnonzero(known.is_in(review_ids.implode()).to_numpy())
    found = stored.take(rows, ["review_id", *names])
    return found.select(
        "review_id", *(pl.col(n) if n in names else pl.lit(None, pl.String).alias(n) for n in _WORDS)
    )


def _baselines(tables: ReviewTables, product_ids: pl.Series) -> pl.DataFrame | None:
    """Count the reviews of each target by week; None where no review has a time."""
    pairs, products = tables.codes.pairs, tables.codes.products
    wanted = np.flatnonzero(products.is_in(product_ids.implode()).to_numpy())
    mine = np.flatnonzero(np.isin(pairs.product, wanted) & (pairs.minute != NO_TIME))
    if not len(mine):
        return None
    days = pl.Series("week", pairs.minute[mine] // DAY, dtype=pl.Int32).cast(pl.Date)
    rows = pl.DataFrame({"product_id": products[pairs.product[mine]], "week": days})
    return rows.group_by("product_id", pl.col("week").dt.truncate("1w")).agg(pl.len().alias("n"))
