"""The entity graph as other libraries know graphs: igraph, networkx, scipy; exact both ways.

Every node carries ``kind`` (``"reviewer"``, ``"product"``, ``"seller"`` or a kind of identifier) and
``name``. Every edge carries ``relation``: ``"reviewed"``, ``"sold_by"`` or the kind of identifier that a
reviewer holds. A ``"reviewed"`` edge also carries ``minute``, ``stars``, ``verified`` and ``review_row``,
with the same numbers for "unknown" as `EntityGraph` has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from collusion.arrays import Int32Array, Int64Array, frozen
from collusion.errors import UsageError
from collusion.graph.bipartite import Biadjacency, Incidence, Relation, biadjacency
from collusion.graph.build import EntityGraph
from collusion.graph.nodes import Nodes, intern, intern_values, positions
from collusion.tables.codes import shortened

if TYPE_CHECKING:
    import igraph
    import networkx as nx
    from scipy import sparse

_ENTITIES = ("reviewer", "product", "seller")
_REVIEWED = "reviewed"
_SOLD_BY = "sold_by"
_REVIEW_ATTRIBUTES = {"minute": np.int32, "stars": np.int8, "verified": np.int8, "review_row": np.int32}
_KINDS = "identifier_kinds"


@dataclass(frozen=True, slots=True)
class _Flat:
    """A graph as plain columns: nodes in order, then edges between their positions."""

    kinds: Sequence[str]  # of each node
    names: Sequence[str]  # of each node
    source: Int64Array  # reviewer, or product for "sold_by"
    target: Int64Array  # product, seller or identifier
    reviews: Mapping[str, Sequence[int]]  # attributes of the first edges, which are the reviews
    identifier_kinds: Sequence[str]

    @property
    def n_reviews(self) -> int:
        """Number of reviews."""
        return len(self.reviews["minute"])

    def relations(self) -> list[str]:
        """Name the relation of each edge."""
        named = {"product": _REVIEWED, "seller": _SOLD_BY}
        return [named.get(kind, kind) for kind in (self.kinds[node] for node in self.target.tolist())]


def to_igraph(graph: EntityGraph) -> igraph.Graph:
    """Turn an entity graph into an undirected igraph graph.

    Parameters
    ----------
    graph
        Any entity graph.

    Returns
    -------
    igraph.Graph
        Vertices: reviewers, products, sellers, then each kind of identifier. Edges that are no reviews have
        None for the attributes of reviews.

    Raises
    ------
    UsageError
        When a kind of identifier is called reviewer, product or seller.

    Notes
    -----
    O(nodes + edges) Python objects: meant for a ring and its surroundings, workable up to about 10^7 edges.
    """
    import igraph

    flat = _flatten(graph)
    edges = np.column_stack([flat.source, flat.target])
    other = [None] * (len(edges) - flat.n_reviews)
    return igraph.Graph(
        n=len(flat.names),
        edges=edges,
        graph_attrs={_KINDS: list(flat.identifier_kinds)},
        vertex_attrs={"kind": flat.kinds, "name": flat.names},
        edge_attrs={
            "relation": flat.relations(),
            **{name: [*values, *other] for name, values in flat.reviews.items()},
        },
    )


def from_igraph(converted: igraph.Graph) -> EntityGraph:
    """Turn an igraph graph, made by `to_igraph` and perhaps cut down since, into an entity graph.

    Parameters
    ----------
    converted
        Its vertices and edges may be fewer and in any order.

    Returns
    -------
    EntityGraph
        The same graph that `to_igraph` was given, if nothing was changed.

    Raises
    ------
    UsageError
        When an attribute is missing, a name is not unique within its kind, or an edge joins two kinds that
        have no relation.
    """
    _demand({"kind", "name"}, converted.vs.attributes(), "vertices")
    _demand({"relation", *_REVIEW_ATTRIBUTES}, converted.es.attributes(), "edges")
    ends = np.array(converted.get_edgelist(), dtype=np.int64).reshape(-1, 2)
    held = converted[_KINDS] if _KINDS in converted.attributes() else ()
    columns = {name: converted.es[name] for name in _REVIEW_ATTRIBUTES}
    return _assemble(converted.vs["kind"], converted.vs["name"], ends, columns.__getitem__, held)


def to_networkx(graph: EntityGraph) -> nx.Graph:
    """Turn an entity graph into an undirected networkx graph.

    Parameters
    ----------
    graph
        Any entity graph.

    Returns
    -------
    networkx.Graph
        Its nodes are pairs (kind, name), since a reviewer and a product may have the same id.

    Raises
    ------
    UsageError
        When a kind of identifier is called reviewer, product or seller.

    Notes
    -----
    O(nodes + edges) Python dicts, roughly a kilobyte an edge: for a ring and its surroundings.
    """
    import networkx as nx

    flat = _flatten(graph)
    keys = list(zip(flat.kinds, flat.names, strict=True))
    converted = nx.Graph(**{_KINDS: list(flat.identifier_kinds)})
    converted.add_nodes_from((key, {"kind": key[0], "name": key[1]}) for key in keys)
    joined = zip(flat.source.tolist(), flat.target.tolist(), flat.relations(), strict=True)
    rows = [dict(zip(flat.reviews, row, strict=True)) for row in zip(*flat.reviews.values(), strict=True)]
    rows += [{}] * (len(flat.source) - flat.n_reviews)
    converted.add_edges_from(
        (keys[source], keys[target], {"relation": relation, **row})
        for (source, target, relation), row in zip(joined, rows, strict=True)
    )
    return converted


def igraph_of_networkx(graph: nx.Graph) -> igraph.Graph:
    """Turn any networkx `graph` into an igraph graph with the same nodes, edges and attributes, in order."""
    import igraph

    return igraph.Graph.from_networkx(graph)


def from_networkx(converted: nx.Graph) -> EntityGraph:
    """Turn a networkx graph, made by `to_networkx` and perhaps cut down since, into an entity graph.

    Parameters
    ----------
    converted
        Its nodes and edges may be fewer and in any order.

    Returns
    -------
    EntityGraph
        The same graph that `to_networkx` was given, if nothing was changed.

    Raises
    ------
    UsageError
        When an attribute is missing, a name is not unique within its kind, or an edge joins two kinds that
        have no relation.
    """
    nodes, edges = list(converted.nodes(data=True)), list(converted.edges(data=True))
    for _, attributes in nodes:
        _demand({"kind", "name"}, attributes, "nodes")
    place = {key: i for i, (key, _) in enumerate(nodes)}
    ends = np.array([(place[u], place[v]) for u, v, _ in edges], dtype=np.int64).reshape(-1, 2)
    return _assemble(
        [attributes["kind"] for _, attributes in nodes],
        [attributes["name"] for _, attributes in nodes],
        ends,
        lambda name: [attributes.get(name) for _, _, attributes in edges],
        converted.graph.get(_KINDS, ()),
    )


def reviews_to_biadjacency_matrix(graph: EntityGraph, *, stars: bool = False) -> sparse.csr_array:
    """Return the reviewer × product matrix as a scipy sparse array, without copying its structure.

    Parameters
    ----------
    graph
        Any entity graph.
    stars
        Entries are the stars, 0 where unknown, instead of 1.

    Returns
    -------
    scipy.sparse.csr_array
        Shape (n_reviewers, n_products), int8; rows and columns are the graph's dense ids.
    """
    from scipy import sparse

    entries = graph.stars if stars else np.ones(graph.reviews.n_edges, dtype=np.int8)
    shape = (len(graph.reviewers), len(graph.products))
    return sparse.csr_array((entries, graph.reviews.indices, graph.reviews.indptr), shape=shape)


def _flatten(graph: EntityGraph) -> _Flat:
    reserved = sorted(set(graph.identifiers) & set(_ENTITIES))
    if reserved:
        raise UsageError(
            f"identifiers: found the kind {reserved[0]!r}, which is a kind of entity. "
            "Allowed: any other word. Rename the kind in the identifiers table."
        )
    rooms = [graph.reviewers, graph.products, graph.sellers, *(r.nodes for r in graph.identifiers.values())]
    starts = np.concatenate(([0], np.cumsum([len(nodes) for nodes in rooms])))
    sold = np.flatnonzero(graph.product_seller >= 0)
    sources = [graph.reviews.rows(), starts[1] + sold]
    targets = [starts[1] + graph.reviews.indices, starts[2] + graph.product_seller[sold]]
    for relation, start in zip(graph.identifiers.values(), starts[3:-1], strict=True):
        sources.append(relation.adjacency.rows())
        targets.append(start + relation.adjacency.indices)
    return _Flat(
        kinds=[nodes.kind for nodes in rooms for _ in range(len(nodes))],
        names=[name for nodes in rooms for name in nodes.ids.to_list()],
        source=np.concatenate(sources).astype(np.int64),
        target=np.concatenate(targets).astype(np.int64),
        reviews={name: getattr(graph, name).tolist() for name in _REVIEW_ATTRIBUTES},
        identifier_kinds=list(graph.identifiers),
    )


def _assemble(
    kinds: Sequence[str],
    names: Sequence[str],
    ends: Int64Array,
    attribute: Callable[[str], Sequence[Any]],
    held: Iterable[str],
) -> EntityGraph:
    """Build the graph from node columns, edge ends of shape (n_edges, 2) and a way to edge attributes."""
    kind_column, name_column = pl.Series(kinds, dtype=pl.String), pl.Series(names, dtype=pl.String)
    identifier_kinds = sorted((set(kinds) | set(held)) - set(_ENTITIES))
    nodes: dict[str, Nodes] = {}
    dense = np.empty(len(names), dtype=np.int32)
    for kind in (*_ENTITIES, *identifier_kinds):
        is_kind = kind_column == kind
        named = name_column.filter(is_kind)
        nodes[kind] = intern(kind, named) if kind in _ENTITIES else intern_values(kind, named)
        _demand_unique(named, nodes[kind])
        dense[is_kind.to_numpy()] = positions(nodes[kind], named)
    edges = _sort_edges(np.array(kinds, dtype=object), ends, identifier_kinds)
    of_reviews, _ = edges["product"]
    reviews, order = _join(edges["product"], dense, nodes["reviewer"], nodes["product"])
    return EntityGraph(
        reviewers=nodes["reviewer"],
        products=nodes["product"],
        sellers=nodes["seller"],
        reviews=reviews,
        **{name: _review_column(attribute, name, of_reviews[order]) for name in _REVIEW_ATTRIBUTES},
        product_seller=_sellers(dense[edges["seller"][1]], len(nodes["product"])),
        identifiers={
            kind: Relation(
                nodes[kind], _incidence(_join(edges[kind], dense, nodes["reviewer"], nodes[kind])[0])
            )
            for kind in identifier_kinds
        },
    )


def _incidence(found: Biadjacency) -> Incidence:
    """Return the relation as a source gives it: short offsets where they suffice."""
    indptr, t_indptr = (frozen(shortened(part)) for part in (found.indptr, found.t_indptr))
    return Incidence(indptr, found.indices, t_indptr, found.t_indices)


def _join(
    edges: tuple[Int64Array, Int64Array], dense: Int32Array, rows: Nodes, columns: Nodes
) -> tuple[Biadjacency, Int32Array]:
    row, column = dense[edges[1]]
    return biadjacency(row, column, len(rows), len(columns))


def _sort_edges(
    kinds: np.ndarray[Any, Any], ends: Int64Array, identifier_kinds: Sequence[str]
) -> dict[str, tuple[Int64Array, Int64Array]]:
    """Map the kind of an edge's target to (positions of such edges, their ends, shape (2, n))."""
    first, second = kinds[ends[:, 0]], kinds[ends[:, 1]]
    sorted_edges = {}
    n_sorted = 0
    for target in ("product", "seller", *identifier_kinds):
        source = "product" if target == "seller" else "reviewer"
        forward = (first == source) & (second == target)
        chosen = np.flatnonzero(forward | ((second == source) & (first == target)))
        oriented = np.where(forward[chosen, None], ends[chosen], ends[chosen, ::-1])
        sorted_edges[target] = (chosen, oriented.T)
        n_sorted += len(chosen)
    if n_sorted != len(ends):
        raise UsageError(
            f"graph: found {len(ends) - n_sorted} edges between kinds that have no relation. Allowed: "
            "reviewer to product, product to seller, reviewer to identifier. Remove the others first."
        )
    return sorted_edges


