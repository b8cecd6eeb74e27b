"""Communities of reviewers and of products, by Leiden.

Reviewers: the constant Potts model (Traag et al. 2011), which has no resolution limit, where modularity sees
nothing under thousands of links. Products: coarse modularity communities, which serve as strata where tables
have none.
"""

from __future__ import annotations

import random
import threading
from typing import Any

import igraph
import numpy as np

from collusion.arrays import BoolArray, Int32Array, Int64Array, frozen
from collusion.detection.candidates import Seeds, joined, seeds_of
from collusion.detection.params import DetectionParams
from collusion.evidence.links import Links
from collusion.graph.build import EntityGraph

#: igraph draws from one generator of the process.
_GENERATOR = threading.Lock()
#: Fewest accounts of a community.
_LEAST = 3
#: Busiest products and accounts that take part in the search for communities of products.
_MAX_PRODUCTS, _MIN_DEGREE, _MAX_DEGREE = 20_000, 2, 60


def link_communities(links: Links, *, seed: int, params: DetectionParams) -> Seeds:
    """Find communities of the link graph at every resolution.

    Parameters
    ----------
    links
        Fused links, weights at most a few units.
    seed
        Seed of Leiden's random order.
    params
        Resolutions.

    Returns
    -------
    Seeds
        Communities of at least three accounts, each distinct set once; those of Leiden before whole
        components. About O(m log m) for each resolution.

    Notes
    -----
    A component all of whose pairs are linked beyond the resolution is its own best community under CPM. Most
    households are: they are spared the search.
    """
    cliques, left = _cliques(links, max(params.resolutions, default=0.0))
    source, target, weight = links.source[left], links.target[left], links.weight[left].astype(float)
    nodes, index = np.unique(np.concatenate([source, target]), return_inverse=True)
    graph = igraph.Graph(n=len(nodes), edges=index.reshape(2, -1).T.astype(np.int64))
    found: dict[bytes, Int32Array] = {}
    for resolution in params.resolutions if len(nodes) else ():
        partition = _leiden(
            graph,
            seed,
            objective_function="CPM",
            weights=weight,
            resolution=resolution,
            n_iterations=2,
        )
        for group in groups_of(partition):
            if len(group) >= _LEAST:
                members = nodes[group].astype(np.int32)
                found.setdefault(members.tobytes(), members)
    return joined(seeds_of(list(found.values()), "communities"), cliques)


def _cliques(links: Links, least: float) -> tuple[Seeds, BoolArray]:
    """Return the components whose pairs are all linked by at least that, and which links are in no such one.

    Pairs of accounts are cliques, but no seeds.
    """
    from collusion.kernels.components import connected_components

    component = connected_components(int(links.target.max(initial=-1)) + 1, links.source, links.target)
    sizes = np.bincount(component, minlength=len(component))
    strong = np.bincount(component[links.source[links.weight >= least]], minlength=len(component))
    is_clique = strong == sizes * (sizes - 1) // 2
    seeding = is_clique & (sizes >= _LEAST)
    members = np.flatnonzero(seeding[component]).astype(np.int32)
    members = members[np.argsort(component[members], kind="stable")]
    indptr = np.concatenate(([0], np.cumsum(sizes[seeding])))
    return Seeds(frozen(indptr), frozen(members), "communities"), ~is_clique[component[links.source]]


def groups_of(labels: Int64Array) -> list[Int64Array]:
    """Return the positions of each label, ascending: O(n log n)."""
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if len(labels) else []


def product_communities(graph: EntityGraph, *, seed: int) -> Int64Array:
    """Find coarse communities of products that the same accounts review.

    Parameters
    ----------
    graph
        The graph.
    seed
        Seed of Leiden's random order.

    Returns
    -------
    Int64Array
        Community of each product, −1 for products too small to tell, shape (n_products,).

    Notes
    -----
    The projection onto the 20,000 busiest products weighs a pair by Σ 1/(d − 1) over common reviewers of
    degree d from 2 to 60, so that no busy account decides.
    """
    from scipy import sparse

    labels = np.full(len(graph.products), -1, dtype=np.int64)
    degree = graph.reviews.col_degrees()
    busiest = np.sort(np.argsort(-degree, kind="stable")[:_MAX_PRODUCTS])
    activity = graph.reviews.row_degrees()
    chosen = (activity >= _MIN_DEGREE) & (activity <= _MAX_DEGREE)
    weight = np.repeat(np.where(chosen, 1.0 / np.sqrt(np.maximum(activity - 1, 1)), 0.0), activity)
    shape = (len(graph.reviewers), len(graph.products))
    matrix = sparse.csr_matrix((weight, graph.reviews.indices, graph.reviews.indptr), shape=shape)[:, busiest]
    projection = sparse.triu(matrix.T @ matrix, k=1).tocoo()
    strong = projection.data > 0
    if not strong.any():
        return labels
    edges = np.column_stack([projection.row[strong], projection.col[strong]]).astype(np.int64)
    order = np.lexsort((edges[:, 1], edges[:, 0]))
    products = igraph.Graph(n=len(busiest), edges=edges[order])
    labels[busiest] = _leiden(
        products,
        seed,
        objective_function="modularity",
        weights=projection.data[strong][order],
        resolution=0.8,
        n_iterations=4,
    )
    return labels


def _leiden(graph: igraph.Graph, seed: int, **options: Any) -> Int64Array:
    """Return the community of each node; one search at a time: igraph has one random generator for all."""
    with _GENERATOR:
        igraph.set_random_number_generator(random.Random(seed))
        return np.array(graph.community_leiden(**options).membership, dtype=np.int64)
