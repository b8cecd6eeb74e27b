"""A column of days and one of times of day beside it are one time."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from collusion.config import load_config
from collusion.errors import InputError
from collusion.tables.layouts.proposal import propose
from collusion.tables.read import read_tables

BASE = "reviewer_id,product_id"
NIGHT, LATE = "2020-01-06 00:00:00", "2020-01-31 00:00:01"


def times(folder, header, cells, toml=""):
    """Read reviews whose further columns are given; return the times, and the notes on them."""
    folder.mkdir(exist_ok=True)
    lines = "".join(f"u{i},p,{line}\n" for i, line in enumerate(cells))
    (folder / "reviews.csv").write_text(f"{BASE},{header}\n{lines}")
    (folder / "collusion.toml").write_text(toml)
    tables = read_tables(folder, mapping=load_config(folder).mapping)
    frame = tables.frames()["reviews"].sort("reviewer_id")
    notes = [note for note in tables.notes if "joined with the times" in note.message]
    return [None if one is None else f"{one:%Y-%m-%d %H:%M:%S}" for one in frame["posted_at"]], notes


@pytest.mark.parametrize(
    "header, cells, told",
    [
        ("posted_at,time", ["2020-01-05,14:03", "2020-01-06,"], ["2020-01-05 14:03:00", NIGHT]),
        ("posted_at,Time", ["2020-01-05, 2:03 PM"], ["2020-01-05 14:03:00"]),
        ("posted_at,uhrzeit", ["05.01.2020,14:03:07", "31.01.2020,00:00:01"], ["2020-01-05 14:03:07", LATE]),
        ("posted_at,time", ["2020-01-05,14:03+02:00"], ["2020-01-05 12:03:00"]),
        ("posted_at,time", ['"Jan 5, 2020",14:03'], ["2020-01-05 14:03:00"]),
    ],
)  # fmt: skip
def test_clocks_beside__are_joined_and_told(tmp_path, header, cells, told):
    found, notes = times(tmp_path, header, cells)

    assert told == found
    assert 1 == len(notes)


@pytest.mark.parametrize(
    "header, cells",
    [
        ("posted_at,time", ["2020-01-05 10:00,14:03"]),
        ("posted_at,time", ["2020-01-05,14:03", "2020-01-05,soon"]),
        ("posted_at,time,hour", ["2020-01-05,14:03,15:03"]),
        ("posted_at,time", ["2020-01-05,1403"]),
        ("posted_at,duration", ["2020-01-05,14:03"]),
        ("posted_at,time", ["2020-01-05,27:03"]),
    ],
)
def test_clocks_beside__not_where_another_thing_may_be_meant(tmp_path, header, cells):
    found, notes = times(tmp_path, header, cells)

    assert cells[0][:10] == found[0][:10]
    assert not found[0].endswith(("14:03:00", "15:03:00"))
    assert [] == notes


def test_clocks_beside__a_declared_order_of_days_and_a_mapped_name_keep_the_time(tmp_path):
    """What a fault says to declare does not cost the time of day."""
    cells = ["03/09/2018,14:03", "04/12/2018,9:00"]
    with pytest.raises(InputError, match="mean two days"):
        times(tmp_path, "posted_at,time", cells)
    toml = '[tables.reviews.columns]\nposted_at = "review_date"\n'
    toml += '[tables.reviews.dates]\nposted_at = "%d/%m/%Y"\n'
    found, notes = times(tmp_path, "review_date,review_time", cells, toml)

    assert ["2018-09-03 14:03:00", "2018-12-04 09:00:00"] == found
    assert "'review_date' joined with the times of day of column 'review_time'" in notes[0].message


@pytest.mark.parametrize("day", [pl.Date, pl.Datetime, pl.String])
@pytest.mark.parametrize("clock", [pl.Time, pl.String])
def test_with_clocks__of_any_type(tmp_path, day, clock):
    rows = pl.DataFrame(
        {
            "reviewer_id": ["a", "b"],
            "product_id": ["p", "p"],
            "posted_at": pl.Series([dt.date(2020, 1, 5), dt.date(2020, 1, 6)]).cast(day),
            "time": pl.Series([dt.time(14, 3, 7), None]).cast(clock),
        }
    )
    rows.write_parquet(tmp_path / "reviews.parquet")
    found = read_tables(tmp_path).frames()["reviews"].sort("reviewer_id")["posted_at"]

    assert ["2020-01-05 14:03:07", "2020-01-06 00:00:00"] == found.dt.strftime("%Y-%m-%d %H:%M:%S").to_list()


def test_propose__what_init_writes_joins_them(tmp_path):
    (tmp_path / "s").mkdir()
    cells = "".join(
        f"u{i % 9},p{i % 4},{1 + i % 5},2020-01-{1 + i % 28:02},{i % 24:02}:15\n" for i in range(60)
    )
    (tmp_path / "s" / "export.csv").write_text(f"customer,item,stars,date,time\n{cells}")
    (tmp_path / "s" / "collusion.toml").write_text(propose(tmp_path / "s").text)
    tables = read_tables(tmp_path / "s", mapping=load_config(tmp_path / "s").mapping)
    times_of_day = tables.frames()["reviews"]["posted_at"].dt.hour()

    assert times_of_day.n_unique() > 20
    assert "# posted_at: date joined with time\n" in (tmp_path / "s" / "collusion.toml").read_text()
    assert "Left out" not in (tmp_path / "s" / "collusion.toml").read_text()
