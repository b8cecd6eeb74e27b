from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collusion.detection import anchors
from collusion.detection.params import DetectionParams
from collusion.evidence.timing import order_by_time
from collusion.graph.bipartite import biadjacency
from collusion.graph.build import NO_TIME

PARAMS = DetectionParams()


class _Graph:
    """What the seeds read of a graph; stars and minutes by edge, none if not given."""

    def __init__(self, edges, n_reviewers, n_products, stars=None, minutes=None):
        rows, cols = (np.array([edge[i] for edge in edges], dtype=np.int32) for i in (0, 1))
        self.reviews, _ = biadjacency(rows, cols, n_reviewers, n_products)
        self.reviewers = range(n_reviewers)
        self.stars = np.array(stars or [0] * len(edges), dtype=np.int8)
        self.minute = np.array(minutes or [NO_TIME] * len(edges), dtype=np.int32)


def _seeds(graph, found, params=PARAMS):
    return anchors.anchor_seeds(graph, order_by_time(graph), np.array(found, np.int32), params=params)


def _pagerank(edges, n_reviewers, anchor, meets):
    """Walk by the definition, over dictionaries: from a review to those that meet it, and their authors."""
    of, by = {}, {}
    for place, (r, p) in enumerate(edges):
        of.setdefault(r, []).append(place)
        by.setdefault(p, []).append(place)
    mass, rank = {anchor: 1.0}, {}
    for step in range(anchors._STEPS):
        landed = {}
        for r, weight in mass.items():
            for place in of.get(r, []):
                met = [other for other in by[edges[place][1]] if meets(place, other)]
                for other in met:
                    author = edges[other][0]
                    landed[author] = landed.get(author, 0.0) + weight / len(of[r]) / len(met)
        mass = landed
        for r, weight in mass.items():
            share = anchors._RESTART * (1 - anchors._RESTART) ** (step + 1)
            rank[r] = rank.get(r, 0.0) + share * weight
    return rank


PAIRS = st.sets(st.tuples(st.integers(0, 9), st.integers(0, 5)), min_size=1, max_size=40)


@settings(max_examples=50)
@given(PAIRS, st.integers(0, 9), st.randoms(use_true_random=False), st.booleans())
def test_anchor_seeds__are_those_of_highest_pagerank(edges, anchor, rng, has_times):
    """Over reviews of a product within twelve days that praise, or do not, alike; without times over all."""
    edges = sorted(edges)
    stars = [rng.randint(0, 5) for _ in edges]
    days = [rng.randint(0, 60) for _ in edges]
    minutes = [1000 + day * 1440 for day in days] if has_times else None
    graph = _Graph(edges, 10, 6, stars, minutes)

    def meets(one, other):
        near = not has_times or abs(days[one] - days[other]) <= 12
        alike = (stars[one] >= 4) == (stars[other] >= 4) or 0 in (stars[one], stars[other])
        return near and alike

    found = anchors._nearest(anchors._meetings(graph, order_by_time(graph), PARAMS), anchor)
    rank = _pagerank(edges, 10, anchor, meets)

    assert anchor == found[0]
    assert set(found.tolist()) == set(rank) | {anchor}
    ranks = [rank[r] for r in found[1:].tolist()]
    assert all(first >= second - 1e-12 for first, second in itertools.pairwise(ranks))


def test_anchor_seeds__without_times_large_products_lead_nowhere():
    edges = [(r, 0) for r in range(200)] + [(r, 1) for r in range(5)]
    seeds = _seeds(_Graph(edges, 200, 2), [0])

    assert [0, 1, 2, 3, 4] == seeds.members.tolist()
    assert ("labels", True) == (seeds.origin, seeds.sparse)


def test_anchor_seeds__of_a_large_product_those_of_the_same_days():
    edges = [(r, 0) for r in range(200)]
    seeds = _seeds(_Graph(edges, 200, 1, minutes=[1440 * (1 + 3 * r) for r in range(200)]), [100])

    # Twelve days are four reviews to either side, and three steps lead three times as far.
    assert list(range(88, 113)) == seeds.members.tolist()


def test_anchor_seeds__are_tried_in_several_sizes():
    edges = [(r, 0) for r in range(100)]
    seeds = _seeds(_Graph(edges, 100, 1), [7])

    assert [41, 81, 100] == np.diff(seeds.indptr).tolist()


@pytest.mark.parametrize(("n_anchors", "n_seeds"), [(0, 0), (1, 1), (2, 2), (3, 4)])
def test_anchor_seeds__three_anchors_are_a_seed_themselves(n_anchors, n_seeds):
    edges = [(r, p) for r in range(4) for p in range(2)]

    assert n_seeds == len(_seeds(_Graph(edges, 4, 2), range(n_anchors)))


def test_anchor_seeds__says_how_many_labelled_accounts_it_leaves_out(monkeypatch):
    """Beyond a fixed number none is walked from; a crowd larger than asked for is no seed as a whole."""
    monkeypatch.setattr(anchors, "MOST_ANCHORS", 3)
    graph = _Graph([(r, p) for r in range(6) for p in range(2)], 6, 2)

    def left_out(n_anchors, max_cohort):
        params = replace(PARAMS, max_cohort=max_cohort)
        found = _seeds(graph, range(n_anchors), params)
        return len(found), found.n_beyond, found.n_crowds

    assert (4, 0, 0) == left_out(3, 3)
    assert (4, 2, 0) == left_out(5, 5)
    assert (4, 2, 1) == left_out(5, 4)
