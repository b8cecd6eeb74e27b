"""Which of two numbers is the day is told by other rows of the column, or asked."""

from __future__ import annotations

import polars as pl
import pytest

from collusion.errors import InputError
from collusion.tables.date_orders import orders_of_dates
from collusion.tables.mapping import TableMapping
from collusion.tables.read import read_tables
from collusion.tables.schema import TABLES
from tests.tables.sources import csv


@pytest.mark.parametrize(
    "cells, form",
    [
        (["31.12.2018", "02.01.2019"], "%d.%m.%Y"),
        (["02/01/2019 10:00", "12/31/2018 11:30", "NULL"], "%m/%d/%Y %H:%M"),
    ],
)
def test_orders_of_dates__one_order_fits(cells, form):
    rows = pl.LazyFrame({"when": cells})

    found = orders_of_dates(TABLES["reviews"], rows, {"posted_at": "when"}, TableMapping())

    assert {"posted_at": (form,)} == found


@pytest.mark.parametrize(
    "cells", [["02.01.2019"], ["31.12.2018", "12.31.2018", "02.01.2019"], ["31.12.18"], ["2018-12-31"], []]
)
def test_orders_of_dates__nothing_where_two_orders_fit_or_none(cells):
    rows = pl.LazyFrame({"posted_at": cells}, schema={"posted_at": pl.String})

    assert orders_of_dates(TABLES["reviews"], rows, {"posted_at": "posted_at"}, TableMapping()) == {}


def test_read_tables__a_later_row_of_the_other_order_is_refused(tmp_path):
    """The first rows decide for all: what does not fit them is never read the other way round."""
    rows = [f"a{i},p,{13 + i % 15}.{1 + i % 12:02}.2018" for i in range(1200)]
    text = "\n".join(["reviewer_id,product_id,posted_at", *rows, "b,p,05.06.2018", "c,p,12.31.2018"])
    source = csv(tmp_path, reviews=text + "\n")

    with pytest.raises(InputError) as raised:
        read_tables(source)

    (fault,) = raised.value.faults
    assert fault.count == 1
    assert fault.rows == (1202,)


def test_read_tables__says_in_which_order_dates_were_read(tmp_path):
    source = csv(tmp_path, reviews="reviewer_id,product_id,posted_at\na,p,12/31/2018\nb,p,1/2/2019\n")

    tables = read_tables(source)

    assert ["2018-12-31", "2019-01-02"] == [
        f"{time:%Y-%m-%d}" for time in tables.frames()["reviews"]["posted_at"]
    ]
    assert any("%m/%d/%Y" in note.message for note in tables.notes)
