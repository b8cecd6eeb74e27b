"""Arrow and Avro files are read as the Parquet of the same rows is."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from collusion.errors import InputError
from collusion.preflight import measure
from collusion.tables.layouts.proposal import propose
from collusion.tables.locate import locate
from collusion.tables.mapping import NO_MAPPING
from collusion.tables.read import read_tables

ROWS = pl.DataFrame(
    {
        "reviewer_id": [f"u{i % 7}" for i in range(40)],
        "product_id": [f"p{i // 7}" for i in range(40)],
        "rating": [1 + i % 5 for i in range(40)],
        "posted_at": [dt.date(2020, 1, 1) + dt.timedelta(days=i) for i in range(40)],
        "text": [f"words {i}" for i in range(40)],
    }
)
WRITERS = {
    "reviews.arrow": lambda path: ROWS.write_ipc(path, compression="zstd"),
    "reviews.feather": ROWS.write_ipc,
    "reviews.ipc": ROWS.write_ipc_stream,
    "reviews.avro": lambda path: ROWS.write_avro(path, compression="snappy"),
    "reviews.csv": ROWS.write_ipc,
}


def written(folder, name):
    folder.mkdir()
    WRITERS[name](folder / name)
    return folder


@pytest.mark.parametrize("name", WRITERS)
def test_as_parquet__reads_the_same_rows(tmp_path, name):
    (tmp_path / "parquet").mkdir()
    ROWS.write_parquet(tmp_path / "parquet" / "reviews.parquet")
    same = read_tables(tmp_path / "parquet").frames()["reviews"]
    source = written(tmp_path / "other", name)

    assert same.equals(read_tables(source).frames()["reviews"])


@pytest.mark.parametrize("name", ["reviews.arrow", "reviews.avro"])
def test_as_parquet__init_and_the_forecast_of_memory_know_them(tmp_path, name):
    source = written(tmp_path / "s", name)
    size = measure(locate(source, NO_MAPPING), NO_MAPPING)
    ((found, preview),) = propose(source).tables

    assert size is not None
    assert 40 == size.reviews
    assert size.text_bytes > 0
    assert ("reviews", "") == (found.table, preview.fault)


@pytest.mark.parametrize("name", ["reviews.arrow", "reviews.ipc", "reviews.avro"])
@pytest.mark.parametrize("n_bytes", [30, 300])
def test_as_parquet__raise_on_a_file_that_breaks_off(tmp_path, name, n_bytes):
    source = written(tmp_path / "s", name)
    whole = (source / name).read_bytes()
    (source / name).write_bytes(whole[:n_bytes])

    with pytest.raises(InputError, match=r"that is damaged, or has a column .*Copy it again"):
        read_tables(source)
