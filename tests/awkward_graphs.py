"""Named awkward bipartite graphs, small enough for slow oracles, used by every test of a graph algorithm."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

NO_MINUTE = -(2**31)


class AwkwardGraph(NamedTuple):
    n_reviewers: int
    n_products: int
    reviewer: np.ndarray
    product: np.ndarray
    minute: np.ndarray


def _graph(n_reviewers, n_products, pairs, minutes=None):
    reviewer, product = (np.array([pair[i] for pair in pairs], dtype=np.int32) for i in (0, 1))
    minutes = range(len(pairs)) if minutes is None else minutes
    return AwkwardGraph(n_reviewers, n_products, reviewer, product, np.array(list(minutes), dtype=np.int32))


def _clique(reviewers, products):
    return [(u, p) for u in reviewers for p in products]


def _power_law(n_reviewers, n_products, n_edges, seed):
    rng = np.random.default_rng(seed)
    u = (n_reviewers * rng.random(n_edges) ** 2).astype(int)
    p = (n_products * rng.random(n_edges) ** 2.5).astype(int)
    pairs = sorted(set(zip(u.tolist(), p.tolist())))
    minutes = rng.integers(0, 5000, len(pairs))
    minutes[rng.random(len(pairs)) < 0.1] = NO_MINUTE
    shuffled = rng.permutation(len(pairs))
    return _graph(n_reviewers, n_products, [pairs[i] for i in shuffled], minutes)


GRAPHS: dict[str, AwkwardGraph] = {
    "empty": _graph(0, 0, []),
    "one reviewer": _graph(1, 0, []),
    "one product": _graph(0, 1, []),
    "no edges": _graph(3, 2, []),
    "one edge": _graph(1, 1, [(0, 0)]),
    "star around a product": _graph(6, 1, _clique(range(6), [0])),
    "hub reviewer": _graph(1, 7, _clique([0], range(7))),
    "path": _graph(3, 3, [(0, 0), (1, 0), (1, 1), (2, 1), (2, 2)]),
    "square": _graph(2, 2, _clique([0, 1], [0, 1])),
    "two cliques": _graph(8, 7, _clique(range(4), range(4)) + _clique(range(4, 8), range(4, 7))),
    "two equal cliques": _graph(6, 6, _clique(range(3), range(3)) + _clique(range(3, 6), range(3, 6))),
    "cliques with a bridge": _graph(
        6, 6, [*_clique(range(3), range(3)), *_clique(range(3, 6), range(3, 6)), (2, 3)]
    ),
    "isolated nodes": _graph(9, 9, _clique([2, 4, 8], [1, 8])),
    "all at once": _graph(5, 4, _clique(range(5), range(4)), [7] * 20),
    "times unknown": _graph(4, 4, _clique(range(4), range(4)), [NO_MINUTE] * 16),
    "times at the limits": _graph(3, 2, _clique(range(3), range(2)), [NO_MINUTE, 0, 2**30, -(2**30), 0, 1]),
    "descending order": _graph(4, 3, list(reversed(_clique(range(4), range(3))))),
    "power law": _power_law(40, 25, 200, seed=1),
    "power law, dense": _power_law(25, 10, 300, seed=2),
}

DUPLICATED = _graph(3, 3, [(1, 2), (0, 1), (1, 2), (1, 2), (0, 1), (2, 0), (0, 0)])
"""Repeated edges: only what sorts or shuffles edges must take them."""
