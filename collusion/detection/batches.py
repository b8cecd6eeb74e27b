"""Find batches: accounts created together that share a card and serve the same sellers as other batches.

An operator who buys a card for every five accounts leaves communities of five, no larger than a large
household. Households are not made within weeks, and not one beside the other for the same sellers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from collusion.arrays import Int32Array, Int64Array
from collusion.evidence.identifiers import IdentifierEvidence, KindEvidence
from collusion.graph.bipartite import spans
from collusion.graph.build import EntityGraph
from collusion.kernels.components import connected_components
from collusion.minutes import DAY, NO_TIME

#: Fewest accounts of a batch whose creation is known, most holders of its value, and longest time in minutes
#: in which they are created.
_FEWEST, _MOST, _IN_ONE_GO = 4, 60, 45 * DAY
#: Fewest batches that are joined.
_SEVERAL = 2
#: Largest share of all reviews that a product or seller has by which batches are joined: more say nothing.
_RARE = 1 / 2000


class _Batches(NamedTuple):
    """Accounts of batches: the batch of each, and in which minute each batch was begun."""

    account: Int64Array
    batch: Int64Array
    begun: Int64Array


def batches(graph: EntityGraph, instruments: IdentifierEvidence, created: Int32Array) -> list[Int32Array]:
    """Join batches that were begun within weeks of one another and serve a product or a seller in common.

    Parameters
    ----------
    graph
        The graph.
    instruments
        Cards, devices and the like.
    created
        Minute in which each account was created, shape (n_reviewers,).

    Returns
    -------
    list of Int32Array
        The accounts of several joined batches, ascending, by the first batch. O(reviews of the batches).
    """
    found = _found(list(instruments.kinds.values()), created)
    if len(found.begun) < _SEVERAL:
        return []
    places, counts = spans(graph.reviews.indptr, found.account)
    product = graph.reviews.indices[places].astype(np.int64)
    batch = np.repeat(found.batch, counts)
    seller = graph.product_seller[product].astype(np.int64)
    sold = seller >= 0
    served = np.concatenate([product, len(graph.products) + seller[sold]])
    rows = np.unique(np.stack([served, np.concatenate([batch, batch[sold]])], axis=1), axis=0)
    rows = rows[_written(graph)[rows[:, 0]] <= max(graph.reviews.n_edges * _RARE, _MOST)]
    rows = rows[np.lexsort((found.begun[rows[:, 1]], rows[:, 0]))]
    begun = found.begun[rows[:, 1]]
    beside = (np.diff(rows[:, 0]) == 0) & (np.diff(begun) <= _IN_ONE_GO)
    first, second = rows[:-1][beside, 1].astype(np.int32), rows[1:][beside, 1].astype(np.int32)
    labels = connected_components(len(found.begun), first, second)
    several = np.flatnonzero(np.bincount(labels, minlength=len(labels)) >= _SEVERAL)
    whole = labels[found.batch]
    return [np.unique(found.account[whole == label]).astype(np.int32) for label in several.tolist()]


def _written(graph: EntityGraph) -> Int64Array:
    """Return the reviews of each product, then of each seller."""
    products = graph.reviews.col_degrees()
    known = graph.product_seller >= 0
    sellers = np.bincount(graph.product_seller[known], products[known], minlength=len(graph.sellers))
    return np.concatenate([products, sellers.astype(np.int64)])


def _found(kinds: list[KindEvidence], created: Int32Array) -> _Batches:
    """Find the values of some kinds whose holders were created in one go."""
    accounts, numbers, begun = [], [], [np.zeros(0, dtype=np.int64)]
    n = 0
    for kind in kinds:
        adjacency = kind.relation.adjacency
        holders = kind.holders()
        values = np.flatnonzero((holders >= _FEWEST) & (holders <= _MOST))
        if len(values) == 0:
            continue
        places, counts = spans(adjacency.t_indptr, values)
        account = adjacency.t_indices[places].astype(np.int64)
        when = created[account].astype(np.int64)
        starts = np.cumsum(counts) - counts
        known = np.add.reduceat(when != NO_TIME, starts)
        first = np.minimum.reduceat(np.where(when == NO_TIME, np.iinfo(np.int64).max, when), starts)
        last = np.maximum.reduceat(when, starts)
        kept = (known >= _FEWEST) & (last - first <= _IN_ONE_GO)
        of_value = np.repeat(np.where(kept, n + np.cumsum(kept) - 1, -1), counts)
        accounts.append(account[of_value >= 0])
        numbers.append(of_value[of_value >= 0])
        begun.append(first[kept])
        n += int(kept.sum())
    if n == 0:
        nothing = np.zeros(0, dtype=np.int64)
        return _Batches(nothing, nothing, nothing)
    return _Batches(np.concatenate(accounts), np.concatenate(numbers), np.concatenate(begun))
