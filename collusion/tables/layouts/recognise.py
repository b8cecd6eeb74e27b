"""Recognise which file or relation is which table, and which of its columns is which of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from collusion.foreign import excerpt
from collusion.tables.cells import read_flags
from collusion.tables.layouts.columns import time_format
from collusion.tables.layouts.head import Head
from collusion.tables.layouts.layout import PublicLayout
from collusion.tables.layouts.public import find_layout
from collusion.tables.layouts.roles import Roles, by_content, surer
from collusion.tables.names import match_columns
from collusion.tables.schema import TABLES, TIME
from collusion.tables.sniff import guess_dates, guess_scale
from collusion.tables.spelled_numbers import is_empty_word, read_stars

_HINTS = {
    "reviews": ("review", "rating", "comment", "feedback", "rezension"),
    "products": ("product", "item", "meta", "business", "listing", "book", "game", "catalog", "article"),
    "accounts": ("account", "user", "member", "customer", "reviewer", "profile"),
    "identifiers": ("identifier", "fingerprint", "device", "login", "session", "ip"),
    "orders": ("order", "purchase", "transaction", "shipment"),
    "labels": ("label", "takedown", "sting", "verdict"),
}
_TRUTHS = {"true": 5, "false": 1}
_IDS = {"reviewer_id", "product_id"}
_MOST = 0.95
#: What stands beside stars where there are none.
_NO_STARS = ("-1", "-1.0")
#: Among so many rows, some accounts and some products come twice.
_MANY_ROWS = 20


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file or relation is.

    Attributes
    ----------
    head
        Its first rows.
    table
        The table of the contract.
    columns
        Its name of a column by the contract's.
    dates
        Formats of times by the contract's column; none where they need none.
    rating
        The section `[tables.reviews.rating]`; empty where it needs none.
    layout
        Further keys of the section of the table.
    remarks
        What a person should read, a sentence each.
    constants
        Values that every row has, by the contract's column.
    left_out
        Columns of the contract that the file has by name, and not by what its cells hold.
    """

    head: Head
    table: str
    columns: Mapping[str, str]
    dates: Mapping[str, str] = field(default_factory=dict)
    rating: Mapping[str, Any] = field(default_factory=dict)
    layout: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def recognise(heads: Sequence[Head]) -> tuple[tuple[Recognised, ...], tuple[Head, ...]]:
    """Say which table each head is.

    Parameters
    ----------
    heads
        The first rows of every file or relation of a source.

    Returns
    -------
    tuple
        One entry a table, in the contract's order: the surest where several could be it; then the heads
        that are no table, or that another is more surely.
    """
    guesses = [(guess, surety) for head in heads for guess, surety in _guesses(head)]
    guesses.sort(key=lambda item: (-item[1], item[0].head.name))
    best: dict[str, Recognised] = {}
    used: set[str] = set()
    for guess, _ in guesses:
        if guess.table not in best and guess.head.name not in used:
            best[guess.table] = guess
            used.add(guess.head.name)
    tables = tuple(best[name] for name in TABLES if name in best)
    tables = tuple(_doubts(_encoded(_named_once(found))) for found in tables)
    return tables, tuple(head for head in heads if head.name not in used)


def _guesses(head: Head) -> list[tuple[Recognised, float]]:
    """Return what a head may be, and how surely: of a public layout, by its names, or by its cells alone."""
    public = find_layout(tuple(head.columns))
    if public is not None:
        return [(_of_layout(head, public), 100.0 + len(public.signature))]
    named = [guess for table in TABLES if head.has_header and (guess := _by_names(head, table)) is not None]
    if any(guess.table == "reviews" for guess, _ in named):
        return named
    found = by_content(head)
    if found is None or (named and not found.is_told and not _hint("reviews", head.name)):
        return named
    # What is called reviews is that rather than a table of the products that it names, too.
    hint = _hint("reviews", head.name)
    surety = hint + 50.0 * (hint > 0) + 8.0 * found.is_told
    return [(_of_roles(found), surety), *named]


def _of_roles(told: Roles) -> Recognised:
    """Return reviews whose columns are told by their cells."""
    return _with_cells(
        Recognised(told.head, "reviews", told.columns, layout=told.layout, remarks=told.remarks)
    )


