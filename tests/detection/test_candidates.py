from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.detection.candidates import Candidate, keep_distinct, overlap, seeds_of
from collusion.evidence.group import Group

ids = st.sets(st.integers(0, 15))


def _ids(values):
    return np.array(sorted(values), dtype=np.int32)


def _candidate(members, products, surplus):
    n = np.ones(len(products))
    group = Group(_ids(members), _ids(products), np.zeros(0, np.int64))
    return Candidate(
        group=group,
        membership=np.ones(len(members)),
        n=n.astype(np.int32),
        expected=n,
        surplus=float(surplus),
        stars=0.0,
        life=0.0,
        origin="hand",
    )


@given(ids, ids)
def test_overlap__is_the_share_of_the_smaller(first, second):
    smaller = min(len(first), len(second))

    assert (len(first & second) / smaller if smaller else 0) == overlap(_ids(first), _ids(second))


@given(st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=5))
def test_seeds_of__each_set_once_ascending(groups):
    found = seeds_of([np.array(group, dtype=np.int64) for group in groups], "hand")
    ends = found.indptr.tolist()

    assert [sorted(set(group)) for group in groups] == [
        found.members[low:high].tolist() for low, high in itertools.pairwise(ends)
    ]
    assert (len(groups), "hand") == (len(found), found.origin)


candidates = st.lists(
    st.tuples(
        st.sets(st.integers(0, 12), min_size=1), st.sets(st.integers(0, 8), min_size=1), st.integers(0, 5)
    ),
    max_size=8,
)


@settings(max_examples=50)
@given(candidates, st.floats(0.1, 1.0))
def test_keep_distinct__no_two_are_one_and_every_other_is_like_a_stronger_one(rows, same):
    given_ = [_candidate(*row) for row in rows]
    kept = keep_distinct(given_, same=same)

    def is_same(first, second):
        return all(
            overlap(getattr(first.group, part), getattr(second.group, part)) >= same
            for part in ("members", "products")
        )

    assert [c.surplus for c in kept] == sorted((c.surplus for c in kept), reverse=True)
    assert not any(is_same(a, b) for i, a in enumerate(kept) for b in kept[:i])
    for candidate in given_:
        assert any(is_same(candidate, k) and k.surplus >= candidate.surplus for k in kept)


@settings(max_examples=50)
@given(candidates, st.randoms(use_true_random=False))
def test_keep_distinct__in_any_order_the_same(rows, rng):
    rows = [(members, products, i) for i, (members, products, _) in enumerate(rows)]
    shuffled = rng.sample(rows, len(rows))

    assert [c.surplus for c in keep_distinct([_candidate(*row) for row in rows], same=0.5)] == [
        c.surplus for c in keep_distinct([_candidate(*row) for row in shuffled], same=0.5)
    ]


@pytest.mark.parametrize(("products", "n_kept"), [(range(10), 1), (range(20, 30), 2)])
def test_keep_distinct__the_same_accounts_on_other_targets_are_another_ring(products, n_kept):
    pair = [_candidate(range(20), range(10), 9), _candidate(range(15), products, 5)]
    found = keep_distinct(pair, same=0.5)

    assert n_kept == len(found)


@pytest.mark.parametrize("kind", ["stars", "life"])
def test_keep_distinct__the_stronger_is_by_evidence_of_all_kinds(kind):
    weak, strong = _candidate(range(20), range(10), 9), _candidate(range(15), range(8), 5)
    found = keep_distinct([weak, replace(strong, **{kind: 5.0})], same=0.5)

    assert [strong.surplus] == [c.surplus for c in found]
