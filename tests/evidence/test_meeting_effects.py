"""Effects of meetings, counted by hand and beside a plain twin."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.evidence.meeting_effects import meeting_effects, one_sitting, single_beyond
from tests.markets import graph_of, group_of
from tests.oracles import sittings


def test_single_beyond__is_beyond_others_who_wrote_once():
    """Two of three members wrote of nothing else, and so did one in three of the target's other reviewers."""
    pairs = ["m0 t", "m1 t", "m2 t", "m2 x", "o0 t", "o1 t", "o1 x", "o2 t", "o2 x"]
    graph = graph_of([(*pair.split(), None) for pair in pairs])

    assert 2 / 3 - 1 / 3 == pytest.approx(single_beyond(group_of(graph, [0, 1, 2], [0]), graph))


@pytest.mark.parametrize(
    ("days", "share"),
    [(1.0, 1.0), (1.02, 2 / 3), (None, None)],
    ids=["within a day", "half an hour more", "a time is missing"],
)
def test_one_sitting__is_the_share_of_members_who_wrote_of_all_their_targets_within_a_day(days, share):
    """A member with one review of targets says nothing; of three with two there must be times."""
    rows = [("m0", "a", 0.0), ("m0", "b", days), ("m1", "a", 0.2), ("m1", "b", 0.4), ("m3", "a", 4.0)]
    rows += [("m2", "a", 2.0), ("m2", "b", 2.1), ("m2", "c", 40.0)]
    graph = graph_of(rows)
    found = one_sitting(group_of(graph, np.arange(4), [0, 1]), graph)

    assert (None if share is None else pytest.approx(share)) == found


def test_meeting_effects__leave_out_a_rhythm_that_is_not_known():
    graph = graph_of([("m0", "a", None), ("m0", "b", None), ("m1", "a", None), ("m1", "x", None)])
    effects = meeting_effects(group_of(graph, [0, 1], [0, 1]), graph)

    assert {"dedication": 0.75, "single_beyond": 0.5, "breadth": 2.0} == effects


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 4), st.one_of(st.none(), st.integers(0, 60))),
        min_size=1,
        max_size=40,
        unique_by=lambda row: row[:2],
    )
)
def test_one_sitting__as_its_plain_twin_counts(rows):
    graph = graph_of([(f"m{who}", f"p{what}", hours and hours / 24) for who, what, hours in rows])
    members, products = np.arange(len(graph.reviewers)), np.arange(min(3, len(graph.products)))
    group = group_of(graph, members, products)

    assert sittings.one_sitting(group, graph) == one_sitting(group, graph)
