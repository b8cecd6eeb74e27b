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

SHINGLE, SHORT, ALIKE, COMMON_FROM, LONG = 3, 8, 0.5, 4, 40
FAMILIES = ("behaviour", "stars", "identity", "text", "fulfilment", "benefit", "lifecycle")
#: Families of reasons: what labels say is one, though no family of evidence.
REASONS = (*FAMILIES, "labels")


def read(folder: Path, name: str) -> pl.DataFrame | None:
    """Return a table of a source, None where there is none."""
    for file in folder.glob(f"{name}.*"):
        return pl.read_csv(file, try_parse_dates=True) if file.suffix == ".csv" else pl.read_parquet(file)
    return None


class Source:
    """The raw tables, one review an account and product.

    Listings and accounts that the run says are copies, in its ``aliases``, are those for which they stand.
    """

    def __init__(self, folder: Path, run: Path) -> None:
        self.aliases = pl.read_parquet(run / "aliases.parquet")
        reviews = read(folder, "reviews")
        assert reviews is not None
        self.raw_reviews = reviews
        self.raw_products = read(folder, "products")
        parents = dict(self.listings.select("product_id", "parent").iter_rows())
        parent = pl.col("product_id").replace(parents).alias("parent")
        known = self._known(reviews.with_columns(parent, listing="product_id", account="reviewer_id"))
        size = known.select(pl.col("reviewer_id").n_unique().over("parent")).to_series()
        self.all_reviews = _written_once(known, size)
        # Of several on one listing the earliest counts, to the minute; of a moment that of the first account
        # by name of those that are one person, and of its first listing.
        moment = [pl.col("posted_at").dt.truncate("1m")] if "posted_at" in reviews.columns else []
        in_time = self.all_reviews.sort(*moment, "account", "listing", maintain_order=True)
        self.reviews = in_time.unique(["reviewer_id", "product_id"], keep="first", maintain_order=True)
        self.raw_accounts, self.raw_labels = read(folder, "accounts"), read(folder, "labels")
        self.raw_orders, self.raw_identifiers = read(folder, "orders"), read(folder, "identifiers")
        self.products = self._families()
        self.accounts = None if self.raw_accounts is None else self._known(self.raw_accounts)
        self.orders = self.raw_orders
        mine = pl.col("reviewer_id").is_in(self.reviews["reviewer_id"].implode())
        found = None if self.raw_identifiers is None else self._known(self.raw_identifiers).filter(mine)
        self.raw_seller_identifiers = read(folder, "seller_identifiers")
        found, self.seller_identifiers = _with_networks(found, self.raw_seller_identifiers)
        self.identifiers = None if found is None else found.unique(["reviewer_id", "kind", "value"])

    @cached_property
    def listings(self) -> pl.DataFrame:
        """Each listing that was reviewed, its ``parent``, itself if none is told, and its ``family``."""
        reviewed = self.raw_reviews.select("product_id").unique(maintain_order=True)
        if self.raw_products is not None and "parent_id" in self.raw_products.columns:
            told = self.raw_products.select("product_id", parent="parent_id").unique("product_id")
            reviewed = reviewed.join(told, on="product_id", how="left")
        else:
            reviewed = reviewed.with_columns(parent=pl.lit(None, pl.String))
        reviewed = reviewed.with_columns(parent=pl.coalesce("parent", "product_id"), family="product_id")
        names = dict(self.aliases.filter(entity_type="product").select("id", "stands_for").iter_rows())
        return reviewed.with_columns(pl.col("family").replace(names))

    @property
    def n_copies(self) -> int:
        """Reviews that are counted no more since another listing shows them, parents being one listing."""
        parents = dict(self.listings.select("product_id", "parent").iter_rows())
        once = self._known(self.raw_reviews.with_columns(parent=pl.col("product_id").replace(parents)))
        return once.select("reviewer_id", "parent").n_unique() - self.reviews.height

    def _known(self, table: pl.DataFrame) -> pl.DataFrame:
        """Put in the place of each account and listing the one that it stands for."""
        for column, kind in (("reviewer_id", "reviewer"), ("product_id", "product")):
            if column in table.columns:
                names = self.aliases.filter(entity_type=kind).select("id", "stands_for")
                table = table.with_columns(pl.col(column).replace(dict(names.iter_rows())))
        return table

    def _families(self) -> pl.DataFrame | None:
        """A row a family of listings; its seller is known where all of them agree."""
        if self.raw_products is None:
            return None
        known = self._known(self.raw_products)
        if "seller_id" not in known.columns:
            return known.unique("product_id", keep="first", maintain_order=True)
        seller = pl.col("seller_id").drop_nulls()
        return known.group_by("product_id", maintain_order=True).agg(
            pl.when(seller.n_unique() == 1).then(seller.first()).alias("seller_id")
        )

    @cached_property
    def created(self) -> pl.DataFrame:
        """Creation of each account that wrote a review."""
        if self.accounts is None or "created_at" not in self.accounts.columns:
            return pl.DataFrame(schema={"reviewer_id": pl.String, "created_at": pl.Datetime})
        mine = pl.col("reviewer_id").is_in(self.reviews["reviewer_id"].implode())
        dated = self.accounts.filter(mine, pl.col("created_at").is_not_null())
        return dated.group_by("reviewer_id").agg(pl.col("created_at").min())

    @cached_property
    def copies(self) -> dict[str, int]:
        """How many reviews have each text; what several listings show was written once."""
        told = self.reviews if self.aliases.height else self.all_reviews
        counts: dict[str, int] = {}
        for text in map(plain, told["text"].to_list()) if "text" in told.columns else ():
            counts[text] = counts.get(text, 0) + 1
        return counts

    @cached_property
    def written(self) -> pl.DataFrame:
        """Reviews that have a text, each with it as it is compared."""
        words = pl.col("text").map_elements(plain, return_dtype=pl.String, skip_nulls=False)
        return self.reviews.with_columns(plain=words).filter(pl.col("plain") != "")

    def repeats(self, review_id: str) -> bool:
        """Whether the text of a review nearly repeats one by any other account."""
        mine = self.written.row(by_predicate=pl.col("review_id") == review_id, named=True)
        others = self.written.filter(pl.col("reviewer_id") != mine["reviewer_id"])["plain"].to_list()
        return any(likeness(mine["plain"], text) >= ALIKE for text in others)

    def n_texts_beside(self, review_ids: list[str]) -> int:
        """How many texts were written of the products of some reviews from the first to the last of each."""
        moment = pl.col("posted_at").dt.truncate("1m")
        spans = self.written.filter(pl.col("review_id").is_in(review_ids)).group_by("product_id")
        told = self.written.join(spans.agg(first=moment.min(), last=moment.max()), on="product_id")
        return told.filter((moment >= pl.col("first")) & (moment <= pl.col("last"))).height

    @cached_property
    def odd_orders(self) -> pl.DataFrame:
        """Of each review whether its order was light and refunded, None where that is not known."""
        assert self.orders is not None
        orders = self.orders
        if self.raw_products is not None and "item_weight_g" in self.raw_products.columns:
            orders = orders.join(
                self.raw_products.select("product_id", "item_weight_g"), on="product_id", how="left"
            )
            orders = orders.with_columns(light=pl.col("shipped_weight_g") < 0.5 * pl.col("item_weight_g"))
        oddest = (
            self._known(orders).group_by("reviewer_id", "product_id").agg(pl.col("light", "refunded").max())
        )
        return self.reviews.join(oddest, on=["reviewer_id", "product_id"], how="left")


