"""The rows of a source and of a run folder, counted anew: nothing here comes from Collusion but its files.

A count is made from the raw tables wherever they hold it. What no table holds, such as the expectation of a
model, must at least be the number that stands in the run folder.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache, cached_property
from pathlib import Path

import polars as pl

SHINGLE, SHORT, ALIKE, COMMON_FROM = 3, 8, 0.5, 4
FAMILIES = ("behaviour", "stars", "identity", "text", "fulfilment", "benefit", "lifecycle")


def read(folder: Path, name: str) -> pl.DataFrame | None:
    """Return a table of a source, None where there is none."""
    for file in folder.glob(f"{name}.*"):
        return pl.read_csv(file, try_parse_dates=True) if file.suffix == ".csv" else pl.read_parquet(file)
    return None


class Source:
    """The raw tables, one review an account and product."""

    def __init__(self, folder: Path) -> None:
        reviews = read(folder, "reviews")
        assert reviews is not None
        self.all_reviews = reviews
        self.reviews = reviews.unique(["reviewer_id", "product_id"], keep="first", maintain_order=True)
        self.products = self.raw_products = read(folder, "products")
        self.accounts = self.raw_accounts = read(folder, "accounts")
        self.orders = self.raw_orders = read(folder, "orders")
        self.seller_identifiers = read(folder, "seller_identifiers")
        found = self.raw_identifiers = read(folder, "identifiers")
        mine = pl.col("reviewer_id").is_in(self.reviews["reviewer_id"].implode())
        self.identifiers = (
            None if found is None else found.filter(mine).unique(["reviewer_id", "kind", "value"])
        )

    @cached_property
    def created(self) -> pl.DataFrame:
        """Creation of each account that wrote a review."""
        if self.accounts is None or "created_at" not in self.accounts.columns:
            return pl.DataFrame(schema={"reviewer_id": pl.String, "created_at": pl.Datetime})
        mine = pl.col("reviewer_id").is_in(self.reviews["reviewer_id"].implode())
        return self.accounts.filter(mine, pl.col("created_at").is_not_null()).select(
            "reviewer_id", "created_at"
        )

    @cached_property
    def copies(self) -> dict[str, int]:
        """How many reviews have each text."""
        counts: dict[str, int] = {}
        for text in (
            map(plain, self.all_reviews["text"].to_list()) if "text" in self.all_reviews.columns else ()
        ):
            counts[text] = counts.get(text, 0) + 1
        return counts

    @cached_property
    def odd_orders(self) -> pl.DataFrame:
        """Of each review whether its order was light and refunded, None where that is not known."""
        assert self.orders is not None
        orders = self.orders
        if self.products is not None and "item_weight_g" in self.products.columns:
            orders = orders.join(
                self.products.select("product_id", "item_weight_g"), on="product_id", how="left"
            )
            orders = orders.with_columns(light=pl.col("shipped_weight_g") < 0.5 * pl.col("item_weight_g"))
        oddest = orders.group_by("reviewer_id", "product_id").agg(pl.col("light", "refunded").max())
        return self.reviews.join(oddest, on=["reviewer_id", "product_id"], how="left")


class Run:
    """The tables of a run folder, and its manifest."""

    def __init__(self, folder: Path) -> None:
        self.manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        names = ("rings", "members", "clients", "evidence", "ring_reviews", "ring_identifiers", "hypotheses")
        self.tables = {name: pl.read_parquet(folder / f"{name}.parquet") for name in names}

    def of(self, table: str, ring_id: str) -> pl.DataFrame:
        return self.tables[table].filter(ring_id=ring_id)


class Market:
    """A whole run, for sentences that are about no ring."""

    ring_id = "the run"

    def __init__(self, source: Source, run: Run) -> None:
        self.source, self.run = source, run

    @property
    def names(self) -> set[str]:
        return {*self.source.reviews["reviewer_id"], *self.run.tables["rings"]["ring_id"]}


class Ring:
    """One ring: its members and targets, and what the source says of them."""

    def __init__(self, source: Source, run: Run, ring_id: str) -> None:
        self.source, self.run, self.ring_id = source, run, ring_id
        self.entity: dict[str, object] = {}
        self.row = run.of("rings", ring_id).row(0, named=True)
        self.members = run.of("members", ring_id)
        self.clients = run.of("clients", ring_id)
        self.is_member = pl.col("reviewer_id").is_in(self.members["reviewer_id"].implode())
        self.is_target = pl.col("product_id").is_in(self.clients["product_id"].implode())
        self.own = source.reviews.filter(self.is_member, self.is_target)
        self.others = source.reviews.filter(~self.is_member, self.is_target)
        self.elsewhere = source.reviews.filter(self.is_member, ~self.is_target)

    @cached_property
    def names(self) -> set[str]:
        """Every id that a sentence may name: a digit of one is no number."""
        found = {
            *self.members["reviewer_id"],
            *self.clients["product_id"],
            *self.clients["seller_id"].drop_nulls(),
        }
        return found | {*self.run.tables["rings"]["ring_id"], *self.run.tables["ring_identifiers"]["token"]}

    def evidence(self, family: str) -> dict[str, object]:
        return self.run.of("evidence", self.ring_id).filter(family=family).row(0, named=True)

    def closest_innocent(self) -> float:
        """The log-odds of the likeliest innocent hypothesis."""
        return float(self.run.of("hypotheses", self.ring_id).filter(~pl.col("is_ring"))["log_odds"].max())

    @cached_property
    def served(self) -> pl.DataFrame:
        return self.clients.filter(pl.col("service") >= 0.5)

    def sellers(self, products: pl.Series) -> pl.Series:
        """Known sellers of some products, by the table of products."""
        if self.source.products is None:
            return pl.Series([], dtype=pl.String)
        mine = self.source.products.filter(pl.col("product_id").is_in(products.implode()))
        return mine["seller_id"].drop_nulls()

    @cached_property
    def period(self) -> tuple[object, object, int]:
        """First and last time of the shortest period with nine tenths of the reviews, and their number."""
        times = sorted(self.own["posted_at"].drop_nulls().dt.truncate("1m").to_list())
        n = math.ceil(0.9 * len(times))
        start = min(range(len(times) - n + 1), key=lambda i: times[i + n - 1] - times[i])
        first, last = times[start], times[start + n - 1]
        return first, last, sum(first <= time <= last for time in times)

    def n_sharing(self, kind: str) -> int:
        held = self.held(kind)
        shared = held.filter(pl.len().over("value") > 1)
        return shared["reviewer_id"].n_unique()

    def held(self, kind: str | None = None) -> pl.DataFrame:
        assert self.source.identifiers is not None
        held = self.source.identifiers.filter(self.is_member)
        return held if kind is None else held.filter(kind=kind)

    @cached_property
    def shared_values(self) -> pl.DataFrame:
        """Kind, value and holder of each value that two members share."""
        return self.held().filter(pl.len().over("kind", "value") > 1)

    @cached_property
    def texts(self) -> list[tuple[str, str, str]]:
        """Review, author and text of each own review that has one."""
        rows = self.own.select("review_id", "reviewer_id", "text").iter_rows()
        return [(review, who, plain(text)) for review, who, text in rows if plain(text)]

    def n_common_texts(self) -> int:
        own: dict[str, int] = {}
        for _, _, text in self.texts:
            own[text] = own.get(text, 0) + 1
        return sum(self.source.copies[text] - own[text] >= COMMON_FROM for _, _, text in self.texts)

    def repeats(self, review_id: str) -> bool:
        """Whether the text of a review nearly repeats one by another member."""
        mine = next((who, text) for review, who, text in self.texts if review == review_id)
        return any(who != mine[0] and likeness(text, mine[1]) >= ALIKE for _, who, text in self.texts)

    def first_ages(self, reviews: pl.DataFrame) -> pl.Series:
        dated = reviews.join(self.source.created, on="reviewer_id").filter(pl.col("posted_at").is_not_null())
        age = pl.col("posted_at").dt.truncate("1m") - pl.col("created_at").dt.truncate("1m")
        return (
            dated.with_columns(age=age)
            .group_by("reviewer_id")
            .agg(pl.col("age").min())["age"]
            .dt.total_days()
        )


def plain(text: str | None) -> str:
    return re.sub(r"\W+", " ", (text or "").lower()).strip()


@cache
def shingles(text: str) -> frozenset[object]:
    words = text.split()
    if len(words) < SHORT:
        return frozenset([text])
    return frozenset(tuple(words[k : k + SHINGLE]) for k in range(len(words) - SHINGLE + 1))


def likeness(first: str, second: str) -> float:
    one, two = shingles(first), shingles(second)
    return len(one & two) / len(one | two)
