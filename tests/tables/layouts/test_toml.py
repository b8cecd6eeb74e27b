"""The TOML that `init` writes: it loads into what was recognised, whatever strangers called their columns."""

from __future__ import annotations

import tomllib

from hypothesis import assume, given
from hypothesis import strategies as st

from collusion.tables.declarations import mapping_from_toml
from collusion.tables.formats.dialect import Dialect
from collusion.tables.layouts.head import Head
from collusion.tables.layouts.preview import Preview
from collusion.tables.layouts.recognise import Recognised
from collusion.tables.layouts.toml import as_toml

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@given(file=TEXT, reviewer=TEXT, product=TEXT, other=TEXT, cell=TEXT, remark=TEXT)
def test_as_toml__hostile_names_and_cells_are_data(file, reviewer, product, other, cell, remark):
    assume(reviewer != product)
    head = Head(file, {reviewer: (cell,), product: (cell,), other: (cell,)})
    columns = {"reviewer_id": reviewer, "product_id": product}
    found = Recognised(head, "reviews", columns, rating={"values": {other: 5}}, remarks=(remark,))
    preview = Preview(("reviewer_id",), ((cell,),), 1, 1)
    text = as_toml(file, [(found, Preview(fault=cell))], [head], is_database=False)
    shown = as_toml(file, [(found, preview)], [head], is_database=True)
    faults = []
    mapping = mapping_from_toml(tomllib.loads(text), faults=faults).table("reviews")

    assert [] == faults
    assert (file, columns, {other: 5}) == (mapping.layout.file, mapping.columns, mapping.rating.values)
    assert {"tables"} == set(tomllib.loads(text))
    assert file == tomllib.loads(shown)["tables"]["reviews"]["relation"]


def test_as_toml__says_what_is_missing_and_what_is_left_out():
    names = {f"extra_{i}": () for i in range(30)}
    head = Head("r.csv", {"reviewer_id": ("a",), "product_id": ("b",)} | names, Dialect(";"))
    found = Recognised(head, "reviews", {"reviewer_id": "reviewer_id", "product_id": "product_id"})
    lines = as_toml("s", [(found, Preview())], [Head("x", {})], is_database=False).splitlines()

    assert "# Not used: x" in lines
    assert 'separator = ";"' in lines
    assert any(line.startswith("# Without: rating, posted_at") for line in lines)
    assert any(line.startswith("# Left out: extra_0") and line.endswith("extra_19, …") for line in lines)
    assert not any("columns]" in line for line in lines)
