"""Sources in which every id stands for itself, and reviews to put into them."""

from __future__ import annotations

import datetime as dt
import random

import polars as pl

from collusion.config import load_config
from collusion.tables.mapping import SameIds
from collusion.tables.read import read_tables

_START = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def raw_tables(tmp_path, rows):
    """Read rows with every id for itself."""
    frame = pl.DataFrame(rows).select(
        reviewer_id="reviewer",
        product_id="product",
        rating="stars",
        posted_at=pl.lit(_START) + pl.duration(minutes=pl.col("minute").cast(pl.Int64)),
        **({"text": "text"} if "text" in rows[0] else {}),
    )
    frame.write_parquet(tmp_path / "reviews.parquet")
    (tmp_path / "collusion.toml").write_text("[tables.reviews]\nsame_account = []\nsame_listing = []\n")
    mapping = load_config(tmp_path).mapping
    assert SameIds((), ()) == mapping.table("reviews").same_ids
    return read_tables(tmp_path, mapping=mapping)


def fetch_from(tables):
    columns = [name for name in ("posted_at", "text") if name in tables.stored["reviews"].columns]
    return lambda rows: tables.stored["reviews"].take(rows, columns)


def market(seed: int, *, n: int = 120, n_products: int = 12):
    """Draw reviews with times of day, one a reviewer and product."""
    rng = random.Random(seed)
    rows = {}
    for _ in range(n):
        reviewer, product = f"u{rng.randrange(25):02}", f"p{rng.randrange(n_products):02}"
        rows[reviewer, product] = {
            "reviewer": reviewer,
            "product": product,
            "minute": rng.randrange(10**6),
            "stars": rng.randint(1, 5),
        }
    return list(rows.values())
