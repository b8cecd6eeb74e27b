"""Copies of reviews, twins of accounts and names that many share change nothing that a run says."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

from collusion import pipeline
from collusion.config import load_config

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_graphs" / "gift-cards"


def _run(source: Path, out: Path):
    return pipeline.detect(source, out, config=load_config(source))


def _shown_again(reviews: pl.DataFrame, products: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Show every second listing as three variants, give every account two ids, add an unnamed crowd."""
    some = products["product_id"].unique().sort().gather_every(2).implode()
    variants = [reviews]
    sold = [products]
    for suffix in ("-v1", "-v2"):
        name, number = pl.col("product_id") + suffix, pl.col("review_id") + suffix
        variants.append(
            reviews.filter(pl.col("product_id").is_in(some)).with_columns(product_id=name, review_id=number)
        )
        sold.append(products.filter(pl.col("product_id").is_in(some)).with_columns(product_id=name))
    shown = pl.concat(variants)
    twins = shown.with_columns(pl.col("reviewer_id") + ".0", pl.col("review_id") + "t")
    crowd = (
        reviews.sort("review_id")
        .gather_every(9)
        .with_columns(pl.lit("Amazon Customer").alias("reviewer_id"), pl.col("review_id") + "c")
    )
    rows = pl.concat([shown, twins, crowd])
    order = list(range(len(rows)))
    random.Random(4).shuffle(order)
    return rows[order], pl.concat(sold)


def test_detect__copies_and_twins_count_once_and_nobody_is_a_crowd(tmp_path: Path) -> None:
    plain, again = tmp_path / "plain", tmp_path / "again"
    for folder in (plain, again):
        folder.mkdir()
    reviews, products = (pl.read_parquet(SAMPLE / f"{name}.parquet") for name in ("reviews", "products"))
    reviews.write_parquet(plain / "reviews.parquet")
    products.write_parquet(plain / "products.parquet")
    shown, sold = _shown_again(reviews, products)
    shown.write_parquet(again / "reviews.parquet")
    sold.write_parquet(again / "products.parquet")

    expected, found = _run(plain, tmp_path / "run-plain"), _run(again, tmp_path / "run-again")

    assert expected.rings["flagged"].any()
    for name in ("rings", "members", "clients"):
        assert_frame_equal(getattr(expected, name), getattr(found, name))
    assert_frame_equal(expected.scores(), found.scores())
    aliases = found.aliases.filter(pl.col("entity_type") == "reviewer")
    assert aliases.filter(pl.col("stands_for").is_null())["id"].to_list() == ["Amazon Customer"]
    assert len(expected.scores()) == len(aliases) - 1
    assert "Amazon Customer" not in set(found.members["reviewer_id"]) | set(found.scores()["reviewer_id"])
    warnings = [note for note in found.manifest["notes"] if note.startswith("warning: reviews.")]
    assert 3 == len(warnings)
