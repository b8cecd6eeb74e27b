"""What a message says to do is done here, and the source is read."""

from __future__ import annotations

import io
import re
import sqlite3
import subprocess
import sys

import polars as pl
import pyarrow as pa
import pytest
from pyarrow import orc

from collusion.config import load_config
from collusion.errors import InputError
from collusion.tables.layouts.proposal import propose
from collusion.tables.read import read_tables
from tests.tables.sources import REVIEWS, csv

IDS = "reviewer_id,product_id"
KOI8 = f"{IDS},text\na,p,Отличный товар, очень доволен покупкой\n".replace("товар,", "товар").encode("koi8_r")


def write(folder, files):
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(source, **options):
    return read_tables(source, mapping=load_config(source).mapping, **options)


def parquet(**columns):
    stream = io.BytesIO()
    pl.DataFrame(columns).write_parquet(stream)
    return stream.getvalue()


# Files, a part of the message that they meet, and what it says to declare.
DECLARED = {
    "day first": (
        {"reviews.csv": f"{IDS},posted_at\na,p,03/09/2018\nb,p,04/12/2018\n"},
        '[tables.reviews.dates] posted_at = "%d/%m/%Y"',
        '[tables.reviews.dates]\nposted_at = "%d/%m/%Y"',
    ),
    "month first": (
        {"reviews.csv": f"{IDS},posted_at\na,p,9/3/2018 5:04 PM\n"},
        'or [tables.reviews.dates] posted_at = "%m/%d/%Y %I:%M %p", whichever is meant',
        '[tables.reviews.dates]\nposted_at = "%m/%d/%Y %I:%M %p"',
    ),
    "short year": (
        {"reviews.csv": f"{IDS},posted_at\na,p,3-Sep-18\n"},
        'posted_at = "%d-%b-%y"',
        '[tables.reviews.dates]\nposted_at = "%d-%b-%y"',
    ),
    "no day": (
        {"reviews.csv": f"{IDS},posted_at\na,p,2018-09\n"},
        '[tables.reviews.columns] posted_at = ""',
        '[tables.reviews.columns]\nposted_at = ""',
    ),
    "half stars": (
        {"reviews.csv": f"{IDS},rating\na,p,0.5\nb,p,4.5\n"},
        "[tables.reviews.rating] minimum = 0.5, maximum = 5",
        "[tables.reviews.rating]\nminimum = 0.5\nmaximum = 5",
    ),
    "ten stars": (
        {"reviews.csv": f"{IDS},rating\na,p,9/10\nb,p,7/10\n"},
        "[tables.reviews.rating] minimum = 1, maximum = 10",
        "[tables.reviews.rating]\nminimum = 1\nmaximum = 10",
    ),
    "no stars": (
        {"reviews.csv": f"{IDS},rating\na,p,0\nb,p,4\n"},
        '[tables.reviews] null_values = ["0"]',
        '[tables.reviews]\nnull_values = ["0"]',
    ),
    "words": (
        {"reviews.csv": f"{IDS},rating\na,p,good\n"},
        "declare the words with [tables.reviews.rating.values]",
        "[tables.reviews.rating.values]\ngood = 5",
    ),
    "further words": (
        {
            "reviews.csv": f"{IDS},rating\na,p,good\nb,p,bad\n",
            "collusion.toml": "[tables.reviews.rating.values]\ngood = 5\n",
        },
        "add the words to [tables.reviews.rating] values",
        "bad = 1",
    ),
    "short rows": (
        {"reviews.csv": f"{IDS},rating\na,p\n"},
        '[tables.reviews] short_rows = "fill"',
        '[tables.reviews]\nshort_rows = "fill"',
    ),
    "header that lacks a name": (
        {"reviews.csv": f"{IDS}\nx,a,p\ny,b,p\n"},
        "name every column in [tables.reviews] column_names",
        '[tables.reviews]\ncolumn_names = ["row", "reviewer_id", "product_id"]',
    ),
    "column twice": (
        {"reviews.csv": f"{IDS},{IDS}\na,p,b,q\n"},
        "name all columns in [tables.reviews] column_names",
        '[tables.reviews]\ncolumn_names = ["reviewer_id", "product_id", "x", "y"]',
    ),
    "no header": (
        {"reviews.csv": "a,p,5\n"},
        "declare [tables.reviews] has_header = false and name the columns in column_names",
        '[tables.reviews]\nhas_header = false\ncolumn_names = ["reviewer_id", "product_id", "rating"]',
    ),
    "two near names": (
        {"reviews.csv": f"{IDS},Rating,RATING\na,p,5,1\n"},
        '[tables.reviews.columns] rating = "Rating"',
        '[tables.reviews.columns]\nrating = "Rating"',
    ),
    "other name": (
        {"reviews.csv": "who,product_id\na,p\n"},
        "map another with [tables.reviews.columns] reviewer_id",
        '[tables.reviews.columns]\nreviewer_id = "who"',
    ),
    "inner value": (
        {"reviews.json": '{"reviewer_id": "a", "product_id": "p", "rating": {"value": 5}}\n'},
        '[tables.reviews.columns] rating = "rating.value"',
        '[tables.reviews.columns]\nrating = "rating.value"',
    ),
    "encoding": ({"reviews.csv": KOI8}, 'encoding = "koi8_r"', '[tables.reviews]\nencoding = "koi8_r"'),
    "thousands or fraction": (
        {"reviews.csv": REVIEWS, "orders.csv": f'{IDS},shipped_weight_g\nu1,p1,"1,234"\n'},
        '[tables.orders] decimal = ","',
        '[tables.orders]\ndecimal = ","',
    ),
    "Oracle's clock": (
        {"reviews.csv": f"{IDS},posted_at\na,p,03-SEP-18 10.11.12.000000 AM\n"},
        'posted_at = "%d-%b-%y %I.%M.%S%.f %p"',
        '[tables.reviews.dates]\nposted_at = "%d-%b-%y %I.%M.%S%.f %p"',
    ),
    "digits cut off": (
        {"reviews.csv": f"{IDS},posted_at\na,p,1.5147E9\n"},
        'if no digit is missing, declare [tables.reviews.dates] posted_at = "unix seconds"',
        '[tables.reviews.dates]\nposted_at = "unix seconds"',
    ),
    "shares of a hundred": (
        {"reviews.csv": f"{IDS},rating\na,p,100%\nb,p,80%\n"},
        "[tables.reviews.rating] minimum = 20, maximum = 100",
        "[tables.reviews.rating]\nminimum = 20\nmaximum = 100",
    ),
    "yes and no as stars": (
        {"reviews.parquet": parquet(reviewer_id=["a"], product_id=["p"], rating=[True])},
        "[tables.reviews.rating] values = { true = 5, false = 1 }",
        "[tables.reviews.rating]\nvalues = { true = 5, false = 1 }",
    ),
    "a value within another": (
        {"reviews.parquet": parquet(reviewer_id=[{"key": "a"}], product_id=["p"])},
        '[tables.reviews.columns] reviewer_id = "reviewer_id.key"',
        '[tables.reviews.columns]\nreviewer_id = "reviewer_id.key"',
    ),
    "unknown extension": (
        {
            "reviews.csv": REVIEWS,
            "labels.bin": b"\0\1",
            "collusion.toml": '[tables.labels]\nfile = "labels.bin"\n',
        },
        "declare [tables.labels] format",
        'format = "csv"',
    ),
}


