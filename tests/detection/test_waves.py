"""Waves of one crew: what becomes one ring, and what stays two."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from collusion.detection.blocks import Rung, grow_candidates
from collusion.detection.candidates import seeds_of
from collusion.detection.grown import make_candidate
from collusion.detection.space import SearchSpace
from collusion.detection.waves import join_waves
from collusion.kernels import blocks as kernels
from tests.detection.by_hand import NESTED, SHARING, Job, grow, market_of, ready_to_grow

_NO_CAP = 2**40
#: Twenty accounts take turns: twelve at eight targets, then four of them rest and four others come.
RELAY = [Job(range(4 * k, 4 * k + 12), range(8 * k, 8 * k + 8)) for k in range(3)]


def _same_clients(product):
    return product % 3 if product < 24 else 3 + product // 8


def _own_clients(product):
    return product // 8


def _candidate(grown, accounts, products=None):
    """Return the candidate that these accounts are, at these targets alone where they are given."""
    members, cells = np.array(accounts, dtype=np.int32), kernels.no_cells()
    for _ in range(3):
        cells = kernels.choose_cells(members, grown.world, grown.rules, grown.scratch, cells, 1.0)
    if products is not None:
        wanted = np.isin(cells.product, products)
        cells = kernels.Cells(*(column[wanted] for column in cells))
    surplus = kernels.surplus_of(members, grown.world, grown.scratch, cells)
    growth = kernels.Growth(members, np.ones(len(members)), cells, surplus, 0.0, 0.0)
    return make_candidate(growth, grown.world, "hand")


def _waves(grown):
    return [_candidate(grown, job.accounts, job.products) for job in RELAY]


def _joined(grown, candidates):
    """Join candidates, the members of all barred before; afterwards those of all that came of it are."""
    space, barred = SearchSpace(grown.world, grown.rules, [_NO_CAP]), grown.scratch.barred
    barred[:] = False
    for candidate in candidates:
        barred[candidate.group.members] = True
    before = barred.copy()
    found = join_waves(list(candidates), space, grown.scratch)
    for candidate in found:
        before[candidate.group.members] = True
    assert (before == barred).all()
    barred[:] = False
    return found


def _members(found):
    return [candidate.group.members.tolist() for candidate in found]


def test_join_waves__a_crew_that_takes_turns_for_the_same_clients_is_one_ring():
    grown = ready_to_grow(market_of(RELAY, seller=_same_clients))
    waves = _waves(grown)
    (whole,) = _joined(grown, waves)

    assert list(range(20)) == whole.group.members.tolist()
    assert list(range(24)) == whole.group.products.tolist()
    assert whole.evidence > max(wave.evidence for wave in waves)


def test_join_waves__in_any_order():
    grown = ready_to_grow(market_of(RELAY, seller=_same_clients))
    found = [_joined(grown, some) for some in itertools.permutations(_waves(grown))]

    assert all(_members(found[0]) == _members(other) for other in found)


@pytest.mark.parametrize(
    "seller",
    [_own_clients, None, lambda p: p],
    ids=["clients of their own", "unknown", "every product another seller's"],
)
def test_join_waves__who_serves_others_stays_apart(seller):
    grown = ready_to_grow(market_of(RELAY, seller=seller))

    assert sorted(map(list, (job.accounts for job in RELAY))) == sorted(
        _members(_joined(grown, _waves(grown)))
    )


@pytest.mark.parametrize(("n_shared", "n_rings"), [(0, 2), (1, 2), (3, 1)])
def test_join_waves__takes_members_in_common(n_shared, n_rings):
    """Two crews of twelve for the same clients."""
    jobs = [Job(range(12), range(8)), Job(range(12 - n_shared, 24 - n_shared), range(8, 16))]
    grown = ready_to_grow(market_of(jobs, seller=lambda p: p % 2 if p < 16 else 9))

    assert n_rings == len(_joined(grown, [_candidate(grown, job.accounts) for job in jobs]))


def test_join_waves__two_that_share_members_and_no_client_stay_two():
    grown = ready_to_grow(market_of(SHARING, seller=lambda p: p // 10))
    rings = [_candidate(grown, job.accounts, job.products) for job in SHARING]

    assert sorted(_members(rings)) == sorted(_members(_joined(grown, rings)))


@pytest.mark.parametrize(
    ("seller", "n_rings"), [(lambda p: p // 12, 2), (lambda p: p % 2, 1)], ids=["its own", "the same"]
)
def test_join_waves__a_ring_inside_another_has_clients_of_its_own(seller, n_rings):
    grown = ready_to_grow(market_of(NESTED, seller=seller))
    outer = _candidate(grown, NESTED[0].accounts, NESTED[0].products)
    inner = _candidate(grown, NESTED[1].accounts, NESTED[1].products)
    found = _joined(grown, [inner, outer])

    assert n_rings == len(found)
    assert list(range(30)) in _members(found)


def test_join_waves__who_serves_some_clients_of_another_ring_stays_apart():
    """The smaller serves nobody but one of the three clients of the larger: it may be another's crew."""
    jobs = [Job(range(16), range(15), coverage=0.8), Job(range(10, 20), range(15, 20))]
    grown = ready_to_grow(market_of(jobs, seller=lambda p: p % 3 if p < 15 else 0 if p < 20 else 7))
    rings = [_candidate(grown, job.accounts, job.products) for job in jobs]

    assert sorted(_members(rings)) == sorted(_members(_joined(grown, rings)))


