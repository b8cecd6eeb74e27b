"""Compose a ring's footprint: identifier values that few accounts hold, by which a return is recognised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from collusion.arrays import Int64Array
from collusion.cases import schema
from collusion.cases.compose import Ring
from collusion.cases.tokens import tokens_of
from collusion.graph.bipartite import Relation, spans
from collusion.graph.build import EntityGraph
from collusion.tables.mapping import BUILT_IN_KINDS

#: Accounts in all that hold a value at most: what more hold is shared by strangers.
MOST_HOLDERS = 8
#: Prior probability from which a kind of value, such as a promo code, is taken to be anybody's.
_PUBLIC = 0.5


def compose_footprints(rings: Sequence[Ring], graph: EntityGraph, *, key: bytes) -> pl.DataFrame:
    """Compose ``footprints.parquet``.

    Parameters
    ----------
    rings
        Rings by rank.
    graph
        The graph that they were found in.
    key
        Key of the tokens; no raw value leaves.

    Returns
    -------
    DataFrame
        One row a ring and value, also of values that one member alone holds: the account that comes after it
        may hold it. O(identifiers of the members).
    """
    kinds = [kind for kind in graph.identifiers if not _is_public(kind)]
    held = [(ring.ring_id, kind, _held(graph.identifiers[kind], ring)) for ring in rings for kind in kinds]
    pieces = {kind: [one.values for _, name, one in held if name == kind] for kind in graph.identifiers}
    tokens = tokens_of(graph, pieces, key=key)
    lengths = [len(one.values) for *_, one in held]
    empty = np.zeros(0, np.int64)
    n_members = np.concatenate([empty, *(one.n_members for *_, one in held)])
    holders = graph.reviewers.names(np.concatenate([empty, *(one.members for *_, one in held)]))
    columns = {
        "ring_id": pl.Series([ring_id for ring_id, *_ in held], dtype=pl.String).gather(
            np.repeat(np.arange(len(held)), lengths)
        ),
        "token": tokens.of([(kind, one.values) for _, kind, one in held]),
        "n_members": n_members,
        "n_accounts": np.concatenate([empty, *(one.n_accounts for *_, one in held)]),
        "reviewer_ids": _grouped(holders, n_members),
    }
    frame = pl.DataFrame(columns)
    names = pl.Series("ring_id", [ring.ring_id for ring in rings], dtype=pl.String)
    by_rank = pl.DataFrame(names).with_row_index("rank")
    sorted_frame = frame.join(by_rank, on="ring_id").sort("rank", "token")
    return sorted_frame.select(schema.FOOTPRINTS.schema.names()).cast(schema.FOOTPRINTS.schema)


@dataclass(frozen=True, slots=True)
class _Held:
    """Values that members hold and few others; their holders among the members, value after value."""

    values: Int64Array
    n_members: Int64Array
    n_accounts: Int64Array
    members: Int64Array


def _held(relation: Relation, ring: Ring) -> _Held:
    places, counts = spans(relation.adjacency.indptr, ring.group.members)
    held, members = relation.adjacency.indices[places], np.repeat(ring.group.members, counts)
    values, mine = np.unique(held, return_counts=True)
    everybody = relation.adjacency.t_indptr[values + 1] - relation.adjacency.t_indptr[values]
    few = everybody <= np.maximum(MOST_HOLDERS, 2 * mine)
    order = np.argsort(held, kind="stable")
    return _Held(
        *(values[few].astype(np.int64), mine[few].astype(np.int64), everybody[few].astype(np.int64)),
        members[order][np.repeat(few, mine)].astype(np.int64),
    )


def _grouped(names: pl.Series, lengths: Int64Array) -> pl.Series:
    """Return lists of names, sorted, of the given lengths one after the other."""
    rows = pl.DataFrame({"row": np.repeat(np.arange(len(lengths)), lengths), "name": names})
    lists = rows.sort("row", "name").group_by("row", maintain_order=True).agg("name")
    return lists["name"]


def _is_public(kind: str) -> bool:
    known = BUILT_IN_KINDS.get(kind)
    return known is not None and known.public_share >= _PUBLIC
