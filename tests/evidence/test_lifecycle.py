from __future__ import annotations

import numpy as np
import pytest

from collusion.evidence.lifecycle import prepare_lifecycle
from collusion.graph.build import build_graph
from tests.markets import group_of
from tests.tables_of import day, tables_of

N_ACCOUNTS = 200


def _assess(created, n_members=12):
    rng = np.random.default_rng(3)
    rows = [
        {"reviewer_id": f"a{i:03d}", "product_id": f"p{j}", "posted_at": day(2000 + float(rng.random()))}
        for i in range(N_ACCOUNTS)
        for j in range(3)
    ]
    accounts = [{"reviewer_id": f"a{i:03d}", "created_at": created(i)} for i in range(N_ACCOUNTS)]
    tables = tables_of(rows, accounts=accounts)
    graph = build_graph(tables)
    evidence = prepare_lifecycle(tables, graph, max_tilt=0.35)
    return evidence.assess(group_of(graph, np.arange(n_members), np.arange(3)))


def _spread(i):
    return day((i * 37) % N_ACCOUNTS * 9)


def test_assess__accounts_made_together_are_evidence():
    found = _assess(lambda i: day(1700 + i / 24) if i < 12 else _spread(i))

    assert found.bits > 5
    assert "12 of 12 accounts were created within" in found.sentence


def test_assess__old_accounts_made_together_are_none():
    """Whoever chooses old accounts, as a sampling programme does, gets accounts of the same early years."""
    assert _assess(lambda i: day(100 + i / 24) if i < 12 else _spread(i)).bits <= 0


def test_assess__accounts_made_at_any_time_are_none():
    assert _assess(_spread).bits <= 0


def test_assess__a_day_when_everybody_came_is_none():
    assert _assess(lambda i: day(1000 + (i * 37) % N_ACCOUNTS / 500)).bits <= 0


def test_assess__young_accounts_where_others_are_old_are_evidence():
    """Made over four months, so no burst, but right before the job."""
    found = _assess(lambda i: day(1995 - 10 * i) if i < 12 else day((i * 37) % N_ACCOUNTS * 5))

    assert found.bits > 10
    assert "younger" in found.sentence


def test_assess__old_accounts_are_no_evidence_by_their_age():
    assert _assess(lambda i: day(100 * i) if i < 12 else _spread(i)).bits <= 0


@pytest.mark.parametrize("n_known", [0, 2])
def test_assess__fewer_than_three_dates_tell_nothing(n_known):
    assert _assess(lambda i: None if n_known <= i < 12 else _spread(i)) is None
