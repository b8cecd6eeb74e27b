from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.evaluation import bcubed as module
from collusion.evaluation.bcubed import bcubed
from tests.oracles import judging

groups = st.lists(st.frozensets(st.sampled_from("abcdefg"), min_size=1), max_size=5)


@given(groups, groups)
def test_bcubed__is_what_the_definition_says(found, true):
    frame = bcubed(found, true)
    expected = judging.bcubed([set(g) for g in found], [set(g) for g in true])

    assert list(expected) == frame["reviewer_id"].to_list()
    for (precision, recall), row in zip(expected.values(), frame.to_dicts()):
        assert row["precision"] == (None if precision is None else pytest.approx(precision))
        assert row["recall"] == (None if recall is None else pytest.approx(recall))


def test_bcubed__of_what_is_right_is_one():
    rings = [frozenset("abc"), frozenset("cde")]
    frame = bcubed(rings, rings)

    assert {1.0} == set(frame["precision"]) == set(frame["recall"])


def test_bcubed__knows_that_a_merged_ring_is_not_two():
    """Amigó et al. count shared memberships: one cluster cannot stand for two common categories."""
    frame = bcubed([frozenset("ab")], [frozenset("ab"), frozenset("ab")])

    assert [1.0, 1.0] == frame["precision"].to_list()
    assert [0.5, 0.5] == frame["recall"].to_list()


def test_bcubed__in_chunks_is_the_same(monkeypatch):
    rng = np.random.default_rng(1)
    found = [frozenset(f"a{i}" for i in rng.integers(0, 60, 12)) for _ in range(8)]
    true = [frozenset(f"a{i}" for i in rng.integers(0, 60, 12)) for _ in range(8)]
    whole = bcubed(found, true)
    monkeypatch.setattr(module, "_CHUNK", 7)

    assert whole.equals(bcubed(found, true))
