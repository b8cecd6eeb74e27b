from __future__ import annotations

import shutil

import polars as pl
import pytest

import collusion as co
from tests.api.runs import SAMPLE


@pytest.fixture
def source(tmp_path):
    return shutil.copytree(SAMPLE, tmp_path / "source")


def test_texts__are_those_of_the_source_one_a_review(found):
    run = found
    rows = run[1].reviews(text=True)
    given = pl.read_parquet(SAMPLE / "reviews.parquet", glob=False).select(
        "review_id", pl.col("text").alias("given")
    )
    joined = rows.join(given, on="review_id", how="left")

    assert rows.drop("title", "text").equals(run[1].reviews())
    assert joined["text"].null_count() < joined.height
    assert joined.filter(~pl.col("text").eq_missing(pl.col("given"))).is_empty()


def test_texts__of_a_run_opened_without_its_source_say_how_to_open_it(found):
    with pytest.raises(
        co.UsageError, match=r"texts, which stay in the source \(gift-cards\)\. .*co\.open_run\("
    ):
        co.open_run(found.folder)[1].reviews(text=True)


def test_texts__of_a_source_that_is_gone_say_so(tmp_path, found):
    run = co.open_run(found.folder, source=tmp_path / "gone")

    with pytest.raises(co.UsageError, match="found no source there any more"):
        run[1].reviews(text=True)


def test_texts__of_a_source_that_changed_are_refused(source, found):
    rows = pl.read_parquet(source / "reviews.parquet", glob=False)
    rows.head(rows.height - 1).write_parquet(source / "reviews.parquet")

    with pytest.raises(co.IntegrityError, match=r"other rows in reviews\.parquet"):
        co.open_run(found.folder, source=source)[1].reviews(text=True)


def test_texts__of_a_source_without_words_say_what_to_map(source, tmp_path):
    rows = pl.read_parquet(source / "reviews.parquet", glob=False).drop("text")
    rows.write_parquet(source / "reviews.parquet")
    run = co.detect(source, tmp_path / "run", quiet=True)

    with pytest.raises(co.UsageError, match="found no text column"):
        run[1].reviews(text=True)
