"""Communities of the link graph: how many of the planted rings come out, and how fast."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.methods import OURS, Method

COMMUNITIES = "communities of linked accounts"
_RESOLUTION = 0.02


def _links(graph):
    from collusion.evidence.links import Links

    source, target = (np.ascontiguousarray(graph.links[:, i]).astype(np.int32) for i in (0, 1))
    return Links(source, target, graph.weights)


def _ours(links):
    from collusion.detection.communities import link_communities
    from collusion.detection.params import DetectionParams

    return link_communities(links, seed=0, params=DetectionParams(resolutions=(_RESOLUTION,)))


def _dense(graph):
    nodes, index = np.unique(graph.links, return_inverse=True)
    return nodes, index.reshape(-1, 2).astype(np.int64), graph.weights


def _rings_found(graph, groups):
    """Planted rings that some community matches with Jaccard 0.5 or more."""
    community = np.full(graph.n_reviewers, -1, dtype=np.int64)
    for i, group in enumerate(groups):
        community[np.asarray(group, dtype=np.int64)] = i
    sizes, found = np.bincount(community[community >= 0], minlength=1), 0
    for ring in graph.rings:
        labels = community[ring][community[ring] >= 0]
        shared = np.bincount(labels, minlength=sizes.size)
        best = shared / (sizes + ring.size - shared)
        found += bool(best.max() >= 0.5)
    return {"rings": found, "planted": len(graph.rings)}


def _our_answer(graph, seeds):
    return _rings_found(graph, [seeds.members[a:b] for a, b in zip(seeds.indptr[:-1], seeds.indptr[1:])])


def _named(graph, groups):
    nodes = np.unique(graph.links)
    return _rings_found(graph, [nodes[list(group)] for group in groups])


def _igraph_graph(graph):
    import igraph

    nodes, edges, weights = _dense(graph)
    whole = igraph.Graph(n=nodes.size, edges=edges)
    whole.es["weight"] = weights.tolist()
    return whole


def _leidenalg(whole):
    import leidenalg

    kind = leidenalg.CPMVertexPartition
    return leidenalg.find_partition(
        whole, kind, weights="weight", resolution_parameter=_RESOLUTION, n_iterations=2, seed=0
    )


def _networkit_graph(graph):
    import networkit

    nodes, edges, weights = _dense(graph)
    ends = (np.ascontiguousarray(edges[:, 0]), np.ascontiguousarray(edges[:, 1]))
    return networkit.GraphFromCoo((weights, ends), n=nodes.size, weighted=True, directed=False)


def _networkit(whole):
    import networkit

    partition = networkit.community.ParallelLeiden(whole).run().getPartition()
    return [list(partition.getMembers(i)) for i in partition.getSubsetIds()]


def _networkx_graph(graph):
    import networkx as nx

    _, edges, weights = _dense(graph)
    whole = nx.Graph()
    whole.add_weighted_edges_from(zip(edges[:, 0].tolist(), edges[:, 1].tolist(), weights.tolist()))
    return whole


def _networkx(whole):
    import networkx as nx

    return nx.community.louvain_communities(whole, seed=0)


METHODS = (
    Method(COMMUNITIES, f"{OURS} (igraph Leiden, Potts)", None, _links, _ours, _our_answer),
    Method(COMMUNITIES, "leidenalg, Potts", ("leidenalg", "leidenalg"), _igraph_graph, _leidenalg, _named),
    Method(COMMUNITIES, "networkit ParallelLeiden", ("networkit", "networkit"), _networkit_graph, _networkit,
           _named),
    Method(COMMUNITIES, "networkx Louvain", ("networkx", "networkx"), _networkx_graph, _networkx, _named),
)  # fmt: skip
