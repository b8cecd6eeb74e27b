"""Connected components by walking from each node in turn."""

from __future__ import annotations


def components(n_nodes, edges):
    """Return each node's smallest fellow, by depth-first search."""
    neighbours = {node: set() for node in range(n_nodes)}
    for a, b in edges:
        neighbours[a].add(b)
        neighbours[b].add(a)
    label = [None] * n_nodes
    for node in range(n_nodes):
        waiting = [node]
        while waiting:
            here = waiting.pop()
            if label[here] is None:
                label[here] = node
                waiting.extend(neighbours[here])
    return label
