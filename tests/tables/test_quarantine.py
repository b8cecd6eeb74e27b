"""Bad rows are written aside as they were found, and reading goes on."""

from __future__ import annotations

import polars as pl
import pytest

from collusion.errors import InputError, UsageError
from collusion.tables.read import read_tables
from tests.tables.sources import REVIEWS, csv, write


def test_quarantine_rows__rows_reasons_and_cells(tmp_path):
    text = "reviewer_id,product_id,rating,row\na,p,5,x\n ,p,9, =cmd()\nb,p,no,y\nc,p,1,z\n"
    source = csv(tmp_path / "source", reviews=text)

    tables = read_tables(source, quarantine=tmp_path / "aside" / "deep")

    assert tables.reviews["reviewer_id"].to_list() == ["a", "c"]
    aside = pl.read_parquet(tmp_path / "aside" / "deep" / "reviews.parquet")
    assert aside.columns == ["file", "row", "reasons", "reviewer_id", "product_id", "rating", "row (source)"]
    assert aside.drop("reasons").rows() == [
        ("reviews.csv", 2, " ", "p", "9", " =cmd()"),
        ("reviews.csv", 3, "b", "p", "no", "y"),
    ]
    stars = "rating: not allowed; allowed: stars from 1 to 5"
    assert aside["reasons"].to_list() == [
        f"reviewer_id: an empty cell; allowed: a value in every row; {stars}",
        stars,
    ]
    (note,) = [note for note in tables.notes if "quarantined" in note.message]
    assert (note.table, note.count) == ("reviews", 2)


def test_quarantine_rows__parts_of_different_types(tmp_path):
    first = pl.DataFrame({"reviewer_id": ["a", "b"], "product_id": ["p", "p"], "rating": [0, 9]})
    second = pl.DataFrame({"reviewer_id": ["c", "d"], "product_id": ["p", "p"], "rating": ["x", "2"]})
    times = pl.Series([2**62, 0]).cast(pl.Datetime("ms"))
    write(first.with_columns(posted_at=times), tmp_path / "source" / "reviews" / "1.parquet")
    write(second.with_columns(posted_at=pl.lit("never")), tmp_path / "source" / "reviews" / "2.parquet")

    with pytest.raises(InputError, match="2 faults"):
        read_tables(tmp_path / "source")
    with pytest.raises(InputError, match="no valid row"):
        read_tables(tmp_path / "source", quarantine=tmp_path / "aside")

    aside = pl.read_parquet(tmp_path / "aside" / "reviews.parquet")
    assert aside.select("file", "row", "rating", "posted_at").rows() == [
        ("reviews/1.parquet", 1, "0", str(2**62)),
        ("reviews/1.parquet", 2, "9", "0"),
        ("reviews/2.parquet", 1, "x", "never"),
        ("reviews/2.parquet", 2, "2", "never"),
    ]


def test_quarantine_rows__rows_that_clash_by_key(tmp_path):
    source = csv(
        tmp_path / "source",
        reviews="review_id,reviewer_id,product_id\n1,u,p\n1,v,p\n2,v,p\n",
    )

    tables = read_tables(source, quarantine=tmp_path / "aside")

    assert tables.reviews["review_id"].to_list() == ["2"]
    assert pl.read_parquet(tmp_path / "aside" / "reviews.parquet")["row"].to_list() == [1, 2]


def test_quarantine_rows__structural_faults_still_raise(tmp_path):
    source = csv(tmp_path / "source", reviews="reviewer_id,rating\na,9\n")

    with pytest.raises(InputError, match="no column product_id"):
        read_tables(source, quarantine=tmp_path / "aside")


def test_quarantine_rows__nothing_bad_writes_nothing(tmp_path):
    read_tables(csv(tmp_path / "source", reviews=REVIEWS), quarantine=tmp_path / "aside")

    assert not (tmp_path / "aside").exists()


def test_quarantine_rows__raise_on_a_file_that_is_there(tmp_path):
    source = csv(tmp_path / "source", reviews=REVIEWS + "x,,1,\n")
    read_tables(source, quarantine=tmp_path / "aside")
    before = (tmp_path / "aside" / "reviews.parquet").read_bytes()

    with pytest.raises(
        UsageError, match=r"reviews.parquet, written by an earlier run. Allowed: a folder without it."
    ):
        read_tables(source, quarantine=tmp_path / "aside")
    assert (tmp_path / "aside" / "reviews.parquet").read_bytes() == before


def test_quarantine_rows__raise_on_a_folder_that_cannot_be_made(tmp_path):
    source = csv(tmp_path / "source", reviews=REVIEWS + "x,,1,\n")
    (tmp_path / "file").write_text("x")

    with pytest.raises(UsageError, match="a quarantine folder that cannot be written"):
        read_tables(source, quarantine=tmp_path / "file" / "aside")