def _hint(table: str, name: str) -> float:
    """Return how much the name of a file says for a table."""
    stem = name.rsplit("/", maxsplit=1)[-1].casefold()
    if stem.split(".", maxsplit=1)[0] == table:
        return 50.0
    return 5.0 if any(word in stem for word in _HINTS[table]) else 0.0


def _of_layout(head: Head, public: PublicLayout) -> Recognised:
    known = TABLES[public.table].names
    own = {name: name for name in known if name in head.columns}
    mapped = {
        name: source for name, source in public.columns.items() if name in known and source in head.columns
    }
    remarks = [f"Recognised as {public.name}.", *([public.advice] if public.advice else [])]
    constants = {}
    if public.products and "product_id" not in own:
        product = next((name for name in public.products if name in head.columns), None)
        if product is None:
            constants["product_id"] = _stem(head.name)
            remarks.append(
                "It names no product: all rows count as of one, by this file's name. Write its id."
            )
        else:
            mapped["product_id"] = product
    return Recognised(
        head,
        public.table,
        own | mapped,
        {name: form for name, form in public.dates.items() if name in mapped},
        public.rating,
        {"null_values": list(public.null_values)} if public.null_values else {},
        tuple(remarks),
        constants,
    )


def _stem(name: str) -> str:
    """Return the name of a file without its folders and endings; of the folder itself a word."""
    return name.rsplit("/", maxsplit=1)[-1].split(".", maxsplit=1)[0] or "product"


def _by_names(head: Head, table: str) -> tuple[Recognised, float] | None:
    """Recognise a table by the names of its columns; None unless all that it needs are there."""
    # An empty column holds nothing, however well it is called.
    filled = [name for name, cells in head.columns.items() if name in TABLES[table].names or any(cells)]
    matched = match_columns(table, filled, {})
    columns = dict(matched.sources)
    remarks = []
    for name, rivals in matched.rivals.items():
        columns[name] = rivals[0]
        remarks.append(f"{name}: {', '.join(rivals)} fit equally; the first is taken.")
    required = {column.name for column in TABLES[table].columns if column.required}
    if not required <= set(columns):
        return None
    exact = sum(name == source for name, source in columns.items())
    # Any table has ids: what has nothing else is reviews, or what its name says.
    if table != "reviews" and not set(columns) - _IDS and not _hint(table, head.name):
        return None
    found = Recognised(head, table, columns, remarks=tuple(remarks))
    surety = 2.0 * len(required) + len(columns) + exact / 10 + _hint(table, head.name)
    return _with_cells(_with_roles(found) if table == "reviews" else found), surety


def _with_roles(found: Recognised) -> Recognised:
    """Add what only the cells of reviews tell, and take surer columns than a well-known name leads to."""
    columns, remarks = surer(found.head, found.columns)
    return replace(found, columns=columns, remarks=(*found.remarks, *remarks))


def _with_cells(found: Recognised) -> Recognised:
    """Add what the cells tell: formats of times, the scale of stars, and columns that hold something else."""
    dates: dict[str, str] = {}
    remarks, left_out = list(found.remarks), []
    for column in TABLES[found.table].columns:
        if column.name not in found.columns:
            continue
        source = found.columns[column.name]
        cells = found.head.columns[source]
        if not column.required and _is_none_of(column.dtype, cells):
            words = "times of day and date" if column.dtype == TIME else "yes or no"
            remarks.append(f"{column.name}: the cells of {source} are not {words}; they are left out.")
            left_out.append(column.name)
        elif column.dtype == TIME:
            form, rivals = time_format(cells)
            dates.update({column.name: form} if form else {})
            if rivals:
                remarks.append(f"{column.name}: {', '.join(rivals)} would fit, too. Check a row you know.")
    columns = {name: source for name, source in found.columns.items() if name not in left_out}
    found = replace(found, columns=columns, dates=dates, remarks=tuple(remarks), left_out=tuple(left_out))
    return _with_scale(found) if "rating" in columns else found


