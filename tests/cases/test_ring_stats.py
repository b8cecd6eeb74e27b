from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from collusion.cases.ring_stats import ring_stats
from collusion.config import load_config
from collusion.scoring.families import Assessment, assess
from tests.markets import group_of, prepare
from tests.scoring.assessments import assessment
from tests.tables_of import day, tables_of

N_MEMBERS, N_TARGETS = 4, 3


def _rows(*, times=True, stars=True):
    """Four members at three targets over six days; two strangers a target, one of them within."""
    rows = [(f"a{i}", f"p{j}", 10 + i + j, 5) for i in range(N_MEMBERS) for j in range(N_TARGETS)]
    rows += [(f"a{i}", "elsewhere", 40, 3) for i in range(N_MEMBERS)]
    rows += [(f"s{j}", f"p{j}", 11 + j, 2) for j in range(N_TARGETS)]
    rows += [(f"t{j}", f"p{j}", 90, 2) for j in range(N_TARGETS)]
    return [
        {
            "reviewer_id": r,
            "product_id": p,
            "posted_at": day(d) if times else None,
            "rating": s if stars else None,
        }
        for r, p, d, s in rows
    ]


def _stats(rows, **tables):
    market = prepare(tables_of(rows, **tables), load_config(Path(), None))
    members = np.flatnonzero(market.graph.reviewers.ids.str.starts_with("a"))
    products = np.flatnonzero(market.graph.products.ids.str.starts_with("p"))
    candidate = replace(assessment().candidate, group=group_of(market.graph, members, products))
    judged: Assessment = assess([candidate], market.channels)[0]
    return ring_stats(market.graph, judged, candidate.group.edges)


def test_ring_stats__counts():
    products = [{"product_id": f"p{j}", "seller_id": f"s{j // 2}"} for j in range(N_TARGETS)]
    found = _stats(_rows(), products=products)

    assert (4, 3, 2, 12) == (found.n_members, found.n_targets, found.n_sellers, found.n_reviews)
    assert 12 / 16 == pytest.approx(found.target_share)
    assert 3 / 15 == pytest.approx(found.crowd_share)
    assert 5.0 == found.span_days
    assert 5.0 == found.mean_stars
    assert found.star_gap > 1


def test_ring_stats__what_is_unknown_is_none():
    found = _stats(_rows(times=False, stars=False))

    assert (None, None, None, None, 0) == (
        found.span_days,
        found.mean_stars,
        found.star_gap,
        found.widest,
        found.n_sellers,
    )


def test_ring_stats__the_value_that_most_members_share():
    identifiers = [{"reviewer_id": f"a{i}", "kind": "card", "value": "two"} for i in range(2)]
    identifiers += [
        {"reviewer_id": name, "kind": "ip", "value": "most"} for name in ("a0", "a1", "a3", "s1", "t2")
    ]
    identifiers += [{"reviewer_id": name, "kind": "device", "value": f"own {name}"} for name in ("a0", "a1")]
    found = _stats(_rows(), identifiers=identifiers).widest

    assert ("ip", 3, 5) == (found.kind, found.n_members, found.n_accounts)


def test_ring_stats__of_values_that_as_many_share_the_first_kinds():
    held = [(f"a{i}", kind) for i in range(2) for kind in ("ip", "card", "email")]
    identifiers = [{"reviewer_id": who, "kind": kind, "value": f"one {kind}"} for who, kind in held]

    assert "card" == _stats(_rows(), identifiers=identifiers).widest.kind


def test_ring_stats__of_no_reviews_is_zero():
    market = prepare(tables_of(_rows()), load_config(Path(), None))
    group = group_of(market.graph, [], [])
    one = assessment()
    found = ring_stats(market.graph, replace(one, candidate=replace(one.candidate, group=group)), group.edges)

    assert (0, 0, 0.0, 0.0) == (found.n_members, found.n_reviews, found.crowd_share, found.target_share)
