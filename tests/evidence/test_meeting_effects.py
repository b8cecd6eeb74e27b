"""Effects of meetings, counted by hand and beside a plain twin."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.evidence.meeting_effects import meeting_effects, one_sitting, single_beyond
from collusion.graph.build import build_graph
from tests.markets import group_of
from tests.oracles import sittings
from tests.tables_of import tables_of

DAY0 = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def _graph(rows):
    """Return the graph of reviews (account, product, hours after a day, or None)."""
    named = [
        {
            "reviewer_id": who,
            "product_id": what,
            "posted_at": None if hours is None else DAY0 + dt.timedelta(hours=hours),
        }
        for who, what, hours in rows
    ]
    return build_graph(tables_of(named))


def test_single_beyond__is_beyond_others_who_wrote_once():
    """Two of three members wrote of nothing else, and so did one in three of the target's other reviewers."""
    pairs = ["m0 t", "m1 t", "m2 t", "m2 x", "o0 t", "o1 t", "o1 x", "o2 t", "o2 x"]
    graph = _graph([(*pair.split(), None) for pair in pairs])

    assert 2 / 3 - 1 / 3 == pytest.approx(single_beyond(group_of(graph, [0, 1, 2], [0]), graph))


@pytest.mark.parametrize(
    ("hours", "share"),
    [(24.0, 1.0), (24.5, 2 / 3), (None, None)],
    ids=["within a day", "half an hour more", "a time is missing"],
)
def test_one_sitting__is_the_share_of_members_who_wrote_of_all_their_targets_within_a_day(hours, share):
    """A member with one review of targets says nothing; of three with two there must be times."""
    rows = [("m0", "a", 0.0), ("m0", "b", hours), ("m1", "a", 5.0), ("m1", "b", 9.0), ("m3", "a", 100.0)]
    rows += [("m2", "a", 50.0), ("m2", "b", 51.0), ("m2", "c", 999.0)]
    graph = _graph(rows)
    found = one_sitting(group_of(graph, np.arange(4), [0, 1]), graph)

    assert (None if share is None else pytest.approx(share)) == found


def test_meeting_effects__leave_out_a_rhythm_that_is_not_known():
    graph = _graph([("m0", "a", None), ("m0", "b", None), ("m1", "a", None), ("m1", "x", None)])
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
    graph = _graph([(f"m{who}", f"p{what}", hours) for who, what, hours in rows])
    members, products = np.arange(len(graph.reviewers)), np.arange(min(3, len(graph.products)))
    group = group_of(graph, members, products)

    assert sittings.one_sitting(group, graph) == one_sitting(group, graph)
