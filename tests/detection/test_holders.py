from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.config import RunConfig
from collusion.detection.holders import crews_about, linked_members
from collusion.evidence.identifiers import prepare_identifiers
from collusion.graph.build import build_graph
from collusion.tables.mapping import BUILT_IN_KINDS
from tests.tables_of import tables_of

ACCOUNTS = [f"a{i:02d}" for i in range(9)]
INSTRUMENTS = ("card", "device")
VALUES = [("card", "c1"), ("card", "c2"), ("device", "d1"), ("ip", "1.2.3.4"), ("address", "x1")]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(VALUES)), min_size=1, unique=True),
    st.sets(st.sampled_from(ACCOUNTS), min_size=2),
)
def test_linked_members__share_a_card_or_a_device_with_another_of_the_group(held, members):
    tables = tables_of(
        [{"reviewer_id": account, "product_id": "p0"} for account in ACCOUNTS],
        identifiers=[{"reviewer_id": account, "kind": k, "value": v} for account, (k, v) in held],
    )
    graph = build_graph(tables)
    identity = prepare_identifiers(graph, BUILT_IN_KINDS, params=RunConfig().evidence)
    group = np.array([ACCOUNTS.index(name) for name in sorted(members)], dtype=np.int32)
    n_holders = Counter(value for account, value in held if account in members)
    expected = {
        account
        for account, value in held
        if account in members and value[0] in INSTRUMENTS and n_holders[value] >= 2
    }

    assert sorted(expected) == [ACCOUNTS[i] for i in linked_members(group, identity).tolist()]


def test_linked_members__a_card_of_more_than_sixty_accounts_links_nobody():
    names = [f"a{i:02d}" for i in range(61)]
    tables = tables_of(
        [{"reviewer_id": name, "product_id": "p0"} for name in names],
        identifiers=[{"reviewer_id": name, "kind": "card", "value": "c1"} for name in names],
    )
    identity = prepare_identifiers(build_graph(tables), BUILT_IN_KINDS, params=RunConfig().evidence)

    assert [] == linked_members(np.arange(61, dtype=np.int32), identity).tolist()


def _crews(held, fakes, n_accounts=60):
    """Return the crews about some known fakes, where accounts hold cards."""
    tables = tables_of(
        [{"reviewer_id": f"a{u:02d}", "product_id": f"p{u}"} for u in range(n_accounts)],
        identifiers=[{"reviewer_id": f"a{u:02d}", "kind": "card", "value": value} for u, value in held],
    )
    graph = build_graph(tables)
    config = RunConfig()
    identity = prepare_identifiers(graph, BUILT_IN_KINDS, params=config.evidence)
    found = crews_about(graph, identity, np.array(fakes, np.int32), params=config.detection)
    return [one.group.members.tolist() for one in found]


#: Batches of four that a member of each ties to the next, and a card that many hold.
_CHAIN = [(3 * batch + i, f"c{batch}") for batch in range(5) for i in range(4)]


def test_crews_about__are_all_whom_cards_tie_to_a_known_fake_step_by_step():
    assert [list(range(10)), list(range(13)), list(range(16))] == _crews(_CHAIN, [5])


def test_crews_about__a_value_that_many_hold_ties_nobody():
    """Whom one prepaid card of a shop ties are no crew."""
    shop = [(u, "shop") for u in range(15, 27)]

    assert list(range(16)) == _crews(_CHAIN + shop, [5])[-1]


def test_crews_about__not_about_a_household_nor_the_known_to_be_alone():
    assert [] == _crews([(0, "c"), (1, "c"), (2, "c")], [0])
    assert [] == _crews(_CHAIN, [40])
