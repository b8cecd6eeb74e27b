"""Find the rows within what services and databases wrap around them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from collusion.tables.formats.content import FormatError
from collusion.tables.names import ALIASES, known_names, plain_name
from collusion.tables.schema import TABLES

_MAX_DEPTH = 4
#: Objects of an array by whose keys it is told.
_LOOKED_AT = 5
#: Keys by which MongoDB and DynamoDB write the type of a value around it.
_TYPES = frozenset(
    {
        *(
            "$oid",
            "$date",
            "$numberInt",
            "$numberLong",
            "$numberDouble",
            "$numberDecimal",
            "$uuid",
            "$symbol",
        ),
        *("S", "N", "BOOL"),
    }
)


#: Names of the ids of reviews, each with all that name the same.
_PAGE_IDS = {
    name: frozenset((column, *ALIASES[column]))
    for column in ("reviewer_id", "product_id")
    for name in (column, *ALIASES[column])
}


def bare(value: Any) -> Any:
    """Take the type of a value away that a database wrote around it, as ``{"N": "5"}``.

    Examples
    --------
    >>> bare({"$date": {"$numberLong": "1514764800000"}})
    '1514764800000'
    """
    for _ in range(_MAX_DEPTH):
        if not isinstance(value, dict) or len(value) != 1:
            break
        ((key, inner),) = value.items()
        if key == "NULL" and inner is True:
            return None
        if key not in _TYPES:
            break
        value = inner
    return value


def is_row(value: Mapping[str, Any], table: str) -> bool:
    """Say whether an object names every column that a `table` requires, as it is called or is well known."""
    keys = {plain_name(key) for key in value}
    required = (column.name for column in TABLES[table].columns if column.required)
    return all(keys & {name, *ALIASES.get(name, ())} for name in required)


def wrapping_key(value: Mapping[str, Any], table: str) -> str:
    """Return the key under which an object holds the row, as ``_source``; empty for the row itself."""
    if is_row(value, table):
        return ""
    inner = (key for key, one in value.items() if isinstance(one, dict) and is_row(one, table))
    return next(inner, "")


def page_key(value: Mapping[str, Any], table: str, wanted: Collection[str] = ()) -> str:
    """Return the key under which an object holds a page of rows, as ``results``; empty for none.

    Parameters
    ----------
    value
        The object.
    table
        The table of the contract.
    wanted
        Names of the columns that will be asked for.

    Returns
    -------
    str
        An array of rows of the contract, or else the one whose objects have most of what is wanted.
    """
    if is_row(value, table):
        return ""
    # Who asks for the first of a list by its place reads the row around it.
    asked = {name.partition(".")[0] for name in wanted if ".0." in name}
    arrays = {name: rows for name, rows in arrays_of(value) if "." not in name and name not in asked}
    found = [name for name, rows in arrays.items() if _holds_rows(rows, table)]
    found = found or _most_wanted(arrays, wanted)
    return found[0] if len(found) == 1 else ""


def page_rows(value: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    """Yield the rows under a `key` of a page, with the account or product that the page is of, where it says.

    Only ids are taken from around the rows: a product's mean stars are no review's.
    """
    around = {
        name: cell
        for name, cell in value.items()
        if not isinstance(cell, dict | list) and plain_name(name) in _PAGE_IDS
    }
    for row in value[key]:
        said = {plain_name(name) for name in row} if isinstance(row, dict) else set()
        left = {name: cell for name, cell in around.items() if not _PAGE_IDS[plain_name(name)] & said}
        yield {**left, **row} if isinstance(row, dict) else row


def _most_wanted(arrays: Mapping[str, Sequence[Mapping[str, Any]]], wanted: Collection[str]) -> list[str]:
    """Return the arrays whose objects have most of the wanted columns, at least two."""
    outer = {name.partition(".")[0] for name in wanted}
    counts = {name: len(outer & set().union(*rows[:_LOOKED_AT])) for name, rows in arrays.items()}
    most = max(counts.values(), default=0)
    return [name for name, n in counts.items() if n == most and n > 1]


def inner_rows(document: Mapping[str, Any], table: str, wanted: Collection[str] = ()) -> Sequence[Any]:
    """Return the array of objects within a document, or its values where each is a row.

    Parameters
    ----------
    document
        The document.
    table
        The table of the contract.
    wanted
        Names of the columns that will be asked for, by which one of several arrays is told.

    Returns
    -------
    sequence
        The rows.

    Raises
    ------
    FormatError
        When several arrays may be the rows.
    """
    found = dict(arrays_of(document))
    mine = [name for name in found if plain_name(name.split(".")[-1]) == table]
    fitting = [name for name in found if _holds_rows(found[name], table)]
    named = _most_wanted(found, wanted)
    names = next((few for few in (mine, fitting, named) if len(few) == 1), list(found))
    if len(names) == 1:
        return found[names[0]]
    if len(names) > 1:
        raise FormatError(
            f"a document with {len(names)} arrays of objects", "Write each array to a file of its own."
        )
    values = list(document.values())
    return values if values and all(isinstance(value, dict) for value in values) else [document]


def document_rows(
    document: Mapping[str, Any], table: str, wanted: Collection[str] = ()
) -> tuple[Sequence[Any], str]:
    """Return the rows of a document that is one object, and how they stand in it.

    Parameters
    ----------
    document
        The document.
    table, wanted
        As of `inner_rows`.

    Returns
    -------
    tuple
        Rows, and ``"columns"`` where the document is written by column, ``"wrapped"`` where they stand within
        it, empty where it is a row itself.

    Raises
    ------
    FormatError
        When several arrays may be the rows.
    """
    keys = {plain_name(key) for key in document}
    if {"columns", "data"} <= keys and all(isinstance(row, list) for row in document["data"] or [None]):
        names = list(map(str, document["columns"]))
        return [dict(zip(names, row, strict=False)) for row in document["data"]], "columns"
    if len(keys & known_names()) > 1:
        if not _are_columns(document):
            return [document], ""
        lists = [list(cells.values()) if isinstance(cells, dict) else cells for cells in document.values()]
        return [dict(zip(document, cells, strict=True)) for cells in zip(*lists, strict=True)], "columns"
    return inner_rows(document, table, wanted), "wrapped"


def _are_columns(document: Mapping[str, Any]) -> bool:
    values = list(document.values())
    same = isinstance(values[0], dict | list) and all(type(value) is type(values[0]) for value in values)
    return same and len({len(value) for value in values}) == 1


def _holds_rows(rows: Sequence[Mapping[str, Any]], table: str) -> bool:
    first = rows[0]
    return is_row(first, table) or bool(wrapping_key(first, table))


def arrays_of(
    document: Mapping[str, Any], prefix: str = "", depth: int = 0
) -> Iterator[tuple[str, list[Any]]]:
    """Yield the arrays of objects within a `document`, by path; `prefix` and `depth` are for inner ones."""
    for key, value in document.items():
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            yield prefix + key, value
        elif isinstance(value, dict) and depth < _MAX_DEPTH:
            yield from arrays_of(value, f"{prefix}{key}.", depth + 1)
