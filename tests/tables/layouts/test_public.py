"""The registry of public layouts."""

from __future__ import annotations

import pytest

from collusion.tables.layouts.public import LAYOUTS, find_layout
from collusion.tables.schema import TABLES, TIME


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: f"{layout.name} {layout.table}")
def test_layouts__say_what_can_be_mapped(layout):
    table = TABLES[layout.table]
    required = {column.name for column in table.columns if column.required}
    times = {column.name for column in table.columns if column.dtype == TIME}

    assert required <= set(layout.columns) | layout.signature | ({"product_id"} if layout.products else set())
    assert set(layout.dates) <= times & set(layout.columns)
    assert not layout.rating or layout.table == "reviews"


def test_layouts__no_two_have_one_signature():
    assert len(LAYOUTS) == len({layout.signature for layout in LAYOUTS})


def test_find_layout__the_longest_signature_wins():
    names = {"reviewerID", "asin", "overall", "unixReviewTime", "more"}

    assert "Amazon reviews 2014 or 2018 (McAuley)" == find_layout(names).name
    assert find_layout(names - {"asin"}) is None
    assert find_layout(set()) is None
