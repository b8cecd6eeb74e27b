"""Which reviews nearly repeat a text by another account, wherever in the market that one stands.

Such texts are everywhere: people quote, forms are prefilled, a phrase is everybody's. What tells is where
they gather: so many of the texts of one product, within a window of time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collusion.arrays import BoolArray, Int32Array, Int64Array, frozen
from collusion.evidence.group import Group, member_of_edges
from collusion.evidence.near_duplicates import NEAR, edges_of_pairs, likeness, shingles_of
from collusion.evidence.review_texts import ReviewTexts
from collusion.graph.bipartite import spans
from collusion.graph.build import EntityGraph
from collusion.minutes import NO_TIME


@dataclass(frozen=True, slots=True)
class CopiedTexts:
    """Texts of a market that nearly repeat another account's.

    Attributes
    ----------
    written
        Whether each review has a text, shape (n_edges,).
    copied
        Whether it nearly repeats a text by another account, shape (n_edges,).
    pairs
        Edges whose texts are nearly the same, of different accounts, shape (n_pairs, 2).
    of_product
        Copied and all texts of each product, shape (n_products, 2).
    """

    written: BoolArray
    copied: BoolArray
    pairs: Int64Array
    of_product: Int64Array

    def elsewhere(self, products: Int32Array) -> tuple[int, int]:
        """Return how many texts of all other products are copied, and how many texts they have."""
        copied, written = self.of_product.sum(axis=0) - self.of_product[products].sum(axis=0)
        return int(copied), int(written)


@dataclass(frozen=True, slots=True)
class CopiedWindows:
    """The times in which a group wrote copied texts of its targets, shape (n,) each, by product.

    Attributes
    ----------
    products
        Targets of which it wrote any.
    first, last
        Minute of the first and the last of them.
    n_copied
        How many it wrote.
    n_written
        Texts that anybody wrote of the product from the first to the last.
    n_ways
        Windows that the product's texts have: between any two of their minutes.
    """

    products: Int32Array
    first: Int32Array
    last: Int32Array
    n_copied: Int64Array
    n_written: Int64Array
    n_ways: Int64Array


def find_copied_texts(graph: EntityGraph, alike: Int32Array, texts: ReviewTexts | None) -> CopiedTexts:
    """Find the reviews that nearly repeat a text by another account.

    Parameters
    ----------
    graph
        The graph.
    alike
        Rows of reviews with texts nearly the same, shape (n_pairs, 2).
    texts
        The texts of all reviews; None where there are none, and nothing is copied.

    Returns
    -------
    CopiedTexts
        Each pair is verified by its shingles: O(n_edges + length of the texts in pairs).
    """
    pairs = edges_of_pairs(graph, alike)
    author = member_of_edges(graph, pairs.ravel()).reshape(-1, 2)
    pairs = pairs[author[:, 0] != author[:, 1]]
    written, copied = np.zeros((2, graph.reviews.n_edges), dtype=np.bool_)
    if texts is not None:
        written = texts.copies[graph.review_row] > 0
        pairs = pairs[_are_near(pairs, graph, texts)]
    copied[pairs.ravel()] = True
    n = len(graph.products)
    counts = [np.bincount(graph.reviews.indices[which], minlength=n) for which in (copied, written)]
    return CopiedTexts(frozen(written), frozen(copied), frozen(pairs), frozen(np.stack(counts, axis=1)))


def copied_windows(group: Group, graph: EntityGraph, texts: CopiedTexts) -> CopiedWindows:
    """Find when a group wrote copied texts of its targets, and how many texts others wrote then.

    Parameters
    ----------
    group
        The group; only its `edges` count.
    graph
        The graph.
    texts
        Its copied texts.

    Returns
    -------
    CopiedWindows
        O(reviews of the targets). In a market with times, reviews without one are in no window.
    """
    own = group.edges[texts.copied[group.edges] & is_placed(graph, group.edges)]
    products, at = np.unique(graph.reviews.indices[own], return_inverse=True)
    minute = graph.minute[own]
    first, last = np.full(len(products), np.iinfo(np.int32).max), np.full(len(products), NO_TIME)
    np.minimum.at(first, at, minute)
    np.maximum.at(last, at, minute)
    places, counts = spans(graph.reviews.t_indptr, products)
    edges = graph.reviews.t_edges[places].astype(np.int64)
    owner = np.repeat(np.arange(len(products)), counts)
    kept = texts.written[edges] & is_placed(graph, edges)
    owner, when = owner[kept], graph.minute[edges[kept]]
    inside = (first[owner] <= when) & (when <= last[owner])
    moments = np.unique(np.stack([owner, when]), axis=1)[0]
    n_moments = np.bincount(moments, minlength=len(products))
    return CopiedWindows(
        products.astype(np.int32),
        first.astype(np.int32),
        last.astype(np.int32),
        np.bincount(at, minlength=len(products)),
        np.bincount(owner[inside], minlength=len(products)),
        n_moments * (n_moments + 1) // 2,
    )


def _are_near(pairs: Int64Array, graph: EntityGraph, texts: ReviewTexts) -> BoolArray:
    """Return which pairs of edges have half of all their shingles in common."""
    edges, places = np.unique(pairs, return_inverse=True)
    shingles = [shingles_of(text) for text in texts.take(graph.review_row[edges])]
    both = places.reshape(-1, 2).tolist()
    return np.array([likeness(shingles[i], shingles[j]) >= NEAR for i, j in both], dtype=np.bool_)


def is_placed(graph: EntityGraph, edges: Int64Array) -> BoolArray:
    """Return which edges have a place in time: those with a time, or all where nobody's is known."""
    if not graph.has_times:
        return np.ones(len(edges), dtype=np.bool_)
    return np.asarray(graph.minute[edges] != NO_TIME)
