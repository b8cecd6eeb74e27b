"""The tables and figures of a page, each cell counted from the rows."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tests.recount import say
from tests.recount.pages import Page
from tests.recount.pictures import LISTED, listed
from tests.recount.rows import Ring
from tests.recount.templates import holders_of

THEIR, ALL = "these accounts' reviews", "all reviews"
#: What a list holds, by what the head of its first column says.
LISTS = {"account": "members", "product": "products", "seller": "sellers", "token": "values"}


def faults(page: Page, ring: Ring) -> Iterator[str]:
    """Yield every cell of a ring's page that the rows do not show."""
    yield from _differences("figures", page.figures, figures(ring))
    yield from short_lists(page, ring)
    for header, rows in page.tables:
        for cells in filter(None, rows):
            row = dict(zip(header, cells, strict=True))
            if "SHA-256" in row:
                continue
            try:
                counted = expected(header, row, ring)
            except (LookupError, TypeError, pl.exceptions.OutOfBoundsError) as error:
                yield f"{ring.ring_id}: row {cells} cannot be: {error!r}"
                continue
            yield from _differences(f"row {cells[0]}", row, counted)


def short_lists(page: Page, ring: Ring) -> Iterator[str]:
    """Yield every list with fewer or more rows than there are, or than a page shows."""
    for header, rows in page.tables:
        if header[0] in LISTS:
            shown, n = len([*filter(None, rows)]), min(listed(ring)[LISTS[header[0]]], LISTED)
            if shown != n:
                yield f"{ring.ring_id}: {shown} rows of {header[0]}, counted {n}"


def _differences(what: str, said: dict[str, str], counted: dict[str, str]) -> Iterator[str]:
    for name, value in said.items():
        if any(char.isdigit() for char in value) and counted.get(name, "nothing") != value:
            yield f"{ring_words(name)}: {what} says {value!r}, counted {counted.get(name, 'nothing')!r}"


def ring_words(name: str) -> str:
    return f"column {name!r}"


def figures(ring: Ring) -> dict[str, str]:
    """What stands under the headline."""
    hiding = ring.clients.filter(pl.col("service") < 0.5)
    sellers = set(ring.sellers(ring.clients["product_id"]))
    served = set(ring.sellers(ring.served["product_id"])) if ring.row["flagged"] else sellers
    n_hiding = hiding.height if ring.row["flagged"] else 0
    times = ring.own["posted_at"].drop_nulls()
    found = {
        "accounts": say.count(ring.members.height),
        "reviews": say.count(ring.own.height),
        "odds of a ring": say.odds(ring.row["score"], short=True),
        "expected false, so far": say.percent(ring.row["q_value"]),
        "within": say.within(times.min(), times.max()),
    }
    for name, n, n_out in (
        ("products", ring.clients.height, n_hiding),
        ("sellers", len(sellers), len(sellers - served)),
    ):
        found |= {name: say.count(n - n_out), f"{name} + bystanders": f"{n - n_out:,} + {n_out:,}"}
    return found


def expected(header: list[str], row: dict[str, str], ring: Ring) -> dict[str, str]:
    """What should stand in a row of one of the tables; its first cell names the row."""
    first = header[0]
    own = {
        name: value
        for name, value in row.items()
        if name in (first, "seller", "kind", "held by", "account", "product")
    }
    return own | {
        "seller": _seller,
        "product": _product,
        "account": _account,
        "token": _token,
        "family": _family,
        "review": _review,
    }[first](row, ring)


def _stars(reviews: pl.DataFrame) -> str:
    ratings = reviews["rating"].drop_nulls()
    return f"{ratings.mean():.1f}" if len(ratings) else "–"


def _product(row: dict[str, str], ring: Ring) -> dict[str, str]:
    of_it = pl.col("product_id") == row["product"]
    own, others = ring.own.filter(of_it), ring.others.filter(of_it)
    stored = ring.clients.filter(of_it).row(0, named=True)
    return {
        THEIR: say.count(own.height),
        ALL: say.count(own.height + others.height),
        "stars without": _stars(others),
        "stars with": _stars(pl.concat([own, others])),
        "first": say.day(own["posted_at"].min()),
        "last": say.day(own["posted_at"].max()),
        "served": say.percent(stored["service"]),
        "hit": say.percent(stored["service"]),
    }


def _seller(row: dict[str, str], ring: Ring) -> dict[str, str]:
    is_known = row["seller"] != "unknown"
    mine = ring.clients.filter(
        pl.col("seller_id") == row["seller"] if is_known else pl.col("seller_id").is_null()
    )
    served = mine.filter(pl.col("service") >= 0.5) if ring.row["flagged"] else mine.clear()
    told = served if served.height else mine
    of_it = pl.col("product_id").is_in(told["product_id"].implode())
    own, others = ring.own.filter(of_it), ring.others.filter(of_it)
    return {
        "products": say.count(told.height),
        THEIR: say.count(own.height),
        ALL: say.count(own.height + others.height),
        "stars without": _stars(others),
        "stars with": _stars(pl.concat([own, others])),
        "served": say.percent(told["service"].max()),
        "hit": say.percent(told["service"].max()),
    }


def _account(row: dict[str, str], ring: Ring) -> dict[str, str]:
    own = ring.own.filter(reviewer_id=row["account"])
    created = ring.source.created.filter(reviewer_id=row["account"])["created_at"]
    return {
        "membership": say.percent(ring.members.filter(reviewer_id=row["account"])["membership"][0]),
        "reviews of these products": say.count(own.height),
        ALL: say.count(ring.source.reviews.filter(reviewer_id=row["account"]).height),
        "created": say.day(created[0]) if len(created) else "–",
        "first": say.day(own["posted_at"].min()),
        "last": say.day(own["posted_at"].max()),
    }


def _token(row: dict[str, str], ring: Ring) -> dict[str, str]:
    n, n_all = holders_of(ring, row["token"])
    return {"members": say.count(n), "all accounts": say.count(n_all)}


def _family(row: dict[str, str], ring: Ring) -> dict[str, str]:
    """The expert's view says what the run folder holds."""
    stored = ring.evidence(row["family"])
    return {
        "odds": say.factor(stored["contribution"]),
        "evidence against chance, bits": say.bits(stored["bits"]),
        "observed": say.figure(stored["observed"]),
        "expected": "–" if stored["expected"] is None else say.figure(stored["expected"]),
        "reviews behind it": say.count(
            ring.own.filter(pl.col("review_id").is_in(stored["review_ids"])).height
        ),
        "tokens behind it": say.count(len(set(stored["identifiers"]))),
    }


def _review(row: dict[str, str], ring: Ring) -> dict[str, str]:
    mine = ring.own.filter(review_id=row["review"], reviewer_id=row["account"], product_id=row["product"])
    review = mine.row(0, named=True)
    when = {"when": f"{review['posted_at']:%Y-%m-%d %H:%M}"} if review["posted_at"] else {}
    return when | {"stars": str(review["rating"])}
