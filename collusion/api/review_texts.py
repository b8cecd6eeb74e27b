"""Fetch the words of reviews from the source of a run, which alone has them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from collusion.api.source_tables import source_tables
from collusion.cases.run_folder import Run
from collusion.cases.wording import counted
from collusion.errors import UsageError
from collusion.tables.records import ReviewTables

_WORDS = ("title", "text")


def review_texts(run: Run, source: str | Path | None, review_ids: pl.Series) -> pl.DataFrame:
    """Return the words of some reviews.

    Parameters
    ----------
    run
        All tables of the run that names the reviews.
    source
        Where its tables are, when known.
    review_ids
        The reviews.

    Returns
    -------
    polars.DataFrame
        ``review_id``, ``title`` and ``text``, one row a review; null where the source has no words. They are
        as their authors wrote them: escape them wherever they are shown.

    Raises
    ------
    UsageError
        When the source is not known or not there, or has no texts; the message says what to do.
    IntegrityError
        When it holds other rows than the run read.

    Notes
    -----
    One pass over the source, as `detect` reads it, and one over the texts.
    """
    with source_tables(run, source, needed="texts") as tables:
        return _words_of(tables, review_ids)


def _words_of(tables: ReviewTables, review_ids: pl.Series) -> pl.DataFrame:
    stored = tables.stored["reviews"]
    if "text" not in stored.columns:
        raise UsageError(
            f"reviews: found no text column among {counted(len(stored.columns), 'column')} of the source. "
            "Map one in `collusion.toml`, or call `reviews()` without texts."
        )
    every = np.arange(stored.height)
    known = stored.take(every, ["review_id"])["review_id"]
    rows = np.flatnonzero(known.is_in(review_ids.unique().implode()).to_numpy())
    names = [name for name in _WORDS if name in stored.columns]
    found = stored.take(rows, ["review_id", *names])
    return found.select(
        "review_id", *(pl.col(n) if n in names else pl.lit(None, pl.String).alias(n) for n in _WORDS)
    )
