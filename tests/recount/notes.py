"""The sentences about a whole run: what was flagged, what limits left out, and what the reader merged."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping

import polars as pl

from tests.recount import say
from tests.recount.crowds import crowds
from tests.recount.rows import Market
from tests.recount.templates import Counted, template

#: Ids that a note names.
NAMED = 8


@template(
    "{flagged} ring(s) flagged[, to be judged by a person][; {more} more group(s) {verb:verb} listed but not "
    "suspected].",
    "{flagged} of {every} group(s) flagged at a false-discovery level of {fdr}.",
    "Groups of fewer than {accounts} accounts are not looked for (detection.min_members).",
    "By what accounts review together, groups of fewer than {products} product(s) are not looked for "
    "(detection.min_products).",
    "On any number of products, bursts of single reviews are looked for from {single} accounts on, accounts "
    "that share identifiers from {sharing}, and reviewers of one seller who share identifiers from "
    "{accounts} (detection.min_single_members, evidence.household_size, detection.min_members).",
    "Collusion {version:word} · run {id:word} of {at:word} · source {source:words} · flagged at a "
    "false-discovery level of {fdr}",
    "This report holds the first {shown} group(s) of {every}.",
)
def _of_run(market: Market, _: Mapping[str, str]) -> Counted:
    rings, manifest = market.run.tables["rings"], market.run.manifest
    config = manifest["config"]
    n_flagged = int(rings["flagged"].sum())
    return {
        "flagged": say.count(n_flagged),
        "more": say.count(rings.height - n_flagged),
        "every": say.count(rings.height),
        "fdr": say.percent(config["scoring"]["fdr"]),
        "accounts": say.count(config["detection"]["min_members"]),
        "products": say.count(config["detection"]["min_products"]),
        "single": say.count(config["detection"]["min_single_members"]),
        "sharing": say.count(
            max(config["detection"]["min_single_members"], config["evidence"]["household_size"] + 1)
        ),
        "version": manifest["version"],
        "id": manifest["run_id"],
        "at": manifest["created_at"],
        "source": manifest["source"],
    }


def _largest(counts: pl.DataFrame) -> str:
    """Name the ids of some counts: eight, the largest first, the rest by number."""
    ordered = counts.sort("len", "id", descending=[True, False])["id"].to_list()
    return say.listed(ordered, NAMED)


@template(
    "{n} account(s) with more than {cap} reviews {verb:verb} in no group (evidence.reviewer_cap): "
    "{names:words}.",
    "{n} product(s) with more than {cap} reviews link[s] {whose:word} accounts only where these reviewed "
    "within {days} days of one another (evidence.product_cap): {names:words}.",
)
def _busy(market: Market, said: Mapping[str, str]) -> Counted:
    limits = market.run.manifest["config"]["evidence"]
    column, cap = ("product_id", "product_cap") if "days" in said else ("reviewer_id", "reviewer_cap")
    counts = market.source.reviews.group_by(id=column).len().filter(pl.col("len") > limits[cap])
    return {
        "n": say.count(counts.height),
        "cap": say.count(limits[cap]),
        "days": f"{limits['window_days']:g}",
        "names": _largest(counts),
    }


@template(
    "{reviews} review(s) of {n} product(s) link nobody: more than {cap} of a product fall within {days} days "
    "of each (evidence.window_cap): {names:words}.",
)
def _crowded(market: Market, _: Mapping[str, str]) -> Counted:
    """Count the reviews of popular products around which too many were written."""
    limits = market.run.manifest["config"]["evidence"]
    popular = pl.len().over("product_id") > limits["product_cap"]
    reach = dt.timedelta(days=limits["window_days"])
    found = []
    for (product,), rows in market.source.reviews.filter(popular).group_by("product_id"):
        times = rows["posted_at"].drop_nulls().dt.truncate("1m").sort().to_list()
        around = [bisect_right(times, at + reach) - bisect_left(times, at - reach) for at in times]
        found.append((product, sum(n > limits["window_cap"] for n in around)))
    counts = pl.DataFrame(found, ["id", "len"], orient="row").filter(pl.col("len") > 0)
    return {
        "reviews": say.count(counts["len"].sum()),
        "n": say.count(counts.height),
        "cap": say.count(limits["window_cap"]),
        "days": f"{limits['window_days']:g}",
        "names": _largest(counts),
    }


@template(
    "{n} crowd(s) of more than {cap} accounts or reviews {verb:verb} not searched from: {parts:words} "
    "(detection.max_cohort).",
)
def _crowds(market: Market, said: Mapping[str, str]) -> Counted:
    """Count the crowds of each kind."""
    told = re.findall(r"([\d,]+) of an? ([\w ]+?)(?=,| and |$)", said["parts"])
    counted = crowds(market)
    parts = [f"{say.count(counted[noun])} of {_article(noun)} {noun}" for _, noun in told]
    cap = market.run.manifest["config"]["detection"]["max_cohort"]
    return {
        "n": say.count(sum(counted.values())),
        "cap": say.count(cap),
        "parts": say.listed(parts, len(parts)),
    }


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"


@template(
    "Of the accounts that labels call fake, only the first {cap} were searched from together "
    "(detection.max_cohort)."
)
def _labelled(market: Market, _: Mapping[str, str]) -> Counted:
    cap = market.run.manifest["config"]["detection"]["max_cohort"]
    assert market.run.tables["labels"].filter(pl.col("label") == "fake").height > cap
    return {"cap": say.count(cap)}


@template(
    "{key:word} {n} of {rows} rows ({share}%) name {what:words} of the {of:word}; of the {there} there {met} "
    "({covered}%) are named ({told})",
    "{key:word} orders of {n} ({share}%) belong to a review ({told})",
)
def _joined(market: Market, said: Mapping[str, str]) -> Counted:
    """What the reader says of tables that are joined to the reviews."""
    table, column = said["key"].rstrip(":").split(".")
    rows, ids = getattr(market.source, f"raw_{table}"), _told_ids(market, column)
    if "what" not in said:
        pairs = ["reviewer_id", "product_id"]
        n = rows.join(market.source.raw_reviews, on=pairs, how="semi").height
        return {
            "key": said["key"],
            "n": say.count(rows.height),
            "share": f"{100 * n / rows.height:.1f}",
            "told": say.count(n),
        }
    n, met = int(rows[column].is_in(ids.implode()).sum()), int(ids.is_in(rows[column].implode()).sum())
    return {
        "key": said["key"],
        "n": say.count(n),
        "rows": say.count(rows.height),
        "share": f"{100 * n / rows.height:.1f}",
        "there": say.count(len(ids)),
        "met": say.count(met),
        "covered": f"{100 * met / len(ids):.1f}",
        "told": say.count(n),
    }


@template(
    "[warning: ]labels.entity_id: labelled {what:word} of {n} ({share}%) are among the reviews[ ({told})]",
)
def _known(market: Market, said: Mapping[str, str]) -> Counted:
    """How many of the ids that are labelled there are: of accounts, products, sellers, reviews."""
    kind = said["what"].removesuffix("s").replace("account", "reviewer")
    labelled = market.source.raw_labels.filter(entity_type=kind)["entity_id"].cast(pl.String).unique()
    there = _told_ids(market, f"{kind}_id").cast(pl.String)
    told = int(labelled.is_in(there.implode()).sum())
    return {
        "what": said["what"],
        "n": say.count(len(labelled)),
        "share": f"{100 * told / len(labelled):.1f}",
        "told": say.count(told),
    }


def _told_ids(market: Market, column: str) -> pl.Series:
    """Return the ids that a table may name: of the reviews, or of the products' sellers."""
    if column != "seller_id":
        return market.source.raw_reviews[column].unique()
    reviewed = market.source.raw_products.join(market.source.raw_reviews, on="product_id", how="semi")
    return reviewed[column].drop_nulls().unique()


