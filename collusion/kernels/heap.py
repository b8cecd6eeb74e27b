"""Indexed binary heap over integer keys, ties by node: `heap` of nodes, `place` of each node or -1, `key`."""

from __future__ import annotations

from typing import Any

from collusion.kernels.jit import inner_kernel


@inner_kernel
def _is_less(key: Any, a: Any, b: Any) -> Any:
    return key[a] < key[b] or (key[a] == key[b] and a < b)


@inner_kernel
def sift_down(heap: Any, place: Any, key: Any, at: Any, size: Any) -> None:
    """Move a node down to where it belongs.

    Parameters
    ----------
    heap
        Nodes in heap order.
    place
        Position of each node in `heap`, -1 for those outside.
    key
        Key of each node.
    at
        Position of the node.
    size
        Number of nodes in the heap.
    """
    node = heap[at]
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and _is_less(key, heap[child + 1], heap[child]):
            child += 1
        if not _is_less(key, heap[child], node):
            break
        heap[at] = heap[child]
        place[heap[at]] = at
        at = child
    heap[at] = node
    place[node] = at


@inner_kernel
def build_heap(heap: Any, place: Any, key: Any) -> None:
    """Order `heap` in place and fill `place`. O(n).

    Parameters
    ----------
    heap
        Nodes in any order.
    place
        Position of each node in `heap`, -1 for those outside.
    key
        Key of each node.
    """
    for at in range(heap.size):
        place[heap[at]] = at
    for at in range(heap.size // 2 - 1, -1, -1):
        sift_down(heap, place, key, at, heap.size)


@inner_kernel
def pop_least(heap: Any, place: Any, key: Any, size: Any) -> Any:
    """Remove the node with the least (key, node).

    Parameters
    ----------
    heap
        Nodes in heap order.
    place
        Position of each node in `heap`, -1 for those outside.
    key
        Key of each node.
    size
        Number of nodes in the heap; one less afterwards.

    Returns
    -------
    int
        The node. O(log size).
    """
    least = heap[0]
    place[least] = -1
    heap[0] = heap[size - 1]
    if size > 1:
        sift_down(heap, place, key, 0, size - 1)
    return least


@inner_kernel
def lower_key(heap: Any, place: Any, key: Any, node: Any, amount: Any) -> None:
    """Lower the key of one node and move it up to where it belongs. O(log n).

    Parameters
    ----------
    heap
        Nodes in heap order.
    place
        Position of each node in `heap`, -1 for those outside.
    key
        Key of each node.
    node
        The node.
    amount
        What to take off its key, 0 or more.
    """
    key[node] -= amount
    at = place[node]
    while at > 0 and _is_less(key, node, heap[(at - 1) // 2]):
        heap[at] = heap[(at - 1) // 2]
        place[heap[at]] = at
        at = (at - 1) // 2
    heap[at] = node
    place[node] = at