def test_join_waves__what_more_people_review_than_the_targets_is_no_target_of_the_whole():
    """All of the crew and forty others reviewed one product more."""
    popular = [Job(range(20), range(30, 31)), Job(range(100, 140), range(30, 31), days=800)]
    grown = ready_to_grow(market_of([*RELAY, *popular], seller=_same_clients))
    (whole,) = _joined(grown, _waves(grown))

    assert list(range(24)) == whole.group.products.tolist()
    assert 30 in _candidate(grown, range(20)).group.products


def test_join_waves__a_block_that_most_of_one_are_not_in_is_none():
    """The stronger one grows, for half of its targets were not known; those of the weaker are left behind."""
    jobs = [Job(range(12), range(16)), Job(range(9, 21), range(16, 24), coverage=0.25)]
    grown = ready_to_grow(market_of(jobs, seller=lambda p: p % 2 if p < 24 else 9))
    half = _candidate(grown, range(12), range(8))
    weak = _candidate(grown, range(9, 21), range(16, 24))
    found = _joined(grown, [half, weak])

    assert len(weak.group.products) > 0
    assert sorted(_members([half, weak])) == sorted(_members(found))


def test_join_waves__a_third_ring_is_not_swallowed():
    """It shares accounts with the second wave, and serves clients of its own."""
    jobs = [*RELAY[:1], Job(range(8, 20), range(8, 16)), Job(range(16, 28), range(16, 24))]
    grown = ready_to_grow(market_of(jobs, seller=lambda p: p % 3 if p < 16 else 3 + p // 8))
    found = _joined(grown, [_candidate(grown, job.accounts, job.products) for job in jobs])

    assert [list(range(20)), list(range(16, 28))] == _members(found)


def test_join_waves__a_small_ring_of_its_own_accounts_is_no_piece():
    """Three of its eight accounts are of a large crew for the same clients."""
    jobs = [Job(range(48), range(12), coverage=0.5), Job(range(45, 53), range(12, 21))]
    grown = ready_to_grow(market_of(jobs, seller=lambda p: p % 2 if p < 21 else 9))
    rings = [_candidate(grown, job.accounts, job.products) for job in jobs]
    found = _joined(grown, rings)

    assert set(range(45, 53)) <= {member for members in _members(found) for member in members}


def test_grow_candidates__a_relay_is_one_candidate():
    """As the search finds it, from a seed for each wave, while all members of what was found are barred."""
    grown = ready_to_grow(market_of(RELAY, seller=_same_clients))
    seeds = seeds_of([np.array(job.accounts, dtype=np.int32) for job in RELAY], "hand")
    (found,) = grow_candidates(
        [Rung(_NO_CAP, [seeds])], grown.world, grown.rules, params=grown.market.config.detection
    )

    assert list(range(20)) == found.group.members.tolist()


def test_join_waves__a_block_that_says_less_is_none():
    """One of the two claims more evidence than both have as one."""
    grown = ready_to_grow(market_of(RELAY[:2], seller=_same_clients))
    waves = [_candidate(grown, job.accounts, job.products) for job in RELAY[:2]]
    boastful = replace(waves[0], surplus=100_000.0)

    assert 2 == len(_joined(grown, [boastful, waves[1]]))


def test_join_waves__draws_in_who_was_in_no_wave():
    """The last wave was not found; the whole has its accounts, and nobody else may have them then."""
    grown = ready_to_grow(market_of(RELAY, seller=_same_clients))
    (whole,) = _joined(grown, _waves(grown)[:2])

    assert list(range(20)) == whole.group.members.tolist()


def test_join_waves__what_is_too_small_for_a_ring_is_none():
    grown = ready_to_grow(market_of(RELAY, seller=_same_clients))
    strict = replace(grown, rules=grown.rules._replace(min_products=25))

    assert 3 == len(_joined(strict, _waves(grown)))


def test_join_waves__of_nothing_is_nothing():
    grown = ready_to_grow(market_of(RELAY[:1]))

    assert [] == _joined(grown, [])


def test_join_waves__by_falling_evidence_and_leaves_the_scratch_clean():
    jobs = [*RELAY, Job(range(30, 36), range(30, 40))]
    grown = ready_to_grow(market_of(jobs, seller=_same_clients))
    other = _candidate(grown, jobs[3].accounts)
    found = _joined(grown, [other, *_waves(grown)])

    assert [list(range(20)), list(range(30, 36))] == _members(found)
    assert found[0].evidence > found[1].evidence
    again = make_candidate(grow(grown, range(20)), grown.world, "hand")
    assert again.group.members.tolist() == found[0].group.members.tolist()


def test_join_waves__two_that_do_not_grow_into_one_stay_two():
    """Nearly all members of both are busy beyond what a member may be, so that they are not drawn in."""
    grown = ready_to_grow(market_of(RELAY, seller=_same_clients))
    waves = _waves(grown)
    strict = replace(grown, rules=grown.rules._replace(reviewer_cap=1))

    assert sorted(_members(waves)) == sorted(_members(_joined(strict, waves)))
