"""Leniency: how many stars more or fewer than others an account gives, whatever it reviews.

Reviewers differ in leniency, which is 5 to 23 % of the variance of stars on real platforms. Generous people
who are gathered into a group would be found generous; so a group's stars are compared with what its own
members give elsewhere, too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collusion.arrays import Float32Array, Float64Array, Int8Array, Int32Array, Int64Array, IntArray, frozen
from collusion.graph.build import EntityGraph

#: Reviews of average stars that every product and every account is granted before any is seen.
PRODUCT_PRIOR, ACCOUNT_PRIOR = 3.0, 2.0


@dataclass(frozen=True, slots=True)
class Leniency:
    """Sums of every account's deviations from what others gave to the same products.

    Attributes
    ----------
    total
        Sum of the deviations of each account's reviews, in stars, shape (n_reviewers,).
    n_rated
        Reviews with stars of each account, shape (n_reviewers,).
    spread
        Standard deviation of one review's deviation, in stars, over all reviews.
    """

    total: Float32Array
    n_rated: Int32Array
    spread: float

    def elsewhere(self, members: Int32Array, deviations: Float64Array, counts: IntArray) -> Float64Array:
        """Return the mean deviation of some accounts in all their other reviews, shrunk towards 0.

        Parameters
        ----------
        members
            Accounts, shape (n,).
        deviations, counts
            Sum of the deviations of the reviews to leave out, and their number, of each, shape (n,).

        Returns
        -------
        Float64Array
            Stars, shape (n,); 0 for an account without other reviews.
        """
        others = self.n_rated[members] - counts
        return np.asarray((self.total[members] - deviations) / (others + ACCOUNT_PRIOR))


def others_mean(
    stars: Int8Array, products: Int32Array, histogram: Int64Array, overall: float
) -> Float64Array:
    """Return the mean stars of the other reviews of each review's product, shrunk towards the market's mean.

    Parameters
    ----------
    stars
        Stars of the reviews, 1–5, shape (n,).
    products
        Product of each, shape (n,).
    histogram
        Reviews of each product by stars, the reviews themselves among them, shape (n_products, 5).
    overall
        Mean stars of the market.

    Returns
    -------
    Float64Array
        Shape (n,).
    """
    given = histogram[products]
    total, number = given @ np.arange(1, 6) - stars, given.sum(axis=1) - 1
    return np.asarray((total + PRODUCT_PRIOR * overall) / (number + PRODUCT_PRIOR))


def prepare_leniency(graph: EntityGraph, histogram: Int64Array) -> Leniency:
    """Sum up the deviations of all accounts.

    Parameters
    ----------
    graph
        The graph.
    histogram
        Reviews of each of its products by stars, shape (n_products, 5).

    Returns
    -------
    Leniency
        O(n_edges), some accounts at a time.
    """
    from collusion.kernels.timeline import parts  # keeps numba out of light commands

    reviews = graph.reviews
    totals, numbers = histogram @ np.arange(1, 6), histogram.sum(axis=1)
    overall = float(totals.sum()) / max(int(numbers.sum()), 1)
    total = np.zeros(reviews.n_rows, dtype=np.float32)
    n_rated = np.zeros(reviews.n_rows, dtype=np.int32)
    squares = 0.0
    for first, last in parts(reviews.indptr):
        some = slice(reviews.indptr[first], reviews.indptr[last])
        given, products = graph.stars[some], reviews.indices[some]
        mean = (totals[products] - given + PRODUCT_PRIOR * overall) / (numbers[products] - 1 + PRODUCT_PRIOR)
        away = np.where(given > 0, given - mean, 0.0)
        owner = np.repeat(np.arange(last - first), np.diff(reviews.indptr[first : last + 1]))
        total[first:last] = np.bincount(owner, away, last - first)
        n_rated[first:last] = np.bincount(owner[given > 0], minlength=last - first)
        squares += float(away @ away)
    spread = float(np.sqrt(squares / max(int(numbers.sum()), 1)))
    return Leniency(frozen(total), frozen(n_rated), spread)
