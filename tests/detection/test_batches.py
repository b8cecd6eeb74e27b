from __future__ import annotations

import numpy as np
import pytest

from collusion.config import RunConfig
from collusion.detection.batches import batches
from collusion.detection.holders import holder_candidates
from collusion.evidence.identifiers import prepare_identifiers
from collusion.graph.build import build_graph
from collusion.minutes import NO_TIME
from collusion.tables.mapping import BUILT_IN_KINDS
from tests.tables_of import day, tables_of

DAY = 1440


def _found(*, apart=0, common=True, holders=5, known=True):
    """Return the batches of a market with two cards of some accounts each, made `apart` days apart."""
    names = [f"a{i:02d}" for i in range(2 * holders)]
    first, second = names[:holders], names[holders:]
    reviews = [(a, "p0") for a in first] + [(a, "p0" if common else "p1") for a in second]
    tables = tables_of(
        [{"reviewer_id": a, "product_id": p} for a, p in reviews],
        identifiers=[{"reviewer_id": a, "kind": "card", "value": f"c{a in first}"} for a in names],
    )
    graph = build_graph(tables)
    identity = prepare_identifiers(graph, BUILT_IN_KINDS, params=RunConfig().evidence)
    days = {a: 100 + (apart if a in second else 0) for a in names}
    created = [days[a] * DAY if known else NO_TIME for a in graph.reviewers.ids.to_list()]
    found = batches(graph, identity.instruments(), np.array(created, dtype=np.int32))
    return [graph.reviewers.ids.gather(group).to_list() for group in found]


def test_batches__two_that_were_begun_within_weeks_for_one_product():
    assert [[f"a{i:02d}" for i in range(10)]] == _found(apart=30)


@pytest.mark.parametrize(
    "market",
    [{"apart": 46}, {"common": False}, {"holders": 3}, {"known": False}],
    ids=["months apart", "nothing in common", "too few", "nobody knows when"],
)
def test_batches__others_are_left_apart(market):
    assert [] == _found(**market)


@pytest.mark.parametrize(("apart", "known", "n_groups"), [(30, False, 1), (60, False, 0), (60, True, 1)])
def test_holder_candidates__batches_begin_when_they_first_review_where_no_creation_is_known(
    apart, known, n_groups
):
    """Two cards of five accounts for one product, that first review `apart` days apart; all were created in
    one week, if that is known.
    """
    names = [f"a{i:04d}" for i in range(3000)]
    when = [100 + apart * (5 <= i < 10) for i in range(len(names))]
    tables = tables_of(
        [
            {"reviewer_id": a, "product_id": f"p{max(i - 9, 0)}", "rating": 5, "posted_at": day(when[i])}
            for i, a in enumerate(names)
        ],
        identifiers=[
            {"reviewer_id": a, "kind": "card", "value": f"c{i // 5 if i < 10 else i}"}
            for i, a in enumerate(names)
        ],
    )
    graph = build_graph(tables)
    identity = prepare_identifiers(graph, BUILT_IN_KINDS, params=RunConfig().evidence)
    created = np.full(len(names), 7 * DAY if known else NO_TIME, dtype=np.int32)
    found = holder_candidates(graph, identity, created, seed=0, params=RunConfig().detection)

    assert n_groups == sum(len(one.group.members) == 10 for one in found)
