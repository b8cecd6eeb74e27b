"""A market held in memory, so that groups of it can be assessed anew in an instant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from collusion.arrays import Int32Array, Int64Array
from collusion.cases.market_rows import MarketRows, market_rows
from collusion.detection.blocks import Accounts, make_rules, make_world
from collusion.detection.given import Space
from collusion.detection.preparation import find_strata
from collusion.evidence.channels import Channels, prepare_channels
from collusion.evidence.group import edges_of
from collusion.evidence.homes import find_homes
from collusion.evidence.stars import star_weights
from collusion.evidence.timing import order_by_time
from collusion.graph.build import EntityGraph, build_graph
from collusion.graph.nodes import Nodes
from collusion.scoring.null_markets import NullMarketParams
from collusion.tables.records import ReviewTables


@dataclass(frozen=True, slots=True)
class Market:
    """All that the assessment of a group reads.

    Attributes
    ----------
    graph
        The graph.
    channels
        The channels of evidence, prepared on it.
    space
        Where given groups are measured.
    rows
        What sentences are counted from.
    params
        How the run searched and scored.
    """

    graph: EntityGraph
    channels: Channels
    space: Space
    rows: MarketRows
    params: NullMarketParams


def hold_market(tables: ReviewTables, params: NullMarketParams) -> Market:
    """Prepare a market as a run does, but for the search.

    Parameters
    ----------
    tables
        The source as read, with the labels that the run knew.
    params
        How the run searched and scored.

    Returns
    -------
    Market
        Linear in the tables, but for sorting. Nothing of it needs the source any more, but the values of
        identifiers, which are not asked for.
    """
    graph = build_graph(tables)
    search = params.search
    channels = prepare_channels(tables, graph, params.kinds, params=search.evidence)
    strata = find_strata(tables, graph, seed=search.seed, params=search.evidence)
    order = order_by_time(graph)
    lifecycle = channels.lifecycle
    accounts = Accounts(lifecycle.created, lifecycle.tenure.tenures, find_homes(tables, graph))
    world = make_world(graph, order, strata, star_weights(channels.stars), accounts)
    rules = make_rules(order.span_minutes, search.evidence.reviewer_cap, search.detection)
    space = Space(graph, world, rules, channels.identity, channels.text)
    return Market(graph, channels, space, market_rows(graph, channels), params)


def places_of(nodes: Nodes, names: pl.Series) -> Int32Array:
    """Return the dense ids of some nodes by their ids, −1 where there is none: O(k log n) for k names."""
    ids = nodes.ids
    if not len(ids) or not len(names):
        return np.full(len(names), -1, dtype=np.int32)
    place = np.minimum(ids.search_sorted(names).to_numpy().astype(np.int64), len(ids) - 1)
    found = (ids.gather(pl.Series(place)) == names).fill_null(value=False).to_numpy()
    return np.where(found, place, -1).astype(np.int32)


def edges_between(graph: EntityGraph, reviewers: Int32Array, products: Int32Array) -> Int64Array:
    """Find the edge of each pair of a reviewer and a product.

    Parameters
    ----------
    graph
        The graph.
    reviewers, products
        Dense ids, pair by pair, shape (n,).

    Returns
    -------
    Int64Array
        Edges ascending; pairs without a review have none. O(reviews of the reviewers).
    """
    members = np.unique(reviewers[reviewers >= 0])
    edges = edges_of(graph, members)
    n_products = len(graph.products)
    owner = np.repeat(members, np.diff(graph.reviews.indptr)[members]).astype(np.int64)
    wanted = reviewers.astype(np.int64) * n_products + products
    return edges[np.isin(owner * n_products + graph.reviews.indices[edges], wanted)]
