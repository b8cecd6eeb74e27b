from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from collusion.detection.communities import groups_of, link_communities, product_communities
from collusion.detection.params import DetectionParams
from collusion.evidence.links import Links, no_links
from collusion.graph.build import build_graph
from tests.tables_of import tables_of

PARAMS = DetectionParams()


def _links(pairs, weight=1.0):
    ordered = sorted(pairs)
    source, target = (np.array([pair[i] for pair in ordered], dtype=np.int32) for i in (0, 1))
    return Links(source, target, np.full(len(ordered), weight, dtype=np.float32))


def _sets(seeds):
    return [
        seeds.members[low:high].tolist()
        for low, high in zip(seeds.indptr.tolist(), seeds.indptr[1:].tolist())
    ]


def test_link_communities__cliques_come_apart_at_a_bridge():
    cliques = [range(10, 22), range(40, 50)]
    pairs = {pair for clique in cliques for pair in combinations(clique, 2)} | {(21, 40)}
    found = _sets(link_communities(_links(pairs), seed=0, params=PARAMS))

    assert all(list(clique) in found for clique in cliques)
    assert len(found) == len({tuple(members) for members in found})


@given(st.lists(st.integers(1, 7), min_size=1, max_size=8), st.floats(0.01, 1.0))
def test_link_communities__components_linked_all_round_are_communities(sizes, weight):
    """Whether they are strong enough to need no search or not: weaker than the resolution they fall apart."""
    starts = np.cumsum([0, *sizes]).tolist()
    cliques = [list(range(low, high)) for low, high in pairwise(starts)]
    pairs = [pair for clique in cliques for pair in combinations(clique, 2)]
    params = DetectionParams(resolutions=(0.2,))
    found = _sets(link_communities(_links(pairs, weight), seed=0, params=params))
    large = [clique for clique in cliques if len(clique) >= 3]

    assert sorted(found) == (large if weight > 0.2 else [])


def test_link_communities__a_component_with_a_weak_link_is_searched():
    """Two households that one weak link joins are two, and first in the list are those that were searched."""
    triples = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5), (10, 11), (10, 12), (11, 12)]
    links = _links([*triples, (2, 3)])
    weight = np.where((links.source == 2) & (links.target == 3), np.float32(0.01), links.weight)
    found = _sets(link_communities(replace(links, weight=weight), seed=0, params=PARAMS))

    assert [[0, 1, 2], [3, 4, 5]] == sorted(found[:2])
    assert [10, 11, 12] == found[-1]


def test_link_communities__pairs_are_none():
    assert [] == _sets(link_communities(_links([(1, 2), (5, 9)]), seed=0, params=PARAMS))


def test_link_communities__no_links_no_communities():
    assert 0 == len(link_communities(no_links(), seed=0, params=PARAMS))


def test_link_communities__the_same_seed_gives_the_same():
    rng = np.random.default_rng(3)
    pairs = {tuple(sorted(rng.choice(60, 2, replace=False).tolist())) for _ in range(400)}
    first, second = (_sets(link_communities(_links(pairs), seed=5, params=PARAMS)) for _ in range(2))

    assert first == second
    assert first


@given(st.lists(st.integers(0, 5), max_size=30))
def test_groups_of__positions_by_label(labels):
    found = groups_of(np.array(labels, dtype=np.int64))

    assert [[i for i, label in enumerate(labels) if label == of] for of in sorted(set(labels))] == [
        group.tolist() for group in found
    ]


def test_product_communities__are_products_with_common_reviewers():
    rng = np.random.default_rng(1)
    rows = [
        {"reviewer_id": f"a{world}-{i}", "product_id": f"p{world}{p}"}
        for world in range(3)
        for i in range(50)
        for p in rng.choice(8, 4, replace=False).tolist()
    ]
    graph = build_graph(tables_of([*rows, {"reviewer_id": "once", "product_id": "q"}]))
    found = product_communities(graph, seed=0)
    worlds = [
        {int(found[i]) for i, name in enumerate(graph.products.ids) if name[:2] == f"p{w}"} for w in range(3)
    ]

    assert [1, 1, 1] == [len(world) for world in worlds]
    assert 3 == len(set.union(*worlds))


def test_product_communities__nobody_reviewed_twice_tells_nothing():
    graph = build_graph(tables_of([{"reviewer_id": f"a{i}", "product_id": f"p{i % 3}"} for i in range(9)]))

    assert [-1, -1, -1] == product_communities(graph, seed=0).tolist()
