"""Round trips through igraph, networkx and scipy, and what a graph from elsewhere must have."""

from __future__ import annotations

import datetime as dt
from typing import Any

import igraph
import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collusion.errors import UsageError
from collusion.graph import convert
from collusion.graph.bipartite import Incidence
from collusion.graph.build import EntityGraph, build_graph
from collusion.tables.loader import tables_from_frames
from collusion.tables.records import ReviewTables

_IDS = st.text(alphabet="ab\N{LATIN SMALL LETTER E WITH ACUTE}1 ", min_size=1, max_size=2)
_TIMES = st.none() | st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2040, 1, 1))  # noqa: DTZ001  (made UTC below)
_REVIEWS = st.lists(
    st.tuples(_IDS, _IDS, st.none() | st.integers(1, 5), _TIMES, st.none() | st.booleans()), max_size=12
)
_PRODUCTS = st.dictionaries(_IDS, st.none() | _IDS, max_size=5)
_IDENTIFIERS = st.lists(st.tuples(_IDS, st.sampled_from(["ip", "card", "device"]), _IDS), max_size=8)


def _tables(
    reviews: list[tuple[Any, ...]],
    products: dict[str, str | None],
    identifiers: list[tuple[str, str, str]],
) -> ReviewTables:
    frames = {
        "reviews": pl.DataFrame(
            reviews,
            schema={
                "reviewer_id": pl.String,
                "product_id": pl.String,
                "rating": pl.Int8,
                "posted_at": pl.Datetime("us"),
                "verified": pl.Boolean,
            },
            orient="row",
        ).with_columns(pl.col("posted_at").dt.replace_time_zone("UTC")),
        "products": pl.DataFrame(
            list(products.items()), schema={"product_id": pl.String, "seller_id": pl.String}, orient="row"
        ),
        "identifiers": pl.DataFrame(
            identifiers,
            schema={"reviewer_id": pl.String, "kind": pl.String, "value": pl.String},
            orient="row",
        ),
    }
    return tables_from_frames(frames)


_GRAPHS = st.builds(_tables, _REVIEWS, _PRODUCTS, _IDENTIFIERS).map(build_graph)


def _small() -> EntityGraph:
    day = dt.datetime(2015, 10, 16)  # noqa: DTZ001  (made UTC in _tables)
    reviews = [("r1", "p1", 5, day, True), ("r1", "p2", None, None, None), ("r2", "p1", 1, day, False)]
    return build_graph(
        _tables(
            reviews, {"p1": "s1", "p2": None}, [("r1", "ip", "v1"), ("r2", "ip", "v1"), ("x", "card", "v2")]
        )
    )


def _parts(adjacency: Incidence) -> list[list[int]]:
    return [
        getattr(adjacency, name).tolist()
        for name in ("indptr", "indices", "t_indptr", "t_indices", "t_edges")
        if hasattr(adjacency, name)
    ]


def _content(graph: EntityGraph) -> dict[str, Any]:
    """Everything that a graph is, as plain values with their types."""
    arrays = [graph.minute, graph.stars, graph.verified, graph.review_row, graph.product_seller]
    return {
        "nodes": [
            (n.kind, n.ids.name, n.ids.to_list()) for n in (graph.reviewers, graph.products, graph.sellers)
        ],
        "reviews": _parts(graph.reviews),
        "arrays": [(array.dtype.str, array.flags.writeable, array.tolist()) for array in arrays],
        "identifiers": [
            (kind, r.nodes.kind, r.nodes.ids.to_list(), _parts(r.adjacency))
            for kind, r in graph.identifiers.items()
        ],
    }


@given(_GRAPHS)
def test_igraph__round_trip_is_exact(graph: EntityGraph) -> None:
    assert _content(graph) == _content(convert.from_igraph(convert.to_igraph(graph)))


@given(_GRAPHS)
def test_networkx__round_trip_is_exact(graph: EntityGraph) -> None:
    assert _content(graph) == _content(convert.from_networkx(convert.to_networkx(graph)))


@given(_GRAPHS, st.randoms(use_true_random=False))
def test_from_igraph__order_of_vertices_and_edges_does_not_matter(graph: EntityGraph, random: Any) -> None:
    converted = convert.to_igraph(graph)
    places = list(range(converted.vcount()))
    random.shuffle(places)
    edges = list(converted.es)
    random.shuffle(edges)
    shuffled = igraph.Graph(n=len(places))
    shuffled["identifier_kinds"] = converted["identifier_kinds"]
    for name in ("kind", "name"):
        shuffled.vs[name] = [value for _, value in sorted(zip(places, converted.vs[name], strict=True))]
    # Ends swapped: the graph is undirected.
    shuffled.add_edges([(places[edge.target], places[edge.source]) for edge in edges])
    for name in ("relation", "minute", "stars", "verified", "review_row"):
        shuffled.es[name] = [edge[name] for edge in edges]

    assert _content(graph) == _content(convert.from_igraph(shuffled))


