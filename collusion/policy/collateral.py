"""Collateral: who else is hit when a ring is acted against, and what becomes of the stars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from collusion.cases.run_folder import Run


@dataclass(frozen=True, slots=True)
class ProductLoss:
    """What a product loses when the accounts' reviews go.

    Attributes
    ----------
    product_id
        The product.
    n_lost, n_reviews
        Its reviews by these accounts for the ring, and all its reviews.
    stars_before, stars_after
        Its mean stars with and without them; None where no review that is left has any.
    """

    product_id: str
    n_lost: int
    n_reviews: int
    stars_before: float | None
    stars_after: float | None


@dataclass(frozen=True, slots=True)
class Collateral:
    """What acting against some accounts of a ring costs others.

    Attributes
    ----------
    n_accounts
        Accounts that are acted against.
    n_other_reviews
        Reviews that they wrote of products that are no targets of the ring; some are genuine.
    bystanders
        By kind of identifier, the most accounts outside the ring that hold one value with them: people of the
        same home, office or carrier.
    products
        What each product loses.
    """

    n_accounts: int
    n_other_reviews: int
    bystanders: dict[str, int]
    products: tuple[ProductLoss, ...]


def count_collateral(run: Run, ring_id: str, accounts: Sequence[str]) -> Collateral:
    """Count who else is hit.

    Parameters
    ----------
    run
        The run.
    ring_id
        The ring.
    accounts
        The accounts that are acted against.

    Returns
    -------
    Collateral
        Counted over rows of the run folder.
    """
    theirs = (pl.col("ring_id") == ring_id) & pl.col("reviewer_id").is_in(list(accounts))
    held = run.ring_identifiers.filter(theirs)
    outside = held.group_by("kind").agg((pl.col("n_accounts") - pl.col("n_members")).max().alias("n"))
    lost = (
        run.accused_reviews()
        .filter(theirs)
        .group_by("product_id")
        .agg(
            pl.len().alias("n_lost"),
            pl.col("rating").sum().alias("stars"),
            pl.col("rating").count().alias("rated"),
        )
    )
    clients = run.clients.filter(pl.col("ring_id") == ring_id).join(lost, on="product_id")
    products = [_loss(row) for row in clients.sort("product_id").iter_rows(named=True)]
    return Collateral(
        n_accounts=len(accounts),
        n_other_reviews=run.ring_reviews.filter(theirs & ~pl.col("in_ring")).height,
        bystanders={kind: n for kind, n in outside.sort("kind").iter_rows() if n > 0},
        products=tuple(products),
    )


def _loss(row: Mapping[str, Any]) -> ProductLoss:
    n_left = row["n_rated"] - row["rated"]
    before = row["rating_with"]
    after = None
    if before is not None and n_left > 0:
        total = round(before * row["n_rated"])  # stars are whole, so that the mean gives their exact sum
        after = round((total - row["stars"]) / n_left, 2)
    return ProductLoss(
        str(row["product_id"]),
        row["n_lost"],
        row["n_reviews"],
        None if before is None else round(before, 2),
        after,
    )
