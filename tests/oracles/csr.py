"""Rows and columns of a bipartite graph, by sorting tuples."""

from __future__ import annotations


def rows(reviewer, product, n_reviewers):
    """Return, for each reviewer, the list of (product, input position), sorted."""
    edges = sorted((u, p, position) for position, (u, p) in enumerate(zip(reviewer, product)))
    return [[(p, position) for u, p, position in edges if u == row] for row in range(n_reviewers)]


def columns(row_lists, n_products):
    """Return, for each product, the list of (reviewer, place in row order)."""
    found = [[] for _ in range(n_products)]
    place = 0
    for u, row in enumerate(row_lists):
        for p, _ in row:
            found[p].append((u, place))
            place += 1
    return found
