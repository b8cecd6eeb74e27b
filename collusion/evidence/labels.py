"""Labels: accounts known to be fake, from sting purchases and past takedowns; they start searches."""

from __future__ import annotations

import numpy as np
import polars as pl

from collusion.arrays import Int32Array, frozen
from collusion.graph.build import EntityGraph
from collusion.graph.nodes import positions
from collusion.tables.records import ReviewTables


def labelled_fakes(tables: ReviewTables, graph: EntityGraph) -> Int32Array:
    """Find the accounts that a label calls fake, or of which a review is called so.

    Parameters
    ----------
    tables
        The tables.
    graph
        Their graph.

    Returns
    -------
    Int32Array
        Reviewers, ascending. An account that a label calls honest is left out: its appeal was heard.

    Notes
    -----
    Labels accuse nobody by themselves: they only say where to begin. O(labels), and one pass over the ids of
    the reviews when reviews are labelled.
    """
    labels = tables.labels
    if labels is None:
        return frozen(np.zeros(0, np.int32))
    of_accounts = labels.filter(pl.col("entity_type") == "reviewer").rename({"entity_id": "reviewer_id"})
    honest = of_accounts.filter(pl.col("label") == "honest").select("reviewer_id")
    fake = of_accounts.filter(pl.col("label") == "fake").select("reviewer_id")
    reviews = labels.filter((pl.col("entity_type") == "review") & (pl.col("label") == "fake"))
    if reviews.height:
        authors = tables.reviews.select("review_id", "reviewer_id")
        written = reviews.join(authors, left_on="entity_id", right_on="review_id")
        fake = pl.concat([fake, written.select("reviewer_id")])
    known = fake.join(honest, on="reviewer_id", how="anti").unique().sort("reviewer_id")
    at = positions(graph.reviewers, known["reviewer_id"])
    return frozen(np.sort(at[at >= 0]).astype(np.int32))
