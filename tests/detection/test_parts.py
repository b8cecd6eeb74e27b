"""Where blocks come apart, and where they do not, on small markets made by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from collusion.detection import parts
from collusion.kernels import blocks
from collusion.kernels.blocks import evidence_of
from tests.detection.by_hand import APART, NESTED, Job, block_of, grow, market_of, ready_to_grow
from tests.detection.searches import jaccard

EARLY, LATE = (100, 200), (600, 700)
BESTSELLERS = Job(range(30), range(20, 23), days=800, coverage=0.9)


def _two_jobs(second_life, second_targets=range(10, 20)):
    """Return two jobs of fifteen accounts each, who all review three bestsellers besides."""
    return [
        Job(range(15), range(10), days=100, coverage=0.3, life=EARLY),
        Job(range(15, 30), second_targets, days=100, coverage=0.3, life=second_life),
        BESTSELLERS,
    ]


def _rest(grown):
    return grown.world, grown.rules, grown.scratch


def test_parts_of__rings_at_different_times_with_shared_bestsellers_part():
    """Who reviewed what does not tell them apart, each was at a third of the targets; their lives do."""
    grown = ready_to_grow(market_of(_two_jobs(LATE)))
    block = grow(grown, range(30))
    found = sorted(parts.parts_of(block, *_rest(grown)), key=lambda part: part.members[0])

    assert 30 == len(block.members)
    assert {20, 21, 22} <= set(block.cells.product.tolist())
    assert [] == parts._by_targets(block, *_rest(grown))
    assert [list(range(15)), list(range(15, 30))] == [part.members.tolist() for part in found]
    assert sum(map(evidence_of, found)) > evidence_of(block)
    assert all(part.life > block.life / 2 for part in found)


def test_parts_of__the_same_rings_at_the_same_time_stay_one():
    """So it was the time at which they lived that told them apart."""
    grown = ready_to_grow(market_of(_two_jobs(EARLY)))
    block = grow(grown, range(30))

    assert [block] == parts.parts_of(block, *_rest(grown))


@pytest.mark.parametrize("second_life", [(114, 214), LATE], ids=["in two weeks", "twice"])
def test_by_life__one_ring_that_hired_more_than_once_for_the_same_targets_is_one(second_life):
    grown = ready_to_grow(market_of(_two_jobs(second_life, range(10))))
    block = grow(grown, range(30))
    alike = blocks.living_alike(block.members, grown.world)

    assert 3 <= len(alike) < len(block.members)
    assert [] == parts._by_life(block, *_rest(grown))
    assert jaccard(np.arange(30), block.members) > 0.8
    assert [block] == parts.parts_of(block, *_rest(grown))


def test_by_life__accounts_that_came_and_went_one_by_one_do_not_part():
    grown = ready_to_grow(market_of([job._replace(life=None) for job in _two_jobs(LATE)]))
    block = grow(grown, range(30))

    assert 0 == len(blocks.living_alike(block.members, grown.world))
    assert [] == parts._by_life(block, *_rest(grown))


def test_by_life__accounts_that_were_created_together_part_from_the_others():
    jobs = [job._replace(life=None) for job in _two_jobs(LATE)]
    grown = ready_to_grow(market_of(jobs, created=lambda a: 90 + a % 3 if a < 15 else 397 * a % 900))
    block = grow(grown, range(30))
    first, second = parts._by_life(block, *_rest(grown))

    assert jaccard(np.arange(15), first.members) > 0.7
    assert jaccard(np.arange(15, 30), second.members) > 0.7


def test_parts_of__a_block_is_not_split_deeper_than_asked():
    grown = ready_to_grow(market_of(NESTED, seller=lambda p: p // 4))
    block = grow(grown, range(30))
    rest = (grown.world, grown.rules, grown.scratch)

    assert [block] == parts.parts_of(block, *rest, depth=0)
    assert 2 == len(parts.parts_of(block, *rest, depth=1))


def test_parts_of__one_ring_stays_whole():
    grown = ready_to_grow(market_of(APART[:1]))
    block = grow(grown, range(12))

    assert [block] == parts.parts_of(block, grown.world, grown.rules, grown.scratch)


def test_parts_of__parts_too_small_for_a_ring_leave_the_block():
    grown = ready_to_grow(market_of(NESTED, seller=lambda p: p // 4))
    block = grow(grown, range(30))
    rules = grown.rules._replace(min_members=10**6)
    split_anyway = parts.parts_of(block, grown.world, grown.rules, grown.scratch)

    assert 2 == len(split_anyway)
    assert [block] == parts.parts_of(block, grown.world, rules, grown.scratch)


@pytest.mark.parametrize(
    ("second", "more", "says_more"),
    [
        (range(10, 20), 10.1, True),
        (range(10, 20), 9.9, False),
        (range(6, 16), 10.1, True),
        (range(6, 16), 9.9, False),
        (range(5, 15), 500.0, False),
    ],
)
def test_say_more__two_of_mostly_different_members_with_much_more_evidence(second, more, says_more):
    """Whom both have, four of ten at most, is paid for once: chosen among the other's ten."""
    two = [block_of(second, 50), block_of(range(10), 50)]
    world = ready_to_grow(market_of(APART)).world
    shared = len(set(second) & set(range(10)))
    alone = block_of(set(second) - set(range(10)), 0)
    saved = blocks.members_cost(two[0].members, world) - blocks.members_cost(alone.members, world)
    saved -= math.log(math.comb(10, shared))

    assert says_more == parts._say_more(two, block_of(range(20), 100 + max(saved, 0.0) - more), world)


