"""Simulate a market: honest world, planted groups, tables and truth, written part by part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from collusion import drafts
from collusion.arrays import Int32Array, Int64Array
from collusion.errors import UsageError
from collusion.simulate import frames, ids, parts
from collusion.simulate.assemble import Planted, plant_groups
from collusion.simulate.catalogue import item_weights, product_frame
from collusion.simulate.save import save_frame, style_counts
from collusion.simulate.spec import MarketSpec, MarketSummary
from collusion.simulate.truth import write_truth
from collusion.simulate.wording import review_texts
from collusion.simulate.world import World, build_world, stock_shelves

_FEWEST = 2000
_DRAFT = 400_000
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class _Totals:
    reviews: int = 0
    reviewers: int = 0
    identifiers: int = 0
    orders: int = 0


def simulate_market(
    spec: MarketSpec,
    out: Path,
    *,
    force: bool = False,
    progress: Progress | None = None,
) -> MarketSummary:
    """Simulate a market and write its tables and its truth.

    Parameters
    ----------
    spec
        What to simulate; see `presets.preset`.
    out
        Folder to write. It appears when it is complete.
    force
        Replace a folder that is not empty.
    progress
        Called with a stage's name, steps done and steps in all.

    Returns
    -------
    MarketSummary
        What was written. The same spec gives the same bytes.

    Raises
    ------
    UsageError
        If the market is too small, a style is unknown, or `out` is not empty and not to be replaced.

    Notes
    -----
    O(n log n) time in the reviews; memory is bounded by a part and about 30 bytes an account.
    """
    _check(spec, out, force=force)
    tell = progress or (lambda _stage, _done, _total: None)
    tell("world", 0, 1)
    with drafts.draft_folder(out) as work:
        summary = _write_market(spec, work, tell)
        drafts.put_in_place(work, out)
    return summary


def _write_market(spec: MarketSpec, work: Path, tell: Progress) -> MarketSummary:
    if spec.background == "lifelike":
        from collusion.simulate.lifelike.market import write_lifelike

        return write_lifelike(spec, work, tell)
    world, planted = _build(spec)
    return _write(spec, world, planted, work, tell)


def _check(spec: MarketSpec, out: Path, *, force: bool) -> None:
    if spec.n_reviews < _FEWEST:
        raise UsageError(
            f"found --reviews {spec.n_reviews:,}; a market needs {_FEWEST:,} or more. Ask for more reviews"
        )
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file; a market is a folder. Name another place")
    if out.exists() and any(out.iterdir()) and not force:
        raise UsageError(f"{out} is not empty. Name an empty folder, or replace a market with --force")
    if out.exists() and any(out.iterdir()) and not (out / "truth" / "groups.parquet").is_file():
        raise UsageError(f"{out} holds something other than a simulated market. Name another folder")


def _build(spec: MarketSpec) -> tuple[World, Planted]:
    """Build the world around what is planted: a first planting only counts its rows."""
    ordinary = spec.n_reviews
    if spec.groups:
        size = min(spec.n_reviews, _DRAFT)  # groups are as big in a large market as in a middling one
        draft = build_world(spec.seed, size, round(0.7 * size))
        ordinary = spec.n_reviews - len(plant_groups(spec, draft).rows)
    world = build_world(spec.seed, spec.n_reviews, max(ordinary, spec.n_reviews // 3))
    return world, plant_groups(spec, world)


def _write(spec: MarketSpec, world: World, planted: Planted, work: Path, tell: Progress) -> MarketSummary:
    layout = parts.lay_out(world, planted, spec.part_rows)
    shelves = stock_shelves(world)
    n_products = len(world.products) + len(planted.products)
    product_ids = ids.id_strings(np.arange(n_products), "product", spec.seed)
    weights = item_weights(world, planted)
    category = np.concatenate([world.products.category, planted.products.category]).astype(np.int64)
    catalogue = _Catalogue(product_ids, weights, category)
    totals, counts = _Totals(), np.zeros(n_products, dtype=np.int64)
    for part in range(layout.n_parts):
        tell("reviews", part, layout.n_parts)
        facts = parts.draw_part(world, shelves, planted, layout, part)
        counts += np.bincount(facts.rows.product, minlength=n_products)
        name = "" if layout.n_parts == 1 else f"part-{part:05d}"
        names = ids.id_strings(facts.account, "account", spec.seed)
        _write_part(spec, facts, names, catalogue, _Place(work, name, spec.csv, part, totals))
        if spec.identifiers:
            held = parts.part_links(world, planted, layout, facts.account, part)
            identifiers = frames.identifier_frame(facts, names, held, spec.seed)
            totals.identifiers += len(identifiers)
            save_frame(identifiers, work, "identifiers", name, csv=spec.csv)
    tell("truth", 0, 1)
    products = product_frame(world, planted, product_ids, np.flatnonzero(counts), spec.seed)
    save_frame(products, work, "products", "", csv=spec.csv)
    write_truth(planted, counts, product_ids, work / "truth", seed=spec.seed, hardness=spec.hardness)
    return MarketSummary(
        n_reviews=totals.reviews,
        n_reviewers=totals.reviewers,
        n_products=len(products),
        n_sellers=products["seller_id"].n_unique(),
        n_identifiers=totals.identifiers,
        n_orders=totals.orders,
        n_parts=layout.n_parts,
        planted=style_counts(planted.groups),
    )


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """Ids, item weights and categories of all products."""

    ids: pl.Series
    weight_g: Int32Array
    category: Int64Array


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a part goes, and the running totals."""

    work: Path
    name: str
    csv: bool
    number: int
    totals: _Totals


def _write_part(
    spec: MarketSpec,
    facts: frames.Facts,
    names: pl.Series,
    products: _Catalogue,
    place: _Place,
) -> None:
    n = len(facts.rows)
    number = place.number * 2**34 + np.arange(n, dtype=np.int64)
    review_ids = ids.id_strings(number, "review", spec.seed)
    text = None
    if spec.text:
        text = review_texts(facts.rows, number, products.category[facts.rows.product], spec.seed)
    reviews = frames.review_frame(facts, names, products.ids, review_ids, text)
    save_frame(reviews, place.work, "reviews", place.name, csv=place.csv)
    save_frame(frames.account_frame(facts, names), place.work, "accounts", place.name, csv=place.csv)
    place.totals.reviews += n
    place.totals.reviewers += len(names)
    if spec.orders:
        orders = frames.order_frame(facts, names, products.ids, products.weight_g, spec.seed)
        place.totals.orders += len(orders)
        save_frame(orders, place.work, "orders", place.name, csv=place.csv)
