from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.detection import anchors
from collusion.detection.params import DetectionParams
from collusion.graph.bipartite import biadjacency

PARAMS = DetectionParams()


class _Graph:
    """What the seeds read of a graph."""

    def __init__(self, edges, n_reviewers, n_products):
        rows, cols = (np.array([edge[i] for edge in edges], dtype=np.int32) for i in (0, 1))
        self.reviews, _ = biadjacency(rows, cols, n_reviewers, n_products)
        self.reviewers = range(n_reviewers)


def _pagerank(edges, n_reviewers, anchor, steps, restart):
    """Walk by the definition, over dictionaries."""
    of, by = {}, {}
    for r, p in edges:
        of.setdefault(r, []).append(p)
        by.setdefault(p, []).append(r)
    mass, rank = {anchor: 1.0}, {}
    for step in range(steps):
        landed = {}
        for r, weight in mass.items():
            for p in of.get(r, []):
                for other in by[p]:
                    landed[other] = landed.get(other, 0.0) + weight / len(of[r]) / len(by[p])
        mass = landed
        for r, weight in mass.items():
            rank[r] = rank.get(r, 0.0) + restart * (1 - restart) ** (step + 1) * weight
    return rank


@settings(max_examples=50)
@given(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 5)), min_size=1, max_size=40), st.integers(0, 9))
def test_anchor_seeds__are_those_of_highest_pagerank(edges, anchor):
    edges = sorted(edges)
    graph = _Graph(edges, 10, 6)
    found = anchors._nearest(graph.reviews, anchor, 150)
    rank = _pagerank(edges, 10, anchor, anchors._STEPS, anchors._RESTART)

    assert anchor == found[0]
    assert set(found.tolist()) == set(rank) | {anchor}
    ranks = [rank[r] for r in found[1:].tolist()]
    assert all(first >= second - 1e-12 for first, second in itertools.pairwise(ranks))


def test_anchor_seeds__large_products_lead_nowhere():
    edges = [(r, 0) for r in range(200)] + [(r, 1) for r in range(5)]
    seeds = anchors.anchor_seeds(_Graph(edges, 200, 2), np.array([0], np.int32), params=PARAMS)

    assert [0, 1, 2, 3, 4] == seeds.members.tolist()
    assert ("labels", True) == (seeds.origin, seeds.sparse)


@pytest.mark.parametrize(("n_anchors", "n_seeds"), [(0, 0), (1, 1), (2, 2), (3, 4)])
def test_anchor_seeds__three_anchors_are_a_seed_themselves(n_anchors, n_seeds):
    edges = [(r, p) for r in range(4) for p in range(2)]
    found = np.arange(n_anchors, dtype=np.int32)

    assert n_seeds == len(anchors.anchor_seeds(_Graph(edges, 4, 2), found, params=PARAMS))


def test_anchor_seeds__says_how_many_labelled_accounts_it_leaves_out(monkeypatch):
    """Beyond a fixed number none is walked from; a crowd larger than asked for is no seed as a whole."""
    monkeypatch.setattr(anchors, "MOST_ANCHORS", 3)
    graph = _Graph([(r, p) for r in range(6) for p in range(2)], 6, 2)

    def left_out(n_anchors, max_cohort):
        params = replace(PARAMS, max_cohort=max_cohort)
        found = anchors.anchor_seeds(graph, np.arange(n_anchors, dtype=np.int32), params=params)
        return len(found), found.n_beyond, found.n_crowds

    assert (4, 0, 0) == left_out(3, 3)
    assert (4, 2, 0) == left_out(5, 5)
    assert (4, 2, 1) == left_out(5, 4)
