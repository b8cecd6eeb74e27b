from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.config import RunConfig
from collusion.detection.holders import linked_members
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
