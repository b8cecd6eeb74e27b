"""Finding the files of a source without leaving it."""

from __future__ import annotations

from pathlib import Path

import pytest

from collusion.tables.locate import digests_of, locate
from collusion.tables.mapping import NO_MAPPING, Layout, SourceMapping, TableMapping
from tests.tables.sources import REVIEWS, csv


def mapped(**layout) -> SourceMapping:
    return SourceMapping({"reviews": TableMapping(Layout(**layout))})


def fault_of(source, mapping=NO_MAPPING) -> str:
    (fault,) = locate(source, mapping).faults
    return str(fault)


def test_locate__a_single_file_is_the_reviews_table(tmp_path):
    path = csv(tmp_path, other=REVIEWS) / "other.csv"

    located = locate(path, NO_MAPPING)

    assert list(located.files) == ["reviews"]
    assert located.files["reviews"].names == ("other.csv",)
    assert located.files["reviews"].format == "csv"


@pytest.mark.parametrize(
    "name, form",
    [("r.CSV", "csv"), ("r.csv.gz", "csv"), ("r.tsv.zst", "tsv"), ("r.ndjson", "ndjson"), ("r.dat", "csv")],
)
def test_locate__formats_by_extension(tmp_path, name, form):
    (tmp_path / name).write_text("x")

    assert locate(tmp_path / name, NO_MAPPING).files["reviews"].format == form


def test_locate__a_declared_format_wins(tmp_path):
    (tmp_path / "data.txt").write_text("x")

    assert locate(tmp_path, mapped(file="data.txt", format="csv")).files["reviews"].format == "csv"


def test_locate__a_folder_named_like_a_file(tmp_path):
    """Some writers make a folder called reviews.parquet."""
    csv(tmp_path / "reviews.csv", part=REVIEWS)

    assert locate(tmp_path, NO_MAPPING).files["reviews"].names == ("reviews.csv/part.csv",)


@pytest.mark.parametrize("path", ["nowhere", "nul\0byte", "long" * 2000])
def test_locate__raise_on_no_such_source(path):
    assert "no such file or folder" in fault_of(Path(path))


def test_locate__raise_on_unknown_format(tmp_path):
    (tmp_path / "reviews.bin").write_bytes(b"\0\1")

    assert "found a file of unknown format: reviews.bin. Allowed: .parquet, .csv" in fault_of(
        tmp_path / "reviews.bin"
    )


def test_locate__raise_on_no_reviews(tmp_path):
    assert "reviews: found no such table; the source holds nothing." in fault_of(tmp_path)


def test_locate__raise_on_two_candidates(tmp_path):
    csv(tmp_path, reviews=REVIEWS)
    (tmp_path / "reviews").mkdir()

    assert "found 2 candidates: reviews, reviews.csv. Allowed: one file or folder." in fault_of(tmp_path)


def test_locate__raise_on_an_empty_folder(tmp_path):
    (tmp_path / "reviews").mkdir()

    assert "found an empty folder reviews" in fault_of(tmp_path)


def test_locate__folders_within_the_parts_name_columns(tmp_path):
    csv(tmp_path / "reviews" / "year=2015" / "marketplace=u%2Fk", a=REVIEWS)
    csv(tmp_path / "reviews" / "year=2016" / "marketplace=__HIVE_DEFAULT_PARTITION__", a=REVIEWS)

    found = locate(tmp_path, NO_MAPPING).files["reviews"]

    assert found.constants == ({"year": "2015", "marketplace": "u/k"}, {"year": "2016"})
    assert found.names[1] == "reviews/year=2016/marketplace=__HIVE_DEFAULT_PARTITION__/a.csv"


def test_locate__raise_on_mixed_formats(tmp_path):
    csv(tmp_path / "reviews", a=REVIEWS)
    (tmp_path / "reviews" / "b.jsonl").write_text("{}")

    assert "found parts in 2 formats (csv, jsonl)" in fault_of(tmp_path)


def test_locate__raise_on_an_unknown_format_among_the_parts(tmp_path):
    (tmp_path / "reviews").mkdir()
    (tmp_path / "reviews" / "b.bin").write_bytes(b"\0\1")

    assert "found a file of unknown format: b.bin" in fault_of(tmp_path)


def test_locate__raise_on_a_declared_file_that_is_missing(tmp_path):
    assert "found no file gone.csv" in fault_of(tmp_path, mapped(file="gone.csv"))


@pytest.mark.parametrize("file", ["../outside.csv", "/etc/passwd", "sub/../../outside.csv", "nul\0"])
def test_locate__raise_on_a_declared_path_out_of_the_source(tmp_path, file):
    csv(tmp_path, outside=REVIEWS)
    (tmp_path / "source").mkdir()

    assert "found a path that leads out of the source" in fault_of(tmp_path / "source", mapped(file=file))


@pytest.mark.parametrize("link", ["reviews.csv", "reviews"])
def test_locate__raise_on_a_link_out_of_the_source(tmp_path, link):
    target = csv(tmp_path / "elsewhere", outside=REVIEWS)
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / link).symlink_to(target / "outside.csv" if link.endswith("csv") else target)

    assert "found a path that leads out of the source" in fault_of(tmp_path / "source")


def test_locate__raise_on_a_linked_part_out_of_the_source(tmp_path):
    target = csv(tmp_path / "elsewhere", outside=REVIEWS)
    (tmp_path / "source" / "reviews").mkdir(parents=True)
    (tmp_path / "source" / "reviews" / "a.csv").symlink_to(target / "outside.csv")

    assert "found a path that leads out of the source: a.csv" in fault_of(tmp_path / "source")


def test_locate__a_link_that_goes_in_circles(tmp_path):
    (tmp_path / "reviews.csv").symlink_to(tmp_path / "reviews.csv")

    assert "reviews.csv" in fault_of(tmp_path)


def test_digests_of__sorted_by_name(tmp_path):
    csv(tmp_path, reviews=REVIEWS, accounts="reviewer_id\n")

    assert list(digests_of(locate(tmp_path, NO_MAPPING).files)) == ["accounts.csv", "reviews.csv"]


def test_locate__a_folder_that_is_itself_a_table_in_folders(tmp_path):
    """As Spark's partitionBy writes it; a marker, a checksum and a collusion.toml are no parts."""
    for app in ("7", "8"):
        (tmp_path / f"app_id={app}").mkdir()
        (tmp_path / f"app_id={app}" / "part-0.csv").write_text(REVIEWS)
    for name in ("_SUCCESS", ".part-0.csv.crc", "collusion.toml"):
        (tmp_path / name).write_text("")
    located = locate(tmp_path, NO_MAPPING)

    assert () == located.faults
    assert ("app_id=7/part-0.csv", "app_id=8/part-0.csv") == located.files["reviews"].names
    assert ({"app_id": "7"}, {"app_id": "8"}) == located.files["reviews"].constants
    assert ["the folder itself taken for the table reviews"] == [note.message for note in located.notes]
    assert located.files == locate(tmp_path, mapped(file=".")).files


def test_locate__a_folder_with_anything_else_is_no_table_itself(tmp_path):
    (tmp_path / "app_id=7").mkdir()
    (tmp_path / "more.csv").write_text(REVIEWS)

    assert "no such table; the source holds app_id=7, more.csv" in fault_of(tmp_path)
