"""Plant rings into a user's own tables: the same tables with rows more, and who was planted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from collusion.arrays import Int64Array
from collusion.evaluation.market_from_tables import TablesMarket
from collusion.evaluation.truth import TrueGroup, Truth
from collusion.minutes import DAY
from collusion.simulate.draws import generator
from collusion.simulate.frames import times
from collusion.simulate.ring_plan import RingPlan
from collusion.simulate.rings import plant_ring
from collusion.simulate.rows import KINDS, NO_MINUTE, Planting, subset
from collusion.simulate.wording import review_texts
from collusion.tables.records import ReviewTables
from collusion.tables.schema import TABLES

_KIND_PREFIX = "injected"


@dataclass(frozen=True, slots=True)
class Injected:
    """A user's tables with rings planted into them.

    Attributes
    ----------
    frames
        The tables, by name, in the shape of the contract.
    truth
        The rings.
    """

    frames: dict[str, pl.DataFrame]
    truth: Truth


@dataclass(frozen=True, slots=True)
class _Names:
    """Ids of everything in one planting: accounts and products by number, values by kind and number."""

    own: TablesMarket
    tag: str

    def accounts(self, number: Int64Array) -> pl.Series:
        """Return the reviewer id of each `number`; new accounts have negative ones."""
        return self._resolved(number, self.own.reviewer_ids, "account")

    def products(self, number: Int64Array) -> pl.Series:
        """Return the product id of each `number`; new products have negative ones."""
        return self._resolved(number, self.own.product_ids, "product")

    def values(self, kind: str, number: Int64Array) -> pl.Series:
        """Return a new identifier value of `kind` for each negative `number`."""
        names = [f"{_KIND_PREFIX}-{kind}-{self.tag}-{-value:05d}" for value in number.tolist()]
        return pl.Series(names, dtype=pl.String)

    def _resolved(self, number: Int64Array, known: pl.Series, noun: str) -> pl.Series:
        old = known.gather(pl.Series(np.maximum(number, 0)))
        # no order: ids that follow one another would give the ring away
        new = [f"{_KIND_PREFIX}-{noun}-{_hashed(f'{self.tag}-{max(-i, 0)}')}" for i in number.tolist()]
        is_new = pl.Series(number < 0)
        return pl.select(pl.when(is_new).then(pl.Series(new, dtype=pl.String)).otherwise(old)).to_series()


def _hashed(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def inject(tables: ReviewTables, own: TablesMarket, plans: Sequence[RingPlan], *, seed: int) -> Injected:
    """Plant one ring of each plan.

    Parameters
    ----------
    tables
        The user's tables; they are not changed.
    own
        Their context.
    plans
        What to plant.
    seed
        Everything follows from it.

    Returns
    -------
    Injected
        Columns that the tables have not are not added. A review that an account wrote already is not written
        again, and a bought account's own later reviews are dropped.
    """
    rngs = [generator(seed, "inject", i) for i in range(len(plans))]
    plantings = [plant_ring(plan, own.context, rng) for plan, rng in zip(plans, rngs, strict=True)]
    return plant_into(tables.frames(), own, plantings, seed=seed)


def plant_into(
    frames: dict[str, pl.DataFrame], own: TablesMarket, plantings: Sequence[Planting], *, seed: int
) -> Injected:
    """Write plantings into a user's tables.

    Parameters
    ----------
    frames
        The user's tables by name, in the shape of the contract; the dictionary is not changed.
    own
        Their context.
    plantings
        What was planted in that context; each has one group.
    seed
        Everything follows from it.

    Returns
    -------
    Injected
        As `inject` returns.
    """
    frames = dict(frames)
    groups = []
    for i, planting in enumerate(plantings):
        names = _Names(own, f"{seed}-{i + 1:03d}")
        frames["reviews"] = _without_sold(frames["reviews"], planting, own)
        added = {
            "reviews": _reviews(planting, names, frames["reviews"], seed + i),
            "products": _products(planting, names),
            "accounts": _accounts(planting, names),
            "identifiers": _identifiers(planting, names, frames.get("identifiers"), seed + i),
            "orders": _orders(planting, names, seed + i),
        }
        for table, rows in added.items():
            if table in frames:
                frames[table] = _appended(frames[table], rows, TABLES[table].key)
        group = planting.groups[0]
        members = frozenset(names.accounts(group.members).to_list())
        targets = frozenset(names.products(group.targets).to_list())
        groups.append(
            TrueGroup(f"{group.kind}-{i + 1:03d}", group.kind, group.style, "own", members, targets)
        )
    return Injected(frames, Truth(tuple(groups)))


def write_source(injected: Injected, folder: Path) -> None:
    """Write the tables as Parquet into a new folder."""
    folder.mkdir(parents=True)
    for name, frame in injected.frames.items():
        frame.write_parquet(folder / f"{name}.parquet")


def _appended(frame: pl.DataFrame, rows: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    """Append rows: columns that the frame has not are dropped, those that the rows have not are null."""
    missing = [
        pl.lit(None, dtype=frame.schema[name]).alias(name)
        for name in frame.columns
        if name not in rows.columns
    ]
    shaped = rows.with_columns(missing).select(
        pl.col(name).cast(frame.schema[name]) for name in frame.columns
    )
    both = pl.concat([frame, shaped])
    return both.unique(list(key), keep="first", maintain_order=True) if key else both


def _without_sold(reviews: pl.DataFrame, planting: Planting, own: TablesMarket) -> pl.DataFrame:
    sold = planting.takeovers
    if len(sold) == 0 or reviews["posted_at"].null_count() == reviews.height:
        return reviews
    handed = pl.DataFrame(
        {"reviewer_id": own.reviewer_ids.gather(pl.Series(sold.account)), "sold_at": times(sold.minute)}
    )
    kept = reviews.join(handed, on="reviewer_id", how="left", maintain_order="left").filter(
        pl.col("sold_at").is_null()
        | pl.col("posted_at").is_null()
        | (pl.col("posted_at") < pl.col("sold_at"))
    )
    return kept.drop("sold_at")


def _market_of(planting: Planting, names: _Names, account: Int64Array) -> pl.Series:
    """Return the marketplace of each account."""
    old = names.own.context.accounts.market
    new = planting.accounts.market
    index = np.where(account < 0, 0, account)
    market = old[index].astype(np.int64)
    if len(new):
        market = np.where(account < 0, new[np.where(account < 0, -1 - account, 0)], market)
    return pl.Series(names.own.marketplaces, dtype=pl.String).gather(pl.Series(market))


def _reviews(planting: Planting, names: _Names, reviews: pl.DataFrame, seed: int) -> pl.DataFrame:
    rows = planting.rows
    rng = generator(seed, "inject", "reviews")
    n = len(rows)
    habit = 1.0
    if "verified" in reviews.columns:
        habit = float(reviews["verified"].cast(pl.Float64).mean() or 0.0)  # type: ignore[arg-type]
    verified = np.where(rows.verified < 0, rng.random(n) < habit, rows.verified == 1)
    old = names.own.context.products.category
    new = np.append(planting.products.category, 0)
    is_new = rows.product < 0
    category = old[np.where(is_new, 0, rows.product)].astype(np.int64)
    category = np.where(is_new, new[np.where(is_new, -1 - rows.product, 0)], category)
    number = np.arange(n, dtype=np.int64)
    has_times = reviews["posted_at"].null_count() < reviews.height
    minute = rows.minute
    if has_times and reviews["posted_at"].drop_nulls().dt.time().n_unique() == 1:
        minute = minute // DAY * DAY  # a source of dates alone
    posted = times(minute) if has_times else pl.Series([None] * n, dtype=pl.Datetime("us", "UTC"))
    has_stars = reviews["rating"].null_count() < reviews.height
    frame = pl.DataFrame(
        {
            "reviewer_id": names.accounts(rows.account),
            "product_id": names.products(rows.product),
            "rating": pl.Series(rows.stars) if has_stars else pl.Series([None] * n, dtype=pl.Int8),
            "posted_at": posted,
            "review_id": [f"{_KIND_PREFIX}-review-{names.tag}-{i:06d}" for i in range(n)],
            "verified": verified,
            "text": review_texts(rows, number, category, seed),
            "marketplace": _market_of(planting, names, rows.account),
        }
    )
    pair = ["reviewer_id", "product_id"]
    first = frame.unique(pair, keep="first", maintain_order=True)
    return first.join(reviews.select(pair), on=pair, how="anti", maintain_order="left")


def _products(planting: Planting, names: _Names) -> pl.DataFrame:
    new = planting.products
    number = -1 - np.arange(len(new), dtype=np.int64)
    seller = pl.Series(new.seller.astype(np.int64))
    return pl.DataFrame(
        {
            "product_id": names.products(number),
            "seller_id": names.own.seller_ids.gather(seller),
            "category": names.own.category_names.gather(seller),
            "item_weight_g": names.own.item_weight_g[new.seller],
        }
    )


def _accounts(planting: Planting, names: _Names) -> pl.DataFrame:
    new = planting.accounts
    number = -1 - np.arange(len(new), dtype=np.int64)
    created = times(np.where(new.created == NO_MINUTE, names.own.context.calendar.first_minute, new.created))
    return pl.DataFrame({"reviewer_id": names.accounts(number), "created_at": created})


def _identifiers(
    planting: Planting, names: _Names, identifiers: pl.DataFrame | None, seed: int
) -> pl.DataFrame:
    """Return what the job brings, and for each new account values of its own, as usual in the source."""
    pieces = [pl.DataFrame(schema={"reviewer_id": pl.String, "kind": pl.String, "value": pl.String})]
    held = planting.links
    for code, kind in enumerate(KINDS):
        mine = subset(held, held.kind == code)
        pieces.append(_held(names, mine.account, kind, names.values(kind, mine.value)))
    if identifiers is not None:
        rng = generator(seed, "inject", "identifiers")
        new = -1 - np.arange(len(planting.accounts), dtype=np.int64)
        n_accounts = max(identifiers["reviewer_id"].n_unique(), 1)
        holders = identifiers.group_by("kind").agg(pl.col("reviewer_id").n_unique()).sort("kind")
        for kind, n in holders.iter_rows():
            some = new[rng.random(len(new)) < n / n_accounts]
            pieces.append(_held(names, some, kind, names.values(f"own-{kind}", some)))
    return pl.concat(pieces)


def _held(names: _Names, account: Int64Array, kind: str, value: pl.Series) -> pl.DataFrame:
    kinds = pl.Series([kind], dtype=pl.String).new_from_index(0, len(account))
    return pl.DataFrame({"reviewer_id": names.accounts(account), "kind": kinds, "value": value})


def _orders(planting: Planting, names: _Names, seed: int) -> pl.DataFrame:
    """Return an order behind each verified review of the job; others' orders stay unknown."""
    rng = generator(seed, "inject", "orders")
    rows = subset(planting.rows, (planting.rows.verified == 1) & (planting.rows.product < 0))
    n = len(rows)
    usual = rng.uniform(1.02, 1.18, n)
    parcel = np.where(np.isnan(rows.parcel), usual, rows.parcel)
    seller = planting.products.seller[-1 - rows.product]
    return pl.DataFrame(
        {
            "reviewer_id": names.accounts(rows.account),
            "product_id": names.products(rows.product),
            "ordered_at": times(rows.minute - (rng.uniform(2.0, 12.0, n) * DAY).astype(np.int64)),
            "shipped_weight_g": np.rint(names.own.item_weight_g[seller] * parcel + 12),
            "refunded": rows.refunded == 1,
        }
    )
