"""What a source holds, and what evidence that makes possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

import numpy as np
import polars as pl

from collusion.minutes import NO_TIME
from collusion.tables.codes import Codes, IdentifierLinks
from collusion.tables.joins import quoted
from collusion.tables.notes import Note
from collusion.tables.records import ReviewTables
from collusion.tables.stored import NUMBERED, StoredTable

_NO_NEEDS: Mapping[str, Sequence[str]] = MappingProxyType({})
#: Accounts with too many reviews that a note names.
_N_BUSY_NAMED = 20


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
        Accounts and products with reviews, spellings and copies counted once; their sellers.
    first_at, last_at
        Time span of the reviews; None without times.
    kinds
        Every kind of identifier that an account of the reviews holds, by name.
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


def profile_tables(
    tables: ReviewTables,
    *,
    reviewer_cap: int | None = None,
    needs: Mapping[str, Sequence[str]] = _NO_NEEDS,
) -> SourceProfile:
    """Count what a source holds and say what evidence it makes possible.

    Parameters
    ----------
    tables
        The source as read.
    reviewer_cap
        Most reviews of an account that detection looks at; None for any number.
    needs
        As of `availability`.

    Returns
    -------
    SourceProfile
        In one pass over each column.
    """
    codes = tables.codes
    first_at, last_at = tables.stored["reviews"].span("posted_at")
    return SourceProfile(
        rows={name: stored.height for name, stored in tables.stored.items()},
        n_reviewers=len(codes.reviewers),
        n_products=len(codes.products),
        n_sellers=len(codes.sellers),
        first_at=first_at,
        last_at=last_at,
        kinds=tuple(_kind(kind, links) for kind, links in codes.identifier_links.items()),
        null_shares={name: _null_shares(stored) for name, stored in tables.stored.items()},
        evidence=availability(tables, needs),
        notes=(*tables.notes, *(() if reviewer_cap is None else busy_accounts(codes, reviewer_cap))),
    )


def _null_shares(stored: StoredTable) -> dict[str, float]:
    n_rows = max(stored.height, 1)
    # Reviews without an id are numbered.
    return {name: 0.0 if name == NUMBERED else stored.null_counts[name] / n_rows for name in stored.columns}


def _kind(kind: str, links: IdentifierLinks) -> KindProfile:
    shared = int(np.count_nonzero(np.diff(links.t_indptr) > 1))
    n_holders = int(np.count_nonzero(np.bincount(links.holder)))
    return KindProfile(kind, len(links.row), n_holders, shared)


def busy_accounts(codes: Codes, reviewer_cap: int) -> tuple[Note, ...]:
    """Name the accounts with so many reviews that detection does not look at them.

    Parameters
    ----------
    codes
        The tables in numbers.
    reviewer_cap
        Most reviews of an account that detection looks at.

    Returns
    -------
    tuple of Note
        A warning with the busiest accounts and their reviews; nothing when there are none.
    """
    counts = np.diff(codes.pairs.indptr)
    busy = np.flatnonzero(counts > reviewer_cap)
    if len(busy) == 0:
        return ()
    first = busy[np.argsort(-counts[busy], kind="stable")[:_N_BUSY_NAMED]]
    names = [
        f"{quoted(name)} ({count:,})"
        for name, count in zip(codes.reviewers.gather(pl.Series(first)), counts[first].tolist(), strict=True)
    ]
    more = f" and {len(busy) - len(first):,} more" if len(busy) > len(first) else ""
    text = (
        f"accounts with more than {reviewer_cap:,} reviews are not looked at as members of a ring: "
        f"{', '.join(names)}{more}. Raise [evidence] reviewer_cap to look at them"
    )
    return (Note("reviews", "reviewer_id", len(busy), text, is_warning=True),)


def availability(
    tables: ReviewTables, needs: Mapping[str, Sequence[str]] = _NO_NEEDS
) -> tuple[Availability, ...]:
    """Say for each family of evidence whether the tables can give it, and why or why not.

    Parameters
    ----------
    tables
        The source as read.
    needs
        The columns that other families need, by family.

    Returns
    -------
    tuple of Availability
        behaviour, timing, stars, identity, text, fulfilment, benefit and lifecycle, in that order;
        then the others.
    """
    codes = tables.codes
    behaviour = "" if tables.height("reviews") else "the table reviews has no rows"
    answers = {
        "behaviour": (behaviour, "who reviewed what together"),
        "timing": (_lacks(tables, "reviews", "posted_at"), "reviews.posted_at"),
        "stars": (_lacks(tables, "reviews", "rating"), "reviews.rating"),
        "identity": (_unmatched(tables, "identifiers", bool(codes.identifier_links)), "identifiers"),
        "text": (_lacks(tables, "reviews", "text"), "reviews.text"),
        "fulfilment": _fulfilment(tables),
        "benefit": (
            _lacks(tables, "products", "seller_id") or _unmatched(tables, "products", len(codes.sellers) > 0),
            "products.seller_id",
        ),
        "lifecycle": _lifecycle(tables),
    }
    for family, columns in needs.items():
        lacks = [_lacks(tables, *column.split(".")) for column in columns]
        answers[family] = (" and ".join(filter(None, lacks)), " and ".join(columns))
    return tuple(
        Availability(family, not missing, missing or basis) for family, (missing, basis) in answers.items()
    )


def _fulfilment(tables: ReviewTables) -> tuple[str, str]:
    """Return what is missing and what there is: refunds, or weights of parcels and articles."""
    codes, facts = tables.codes, tables.codes.product_facts
    are_refunds = codes.refunded is not None and bool((codes.refunded >= 0).any())
    are_weighed = codes.parcel_g is not None and not bool(np.isnan(codes.parcel_g).all())
    are_items = facts is not None and "item_weight_g" in facts and facts["item_weight_g"].count() > 0
    refunds = _lacks(tables, "orders", "refunded") or _unmatched(tables, "orders", are_refunds)
    parcels = (
        _lacks(tables, "orders", "shipped_weight_g")
        or _lacks(tables, "products", "item_weight_g")
        or _unmatched(tables, "orders", are_weighed)
        or _unmatched(tables, "products", are_items)
    )
    if refunds and parcels:
        return f"{refunds}, and {parcels}" if refunds != parcels else refunds, ""
    there = ["orders.refunded"] if not refunds else []
    if not parcels:
        there.append("orders.shipped_weight_g against products.item_weight_g")
    return "", " and ".join(there)


def _lifecycle(tables: ReviewTables) -> tuple[str, str]:
    """Return what is missing and what there is: creations of accounts, or times of reviews."""
    known = tables.codes.created
    are_created = known is not None and bool((known != NO_TIME).any())
    created = _lacks(tables, "accounts", "created_at") or _unmatched(tables, "accounts", are_created)
    posted = _lacks(tables, "reviews", "posted_at")
    if created and posted:
        return f"{created}, and {posted}", ""
    basis = {"accounts.created_at": created, "reviews.posted_at": posted}
    return "", " and ".join(column for column, lack in basis.items() if not lack)


def _lacks(tables: ReviewTables, table: str, column: str) -> str:
    """Return why a column says nothing, or nothing when it says something."""
    stored = tables.stored.get(table)
    if stored is None:
        return f"there is no table {table}"
    if column not in stored.columns or column in stored.absent:
        return f"there is no column {table}.{column}"
    return f"{table}.{column} is empty in every row" if stored.null_counts[column] == stored.height else ""


def _unmatched(tables: ReviewTables, table: str, is_matched: bool) -> str:
    """Return why a table says nothing of the reviews, or nothing when it does."""
    if table not in tables.stored:
        return f"there is no table {table}"
    return "" if is_matched else f"no row of {table} belongs to the reviews"
