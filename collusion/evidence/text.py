"""Text: do different members write nearly the same, where strangers do not?

Only the texts of a group under test are compared, by MinHash (Broder 1997; 20 bands of 5) on three-word
shingles. Short texts count only when exactly equal, and a text that other accounts also write is boilerplate,
which counts for nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from collusion.arrays import BoolArray, Int32Array, Int64Array, frozen
from collusion.evidence.contrast import beyond_share
from collusion.evidence.copied_texts import CopiedTexts, copied_windows, find_copied_texts, is_placed
from collusion.evidence.group import Finding, Group, member_of_edges
from collusion.evidence.near_duplicates import NEAR, likeness, near_duplicate_reviews, shingles_of
from collusion.evidence.review_texts import ReviewTexts
from collusion.evidence.wording import expectation
from collusion.graph.bipartite import spans
from collusion.graph.build import EntityGraph

FAMILY = "text"
_HASHES = 100
#: What the five hashes of a band are multiplied by to make one key of them.
_MULTIPLIERS = np.random.SeedSequence(0).generate_state(5, np.uint64) | np.uint64(1)
#: Accounts outside a group that may write a text before it is boilerplate.
_BOILERPLATE = 3
#: How many times likelier members of an honest group may be to write alike than strangers.
HONEST_FACTOR = 3.0
#: Most reviews of a group that are compared, and reviews of strangers that they are compared with.
_SAMPLE = 800
#: Texts whose sketches are kept, some 10 KB each, since groups that are looked at again share their texts.
_KEPT = 4 * _SAMPLE
#: Later texts of a bucket with which each text is compared.
_NEIGHBOURS = 50


@dataclass(frozen=True)
class TextEvidence:
    """The text of every review and how many reviews share it, ready to judge groups.

    Attributes
    ----------
    graph
        The graph.
    texts
        The texts of all reviews; None when there are none.
    copies
        Reviews whose normalised text equals that of each edge, 0 for no text, shape (n_edges,); None when
        there are no texts.
    strangers
        Near-duplicates in a fixed sample of reviews, and the size of the sample.
    """

    graph: EntityGraph
    texts: ReviewTexts | None
    copies: Int32Array | None
    strangers: tuple[int, int]

    @cached_property
    def alike(self) -> Int32Array:
        """Rows of reviews of the whole market with texts nearly the same, found when first asked for."""
        return near_duplicate_reviews(self.texts)

    @cached_property
    def copied(self) -> CopiedTexts:
        """The reviews that nearly repeat a text by another account; none where there are no texts."""
        return find_copied_texts(self.graph, self.alike, self.texts)

    def missing(self) -> str | None:
        """Return why the tables cannot say, or None when they can."""
        return None if self.copies is not None and (self.copies > 0).any() else "no review has a text"

    def assess(self, group: Group) -> Finding | None:
        """Compare the share of near-duplicates among the members' texts with that among strangers' texts.

        Parameters
        ----------
        group
            The group.

        Returns
        -------
        Finding or None
            None when fewer than two of the group's reviews have a text.
        """
        if self.texts is None or self.copies is None:
            return None
        edges = group.edges[self.copies[group.edges] > 0]
        edges = edges[:: max(1, -(-len(edges) // _SAMPLE))]
        if len(edges) < 2:
            return None
        texts = texts_of(self.graph, self.texts, edges)
        alike = near_duplicates(
            texts, member_of_edges(self.graph, edges), _boilerplate(self.copies[edges], texts)
        )
        excess = beyond_share(int(alike.sum()), len(edges), self.strangers, HONEST_FACTOR)
        others = self._others(group) if excess.bits else self.strangers
        if others[0] * self.strangers[1] > self.strangers[0] * others[1]:
            excess = beyond_share(int(alike.sum()), len(edges), others, HONEST_FACTOR)
        copies = max(excess.k / excess.n - HONEST_FACTOR * excess.expected / excess.n, 0.0)
        sentence = (
            f"{excess.k:,} of {len(edges):,} texts are near-duplicates of another member's text; "
            f"among strangers {expectation(excess.expected)} would be."
        )
        return Finding(
            FAMILY,
            excess.bits,
            float(excess.k),
            excess.expected,
            sentence,
            edges[alike],
            effects={"text_copies": copies},
        )

    def assess_copied(self, group: Group, surplus: float) -> Finding | None:
        """Tell how many of the texts on a group's targets are copied, in the windows in which it copied.

        Parameters
        ----------
        group
            A group that its copied texts proposed.
        surplus
            Nats by which it was chosen among all products.

        Returns
        -------
        Finding or None
            The effect is a share of all texts of the targets, whoever wrote them, less three times that of
            other products: that of the members, who were chosen for it, would be one. None without texts.
        """
        if self.missing() is not None:
            return None
        windows = copied_windows(group, self.graph, self.copied)
        k, n = int(windows.n_copied.sum()), int(windows.n_written.sum())
        expected = beyond_share(k, n, self.copied.elsewhere(group.products), HONEST_FACTOR).expected
        sentence = (
            f"{k:,} of the {n:,} texts that were written of these products in these days are near-duplicates "
            f"of a text by another account; of as many of other products {expectation(expected)} would be."
        )
        effects = {"text_copies": max(k - HONEST_FACTOR * expected, 0.0) / max(n, 1), "texts_there": float(n)}
        own = group.edges[self.copied.copied[group.edges] & is_placed(self.graph, group.edges)]
        return Finding(FAMILY, surplus / math.log(2), float(k), expected, sentence, own, effects=effects)

    def _others(self, group: Group) -> tuple[int, int]:
        """Count the near-duplicates among what others wrote of the same products, and their texts."""
        assert self.texts is not None
        assert self.copies is not None
        places, _ = spans(self.graph.reviews.t_indptr, group.products)
        edges = np.sort(self.graph.reviews.t_edges[places]).astype(np.int64)
        edges = edges[~np.isin(member_of_edges(self.graph, edges), group.members) & (self.copies[edges] > 0)]
        edges = edges[:: max(1, -(-len(edges) // _SAMPLE))]
        texts = texts_of(self.graph, self.texts, edges)
        alike = near_duplicates(
            texts, member_of_edges(self.graph, edges), _boilerplate(self.copies[edges], texts)
        )
        # As many of them as the group has members may be accomplices: they do not excuse the group.
        return max(int(alike.sum()) - len(group.members), 0), len(edges)


def near_duplicates(texts: list[str], authors: Int32Array, excluded: BoolArray) -> BoolArray:
    """Find texts that nearly equal a text by another author.

    Parameters
    ----------
    texts
        Normalised texts, n of them.
    authors
        Author of each, shape (n,).
    excluded
        Texts that are boilerplate and match nothing, shape (n,).

    Returns
    -------
    BoolArray
        Shape (n,). Candidates share one of 20 bands of MinHash; each is verified by its shingles.
    """
    kept = np.flatnonzero(~excluded)
    sketches = [_sketch(texts[i]) for i in kept.tolist()]
    shingles = {i: own for i, (own, _) in zip(kept.tolist(), sketches, strict=True)}
    alike = np.zeros(len(texts), dtype=bool)
    for places in _buckets([bands for _, bands in sketches]):
        bucket = kept[places].tolist()
        for position, i in enumerate(bucket):
            for j in bucket[position + 1 : position + _NEIGHBOURS]:
                if alike[i] and alike[j]:
                    continue
                if authors[i] != authors[j] and likeness(shingles[i], shingles[j]) >= NEAR:
                    alike[i] = alike[j] = True
    return alike


def texts_of(graph: EntityGraph, texts: ReviewTexts, edges: Int64Array) -> list[str]:
    """Return the normalised text of each edge, empty where there is none.

    Parameters
    ----------
    graph
        The graph.
    texts
        The texts of all reviews.
    edges
        Edges of the graph, shape (n,).

    Returns
    -------
    list of str
        As many as there are edges.
    """
    return texts.take(graph.review_row[edges])


def prepare_text(texts: ReviewTexts | None, graph: EntityGraph) -> TextEvidence:
    """Count the copies of every text, and near-duplicates among strangers.

    Parameters
    ----------
    texts
        The texts of all reviews; None where there are none.
    graph
        The graph.

    Returns
    -------
    TextEvidence
        O(n_edges).
    """
    if texts is None:
        return TextEvidence(graph, None, None, (0, 0))
    copies = texts.copies[graph.review_row]
    written = np.flatnonzero(copies > 0)
    sample = written[:: max(1, -(-len(written) // _SAMPLE))]
    written_by_strangers = texts_of(graph, texts, sample)
    alike = near_duplicates(
        written_by_strangers, member_of_edges(graph, sample), copies[sample] > _BOILERPLATE
    )
    return TextEvidence(graph, texts, frozen(copies), (int(alike.sum()), len(sample)))


def _boilerplate(copies: Int32Array, texts: list[str]) -> BoolArray:
    """Return which texts of a group, with so many `copies` among all, more than a few outside have too."""
    _, index, own = np.unique(np.array(texts, dtype=object), return_inverse=True, return_counts=True)
    return np.asarray(copies - own[index] > _BOILERPLATE)


@lru_cache(_KEPT)
def _sketch(text: str) -> tuple[frozenset[str], NDArray[np.uint64]]:
    """Return the shingles of a text and the keys of its bands, shape (n_bands,)."""
    from rensa import RMinHash

    shingles = shingles_of(text)
    sketch = RMinHash(num_perm=_HASHES, seed=1)
    sketch.update(list(shingles))  # their order does not matter: a sketch holds least hashes
    digest = np.array(sketch.digest(), dtype=np.uint64).reshape(-1, len(_MULTIPLIERS))
    return shingles, digest @ _MULTIPLIERS


def _buckets(bands: list[NDArray[np.uint64]]) -> Iterator[Int64Array]:
    """Yield the places of texts that have the key of a band in common, ascending, given each text's keys.

    A band in which two texts meet is yielded whole, texts that are alone there as well.
    """
    if len(bands) < 2:
        return
    keys = np.stack(bands)
    order = np.argsort(keys, axis=0, kind="stable")
    ordered = np.take_along_axis(keys, order, axis=0)
    is_same = ordered[1:] == ordered[:-1]
    for band in np.flatnonzero(is_same.any(axis=0)).tolist():
        yield from np.split(order[:, band], np.flatnonzero(~is_same[:, band]) + 1)