def _review_column(attribute: Callable[[str], Sequence[Any]], name: str, chosen: Int64Array) -> Any:
    column = attribute(name)
    values = [column[edge] for edge in chosen.tolist()]
    if None in values:
        raise UsageError(
            f"graph: found a review without {name!r}. Every edge of a reviewer and a product needs "
            f"{', '.join(_REVIEW_ATTRIBUTES)}; make the graph with this module's functions."
        )
    return frozen(np.array(values, dtype=_REVIEW_ATTRIBUTES[name]))


def _sellers(sold: Int32Array, n_products: int) -> Int32Array:
    product, seller = sold
    if len(np.unique(product)) != len(product):
        raise UsageError("graph: found a product with two sellers. Allowed: at most one. Remove an edge.")
    product_seller = np.full(n_products, -1, dtype=np.int32)
    product_seller[product] = seller
    return frozen(product_seller)


def _demand(wanted: set[str], found: Iterable[str], of: str) -> None:
    missing = sorted(wanted - set(found))
    if missing:
        raise UsageError(
            f"graph: found {of} without the attribute {missing[0]!r}. Needed: {', '.join(sorted(wanted))}. "
            "Make the graph with this module's functions."
        )


def _demand_unique(named: pl.Series, nodes: Nodes) -> None:
    if len(named) != len(nodes):
        raise UsageError(
            f"graph: found {len(named)} nodes of the kind {nodes.kind!r} with {len(nodes)} different names. "
            "A name must be unique within its kind, and present."
        )