def test_to_igraph__says_what_each_node_and_edge_is() -> None:
    converted = convert.to_igraph(_small())

    assert ["reviewer"] * 2 + ["product"] * 2 + ["seller", "ip"] == converted.vs["kind"]
    assert ["r1", "r2", "p1", "p2", "s1", "v1"] == converted.vs["name"]
    assert ["reviewed"] * 3 + ["sold_by", "ip", "ip"] == converted.es["relation"]
    assert [5, 0, 1, None, None, None] == converted.es["stars"]
    assert [(0, 2), (0, 3), (1, 2), (2, 4), (0, 5), (1, 5)] == converted.get_edgelist()


def test_to_networkx__nodes_are_pairs_and_edges_carry_the_review() -> None:
    converted = convert.to_networkx(_small())
    review = converted.edges[("reviewer", "r1"), ("product", "p1")]
    minute = int(dt.datetime(2015, 10, 16, tzinfo=dt.UTC).timestamp()) // 60

    assert {"relation": "reviewed", "minute": minute, "stars": 5, "verified": 1, "review_row": 0} == review
    assert {"relation": "sold_by"} == converted.edges[("product", "p1"), ("seller", "s1")]
    assert {"relation": "ip"} == converted.edges[("reviewer", "r2"), ("ip", "v1")]


def test_from_networkx__takes_a_part_of_a_graph() -> None:
    """What an investigator cuts out is a graph again, with dense ids of its own."""
    converted = convert.to_networkx(_small())
    part = convert.from_networkx(nx.Graph(nx.ego_graph(converted, ("reviewer", "r2"))))

    assert ["r2"] == part.reviewers.ids.to_list()
    assert ["p1"] == part.products.ids.to_list()
    assert [1] == part.stars.tolist()
    assert ["ip"] == list(part.identifiers)


def test_networkx__agrees_with_igraph() -> None:
    graph = _small()
    ours, theirs = convert.to_networkx(graph), convert.to_igraph(graph)

    assert sorted(len(c) for c in nx.connected_components(ours)) == sorted(
        theirs.connected_components().sizes()
    )


@pytest.mark.parametrize(
    ("spoil", "text"),
    [
        (lambda g: g.vs.__delitem__("name"), "found vertices without the attribute 'name'"),
        (lambda g: g.es.__delitem__("stars"), "found edges without the attribute 'stars'"),
        (lambda g: g.es[0].update_attributes(minute=None), "found a review without 'minute'"),
        (
            lambda g: g.vs[1].update_attributes(name="r1"),
            "2 nodes of the kind 'reviewer' with 1 different names",
        ),
        (lambda g: g.add_edge(0, 1), "found 1 edges between kinds that have no relation"),
        (lambda g: g.add_edge(0, 4), "found 1 edges between kinds that have no relation"),
        (
            lambda g: (g.add_vertex(kind="seller", name="s2"), g.add_edge(2, 6)),
            "found a product with two sellers",
        ),
    ],
    ids=["no name", "no stars", "no minute", "twice", "two reviewers", "reviewer to seller", "two sellers"],
)
def test_from_igraph__raise_on_what_is_no_entity_graph(spoil: Any, text: str) -> None:
    converted = convert.to_igraph(_small())
    spoil(converted)
    with pytest.raises(UsageError, match=text):
        convert.from_igraph(converted)


def test_from_networkx__raise_on_missing_attributes() -> None:
    converted = nx.Graph()
    converted.add_node("r1", kind="reviewer")
    with pytest.raises(UsageError, match="found nodes without the attribute 'name'"):
        convert.from_networkx(converted)


def test_to_igraph__raise_on_a_kind_named_like_an_entity() -> None:
    graph = build_graph(_tables([("r1", "p1", 5, None, None)], {}, [("r1", "seller", "v")]))
    with pytest.raises(UsageError, match="found the kind 'seller', which is a kind of entity"):
        convert.to_igraph(graph)


@pytest.mark.parametrize("stars", [False, True])
def test_reviews_to_biadjacency_matrix__has_the_entries_of_the_edges(stars: bool) -> None:
    matrix = convert.reviews_to_biadjacency_matrix(_small(), stars=stars)

    assert np.array_equal([[5, 0], [1, 0]] if stars else [[1, 1], [1, 0]], matrix.toarray())