def test_by_targets__who_serves_the_clients_of_both_does_not_swallow_the_other(monkeypatch):
    """The outer ring's accounts are at the inner ring's clients, too: grown again they have them back."""
    grown = ready_to_grow(market_of(NESTED, seller=lambda p: p // 4))
    block = grow(grown, range(30))
    regrown = []

    def growing_back(part, *_):
        regrown.append(block if len(part.members) > 20 else part)
        return regrown[-1]

    monkeypatch.setattr(parts, "polished", growing_back)
    inner, outer = sorted(parts._by_targets(block, *_rest(grown)), key=lambda part: len(part.members))

    assert any(part is block for part in regrown)
    assert set(range(12)) >= set(outer.cells.product.tolist())
    assert set(range(12, 20)) >= set(inner.cells.product.tolist())


@pytest.mark.parametrize("n_parts", [0, 1])
def test_say_more__one_part_that_is_left_is_not_two(n_parts):
    two = [block_of(range(10), 500)] * n_parts
    world = ready_to_grow(market_of(APART)).world

    assert not parts._say_more(two, block_of(range(20), 100), world)


@pytest.mark.parametrize(
    ("inner", "more", "says_more"),
    [(range(8), 10.1, True), (range(8), 9.9, False), (range(11), 500.0, False), (range(13, 21), 500.0, True)],
    ids=["enough", "too little", "most of the other", "nearly all inside"],
)
def test_say_more__a_part_inside_another_is_chosen_among_its_members(inner, more, says_more):
    """It costs ln C(20, 8) to say who of the outer ring's twenty members is in the inner ring, too."""
    world = ready_to_grow(market_of(APART)).world
    two = [block_of(inner, 50), block_of(range(20), 50)]
    nobody = blocks.members_cost(block_of(set(inner) - set(range(20)), 0).members, world)
    chosen = blocks.members_cost(two[0].members, world) - nobody
    chosen -= math.log(math.comb(20, len(set(inner) & set(range(20)))))

    assert says_more == parts._say_more(two, block_of(range(20), 100 + chosen - more), world)


def test_polished__has_no_less_evidence_and_stays_like_the_part():
    """A part of a ring is grown to no more than what resembles it."""
    grown = ready_to_grow(market_of(APART))
    whole = grow(grown, range(12))
    rest = (grown.world, grown.rules, grown.scratch)
    keep = whole.members < 10
    most = whole._replace(members=whole.members[keep], ratio=whole.ratio[keep], surplus=0.0)
    few = whole._replace(members=whole.members[:4], ratio=whole.ratio[:4], surplus=0.0)
    one = whole._replace(members=whole.members[:1], ratio=whole.ratio[:1], surplus=0.0)

    assert whole.members.tolist() == parts.polished(most, *rest).members.tolist()
    assert few is parts.polished(few, *rest)
    assert one is parts.polished(one, *rest)
    assert evidence_of(parts.polished(most, *rest)) > evidence_of(most)
