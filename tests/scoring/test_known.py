from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from collusion.detection.holders import ORIGIN as SHARED_IDENTIFIERS
from collusion.graph.build import build_graph
from collusion.scoring.known import NOBODY, known_members
from collusion.tables.known_labels import FAKE, HONEST, KnownLabels
from tests.markets import group_of
from tests.scoring.assessments import assessment
from tests.tables_of import tables_of


def _told(said, members, rows, origin="products"):
    """Return what labels tell of `members` at the products t…, among a thousand accounts and `rows`."""
    others = [{"reviewer_id": f"a{u:03d}", "product_id": f"p{u}", "rating": 4} for u in range(1000)]
    graph = build_graph(tables_of([*others, *rows]))
    nothing = np.zeros(0, dtype=np.int8)
    graph = replace(graph, labels=KnownLabels(said, nothing, nothing, nothing))
    target = np.flatnonzero(graph.products.ids.str.starts_with("t"))
    candidate = replace(assessment(size=8).candidate, group=group_of(graph, members, target), origin=origin)
    return known_members(candidate, graph)


@pytest.mark.parametrize(("n_fake", "n_honest", "sign"), [(6, 0, 1), (0, 6, -1), (6, 6, 0), (0, 0, 0)])
def test_known_members__who_are_called_honest_take_what_fakes_add(n_fake, n_honest, sign):
    """Of a thousand accounts as many are called the one as the other, of twenty members only these."""
    said = np.zeros(1000, dtype=np.int8)
    said[:n_fake], said[n_fake : n_fake + n_honest] = FAKE, HONEST
    said[100 : 110 - n_fake], said[200 : 210 - n_honest] = FAKE, HONEST
    rows = [{"reviewer_id": f"a{u:03d}", "product_id": "t", "rating": 5} for u in range(20)]
    found = _told(said, np.arange(20), rows)

    assert (n_fake, n_honest) == (found.n_fake, found.n_honest)
    assert sign == np.sign(round(found.bits))


@pytest.mark.parametrize(("at", "n_beside", "is_told"), [(30, 10, True), (300, 10, False), (30, 400, False)])
def test_known_members__a_known_fake_who_reviewed_the_target_tells_of_them(at, n_beside, is_told):
    """One other reviewer of the target is labelled, or somebody who never saw it, or one of a crowd."""
    said = np.zeros(1000, dtype=np.int8)
    said[at] = FAKE
    reviewers = [*range(20), *range(25, 25 + n_beside)]
    rows = [{"reviewer_id": f"a{u:03d}", "product_id": "t", "rating": 5} for u in reviewers]
    found = _told(said, np.arange(20), rows)

    assert (0, 0) == (found.n_fake, found.n_honest)
    assert is_told == (found.bits > 1.0)
    assert found.bits > 0.0 or not is_told


@pytest.mark.parametrize(
    ("n_targets", "n_of_fake", "is_told"), [(3, 1, False), (3, 2, True), (15, 2, False), (15, 3, True)]
)
def test_known_members__of_several_targets_a_known_fake_must_have_reviewed_two(n_targets, n_of_fake, is_told):
    """Rings work for products that others review, too: one meeting with a known fake tells of nobody.

    Of many products it takes a fifth: whoever reviews much has met two of them.
    """
    said = np.zeros(1000, dtype=np.int8)
    said[30] = FAKE
    pairs = [(u, p) for u in range(20) for p in range(n_targets)] + [(30, p) for p in range(n_of_fake)]
    rows = [{"reviewer_id": f"a{u:03d}", "product_id": f"t{p}", "rating": 5} for u, p in pairs]

    found = _told(said, np.arange(20), rows)
    assert is_told == (found.bits > 1.0)
    assert is_told == (found.n_beside == 1)


@pytest.mark.parametrize(("n_fake", "n_others"), [(1, 0), (3, 0), (1, 7), (2, 30)])
def test_known_members__bits_are_how_surprising_so_many_labels_are(n_fake, n_others):
    said = np.zeros(1000, dtype=np.int8)
    said[:n_fake], said[100 : 100 + n_others] = FAKE, FAKE
    rows = [{"reviewer_id": f"a{u:03d}", "product_id": "t", "rating": 5} for u in range(20)]
    rate = 20 * (n_fake + n_others + 1) / 1002

    assert _told(said, np.arange(20), rows).bits == pytest.approx(
        -np.log2(stats.poisson.sf(n_fake - 1, rate))
    )


@pytest.mark.parametrize(
    ("day", "origin", "n_beside"),
    [(5, "products", 1), (9, "products", 1), (20, "products", 0), (20, SHARED_IDENTIFIERS, 1)],
)
def test_known_members__where_they_met_a_known_fake_must_have_come_while_they_did(day, origin, n_beside):
    """Of a popular product many more come later, and one of them is somebody's known fake."""
    said = np.zeros(1000, dtype=np.int8)
    said[30] = FAKE
    days = [(u, 1 + u % 9) for u in range(20)] + [(30, day)]
    rows = [
        {
            "reviewer_id": f"a{u:03d}",
            "product_id": "t",
            "rating": 5,
            "posted_at": f"2024-01-{at:02d}T12:00:00Z",
        }
        for u, at in days
    ]
    found = _told(said, np.arange(20), rows, origin)

    assert n_beside == found.n_beside
    assert (n_beside == 1) == (found.bits > 1.0)


def test_nobody__is_called_anything():
    assert (0, 0, 0.0) == (NOBODY.n_fake, NOBODY.n_honest, NOBODY.bits)
