"""Reviews of the whole market whose texts are nearly the same: who writes from one client's text.

Reviews are found by MinHash (Broder 1997) in bands, text against text within a bucket, so that the work grows
with the length of the texts, not with their pairs. They only seed the search: what a ring's own texts show,
`collusion.evidence.text` measures anew.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collusion.arrays import Int32Array, Int64Array, counted, frozen
from collusion.evidence.links import Links, no_links
from collusion.evidence.review_texts import ReviewTexts
from collusion.graph.build import EntityGraph

#: Bands, hashes in each, and bands that two texts must share: more than chance gives texts of common phrases.
_BANDS, _ROWS, _LEAST_SHARED = 8, 4, 2
#: Words of a shingle, and of a text under which it is short.
_SHINGLE, _SHORT = 3, 8
#: Share of common shingles from which two texts are near-duplicates.
NEAR = 0.5
#: Texts of a bucket from which it is boilerplate, and later texts of it with which each is linked.
_BOILERPLATE, _NEIGHBOURS = 50, 4
_MULTIPLIERS = np.random.SeedSequence(0).generate_state(_BANDS * _ROWS, np.uint64) | np.uint64(1)


def near_duplicate_reviews(texts: ReviewTexts | None) -> Int32Array:
    """Find pairs of reviews whose texts are nearly the same.

    Parameters
    ----------
    texts
        The texts of all reviews; None where there are none.

    Returns
    -------
    Int32Array
        Rows of the reviews, the earlier first, each pair once, shape (n_pairs, 2). Texts under eight words,
        and texts that fifty reviews share, are boilerplate and in no pair. About O(total length); some
        90 bytes a text are held for a while.
    """
    from collusion.kernels import sketches, words  # keeps numba out of light commands

    nobody = np.zeros((0, 2), dtype=np.int32)
    if texts is None:
        return frozen(nobody)
    rows, bands, word_hashes = [], [], words.WordHashes(_hash_lines)
    for reviews, content, ends in texts.batches():
        hashes, n_words = word_hashes.of(content, ends)
        is_long = (reviews >= 0) & (n_words >= _SHORT)
        if not is_long.all():
            hashes = hashes[np.repeat(is_long, n_words)]
        rows.append(reviews[is_long].astype(np.int32))
        bands.append(sketches.band_keys(hashes, n_words[is_long], _MULTIPLIERS, _ROWS))
    if not rows:
        return frozen(nobody)
    row = np.concatenate(rows)
    order = np.argsort(row, kind="stable")
    return frozen(_pairs(row[order], np.concatenate(bands)[order]))


def link_near_duplicates(graph: EntityGraph, pairs: Int32Array) -> Links:
    """Link the accounts that wrote nearly the same.

    Parameters
    ----------
    graph
        The graph.
    pairs
        Rows of reviews with texts nearly the same, shape (n_pairs, 2).

    Returns
    -------
    Links
        Each pair of accounts once, of weight 1; nobody is linked to himself: O(n_edges + n_pairs).
    """
    edges = edges_of_pairs(graph, pairs)
    if not len(edges):
        return no_links()
    authors = np.sort(np.searchsorted(graph.reviews.indptr, edges, side="right") - 1, axis=1)
    authors = authors[authors[:, 0] < authors[:, 1]]
    first, second = np.unique(authors, axis=0).T
    weight = frozen(np.ones(len(first), dtype=np.float32))
    return Links(frozen(first.astype(np.int32)), frozen(second.astype(np.int32)), weight)


def edges_of_pairs(graph: EntityGraph, pairs: Int32Array) -> Int64Array:
    """Return the edges of `pairs` of rows of reviews, (n_pairs, 2), but for pairs of which one has none."""
    if not len(pairs):
        return np.zeros((0, 2), dtype=np.int64)
    edge_of = np.full(int(max(graph.review_row.max(initial=-1), pairs.max())) + 1, -1, dtype=np.int64)
    edge_of[graph.review_row] = np.arange(len(graph.review_row))
    edges = edge_of[pairs]
    return np.asarray(edges[(edges >= 0).all(axis=1)])


def shingles_of(text: str) -> frozenset[str]:
    """Return the three-word shingles of a text; a short text is one shingle and matches only its equal."""
    words = text.split()
    if len(words) < _SHORT:
        return frozenset({text})
    return frozenset(map(" ".join, zip(*(words[k:] for k in range(_SHINGLE)))))


def likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """Return the Jaccard index of the shingles of two texts; 0 where neither has any."""
    union = len(first | second)
    return len(first & second) / union if union else 0.0


def _hash_lines(words: bytes) -> NDArray[np.uint64]:
    """Hash each of some words, which line breaks follow."""
    lines = pl.Series([words.decode()]).str.split("\n").explode()
    return lines.head(len(lines) - 1).hash(seed=0).to_numpy()


def _pairs(rows: Int32Array, bands: NDArray[np.uint32]) -> Int32Array:
    """Return the pairs of `rows` that share enough of the `bands`, ascending."""
    from collusion.kernels import radix  # keeps numba out of light commands

    packed = [np.zeros(0, np.int64)]
    for keys in bands.T:
        sorted_keys, order = radix.ordered(keys, 32)
        _, sizes = counted(sorted_keys)
        shared = np.repeat(sizes < _BOILERPLATE, sizes)
        for step in range(1, _NEIGHBOURS + 1):
            alike = shared[step:] & (sorted_keys[step:] == sorted_keys[:-step])
            first, second = rows[order[:-step][alike]], rows[order[step:][alike]]
            packed.append(first.astype(np.int64) << 32 | second)
    pairs, times = counted(np.concatenate(packed))
    pairs = pairs[times >= _LEAST_SHARED]
    return np.column_stack([pairs >> 32, pairs & 0xFFFFFFFF]).astype(np.int32)
