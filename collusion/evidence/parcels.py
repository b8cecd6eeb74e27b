"""Fulfilment: parcels lighter than the ordered item, and refunded orders.

An empty box makes a shipping record and with it a "verified" badge; a refund outside the till pays for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collusion.arrays import Int8Array, Int64Array, frozen, is_among
from collusion.evidence.contrast import Excess, beyond_share
from collusion.evidence.group import Finding, Group
from collusion.evidence.wording import expectation
from collusion.graph.bipartite import spans
from collusion.graph.build import EntityGraph
from collusion.tables.records import ReviewTables

FAMILY = "fulfilment"
#: A parcel below this share of the item's weight cannot have held the item.
_LIGHT = 0.5
#: How many times likelier honest groups may be to return things or to get light parcels than others.
_HONEST_FACTOR = 3.0
#: Others' orders of the targets from which they are compared with.
_ENOUGH = 8
UNKNOWN, ODD = -1, 1


@dataclass(frozen=True, slots=True)
class ParcelEvidence:
    """Whether the order behind each review was odd, ready to judge groups.

    Attributes
    ----------
    graph
        The graph.
    light
        For each edge: 1 when the parcel was lighter than half the item, 0 when not, −1 when unknown; shape
        (n_edges,).
    refunded
        For each edge: 1 when refunded, 0 when not, −1 when unknown; shape (n_edges,).
    all_light, all_refunded
        How many of all orders are odd, and of how many that is known.
    """

    graph: EntityGraph
    light: Int8Array
    refunded: Int8Array
    all_light: tuple[int, int]
    all_refunded: tuple[int, int]

    def missing(self) -> str | None:
        """Return why the tables cannot say, or None when they can."""
        known = self.all_light[1] or self.all_refunded[1]
        return None if known else "no order tells weights or refunds"

    def assess(self, group: Group) -> Finding | None:
        """Compare the shares of light parcels and of refunds with others' of the same products, or of all.

        A wrong weight in the catalogue, or a recall, makes everybody's orders of a product odd.

        Parameters
        ----------
        group
            The group.

        Returns
        -------
        Finding or None
            None when no review of the group has a known order.
        """
        others = _others(self.graph, group)
        light = _excess(self.light, group.edges, others, self.all_light)
        refunded = _excess(self.refunded, group.edges, others, self.all_refunded)
        if light.n == 0 and refunded.n == 0:
            return None
        words = []
        if light.n:
            words.append(
                f"{light.k:,} of {light.n:,} parcels weighed less than half of their item "
                f"({expectation(light.expected)} expected)"
            )
        if refunded.n:
            words.append(
                f"{refunded.k:,} of {refunded.n:,} orders were refunded "
                f"({expectation(refunded.expected)} expected)"
            )
        sentence = "; ".join(words) + "."
        observed, expected = float(light.k + refunded.k), light.expected + refunded.expected
        odd = group.edges[(self.light[group.edges] == ODD) | (self.refunded[group.edges] == ODD)]
        effects = {"odd_orders": max(_beyond(light), _beyond(refunded))}
        return Finding(FAMILY, light.bits + refunded.bits, observed, expected, sentence, odd, effects=effects)


def _others(graph: EntityGraph, group: Group) -> Int64Array:
    """Return the edges of all others who reviewed the targets: O(reviews of the targets)."""
    places, _ = spans(graph.reviews.t_indptr, group.products)
    edges = graph.reviews.t_edges[places[~is_among(graph.reviews.t_indices[places], group.members)]]
    return edges.astype(np.int64)


def _excess(odd: Int8Array, edges: Int64Array, others: Int64Array, of_all: tuple[int, int]) -> Excess:
    """Compare the share of odd orders among `edges` with all others', or with those of the targets if larger.

    `others` are others' edges of the targets.
    """
    k, n = _count(odd[edges])
    k_all, n_all = of_all[0] - k, of_all[1] - n
    k_same, n_same = _count(odd[others])
    if n_same >= _ENOUGH and k_same * n_all > k_all * n_same:
        k_all, n_all = k_same, n_same
    return beyond_share(k, n, (k_all, n_all), _HONEST_FACTOR)


def _beyond(excess: Excess) -> float:
    """Return the share of odd orders beyond what honest groups may show."""
    return max(excess.k - _HONEST_FACTOR * excess.expected, 0.0) / max(excess.n, 1)


def _count(odd: Int8Array) -> tuple[int, int]:
    """Count the odd orders, and those of which it is known."""
    return int(np.count_nonzero(odd == ODD)), int(np.count_nonzero(odd != UNKNOWN))


def prepare_parcels(tables: ReviewTables, graph: EntityGraph) -> ParcelEvidence:
    """Attach to each review whether its order was light or refunded.

    Parameters
    ----------
    tables
        The tables; several orders of a product by an account count as the oddest of them.
    graph
        Their graph.

    Returns
    -------
    ParcelEvidence
        O(n_edges log d) for at most d products of an account.
    """
    codes, adjacency = tables.codes, graph.reviews
    # The graph of the tables has their pairs for edges; that of another world has others.
    is_own = graph.review_row is codes.pairs.row
    pairs = None if is_own else codes.pairs.find(adjacency.rows(), adjacency.indices)
    light = refunded = np.full(adjacency.n_edges, UNKNOWN, dtype=np.int8)
    if codes.refunded is not None:
        refunded = codes.refunded if pairs is None else np.where(pairs >= 0, codes.refunded[pairs], refunded)
    facts = codes.product_facts
    if codes.parcel_g is not None and facts is not None and "item_weight_g" in facts.columns:
        item = facts["item_weight_g"].fill_null(np.nan).to_numpy()[adjacency.indices]
        parcel = codes.parcel_g
        if pairs is not None:
            parcel = np.where(pairs >= 0, parcel[pairs], np.float32(np.nan))
        light = (parcel < _LIGHT * item).astype(np.int8)
        light[np.isnan(parcel) | np.isnan(item)] = UNKNOWN
    return ParcelEvidence(graph, frozen(light), frozen(refunded), _count(light), _count(refunded))
