"""Files as a source, through the same questions as every other."""

from __future__ import annotations

from collusion.tables.mapping import NO_MAPPING, SourceMapping, TableMapping
from collusion.tables.sources.source import FileSource
from tests.tables.sources import REVIEWS, csv


def test_file_source__answers_of_its_own_tables(tmp_path):
    csv(tmp_path, reviews=REVIEWS.replace("rating", "stars"), products="product_id,seller_id\np1,s1\n")
    mapping = SourceMapping({"reviews": TableMapping(columns={"rating": "stars"})})
    source = FileSource(tmp_path, mapping)

    assert ("reviews", "products") == source.tables()
    assert ["reviewer_id", "product_id", "stars", "posted_at"] == list(source.columns("reviews"))
    assert 2 == source.count("reviews")
    assert not source.is_copied
    assert not source.passed_over()


def test_file_source__scans_what_the_mapping_asks_for_of_all_parts(tmp_path):
    csv(tmp_path / "reviews", a=REVIEWS.replace("rating", "other"), b=REVIEWS)
    frame = FileSource(tmp_path, NO_MAPPING).scan("reviews").collect()

    assert {"reviewer_id", "product_id", "rating", "posted_at"} == set(frame.columns)
    assert [None, None, "5", "4"] == frame["rating"].to_list()
