"""The client list: which sellers and products profit from rings, by how much, and from whose work."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

import polars as pl

from collusion.cases.client_probability import BYSTANDER_BELOW
from collusion.cases.run_folder import Run

_Types: TypeAlias = "dict[str, pl.DataType | type[pl.DataType]]"

_CLIENTS: _Types = {
    "seller_id": pl.String,
    "product_id": pl.String,
    "n_rings": pl.UInt32,
    "ring_ids": pl.List(pl.String),
    "n_operators": pl.UInt32,
    "operators": pl.List(pl.String),
    "n_ring_reviews": pl.UInt32,
    "n_reviews": pl.UInt32,
    "rating_with": pl.Float64,
    "rating_without": pl.Float64,
    "stars_gained": pl.Float64,
    "first_at": pl.Datetime("us", "UTC"),
    "last_at": pl.Datetime("us", "UTC"),
    "service": pl.Float64,
    "confirmed": pl.Boolean,
    "run_id": pl.String,
}
_OPERATORS: _Types = {
    "operator": pl.String,
    "n_rings": pl.UInt32,
    "ring_ids": pl.List(pl.String),
    "n_accounts": pl.UInt32,
    "n_sellers": pl.UInt32,
    "sellers": pl.List(pl.String),
    "n_products": pl.UInt32,
    "n_ring_reviews": pl.UInt32,
    "first_at": pl.Datetime("us", "UTC"),
    "last_at": pl.Datetime("us", "UTC"),
    "run_id": pl.String,
}
CLIENTS, OPERATORS = pl.Schema(_CLIENTS), pl.Schema(_OPERATORS)


def clients(run: Run, confirmed: Collection[str] = ()) -> pl.DataFrame:
    """List the products that flagged rings probably work for, with their sellers.

    Parameters
    ----------
    run
        An opened run.
    confirmed
        Rings that a person confirmed.

    Returns
    -------
    DataFrame
        Columns of `CLIENTS`; one row a product, by seller, those with most ring reviews first. A review that
        two rings share counts once. Products that are likelier bystanders are not listed, nor are victims of
        an attack, and accounts whose appeal was won count for nobody.
    """
    rings = _rings(run)
    served = run.clients.filter(pl.col("service") >= BYSTANDER_BELOW).join(rings, on="ring_id")
    products = served.group_by("product_id").agg(
        pl.col("seller_id").first(),
        pl.col("ring_id").unique().sort().alias("ring_ids"),
        pl.col("operator").unique().sort().alias("operators"),
        pl.col("n_reviews", "n_rated").max(),
        pl.col("rating_with").first(),
        pl.col("service").max(),
        pl.col("ring_id").is_in(sorted(confirmed)).any().alias("confirmed"),
    )
    reviews = (
        _reviews(run, rings)
        .group_by("product_id")
        .agg(
            pl.len().alias("n_ring_reviews"),
            pl.col("rating").sum().alias("stars"),
            pl.col("rating").count().alias("rated"),
            pl.col("posted_at").min().alias("first_at"),
            pl.col("posted_at").max().alias("last_at"),
        )
    )
    left = pl.col("n_rated").cast(pl.Int64) - pl.col("rated").cast(pl.Int64)
    # Stars are whole, so that the mean gives their exact sum.
    without = ((pl.col("rating_with") * pl.col("n_rated")).round() - pl.col("stars")) / left
    joined = products.join(reviews, on="product_id").with_columns(
        pl.when(left > 0).then(without.round(2)).alias("rating_without"),
        pl.col("ring_ids").list.len().alias("n_rings"),
        pl.col("operators").list.len().alias("n_operators"),
        pl.lit(str(run.manifest.get("run_id", ""))).alias("run_id"),
    )
    gained = (pl.col("rating_with") - pl.col("rating_without")).round(2).alias("stars_gained")
    ordered = joined.with_columns(gained).sort(
        "seller_id", "n_ring_reviews", "product_id", descending=[False, True, False], nulls_last=True
    )
    return ordered.select(CLIENTS.names()).cast(CLIENTS)


def operators(run: Run) -> pl.DataFrame:
    """List the operators of flagged rings, with the sellers that each serves.

    Parameters
    ----------
    run
        An opened run.

    Returns
    -------
    DataFrame
        Columns of `OPERATORS`; one row an operator, the busiest first.
    """
    rings = _rings(run)
    reviews = (
        _reviews(run, rings)
        .group_by("operator")
        .agg(
            pl.len().alias("n_ring_reviews"),
            pl.col("reviewer_id").n_unique().alias("n_accounts"),
            pl.col("posted_at").min().alias("first_at"),
            pl.col("posted_at").max().alias("last_at"),
        )
    )
    served = run.clients.filter(pl.col("service") >= BYSTANDER_BELOW).join(rings, on="ring_id")
    work = served.group_by("operator").agg(
        pl.col("ring_id").unique().sort().alias("ring_ids"),
        pl.col("seller_id").drop_nulls().unique().sort().alias("sellers"),
        pl.col("product_id").n_unique().alias("n_products"),
    )
    joined = work.join(reviews, on="operator").with_columns(
        pl.col("ring_ids").list.len().alias("n_rings"),
        pl.col("sellers").list.len().alias("n_sellers"),
        pl.lit(str(run.manifest.get("run_id", ""))).alias("run_id"),
    )
    ordered = joined.sort("n_ring_reviews", "operator", descending=[True, False])
    return ordered.select(OPERATORS.names()).cast(OPERATORS)


def _rings(run: Run) -> pl.DataFrame:
    """Return the flagged rings that work for somebody."""
    return run.rings.filter(pl.col("flagged") & (pl.col("kind") != "attack")).select("ring_id", "operator")


def _reviews(run: Run, rings: pl.DataFrame) -> pl.DataFrame:
    """Return the reviews of targets by rings, each once for an operator."""
    mine = run.accused_reviews().join(rings, on="ring_id")
    return mine.unique(subset=["review_id", "product_id"], keep="first", maintain_order=True)
