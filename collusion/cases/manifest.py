"""The manifest of a run: what it was made of, what it cost, what it counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from collusion import __version__
from collusion.evidence.families import NEEDS
from collusion.evidence.strata import Strata
from collusion.graph.build import EntityGraph
from collusion.provenance import Recorder, run_id
from collusion.tables.loader import labels_digest
from collusion.tables.profile import availability
from collusion.tables.records import Inputs, ReviewTables
from collusion.tables.sources.address import parse_address


def compose_manifest(
    inputs: Inputs,
    tables: ReviewTables,
    graph: EntityGraph,
    strata: Strata,
    *,
    settings: Mapping[str, Any],
    record: Recorder,
) -> dict[str, Any]:
    """Compose the manifest of a run, all but the digests of the files that it will have written.

    Parameters
    ----------
    inputs
        The source, and the labels known besides it.
    tables
        The source as read.
    graph
        The graph.
    strata
        Strata of its products.
    settings
        What of the configuration decides about results, as plain values, the seed among them.
    record
        The stages of the run.

    Returns
    -------
    dict
        Plain values, ready for JSON. Its ``run_id`` depends on the inputs, the settings and the version only.
    """
    given = labels_digest(inputs.labels)
    # Labels of decisions are of no file of the source, but the result depends on them all the same.
    digests = tables.digests | ({"labels of decisions": given} if given else {})
    return {
        "run_id": run_id(digests, settings, __version__),
        "version": __version__,
        "source": parse_address(inputs.source).name,
        "inputs": tables.digests,
        **({"labels_of_decisions": given} if given else {}),
        "config": settings,
        "seed": settings["seed"],
        "created_at": dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds"),
        "stages": record.as_records(),
        "totals": record.totals(),
        "counts": {"reviews": tables.height("reviews")} | count_nodes(graph),
        "strata": {"n": len(strata), "source": strata.source},
        "notes": [str(note) for note in tables.notes],
        "evidence_available": {
            entry.family: entry.is_possible or entry.reason for entry in availability(tables, NEEDS)
        },
    }


def count_nodes(graph: EntityGraph) -> dict[str, int]:
    """Count the nodes and edges of a graph, for the manifest."""
    return {
        "reviewers": len(graph.reviewers),
        "products": len(graph.products),
        "sellers": len(graph.sellers),
        "edges": graph.reviews.n_edges,
        "identifiers": sum(len(relation.nodes) for relation in graph.identifiers.values()),
    }
