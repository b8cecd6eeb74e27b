from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from collusion.graph.nodes import intern, positions

texts = st.lists(st.one_of(st.none(), st.text(max_size=6)), max_size=20)


@given(texts, texts)
def test_intern__are_the_distinct_ids_of_all_columns_ascending_by_bytes(first, second):
    nodes = intern("reviewer", *(pl.Series(part, dtype=pl.String) for part in (first, second)))

    assert sorted({*first, *second} - {None}, key=lambda text: text.encode()) == nodes.ids.to_list()
    assert ("reviewer", len(nodes.ids)) == (nodes.kind, len(nodes))


@given(texts, texts)
def test_positions__lead_back_to_the_ids(known, asked):
    nodes = intern("product", pl.Series(known, dtype=pl.String))
    found = positions(nodes, pl.Series(asked, dtype=pl.String))

    assert [text if text in nodes.ids else None for text in asked] == [
        nodes.ids[place] if place >= 0 else None for place in found.tolist()
    ]
    assert not found.flags.writeable


def test_intern__of_nothing_is_empty():
    assert 0 == len(intern("seller"))
