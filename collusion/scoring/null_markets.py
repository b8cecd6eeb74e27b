"""Search null markets as the real one is searched, and assess what is found there."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from collusion import record_store
from collusion.arrays import Int32Array
from collusion.detection.search import Evidence, SearchParams, find_candidates
from collusion.evidence.channels import prepare_channels
from collusion.evidence.homes import Homes
from collusion.evidence.identifiers import prepare_identifiers
from collusion.evidence.stars import prepare_stars
from collusion.evidence.tenure import prepare_tenure
from collusion.graph.bipartite import Incidence, Relation, biadjacency
from collusion.graph.build import EntityGraph
from collusion.scoring import families
from collusion.scoring.decoys import Decoys, null_world
from collusion.scoring.params import ScoringParams
from collusion.tables.mapping import KindParams
from collusion.tables.records import ReviewTables


@dataclass(frozen=True, slots=True)
class NullMarketParams:
    """How null markets are made and searched.

    Attributes
    ----------
    search
        Parameters of the search; its seed is the run's.
    scoring
        How much of the market is shuffled.
    kinds
        What is known beforehand of each kind of identifier.
    n_threads
        Threads of the search; the result does not depend on them.
    """

    search: SearchParams
    scoring: ScoringParams
    kinds: Mapping[str, KindParams]
    n_threads: int


def search_null_market(
    index: int,
    tables: ReviewTables,
    graph: EntityGraph,
    known: Evidence,
    *,
    params: NullMarketParams,
    without: Int32Array | None = None,
) -> Decoys:
    """Search one null market and assess what is found there.

    Parameters
    ----------
    index
        Which null market, from 0.
    tables
        The source as read.
    graph
        Its graph, whose reviews are shuffled.
    known
        What the search of the real market was told.
    params
        How the null market is made and searched.
    without
        Accounts whose reviews stay where they are.

    Returns
    -------
    Decoys
        Assessed candidates, and the share of the market that they stand for.
    """
    seed = params.search.seed * 1000 + index + 1
    null = null_world(graph, known.strata, seed=seed, params=params.scoring, without=without)
    shuffled = shuffle_holders(null.graph.identifiers, known.homes, seed=seed)
    null = dataclasses.replace(null, graph=dataclasses.replace(null.graph, identifiers=shuffled))
    release(tables, graph)
    evidence = params.search.evidence
    identity = prepare_identifiers(null.graph, params.kinds, params=evidence)
    stars, tenure = prepare_stars(null.graph, max_tilt=evidence.honest_tilt), prepare_tenure(null.graph)
    known = dataclasses.replace(known, strata=null.strata, stars=stars, tenure=tenure, identity=identity)
    search = dataclasses.replace(params.search, with_bursts=False)
    found = find_candidates(null.graph, known, params=search, n_threads=params.n_threads).candidates
    if not found:
        return Decoys([], null.share)
    channels = prepare_channels(tables, null.graph, params.kinds, params=evidence, texts=known.texts)
    return Decoys(families.assess(found, channels), null.share)


def shuffle_holders(identifiers: Mapping[str, Relation], homes: Homes, *, seed: int) -> dict[str, Relation]:
    """Deal the identifier values of each kind among the accounts of each marketplace.

    Parameters
    ----------
    identifiers
        Kind → reviewer × value.
    homes
        The marketplace of each account.
    seed
        Which null market.

    Returns
    -------
    dict
        The same kinds. Each account keeps how many values it holds, each value by how many accounts of a
        marketplace it is held; who shares it is chance. O(identifiers).
    """
    from collusion.kernels import rewire  # keeps numba out of light commands

    dealt = {}
    for number, (kind, relation) in enumerate(identifiers.items()):
        holders = relation.adjacency.rows()
        group = homes.of[holders].astype(np.int32)
        n_groups = len(homes.shares)
        values = rewire.rewire(holders, relation.adjacency.indices, group, n_groups, seed + number).product
        both, _ = biadjacency(holders, values, relation.adjacency.n_rows, relation.adjacency.n_cols)
        adjacency = Incidence(both.indptr, both.indices, both.t_indptr, both.t_indices)
        dealt[kind] = Relation(relation.nodes, adjacency)
    return dealt


def release(tables: ReviewTables, graph: EntityGraph) -> None:
    """Let what of `tables` and `graph` is rarely read leave memory, where it is on the disk."""
    record_store.release_pages(tables, ReviewTables)
    record_store.release_pages(graph, EntityGraph)
