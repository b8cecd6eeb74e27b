from __future__ import annotations

import numpy as np
import pytest

from collusion.detection import bursts, holders, wordings
from collusion.detection.near_members import lack_of
from collusion.evidence.group import Group, edges_of
from tests.cases.held import ring_market_held
from tests.detection.searches import ring_search

PLAIN = (bursts.ORIGIN, holders.ORIGIN, wordings.ORIGIN)
BLOCKS = [one for one in ring_search().candidates if one.origin not in PLAIN]


@pytest.mark.parametrize("found", BLOCKS[:8], ids=lambda one: f"{len(one.group.members)} accounts")
def test_lack__a_member_that_is_left_out_lacks_nothing(found):
    held, group = ring_market_held(), found.group
    for member in group.members[:10]:
        rest = group.members[group.members != member]
        edges = group.edges[np.isin(group.edges, edges_of(held.graph, rest))]
        lack = lack_of(Group(rest, group.products, edges), int(member), held.space)

        assert lack.missing is not None
        assert lack.missing.tolist() == []


def test_lack__a_stranger_lacks_reviews_of_targets_that_it_never_wrote():
    held, group = ring_market_held(), BLOCKS[1].group
    strangers = np.setdiff1d(np.arange(0, len(held.graph.reviewers), 997), group.members)
    for stranger in strangers.tolist():
        lack = lack_of(group, stranger, held.space)
        mine = held.graph.reviews.indices[edges_of(held.graph, np.array([stranger]))]

        assert lack.missing is not None
        assert len(lack.missing) >= 2
        assert len({*lack.missing.tolist()} & {*mine.tolist()}) == 0
        assert np.isin(lack.missing, lack.targets).all()
        assert (lack.first <= lack.last).all()


def test_lack__who_is_too_busy_is_never_drawn_in():
    held, group = ring_market_held(), BLOCKS[1].group
    busiest = int(np.argmax(held.graph.reviews.row_degrees()))
    space = type(held.space)(
        held.graph, held.space.world, held.space.rules._replace(reviewer_cap=3, max_rounds=1)
    )

    assert lack_of(group, busiest, space).missing is None
