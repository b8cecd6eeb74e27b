from __future__ import annotations

import csv
import json
from dataclasses import replace

import igraph
import networkx as nx
import polars as pl
import pytest

from collusion.errors import UsageError
from collusion.exports.graph_files import ring_graph, write_graph
from tests.cases.small_runs import Wish, make_run
from tests.exports.deciding import RING


@pytest.fixture(scope="module")
def graph():
    return ring_graph(make_run(Wish(hostile=True)), [RING])


def test_ring_graph__holds_accounts_products_sellers_and_values():
    run = make_run()
    graph = ring_graph(run, [RING])
    kinds = [kind for _, kind in graph.nodes(data="kind")]
    edges = [kind for _, _, kind in graph.edges(data="kind")]
    reviews = run.ring_reviews.filter((pl.col("ring_id") == RING) & pl.col("in_ring"))

    assert {"account": 5, "product": 4, "seller": 1, "identifier": 2} == {
        k: kinds.count(k) for k in set(kinds)
    }
    assert {"reviewed": reviews.height, "sold by": 4, "holds": 5} == {k: edges.count(k) for k in set(edges)}


@pytest.mark.parametrize("is_known", [True, False])
def test_ring_graph__reviews_carry_the_stars_and_times_that_are_known(is_known):
    run = make_run(Wish(times=is_known, ratings=is_known))
    graph = ring_graph(run, [RING])
    mine = run.ring_reviews.filter(
        (pl.col("ring_id") == RING) & (pl.col("reviewer_id") == "A100") & (pl.col("product_id") == "P100")
    ).row(0, named=True)
    ends = [key for key, name in graph.nodes(data="name") if name in ("A100", "P100")]
    [edge] = [facts for *pair, facts in graph.edges(data=True) if set(pair) == set(ends)]
    known = {"rating": mine["rating"], "posted_at": is_known and mine["posted_at"].isoformat()}

    assert {"kind": "reviewed"} | (known if is_known else {}) == edge


def test_ring_graph__leaves_out_who_was_cleared():
    run = make_run()
    label = {"entity_type": "reviewer", "entity_id": "A101", "label": "honest"}
    graph = ring_graph(replace(run, labels=pl.DataFrame([label], schema=run.labels.schema)), [RING])

    assert "A101" not in {name for _, name in graph.nodes(data="name")}


def test_write_graph__graphml_is_read_by_networkx_and_igraph(graph, tmp_path):
    out = write_graph(graph, tmp_path / "x.graphml")

    again = nx.read_graphml(out)
    assert dict(graph.nodes(data=True)) == dict(again.nodes(data=True))
    assert {frozenset(e) for e in graph.edges} == {frozenset(e) for e in again.edges}
    other = igraph.Graph.Read_GraphML(str(out))
    assert (len(graph), graph.number_of_edges()) == (other.vcount(), other.ecount())
    assert sorted(nx.get_node_attributes(graph, "name").values()) == sorted(other.vs["name"])


def test_write_graph__gexf_is_read_by_networkx_and_has_the_runs_date(graph, tmp_path):
    out = write_graph(graph, tmp_path / "x.gexf", made_at="2015-10-17T09:30:00+00:00")
    again = nx.read_gexf(out)

    assert set(graph.edges) == set(again.edges)
    assert 'lastmodifieddate="2015-10-17"' in out.read_text(encoding="utf-8")


def test_write_graph__cytoscape_json_is_read_by_networkx(graph, tmp_path):
    out = write_graph(graph, tmp_path / "x.cyjs")
    again = nx.cytoscape_graph(json.loads(out.read_text(encoding="utf-8")))

    assert set(graph.edges) == set(again.edges)


def test_write_graph__csv_for_neo4j_has_its_heads_and_no_formula(graph, tmp_path):
    out = write_graph(graph, tmp_path / "x")
    with (out / "nodes.csv").open(encoding="utf-8", newline="") as stream:
        nodes = list(csv.DictReader(stream))
    with (out / "relationships.csv").open(encoding="utf-8", newline="") as stream:
        edges = list(csv.DictReader(stream))

    assert {row["id:ID"] for row in nodes} == set(graph)
    assert {"Account", "Product", "Seller", "Identifier"} == {row[":LABEL"] for row in nodes}
    assert {"REVIEWED", "SOLD_BY", "HOLDS"} == {row[":TYPE"] for row in edges}
    assert {row[":START_ID"] for row in edges} | {row[":END_ID"] for row in edges} <= set(graph)
    assert "'=HYPERLINK" in (out / "nodes.csv").read_text(encoding="utf-8")


def test_write_graph__the_same_bytes_and_known_endings_only(graph, tmp_path):
    for ending in ("graphml", "gexf", "cyjs"):
        first, second = (write_graph(graph, tmp_path / f"{n}.{ending}", made_at="2026") for n in "ab")
        assert first.read_bytes() == second.read_bytes()
    with pytest.raises(UsageError, match=r"Allowed: \.graphml"):
        write_graph(graph, tmp_path / "x.dot")
