from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.detection import split
from collusion.detection.split import halve
from tests.detection.searches import jaccard
from tests.oracles import split as oracle


def _block(rng, members, targets, shape, coverage=0.8):
    incidence = np.zeros(shape, dtype=bool)
    incidence[np.ix_(members, targets)] = rng.random((len(members), len(targets))) < coverage
    return incidence


def _parts(halves):
    return {
        (tuple(np.flatnonzero(members).tolist()), tuple(np.flatnonzero(targets).tolist()))
        for members, targets in zip(halves.members.T, halves.targets.T)
    }


def _halve(incidence):
    return halve(incidence, min_members=5, min_targets=3)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((range(20), range(10)), (range(20, 40), range(10, 20))),
        ((range(20), range(10)), (range(12, 32), range(10, 20))),
    ],
    ids=["apart", "shared accounts"],
)
def test_halve__two_rings_in_one_block_come_apart(first, second, seed):
    rng = np.random.default_rng(seed)
    shape = (max(*first[0], *second[0]) + 1, max(*first[1], *second[1]) + 1)
    incidence = _block(rng, *first, shape) | _block(rng, *second, shape)

    assert {tuple(tuple(part) for part in first), tuple(tuple(part) for part in second)} == _parts(
        _halve(incidence)
    )


@pytest.mark.parametrize("seed", range(3))
def test_halve__a_ring_inside_another_comes_out_with_its_own_targets(seed):
    """Its accounts work for both, so the outer targets may count as theirs too."""
    rng = np.random.default_rng(seed)
    incidence = _block(rng, range(30), range(12), (30, 22))
    incidence |= _block(rng, range(15, 30), range(12, 22), (30, 22))
    inner, outer = sorted(_parts(_halve(incidence)), key=lambda part: max(part[1]), reverse=True)

    assert jaccard(range(15, 30), inner[0]) >= 0.9
    assert jaccard(range(30), outer[0]) >= 0.9
    assert not set(outer[1]) & set(range(12, 22))
    assert set(range(12, 22)) <= set(inner[1])


@pytest.mark.parametrize("coverage", [0.3, 0.6, 1.0])
@pytest.mark.parametrize("seed", range(3))
def test_halve__one_ring_stays_whole(seed, coverage):
    incidence = _block(np.random.default_rng(seed), range(30), range(20), (30, 20), coverage)

    assert _halve(incidence) is None


@pytest.mark.parametrize("seed", range(3))
def test_halve__members_of_unequal_diligence_are_one_ring(seed):
    rng = np.random.default_rng(seed)
    diligence = rng.beta(4, 4, 30)

    assert _halve(rng.random((30, 20)) < diligence[:, None]) is None


@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (5, 20), (20, 5), (3, 3)], ids=str)
def test_halve__what_is_too_small_for_two_stays_whole(shape):
    assert _halve(np.ones(shape, dtype=bool)) is None


@settings(max_examples=30)
@given(st.integers(0, 2**32), st.integers(6, 14), st.integers(6, 14), st.floats(0.05, 0.95))
def test_halve__parts_are_large_enough_and_better_than_the_whole(seed, n_members, n_targets, share):
    incidence = np.random.default_rng(seed).random((n_members, n_targets)) < share
    found = _halve(incidence)
    if found is None:
        return
    whole = oracle.likelihood(incidence.tolist(), [(1, 1)] * n_members, [(1, 1)] * n_targets)

    assert found.members.sum(axis=0).min() >= 5
    assert found.targets.sum(axis=0).min() >= 3
    assert oracle.likelihood(incidence.tolist(), found.members.tolist(), found.targets.tolist()) > whole


ways = st.sampled_from([(True, False), (False, True), (True, True)])


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.lists(ways, min_size=1, max_size=7), st.lists(ways, min_size=1, max_size=6))
def test_likelihood__pair_by_pair(seed, members, targets):
    incidence = np.random.default_rng(seed).random((len(members), len(targets))) < 0.5
    found = split._likelihood(incidence, np.array(members), np.array(targets))

    assert oracle.likelihood(incidence.tolist(), members, targets) == pytest.approx(found, abs=1e-9)
