"""Where blocks come apart, and where they do not, on small markets made by hand."""

from __future__ import annotations

import math

import pytest

from collusion.detection import parts
from collusion.kernels import blocks
from collusion.kernels.blocks import evidence_of
from tests.detection.by_hand import APART, NESTED, block_of, grow, market_of, ready_to_grow


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
    ("second", "evidence", "says_more"),
    [
        (range(10, 20), 60, True),
        (range(6, 16), 60, True),
        (range(5, 15), 60, False),
        (range(10, 20), 40, False),
    ],
)
def test_say_more__two_of_mostly_different_members_with_more_evidence(second, evidence, says_more):
    two = [block_of(range(10), 50), block_of(second, evidence)]

    world = ready_to_grow(market_of(APART)).world

    assert says_more == parts._say_more(two, block_of(range(20), 100), world)


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
    chosen = blocks.members_cost(two[0].members, world) - math.log(math.comb(20, len(inner)))

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