@pytest.mark.parametrize("name", DECLARED)
def test_remedies__what_is_to_be_declared(tmp_path, name):
    files, text, declared = DECLARED[name]
    source = write(tmp_path / "source", files)

    with pytest.raises(InputError) as raised:
        read(source)
    assert text in str(raised.value)

    with (source / "collusion.toml").open("a") as stream:
        stream.write(declared)
    if name == "unknown extension":  # it was no table: now that is said of its cells
        with pytest.raises(InputError, match="labels"):
            read(source)
    else:
        assert read(source).height("reviews") >= 1


QUARANTINED = {
    "few cells": {"reviews.csv": f"{IDS},rating\na,p\nb,p,5\n"},
    "many cells": {"reviews.csv": f"{IDS},rating\na,p,5,x\nb,p,5\n"},
    "empty id": {"reviews.csv": f"{IDS}\n,p\nb,p\n"},
    "control character": {"reviews.csv": f"{IDS}\na\x07,p\nb,p\n"},
    "lost letters": {"reviews.csv": f"{IDS}\né☕,p\n".encode() + b"a\xff,p\n"},
    "no JSON": {"reviews.jsonl": '{"reviewer_id": "a", "product_id": "p"}\n{"reviewer\n'},
    "no object": {"reviews.jsonl": '{"reviewer_id": "a", "product_id": "p"}\n[3]\n'},
    "object in a cell": {
        "reviews.jsonl": '{"reviewer_id": "a", "product_id": "p"}\n{"reviewer_id": [1], "product_id": "p"}\n'
    },
    "float id": {
        "reviews.jsonl": '{"reviewer_id": "a", "product_id": "p"}\n{"reviewer_id": 1e17, "product_id": "p"}\n'
    },
}


