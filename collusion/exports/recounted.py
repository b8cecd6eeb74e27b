"""Count anew what rings did for each product, over the reviews of the accounts that are still accused."""

from __future__ import annotations

import polars as pl


def recounted(clients: pl.DataFrame, wrote: pl.DataFrame) -> pl.DataFrame:
    """Count the rows of ``clients`` over some reviews of the rings only.

    Parameters
    ----------
    clients
        Rows of ``clients.parquet``.
    wrote
        The rows of ``ring_reviews.parquet`` that count.

    Returns
    -------
    DataFrame
        The same columns and order. ``n_ring_reviews``, ``first_at``, ``last_at``, ``rating_without`` are as
        of these reviews; ``n_met`` and ``n_expected`` stay; products that no such review is of are left out.
    """
    counts = wrote.group_by("ring_id", "product_id").agg(
        pl.len().cast(pl.UInt32).alias("n_ring_reviews"),
        pl.col("posted_at").min().alias("first_at"),
        pl.col("posted_at").max().alias("last_at"),
        pl.col("rating").sum().alias("stars"),
        pl.col("rating").count().cast(pl.Int64).alias("rated"),
    )
    kept = clients.drop("n_ring_reviews", "first_at", "last_at", "rating_without")
    joined = kept.join(counts, on=["ring_id", "product_id"], maintain_order="left")
    left = pl.col("n_rated").cast(pl.Int64) - pl.col("rated")
    # Stars are whole, so that the mean gives their exact sum.
    without = ((pl.col("rating_with") * pl.col("n_rated")).round() - pl.col("stars")) / left
    exact = pl.when(left > 0).then(without.round(4)).alias("rating_without")
    return joined.with_columns(exact).select(clients.columns)
