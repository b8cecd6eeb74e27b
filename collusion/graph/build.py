"""Build the entity graph: reviewers, products, sellers and every kind of identifier."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from collusion.arrays import Int8Array, Int32Array, frozen
from collusion.graph.bipartite import Biadjacency, Incidence, Relation, biadjacency_of_rows
from collusion.graph.nodes import Nodes, StoredIds, held_nodes, intern, positions
from collusion.tables.codes import NO_TIME as UNKNOWN
from collusion.tables.codes import IdentifierLinks, shortened
from collusion.tables.records import ReviewTables

#: Stands for an unknown time in `EntityGraph.minute`.
NO_TIME = UNKNOWN


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

    @property
    def has_times(self) -> bool:
        """Whether any review has a time."""
        return bool((self.minute != NO_TIME).any())

    @property
    def has_stars(self) -> bool:
        """Whether any review has stars."""
        return bool((self.stars != 0).any())


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
    sellers, product_seller = _sellers(codes.product_facts, len(products))
    return EntityGraph(
        reviewers=reviewers,
        products=products,
        sellers=sellers,
        reviews=biadjacency_of_rows(pairs.indptr, pairs.product, len(products)),
        minute=pairs.minute,
        stars=pairs.stars,
        verified=pairs.verified,
        review_row=pairs.row,
        product_seller=product_seller,
        identifiers={
            kind: Relation(
                Nodes(kind, None, StoredIds(tables.stored["identifiers"], "value", held.row, held.digest)),
                _holders(held, len(reviewers)),
            )
            for kind, held in codes.identifier_links.items()
        },
    )


def _sellers(facts: pl.DataFrame | None, n_products: int) -> tuple[Nodes, Int32Array]:
    if facts is None:
        facts = pl.DataFrame({"seller_id": pl.Series([None], dtype=pl.String).new_from_index(0, n_products)})
    sellers = intern("seller", facts["seller_id"])
    return sellers, positions(sellers, facts["seller_id"])


def _holders(held: IdentifierLinks, n_reviewers: int) -> Incidence:
    across = biadjacency_of_rows(held.t_indptr, held.holder, n_reviewers)
    return Incidence(frozen(shortened(across.t_indptr)), across.t_indices, held.t_indptr, held.holder)
