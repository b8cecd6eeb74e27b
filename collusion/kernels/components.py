"""Connected components by union-find."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from collusion.arrays import Int32Array
from collusion.kernels.jit import inner_kernel, kernel
from collusion.kernels.views import readonly


class DenseLabels(NamedTuple):
    """Labels renumbered 0 … n_labels - 1: `labels` (n,), and how many there are."""

    labels: Int32Array
    n_labels: int


def connected_components(n_nodes: int, source: Int32Array, target: Int32Array) -> Int32Array:
    """Label each node with the smallest node of its component.

    Parameters
    ----------
    n_nodes
        Number of nodes.
    source, target
        Ends of each undirected edge, shape (m,), in any order and direction.

    Returns
    -------
    Int32Array
        Shape (n_nodes,). Near-linear time (Tarjan 1975, path halving, smaller root wins).
    """
    return _components(n_nodes, readonly(source, np.int32), readonly(target, np.int32))


def dense_labels(labels: Int32Array) -> DenseLabels:
    """Renumber labels 0, 1, … in the order in which they first appear.

    Parameters
    ----------
    labels
        Non-negative labels smaller than their number, shape (n,), such as those of `connected_components`.

    Returns
    -------
    DenseLabels
        The new labels and how many there are. O(n).
    """
    dense, n_labels = _renumber(readonly(labels, np.int32))
    return DenseLabels(dense, int(n_labels))


@inner_kernel
def _root(parent: Any, node: Any) -> Any:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


@kernel
def _components(n_nodes: int, source: Int32Array, target: Int32Array) -> Int32Array:
    parent = np.arange(n_nodes).astype(np.uint32)
    for edge in range(source.size):
        a = _root(parent, np.uint32(source[edge]))
        b = _root(parent, np.uint32(target[edge]))
        if a < b:
            parent[b] = a
        elif b < a:
            parent[a] = b
    labels = np.empty(n_nodes, np.int32)
    for node in range(n_nodes):
        # a parent is never larger than its child, so its label is final already
        labels[node] = node if parent[node] == node else labels[parent[node]]
    return labels


@kernel
def _renumber(labels: Int32Array) -> Any:
    number = np.full(labels.size, -1, np.int32)
    dense = np.empty(labels.size, np.int32)
    n_labels = 0
    for i in range(labels.size):
        label = labels[i]
        if number[label] < 0:
            number[label] = n_labels
            n_labels += 1
        dense[i] = number[label]
    return dense, n_labels
