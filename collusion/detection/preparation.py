"""Prepare what the search reads besides the graph: strata of the products, and evidence about accounts."""

from __future__ import annotations

from collusion.detection.search import Evidence
from collusion.evidence.channels import Channels
from collusion.evidence.homes import find_homes
from collusion.evidence.labels import labelled_fakes
from collusion.evidence.params import EvidenceParams
from collusion.evidence.strata import Strata, inferred_strata, metadata_strata
from collusion.graph.build import EntityGraph
from collusion.tables.records import ReviewTables


def find_strata(tables: ReviewTables, graph: EntityGraph, *, seed: int, params: EvidenceParams) -> Strata:
    """Find the strata of the products: from the tables where they have any, from communities otherwise.

    Parameters
    ----------
    tables
        The source as read.
    graph
        Its graph.
    seed
        Seed of the communities.
    params
        How large strata are.

    Returns
    -------
    Strata
        One label a product.
    """
    from collusion.detection.communities import product_communities

    known = metadata_strata(tables, graph, params=params)
    if known is not None:
        return known
    return inferred_strata(product_communities(graph, seed=seed), graph, params=params)


def prepare_search(tables: ReviewTables, graph: EntityGraph, strata: Strata, channels: Channels) -> Evidence:
    """Gather what the search is told besides the graph.

    Parameters
    ----------
    tables
        The source as read.
    graph
        Its graph.
    strata
        Strata of its products.
    channels
        The channels of evidence, prepared on it.

    Returns
    -------
    Evidence
        Linear in the tables, but for sorting.
    """
    return Evidence(
        strata=strata,
        stars=channels.stars,
        identity=channels.identity,
        created=channels.lifecycle.created,
        tenure=channels.lifecycle.tenure,
        homes=find_homes(tables, graph),
        fakes=labelled_fakes(graph),
        alike=channels.text.alike,
        texts=channels.text.texts,
    )
