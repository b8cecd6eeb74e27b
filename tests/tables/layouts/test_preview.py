"""Reading the first rows as a mapping says."""

from __future__ import annotations

import pytest

from collusion.errors import InputError
from collusion.tables.layouts.preview import Preview, preview_of
from collusion.tables.locate import locate
from collusion.tables.mapping import NO_MAPPING
from tests.tables.sources import csv


def test_preview_of__counts_valid_rows_and_shows_ten(tmp_path):
    rows = "".join(f"u{i},p1,{i % 7},2024-01-01T00:00:0{i % 10}Z\n" for i in range(21))
    source = csv(tmp_path, reviews=f"reviewer_id,product_id,rating,posted_at\n{rows}")
    preview = preview_of(locate(source, NO_MAPPING).files["reviews"], NO_MAPPING)

    assert (21, 15) == (preview.n_rows, preview.n_valid)
    assert 10 == len(preview.rows)
    assert ("u1", "p1", "1", "2024-01-01 00:00:01") == preview.rows[1][:4]
    assert "15 of the first 21 rows are valid (71.4%). The first ones:" == preview.lines()[0]


def test_preview_of__hides_identifiers(tmp_path):
    table = "reviewer_id,kind,value\nu1,ip,10.0.0.1\n"
    source = csv(tmp_path, reviews="reviewer_id,product_id\nu1,p1\n", identifiers=table)
    preview = preview_of(locate(source, NO_MAPPING).files["identifiers"], NO_MAPPING)

    assert ("u1", "ip", "(not shown)") == preview.rows[0][:3]


def test_preview_of__a_file_that_cannot_be_read_so(tmp_path):
    source = csv(tmp_path, reviews="a,b\n1,2\n")
    with pytest.raises(InputError):
        preview_of(locate(source, NO_MAPPING).files["reviews"], NO_MAPPING)

    assert ["It cannot be read so: because"] == Preview(fault="because").lines()
    assert "0 of the first 0 rows are valid (0.0%). The first ones:" == Preview().lines()[0]
