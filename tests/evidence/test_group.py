from __future__ import annotations

import numpy as np
import pytest

from collusion.evidence.group import contemporaries, edges_of, member_of_edges
from collusion.graph.build import build_graph
from tests.markets import clean_market, group_of
from tests.tables_of import day, tables_of


@pytest.mark.parametrize("members", [[], [0], [3, 3, 1], range(0, 300, 7)], ids=str)
def test_edges_of__reviewers_one_after_the_other(members):
    graph = clean_market().graph
    members = np.array(members, dtype=np.int32)
    rows = graph.reviews.rows()
    found = edges_of(graph, members)

    assert [e for m in members for e in np.flatnonzero(rows == m)] == found.tolist()
    assert rows[found].tolist() == member_of_edges(graph, found).tolist()


@pytest.mark.parametrize(("times", "expected"), [((10, 20), {"at10", "at15", "at20"}), ((None, None), None)])
def test_contemporaries__are_who_wrote_from_the_groups_first_to_its_last_review(times, expected):
    """Where the group's times are not known, everybody else is one."""
    others = {"at9": 9, "at10": 10, "at15": 15, "at20": 20, "at21": 21, "undated": None}
    wrote = {"m0": times[0], "m1": times[1], **others}
    rows = [
        {"reviewer_id": who, "product_id": "p", "posted_at": None if when is None else day(when)}
        for who, when in wrote.items()
    ]
    graph = build_graph(tables_of(rows))
    members = np.flatnonzero(graph.reviewers.ids.str.starts_with("m").to_numpy())
    found = contemporaries(graph, group_of(graph, members, [0]))

    assert (expected or set(others)) == set(graph.reviewers.names(member_of_edges(graph, found)))
