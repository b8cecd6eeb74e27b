"""A market in which some accounts do not hold some identifier values, for what-ifs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from collusion.arrays import Int32Array, IntArray, frozen
from collusion.cases.market import Market, places_of
from collusion.cases.run_folder import Run
from collusion.evidence.identifiers import holders_among, prepare_identifiers, shared_values
from collusion.graph.bipartite import Incidence
from collusion.graph.build import EntityGraph


def values_of_tokens(run: Run, market: Market, rings: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Find the identifier value that each token of some rings stands for.

    Parameters
    ----------
    run
        The run.
    market
        Its market.
    rings
        Rings of the run.

    Returns
    -------
    dict
        By token, its kind and the dense id of its value: O(identifiers of the members).

    Notes
    -----
    A run folder has keyed tokens and the market has values without any: the two are matched by who holds
    them. Values of one kind that the same members and as many others hold are the same evidence, whichever is
    which.
    """
    found: dict[str, tuple[str, int]] = {}
    for ring_id in rings:
        held = run.ring_identifiers.filter(ring_id=ring_id)
        members = np.unique(places_of(market.graph.reviewers, held["reviewer_id"]))
        for kind in held["kind"].unique().sort():
            places = _places_of_tokens(held.filter(kind=kind), kind, members, market.graph)
            found |= {token: (kind, value) for token, value in places.items()}
    return found


def market_without(
    market: Market, tokens: Mapping[str, tuple[str, int]], values: Collection[tuple[str, str]]
) -> Market:
    """Return the market in which members do not hold some values.

    Parameters
    ----------
    market
        The market.
    tokens
        What tokens stand for, of `values_of_tokens`.
    values
        Members, and tokens of values that they share.

    Returns
    -------
    Market
        O(identifiers of the kinds that change).
    """
    gone: dict[str, list[tuple[int, int]]] = {}
    for account, token in sorted(values):
        kind, value = tokens[token]
        holder = int(places_of(market.graph.reviewers, pl.Series([account]))[0])
        gone.setdefault(kind, []).append((holder, value))
    return without_values(market, {kind: np.array(pairs, dtype=np.int64) for kind, pairs in gone.items()})


def _places_of_tokens(
    held: pl.DataFrame, kind: str, members: Int32Array, graph: EntityGraph
) -> dict[str, int]:
    """Return the value of each token of a `kind` that `members` hold (rows of ``ring_identifiers``)."""
    relation = graph.identifiers[kind]
    values = shared_values(relation, members).values
    who, counts = holders_among(relation, values, members)
    n_accounts = np.diff(relation.adjacency.t_indptr)[values]
    free: dict[tuple[bytes, int], list[int]] = {}
    for value, some, n in zip(values, np.split(who, np.cumsum(counts)[:-1]), n_accounts, strict=True):
        free.setdefault((some.tobytes(), int(n)), []).append(int(value))
    found = {}
    for (token,), rows in held.sort("token").group_by("token", maintain_order=True):
        own = np.sort(places_of(graph.reviewers, rows["reviewer_id"]))
        found[str(token)] = free[own.tobytes(), rows["n_accounts"][0]].pop(0)
    return found


def without_values(market: Market, held: Mapping[str, IntArray]) -> Market:
    """Return a market in which some accounts do not hold some identifier values.

    Parameters
    ----------
    market
        The market.
    held
        By kind, the accounts and the values that they hold, shape (n, 2).

    Returns
    -------
    Market
        The same but for these kinds, which are counted anew: O(identifiers of them).
    """
    changed = {
        kind: replace(relation, adjacency=_without_edges(relation.adjacency, held[kind]))
        for kind, relation in market.graph.identifiers.items()
        if kind in held
    }
    graph = replace(market.graph, identifiers={**market.graph.identifiers, **changed})
    known, params = market.channels.identity, market.params
    anew = prepare_identifiers(
        replace(graph, identifiers=changed), params.kinds, params=params.search.evidence
    )
    identity = replace(known, kinds={**known.kinds, **anew.kinds}, graph=graph)
    return replace(
        market,
        graph=graph,
        channels=replace(market.channels, identity=identity),
        space=replace(market.space, graph=graph, identity=identity),
    )


def _without_edges(adjacency: Incidence, pairs: IntArray) -> Incidence:
    """Return a relation without some pairs of a row and a column: one copy of its edges."""
    indptr, indices = _dropped(adjacency.indptr, adjacency.indices, pairs)
    t_indptr, t_indices = _dropped(adjacency.t_indptr, adjacency.t_indices, pairs[:, ::-1])
    return Incidence(frozen(indptr), frozen(indices), frozen(t_indptr), frozen(t_indices))


def _dropped(indptr: IntArray, indices: Int32Array, pairs: IntArray) -> tuple[IntArray, Int32Array]:
    """Return rows without some of their columns; the columns of a row ascend."""
    gone = [
        int(indptr[row] + np.searchsorted(indices[indptr[row] : indptr[row + 1]], column))
        for row, column in pairs.tolist()
    ]
    fewer = np.zeros(len(indptr), dtype=indptr.dtype)
    np.add.at(fewer, pairs[:, 0] + 1, 1)
    return indptr - np.cumsum(fewer, dtype=indptr.dtype), np.delete(indices, gone)