@pytest.mark.parametrize("name", QUARANTINED)
def test_remedies__quarantine(tmp_path, name):
    """The bad row is set apart with what it was, the others are read."""
    source = write(tmp_path / "source", QUARANTINED[name])

    with pytest.raises(InputError):
        read(source)
    tables = read(source, quarantine=tmp_path / "apart")

    assert tables.height("reviews") == 1
    apart = pl.read_parquet(tmp_path / "apart" / "reviews.parquet")
    assert apart.height == 1
    assert "\x00" not in "".join(str(cell) for cell in apart.row(0))
    if "line" in apart.columns:
        assert re.fullmatch(r"\d+", str(apart["line"].item()))


def test_remedies__a_row_that_is_no_row_is_kept_as_text(tmp_path):
    source = csv(tmp_path / "source", reviews=f"{IDS},rating\na,p,5\nb,p,5,x,y\n")

    read(source, quarantine=tmp_path / "apart")

    apart = pl.read_parquet(tmp_path / "apart" / "reviews.parquet")
    assert apart.select("row", "line", "row as text").rows() == [(2, 3, "b,p,5,x,y")]


def command_of(words, *arguments):
    """Return the Python command that a message names, with what stands for its arguments."""
    (code,) = re.findall(r'`python -c "([^`]+)" FILE', words)
    return [sys.executable, "-c", code, *map(str, arguments)]


def refused(folder, name):
    with pytest.raises(InputError) as caught:
        read(folder)
    (fault,) = caught.value.faults
    assert name in fault.found
    return fault.remedy


def test_remedy__rewrites_an_orc_file_as_parquet(tmp_path):
    path = write(tmp_path / "s", {}) / "reviews.csv"
    orc.write_table(pa.table({"reviewer_id": ["u1", "u2"], "product_id": ["p", "p"]}), path)
    command = command_of(refused(path.parent, path.name), path, path.parent / "reviews.parquet")
    subprocess.run(command, check=True)
    path.unlink()

    assert 2 == read(path.parent).frames()["reviews"].height


def test_remedy__loads_a_dump_of_sqlite(tmp_path):
    base = sqlite3.connect(":memory:")
    base.execute("create table reviews (reviewer_id, product_id, rating)")
    base.executemany("insert into reviews values (?, ?, ?)", [("u1", "p", 5), ("u2", "it's; p", 4)])
    dump = "\n".join(base.iterdump())
    base.close()
    remedy = refused(write(tmp_path / "s", {"reviews.csv": dump}), "reviews.csv")
    loaded = tmp_path / "reviews.db"
    subprocess.run(command_of(remedy, tmp_path / "s" / "reviews.csv", loaded), check=True)

    assert "then sqlite:reviews.db" in remedy
    ((found, preview),) = propose(f"sqlite:{loaded}").tables
    assert ("reviews", 2) == (found.table, preview.n_valid)


def test_remedy__of_a_total_among_stars_is_no_wider_scale(tmp_path):
    """On a scale up to 100 all other stars would be next to none."""
    rows = "".join(f"u{i},p,{1 + i % 5}\n" for i in range(30))
    source = write(tmp_path / "s", {"reviews.csv": f"{IDS},rating\n{rows}TOTAL,p,92\n"})
    remedy = refused(source, "92")
    found = read(source, quarantine=tmp_path / "q").frames()["reviews"]

    assert "Correct them, or read with --quarantine DIR to set these rows apart." == remedy
    assert (30, [1, 2, 3, 4, 5]) == (found.height, sorted(set(found["rating"])))