@template(
    "reviews.product_id: copies of a review on another listing (same account, time, stars and text), "
    "counted once ({n})",
    "reviews.product_id: listings of {families} families, by parent_id or spelling; each counts as one "
    "listing ({listings})",
    "warning: reviews.product_id: listings that show the same reviews (account, time, stars and text), "
    "counted as {shown} listing(s), e.g. {names:words}.",
    "Should they be different products, declare {how:words} ({shown_each})",
    "warning: reviews.reviewer_id: accounts whose reviews equal another's in all but the account, counted as "
    "{people}, e.g. {names:words}.",
    "Join them in the source; should they be different people, declare {how:words} ({accounts})",
)
def _merged(market: Market, said: Mapping[str, str]) -> Counted:
    """What the reader says of copies: every listing and account of a family, and of how many families."""
    aliases = market.source.aliases
    people = aliases.filter(entity_type="reviewer")
    listings = market.source.listings
    declared = listings.filter(pl.len().over("parent") > 1)
    seen = listings.unique("parent").filter(pl.len().over("family") > 1)
    return {
        "n": say.count(market.source.n_copies),
        "families": say.count(declared["parent"].n_unique()),
        "listings": say.count(declared.height),
        "shown": say.count(seen["family"].n_unique()),
        "shown_each": say.count(seen.height),
        "people": say.count(people["stands_for"].n_unique()),
        "accounts": say.count(people.height + people["stands_for"].n_unique()),
        "names": said.get("names"),
        "how": said.get("how"),
    }


@template(
    "{table:word} values written otherwise than their normal form, which joins them, of kind phone ({n})",
)
def _phones(market: Market, said: Mapping[str, str]) -> Counted:
    values = _values(market, said["table"], "phone")
    return {"table": said["table"], "n": say.count(int(values.str.contains(r"\D").sum()))}


@template(
    "warning: {table:word} IPv4 addresses that end in .0, as exporters write whom they anonymise: read as "
    "networks of 256 addresses (kind ip_24), which link less than addresses do ({n})",
)
def _anonymised(market: Market, said: Mapping[str, str]) -> Counted:
    n = int(_values(market, said["table"], "ip").str.ends_with(".0").sum())
    return {"table": said["table"], "n": say.count(n)}


def _values(market: Market, named: str, kind: str) -> pl.Series:
    """Return the values of a kind in a table as a note names it: of sellers of the products alone."""
    table, _, _ = named.partition(".")
    rows = getattr(market.source, f"raw_{table}").filter(kind=kind)
    if table == "seller_identifiers":
        rows = rows.filter(pl.col("seller_id").is_in(_told_ids(market, "seller_id").implode()))
    return rows["value"]
