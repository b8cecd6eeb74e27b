"""Who slept for half a year before the job, beyond those who came in the same days."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.evidence import awakening
from collusion.evidence.awakening import awakened
from tests.markets import graph_of, group_of
from tests.oracles import awakening as oracle


def _market(n_woken, silence=180, n_others=20, n_others_woken=0):
    """Return five members at one product in ten days, and others; some wrote of something else before."""
    rows = [(f"m{k}", "t", 300 + 2 * k) for k in range(5)]
    rows += [(f"m{k}", "a", 300 + 2 * k - silence) for k in range(n_woken)]
    rows += [(f"o{k:02}", "t", 300 + k % 8) for k in range(n_others)]
    rows += [(f"o{k:02}", "a", 300 + k % 8 - 200) for k in range(n_others_woken)]
    graph = graph_of(rows)
    products = graph.products.ids.to_list()
    return group_of(graph, np.arange(5), [products.index("t")]), graph


@pytest.mark.parametrize(
    ("changes", "share"),
    [
        ({"n_woken": 4}, 0.8),
        ({"n_woken": 4, "silence": 179}, 0.0),
        ({"n_woken": 4, "n_others_woken": 5}, 0.8 - 0.25),
        ({"n_woken": 1, "n_others_woken": 20}, 0.0),
        ({"n_woken": 4, "n_others": 19}, None),
    ],
    ids=["woken", "a day too few", "others were, too", "others more", "too few others"],
)
def test_awakened__is_the_share_of_members_beyond_others_of_the_same_days(changes, share):
    found = awakened(*_market(**changes))

    assert (None if share is None else pytest.approx(share)) == found


def test_awakened__is_not_known_of_four():
    group, graph = _market(4)

    assert awakened(group_of(graph, np.arange(4), group.products), graph) is None


def test_awakened__of_very_many_others_some_are_looked_at(monkeypatch):
    monkeypatch.setattr(awakening, "_MOST_OTHERS", 10)

    assert 0.8 == pytest.approx(awakened(*_market(4, n_others=40)))


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 3), st.one_of(st.none(), st.integers(0, 6))),
        min_size=60,
        max_size=110,
        unique_by=lambda row: row[:2],
    )
)
def test_awakened__as_its_plain_twin_counts(rows):
    graph = graph_of([(f"r{who:02}", f"p{what}", days and 90 * days) for who, what, days in rows])
    group = group_of(graph, np.arange(8), [0, 1])
    found, plain = awakened(group, graph), oracle.awakened(group, graph)

    assert (None if plain is None else pytest.approx(plain)) == found
