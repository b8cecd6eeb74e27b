"""The accounts, products and shared values of a ring as tables on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from collusion.cases.case import Case
from collusion.cases.records import chance_of_service
from collusion.cases.wording import elide
from collusion.words.catalogue import Words, words_of

if TYPE_CHECKING:
    from rich.table import Table

#: Columns from which tables of accounts and products show all that they have.
_ROOMY = 78


def _plain_table(words: Words, *columns: tuple[str, bool]) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name, is_number in columns:
        side: Literal["left", "right"] = "right" if is_number else "left"
        table.add_column(words.label(name), justify=side, no_wrap=True, overflow="ellipsis")
    return table


def _add_rest(table: Table, n_all: int, most: int | None, noun: str, words: Words) -> Table:
    # No row, or it would set the width of the first column.
    if most is not None and n_all > most:
        left = words.style.counted(n_all - most, f"more {noun}")
        table.caption = words.say("screen.rest", left=left)
        table.caption_justify = "left"
    return table


def members_table(case: Case, most: int | None, width: int) -> Table:
    """Return the first `most` accounts of a `case`, in a terminal of `width` columns."""
    words, is_roomy = words_of(case.language), width >= _ROOMY
    style = words.style
    theirs, every = ("of these products", "all reviews") if is_roomy else ("of these", "all")
    table = _plain_table(
        words,
        ("account", False),
        *([("role", False)] if is_roomy else []),
        ("membership", True),
        (theirs, True),
        (every, True),
        *([("created", True)] if is_roomy else []),
    )
    for member in case.members[:most]:
        table.add_row(
            elide(member.reviewer_id, 28),
            *([words.label(member.role)] if is_roomy else []),
            style.percent(member.membership),
            style.number(member.n_ring_reviews),
            style.number(member.n_reviews),
            *([style.day(member.created_at)] if is_roomy else []),
        )
    return _add_rest(table, len(case.members), most, "account", words)


def clients_table(case: Case, most: int | None, width: int) -> Table:
    """Return the first `most` products of a `case`, in a terminal of `width` columns."""
    words = words_of(case.language)
    style = words.style
    served = [("hit" if case.kind == "attack" else "served", False)] if case.flagged else []
    sellers = [("seller", False)] if width >= _ROOMY else []
    table = _plain_table(
        words,
        ("product", False),
        *sellers,
        ("their\nrev.", True),
        ("all\nrev.", True),
        ("stars\nwithout", True),
        ("stars\nwith", True),
        *served,
    )
    for client in case.clients[:most]:
        table.add_row(
            elide(client.product_id, 15),
            *([elide(client.seller_id or "–", 14)] if sellers else []),
            style.number(client.n_ring_reviews),
            style.number(client.n_reviews),
            f"{style.stars(client.rating_without)} ★",
            f"{style.stars(client.rating_with)} ★",
            *([chance_of_service(client, words)] if case.flagged else []),
        )
    return _add_rest(table, len(case.clients), most, "product", words)


def identifiers_table(case: Case, most: int | None) -> Table:
    """Return the first `most` values that members of a `case` share."""
    words = words_of(case.language)
    names = ("token", False), ("kind", False), ("members", True), ("all accounts", True)
    table = _plain_table(words, *names)
    for shared in case.identifiers[:most]:
        table.add_row(
            elide(shared.token, 30),
            elide(shared.kind, 14),
            words.style.number(shared.n_members),
            words.style.number(shared.n_accounts),
        )
    return _add_rest(table, len(case.identifiers), most, "value", words)
