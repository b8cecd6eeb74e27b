from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
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


def _unknown(n_targets):
    return np.full(n_targets, -1, dtype=np.int32)


def _halve(incidence, sellers=None):
    sellers = _unknown(incidence.shape[1]) if sellers is None else np.array(sellers, dtype=np.int32)
    ways = halve(incidence, sellers, min_members=5, min_targets=3)

    assert [way.saved for way in ways] == sorted((way.saved for way in ways), reverse=True)
    assert len(ways) <= 1 + (len(set(sellers[sellers >= 0].tolist())) > 0)
    return ways[0] if ways else None


def _shorter(incidence, sellers=None):
    """Return the parts only if they say it in fewer words than the whole."""
    found = _halve(incidence, sellers)
    return None if found is None or found.saved <= 0 else found


def test_halve__returns_the_best_cut_by_target_and_the_best_by_seller():
    """Two rings serve the same four sellers: target by target they come apart, by seller they do not."""
    rng = np.random.default_rng(1)
    incidence = _block(rng, range(20), range(10), (40, 20)) | _block(
        rng, range(20, 40), range(10, 20), (40, 20)
    )
    sellers = np.arange(20, dtype=np.int32) % 4
    ways = halve(incidence, sellers, min_members=5, min_targets=3)

    assert _parts(ways[0]) == {
        (tuple(range(20)), tuple(range(10))),
        (tuple(range(20, 40)), tuple(range(10, 20))),
    }
    assert all(len(set(way.targets[sellers == s, 0].tolist())) == 1 for way in ways[1:] for s in range(4))


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
        _shorter(incidence)
    )


