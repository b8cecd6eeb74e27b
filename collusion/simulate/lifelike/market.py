"""Simulate a lifelike market and write its tables and its truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from collusion.arrays import Int64Array
from collusion.simulate import frames, ids, parts
from collusion.simulate.assemble import Planted
from collusion.simulate.catalogue import item_weights, product_frame
from collusion.simulate.draws import generator
from collusion.simulate.lifelike import tables
from collusion.simulate.lifelike.background import lifelike_reviews
from collusion.simulate.lifelike.groups import plant_lifelike
from collusion.simulate.lifelike.plan import visible_text
from collusion.simulate.lifelike.styles import STYLES
from collusion.simulate.lifelike.world import LifelikeWorld, build_lifelike_world
from collusion.simulate.rows import Rows, subset
from collusion.simulate.save import save_frame, style_counts
from collusion.simulate.spec import MarketSpec, MarketSummary
from collusion.simulate.wording import review_texts

_LEAST_ORDINARY = 0.35
# in a dense market, many draws are of what the account has rated already
_DENSE_DRAWS = 1.75
# groups that are planted to learn how many rows they take
_MOST_DRAFTED = 300
_GROUPS = pl.Schema(
    {
        "group_id": pl.String(),
        "kind": pl.String(),
        "style": pl.String(),
        "hardness": pl.String(),
        "held_out": pl.Boolean(),
        "visible_in": pl.String(),
        "cause": pl.String(),
    }
)


def write_lifelike(spec: MarketSpec, work: Path, tell: Callable[[str, int, int], None]) -> MarketSummary:
    """Simulate and write a lifelike market.

    Parameters
    ----------
    spec
        What to simulate.
    work
        Folder to write into.
    tell
        Called with a stage's name, steps done and steps in all.

    Returns
    -------
    MarketSummary
        What was written. O(n log n) time and some 300 bytes a review: the market is made as a whole.
    """
    world, ordinary, planted = build_lifelike(spec)
    base = world.base
    tell("reviews", 0, 2)
    market = np.concatenate([base.accounts.market, planted.accounts.market])
    rng = generator(spec.seed, "lifelike part")
    once = parts.completed_facts(base, planted, (planted.rows, ordinary), market, rng)
    is_member = np.zeros(len(market), dtype=np.bool_)
    for group in planted.groups:
        is_member[group.members] = True
    twofold, first = tables.with_twins(once, is_member, spec.seed)
    facts, second = tables.with_copies(twofold, world)
    original = first[second]
    n_products = len(base.products) + len(planted.products)
    counts = np.bincount(facts.rows.product, minlength=n_products)
    account_ids = tables.serial_ids(facts, len(base.accounts) + len(planted.accounts), spec.seed)
    product_ids = ids.id_strings(np.arange(n_products), "product", spec.seed)
    writer = _Writer(spec, work, world, planted)
    n_orders = writer.reviews_and_orders(facts, once, original, account_ids, product_ids)
    n_identifiers = writer.accounts_and_identifiers(facts, account_ids)
    tell("truth", 1, 2)
    products = writer.products(product_ids, np.flatnonzero(counts))
    _write_truth(planted, counts, account_ids, product_ids, work / "truth")
    return MarketSummary(
        n_reviews=len(facts.rows),
        n_reviewers=len(facts.account),
        n_products=products.height,
        n_sellers=products["seller_id"].n_unique(),
        n_identifiers=n_identifiers,
        n_orders=n_orders,
        n_parts=1,
        planted=style_counts(planted.groups),
    )


def build_lifelike(spec: MarketSpec) -> tuple[LifelikeWorld, Rows, Planted]:
    """Build the world around what is planted: a first planting only counts its rows.

    Parameters
    ----------
    spec
        What to simulate.

    Returns
    -------
    tuple of LifelikeWorld, Rows and Planted
        The world, its ordinary reviews and what was planted: about `spec.n_reviews` reviews in all.
    """
    n_ordinary = spec.n_reviews
    if spec.groups:
        draft = _world(spec, round(0.7 * spec.n_reviews))
        some, times = _sampled(spec)
        n_planted = len(plant_lifelike(some, draft, lifelike_reviews(draft)).rows)
        n_ordinary = spec.n_reviews - round(times * n_planted)
    n_ordinary = max(n_ordinary, round(_LEAST_ORDINARY * spec.n_reviews))
    if spec.density == "dense":
        n_ordinary = round(_DENSE_DRAWS * n_ordinary)
    world = _world(spec, n_ordinary)
    ordinary = lifelike_reviews(world)
    return world, ordinary, plant_lifelike(spec, world, ordinary)


def _world(spec: MarketSpec, n_ordinary: int) -> LifelikeWorld:
    return build_lifelike_world(spec.seed, spec.n_reviews, n_ordinary, spec.density, spec.delight)


def _sampled(spec: MarketSpec) -> tuple[MarketSpec, float]:
    """Return the spec with fewer groups of each style where there are very many, and how many times fewer."""
    total = sum(planned.count for planned in spec.groups)
    if total <= _MOST_DRAFTED:
        return spec, 1.0
    fewer = [replace(one, count=-(-one.count * _MOST_DRAFTED // total)) for one in spec.groups]
    return replace(spec, groups=tuple(fewer)), total / sum(one.count for one in fewer)


class _Writer:
    """Writes the tables of one market into a folder."""

    def __init__(self, spec: MarketSpec, work: Path, world: LifelikeWorld, planted: Planted) -> None:
        self._spec, self._work, self._world, self._planted = spec, work, world, planted

    def reviews_and_orders(
        self,
        facts: frames.Facts,
        once: frames.Facts,
        original: Int64Array,
        account_ids: pl.Series,
        product_ids: pl.Series,
    ) -> int:
        """Write two tables; copies on variants have no order of their own. Return the number of orders."""
        spec, seed = self._spec, self._spec.seed
        names = frames.gathered(account_ids, facts.account)
        category = np.concatenate([self._world.base.products.category, self._planted.products.category])
        text = None
        if spec.text:
            written = review_texts(
                once.rows,
                np.arange(len(once.rows), dtype=np.int64),
                category[once.rows.product].astype(np.int64),
                seed,
            )
            text = frames.gathered(written, original)
        number = ids.id_strings(np.arange(len(facts.rows)), "review", seed)
        reviews = frames.review_frame(facts, names, product_ids, number, text)
        gaps = reviews if spec.text else reviews.with_columns(text=pl.lit(None, dtype=pl.String))
        reviews = tables.with_gaps(gaps, "reviews", seed).select(reviews.columns)
        save_frame(reviews, self._work, "reviews", "", csv=spec.csv)
        weights = item_weights(self._world.base, self._planted)
        orders = frames.order_frame(once, names, product_ids, weights, seed)
        save_frame(tables.with_gaps(orders, "orders", seed), self._work, "orders", "", csv=spec.csv)
        return orders.height

    def accounts_and_identifiers(self, facts: frames.Facts, account_ids: pl.Series) -> int:
        """Write two tables and the identifiers of sellers; return the number of identifiers of accounts."""
        spec, planted, seed = self._spec, self._planted, self._spec.seed
        names = frames.gathered(account_ids, facts.account)
        accounts = frames.account_frame(facts, names)
        known = names.filter(tables.known_accounts(facts, seed, "accounts"))
        accounts = accounts.filter(pl.col("reviewer_id").is_in(known.implode()))
        save_frame(tables.with_gaps(accounts, "accounts", seed), self._work, "accounts", "", csv=spec.csv)
        has_review = np.isin(planted.links.account, facts.account)
        mine = subset(planted.links, has_review)
        held = parts.all_links(self._world.base, planted, facts.account, mine)
        formats = tables.address_formats(planted)
        identifiers = frames.identifier_frame(facts, names, held, seed, formats)
        known = names.filter(tables.known_accounts(facts, seed, "identifiers"))
        identifiers = identifiers.filter(pl.col("reviewer_id").is_in(known.implode()))
        identifiers = tables.with_gaps(identifiers, "identifiers", seed)
        save_frame(identifiers, self._work, "identifiers", "", csv=spec.csv)
        sellers = tables.seller_identifiers(self._world, planted)
        save_frame(sellers, self._work, "seller_identifiers", "", csv=spec.csv)
        return identifiers.height

    def products(self, product_ids: pl.Series, listed: Int64Array) -> pl.DataFrame:
        """Write and return the products."""
        seed = self._spec.seed
        products = product_frame(self._world.base, self._planted, product_ids, listed, seed)
        parents = tables.parent_frame(self._world, self._planted, product_ids)
        products = products.join(parents, on="product_id", how="left", maintain_order="left")
        products = tables.with_gaps(products, "products", seed)
        save_frame(products, self._work, "products", "", csv=self._spec.csv)
        return products


def _write_truth(
    planted: Planted,
    n_reviews: Int64Array,
    account_ids: pl.Series,
    product_ids: pl.Series,
    folder: Path,
) -> None:
    """Write ``groups``, ``members`` and ``targets``, with what is enough to see each group."""
    folder.mkdir(parents=True)
    groups = pl.DataFrame(
        {
            "group_id": planted.names,
            "kind": [group.kind for group in planted.groups],
            "style": [group.style for group in planted.groups],
            "hardness": ["lifelike"] * len(planted.groups),
            "held_out": [STYLES[group.style].held_out for group in planted.groups],
            "visible_in": [visible_text(STYLES[group.style].visible_in) for group in planted.groups],
            "cause": [STYLES[group.style].cause for group in planted.groups],
        },
        schema=_GROUPS,
    )
    members = _long(planted, [group.members for group in planted.groups], "reviewer_id", account_ids)
    members = members.drop_nulls()  # a member who found nothing to review is none
    targets = _long(planted, [group.targets for group in planted.groups], "product_id", product_ids)
    reviews = pl.DataFrame({"product_id": product_ids, "n_reviews": n_reviews.astype(np.uint32)})
    targets = targets.join(reviews, on="product_id", how="left").filter(pl.col("n_reviews") > 0)
    sizes = {
        "n_members": members.group_by("group_id").len("n_members"),
        "n_targets": targets.group_by("group_id").len("n_targets"),
    }
    for name, size in sizes.items():
        groups = groups.join(size, on="group_id", how="left").with_columns(pl.col(name).fill_null(0))
    groups.sort("group_id").write_parquet(folder / "groups.parquet")
    members.sort("group_id", "reviewer_id").write_parquet(folder / "members.parquet")
    targets.sort("group_id", "product_id").write_parquet(folder / "targets.parquet")


def _long(planted: Planted, numbers: list[Int64Array], column: str, names: pl.Series) -> pl.DataFrame:
    group = [name for name, some in zip(planted.names, numbers, strict=True) for _ in range(len(some))]
    number = np.concatenate([np.empty(0, dtype=np.int64), *numbers])
    return pl.DataFrame(
        {"group_id": pl.Series(group, dtype=pl.String), column: frames.gathered(names, number)}
    )
