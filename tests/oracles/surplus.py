"""Surplus of a block by its definition."""

from __future__ import annotations


def surplus(all_edges, edges_in_play, reviewers, products, gamma, cost):
    """edges(S, T) - gamma k(S) d(T) / M - cost (|S| + |T|), degrees and M from all edges."""
    reviewers, products = set(reviewers), set(products)
    inside = sum(u in reviewers and p in products for u, p in edges_in_play)
    k = sum(u in reviewers for u, _ in all_edges)
    d = sum(p in products for _, p in all_edges)
    return inside - gamma * k * d / len(all_edges) - cost * (len(reviewers) + len(products))
