from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.graph.build import build_graph
from collusion.graph.nodes import intern, names_of, positions
from collusion.tables.read import read_tables
from tests.conftest import ROOT

SAMPLE = ROOT / "sample_graphs" / "gift-cards"

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


@pytest.mark.parametrize("hold", [0, 10**9], ids=["stored", "held"])
def test_names_of__are_those_of_each_kind(hold):
    """Whether they are held or fetched together from the files; in the order asked for, some twice."""
    graph = build_graph(read_tables(SAMPLE, hold=hold))
    kinds = [relation.nodes for relation in graph.identifiers.values()]
    wanted = [
        (nodes, np.array([2, 0, 2, len(nodes) - 1])[: len(nodes)]) for nodes in [*kinds, graph.products]
    ]
    found = names_of(wanted)

    assert len(kinds) > 1
    assert [nodes.kind for nodes, _ in wanted] == [names.name for names in found]
    for (nodes, dense), names in zip(wanted, found):
        everything = nodes.ids.to_list()
        assert [everything[node] for node in dense.tolist()] == names.to_list()
    assert [] == names_of([])
