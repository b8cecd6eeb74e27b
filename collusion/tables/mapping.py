"""How a foreign source maps onto the contract: the records behind `[tables.*]` and `[kinds.*]`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from collusion.settings import option

UNIX_SECONDS = "unix seconds"
UNIX_MILLISECONDS = "unix milliseconds"
UNIX_UNITS: Mapping[str, int] = MappingProxyType(
    {
        UNIX_SECONDS: 1,
        UNIX_MILLISECONDS: 10**3,
        "unix microseconds": 10**6,
        "unix nanoseconds": 10**9,
    }
)
"""Formats of numbers, and how many of their units make a second."""
_COLUMNAR = ("arrow", "feather", "ipc", "avro")
_TEXTS = ("csv", "tsv", "txt", "json", "jsonl", "ndjson")
FORMATS = ("parquet", *_TEXTS, "xlsx", "xls", "xlsb", "ods", *_COLUMNAR)
"""Extensions that are read; the first is the one that Collusion writes itself."""
COMPRESSED = ("gz", "zst", "bz2", "xz", "zip")
"""Extensions that may follow those of `FORMATS`, but for columnar files and workbooks."""


def base_format(name: str) -> str:
    """Return ``"parquet"``, ``"csv"``, ``"json"`` or ``"xlsx"`` for the `name` of a format."""
    first = name.lower().split(".")[0]
    if first in ("csv", "tsv", "txt"):
        return "csv"
    if first in ("json", "jsonl", "ndjson"):
        return "json"
    return "parquet" if first in ("parquet", *_COLUMNAR) else "xlsx"


@dataclass(frozen=True, slots=True)
class KindParams:
    """What is known beforehand of one kind of identifier."""

    public_share: float = option(
        0.01,
        "Prior probability that a value held by many accounts is public or shared innocently.",
        minimum=0.0,
        maximum=1.0,
    )
    household: bool = option(False, "People who live together may share it.")
    meaning: str = option("", "What the value is.")


BUILT_IN_KINDS: Mapping[str, KindParams] = MappingProxyType(
    {
        "ip": KindParams(0.2, True, "IP address"),
        "card": KindParams(0.001, True, "payment card"),
        "gift_card": KindParams(0.002, False, "gift card that paid an order"),
        "promo_code": KindParams(0.9, False, "promotional code"),
        "address": KindParams(0.05, True, "postal address"),
        "device": KindParams(0.002, True, "device fingerprint"),
        "email": KindParams(0.0005, False, "normalised e-mail address"),
        "phone": KindParams(0.002, True, "telephone number"),
        "ip_24": KindParams(0.5, True, "IPv4 network of 256 addresses, derived from ip"),
        "ip_64": KindParams(0.2, True, "IPv6 network of one site, derived from ip"),
    }
)


@dataclass(frozen=True, slots=True)
class RatingScale:
    """The source's own scale of stars.

    `minimum` to `maximum` is mapped linearly onto 1 to 5 and rounded half up; where `values` is given, its
    words are the only cells allowed, each with its stars.
    """

    minimum: float = 1.0
    maximum: float = 5.0
    values: dict[str, int] = field(default_factory=dict)

    @property
    def is_unit(self) -> bool:
        """One step of the scale is one star."""
        return not self.values and self.maximum - self.minimum == 4.0

    @property
    def is_default(self) -> bool:
        """The scale is 1 to 5, whole stars."""
        return not self.values and (self.minimum, self.maximum) == (1.0, 5.0)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the file of a table is and how it is written."""

    file: str = option("", "File or folder of parts within the source; empty: found by the table's name.")
    format: str = option("", "parquet, csv, tsv, json, jsonl or xlsx; empty: from the extension.")
    encoding: str = option("", "Encoding of a text file, e.g. cp1252; empty: UTF-8, or found.")
    separator: str = option("", "What stands between cells of a CSV file; empty: found.")
    quote: str = option('"', "The character around cells of a CSV file; empty for none.")
    escape: str = option("", "The character that protects the next one in a CSV file, or none; empty: found.")
    has_header: bool = option(True, "The first line of a CSV file names its columns.")
    column_names: tuple[str, ...] = option(
        (), "Names of the columns of a CSV file, in place of its header's."
    )
    skip_lines: int = option(0, "Lines before the header of a CSV file.", minimum=0)
    short_rows: str = option("refuse", "Rows of a CSV file whose last cells are missing: refuse or fill.")
    decimal: str = option("", "The decimal point or comma of numbers; empty: found in each cell.")
    sheet: str = option("", "Sheet of a workbook; empty: the one named like the table, or the first.")
    null_values: tuple[str, ...] = option((), "Cells that say nothing, like the empty one.")
    relation: str = option("", "Table or view of a database, e.g. schema.table; empty: the table's name.")
    query: str = option("", "A SELECT that gives the rows, in the place of a relation.")


@dataclass(frozen=True, slots=True)
class SameIds:
    """Which ids of the reviews are one account, and which are one listing.

    Words are rules of spelling (`collusion.tables.spelling.RULES`), ``reviews`` for what shows the same
    reviews, and for listings ``parent_id`` for variants.
    """

    same_account: tuple[str, ...] = option(
        ("reviews",),
        "Ids that are one account: those that differ in case, leading zeros, number (7.0) or unicode, "
        "and those with the same reviews.",
    )
    same_listing: tuple[str, ...] = option(
        ("parent_id", "reviews"),
        "Ids that are one listing: those that differ in case, zeros, number or unicode, those with one "
        "parent_id, and those that show the same reviews.",
    )


DEFAULT_SAME_IDS = SameIds()
"""Copies and variants are counted once; spellings are told, not joined."""


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How one table of a source maps onto the contract.

    Attributes
    ----------
    layout
        Its file.
    columns
        The source's name of a column by the contract's, where they differ.
    dates
        Formats of a column of times by its contract name; ISO 8601 where there is none.
    rating
        The scale of the stars.
    same_ids
        Which ids are one account or one listing; of the reviews only.
    constants
        Values that all rows have, by the contract's column, where the source has no such column.
    """

    layout: Layout = Layout()
    columns: dict[str, str] = field(default_factory=dict)
    dates: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rating: RatingScale = RatingScale()
    same_ids: SameIds = DEFAULT_SAME_IDS
    constants: dict[str, str] = field(default_factory=dict)

    def source_name(self, column: str) -> str:
        """Return the name that the source gives to the contract's `column`."""
        return self.columns.get(column, column)


@dataclass(frozen=True, slots=True)
class SourceMapping:
    """All that a source declares of its own shape; by default it has the contract's."""

    tables: dict[str, TableMapping] = field(default_factory=dict)
    kinds: dict[str, KindParams] = field(default_factory=lambda: dict(BUILT_IN_KINDS))

    def table(self, name: str) -> TableMapping:
        """Return the mapping of table `name`, the default one where nothing is declared."""
        return self.tables.get(name, TableMapping())


NO_MAPPING = SourceMapping()
"""The mapping of a source in the contract's own shape."""
