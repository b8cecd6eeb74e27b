"""B-cubed precision and recall of members, for clusters that overlap (Amigó et al. 2009)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from scipy import sparse


def bcubed(found: Sequence[frozenset[str]], true: Sequence[frozenset[str]]) -> pl.DataFrame:
    """Return the B-cubed precision and recall of each account.

    For two accounts e and e′ that share c found rings and t true rings, the multiplicity precision is min(c,
    t)/c and the recall min(c, t)/t. An account's precision is the mean over all e′ (itself included) with
    which it shares a found ring, its recall the mean over all with which it shares a true ring.

    Parameters
    ----------
    found, true
        Members of each ring.

    Returns
    -------
    pl.DataFrame
        Columns reviewer_id, precision (null for an account in no found ring) and recall (null for one in no
        true ring), by reviewer_id. O(Σ size²). Source: Amigó, Gonzalo, Artiles & Verdejo, Information
        Retrieval 12 (2009), §5.
    """
    accounts = sorted(set().union(*found, *true))
    place = {account: i for i, account in enumerate(accounts)}
    clusters, categories = _together(found, place), _together(true, place)
    common = clusters.minimum(categories).tocsr()
    return pl.DataFrame(
        {
            "reviewer_id": accounts,
            "precision": _mean_share(common, clusters),
            "recall": _mean_share(common, categories),
        },
        schema={"reviewer_id": pl.String, "precision": pl.Float64, "recall": pl.Float64},
    )


def _together(groups: Sequence[frozenset[str]], place: dict[str, int]) -> sparse.csr_array:
    """Return how many groups each two accounts share, sparse (n, n)."""
    from scipy import sparse

    pairs = [(place[account], j) for j, members in enumerate(groups) for account in sorted(members)]
    rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    shape = (len(place), len(groups))
    incidence = sparse.csr_array((np.ones(len(pairs), dtype=np.float64), (rows, columns)), shape=shape)
    return (incidence @ incidence.T).tocsr()


def _mean_share(common: sparse.csr_array, whole: sparse.csr_array) -> pl.Series:
    """Return the mean of common/whole over the entries of each row of `whole`; null for an empty row."""
    inverse = whole.copy()
    inverse.data = 1.0 / inverse.data
    total = np.asarray((common * inverse).sum(axis=1)).ravel()
    entries = np.diff(whole.indptr)
    mean = total / np.maximum(entries, 1)
    return pl.Series([float(m) if n else None for m, n in zip(mean, entries, strict=True)], dtype=pl.Float64)
