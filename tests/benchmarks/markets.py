"""Seeded power-law markets of any size, with planted rings that no degree gives away."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from collusion.kernels import csr, pairs

_MINUTES = 3 * 365 * 24 * 60


class Market(NamedTuple):
    graph: pairs.ReviewGraph
    n_products: int
    rings: list[np.ndarray]


def _shares(n, exponent, rng):
    shares = rng.permutation((1.0 + np.arange(n)) ** -exponent)
    return shares / shares.sum()


def market(n_edges, seed=0, n_rings=20):
    """E reviews by E/5 reviewers of E/50 products, and rings of 30 accounts on 20 targets (60 %)."""
    rng = np.random.default_rng(seed)
    n_reviewers, n_products = n_edges // 5, n_edges // 50
    reviewer = [rng.choice(n_reviewers, n_edges, p=_shares(n_reviewers, 0.6, rng))]
    product = [rng.choice(n_products, n_edges, p=_shares(n_products, 0.75, rng))]
    rings = []
    for _ in range(n_rings):
        accounts, targets = (
            rng.choice(n_reviewers, 30, replace=False),
            rng.choice(n_products, 20, replace=False),
        )
        i, j = np.nonzero(rng.random((30, 20)) < 0.6)
        reviewer.append(accounts[i])
        product.append(targets[j])
        rings.append(np.sort(accounts))
    key = np.unique(np.concatenate(reviewer) * np.int64(n_products) + np.concatenate(product))
    rows = csr.build_csr(
        (key // n_products).astype(np.int32), (key % n_products).astype(np.int32), n_reviewers, n_products
    )
    columns = csr.transpose(rows.indptr, rows.indices, n_products)
    minute = rng.integers(0, _MINUTES, key.size).astype(np.int32)
    return Market(pairs.ReviewGraph(rows.indptr, rows.indices, *columns, minute), n_products, rings)


def n_found(blocks, rings):
    """Count the rings that some block matches with Jaccard 0.5 or more."""

    def overlap(block, ring):
        both = np.intersect1d(block.reviewers, ring).size
        return both / (block.reviewers.size + ring.size - both)

    return sum(any(overlap(block, ring) >= 0.5 for block in blocks) for ring in rings)
