"""Strata of products: the coarse kinds of taste within which reviewers are compared.

Without them honest communities of taste look like rings; with too fine ones rings explain themselves. So
strata come from the tables' own categories and marketplaces where there are any, are few, and none is small.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
import polars as pl

from collusion.arrays import Float64Array, Int32Array, Int64Array, frozen
from collusion.evidence.params import EvidenceParams
from collusion.graph.build import EntityGraph
from collusion.tables.records import ReviewTables

#: Least share of the products that must have a category for categories to serve as strata.
_MIN_KNOWN = 0.5


@dataclass(frozen=True, slots=True)
class Strata:
    """A stratum for every product.

    Attributes
    ----------
    labels
        Stratum of each product, 0 … n − 1, shape (n_products,); 0 gathers what is too small or unknown.
    reviews
        Number of reviews of each stratum, shape (n,), at least 1.
    source
        Where they come from, in words.
    """

    labels: Int32Array
    reviews: Float64Array
    source: str

    def __len__(self) -> int:
        """Return the number of strata."""
        return len(self.reviews)


def metadata_strata(tables: ReviewTables, graph: EntityGraph, *, params: EvidenceParams) -> Strata | None:
    """Derive strata from the products' categories and the reviews' marketplaces.

    Parameters
    ----------
    tables
        The tables.
    graph
        Their graph.
    params
        Number and least size of strata.

    Returns
    -------
    Strata or None
        None when the tables have neither categories nor marketplaces for most products.
    """
    keys = [key for key in (_categories(tables), _marketplaces(tables, graph)) if key is not None]
    if not keys:
        return None
    coarse = merge_small(keys[0], graph, params=params)
    if len(keys) == 1:
        source = "categories" if _categories(tables) is not None else "marketplaces"
        return Strata(coarse.labels, coarse.reviews, source)
    crossed = coarse.labels.astype(np.int64) * (int(keys[1].max()) + 2) + keys[1] + 1
    fine = merge_small(_dense(crossed), graph, params=params)
    return Strata(fine.labels, fine.reviews, "categories × marketplaces")


def merge_small(labels: Int64Array, graph: EntityGraph, *, params: EvidenceParams) -> Strata:
    """Keep the largest labels as strata and merge the rest into stratum 0.

    Parameters
    ----------
    labels
        Any label of each product, −1 for unknown, shape (n_products,).
    graph
        The graph.
    params
        Number and least size of strata.

    Returns
    -------
    Strata
        At most ``params.max_strata`` strata, ordered by size: O(n_products).
    """
    weights = graph.reviews.col_degrees()
    known = labels >= 0
    sizes = np.bincount(labels[known], weights=weights[known]) if known.any() else np.zeros(0)
    order = np.argsort(-sizes, kind="stable")[: params.max_strata - 1]
    kept = order[sizes[order] >= max(params.min_stratum_share * graph.reviews.n_edges, 1.0)]
    renamed = np.zeros(len(sizes) + 1, dtype=np.int32)
    renamed[kept] = np.arange(1, len(kept) + 1)
    strata = renamed[labels]
    totals = np.bincount(strata, weights=weights, minlength=len(kept) + 1)
    return Strata(frozen(strata), frozen(np.maximum(totals, 1.0)), "inferred communities of products")


def inferred_strata(labels: Int64Array, graph: EntityGraph, *, params: EvidenceParams) -> Strata:
    """Make strata of communities of products that were found in the reviews themselves: few and coarse.

    Parameters
    ----------
    labels
        Community of each product, −1 for none, shape (n_products,).
    graph
        The graph.
    params
        Number and least size of inferred strata.

    Returns
    -------
    Strata
        One stratum where the tables are too small to tell.
    """
    share = params.inferred_reviews / max(graph.reviews.n_edges, 1)
    coarse = dataclasses.replace(
        params,
        max_strata=params.inferred_strata,
        min_stratum_share=max(params.min_stratum_share, share),
    )
    return merge_small(labels, graph, params=coarse)


def _dense(values: Int64Array) -> Int64Array:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def _categories(tables: ReviewTables) -> Int64Array | None:
    facts = tables.codes.product_facts
    if facts is None or "category" not in facts.columns:
        return None
    labels = (facts["category"].rank("dense").cast(pl.Int64) - 1).fill_null(-1).to_numpy()
    return labels if len(labels) and (labels >= 0).mean() >= _MIN_KNOWN else None


def _marketplaces(tables: ReviewTables, graph: EntityGraph) -> Int64Array | None:
    """Return the marketplace in which each product has most reviews."""
    codes = tables.codes.marketplace_of(graph.review_row) + 1  # 0 stands for none
    n_names = len(tables.codes.marketplaces) + 1
    if len(codes) == 0 or codes.min() == codes.max():
        return None
    flat = graph.reviews.indices.astype(np.int64) * n_names + codes
    counts = np.bincount(flat, minlength=len(graph.products) * n_names).reshape(-1, n_names)
    busiest: Int64Array = np.argmax(counts, axis=1).astype(np.int64)
    return busiest