def _written_once(reviews: pl.DataFrame, size: pl.Series) -> pl.DataFrame:
    """Leave out what an account wrote on another listing, too: a long text in the same moment and stars.

    It stays on the listing with most reviews, of equal ones the first by name.
    """
    if not {"posted_at", "text"} <= set(reviews.columns):
        return reviews
    stars = [name for name in ("rating",) if name in reviews.columns]
    same = ["reviewer_id", pl.col("posted_at").dt.truncate("1m"), *stars, "text"]
    is_told = pl.col("posted_at").is_not_null() & (pl.col("text").str.len_chars() >= LONG)
    rows = reviews.with_columns(n=size).with_row_index("place")
    told, others = rows.filter(is_told), rows.filter(~is_told | is_told.is_null())
    ordered = told.sort("n", "parent", descending=[True, False])
    kept = ordered.filter(pl.col("product_id") == pl.col("product_id").first().over(same))
    return pl.concat([kept, others]).sort("place").drop("place", "n", "parent")


def _with_networks(
    identifiers: pl.DataFrame | None, sellers: pl.DataFrame | None
) -> tuple[pl.DataFrame | None, pl.DataFrame | None]:
    """Add the network of 256 addresses of each IPv4 address as a value of a kind of its own.

    A network counts where two accounts are in it, and it was seen under two addresses. Where most of
    a table's addresses end in .0, that stands for another one in each row.
    """
    if identifiers is None:
        return None, sellers
    network = pl.col("value").str.replace(r"\.\d+$", ".0/24").alias("network")
    is_plain = (pl.col("kind") == "ip") & pl.col("value").str.contains(r"^\d+(\.\d+){3}$")
    seen = [one.filter(is_plain).with_columns(network) for one in (identifiers, sellers) if one is not None]
    addresses = pl.concat([_addresses(one) for one in seen]).group_by("network")
    spread = addresses.agg(n=pl.col("value").n_unique()).filter(pl.col("n") > 1)
    holders = seen[0].group_by("network").agg(n=pl.col("reviewer_id").n_unique()).filter(pl.col("n") > 1)
    is_known = pl.col("network").is_in(spread.join(holders, on="network", how="semi")["network"].implode())
    derived = [
        one.filter(is_known).with_columns(kind=pl.lit("ip_24"), value=pl.col("network")).drop("network")
        for one in seen
    ]
    more = None if sellers is None else pl.concat([sellers, derived[1]])
    return pl.concat([identifiers, derived[0]]), more


