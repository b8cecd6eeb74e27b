"""Connect two accounts by what they have in common in the rings of a run."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import polars as pl

from collusion.cases.run_folder import Run
from collusion.errors import UsageError
from collusion.exports.graph_files import entity_graph

if TYPE_CHECKING:
    import networkx as nx

#: Small enough that rarity decides between equally short paths only.
_TIE = 1e-6
_COLUMNS = pl.Schema(
    {
        "account": pl.String(),
        "via": pl.String(),
        "product_or_token": pl.String(),
        "next_account": pl.String(),
        "n_accounts": pl.UInt32(),
        "review_ids": pl.List(pl.String),
    }
)


def evidence_graph(run: Run) -> nx.Graph[Any]:
    """Return who holds what in all rings of a `run`: accounts, products and identifier values, no sellers."""
    graph = entity_graph(run, run.rings["ring_id"].to_list())
    graph.remove_nodes_from([key for key in graph if key[0] == "seller"])
    return graph


def shortest_evidence_path(run: Run, graph: nx.Graph[Any], one: str, other: str) -> pl.DataFrame:
    """Find the shortest chain of shared products and identifier values between two accounts.

    Parameters
    ----------
    run
        All tables of a run.
    graph
        Its `evidence_graph`.
    one, other
        Two accounts.

    Returns
    -------
    polars.DataFrame
        As of `collusion.api.run.Run.path`.

    Raises
    ------
    UsageError
        When an account is in no ring, or nothing connects the two.
    """
    import networkx as nx

    for account in (one, other):
        if ("account", account) not in graph:
            raise UsageError(
                f"Account {account!r}: found it in no ring of {run.path}, or known to be honest. "
                "A path leads between accounts that are listed in rings: `run.members` has them."
            )
    holders = _holders(run, graph)

    def cost(left: tuple[str, str], right: tuple[str, str], _: object) -> float:
        """Return the length of a step: more where many share what it leads over."""
        return 1.0 + _TIE * math.log2(1 + max(holders.get(left, 0), holders.get(right, 0)))

    try:
        nodes = nx.dijkstra_path(graph, ("account", one), ("account", other), weight=cost)
    except nx.NetworkXNoPath:
        raise UsageError(
            f"Accounts {one!r} and {other!r}: found no chain of shared products or "
            "identifier values between them in the rings of this run. `run.account(…).neighbours()` lists "
            "what each shares with others."
        ) from None
    hubs = zip(nodes[:-2:2], nodes[1::2], nodes[2::2], strict=True)
    rows = [
        (first, kind, name, last, holders[kind, name], _reviews(run, kind, name, (first, last)))
        for (_, first), (kind, name), (_, last) in hubs
    ]
    return pl.DataFrame(rows, schema=_COLUMNS, orient="row")


def _holders(run: Run, graph: nx.Graph[Any]) -> dict[tuple[str, str], int]:
    """Count the accounts of every product and identifier value."""
    counts = {key: graph.degree(key) for key in graph if key[0] != "account"}
    values = run.ring_identifiers.select("token", "n_accounts").iter_rows()
    return counts | {("identifier", token): n for token, n in values}


def _reviews(run: Run, kind: str, name: str, accounts: tuple[str, str]) -> list[str]:
    """Return the reviews of a product by two accounts, by id; none of an identifier value."""
    if kind != "product":
        return []
    mine = run.ring_reviews.filter(
        pl.col("in_ring") & (pl.col("product_id") == name) & pl.col("reviewer_id").is_in(accounts)
    )
    return mine["review_id"].unique().sort().to_list()
