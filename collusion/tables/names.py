"""Match the columns of a file with those of the contract: exactly, by near miss, or by a well-known name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from collusion.tables.schema import TABLES

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[^0-9a-z]+")
#: What stands in parentheses after a name is its unit: ``rating (1-5)``, ``posted_at [UTC]``.
_UNIT = re.compile(r"(?<=\w)\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$")

#: Columns of times that are looked for by words, the words, and those of another time than is meant.
_TIMES = ("posted_at", "ordered_at")
_TIME_WORDS = {"date", "time", "datetime", "timestamp", "posted", "submitted", "created", "opened"}
_LATER_WORDS = {
    *("updated", "modified", "edited", "deleted", "removed", "closed", "birth", "last", "reply", "response"),
    *("by", "zone", "timezone", "to", "since"),
}

ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "reviewer_id": (
            *("user_id", "user", "author_id", "customer_id", "account_id", "member_id", "profile_id"),
            *("consumer_id", "author", "reviewer", "customer", "account", "uid", "author_steamid", "steamid"),
        ),
        "product_id": (
            *("asin", "item_id", "business_id", "listing_id", "sku", "gmap_id", "book_id", "app_id", "appid"),
            *("movie_id", "prod_id", "item", "product", "business", "recommendation_app_id", "isbn"),
        ),
        "rating": (
            "stars",
            "star_rating",
            "overall",
            "score",
            "star",
            "review_rating",
            "rate",
            "review_score",
            "ratings",
            "rating_value",
            "review_stars",
        ),
        "posted_at": (
            *("unix_review_time", "timestamp", "review_date", "date", "created_at", "posted", "time"),
            *("review_time", "timestamp_created", "date_added", "submission_time", "datetime", "at"),
        ),
        "review_id": ("recommendationid", "reviewid"),
        "text": ("review_text", "review_body", "review_content", "body", "content", "comment", "review"),
        "verified": ("verified_purchase", "is_verified", "is_verified_purchase"),
        "marketplace": ("country", "region", "market", "locale"),
        "seller_id": ("merchant_id", "vendor_id", "seller", "merchant"),
        "category": ("main_category", "main_cat", "product_category"),
        "title": ("product_title", "name"),
        "parent_id": ("parent_asin", "product_parent"),
        "created_at": ("yelping_since", "joined", "joined_at", "registered_at", "signup_date"),
        "ordered_at": ("order_date", "purchased_at"),
    }
)
"""Names under which public layouts and common exports keep a column of the contract, the surest first."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Which column of a file is which of the contract.

    Attributes
    ----------
    sources
        The file's name of a column by the contract's; exact ones and declared ones included.
    guesses
        The same for those that were found by near miss or by a well-known name, to be told.
    rivals
        Names that fit a column of the contract equally well, by the contract's; none of them is taken.
    hints
        Names that may be a column that is not there, by the contract's: well-known ones, not taken.
    """

    sources: Mapping[str, str]
    guesses: Mapping[str, str]
    rivals: Mapping[str, tuple[str, ...]]
    hints: Mapping[str, str] = field(default_factory=dict)


def plain_name(name: str) -> str:
    r"""Reduce a column's name to lower-case words joined by underscores.

    Examples
    --------
    >>> [plain_name(name) for name in (" Reviewer ID", "reviewerID", "\ufeffreviewer-id")]
    ['reviewer_id', 'reviewer_id', 'reviewer_id']
    """
    text = _UNIT.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFKC", name)).strip())
    return _OTHER.sub("_", _CAMEL.sub("_", text).casefold()).strip("_")


def match_columns(table: str, names: Sequence[str], declared: Mapping[str, str]) -> Matched:
    """Say which column of a file is which of the contract.

    Parameters
    ----------
    table
        Name of the table.
    names
        Names of the file's columns.
    declared
        The source's name of a column by the contract's, as the configuration says.

    Returns
    -------
    Matched
        Declared names and exact ones first; then names that differ in case, blanks, punctuation or a unit
        alone, or by a prefix with a full stop; last, and only where a required column is missing
        otherwise, well-known names.
    """
    contract = TABLES[table]
    sources: dict[str, str] = {}
    guesses: dict[str, str] = {}
    rivals: dict[str, tuple[str, ...]] = {}
    for column in contract.columns:
        wanted = declared.get(column.name, column.name)
        if wanted and wanted in names:
            sources[column.name] = wanted
    taken = set(sources.values())
    for column in contract.columns:
        if column.name not in sources and declared.get(column.name, column.name):
            wanted = plain_name(declared.get(column.name, column.name))
            near = tuple(name for name in names if name not in taken and plain_name(name) == wanted)
            _take(column.name, near or _within(names, taken, wanted, table), guesses, rivals)
    taken |= set(guesses.values())
    required = {column.name for column in contract.columns if column.required}
    if required - {*sources, *guesses, *rivals, *declared}:
        plain = {name: plain_name(name) for name in names if name not in taken}
        for column in contract.columns:
            if column.name not in {*sources, *guesses, *rivals, *declared}:
                _take(column.name, _known(column.name, plain), guesses, rivals)
                plain.pop(guesses.get(column.name, ""), None)
    found = {**sources, **guesses}
    left = {name: plain_name(name) for name in names if name not in found.values()}
    hints: dict[str, str] = {}
    for column in contract.columns:
        if column.name not in {*found, *rivals, *declared}:
            fitting = _known(column.name, left) or (_times(left) if column.name in _TIMES else ())
            hints.update(dict.fromkeys([column.name] if fitting else [], next(iter(fitting), "")))
            left.pop(next(iter(fitting), ""), None)
    return Matched(found, guesses, rivals, hints)


def _within(names: Sequence[str], taken: set[str], wanted: str, table: str) -> tuple[str, ...]:
    """Return the names that end in a wanted one after a full stop or the table's name: ``Reviews Rating``."""
    left = [name for name in names if name not in taken]
    inner = tuple(name for name in left if "." in name and plain_name(name.rpartition(".")[2]) == wanted)
    return inner or tuple(name for name in left if plain_name(name) == f"{table}_{wanted}")


def _take(
    column: str, fitting: tuple[str, ...], guesses: dict[str, str], rivals: dict[str, tuple[str, ...]]
) -> None:
    if len(fitting) == 1:
        guesses[column] = fitting[0]
    elif fitting:
        rivals[column] = fitting


def _known(column: str, plain: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names that fit the surest well-known name of a column; several where they are alike."""
    for alias in ALIASES.get(column, ()):
        fitting = tuple(name for name, words in plain.items() if words == alias)
        if fitting:
            return fitting
    return ()


def _times(plain: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names that speak of a time, and not of one that came later."""
    words = {name: set(text.split("_")) for name, text in plain.items()}
    return tuple(name for name, some in words.items() if some & _TIME_WORDS and not some & _LATER_WORDS)


@cache
def known_names() -> frozenset[str]:
    """Return the columns of the contract and their well-known other names, as `plain_name` has them."""
    contract = (column.name for table in TABLES.values() for column in table.columns)
    return frozenset(contract).union(*ALIASES.values())