def _addresses(seen: pl.DataFrame) -> pl.DataFrame:
    """Return the networks and addresses that a table shows: the row for an address whose end was cut."""
    is_cut = seen["value"].str.ends_with(".0")
    if is_cut.sum() >= 5 and 2 * is_cut.sum() >= len(is_cut):
        row = pl.int_range(pl.len()).cast(pl.String)
        value = pl.when(is_cut).then(row).otherwise("value").alias("value")
        return seen.select("network", value)
    return seen.select("network", "value")


class Run:
    """The tables of a run folder, and its manifest."""

    def __init__(self, folder: Path) -> None:
        self.manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        names = [
            "rings",
            "members",
            "clients",
            "evidence",
            "effects",
            "ring_reviews",
            "ring_identifiers",
            "hypotheses",
        ]
        names.append("labels")
        self.tables = {name: pl.read_parquet(folder / f"{name}.parquet") for name in names}

    def of(self, table: str, ring_id: str) -> pl.DataFrame:
        return self.tables[table].filter(ring_id=ring_id)


class Market:
    """A whole run, for sentences that are about no ring."""

    ring_id = "the run"

    def __init__(self, source: Source, run: Run) -> None:
        self.source, self.run = source, run

    @cached_property
    def names(self) -> set[str]:
        told = self.source.raw_reviews
        return {*told["reviewer_id"], *told["product_id"], *self.run.tables["rings"]["ring_id"]}


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
    def is_cleared(self) -> pl.Expr:
        """Whether a label calls a review honest, or its account."""
        honest = self.run.tables["labels"].filter(label="honest")
        found = [
            pl.col(f"{kind}_id").is_in(honest.filter(entity_type=kind)["entity_id"].cast(pl.String).implode())
            for kind in ("reviewer", "review")
        ]
        return pl.any_horizontal(found)

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

    @cache  # noqa: B019 — a ring lives as long as its recount
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
