"""Tied reviewers, by the definition: a graph of the accounts of one listing and what they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import networkx as nx


def tied_accounts(
    reviewed: Mapping[str, set[str]],
    holdings: Iterable[tuple[str, str, str]],
    sold_by: Mapping[str, set[tuple[str, str]]],
) -> dict[str, list[set[str]]]:
    """Return the connected tied accounts of every product.

    `reviewed` are the products of each account, `holdings` (account, kind, value), `sold_by` the kinds and
    values of the seller of each product.
    """
    holders: dict[tuple[str, str], set[str]] = defaultdict(set)
    for account, kind, value in holdings:
        holders[kind, value].add(account)
    found: dict[str, list[set[str]]] = {}
    for product in sorted({p for products in reviewed.values() for p in products}):
        graph: nx.Graph[tuple[str, ...]] = nx.Graph()
        for value, accounts in holders.items():
            here = {a for a in accounts if product in reviewed.get(a, set())}
            if 3 <= len(here) and len(accounts) <= 60 and len(here) - 1 >= 0.5 * (len(accounts) - 1):
                graph.add_edges_from((("account", a), ("value", *value)) for a in here)
            if value in sold_by.get(product, set()) and len(accounts) <= 60:
                graph.add_edges_from((("account", a), ("seller",)) for a in here)
        parts = [
            {node[1] for node in part if node[0] == "account"} for part in nx.connected_components(graph)
        ]
        if parts:
            found[product] = sorted(parts, key=min)
    return found
