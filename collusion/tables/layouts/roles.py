"""Tell the account, the product, stars, time and text of reviews by names and cells, or refuse."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from collusion.tables.layouts.columns import (
    Column,
    account_grade,
    column_of,
    holds_ids,
    holds_stars,
    holds_times,
    is_listing_number,
    names_account,
    names_product,
    product_grade,
    star_grade,
    time_grade,
)
from collusion.tables.layouts.head import Head
from collusion.tables.layouts.vocabulary import OTHER_IDS
from collusion.tables.names import match_columns, plain_name
from collusion.tables.sniff import guess_scale

#: Up to this grade a column is an id, an e-mail address or the address of a page rather than a name.
_NO_NAME = 2
#: From this grade on stars are the same in all rows.
_CONSTANT_STARS = 50
_TEXT_WORDS = frozenset({"text", "review", "content", "body", "comment", "message", "pros", "内容"})
_REPLIES = frozenset(
    {"reply", "response", "answer", "owner", "title", "id", "url", "count", "link", "status", "author"}
)


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column of a head is which of reviews.

    Attributes
    ----------
    head
        The first rows; without a header its columns are called like those of the contract.
    columns
        Its name of a column by the contract's.
    is_told
        Names say which column is the account and which the product; otherwise it is a guess.
    layout
        Further keys of the section of the table.
    remarks
        What a person should check, a sentence each.
    """

    head: Head
    columns: Mapping[str, str]
    is_told: bool
    layout: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a table that holds stars or times of reviews lacks.

    Attributes
    ----------
    name
        The file or relation.
    columns
        Its columns that are an account or a product, by the contract's name; one of them is not there.
    """

    name: str
    columns: Mapping[str, str]


def by_content(head: Head) -> Roles | None:
    """Recognise reviews by names and cells: an account, a product, and stars or a time.

    Parameters
    ----------
    head
        The first rows of a table.

    Returns
    -------
    Roles or None
        None where no column is an account, or several may be the product and none is called so.
    """
    columns = _columns(head)
    if not head.has_header:
        return _without_header(head, columns)
    found = dict(match_columns("reviews", [c.name for c in columns.values() if c.given], {}).sources)
    found = {role: name for role, name in found.items() if role not in ("reviewer_id", "product_id")}
    told = _by_grade(columns, found)
    is_told = {"reviewer_id", "product_id"} <= set(told)
    if not is_told:
        told |= _by_elimination(columns, found | told)
    found |= told
    if not {"reviewer_id", "product_id"} <= set(found) or not {"rating", "posted_at"} & set(found):
        return None
    if is_told and columns[found["product_id"]].is_distinct:
        return None
    shown = ", ".join(f"{role} is {name}" for role, name in told.items())
    remark = f"Columns are told by their cells and names alone ({shown}). Check which id is the account."
    better, remarks = surer(head, found)
    return Roles(head, better, is_told, remarks=(remark, *remarks))


def surer(head: Head, found: Mapping[str, str]) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Add stars and time to reviews that were told by names, and take surer columns where there are some.

    Parameters
    ----------
    head
        The first rows of a table.
    found
        Its name of a column by the contract's.

    Returns
    -------
    tuple
        The same with a column by which accounts are told apart better than by a display name or than by
        one in which many rows name nobody, and with stars and times that vary; and what was done, in
        sentences.
    """
    columns = _columns(head)
    better, remarks = dict(found), []
    for role, graded in _GRADES.items():
        ranked = _ranked(columns, graded, {*better.values()})
        if not ranked:
            continue
        grade, name = ranked[0]
        if role not in better:
            if role in ("rating", "posted_at"):
                better[role] = name
                remarks.append(f"{role} is told by the cells of {name} alone. Check it.")
        elif _is_better(role, columns[better[role]], grade, columns.get(better.get("product_id", ""))):
            remarks.append(f"{role} is {name} rather than {better[role]}, {_REASONS[role]}.")
            better[role] = name
    return better, tuple(remarks)


def lacking(heads: Sequence[Head]) -> Lacking | None:
    """Return the first head that has stars or times, with its account or product; None where none has."""
    for head in heads:
        found = _by_grade(_columns(head), {}) if head.has_header else {}
        ids = {role: name for role, name in found.items() if role in ("reviewer_id", "product_id")}
        if "rating" in found or ("posted_at" in found and ids):
            return Lacking(head.name, ids)
    return None


Grader = Callable[[Column], int | None]


def _named_time(column: Column) -> int | None:
    return time_grade(column, is_named=True)


_GRADES: Mapping[str, Grader] = {
    "reviewer_id": account_grade,
    "product_id": product_grade,
    "rating": star_grade,
    "posted_at": _named_time,
}
_REASONS = {
    "reviewer_id": "which tells accounts apart less surely",
    "rating": "which has one value in all reviews of a product",
    "posted_at": "which has one value in all rows",
}


def _is_better(role: str, present: Column, grade: int, product: Column | None) -> bool:
    """Say whether a column of a `grade` is surer than the one `present`."""
    if role == "rating" and product is not None:
        return grade < _CONSTANT_STARS and _is_of_each(product, present)
    if role == "reviewer_id":
        now = account_grade(present)
        return grade <= _NO_NAME and now is not None and now > _NO_NAME
    return role in _REASONS and present.is_constant