def _is_none_of(dtype: pl.DataType | type[pl.DataType], cells: Sequence[str]) -> bool:
    """Say whether none of the cells that are given is of a type: no time, or neither yes nor no."""
    given = [cell for cell in cells if cell.strip() and not is_empty_word(cell, also_short=True)]
    if not given:
        return False
    if dtype == TIME:
        return not time_format(given)[0] and guess_dates(given).share == 0
    return dtype == pl.Boolean() and read_flags(pl.Series([cell.strip() for cell in given], dtype=pl.String))[
        0
    ].null_count() == len(given)


def _with_scale(found: Recognised) -> Recognised:
    """Add the scale of stars; -1 and a few words beside stars mean that there are none."""
    cells = [cell.strip() for cell in found.head.columns[found.columns["rating"]]]
    stars = [cell for cell in cells if cell not in _NO_STARS]
    guess = guess_scale(stars)
    odd = {
        cell
        for cell in stars
        if not is_empty_word(cell, also_short=True) and read_stars(cell, guess.scale.maximum) is None
    }
    odd = odd if _MOST <= guess.share < 1.0 else set()
    rating, remark = _scale([cell for cell in stars if cell not in odd])
    remarks = [remark] if remark else []
    layout, empty = found.layout, sorted(odd | {*cells} & {*_NO_STARS})
    if empty:
        layout = {**layout, "null_values": [*layout.get("null_values", []), *empty]}
        remarks.append(f"{', '.join(map(excerpt, empty))}: read as no stars, and as an empty cell elsewhere.")
    return replace(found, rating=rating, layout=layout, remarks=(*found.remarks, *remarks))


def _scale(cells: Sequence[str]) -> tuple[Mapping[str, Any], str]:
    """Return the section of the scale of stars, and a remark where a person must look."""
    words = {cell.strip() for cell in cells if cell.strip()}
    if words and {word.casefold() for word in words} <= set(_TRUTHS):
        values = {word: _TRUTHS[word.casefold()] for word in sorted(words)}
        return {"values": values}, "Yes counts as five stars, no as one."
    guess = guess_scale(cells)
    scale = guess.scale
    if guess.share < _MOST or scale.is_default:
        return {}, ""
    section = {"minimum": scale.minimum, "maximum": scale.maximum}
    if (scale.minimum, scale.maximum) == (0.0, 5.0):
        return section, 'Does 0 mean that no stars were given? Then write null_values = ["0"], and no scale.'
    return section, "The scale is that of the rows looked at; correct it if it goes on further."


def _named_once(found: Recognised) -> Recognised:
    """Name the columns of a file whose header has a name twice."""
    head = found.head
    if not head.is_renamed:
        return found
    remark = "Its header has a name twice: the columns are named here, and the first of that name is taken."
    layout = {**found.layout, "column_names": list(head.columns)}
    return replace(found, layout=layout, remarks=(*found.remarks, remark))


def _encoded(found: Recognised) -> Recognised:
    """Declare the likeliest encoding of a file whose bytes do not tell it."""
    if not found.head.encodings:
        return found
    first, *others = found.head.encodings
    remark = f"Its letters are read as {first}; {' and '.join(others)} fit, too. Look whether they are right."
    return replace(found, layout={**found.layout, "encoding": first}, remarks=(*found.remarks, remark))


def _doubts(found: Recognised) -> Recognised:
    """Add what speaks against the account and the product that were found."""
    remarks = []
    for name in sorted(_IDS & set(found.columns)):
        n_empty = sum(not cell.strip() for cell in found.head.columns[found.columns[name]])
        if n_empty:
            remarks.append(
                f"{n_empty:,} of the first {found.head.n_rows:,} rows have no {found.columns[name]}: "
                "they are refused, or set apart with --quarantine DIR."
            )
    if found.table == "reviews" and found.columns.get("reviewer_id") in found.head.columns:
        name = found.columns["reviewer_id"]
        cells = found.head.columns[name]
        if len(cells) >= _MANY_ROWS and len(set(cells)) == len(cells):
            remarks.append(f"Every row looked at has another {name}: does it name the row, no account?")
    return replace(found, remarks=(*found.remarks, *remarks))
