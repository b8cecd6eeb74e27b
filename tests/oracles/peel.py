"""FRAUDAR's greedy as published (Hooi et al. KDD'16, Algorithm 1), and the densest block by trying all."""

from __future__ import annotations

import math
from itertools import chain, combinations


def product_weights(edges, weighting):
    """Weigh each product 1 / ln(degree + 5), or 1, in whole 2^-20ths."""
    products = [p for _, p in edges]
    if weighting == "plain":
        return dict.fromkeys(products, 2**20)
    return {p: round(2**20 / math.log(products.count(p) + 5)) for p in products}


def density(edges, nodes, weights):
    """Average weight of the edges inside `nodes` (("u", i) and ("p", j)), in whole units."""
    inside = [p for u, p in edges if ("u", u) in nodes and ("p", p) in nodes]
    return sum(weights[p] for p in inside) / len(nodes)


def greedy_density(n_reviewers, n_products, edges, weighting):
    """Density of the best state when the node of least degree leaves first, the smallest of equals."""
    weights = product_weights(edges, weighting)
    nodes = {("u", i) for i in range(n_reviewers)} | {("p", j) for j in range(n_products)}
    best = 0.0
    while nodes:
        best = max(best, density(edges, nodes, weights))
        degree = dict.fromkeys(nodes, 0)
        for u, p in edges:
            if ("u", u) in nodes and ("p", p) in nodes:
                degree["u", u] += weights[p]
                degree["p", p] += weights[p]
        nodes.remove(min(nodes, key=lambda node: (degree[node], node[0] == "p", node[1])))
    return best / 2**20


def optimal_density(edges, weighting):
    """Density of the densest block of all, by trying every set of nodes that have edges."""
    weights = product_weights(edges, weighting)
    nodes = sorted({("u", u) for u, _ in edges} | {("p", p) for _, p in edges})
    subsets = chain.from_iterable(combinations(nodes, size) for size in range(1, len(nodes) + 1))
    return max((density(edges, set(subset), weights) for subset in subsets), default=0.0) / 2**20
