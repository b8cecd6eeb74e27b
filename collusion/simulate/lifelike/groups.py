"""Plant all groups of a lifelike market: its own styles by plan, the older ones made as hard as life."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from collusion.arrays import BoolArray, Float64Array
from collusion.errors import UsageError
from collusion.minutes import DAY
from collusion.simulate.assemble import Planted, numbered
from collusion.simulate.draws import generator
from collusion.simulate.innocent_styles import INNOCENT_STYLES
from collusion.simulate.lifelike.background import honest_stars_where_unset
from collusion.simulate.lifelike.context import LifelikeContext, lifelike_context
from collusion.simulate.lifelike.plan import GroupPlan
from collusion.simulate.lifelike.plant import NETWORK, plant_style
from collusion.simulate.lifelike.styles import STYLES
from collusion.simulate.lifelike.targets import Targets, genuine_rows
from collusion.simulate.lifelike.world import LifelikeWorld
from collusion.simulate.ring_styles import RING_STYLES
from collusion.simulate.rows import Planting, Rows, joined, subset
from collusion.simulate.spec import MarketSpec

# what the older styles know of honest buyers is added to
_OLDER = GroupPlan(members=(0, 0), genuine=20.0)


def plant_lifelike(spec: MarketSpec, world: LifelikeWorld, ordinary: Rows) -> Planted:
    """Plant `spec.groups` into a lifelike world.

    Parameters
    ----------
    spec
        What to plant.
    world, ordinary
        Where: the world and its ordinary reviews.

    Returns
    -------
    Planted
        Everything numbered, honest stars drawn; an account is in one planting at most.

    Raises
    ------
    UsageError
        If a style has no such name.
    """
    context = lifelike_context(world, ordinary)
    plantings: list[Planting] = []
    names: list[str] = []
    for planned in spec.groups:
        for i in range(planned.count):
            planting = plant_one(planned.style, context, generator(spec.seed, "lifelike", planned.style, i))
            plantings.append(planting)
            for j, group in enumerate(planting.groups):
                suffix = "" if len(planting.groups) == 1 else "ab"[j]
                names.append(f"{planned.style}-{i + 1:02d}{suffix}")
                context.in_use[group.members[group.members >= 0]] = True
    planted = numbered(plantings, tuple(names), world.base, ip_block=NETWORK)
    planted = replace(planted, rows=subset(planted.rows, _keeps_silence(plantings, planted)))
    listed = world.law.here(planted.products.quality.astype(np.float64))
    quality = np.concatenate([world.base.products.quality.astype(np.float64), listed])
    rows = honest_stars_where_unset(world, planted.rows, quality[planted.rows.product])
    return replace(planted, rows=rows)


def _keeps_silence(plantings: list[Planting], planted: Planted) -> BoolArray:
    """Mark all rows but those that other groups gave to an account after its owner's last review."""
    lengths = [len(planting.rows) for planting in plantings]
    origin = np.repeat(np.arange(len(plantings)), lengths)
    taken = [len(planting.takeovers) for planting in plantings]
    order = np.argsort(planted.takeovers.account)
    account, minute = planted.takeovers.account[order], planted.takeovers.minute[order]
    own = np.repeat(np.arange(len(plantings)), taken)[order]
    if len(account) == 0:
        return np.ones(len(origin), dtype=np.bool_)
    place = np.minimum(np.searchsorted(account, planted.rows.account), len(account) - 1)
    is_taken = account[place] == planted.rows.account
    late = is_taken & (own[place] != origin) & (planted.rows.minute >= minute[place])
    return np.asarray(~late)


def plant_one(style: str, context: LifelikeContext, rng: np.random.Generator) -> Planting:
    """Plant one group.

    Parameters
    ----------
    style
        A key of `styles.STYLES`.
    context
        The market.
    rng
        Source of the draws.

    Returns
    -------
    Planting
        Stars of 0 are left open.

    Raises
    ------
    UsageError
        If there is no such style.
    """
    if style not in STYLES:
        known = ", ".join(STYLES)
        raise UsageError(f"found the style {style!r}; known styles: {known}. Correct the name and run again")
    declared = STYLES[style]
    if declared.draw is not None:
        declared = replace(declared, plan=declared.draw(rng))
    if declared.plan is not None:
        return plant_style(declared, context, rng)
    if declared.kind == "ring":
        return _as_hard_as_life(RING_STYLES[style]("plain", context, rng), context, rng)
    return _with_open_stars(INNOCENT_STYLES[style](context, rng))


def _as_hard_as_life(planting: Planting, context: LifelikeContext, rng: np.random.Generator) -> Planting:
    """Give the listings of an older style better quality and many more genuine reviews."""
    planting = _with_open_stars(planting)
    products = planting.products
    if len(products) == 0:
        return planting
    better: Float64Array = np.where(products.quality > 4.0, 4.4, rng.uniform(3.5, 4.4, len(products)))
    products = replace(products, quality=better.astype(np.float32))
    first = np.full(len(products), np.iinfo(np.int64).max)
    new = planting.rows.product < 0
    np.minimum.at(first, -1 - planting.rows.product[new], planting.rows.minute[new])
    on_sale = np.maximum((first - context.calendar.first_minute) / DAY - 5.0, 0.0)
    number = -1 - np.arange(len(products), dtype=np.int64)
    targets = Targets(number, products.seller.astype(np.int64), on_sale, on_sale, products)
    more = genuine_rows(_OLDER, targets, context, rng)
    return replace(planting, products=products, rows=joined(planting.rows, more))


def _with_open_stars(planting: Planting) -> Planting:
    """Leave all stars open but those that a ring gives to its targets."""
    rows = planting.rows
    is_own = np.zeros(len(rows), dtype=np.bool_)
    for group in planting.groups:
        if group.kind == "ring":
            is_own |= np.isin(rows.account, group.members) & np.isin(rows.product, group.targets)
    return replace(planting, rows=replace(rows, stars=np.where(is_own, rows.stars, 0).astype(np.int8)))
