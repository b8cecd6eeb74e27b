"""The graph of rings for graph programs: GraphML, GEXF, Cytoscape JSON, and CSV for Neo4j.

Accounts, products, sellers and shared identifier values (as tokens) are nodes; reviews, sales and holdings
are edges. Nodes have short names of their own, so that a hostile id is a text and never a part of a file's
structure.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from collusion.cases.run_folder import Run
from collusion.errors import UsageError
from collusion.exports.tabular import check_free_file, neutralised
from collusion.foreign import printable
from collusion.provenance import readable_json, write_text_whole

if TYPE_CHECKING:
    import networkx as nx

ENDINGS = (".graphml", ".gexf", ".cyjs", ".json")
#: GEXF says when it was written; this one says what the run says.
_GEXF_DATE = re.compile(r'lastmodifieddate="[^"]*"')


def ring_graph(run: Run, rings: Collection[str]) -> nx.Graph[Any]:
    """Return the graph of some rings as `entity_graph` makes it, for files.

    Parameters
    ----------
    run
        The run.
    rings
        Rings of it.

    Returns
    -------
    networkx.Graph
        Its nodes are called n0, n1, …, so that no hostile id is part of a file's structure.
    """
    import networkx as nx

    graph = entity_graph(run, rings)
    for facts in graph.nodes.values():
        facts["name"] = printable(facts["name"])
    return nx.relabel_nodes(graph, {key: f"n{i}" for i, key in enumerate(graph)})


def entity_graph(run: Run, rings: Collection[str]) -> nx.Graph[Any]:
    """Return the graph of some rings: accounts, products, sellers and shared identifier values.

    Parameters
    ----------
    run
        The run.
    rings
        Rings of it.

    Returns
    -------
    networkx.Graph
        Nodes are pairs (kind, name) with both as attributes, accounts also with ``ring`` and ``membership``;
        edges have ``kind`` and, reviews, ``rating`` and ``posted_at``. Identifier values are tokens. Accounts
        and reviews whose appeal was won are left out.
    """
    import networkx as nx

    chosen = pl.col("ring_id").is_in(sorted(rings))
    accused = ~pl.col("reviewer_id").is_in(sorted(run.honest_accounts()))
    graph = nx.Graph(name=f"run {run.manifest.get('run_id', '')}")

    def node(kind: str, name: str, **facts: object) -> tuple[str, str]:
        """Return the key of a node, made when it is new; `facts` are its attributes."""
        key = (kind, name)
        if key not in graph:
            graph.add_node(key, kind=kind, name=name, **facts)
        return key

    for row in run.members.filter(chosen & accused).iter_rows(named=True):
        node("account", row["reviewer_id"], ring=row["ring_id"], membership=row["membership"])
    for row in run.clients.filter(chosen).iter_rows(named=True):
        product = node("product", row["product_id"], service=row["service"])
        if row["seller_id"] is not None:
            graph.add_edge(product, node("seller", row["seller_id"]), kind="sold by")
    for row in run.accused_reviews().filter(chosen).iter_rows(named=True):
        facts = {"rating": row["rating"], "posted_at": row["posted_at"] and row["posted_at"].isoformat()}
        known = {name: value for name, value in facts.items() if value is not None}
        ends = node("account", row["reviewer_id"]), node("product", row["product_id"])
        graph.add_edge(*ends, kind="reviewed", **known)
    for row in run.ring_identifiers.filter(chosen & accused).iter_rows(named=True):
        ends = node("account", row["reviewer_id"]), node("identifier", row["token"])
        graph.add_edge(*ends, kind="holds")
    return graph


def write_graph(graph: nx.Graph[Any], out: Path, *, made_at: str = "", force: bool = False) -> Path:
    """Write a graph; the ending of `out` chooses the format, no ending a folder of CSV for Neo4j.

    Parameters
    ----------
    graph
        What `ring_graph` made.
    out
        ``.graphml``, ``.gexf``, ``.cyjs`` or ``.json`` (Cytoscape), or a new folder (``nodes.csv`` and
        ``relationships.csv`` for ``neo4j-admin database import``).
    made_at
        The date that GEXF carries.
    force
        Overwrite a file.

    Returns
    -------
    Path
        `out`. The same graph is the same bytes.

    Raises
    ------
    UsageError
        When the ending is another one, or something is there.
    """
    import networkx as nx

    ending = out.suffix.lower()
    if ending and ending not in ENDINGS:
        allowed = f"{', '.join(ENDINGS)}, or no ending for a folder of CSV files"
        raise UsageError(f"{out}: found {ending!r}. Allowed: {allowed}. Name it with one of them.")
    check_free_file(out, force=force)
    if ending == ".graphml":
        text = "\n".join(nx.generate_graphml(graph, prettyprint=True)) + "\n"
    elif ending == ".gexf":
        text = _GEXF_DATE.sub(f'lastmodifieddate="{made_at[:10]}"', "\n".join(nx.generate_gexf(graph)) + "\n")
    elif ending:
        text = readable_json(nx.cytoscape_data(graph))
    else:
        write_text_whole(out / "nodes.csv", _nodes(graph))
        write_text_whole(out / "relationships.csv", _relationships(graph))
        return out
    write_text_whole(out, text)
    return out


def _nodes(graph: nx.Graph[Any]) -> str:
    columns = ("name", "ring", "membership", "service")
    heads = ["id:ID", "name", "ring", "membership:float", "service:float", ":LABEL"]
    rows = [
        [name, *(facts.get(column) for column in columns), facts["kind"].capitalize()]
        for name, facts in graph.nodes(data=True)
    ]
    return _csv(heads, rows)


def _relationships(graph: nx.Graph[Any]) -> str:
    heads = [":START_ID", ":END_ID", "rating:int", "posted_at", ":TYPE"]
    rows = [
        [one, other, facts.get("rating"), facts.get("posted_at"), facts["kind"].upper().replace(" ", "_")]
        for one, other, facts in graph.edges(data=True)
    ]
    return _csv(heads, rows)


def _csv(heads: list[str], rows: list[list[Any]]) -> str:
    texts = [[None if cell is None else str(cell) for cell in row] for row in rows]
    table = pl.DataFrame(texts, schema=dict.fromkeys(heads, pl.String), orient="row")
    return neutralised(table).write_csv()
