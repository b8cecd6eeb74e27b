"""One layout of files that many people have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: What to know of a layout without ids of accounts.
NAMES_ONLY = "Accounts are told apart by display name only: several people may share one."


@dataclass(frozen=True, slots=True)
class PublicLayout:
    """One kind of file that many people have.

    Attributes
    ----------
    name
        What it is called, for a comment.
    table
        The table of the contract that its rows are.
    signature
        Columns by which it is recognised: all of them are there.
    columns
        Its name of a column by the contract's; those that a file lacks are left out.
    dates
        Formats of times by the contract's column.
    rating
        The section `[tables.reviews.rating]`.
    null_values
        Cells that say nothing.
    advice
        What a person should know before relying on it; empty where there is nothing.
    products
        Columns that name the product where a folder or a person added one; where none is there, all rows are
        of one. Empty where the layout has a product of its own.
    """

    name: str
    table: str
    signature: frozenset[str]
    columns: Mapping[str, str]
    dates: Mapping[str, str] = field(default_factory=dict)
    rating: Mapping[str, Any] = field(default_factory=dict)
    null_values: tuple[str, ...] = ()
    advice: str = ""
    products: tuple[str, ...] = ()


def layout_of(name: str, table: str, signature: str, **words: Any) -> PublicLayout:
    """Return a layout whose signature is written with bars between its columns.

    Parameters
    ----------
    name, table
        As of `PublicLayout`.
    signature
        Columns joined by ``|``.
    **words
        The other fields of `PublicLayout`.

    Returns
    -------
    PublicLayout
    """
    return PublicLayout(name, table, frozenset(signature.split("|")), **words)
