"""Why nothing was recognised."""

from __future__ import annotations

import gzip
import json

import polars as pl
import pytest

from collusion.errors import InputError
from collusion.tables.layouts.proposal import propose

STARS = "".join(f"p{i % 3},{i % 5 + 1},good\n" for i in range(30))


def refused(tmp_path):
    with pytest.raises(InputError) as raised:
        propose(str(tmp_path))
    return str(raised.value)


@pytest.mark.parametrize(
    "data, words",
    [
        (b"<?xml version='1.0'?><reviews/>", "an XML document: r.dat"),
        (b"<stata_dta><header>", "pandas.read_stata"),
        (b"r\2\1\0", "pandas.read_stata"),
        (b"$FL2@(#) SPSS", "pyreadstat.read_sav"),
        (gzip.compress(b"X\n\0\0\0\3", mtime=0), "readRDS"),
        (b"\x89HDF\r\n", "pandas.read_hdf"),
        (b"FEA1", "pandas.read_feather"),
    ],
)
def test_why_none__names_the_format_and_what_makes_it_readable(tmp_path, data, words):
    (tmp_path / "r.dat").write_bytes(data)

    assert words in refused(tmp_path)


def test_why_none__no_account(tmp_path):
    (tmp_path / "r.csv").write_text("Hotel_Name,Rating,Review\n" + STARS)

    assert "no column that names an account in r.csv" in refused(tmp_path)


def test_why_none__no_product_and_how_to_name_it(tmp_path):
    rows = "".join(f"Jo {i % 7},{i % 5 + 1},good\n" for i in range(30))
    (tmp_path / "r.csv").write_text("reviewer_name,Rating,Message\n" + rows)
    told = refused(tmp_path)
    mapped = '[tables.reviews]\nfile = "r.csv"\n[tables.reviews.columns]\nreviewer_id = "reviewer_name"\n'
    (tmp_path / "collusion.toml").write_text(mapped + '[tables.reviews.constants]\nproduct_id = "p"\n')

    assert "accounts in r.csv (reviewer_name), and no column that names the product" in told
    assert "where all rows are of one, [tables.reviews.constants] product_id" in told


def test_why_none__rows_that_hold_lists_of_records(tmp_path):
    pages = [
        {"page_id": f"p{i}", "reviews": [{"x": {"stars": j, "nick": "a"}} for j in range(3)]}
        for i in range(5)
    ]
    (tmp_path / "r.json").write_text(json.dumps({"results": pages}))

    assert "rows of r.json that hold lists of records: reviews" in refused(tmp_path)


def test_why_none__a_lake_is_no_folder_of_parts(tmp_path):
    (tmp_path / "reviews" / "_delta_log").mkdir(parents=True)
    (tmp_path / "reviews" / "_delta_log" / "0.json").write_text('{"add": {"path": "a.parquet"}}\n')
    pl.DataFrame({"reviewer_id": ["u"], "product_id": ["p"]}).write_parquet(
        tmp_path / "reviews" / "a.parquet"
    )

    assert "a Delta Lake table" in refused(tmp_path)