@pytest.mark.parametrize("seed", [0, 1, 2, 4, 5])
def test_halve__what_no_target_tells_the_sellers_do(seed):
    """Two sparse rings share a third of their accounts: too little at each target, enough at each seller."""
    rng = np.random.default_rng(seed)
    first, second = (range(20), range(10)), (range(14, 34), range(10, 20))
    incidence = _block(rng, *first, (34, 20), 0.3) | _block(rng, *second, (34, 20), 0.3)
    found = _shorter(incidence, [t // 5 for t in range(20)])

    assert _shorter(incidence) is None
    assert {tuple(range(10)), tuple(range(10, 20))} == {targets for _, targets in _parts(found)}
    for (members, targets), ring in zip(sorted(_parts(found), key=lambda part: part[1]), (first, second)):
        assert tuple(ring[1]) == targets
        assert jaccard(list(ring[0]), members) >= 0.6


@pytest.mark.parametrize("n_inner", [8, 12])
@pytest.mark.parametrize("seed", range(3))
def test_halve__a_ring_inside_another_comes_apart_by_seller(seed, n_inner):
    """Its accounts work for both, but what is left to it are the targets that only they serve."""
    rng = np.random.default_rng(seed)
    shape = (40, 12 + n_inner)
    incidence = _block(rng, range(40), range(12), shape)
    incidence |= _block(rng, range(20, 40), range(12, 12 + n_inner), shape)
    sellers = [t // 6 if t < 12 else 2 + t % 2 for t in range(12 + n_inner)]
    outer, inner = sorted(_parts(_shorter(incidence, sellers)), key=lambda part: part[1])

    assert tuple(range(12)) == outer[1]
    assert tuple(range(12, 12 + n_inner)) == inner[1]
    assert jaccard(range(20, 40), inner[0]) >= 0.9
    assert set(range(20)) <= set(outer[0])


@pytest.mark.parametrize("seed", range(3))
def test_halve__a_ring_inside_another_comes_out_with_its_own_targets(seed):
    """Where no seller is known some outer targets may count as its own."""
    rng = np.random.default_rng(seed)
    incidence = _block(rng, range(30), range(12), (30, 22))
    incidence |= _block(rng, range(15, 30), range(12, 22), (30, 22))
    inner, outer = sorted(_parts(_shorter(incidence)), key=lambda part: max(part[1]), reverse=True)

    assert jaccard(range(15, 30), inner[0]) >= 0.9
    assert len(set(range(15)) & set(outer[0])) >= 14
    assert not set(outer[1]) & set(range(12, 22))
    assert set(range(12, 22)) <= set(inner[1])


def test_told_apart__who_serves_all_targets_of_the_other_too_is_left_with_its_own():
    members = np.ones((6, 2), dtype=bool)
    nested = np.array([[True, True]] * 4 + [[False, True]] * 3)
    overlapping = np.array([[True, False]] * 3 + [[True, True]] * 4 + [[False, True]] * 3)
    hardly = np.array([[True, False]] * 2 + [[True, True]] * 4 + [[False, True]] * 3)

    def own(targets):
        return split._told_apart(split.Halves(members, targets, 1.0), 3).targets.tolist()

    assert [[True, False]] * 4 + [[False, True]] * 3 == own(nested)
    assert [[False, True]] * 4 + [[True, False]] * 3 == own(nested[:, ::-1])
    assert overlapping.tolist() == own(overlapping)
    assert [[True, False]] * 6 + [[False, True]] * 3 == own(hardly)


def test_told_apart__the_ring_inside_a_ring_is_left_with_its_own():
    """Half of its members are the other's, which has twice as many: what both serve is the other's."""
    members = np.array([[True, False]] * 8 + [[True, True]] * 3 + [[False, True]] * 2)
    targets = np.array([[True, False]] * 5 + [[True, True]] * 4 + [[False, True]] * 3)
    found = split._told_apart(split.Halves(members, targets, 1.0), 3)
    strangers = np.array([[True, False]] * 10 + [[True, True]] + [[False, True]] * 4)

    assert [[True, False]] * 5 + [[True, False]] * 4 + [[False, True]] * 3 == found.targets.tolist()
    assert targets.tolist() == split._told_apart(split.Halves(strangers, targets, 1.0), 3).targets.tolist()


def _fits(incidence, members, targets):
    halves = split.Halves(np.array(members, dtype=bool), np.array(targets, dtype=bool), 1.0)
    return split._is_fit(np.array(incidence, dtype=bool), halves, 5, 3)


def test_is_fit__parts_must_be_large_enough_and_strangers():
    first, second, both = (1, 0), (0, 1), (1, 1)
    members, targets = [first] * 6 + [second] * 6, [first] * 4 + [second] * 4
    apart = np.kron(np.eye(2), np.ones((6, 4)))
    met = apart.copy()
    met[6:9, :2] = 1

    assert _fits(apart, members, targets)
    assert not _fits(apart, [first] * 8 + [second] * 4, targets)
    assert not _fits(apart, [both] * 8 + [first] * 2 + [second] * 2, targets)
    assert not _fits(apart, members, [first] * 2 + [both] * 4 + [second] * 2)
    assert not _fits(met, members, targets)
    assert not _fits(met[::-1, ::-1], members, targets)


def test_is_fit__one_part_may_serve_all_targets_of_the_other():
    """The second part's strangers are the first's own members; the first has no targets of its own."""
    first, second, both = (1, 0), (0, 1), (1, 1)
    incidence = np.ones((12, 8))
    incidence[:6, 4:] = 0
    members, targets = [first] * 6 + [second] * 6, [both] * 4 + [second] * 4

    assert _fits(incidence, members, targets)
    assert _fits(incidence, [both] * 6 + [second] * 6, targets)
    incidence[:4, 4:] = 1
    assert not _fits(incidence, members, targets)


@pytest.mark.parametrize(
    ("sellers", "expected"),
    [
        ([], [[]]),
        ([-1, -1, -1], [[0, 1, 2]]),
        ([4, 2, 7], [[0, 1, 2]]),
        ([5, 2, 5, -1, -1], [[0, 1, 2, 3, 4], [3, 2, 3, 1, 0]]),
    ],
    ids=str,
)
def test_ways_to_part__by_target_and_where_it_differs_by_seller(sellers, expected):
    """What no seller is known of is a lot of its own."""
    found = [lots.tolist() for lots in split._ways_to_part(np.array(sellers, dtype=np.int32))]

    assert expected == (found if sellers else found[:1])


@pytest.mark.parametrize("coverage", [0.3, 0.6, 1.0])
@pytest.mark.parametrize("seed", range(3))
def test_halve__one_ring_stays_whole(seed, coverage):
    incidence = _block(np.random.default_rng(seed), range(30), range(20), (30, 20), coverage)

    assert _shorter(incidence) is None


@pytest.mark.parametrize("seed", range(3))
def test_halve__members_of_unequal_diligence_are_one_ring(seed):
    rng = np.random.default_rng(seed)
    diligence = rng.beta(4, 4, 30)

    assert _shorter(rng.random((30, 20)) < diligence[:, None]) is None


@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (5, 20), (20, 5), (3, 3)], ids=str)
def test_halve__what_is_too_small_for_two_stays_whole(shape):
    assert _halve(np.ones(shape, dtype=bool)) is None


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(6, 14), st.integers(6, 14), st.floats(0.05, 0.95))
def test_halve__parts_are_large_enough_and_say_what_they_save(seed, n_members, n_targets, share):
    """Where a target is still of both, no part was left with its own targets after it was described."""
    incidence = np.random.default_rng(seed).random((n_members, n_targets)) < share
    found = _halve(incidence)
    if found is None:
        return
    own = found.targets & ~found.targets[:, ::-1]

    assert found.members.sum(axis=0).min() >= 5
    assert own.sum(axis=0).max() >= 3
    if found.targets.all(axis=1).any():
        parts = found.members.tolist(), found.targets.tolist()
        saved = oracle.likelihood(incidence.tolist(), *parts) - oracle.whole_likelihood(incidence.tolist())
        assert saved - oracle.cost(*parts, range(n_targets)) == pytest.approx(found.saved, abs=1e-9)


