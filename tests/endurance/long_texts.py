"""Make the texts of a simulated market as long as people's: ``python -m tests.endurance.long_texts MARKET``.

Words are added until a text has 300 characters. Texts that begin alike, as copies and edited ones do, get
the same ones, so that they stay alike; what is too short to be anybody's own gets others each time. Reviews
are read and written in parts.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

#: Words to choose from, how many letters each has, and reviews rewritten at a time.
VOCABULARY, LETTERS, AT_ONCE = 20_000, (3, 9), 250_000
#: Characters of a beginning by which texts are alike.
BEGINNING = 25


def vocabulary() -> pl.Series:
    """Return made-up words, the same on every machine."""
    draw = np.random.default_rng(0)
    letters = np.array(list("etaoinshrdlucmfwypvbgk"))
    lengths = draw.integers(*LETTERS, size=VOCABULARY)
    return pl.Series(["".join(draw.choice(letters, n)) for n in lengths])


def lengthened(texts: pl.Series, first: int, characters: int, words: pl.Series) -> pl.Series:
    """Return texts with words added, drawn by a hash of how each begins or else of its place."""
    places = pl.Series(np.arange(first, first + len(texts), dtype=np.uint64))
    begins = texts.fill_null("").str.slice(0, BEGINNING)
    is_own = begins.str.len_chars() == BEGINNING
    seeds = pl.select(pl.when(is_own).then(begins.hash(seed=1)).otherwise(places.hash(seed=2))).to_series()
    n_words = (characters - texts.fill_null("").str.len_chars().cast(pl.Int64)).clip(0) // (
        np.mean(LETTERS) + 0.5
    )
    most = int(n_words.max() or 0)
    drawn = _mixed(seeds.to_numpy()[:, None] + np.arange(most, dtype=np.uint64)) % VOCABULARY
    keep = np.arange(most) < n_words.to_numpy()[:, None]
    rows = pl.Series(np.repeat(np.arange(len(texts)), keep.sum(axis=1)))
    added = pl.DataFrame({"row": rows, "word": words.gather(drawn[keep])}).group_by(
        "row", maintain_order=True
    )
    joined = added.agg(pl.col("word").str.join(" "))
    whole = pl.DataFrame({"row": np.arange(len(texts)), "text": texts}).join(joined, on="row", how="left")
    return (
        whole.sort("row").select(pl.concat_str("text", "word", separator=" ", ignore_nulls=True)).to_series()
    )


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Mix the bits of numbers (splitmix64)."""
    numbers = numbers * np.uint64(0x9E3779B97F4A7C15)
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return numbers ^ (numbers >> np.uint64(31))


def lengthen(market: Path, characters: int) -> float:
    """Put parts with longer texts in the place of a market's reviews, and return their mean length."""
    parts = sorted((market / "reviews").glob("*.parquet")) or [market / "reviews.parquet"]
    words, n_rows, total, draft = vocabulary(), 0, 0, market / "longer"
    draft.mkdir()
    for part in parts:
        rows = pl.scan_parquet(part)
        for first in range(0, rows.select(pl.len()).collect().item(), AT_ONCE):
            frame = rows.slice(first, AT_ONCE).collect()
            texts = lengthened(frame["text"], n_rows, characters, words)
            frame.with_columns(texts.alias("text")).write_parquet(draft / f"part-{n_rows:010}.parquet")
            n_rows, total = n_rows + frame.height, total + int(texts.str.len_chars().sum())
        part.unlink()
    (market / "reviews").mkdir(exist_ok=True)
    for made in sorted(draft.iterdir()):
        made.rename(market / "reviews" / made.name)
    draft.rmdir()
    return total / max(n_rows, 1)


def main() -> None:
    """Lengthen the texts of a market."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("market", type=Path)
    parser.add_argument("--characters", type=int, default=300)
    asked = parser.parse_args()
    print(f"{lengthen(asked.market, asked.characters):.0f} characters a text")


if __name__ == "__main__":
    main()
