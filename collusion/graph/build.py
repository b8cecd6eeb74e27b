"""Build the entity graph: reviewers, products, sellers and every kind of identifier."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from collusion.arrays import Int8Array, Int32Array, Int64Array, frozen
from collusion.graph.bipartite import Biadjacency, Relation, biadjacency
from collusion.graph.nodes import Nodes, intern, positions
from collusion.tables.records import ReviewTables

#: Stands for an unknown time in `EntityGraph.minute`.
NO_TIME = np.iinfo(np.int32).min


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
        Row of ``tables.reviews`` behind each edge, shape (n_edges,).
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
    review_row: Int64Array
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
    O(R + V log V) for R rows and V distinct ids.
    """
    reviews = tables.reviews
    reviewers = intern("reviewer", reviews["reviewer_id"])
    products = intern("product", reviews["product_id"])
    rows = positions(reviewers, reviews["reviewer_id"])
    cols = positions(products, reviews["product_id"])
    minute = _minutes(reviews)
    by_time = np.argsort(minute, kind="stable")
    adjacency, order = biadjacency(rows[by_time], cols[by_time], len(reviewers), len(products))
    order = by_time[order]
    sellers, product_seller = _sellers(tables.products, products)
    return EntityGraph(
        reviewers=reviewers,
        products=products,
        sellers=sellers,
        reviews=adjacency,
        minute=frozen(minute[order]),
        stars=frozen(_small(reviews, "rating", 0)[order]),
        verified=frozen(_small(reviews, "verified", -1)[order]),
        review_row=frozen(order.astype(np.int64)),
        product_seller=product_seller,
        identifiers=_identifiers(tables.identifiers, reviewers),
    )


def minutes_of(column: pl.Series) -> Int32Array:
    """Translate a UTC time column, shape (n,), into minutes since 1970; null becomes `NO_TIME`."""
    minutes = column.dt.timestamp("ms") // 60_000
    return minutes.fill_null(NO_TIME).cast(pl.Int32).to_numpy()


def _minutes(reviews: pl.DataFrame) -> Int32Array:
    if "posted_at" not in reviews.columns:
        return np.full(reviews.height, NO_TIME, dtype=np.int32)
    return minutes_of(reviews["posted_at"])


def _small(reviews: pl.DataFrame, column: str, missing: int) -> Int8Array:
    if column not in reviews.columns:
        return np.full(reviews.height, missing, dtype=np.int8)
    return reviews[column].cast(pl.Int8).fill_null(missing).to_numpy()


def _sellers(table: pl.DataFrame | None, products: Nodes) -> tuple[Nodes, Int32Array]:
    if table is None or "seller_id" not in table.columns:
        return Nodes("seller", pl.Series("seller", [], dtype=pl.String)), frozen(
            np.full(len(products), -1, dtype=np.int32)
        )
    known = table.filter(
        pl.col("product_id").is_in(products.ids.implode()) & pl.col("seller_id").is_not_null()
    )
    sellers = intern("seller", known["seller_id"])
    product_seller = np.full(len(products), -1, dtype=np.int32)
    product_seller[positions(products, known["product_id"])] = positions(sellers, known["seller_id"])
    return sellers, frozen(product_seller)


def _identifiers(table: pl.DataFrame | None, reviewers: Nodes) -> dict[str, Relation]:
    if table is None or table.is_empty():
        return {}
    relations = {}
    for kind in table["kind"].unique().sort().to_list():
        held = table.filter(pl.col("kind") == kind)
        holders = positions(reviewers, held["reviewer_id"])
        values = held["value"].filter(pl.Series(holders >= 0))
        nodes = intern(kind, values)
        adjacency, _ = biadjacency(
            holders[holders >= 0], positions(nodes, values), len(reviewers), len(nodes)
        )
        relations[kind] = Relation(nodes, adjacency)
    return relations
