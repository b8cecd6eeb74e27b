"""The data contract: every table and column declared once; reading, checking and docs follow it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import polars as pl

DType: TypeAlias = "pl.DataType | type[pl.DataType]"

TIME = pl.Datetime("us", "UTC")

KIND_HINT = "one of the built-in kinds or a word with a [kinds.WORD] section"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the contract.

    Attributes
    ----------
    name
        Its name in the contract; `collusion.toml` may map another one onto it.
    dtype
        Its polars type once read.
    required
        The column must be in the file.
    nullable
        Cells may be empty.
    meaning
        One sentence for the reference page.
    always
        The frame has the column, all null, even where the file has not.
    free
        Free text: neither stripped nor searched for control characters other than NUL.
    choices
        The only words allowed; empty when any word is.
    minimum
        The least number allowed.
    shown
        It names neither a person nor an instrument, so that a bad cell may be quoted in a message.
    """

    name: str
    dtype: DType
    required: bool
    nullable: bool
    meaning: str
    always: bool = False
    free: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the contract.

    Attributes
    ----------
    name
        Its name, which is also the stem of its file.
    meaning
        What one row is.
    columns
        Its columns in declared order.
    required
        A source without it is refused.
    key
        Columns whose values may stand in one row only; empty when rows may repeat.
    order
        The leading columns of the canonical order, the others break ties; empty where any order will do that
        does not depend on the input's.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    required: bool = False
    key: tuple[str, ...] = ()
    order: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """Return the column called `name`.

        Raises
        ------
        KeyError
            When the contract has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in declared order."""
        return tuple(column.name for column in self.columns)


def _id(name: str, meaning: str, *, nullable: bool = False, always: bool = False) -> Column:
    return Column(name, pl.String, not nullable, nullable, meaning, always=always, shown=False)


def _time(name: str, meaning: str, *, always: bool = False) -> Column:
    return Column(name, TIME, False, True, meaning, always=always)


def _word(name: str, meaning: str, *, choices: tuple[str, ...] = (), required: bool = False) -> Column:
    return Column(name, pl.String, required, not required, meaning, choices=choices)


def _grams(name: str, meaning: str) -> Column:
    return Column(name, pl.Float64, False, True, meaning, minimum=0.0)


_REVIEWS = Table(
    "reviews",
    "A review: one account on one listing.",
    (
        _id("reviewer_id", "The account. Integers are read as text."),
        _id("product_id", "The listing."),
        Column(
            "rating", pl.Int8, False, True, "Stars, 1 to 5; another scale can be mapped onto it.", always=True
        ),
        _time("posted_at", "When it was posted; without it there is no timing evidence.", always=True),
        _id("review_id", "Name of the review; default: its number in the canonical order.", nullable=True),
        Column(
            "verified", pl.Boolean, False, True, "The platform's purchase badge; clears nobody by itself."
        ),
        Column("text", pl.String, False, True, "The words of the review; hostile.", free=True, shown=False),
        _word("marketplace", "The national shop: us, uk, ca …"),
        _time("removed_at", "When the platform took it down; it still counts for finding who wrote it."),
    ),
    required=True,
    key=("review_id",),
    order=("reviewer_id", "product_id", "posted_at", "rating"),
)

_PRODUCTS = Table(
    "products",
    "A listing, and who profits from it.",
    (
        _id("product_id", "The listing."),
        _id("seller_id", "Who sells it.", nullable=True, always=True),
        Column("title", pl.String, False, True, "Its title; hostile.", free=True, shown=False),
        _word("brand", "Its brand."),
        _word("category", "Its category, a stratum of the null model."),
        _grams("item_weight_g", "Weight of the article in grams."),
        _id("parent_id", "The listing family: variants that show the same reviews.", nullable=True),
    ),
    key=("product_id",),
)

_ACCOUNTS = Table(
    "accounts",
    "An account.",
    (
        _id("reviewer_id", "The account."),
        _time("created_at", "When it was opened.", always=True),
        _time("closed_at", "When the platform closed it."),
    ),
    key=("reviewer_id",),
)

_VALUE_MEANING = "The address, instrument, device … itself; never shown, only its token is."

_SELLER_IDENTIFIERS = Table(
    "seller_identifiers",
    "A seller seen with an identifier, so that an account that shares a card with a seller is seen.",
    (
        _id("seller_id", "The seller."),
        Column("kind", pl.String, True, False, f"What the value is: {KIND_HINT}."),
        _id("value", _VALUE_MEANING),
        _time("seen_at", "When it was seen."),
    ),
)

