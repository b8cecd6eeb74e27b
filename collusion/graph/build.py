"""Build the entity graph: reviewers, products, sellers and every kind of identifier."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from collusion import minutes
from collusion.arrays import Int8Array, Int32Array, IntArray, frozen
from collusion.graph.bipartite import Biadjacency, Incidence, Relation, biadjacency, biadjacency_of_rows
from collusion.graph.nodes import Nodes, StoredIds, held_nodes, positions
from collusion.tables.codes import IdentifierLinks, SellerLinks, shortened
from collusion.tables.known_labels import KnownLabels, known_labels
from collusion.tables.records import ReviewTables

#: Stands for an unknown time in `EntityGraph.minute`.
NO_TIME = minutes.NO_TIME
_AT_ONCE = 1 << 16


@dataclass(frozen=True, slots=True)
class EntityGraph:
    """Reviewers, products, sellers and identifiers, and the relations between them.

    Attributes
    ----------
    reviewers, products, sellers
        Nodes.
    reviews
        Reviewer × product: one edge for each distinct pair, the earliest review of it.
    minute
        Minutes since 1970 of each edge, shape (n_edges,); `NO_TIME` when unknown.
    stars
        Stars of each edge, 1–5, shape (n_edges,); 0 when unknown.
    verified
        Purchase badge of each edge: 1, 0, or −1 when unknown, shape (n_edges,).
    review_row
        Place of the review behind each edge in the canonical order of the reviews, shape (n_edges,).
    product_seller
        Seller of each product, shape (n_products,); −1 when unknown.
    identifiers
        Kind of identifier → reviewer × value, kinds in alphabetical order.
    seller_identifiers
        Kind of identifier → seller × value, of the same values as in `identifiers`: those that a seller and
        a reviewer hold.
    labels
        What labels say of reviewers, products, sellers, and of the edges of the graph of the tables (not of
        a null market's); None without labels.
    """

    reviewers: Nodes
    products: Nodes
    sellers: Nodes
    reviews: Biadjacency
    minute: Int32Array
    stars: Int8Array
    verified: Int8Array
    review_row: Int32Array
    product_seller: Int32Array
    identifiers: dict[str, Relation]
    seller_identifiers: dict[str, Relation] = field(default_factory=dict)
    labels: KnownLabels | None = None

    @property
    def has_times(self) -> bool:
        """Whether any review has a time."""
        return _any_but(self.minute, NO_TIME)

    @property
    def has_stars(self) -> bool:
        """Whether any review has stars."""
        return _any_but(self.stars, 0)


def _any_but(values: IntArray, unknown: int) -> bool:
    """Return whether any value is known; in most markets one of the first thousands is."""
    pieces = (values[k : k + _AT_ONCE] for k in range(0, len(values), _AT_ONCE))
    return any(bool((piece != unknown).any()) for piece in pieces)


def build_graph(tables: ReviewTables) -> EntityGraph:
    """Build the graph of some tables.

    Parameters
    ----------
    tables
        Checked tables; their rows are in canonical order, so shuffled input gives the same graph.

    Returns
    -------
    EntityGraph
        The graph. Reviewers known only from other tables are not in it: they reviewed nothing.

    Notes
    -----
    O(E + n) for E distinct pairs and n nodes: the reading left everything in order, so that only the
    transposes are built. Arrays of the tables are shared, not copied.
    """
    codes = tables.codes
    pairs = codes.pairs
    reviewers, products = held_nodes("reviewer", codes.reviewers), held_nodes("product", codes.products)
    sellers = held_nodes("seller", codes.sellers)
    identifiers = {
        kind: Relation(
            Nodes(kind, None, StoredIds(tables.stored["identifiers"], "value", held.row, held.digest, kind)),
            _holders(held, len(reviewers)),
        )
        for kind, held in codes.identifier_links.items()
    }
    return EntityGraph(
        reviewers=reviewers,
        products=products,
        sellers=sellers,
        reviews=biadjacency_of_rows(pairs.indptr, pairs.product, len(products)),
        minute=pairs.minute,
        stars=pairs.stars,
        verified=pairs.verified,
        review_row=pairs.row,
        product_seller=_product_seller(codes.product_facts, sellers, len(products)),
        identifiers=identifiers,
        seller_identifiers={
            kind: Relation(identifiers[kind].nodes, _of_sellers(sold, len(sellers), identifiers[kind]))
            for kind, sold in codes.seller_links.items()
        },
        labels=known_labels(tables),
    )


def _product_seller(facts: pl.DataFrame | None, sellers: Nodes, n_products: int) -> Int32Array:
    if facts is None:
        return frozen(np.full(n_products, -1, dtype=np.int32))
    return positions(sellers, facts["seller_id"])


def _of_sellers(sold: SellerLinks, n_sellers: int, of_reviewers: Relation) -> Incidence:
    n_values = len(of_reviewers.nodes)
    across, _ = biadjacency(sold.seller, sold.value, n_sellers, n_values)
    return Incidence(
        frozen(shortened(across.indptr)), across.indices, frozen(shortened(across.t_indptr)), across.t_indices
    )


def _holders(held: IdentifierLinks, n_reviewers: int) -> Incidence:
    across = biadjacency_of_rows(held.t_indptr, held.holder, n_reviewers)
    return Incidence(frozen(shortened(across.t_indptr)), across.t_indices, held.t_indptr, held.holder)