@settings(max_examples=30)
@given(st.integers(0, 2**32), st.lists(st.integers(-1, 3), min_size=6, max_size=14), st.floats(0.1, 0.9))
def test_halve__parts_have_targets_of_their_own(seed, sellers, share):
    """One may have all its targets in common with the other, but then not the other way round."""
    rng = np.random.default_rng(seed)
    n = len(sellers)
    incidence = _block(rng, range(12), range(n // 2), (20, n), share)
    incidence |= _block(rng, range(8, 20), range(n // 2, n), (20, n), share)
    found = _halve(incidence, sellers)
    if found is None:
        return
    own = found.targets & ~found.targets[:, ::-1]

    assert found.members.sum(axis=0).min() >= 5
    assert own.sum(axis=0).max() >= 3
    assert found.members.any(axis=1).all()


def test_first_cuts__every_seller_of_three_targets_is_tried_alone():
    """Not one of two, nor where there is nobody else."""
    incidence = np.random.default_rng(1).random((12, 9)) < 0.5
    cuts = {
        tuple(cut[:, 0].tolist()) for cut in split._first_cuts(incidence, np.repeat([0, 1, 2], [4, 2, 3]))
    }
    alone = {0: (True,) * 4 + (False,) * 5, 1: (False,) * 4 + (True,) * 2 + (False,) * 3}
    alone[2] = (False,) * 6 + (True,) * 3

    assert alone[0] in cuts
    assert alone[2] in cuts
    assert [] == split._first_cuts(incidence, np.zeros(9, dtype=np.int64))


def test_halve__a_small_ring_inside_a_sparse_one_is_found_seller_by_seller():
    """What says most of who reviewed what is chance; one of four sellers is served by nine of forty."""
    found = 0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        incidence = _block(rng, range(40), range(15), (40, 21), 0.25)
        incidence |= _block(rng, range(9), range(15, 21), (40, 21), 0.5)
        ways = halve(incidence, np.arange(21, dtype=np.int32) // 5, min_members=5, min_targets=3)
        found += any(
            (15, 16, 17, 18, 19) == tuple(t for t in targets if t < 20)
            for way in ways
            for _, targets in _parts(way)
        )

    assert found >= 9


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.lists(st.integers(0, 3), min_size=2, max_size=9), st.integers(1, 12))
def test_refine__leaves_the_targets_of_a_lot_together(seed, sellers, n_members):
    rng = np.random.default_rng(seed)
    lots = np.unique(sellers, return_inverse=True)[1]
    incidence = rng.random((n_members, len(lots))) < 0.5
    for cut in split._first_cuts(incidence, lots):
        members, targets = split._refine(incidence, cut, lots)

        assert members.any(axis=1).all()
        assert targets.any(axis=1).all()
        for lot in range(lots.max() + 1):
            assert 1 == len(np.unique(targets[lots == lot], axis=0))
            assert 1 == len(np.unique(cut[lots == lot], axis=0))


def test_refine__ends_after_its_rounds_though_something_still_moves(monkeypatch):
    """The cut has a target of the second ring in the first part; a round moves it."""
    monkeypatch.setattr(split, "_ROUNDS", 1)
    incidence = np.kron(np.eye(2), np.ones((6, 4))).astype(bool)
    cut = np.array([[True, False]] * 5 + [[False, True]] * 3)
    members, targets = split._refine(incidence, cut, np.arange(8))

    assert [[True, False]] * 6 + [[False, True]] * 6 == members.tolist()
    assert [[True, False]] * 4 + [[False, True]] * 4 == targets.tolist()


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.lists(st.integers(0, 4), min_size=1, max_size=9))
def test_by_lot__sums_over_the_targets_of_each(seed, sellers):
    lots = np.unique(sellers, return_inverse=True)[1]
    values = np.random.default_rng(seed).random((2, 3, len(lots)))
    expected = [values[..., lots == lot].sum(axis=-1) for lot in range(lots.max() + 1)]

    assert np.allclose(np.stack(expected, axis=-1), split._by_lot(values, lots))


ways_of_belonging = [(True, False), (False, True), (True, True)]
ways = st.sampled_from(ways_of_belonging)


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.lists(ways, min_size=1, max_size=7), st.lists(ways, min_size=1, max_size=6))
def test_likelihood__pair_by_pair(seed, members, targets):
    incidence = np.random.default_rng(seed).random((len(members), len(targets))) < 0.5
    found = split._likelihood(incidence, np.array(members), np.array(targets))

    assert oracle.likelihood(incidence.tolist(), members, targets) == pytest.approx(found, abs=1e-9)


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.lists(ways, min_size=1, max_size=7), st.lists(ways, min_size=1, max_size=6))
def test_gains__pair_by_pair(seed, members, targets):
    """Of each member and of each target, by each way in which it might belong."""
    incidence = np.random.default_rng(seed).random((len(members), len(targets))) < 0.5
    reviewed, plain = incidence.astype(np.float64), incidence.tolist()
    of_members = split._member_gains(reviewed, np.array(members), np.array(targets))
    of_targets = split._target_gains(reviewed, np.array(members))

    assert np.allclose(oracle.member_gains(plain, members, targets), of_members, rtol=0, atol=1e-9)
    assert np.allclose(
        [oracle.target_gains(plain, members, [t]) for t in range(len(targets))], of_targets, rtol=0, atol=1e-9
    )


def _two_in_one(rng, sellers, n_members):
    """Draw what some members reviewed who are of one ring or of both, and a cut of the lots of targets."""
    lots = np.unique(sellers, return_inverse=True)[1]
    of_lots = rng.random(lots.max() + 1) < 0.5
    of_lots[:2] = [True, False]
    first = of_lots[lots]
    members = np.array(ways_of_belonging)[rng.integers(0, 3, n_members)]
    inside = np.where(first, members[:, :1], members[:, 1:])
    incidence = rng.random(inside.shape) < np.where(inside, 0.7, 0.15)
    cut = (of_lots ^ (rng.random(len(of_lots)) < 0.3))[lots]
    return incidence, np.column_stack([cut, ~cut]), lots


@settings(max_examples=100)
@given(
    st.integers(0, 2**32),
    st.lists(st.integers(0, 5), min_size=4, max_size=9).filter(lambda sellers: len(set(sellers)) > 1),
    st.integers(5, 9),
    st.sampled_from([1, 2, 12]),
)
def test_refine__assigns_members_and_lots_in_turn(seed, sellers, n_members, rounds):
    incidence, cut, lots = _two_in_one(np.random.default_rng(seed), sellers, n_members)
    assume(cut.any(axis=0).all())
    expected = oracle.refined(incidence.tolist(), cut.tolist(), lots.tolist(), rounds)
    assume(expected is not None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(split, "_ROUNDS", rounds)
        members, targets = split._refine(incidence, cut, lots)

    assert [list(map(list, part)) for part in expected] == [members.tolist(), targets.tolist()]


@pytest.mark.parametrize("shape", [(9, 5), (5, 9), (7, 7), (2, 6), (6, 2)], ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_directions__are_the_first_right_singular_ones(seed, shape):
    """Of any length, for only their signs are read."""
    matrix = np.random.default_rng(seed).normal(size=shape)
    found = split._directions(matrix)
    _, _, expected = np.linalg.svd(matrix, full_matrices=False)
    cosines = (found * expected[:3]).sum(axis=1) / np.linalg.norm(found, axis=1)

    assert found.shape == (min(3, *shape), shape[1])
    assert np.abs(cosines) == pytest.approx(1.0)


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(1, 8), st.integers(1, 8), st.floats(0, 1))
def test_whole_likelihood__pair_by_pair(seed, n_members, n_targets, share):
    incidence = np.random.default_rng(seed).random((n_members, n_targets)) < share

    assert oracle.whole_likelihood(incidence.tolist()) == pytest.approx(
        split._whole_likelihood(incidence), abs=1e-9
    )


@settings(max_examples=60)
@given(st.lists(ways, min_size=1, max_size=9), st.lists(st.tuples(st.integers(0, 3), ways), min_size=1))
def test_cost__by_its_definition(members, sold):
    """The targets of a seller belong where its first does."""
    of_seller = dict(reversed(sold))
    targets = [of_seller[seller] for seller, _ in sold]
    lots = np.unique([seller for seller, _ in sold], return_inverse=True)[1]
    found = split._cost(np.array(members), np.array(targets), lots)

    assert oracle.cost(members, targets, lots.tolist()) == pytest.approx(found)


def test_cost__whole_sellers_are_said_in_fewer_words():
    members, targets = np.ones((6, 2), dtype=bool), np.array([[True, False]] * 6 + [[False, True]] * 6)
    by_target, by_seller = split._ways_to_part(np.repeat(np.arange(4, dtype=np.int32), 3))

    assert split._cost(members, targets, by_seller) < split._cost(members, targets, by_target)