def _is_of_each(product: Column, column: Column) -> bool:
    """Say whether all rows of each product have one value, such as its mean stars; some have several rows."""
    pairs = set(zip(product.cells, column.cells, strict=True))
    return len(pairs) == len(set(product.cells)) < len(product.cells)


def _columns(head: Head) -> dict[str, Column]:
    return {name: column_of(name, cells) for name, cells in head.columns.items()}


def _ranked(columns: Mapping[str, Column], grade: Grader, taken: set[str]) -> list[tuple[int, str]]:
    """Return the columns that may have a role with their grades, the surest first."""
    graded = [(grade(column), name) for name, column in columns.items() if name not in taken]
    return sorted(((g, name) for g, name in graded if g is not None), key=lambda one: one[0])


def _by_grade(columns: Mapping[str, Column], taken: Mapping[str, str]) -> dict[str, str]:
    """Return the surest column of each role that is not `taken`; texts by their names."""
    found: dict[str, str] = {}
    for role, graded in _GRADES.items():
        ranked = _ranked(columns, graded, {*taken.values(), *found.values()}) if role not in taken else []
        found.update((role, name) for _, name in ranked[:1])
    if "text" not in taken:
        free = [c for name, c in columns.items() if name not in {*taken.values(), *found.values()}]
        texts = [c for c in free if c.own & _TEXT_WORDS and not c.own & _REPLIES and _is_text(c)]
        found.update(("text", column.name) for column in texts[:1])
    return found


def _by_elimination(columns: Mapping[str, Column], found: Mapping[str, str]) -> dict[str, str]:
    """Return the ids that are left where nothing else may be meant, and stars and a time by their cells."""
    told: dict[str, str] = {}
    left = {name: column for name, column in columns.items() if name not in found.values()}
    for role, holds in (("rating", _may_be_stars), ("posted_at", holds_times)):
        if role not in found:
            told.update((role, name) for name, column in left.items() if role not in told and holds(column))
    wanted = [role for role in ("reviewer_id", "product_id") if role not in found]
    free = {name: column for name, column in left.items() if name not in told.values()}
    ids = [name for name, column in free.items() if _may_be_id(column)]
    if wanted == ["product_id"]:
        # Beside an account, the only id is that of what it reviewed.
        named = [name for name, column in free.items() if _is_some_id(column)]
        ids = named if len(named) == 1 else ids
    if len(ids) == len(wanted):
        told.update(zip(wanted, ids, strict=True))
    texts = [n for n, c in left.items() if {n}.isdisjoint(told.values()) and n not in ids and _is_text(c)]
    told.update(("text", name) for name in texts[:1] if "text" not in found)
    return told


def _may_be_stars(column: Column) -> bool:
    """Say whether cells alone may be stars: on the scale from one to five, and not all the same."""
    free = not column.describes and not column.is_constant and not column.is_row_number
    return (
        free and not column.is_record and holds_stars(column) and guess_scale(column.given).scale.is_default
    )


def _may_be_id(column: Column) -> bool:
    """Say whether a column whose name says nothing may be an account or a product, and nothing else."""
    if not holds_ids(column) or column.describes or column.is_constant or column.is_address:
        return False
    says = plain_name(column.name).endswith("_id") or names_account(column) or names_product(column)
    return not says and not column.is_distinct


def _is_some_id(column: Column) -> bool:
    """Say whether a column is called an id, of something that is no account and that rows have in common."""
    is_called = column.is_record or plain_name(column.name).endswith("_id")
    is_other = column.describes or names_account(column) or bool(column.own & OTHER_IDS)
    return (
        is_called and not is_other and holds_ids(column) and not column.is_constant and not column.is_distinct
    )


def _is_text(column: Column) -> bool:
    return bool(column.given) and any(" " in cell for cell in column.given) and not column.is_nested


def _without_header(head: Head, columns: Mapping[str, Column]) -> Roles | None:
    """Tell the columns of a table without a header by their cells: ids in the usual order."""
    found: dict[str, str] = {}
    stars = [name for name, c in columns.items() if holds_stars(c) and not c.is_row_number]
    # Ids of a small sample may look like stars: of these there are fewer, and they stand behind.
    stars.reverse()
    stars.sort(key=lambda n: (not guess_scale(columns[n].given).scale.is_default, len({*columns[n].given})))
    ids = [name for name, column in columns.items() if holds_ids(column)]
    times = [n for n, c in columns.items() if time_grade(c, is_named=False) is not None]
    found.update(("rating", name) for name in stars[:1])
    found.update(("posted_at", name) for name in times[:1])
    ids = [name for name in ids if name not in found.values()]
    ids.sort(key=lambda name: is_listing_number(columns[name]))
    found.update(zip(("reviewer_id", "product_id"), ids, strict=False))
    texts = [name for name, c in columns.items() if name not in {*found.values(), *ids} and _is_text(c)]
    found.update(("text", name) for name in texts[:1])
    if not {"reviewer_id", "product_id"} <= set(found) or not {"rating", "posted_at"} & set(found):
        return None
    contract = {name: role for role, name in found.items()}
    names = [contract.get(name, name) for name in head.columns]
    renamed = replace(head, columns=dict(zip(names, head.columns.values(), strict=True)))
    remark = "Columns are told by their cells alone (no header). Check which id is the account."
    layout = {"has_header": False, "column_names": names}
    return Roles(renamed, {role: role for role in found}, is_told=False, layout=layout, remarks=(remark,))
