"""Recognise which file or relation is which table, and which of its columns is which of the contract."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from collusion.tables.layouts.head import Head
from collusion.tables.layouts.public import PublicLayout, find_layout
from collusion.tables.mapping import UNIX_MILLISECONDS, UNIX_SECONDS
from collusion.tables.names import match_columns, plain_name
from collusion.tables.schema import TABLES, TIME
from collusion.tables.sniff import guess_dates, guess_scale, looks_like_ids
from collusion.tables.spelled_numbers import read_amount

_HINTS = {
    "reviews": ("review", "rating", "comment", "feedback", "rezension"),
    "products": ("product", "item", "meta", "business", "listing", "book", "game", "catalog", "article"),
    "accounts": ("account", "user", "member", "customer", "reviewer", "profile"),
    "identifiers": ("identifier", "fingerprint", "device", "login", "session", "ip"),
    "orders": ("order", "purchase", "transaction", "shipment"),
    "labels": ("label", "takedown", "sting", "verdict"),
}
_EPOCHS = ((re.compile(r"-?\d{9,10}"), UNIX_SECONDS), (re.compile(r"-?\d{12,13}"), UNIX_MILLISECONDS))
_ASIN = re.compile(r"(?:B0[0-9A-Z]{8}|\d{9}[\dX])")
_AMAZON_USER = re.compile(r"A[0-9A-Z]{9,27}")
#: How lists and objects within a cell begin.
_NESTED = ("[{", "[[", "{'", '{"')
_TRUTHS = {"true": 5, "false": 1}
_IDS = {"reviewer_id", "product_id"}
_MOST = 0.95
#: Stars are written in so few characters, and there are so few of them.
_LONGEST_STARS, _MOST_STARS = 4, 21
#: So few rows may well be of one account; among so many, some accounts come twice.
_FEW_ROWS, _MANY_ROWS = 3, 20
_ACCOUNT_WORDS = (
    *("user", "customer", "account", "author", "member", "buyer", "kunde", "client", "usuario", "reviewer"),
    *("requester", "rezensent", "submitter"),
)
_RECORD_NAMES = (
    "id",
    "key",
    "uuid",
    "guid",
    "oid",
    "row",
    "index",
    "no",
    "nr",
    "number",
    "ticket_id",
    "case_id",
)
_STAR_WORDS = ("star", "rat", "scor", "stern", "bewert", "punkt", "grade", "recommend", "overall", "note")
_PRODUCT_WORDS = ("product", "item", "asin", "sku", "artic", "artikel", "listing", "business", "produ", "app")


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
    """

    head: Head
    table: str
    columns: Mapping[str, str]
    dates: Mapping[str, str] = field(default_factory=dict)
    rating: Mapping[str, Any] = field(default_factory=dict)
    layout: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)


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
    tables = tuple(_doubts(_named_once(found)) for found in tables)
    return tables, tuple(head for head in heads if head.name not in used)


def _guesses(head: Head) -> list[tuple[Recognised, float]]:
    """Return what a head may be, and how surely: of a public layout, by its names, or by its cells alone."""
    public = find_layout(tuple(head.columns))
    if public is not None:
        return [(_of_layout(head, public), 100.0 + len(public.signature))]
    named = [guess for table in TABLES if head.has_header and (guess := _by_names(head, table)) is not None]
    is_called = _hint("reviews", head.name) > 0
    if named and (not is_called or any(guess.table == "reviews" for guess, _ in named)):
        return named
    found = _by_content(head)
    # What is called reviews is that rather than a table of the products that it names, too.
    return named if found is None else [(found, _hint("reviews", head.name) + 50.0 * is_called), *named]


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
    matched = match_columns(table, tuple(head.columns), {})
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
    """Add the stars and the time of reviews where only their cells tell them."""
    names = [name for name in found.head.columns if name not in found.columns.values()]
    wanted = {"rating", "posted_at"} - set(found.columns)
    told = _roles(found.head, names, found.columns).items()
    roles = {role: name for name, role in told if role in wanted and (role != "rating" or _is_stars(name))}
    remarks = tuple(f"{role} is told by the cells of {name} alone. Check it." for role, name in roles.items())
    return replace(found, columns={**found.columns, **roles}, remarks=(*found.remarks, *remarks))


def _with_cells(found: Recognised) -> Recognised:
    """Add what the cells tell: formats of times, the scale of stars."""
    dates: dict[str, str] = {}
    remarks = list(found.remarks)
    for column in TABLES[found.table].columns:
        if column.dtype == TIME and column.name in found.columns:
            form, rivals = _time_format(found.head.columns[found.columns[column.name]])
            if form:
                dates[column.name] = form
            if rivals:
                remarks.append(f"{column.name}: {', '.join(rivals)} would fit, too. Check a row you know.")
    rating: Mapping[str, Any] = {}
    if "rating" in found.columns:
        rating, remark = _scale(found.head.columns[found.columns["rating"]])
        remarks.extend([remark] if remark else [])
    return replace(found, dates=dates, rating=rating, remarks=tuple(remarks))


