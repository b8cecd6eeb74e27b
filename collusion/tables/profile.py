"""What a source holds, and what evidence that makes possible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import polars as pl

from collusion.tables.notes import Note
from collusion.tables.records import ReviewTables


@dataclass(frozen=True, slots=True)
class KindProfile:
    """One kind of identifier.

    Attributes
    ----------
    kind
        Its name.
    n_values
        Distinct values.
    n_holders
        Accounts that hold any.
    n_shared
        Values that several accounts hold.
    """

    kind: str
    n_values: int
    n_holders: int
    n_shared: int


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a `family` of evidence `is_possible`; `reason`: what it rests on, or what is missing."""

    family: str
    is_possible: bool
    reason: str


@dataclass(frozen=True, slots=True)
class SourceProfile:
    """A source in numbers.

    Attributes
    ----------
    rows
        Rows of each table that is there.
    n_reviewers, n_products, n_sellers
        Distinct accounts and products with reviews; distinct sellers, 0 without a products table.
    first_at, last_at
        Time span of the reviews; None without times.
    kinds
        Every kind of identifier, by name.
    null_shares
        Share of empty cells, 0 to 1, by table and column.
    evidence
        Every family of evidence.
    notes
        What was counted while reading.
    """

    rows: Mapping[str, int]
    n_reviewers: int
    n_products: int
    n_sellers: int
    first_at: datetime | None
    last_at: datetime | None
    kinds: tuple[KindProfile, ...]
    null_shares: Mapping[str, Mapping[str, float]]
    evidence: tuple[Availability, ...]
    notes: tuple[Note, ...]


def profile_tables(tables: ReviewTables) -> SourceProfile:
    """Count what a source holds and say what evidence it makes possible.

    Parameters
    ----------
    tables
        The source as read.

    Returns
    -------
    SourceProfile
        In one pass over each column.
    """
    reviews, products = tables.reviews, tables.products
    frames = tables.frames()
    return SourceProfile(
        rows={name: len(frame) for name, frame in frames.items()},
        n_reviewers=reviews["reviewer_id"].n_unique(),
        n_products=reviews["product_id"].n_unique(),
        n_sellers=0 if products is None else products["seller_id"].drop_nulls().n_unique(),
        first_at=cast("datetime | None", reviews["posted_at"].min()),
        last_at=cast("datetime | None", reviews["posted_at"].max()),
        kinds=_kinds(tables.identifiers),
        null_shares={name: _null_shares(frame) for name, frame in frames.items()},
        evidence=availability(tables),
        notes=tables.notes,
    )


def _null_shares(frame: pl.DataFrame) -> dict[str, float]:
    n_rows = max(len(frame), 1)
    return {column.name: column.null_count() / n_rows for column in frame.get_columns()}


def _kinds(identifiers: pl.DataFrame | None) -> tuple[KindProfile, ...]:
    if identifiers is None:
        return ()
    held = identifiers.select("kind", "value", "reviewer_id").unique()
    by_value = held.group_by("kind", "value").agg(pl.len().alias("n_accounts"))
    values = by_value.group_by("kind").agg(
        pl.len().alias("n_values"), (pl.col("n_accounts") > 1).sum().alias("shared")
    )
    holders = held.group_by("kind").agg(pl.col("reviewer_id").n_unique().alias("n_holders"))
    joined = values.join(holders, on="kind").sort("kind").select("kind", "n_values", "n_holders", "shared")
    return tuple(KindProfile(*row) for row in joined.iter_rows())


def availability(tables: ReviewTables) -> tuple[Availability, ...]:
    """Say for each family of evidence whether the tables can give it, and why or why not.

    Parameters
    ----------
    tables
        The source as read.

    Returns
    -------
    tuple of Availability
        behaviour, timing, stars, identity, text, fulfilment, benefit and lifecycle, in that order.
    """
    behaviour = "" if tables.height("reviews") else "the table reviews has no rows"
    answers = {
        "behaviour": (behaviour, "who reviewed what together"),
        "timing": (_lacks(tables, "reviews", "posted_at"), "reviews.posted_at"),
        "stars": (_lacks(tables, "reviews", "rating"), "reviews.rating"),
        "identity": (_lacks(tables, "identifiers", "value"), "identifiers"),
        "text": (_lacks(tables, "reviews", "text"), "reviews.text"),
        "fulfilment": _fulfilment(tables),
        "benefit": (_lacks(tables, "products", "seller_id"), "products.seller_id"),
        "lifecycle": _lifecycle(tables),
    }
    return tuple(
        Availability(family, not missing, missing or basis) for family, (missing, basis) in answers.items()
    )


def _fulfilment(tables: ReviewTables) -> tuple[str, str]:
    """Return what is missing and what there is: refunds, or weights of parcels and articles."""
    refunds = _lacks(tables, "orders", "refunded")
    parcels = _lacks(tables, "orders", "shipped_weight_g") or _lacks(tables, "products", "item_weight_g")
    if refunds and parcels:
        return f"{refunds}, and {parcels}" if refunds != parcels else refunds, ""
    there = ["orders.refunded"] if not refunds else []
    if not parcels:
        there.append("orders.shipped_weight_g against products.item_weight_g")
    return "", " and ".join(there)


def _lifecycle(tables: ReviewTables) -> tuple[str, str]:
    """Return what is missing and what there is: creations of accounts, or times of reviews."""
    created, posted = _lacks(tables, "accounts", "created_at"), _lacks(tables, "reviews", "posted_at")
    if created and posted:
        return f"{created}, and {posted}", ""
    basis = {"accounts.created_at": created, "reviews.posted_at": posted}
    return "", " and ".join(column for column, lack in basis.items() if not lack)


def _lacks(tables: ReviewTables, table: str, column: str) -> str:
    """Return why a column says nothing, or nothing when it says something."""
    stored = tables.stored.get(table)
    if stored is None:
        return f"there is no table {table}"
    if column not in stored.columns:
        return f"there is no column {table}.{column}"
    return f"{table}.{column} is empty in every row" if stored.null_counts[column] == stored.height else ""
