"""The sentences under the pictures of a ring. What a picture has no room for is counted as it says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import polars as pl

from tests.recount import say
from tests.recount.rows import Ring
from tests.recount.templates import Counted, date, template

#: The most that a picture of a circle and a map of squares show.
ACCOUNTS, AROUND, SQUARES, VALUES, ROWS = 90, 40, 60, 24, 40
#: The most rows of a list on a page.
LISTED = 500
BUSIEST, LIKELIEST, RAREST = "with most of these reviews", "likeliest part of it", "rarest that these share"


def busiest(ring: Ring) -> pl.Series:
    """The accounts that a picture shows: those with most of these reviews."""
    wrote = ring.members.join(ring.own.group_by("reviewer_id").len(), on="reviewer_id", how="left")
    ordered = wrote.sort(pl.col("len").fill_null(0), "reviewer_id", descending=[True, False])
    return ordered["reviewer_id"].head(ACCOUNTS)


def likeliest(ring: Ring, most: int) -> pl.Series:
    """The products that a picture shows: likeliest served, then moved most, then most reviewed by them."""
    moved = (pl.col("rating_with") - pl.col("rating_without")).abs().round(2).fill_null(0.0)
    keys = [pl.col("service").round(2), moved, pl.col("n_ring_reviews"), pl.col("product_id")]
    return ring.clients.sort(*keys, descending=[True, True, True, False])["product_id"].head(most)


def values_shared(ring: Ring, accounts: pl.Series) -> int:
    """How many identifier values at least two of some accounts share."""
    held = ring.held().filter(pl.col("reviewer_id").is_in(accounts.implode()))
    return held.group_by("kind", "value").len().filter(pl.col("len") > 1).height


def listed(ring: Ring) -> dict[str, int]:
    """How much each list of a page is of. Products whose seller is not known are one row of its sellers."""
    sold = ring.clients.select("product_id", seller=pl.lit(None, pl.String))
    if ring.source.products is not None and "seller_id" in ring.source.products.columns:
        products = ring.source.products.select("product_id", seller="seller_id")
        sold = ring.clients.select("product_id").join(products, on="product_id", how="left")
    held = ring.source.identifiers
    return {
        "members": ring.members.height,
        "products": ring.clients.height,
        "sellers": sold["seller"].n_unique(),
        "values": 0 if held is None else ring.shared_values.select("kind", "value").n_unique(),
    }


@template(
    "{accounts} account(s) by {products} product(s): {filled} of {area} squares are filled ({share}).",
    "{accounts} account(s) around {products} product(s) joined by {filled} review(s); {values} "
    "shared identifier value(s).",
)
def _shown(ring: Ring, said: Mapping[str, str]) -> Counted:
    accounts = busiest(ring)
    products = likeliest(ring, SQUARES if "area" in said else AROUND)
    inside = pl.col("reviewer_id").is_in(accounts.implode()), pl.col("product_id").is_in(products.implode())
    filled, area = ring.own.filter(*inside).height, len(accounts) * len(products)
    counted = {
        "accounts": say.count(len(accounts)),
        "products": say.count(len(products)),
        "filled": say.count(filled),
        "area": say.count(area),
        "share": say.percent(filled / area),
    }
    if "values" in said:
        shared = 0 if ring.source.identifiers is None else values_shared(ring, accounts)
        counted["values"] = say.count(min(shared, VALUES))
    return counted


@template(
    "Shown: {shown} of the {rated} product(s) that others rated too: those whose stars moved most.",
    "Shown below: {shown} of the {dated} product(s) with dated reviews: those with most of these reviews.",
)
def _rows(ring: Ring, _: Mapping[str, str]) -> Counted:
    rated = ring.others.filter(pl.col("rating").is_not_null()) if "rating" in ring.others.columns else None
    dated = ring.own.filter(pl.col("posted_at").is_not_null())["product_id"].n_unique()
    return {
        "shown": say.count(ROWS),
        "rated": say.count(0 if rated is None else rated["product_id"].n_unique()),
        "dated": say.count(dated),
    }


@template("Shown: {parts:words}.")
def _cut(ring: Ring, said: Mapping[str, str]) -> Counted:
    """Say of each noun how many are shown, of how many, and which."""
    accounts, products = busiest(ring), ring.clients.height
    told = []
    for part in said["parts"].split("; "):
        found = re.fullmatch(r"([\d,]+) of ([\d,]+) \w+, (?:those|the) ([\w ]+)", part)
        assert found, part
        if found[3] == BUSIEST:
            told.append(f"{len(accounts):,} of {ring.members.height:,} accounts, those {BUSIEST}")
        elif found[3] == LIKELIEST:
            most = SQUARES if found[1] == str(SQUARES) else AROUND
            told.append(f"{min(most, products):,} of {products:,} products, those {LIKELIEST}")
        else:
            n, n_all = values_shared(ring, accounts), ring.shared_values.select("kind", "value").n_unique()
            told.append(f"{min(n, VALUES):,} of {n_all:,} identifiers, the {RAREST}")
    return {"parts": "; ".join(told)}


@template("{n} review(s) of these products by {step:word}; most in the {step_:word} of {top:day}: {most}.")
def _steps(ring: Ring, said: Mapping[str, str]) -> Counted:
    first = date(said["top"])
    length = {"day": dt.timedelta(days=1), "week": dt.timedelta(days=7), "month": dt.timedelta(days=32)}
    last = first + length[said["step"]]
    last = last.replace(day=1) if said["step"] == "month" else last
    inside = ring.own.filter((pl.col("posted_at") >= first) & (pl.col("posted_at") < last))
    return {
        "n": say.count(ring.own["posted_at"].count()),
        "top": said["top"],
        "most": say.count(inside.height),
    }


@template(
    "The accounts give these products {stars} stars on average[, and everything else {elsewhere}].",
    "The {n} review(s) of these products by these accounts",
    "The first {cut} of {n} review(s); all of them are in the run folder.",
    "The first {cut} of {members} account(s); all of them are in the run folder.",
    "The first {cut} of {products} product(s); all of them are in the run folder.",
    "The first {cut} of {sellers} seller(s); all of them are in the run folder.",
    "The first {cut} of {values} identifier value(s); all of them are in the run folder.",
)
def _all(ring: Ring, said: Mapping[str, str]) -> Counted:
    counted = {"n": say.count(ring.own.height)}
    if "cut" in said:
        counted["cut"] = say.count(LISTED)
        counted |= {name: say.count(n) for name, n in listed(ring).items()}
    if "stars" in said:
        counted["stars"] = f"{ring.own['rating'].mean():.1f}"
    return counted | ({"elsewhere": f"{ring.elsewhere['rating'].mean():.1f}"} if "elsewhere" in said else {})
