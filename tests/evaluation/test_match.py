from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.evaluation.match import intersections, jaccard, matching
from tests.oracles import judging

groups = st.lists(st.frozensets(st.sampled_from("abcdefgh"), min_size=1), max_size=4)


@given(groups, groups)
def test_jaccard__is_common_over_all(found, true):
    expected = [[judging.jaccard(set(a), set(b)) for b in true] for a in found]

    assert np.array(expected).reshape(len(found), len(true)) == pytest.approx(jaccard(found, true))


@given(groups, groups, st.sampled_from([0.3, 0.5, 0.8]))
def test_matching__has_most_pairs_and_then_most_overlap(found, true, threshold):
    similarity = jaccard(found, true)
    rows, columns = matching(similarity, threshold)

    assert len(set(rows.tolist())) == len(set(columns.tolist())) == len(rows)
    assert judging.best_matching(similarity.tolist(), threshold) == pytest.approx(
        (len(rows), float(similarity[rows, columns].sum()))
    )


def test_matching__gives_up_overlap_for_a_pair_more():
    similarity = np.array([[0.9, 0.5], [0.6, 0.0]])

    rows, columns = matching(similarity, 0.5)

    assert [(0, 1), (1, 0)] == list(zip(rows.tolist(), columns.tolist()))


def test_matching__of_nothing():
    rows, columns = matching(np.zeros((0, 3)), 0.5)

    assert len(rows) == len(columns) == 0


def test_intersections__counts_members_of_both():
    counts = intersections([frozenset("abc"), frozenset("x")], [frozenset("bcd"), frozenset("a")])

    assert [[2, 1], [0, 0]] == counts.tolist()


def test_jaccard__of_nested_rings_tells_them_apart():
    outer, inner = frozenset("abcdefgh"), frozenset("abc")
    rows, columns = matching(jaccard([outer, inner], [inner, outer]), 0.5)

    assert [(0, 1), (1, 0)] == list(zip(rows.tolist(), columns.tolist()))
