"""Homes: the marketplace in which each account writes most, and how many accounts are at home in each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collusion.arrays import Float64Array, Int8Array, Int64Array, frozen
from collusion.graph.build import EntityGraph
from collusion.tables.records import ReviewTables

#: Most marketplaces that are told apart; accounts of smaller ones are at home among the others.
_MOST = 63
#: Accounts whose reviews are counted at a time.
_STRIDE = 262_144


@dataclass(frozen=True, slots=True)
class Homes:
    """Where accounts are at home.

    Attributes
    ----------
    of
        Home of each account, shape (n_reviewers,); 0 stands for an unknown or a small marketplace.
    shares
        Share of all accounts at home in each, shape (n_homes,), never 0.
    """

    of: Int8Array
    shares: Float64Array

    def by_class(self, n_reviews: Int64Array) -> Float64Array:
        """Return the share of the accounts of each class of activity that are at home in each marketplace.

        Parameters
        ----------
        n_reviews
            Reviews of each account, shape (n_reviewers,); who wrote none is of no class.

        Returns
        -------
        Float64Array
            Shape (n_classes, n_homes). One account more in each class is at home as all are, so that no share
            is 0. O(n_reviewers).
        """
        n_homes, n_classes = len(self.shares), int(n_reviews.max(initial=1)).bit_length()
        counts = np.zeros(n_classes * n_homes)
        for first in range(0, len(self.of), _STRIDE):
            here = slice(first, first + _STRIDE)
            writes = n_reviews[here] > 0
            of_class = activity_classes(n_reviews[here][writes])
            counts += np.bincount(of_class * n_homes + self.of[here][writes], minlength=len(counts))
        in_class = counts.reshape(n_classes, n_homes)
        return frozen((in_class + self.shares) / (in_class.sum(axis=1, keepdims=True) + 1.0))


def activity_classes(n_reviews: Int64Array) -> Int64Array:
    """Return the class of activity of each number of reviews, ≥ 1: 0 for one, 1 for 2 or 3, 2 for 4 to 7 …"""
    classes: Int64Array = np.log2(n_reviews).astype(np.int64)
    return classes


def no_homes(n_reviewers: int) -> Homes:
    """Return the homes of `n_reviewers` accounts of which none is known."""
    return Homes(frozen(np.zeros(n_reviewers, dtype=np.int8)), frozen(np.ones(1)))


def find_homes(tables: ReviewTables, graph: EntityGraph) -> Homes:
    """Find the home of each account: the marketplace of most of its reviews, the first of them on a tie.

    The 63 largest marketplaces are told apart; who wrote in none of them is at home among the others.

    Parameters
    ----------
    tables
        Checked tables.
    graph
        Their graph.

    Returns
    -------
    Homes
        One home for all where the reviews name no marketplaces. O(n_edges) time, O(n_reviewers) memory.
    """
    reviews, names = graph.reviews, tables.codes.marketplaces
    if len(names) == 0:
        return no_homes(reviews.n_rows)
    market = _common(tables.codes.marketplace_of(graph.review_row), len(names))
    n_homes = int(market.max(initial=0)) + 1
    of = np.zeros(reviews.n_rows, dtype=np.int8)
    for first in range(0, reviews.n_rows, _STRIDE):
        last = min(first + _STRIDE, reviews.n_rows)
        row = np.repeat(np.arange(last - first), np.diff(reviews.indptr[first : last + 1]))
        here = market[reviews.indptr[first] : reviews.indptr[last]]
        counts = np.bincount(row * n_homes + here, minlength=(last - first) * n_homes)
        counts = counts.reshape(-1, n_homes)
        # What is unknown is nobody's home who has another.
        of[first:last] = np.where(counts[:, 1:].any(axis=1), 1 + counts[:, 1:].argmax(axis=1), 0)
    shares = (np.bincount(of, minlength=n_homes) + 1.0) / (len(of) + n_homes)
    return Homes(frozen(of), frozen(shares))


def _common(market: np.ndarray, n_names: int) -> Int8Array:
    """Number the marketplaces of most reviews from 1, in the order of their names, all others 0."""
    sizes = np.bincount(market.astype(np.int64) + 1, minlength=n_names + 1)[1:]
    common = np.sort(np.argsort(-sizes, kind="stable")[:_MOST])
    number = np.zeros(n_names + 1, dtype=np.int8)
    number[common] = 1 + np.arange(len(common))
    found: Int8Array = number[market]  # −1, unknown, is the last place: 0
    return found
