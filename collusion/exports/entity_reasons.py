"""Say of one account, product or seller what it did itself: a row that is handed on speaks of nobody else.

What a ring did as a whole stands in its report. An account that is the exception in its ring, that shares no
card where the others do, must not inherit what is said of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from collusion.cases.narrative import DOUBTFUL_MEMBERSHIP
from collusion.cases.run_folder import Run
from collusion.cases.wording import counted, day, kind_words, listed, percent


def account_reasons(run: Run, members: pl.DataFrame) -> list[str]:
    """Say what each account did.

    Parameters
    ----------
    run
        An opened run.
    members
        Rows of its ``members``.

    Returns
    -------
    list of str
        One text a row, in their order.
    """
    stars = run.ring_reviews.filter("in_ring").group_by("ring_id", "reviewer_id").agg(pl.col("rating").mean())
    shared = (
        run.ring_identifiers.group_by("ring_id", "reviewer_id")
        .agg(pl.len().alias("n_values"), pl.col("kind").unique().sort().alias("kinds"))
    )  # fmt: skip
    products = run.rings.select("ring_id", "n_products")
    told = members.join(products, on="ring_id", how="left", maintain_order="left")
    for facts in (stars, shared):
        told = told.join(facts, on=["ring_id", "reviewer_id"], how="left", maintain_order="left")
    return [_of_account(row) for row in told.iter_rows(named=True)]


def _of_account(row: Mapping[str, Any]) -> str:
    wrote = f"Wrote {counted(row['n_ring_reviews'], 'review')} of the ring's {row['n_products']:,} products"
    parts = [f"{wrote}, of {row['n_reviews']:,} in all{_period(row)}{_mean(row['rating'])}."]
    if row["created_at"] is not None:
        parts.append(f"Created {day(row['created_at'])}.")
    if row["n_values"]:
        values = counted(row["n_values"], "identifier value")
        kinds = listed([kind_words(kind) for kind in row["kinds"]])
        parts.append(f"Shares {values} ({kinds}) with other accounts of the ring.")
    if row["membership"] < DOUBTFUL_MEMBERSHIP:
        parts.append(f"Membership {percent(row['membership'])}: to be judged by itself.")
    return " ".join(parts)


def _period(row: Mapping[str, Any]) -> str:
    if row["first_at"] is None:
        return ""
    first, last = day(row["first_at"]), day(row["last_at"])
    return f", on {first}" if first == last else f", from {first} to {last}"


def _mean(rating: float | None) -> str:
    return "" if rating is None else f", {rating:.1f} stars on average"


def product_reasons(clients: pl.DataFrame) -> list[str]:
    """Say of each product how much of it is the ring's.

    Parameters
    ----------
    clients
        Rows of ``clients``, and in ``n_found`` the ring's reviews with those that labels call honest.

    Returns
    -------
    list of str
        One text a row, in their order.
    """
    return [_of_product(row) for row in clients.iter_rows(named=True)]


def _of_product(row: Mapping[str, Any]) -> str:
    whose = f"{counted(row['n_reviews'], 'review')} {_by_the_ring(row)}{_period(row)}"
    own = f"{row['n_ring_reviews']:,} of its {whose}"
    if row["rating_with"] is None or row["rating_without"] is None:
        return f"{own}."
    return f"{own}: {row['rating_with']:.1f} stars with them, {row['rating_without']:.1f} without."


def _by_the_ring(row: Mapping[str, Any]) -> str:
    is_less = row["n_ring_reviews"] < row["n_found"]
    return "by the ring, less what labels call honest" if is_less else "by the ring"


def seller_reasons(sellers: pl.DataFrame) -> list[str]:
    """Say of each seller how much of what it sells is the ring's.

    Parameters
    ----------
    sellers
        ``n_products``, ``n_ring_reviews``, ``n_found`` and ``n_reviews`` of the seller's products that are
        likely served.

    Returns
    -------
    list of str
        One text a row, in their order.
    """
    return [
        f"{counted(row['n_products'], 'product')} of it likely served: {row['n_ring_reviews']:,} of "
        f"{counted(row['n_reviews'], 'review')} {_by_the_ring(row)}."
        for row in sellers.iter_rows(named=True)
    ]
