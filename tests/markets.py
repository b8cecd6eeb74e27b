"""Simulated markets with their truth, read into memory once a session, and groups of accounts in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from collusion.config import RunConfig, load_config
from collusion.detection.communities import product_communities
from collusion.evidence.channels import Channels, prepare_channels
from collusion.evidence.group import Group, edges_of
from collusion.evidence.strata import Strata, merge_small, metadata_strata
from collusion.graph.build import EntityGraph, build_graph
from collusion.simulate.innocent_styles import INNOCENT_STYLES
from collusion.simulate.market import simulate_market
from collusion.simulate.ring_styles import RING_STYLES
from collusion.simulate.spec import MarketSpec, Planned
from collusion.tables.read import read_tables
from collusion.tables.records import ReviewTables
from tests.tables_of import day, tables_of


@dataclass(frozen=True, slots=True)
class Market:
    """Tables, their graph, every channel and the truth."""

    tables: ReviewTables
    graph: EntityGraph
    channels: Channels
    strata: Strata
    config: RunConfig
    members: pl.DataFrame
    targets: pl.DataFrame

    def accounts(self, group_id: str) -> np.ndarray:
        """Return the planted group's accounts as dense ids, ascending."""
        names = self.members.filter(group_id=group_id)["reviewer_id"]
        return np.flatnonzero(self.graph.reviewers.ids.is_in(names.implode())).astype(np.int32)

    def planted(self, group_id: str) -> Group:
        """Return a planted group: its accounts, its targets and its reviews of them."""
        names = self.targets.filter(group_id=group_id)["product_id"]
        products = np.flatnonzero(self.graph.products.ids.is_in(names.implode()))
        return group_of(self.graph, self.accounts(group_id), products)


def graph_of(rows: Iterable[tuple[str, str, float | None]]) -> EntityGraph:
    """Return the graph of some reviews: account, product, and days after the start of 2020 or None."""
    named = [
        {"reviewer_id": who, "product_id": what, "posted_at": None if days is None else day(days)}
        for who, what, days in rows
    ]
    return build_graph(tables_of(named))


def group_of(graph: EntityGraph, members, products) -> Group:
    """Return the group of some accounts and targets, with all reviews of the ones of the others."""
    members = np.unique(np.asarray(members, dtype=np.int32))
    products = np.unique(np.asarray(products, dtype=np.int32))
    edges = edges_of(graph, members)
    return Group(members, products, edges[np.isin(graph.reviews.indices[edges], products)])


def chance_group(graph: EntityGraph, seed: int, *, size: int = 25, n_targets: int = 8) -> Group:
    """Draw some accounts among the buyers of one product, and the products that most of them reviewed."""
    rng = np.random.default_rng(seed)
    p = rng.choice(np.flatnonzero(graph.reviews.col_degrees() >= size))
    buyers = graph.reviews.t_indices[graph.reviews.t_indptr[p] : graph.reviews.t_indptr[p + 1]]
    members = np.sort(rng.choice(buyers, size, replace=False))
    reviewed, counts = np.unique(graph.reviews.indices[edges_of(graph, members)], return_counts=True)
    return group_of(graph, members, reviewed[np.argsort(-counts, kind="stable")[:n_targets]])


def stranger_group(graph: EntityGraph, seed: int, *, size: int = 40) -> Group:
    """Draw accounts that have nothing in common, and take everything they reviewed as targets."""
    rng = np.random.default_rng(seed)
    members = np.sort(rng.choice(len(graph.reviewers), size, replace=False)).astype(np.int32)
    return group_of(graph, members, graph.reviews.indices[edges_of(graph, members)])


def simulate(name: str, n_reviews: int, seed: int, groups: tuple[Planned, ...] = ()) -> Market:
    """Simulate a market and prepare all that judges need."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "market"
        simulate_market(MarketSpec(name, n_reviews, seed, groups), path)
        tables = read_tables(path)
        truth = {part: pl.read_parquet(path / "truth" / f"{part}.parquet") for part in ("members", "targets")}
        config = load_config(path, None)
    return prepare(tables, config, **truth)


def prepare(tables: ReviewTables, config: RunConfig, *, members=None, targets=None) -> Market:
    """Prepare all that judges need of some tables."""
    nobody = pl.DataFrame(schema={"group_id": pl.String, "reviewer_id": pl.String, "product_id": pl.String})
    graph = build_graph(tables)
    layers = metadata_strata(tables, graph, params=config.evidence)
    if layers is None:
        layers = merge_small(product_communities(graph, seed=0), graph, params=config.evidence)
    channels = prepare_channels(tables, graph, config.mapping.kinds, params=config.evidence)
    return Market(
        tables,
        graph,
        channels,
        layers,
        config,
        nobody if members is None else members,
        nobody if targets is None else targets,
    )


@cache
def clean_market() -> Market:
    """15,000 reviews by people who do not collude."""
    return simulate("clean", 15_000, 11)


@cache
def ring_market() -> Market:
    """One ring of every style in 50,000 reviews."""
    return simulate("rings", 50_000, 7, tuple(Planned(style, 1) for style in RING_STYLES))


@cache
def innocent_market() -> Market:
    """One group of every innocent look-alike in 40,000 reviews."""
    return simulate("innocent", 40_000, 8, tuple(Planned(style, 1) for style in INNOCENT_STYLES))
