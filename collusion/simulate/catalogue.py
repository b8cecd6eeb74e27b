"""The products table: titles, brands and weights of honest and planted listings alike."""

from __future__ import annotations

import numpy as np
import polars as pl

from collusion.arrays import Int32Array, Int64Array, frozen
from collusion.simulate import ids
from collusion.simulate.assemble import Planted
from collusion.simulate.draws import key_of, uniforms, whole
from collusion.simulate.words import ADJECTIVES, CATEGORIES, NOUNS, SYLLABLES
from collusion.simulate.world import World


def item_weights(world: World, planted: Planted) -> Int32Array:
    """Return (n_products,) item weights in grams, new listings included, from one law."""
    new = np.arange(len(world.products), len(world.products) + len(planted.products))
    # a sum of four uniforms is near enough to the normal law of the old listings
    spread = sum(uniforms(key_of(world.seed, "weight", i), new) for i in range(4)) - 2.0
    weight = np.clip(np.exp(6.0 + 1.1 * spread / np.sqrt(1 / 3)), 25, 20_000)
    return frozen(np.concatenate([world.products.weight_g, weight.astype(np.int32)]))


def product_frame(
    world: World,
    planted: Planted,
    product_ids: pl.Series,
    listed: Int64Array,
    seed: int,
) -> pl.DataFrame:
    """Return the products table.

    Parameters
    ----------
    world, planted
        Old and new listings.
    product_ids
        Ids of all products.
    listed
        Products to list, ascending: those with a review.
    seed
        The market's seed.

    Returns
    -------
    pl.DataFrame
        Sorted by product id.
    """
    seller = np.concatenate([world.products.seller, planted.products.seller])[listed].astype(np.int64)
    category = np.concatenate([world.products.category, planted.products.category])[listed].astype(np.int64)
    flat_nouns = pl.Series([noun for nouns in NOUNS for noun in nouns])
    width = len(NOUNS[0])
    noun = category * width + whole(key_of(seed, "title", "noun"), listed, width)
    adjective = whole(key_of(seed, "title", "adjective"), listed, len(ADJECTIVES))
    frame = pl.DataFrame(
        {
            "product_id": product_ids.gather(pl.Series(listed)),
            "seller_id": ids.id_strings(seller, "seller", seed),
            "brand": _brands(seller, seed),
            "adjective": pl.Series(ADJECTIVES).gather(pl.Series(adjective)),
            "noun": flat_nouns.gather(pl.Series(noun)),
            "model": whole(key_of(seed, "title", "model"), listed, 900) + 100,
            "category": pl.Series(CATEGORIES).gather(pl.Series(category)),
            "item_weight_g": item_weights(world, planted)[listed].astype(np.float64),
        }
    )
    title = pl.concat_str(["brand", "adjective", "noun", "model"], separator=" ")
    return frame.select(
        "product_id", "seller_id", title.alias("title"), "brand", "category", "item_weight_g"
    ).sort("product_id")


def _brands(seller: Int64Array, seed: int) -> pl.Series:
    """Return a made-up brand a seller: three syllables."""
    syllables = pl.Series(SYLLABLES)
    parts = {
        str(place): syllables.gather(pl.Series(whole(key_of(seed, "brand", place), seller, len(SYLLABLES))))
        for place in range(3)
    }
    return pl.DataFrame(parts).select(pl.concat_str(["0", "1", "2"]).str.to_titlecase()).to_series()