_IDENTIFIERS = Table(
    "identifiers",
    "An account seen with an identifier; one row a sighting or one a distinct value.",
    (
        _id("reviewer_id", "The account."),
        Column("kind", pl.String, True, False, f"What the value is: {KIND_HINT}."),
        _id("value", _VALUE_MEANING),
        _time("seen_at", "When it was seen."),
    ),
)

_ORDERS = Table(
    "orders",
    "An order of a product by an account.",
    (
        _id("reviewer_id", "The account."),
        _id("product_id", "The listing."),
        _time("ordered_at", "When it was ordered.", always=True),
        _grams(
            "shipped_weight_g", "Weight of the parcel in grams; an empty box weighs less than its article."
        ),
        Column("refunded", pl.Boolean, False, True, "The money went back."),
    ),
)

_LABELS = Table(
    "labels",
    "What is known already: test purchases, past removals, appeals won.",
    (
        _word(
            "entity_type",
            "What is labelled.",
            choices=("reviewer", "review", "product", "seller"),
            required=True,
        ),
        _id("entity_id", "Its id."),
        _word("label", "What it is.", choices=("fake", "honest"), required=True),
        _word("source", "Who says so."),
        _time("labelled_at", "Since when."),
    ),
)

TABLES: MappingProxyType[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            _REVIEWS,
            _PRODUCTS,
            _ACCOUNTS,
            _SELLER_IDENTIFIERS,
            _IDENTIFIERS,
            _ORDERS,
            _LABELS,
        )
    }
)
"""Every table of the contract by its name, in the order of the reference page and of reading."""

_TYPE_WORDS = {
    pl.String: "string",
    pl.Int8: "integer",
    pl.Boolean: "bool",
    pl.Float64: "number",
    pl.Datetime: "datetime (UTC) or date",
}


def type_word(column: Column) -> str:
    """Return the type of `column` as the reference page names it."""
    word = _TYPE_WORDS[column.dtype.base_type()]
    if column.choices:
        return " or ".join(f"`{choice}`" for choice in column.choices)
    return "string or integer" if word == "string" and not column.shown and not column.free else word


_PREFACE = """# The data contract

A *source* is a folder of Parquet, Arrow, Avro, CSV, JSON or workbook files, one file or folder of parts for
each table: `reviews.parquet`, `reviews.csv`, `reviews.tsv`, `reviews.json`, `reviews.xlsx` …, or
`reviews/`; text files also compressed (`.gz`, `.zst`, `.bz2`, `.xz`, `.zip`). One file alone is a source too:
it is the reviews table. Only `reviews` is required. See [Read a CSV export](../how-to/read-a-csv-export.md),
[Read JSON](../how-to/read-json.md) and [Read a workbook](../how-to/read-a-workbook.md).
A source may also be a database ([PostgreSQL](../how-to/read-from-postgresql.md),
[DuckDB](../how-to/read-from-duckdb.md), [SQLite](../how-to/read-from-sqlite.md)), each table a relation or a
query, or stand in an [object store](../how-to/read-from-object-storage.md).

Times without a zone are UTC. Empty text is an empty cell. Blanks around ids and words are stripped and
counted. Unknown columns are left out and named. A `collusion.toml` maps other names, dates and scales onto
these. Identifier values are compared in a normal form, and names that many people share are no accounts; see
[Ids that do not join](../how-to/ids-that-do-not-join.md) and
[Copies and shared names](../how-to/copies-and-shared-names.md).

*Always* marks columns that a frame has even where the file has not, all empty then.
"""


def schema_as_markdown() -> str:
    """Write the reference page of the data contract from the declarations above.

    Returns
    -------
    str
        Markdown, one section a table; `docs/reference/data-contract.md` is this text.
    """
    blocks = [_PREFACE]
    for table in TABLES.values():
        needed = "required" if table.required else "optional"
        lines = [f"## {table.name} ({needed})", "", table.meaning]
        if table.key:
            lines.append(f"Each {', '.join(f'`{name}`' for name in table.key)} stands in one row.")
        lines += ["", "| column | type | required | may be empty | meaning |", "|---|---|---|---|---|"]
        lines += [_markdown_row(column) for column in table.columns]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _markdown_row(column: Column) -> str:
    required = "yes" if column.required else "always" if column.always else "no"
    empty = "yes" if column.nullable else "no"
    return f"| `{column.name}` | {type_word(column)} | {required} | {empty} | {column.meaning} |"
