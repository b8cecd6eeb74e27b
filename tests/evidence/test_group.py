from __future__ import annotations

import numpy as np
import pytest

from collusion.evidence.group import edges_of, member_of_edges
from tests.markets import clean_market


@pytest.mark.parametrize("members", [[], [0], [3, 3, 1], range(0, 300, 7)], ids=str)
def test_edges_of__reviewers_one_after_the_other(members):
    graph = clean_market().graph
    members = np.array(members, dtype=np.int32)
    rows = graph.reviews.rows()
    found = edges_of(graph, members)

    assert [e for m in members for e in np.flatnonzero(rows == m)] == found.tolist()
    assert rows[found].tolist() == member_of_edges(graph, found).tolist()