def _time_format(cells: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    given = [cell.strip().removesuffix(".0") for cell in cells if cell.strip()]
    for pattern, form in _EPOCHS:
        if given and all(map(pattern.fullmatch, given)):
            return form, ()
    guess = guess_dates(given)
    return (guess.formats[0], guess.rivals) if guess.formats else ("", ())


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


def _doubts(found: Recognised) -> Recognised:
    """Add what speaks against the account that was found: an id that every row has another one of."""
    if found.table != "reviews":
        return found
    cells = found.head.columns[found.columns["reviewer_id"]]
    if len(cells) < _MANY_ROWS or len(set(cells)) < len(cells):
        return found
    remark = (
        f"Every row looked at has another {found.columns['reviewer_id']}: does it name the row, no account?"
    )
    return replace(found, remarks=(*found.remarks, remark))


def _by_content(head: Head) -> Recognised | None:
    """Recognise reviews by their cells: two ids, and stars or a time; names hint at which id is which."""
    matched = dict(match_columns("reviews", tuple(head.columns), {}).sources)
    left = [name for name in head.columns if name not in matched.values()]
    roles = _roles(head, left, matched)
    found = matched | {role: name for name, role in roles.items()}
    if not {"reviewer_id", "product_id"} <= set(found) or not {"rating", "posted_at"} & set(found):
        return None
    told = ", ".join(f"{role} is {name}" for name, role in roles.items()) if head.has_header else "no header"
    remarks = (f"Columns are told by their cells alone ({told}). Check which id is the account.",)
    if head.has_header:
        return _with_cells(Recognised(head, "reviews", found, remarks=remarks))
    contract = {name: role for role, name in found.items()}
    names = [contract.get(name, name) for name in head.columns]
    renamed = replace(head, columns=dict(zip(names, head.columns.values(), strict=True)))
    layout = {"has_header": False, "column_names": names}
    columns = {role: role for role in found}
    return _with_cells(Recognised(renamed, "reviews", columns, layout=layout, remarks=remarks))


def _roles(head: Head, names: Sequence[str], taken: Mapping[str, str]) -> dict[str, str]:
    """Return which of some columns is which of the contract's that are not `taken`, by name."""
    roles: dict[str, str] = {}
    ids: list[str] = []
    for name in names:
        if _is_row_number(head.columns[name]) and not _is_account(name):
            continue
        role = _role([cell for cell in head.columns[name] if cell.strip()])
        if role == "rating" and _is_constant(head.columns[name]) and not _is_stars(name):
            continue
        if role == "id":
            ids.append(name)
        elif role and role not in {*taken, *roles.values()}:
            roles[name] = role
    for role, is_other, mine in (
        ("reviewer_id", _is_product, _is_account),
        ("product_id", _is_account, _is_product),
    ):
        if role not in taken:
            may_be = [name for name in ids if role != "reviewer_id" or _may_be_account(name, head)]
            fitting = sorted(
                may_be,
                key=lambda name: (is_other(name, head.columns[name]), _is_record(name), not mine(name)),
            )
            roles.update(dict.fromkeys(fitting[:1], role))
            ids = [name for name in ids if name not in fitting[:1]]
    return roles


def _is_constant(cells: Sequence[str]) -> bool:
    """Say whether all of several rows have one cell: that is a type or a shop, no account."""
    return len(cells) > _FEW_ROWS and len(set(cells)) == 1


def _is_row_number(cells: Sequence[str]) -> bool:
    """Say whether cells count up one by one, as an index or row names do."""
    if len(cells) <= _FEW_ROWS or not all(cell.strip().isdecimal() for cell in cells):
        return False
    first = int(cells[0])
    return [int(cell) for cell in cells] == list(range(first, first + len(cells)))


def _is_stars(name: str) -> bool:
    return any(word in name.casefold() for word in _STAR_WORDS)


def _is_product(name: str, cells: Sequence[str] = ()) -> bool:
    return any(word in name.casefold() for word in _PRODUCT_WORDS) or _is_listing(cells)


def _is_account(name: str, _cells: Sequence[str] = ()) -> bool:
    return any(word in name.casefold() for word in _ACCOUNT_WORDS)


def _may_be_account(name: str, head: Head) -> bool:
    """Say whether a column may hold accounts: not one for all rows, and no id of something else by name."""
    is_other = plain_name(name).endswith("_id") and not _is_account(name)
    return not is_other and not _is_constant(head.columns[name])


def _is_record(name: str) -> bool:
    """Say whether a column's name is that of the record itself: a ticket's number is no account's."""
    return plain_name(name) in _RECORD_NAMES


def _role(given: Sequence[str]) -> str:
    """Return what a column of cells may be: rating, posted_at, text, id, or nothing."""
    if not given or given[0].startswith(_NESTED):
        return ""
    is_short = all(len(cell.strip()) <= _LONGEST_STARS for cell in given)
    is_spelled = not any(read_amount(cell) is not None for cell in given)
    few = len(set(given)) <= _MOST_STARS
    if (is_short or is_spelled) and few and guess_scale(given).share >= _MOST:
        return "rating"
    if _time_format(given)[0] or guess_dates(given).share >= _MOST:
        return "posted_at"
    return "id" if looks_like_ids(given) else "text"


def _is_listing(cells: Sequence[str]) -> bool:
    """Say whether most cells are numbers of Amazon's listings rather than of its accounts."""
    given = [cell.strip() for cell in cells if cell.strip()]
    n_listings = sum(bool(_ASIN.fullmatch(cell)) and not _AMAZON_USER.fullmatch(cell) for cell in given)
    return bool(given) and n_listings >= len(given) / 2
